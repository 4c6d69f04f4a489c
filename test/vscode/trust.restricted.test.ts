// Restricted Mode: the workspace is not trusted, and the extension works all the same, within the open folders.
import * as assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { writeFiles } from '../lsp/editor';
import { extension, needClient } from './extension';
import { finding, hoverText, open, until, uriOf } from './workspace';

describe('in Restricted Mode', () => {
  it('the workspace is not trusted', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('the extension activates', async function () {
    needClient();
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('hovers and problems are there', async function () {
    needClient();
    const document = await open('inventory/clusters/prod/group_vars/k8s_cluster/k8s-cluster.yml');
    let said = '';
    await until(() => `a hover with 3 of 5 hosts; it says “${said}”, language ${document.languageId}, ${vscode.languages.getDiagnostics().length} files with problems`, async () => /on 3 of 5 hosts/.test((said = await hoverText(document, 'kube_pods_subnet:'))));
    await finding('inventory/deploy/staging/hosts.ini', 'inventory-without-vars');
  });

  it('the runs and the checkout that a workspace names are not followed', async () => {
    const settings = vscode.workspace.getConfiguration('groupvars');
    for (const [name, value] of [['runs', ['ansible-playbook -i /etc/ansible/hosts x.yml']], ['kubespray.path', '/etc']] as const) {
      await settings.update(name, value, vscode.ConfigurationTarget.Workspace);
      assert.notDeepEqual(vscode.workspace.getConfiguration('groupvars').get(name), value);
      await settings.update(name, undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('what a script names outside of the open folders is not read', async function () {
    needClient();
    const outside = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-outside-')));
    const script = uriOf('inventory/scripts/outside.sh').fsPath;
    try {
      writeFiles(outside, '#- far/hosts.ini\n[web]\nMARKER\n#- far/group_vars/web.yml\nport: MARKER\n#- key\nport: MARKER\nport: MARKER\n');
      writeFileSync(script, `ansible-playbook -i ${outside}/far/hosts.ini -e @${outside}/key -e @~/.ssh/id_rsa -i /etc/shadow site.yml\n`);
      const uri = vscode.Uri.from({ scheme: 'groupvars', path: '/far/@all.yaml', query: JSON.stringify({ run: 'far', group: 'all' }) });
      const text = await until('the run of the script', async () => {
        const document = await vscode.workspace.openTextDocument(uri);
        return /Effective vars of group all/.test(document.getText()) && document.getText();
      });
      assert.match(text, /0 hosts/);
      const found = vscode.languages.getDiagnostics().filter(([, list]) => JSON.stringify(list).includes('MARKER'));
      assert.deepEqual([found, text.includes('MARKER')], [[], false]);
    } finally {
      rmSync(script, { force: true });
      rmSync(outside, { recursive: true, force: true });
    }
  });
});
