// One window on one folder, where nobody opens a file: does the extension wake up? The folder's name says whether it should.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension } from './extension';
import { until } from './workspace';

const folder = vscode.workspace.workspaceFolders?.[0];

describe(`a window on the folder ${folder?.name ?? '?'} alone`, () => {
  if (folder?.name.startsWith('unrelated') !== true) {
    it('wakes the extension', () => until('the extension to be active', () => extension().isActive));
    return;
  }
  it('does not wake the extension', async () => {
    // this one is asked in the same way, and there is what it looks for
    await until(() => `another extension to be awake: ${JSON.stringify(vscode.extensions.all.filter((e) => /stub|groupvars/.test(e.id)).map((e) => [e.id, e.isActive, (e.packageJSON as { activationEvents?: unknown }).activationEvents]))}`, () => vscode.extensions.getExtension('groupvars.stub')?.isActive);
    const patterns = (extension().packageJSON as { readonly activationEvents: readonly string[] }).activationEvents.map((event) => event.replace('workspaceContains:', ''));
    assert.deepEqual(await vscode.workspace.findFiles(`{${patterns.join(',')}}`), []);
    assert.equal(extension().isActive, false);
  });

  it('until a command is called', async () => {
    await vscode.commands.executeCommand('groupvars.showOutput');
    assert.equal(extension().isActive, true);
  });
});
