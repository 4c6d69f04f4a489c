// The extension under test, as VS Code has loaded it: from the checkout or from the .vsix.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('groupvars.groupvars');
  if (!found) throw new Error('VS Code has not loaded groupvars.groupvars');
  return found;
}

/** Fails where the extension was not built. */
export function needClient(): void {
  if (!existsSync(join(extension().extensionPath, 'dist/extension.js'))) throw new Error('dist/extension.js is not there: npm run build');
}
