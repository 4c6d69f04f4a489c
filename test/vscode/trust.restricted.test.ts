// Restricted Mode: the workspace is not trusted, and the extension works all the same, within the open folders.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension, needClient } from './extension';
import { finding, hoverText, open, until } from './workspace';

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
    await until('a hover', async () => /on 3 of 5 hosts/.test(await hoverText(document, 'kube_pods_subnet:')));
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
});
