// The extension: starts the server and registers what the editor shows of it. All knowledge of Ansible is the server's.
import * as vscode from 'vscode';
import { registerCommands, showCommandLine } from './commands';
import { provideEffectiveVars } from './effectiveVarsDocument';
import { Page } from './page';
import { showRunTree } from './runTree';
import { Selection } from './selection';
import { Server } from './server';
import { showStatusBar } from './statusBar';
import { watchTerminals } from './terminal';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const selection = new Selection(context.workspaceState);
  server = new Server(context.asAbsolutePath('dist/server.js'), () => selection.current);
  const running = server;
  const page = new Page(running);
  context.subscriptions.push(
    selection, page, registerCommands(running, selection, page), provideEffectiveVars(running), showStatusBar(running, selection), showRunTree(running),
    watchTerminals(running, (command, cwd) => showCommandLine(page, running, command, cwd)),
  );
  await server.start();
}

export async function deactivate(): Promise<void> {
  await server?.dispose();
}
