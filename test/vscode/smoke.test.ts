// What only a real VS Code can tell: the workspace opens, the extension activates and keeps its manifest's word.
import * as assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import * as vscode from 'vscode';
import { extension, needClient } from './extension';
import { shot } from './shot';
import { until } from './workspace';

describe('in a real VS Code', () => {
  it('opens the example workspace with all its folders', () => {
    assert.match(vscode.workspace.workspaceFile?.path ?? '', /two-repos\.code-workspace$/);
    assert.ok((vscode.workspace.workspaceFolders ?? []).length >= 2);
    assert.equal(vscode.workspace.isTrusted, true);
  });

  it('activates and registers every command of the manifest', async function () {
    needClient();
    await extension().activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const contributed = extension().packageJSON.contributes.commands as { command: string }[];
    assert.deepEqual(contributed.map(({ command }) => command).filter((command) => !registered.has(command)), []);
  });

  it('can be photographed', async () => {
    // a window that is not drawn yet is a picture of a few bytes
    await until('a picture that is not empty', async () => {
      const file = await shot('smoke');
      return file === undefined || statSync(file).size > 10_000;
    });
  });
});
