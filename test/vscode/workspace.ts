// The example workspace in the VS Code under test: its files, what the editor answers about them, and waiting for what is expected.
import * as assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extension } from './extension';

const PATIENCE = 20_000;

export function uriOf(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFile;
  assert.ok(folder, 'no workspace file is open');
  return vscode.Uri.file(join(folder.fsPath, '..', path));
}

/** Opens a file in an editor, with the extension running. */
export async function open(path: string): Promise<vscode.TextDocument> {
  await extension().activate();
  const document = await vscode.workspace.openTextDocument(uriOf(path));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Asks again and again until there is an answer; an answer of undefined or false is none. */
export async function until<Answer>(what: string | (() => string), ask: () => Answer | undefined | false | PromiseLike<Answer | undefined | false>): Promise<Answer> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`not within ${PATIENCE} ms: ${typeof what === 'string' ? what : what()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The place one character into the nth occurrence of a word. */
export function placeOf(document: vscode.TextDocument, word: string, nth = 1): vscode.Position {
  let at = -1;
  for (let count = 0; count < nth; count++) at = document.getText().indexOf(word, at + 1);
  assert.ok(at >= 0, `${document.uri.path} has no ${word}`);
  return document.positionAt(at + 1);
}

/** Our hover at a word as Markdown; '' when there is none. */
export async function hoverText(document: vscode.TextDocument, word: string, nth = 1): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, placeOf(document, word, nth));
  return hovers.flatMap((hover) => hover.contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
}

export function findings(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === 'groupvars');
}

/** The first finding of a rule in a file, once it is there. */
export function finding(path: string, rule: string): Promise<vscode.Diagnostic> {
  return until(() => `${rule} in ${path}; there is ${vscode.languages.getDiagnostics().flatMap(([uri]) => findings(uri).map(({ code }) => `${String(code)} in ${uri.path}`)).join(', ')}`, () => findings(uriOf(path)).find((diagnostic) => diagnostic.code === rule));
}

/** Takes the one quick fix of a finding. */
export async function takeFix(path: string, diagnostic: vscode.Diagnostic): Promise<void> {
  const actions = await until(`a fix for ${String(diagnostic.code)}`, async () => {
    const all = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uriOf(path), diagnostic.range, vscode.CodeActionKind.QuickFix.value);
    const own = all.filter((action) => action.edit !== undefined); // the command leaves out whose diagnostics they are for
    return own.length > 0 && own;
  });
  assert.equal(actions.length, 1, actions.map(({ title }) => title).join(', '));
  assert.equal(await vscode.workspace.applyEdit(actions[0]!.edit!), true);
}

export async function exists(path: string): Promise<boolean> {
  return vscode.workspace.fs.stat(uriOf(path)).then(() => true, () => false);
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
