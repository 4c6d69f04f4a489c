// What a user of the editor gets to see, over the example workspace: hovers, problems, fixes, definitions, outline, effective vars.
import * as assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { needClient } from './extension';
import { shot } from './shot';
import { closeAll, exists, finding, findings, hoverText, open, placeOf, takeFix, until, uriOf } from './workspace';

const PROD = 'inventory/clusters/prod/group_vars/k8s_cluster/k8s-cluster.yml';
const STAGING = 'inventory/deploy/staging/hosts.ini';
const SHADOWED = 'inventory/clusters/qa/group_vars/k8s_cluster.yml';

describe('Groupvars in the editor', () => {
  before(function () {
    needClient();
  });
  after(closeAll);

  it('tells in a hover who wins where, whom it beats, and the default', async () => {
    const document = await open(PROD);
    const text = await until('a hover', () => hoverText(document, 'kube_pods_subnet:'));
    for (const part of [/\*\*kube\\_pods\\_subnet\*\* · run \*prod\*/, /on 3 of 5 hosts \| `10\.20\.0\.0\/16`/, /`10\.1\.0\.0\/16`/, /kubespray v2\\\.31\\\.0 default \| `10\.233\.64\.0\/18`/, /etcd1, etcd2/]) assert.match(text, part);
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    const place = placeOf(document, 'kube_pods_subnet:');
    vscode.window.activeTextEditor!.selection = new vscode.Selection(place, place);
    await vscode.commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
    await shot('hover');
    await vscode.commands.executeCommand('editor.action.hideHover');
  });

  it('links a hover to our own commands only', async () => {
    const document = await open(PROD);
    const text = await until('a hover', () => hoverText(document, 'kube_pods_subnet:'));
    const targets = [...text.matchAll(/\]\(([^ )]+)/g)].map(([, target]) => target!);
    assert.ok(targets.length >= 5);
    for (const target of targets) assert.match(target, /^command:groupvars\.(openPlace|showEffectiveVars|explainVariable)\?/);
  });

  it('speaks up where an inventory sits away from its vars', async () => {
    const diagnostic = await finding(STAGING, 'inventory-without-vars');
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.match(diagnostic.message, /kube_network_plugin, kube_pods_subnet/);
    assert.ok((diagnostic.relatedInformation ?? []).some(({ location }) => location.uri.path.endsWith('/clusters/staging/group_vars/k8s_cluster/k8s-cluster.yml')));
    await open(STAGING);
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await shot('problems');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('says nothing about the cluster that is right', async () => {
    await finding(STAGING, 'inventory-without-vars');
    for (const [uri] of vscode.languages.getDiagnostics()) if (uri.path.includes('/clusters/prod/')) assert.deepEqual(findings(uri).map(({ message }) => message), []);
  });

  it('goes to the definitions, and to the default', async () => {
    const document = await open(PROD);
    const places = await until('definitions', async () => {
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', document.uri, placeOf(document, 'kube_pods_subnet:'));
      return found.length > 1 && found.map((place) => ('uri' in place ? place.uri : place.targetUri).path.replace(/.*two-repos\//, ''));
    });
    // the editor sorts them; that the server names the winner first is a test of the protocol
    assert.deepEqual([...places].sort(), ['inventory/clusters/prod/group_vars/all/all.yml', PROD, 'kubespray/roles/kubespray_defaults/defaults/main/main.yml']);
  });

  it('outlines an inventory', async () => {
    const document = await open(STAGING);
    const symbols = await until('symbols', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>('vscode.executeDocumentSymbolProvider', document.uri);
      return found !== undefined && found.length > 0 && found;
    });
    assert.ok(symbols.some(({ name }) => name === 'kube_node'), symbols.map(({ name }) => name).join(', '));
  });

  describe('effective vars', () => {
    afterEach(closeAll);
    const shown = (): Promise<vscode.TextDocument> => until('the document', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.uri.scheme === 'groupvars' && document;
    });

    it('shows those of one host, read-only', async () => {
      await open(PROD);
      await vscode.commands.executeCommand('groupvars.showEffectiveVars', { run: 'prod', host: 'worker2' });
      const document = await shown();
      assert.equal(document.uri.path, '/prod/worker2.yaml');
      assert.equal(document.languageId, 'yaml');
      assert.match(document.getText(), /^kube_pods_subnet: 10\.20\.0\.0\/16/m);
      assert.equal(vscode.workspace.fs.isWritableFileSystem('groupvars') ?? false, false);
      await shot('effective-vars');
    });

    it('shows all hosts where only the run is named, and what differs', async () => {
      await vscode.commands.executeCommand('groupvars.showEffectiveVars', { run: 'prod' });
      const document = await shown();
      assert.equal(document.uri.path, '/prod/@all.yaml');
      assert.match(document.getText(), /on etcd1, etcd2: 10\.1\.0\.0\/16/);
    });

    it('shows the delta of a run against kubespray’s defaults', async () => {
      await vscode.commands.executeCommand('groupvars.deltaAgainstDefaults', { run: 'prod' });
      const document = await shown();
      assert.equal(document.uri.path, '/prod/delta.yaml');
      assert.match(document.getText(), /^# Changed \(\d+\)/m);
    });

    it('asks for run and hosts when nothing is named', async () => {
      await open(PROD);
      let isDone = false;
      const command = Promise.resolve(vscode.commands.executeCommand('groupvars.showEffectiveVars')).then(() => (isDone = true));
      await until('both picks to be taken', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return isDone;
      });
      await command;
      assert.equal((await shown()).uri.path, '/prod/@all.yaml'); // the run that reads the file at hand, and all of its hosts
    });

    it('follows an edit that is not saved', async () => {
      const vars = await open(PROD);
      await vscode.commands.executeCommand('groupvars.showEffectiveVars', { run: 'prod', host: 'cp1' });
      const document = await shown();
      const replace = async (from: string, to: string): Promise<void> => {
        const at = vars.getText().indexOf(from);
        const edit = new vscode.WorkspaceEdit();
        edit.replace(vars.uri, new vscode.Range(vars.positionAt(at), vars.positionAt(at + from.length)), to);
        await vscode.workspace.applyEdit(edit);
      };
      await replace('10.20.0.0', '10.99.0.0');
      await until('the new value', () => document.getText().includes('10.99.0.0/16'));
      // not by reverting: in a browser the editor saves by itself after a second
      await replace('10.99.0.0', '10.20.0.0');
      await until('the old value', () => document.getText().includes('10.20.0.0/16'));
      await vars.save();
    });
  });

  describe('commands of links', () => {
    afterEach(closeAll);

    it('open a place', async () => {
      const document = await vscode.workspace.openTextDocument(uriOf(PROD));
      const offset = document.getText().indexOf('kube_pods_subnet:');
      await vscode.commands.executeCommand('groupvars.openPlace', { path: document.uri.fsPath, offset });
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString());
      assert.equal(document.offsetAt(vscode.window.activeTextEditor!.selection.active), offset);
    });

    it('refuse what is no file of this machine', async () => {
      for (const argument of [undefined, null, 7, 'x', {}, { path: 7 }, { path: '/no/such/file', offset: 0 }, { path: uriOf(PROD).fsPath, offset: -1 }, { path: uriOf(PROD).fsPath, offset: 'x' }]) {
        await vscode.commands.executeCommand('groupvars.openPlace', argument);
        assert.equal(vscode.window.activeTextEditor, undefined, JSON.stringify(argument));
      }
    });

    it('explain the variable under the cursor', async () => {
      const document = await open(PROD);
      const place = placeOf(document, 'kube_pods_subnet:');
      vscode.window.activeTextEditor!.selection = new vscode.Selection(place, place);
      await vscode.commands.executeCommand('groupvars.explainVariable');
      await until('the page', () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some((tab) => tab.input instanceof vscode.TabInputWebview && tab.label === 'kube_pods_subnet'));
      await shot('explain');
    });
  });

  describe('language ids', () => {
    afterEach(closeAll);

    for (const language of ['ini', 'plaintext', 'properties', 'yaml', 'ansible']) {
      it(`answers in an inventory that the editor calls ${language}`, async function () {
        if (!(await vscode.languages.getLanguages()).includes(language)) {
          this.test!.title += `: no extension here has the language ${language}`;
          return this.skip();
        }
        const document = await vscode.languages.setTextDocumentLanguage(await open('inventory/clusters/prod/hosts.ini'), language);
        await until('a hover', async () => (await hoverText(document, 'kube_control_plane')).includes('kube\\_control\\_plane'));
        await vscode.languages.setTextDocumentLanguage(document, 'ini');
      });
    }

    it('answers in an inventory without extension, and knows it before it is saved', async () => {
      const path = 'inventory/clusters/new/hosts';
      await vscode.workspace.fs.createDirectory(uriOf('inventory/clusters/new'));
      await vscode.workspace.fs.writeFile(uriOf(path), Buffer.from('[web]\nnew1\nnew2\n'));
      const document = await open(path);
      await until('a hover', async () => (await hoverText(document, 'web')).includes('2 hosts'));
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(3, 0), 'new3\n');
      await vscode.workspace.applyEdit(edit);
      await until('the new host', async () => (await hoverText(document, 'web')).includes('3 hosts'));
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await closeAll();
      await vscode.workspace.fs.delete(uriOf('inventory/clusters/new'), { recursive: true });
    });
  });

  it('follows a run of the settings out of the workspace, and the files there', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'groupvars-outside-'));
    const settings = vscode.workspace.getConfiguration('groupvars');
    try {
      mkdirSync(join(outside, 'group_vars'));
      writeFileSync(join(outside, 'hosts.ini'), '[web]\nfar1\n');
      writeFileSync(join(outside, 'group_vars/web.yml'), 'color: red\n');
      await settings.update('runs', [{ name: 'far', inventory: [join(outside, 'hosts.ini')] }], vscode.ConfigurationTarget.Workspace);
      const document = await until('the run', async () => {
        await vscode.commands.executeCommand('groupvars.showEffectiveVars', { run: 'far', host: 'far1' });
        const shown = vscode.window.activeTextEditor?.document;
        return shown?.uri.path === '/far/far1.yaml' && shown;
      });
      await until('its vars', () => /^color: red/m.test(document.getText()));
      // an event may be lost while the watcher is being set up, so the file is written again each second until it is seen
      let written = 0;
      await until('the change on the disk', () => {
        if (Date.now() > written + 1000) writeFileSync(join(outside, 'group_vars/web.yml'), `color: blue\n# ${(written = Date.now())}\n`);
        return /^color: blue/m.test(document.getText());
      });
    } finally {
      await settings.update('runs', undefined, vscode.ConfigurationTarget.Workspace);
      rmSync(outside, { recursive: true });
      await closeAll();
    }
  });

  describe('quick fixes', () => {
    afterEach(closeAll);
    // the other suites want the example as it was
    const moveBack = async (from: string, to: string): Promise<void> => {
      await closeAll();
      await vscode.workspace.fs.rename(uriOf(from), uriOf(to));
    };

    it('move a file that a folder hides into that folder', async () => {
      await open(SHADOWED);
      await takeFix(SHADOWED, await finding(SHADOWED, 'shadowed-vars-file'));
      await until('the file to be moved', () => exists('inventory/clusters/qa/group_vars/k8s_cluster/k8s_cluster.yml'));
      await until('the finding to go', () => findings(uriOf(SHADOWED)).length === 0);
      await moveBack('inventory/clusters/qa/group_vars/k8s_cluster/k8s_cluster.yml', SHADOWED);
      await finding(SHADOWED, 'shadowed-vars-file');
    });

    it('move the vars beside the inventory', async () => {
      await open(STAGING);
      await takeFix(STAGING, await finding(STAGING, 'inventory-without-vars'));
      await until('the vars to be moved', () => exists('inventory/deploy/staging/group_vars/k8s_cluster/k8s-cluster.yml'));
      await until('the finding to go', () => findings(uriOf(STAGING)).length === 0);
      const document = await open('inventory/deploy/staging/group_vars/k8s_cluster/k8s-cluster.yml');
      await until('the vars to be read', async () => /run \*staging\*[\s\S]*\*\*wins\*\*/.test(await hoverText(document, 'kube_network_plugin')));
      await shot('fixed');
      await moveBack('inventory/deploy/staging/group_vars', 'inventory/clusters/staging/group_vars');
      await finding(STAGING, 'inventory-without-vars');
    });
  });
});
