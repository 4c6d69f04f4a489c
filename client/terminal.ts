// What is started in the integrated terminal: a command of ansible-playbook becomes a run, and the one message there is says so when it loses its vars.
import * as vscode from 'vscode';
import { commandStarted } from '../server/protocol';
import type { Server } from './server';

/** `show` opens what a command line reads. */
export function watchTerminals(server: Server, show: (command: string, cwd: vscode.Uri) => Promise<void>): vscode.Disposable {
  return vscode.window.onDidStartTerminalShellExecution(({ execution, shellIntegration }) => {
    const command = execution.commandLine.value;
    const cwd = execution.cwd ?? shellIntegration.cwd;
    // a command line that the terminal has made out of what is on the screen may be anything
    if (!command.includes('ansible') || cwd === undefined || execution.commandLine.confidence === vscode.TerminalShellExecutionCommandLineConfidence.Low) return;
    void tell(server, command, cwd, show);
  });
}

async function tell(server: Server, command: string, cwd: vscode.Uri, show: (command: string, cwd: vscode.Uri) => Promise<void>): Promise<void> {
  const loss = await server.ask(commandStarted, { command, cwd: cwd.toString() });
  if (loss === undefined || loss === null) return;
  const action = 'Show What It Reads';
  if ((await vscode.window.showWarningMessage(loss.text, action)) === action) await show(command, cwd);
}
