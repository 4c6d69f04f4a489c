// The extension: starts the server and registers what the editor shows of it. All knowledge of Ansible is the server's.
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { provideEffectiveVars } from './effectiveVarsDocument';
import { Explanation } from './explanation';
import { Selection } from './selection';
import { Server } from './server';
import { showStatusBar } from './statusBar';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const selection = new Selection(context.workspaceState);
  server = new Server(context.asAbsolutePath('dist/server.js'), () => selection.current);
  const explanation = new Explanation(server);
  context.subscriptions.push(selection, explanation, registerCommands(server, selection, explanation), provideEffectiveVars(server), showStatusBar(server, selection));
  await server.start();
}

export async function deactivate(): Promise<void> {
  await server?.dispose();
}
