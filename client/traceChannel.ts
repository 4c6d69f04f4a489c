// The log of messages between editor and server, on when `groupvars.trace.server` says so. It holds which message went when, never what was in it:
// a message may carry the text of a file, and a file may carry a password.
import * as vscode from 'vscode';

/** A channel that writes into `output`; the language client asks it whether to trace. */
export function traceChannel(output: vscode.LogOutputChannel): vscode.LogOutputChannel {
  const changed = new vscode.EventEmitter<vscode.LogLevel>();
  const level = (): vscode.LogLevel => (vscode.workspace.getConfiguration('groupvars').get<string>('trace.server', 'off') === 'off' ? vscode.LogLevel.Off : vscode.LogLevel.Trace);
  const subscription = vscode.workspace.onDidChangeConfiguration((event) => void (event.affectsConfiguration('groupvars.trace.server') && changed.fire(level())));
  const write = (text: string): void => output.info(text.split('\n', 1)[0] ?? '');
  return {
    name: output.name,
    get logLevel() {
      return level();
    },
    onDidChangeLogLevel: changed.event,
    trace: write, debug: write, info: write, warn: write, append: write, appendLine: write, replace: write,
    error: (error) => write(error instanceof Error ? error.name : error),
    clear: () => {},
    show: () => output.show(),
    hide: () => output.hide(),
    dispose: () => {
      subscription.dispose();
      changed.dispose();
    },
  };
}
