// The picture of the README: the red line on the inventory away from its vars, and beside it the hover that tells who wins.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { needClient } from './extension';
import { shot } from './shot';
import { closeAll, finding, hoverText, open, placeOf, until, uriOf } from './workspace';

const STAGING = 'inventory/deploy/staging/hosts.ini';
const PROD = 'inventory/clusters/prod/group_vars/all/all.yml';

describe('the story', () => {
  before(function () {
    needClient();
  });
  after(closeAll);

  it('is told side by side', async () => {
    await closeAll();
    await open(STAGING);
    const diagnostic = await finding(STAGING, 'inventory-without-vars');
    assert.equal(diagnostic.range.start.line, 0);
    const document = await vscode.workspace.openTextDocument(uriOf(PROD));
    const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.Two);
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await until('a hover', () => hoverText(document, 'kube_pods_subnet:'));
    await vscode.window.showTextDocument(document, vscode.ViewColumn.Two);
    const place = placeOf(document, 'kube_pods_subnet:');
    editor.selection = new vscode.Selection(place, place);
    await vscode.commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
    // the hover is drawn while the first picture is taken
    await shot('story');
    await shot('story');
    await vscode.commands.executeCommand('editor.action.hideHover');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await closeAll();
  });
});
