// Restricted Mode: the workspace is not trusted, and the extension works all the same.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension, needClient } from './extension';

describe('in Restricted Mode', () => {
  it('the workspace is not trusted', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('the extension activates', async function () {
    needClient(this);
    await extension().activate();
    assert.equal(extension().isActive, true);
  });
});
