// The server as an editor meets it: over a connection, on a real folder.
import * as assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CancellationTokenSource, type RenameFile, type TextDocumentEdit } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { DocumentText, RunMembers, RunSummary } from '../../server/protocol';
import { kubespray } from '../fixtureRules';
import { hosts, allVars, clusterVars, cluster, ALL, K8S, HOSTS, varsOf } from './clusters';
import { Editor, type EditorOptions } from './editor';

describe('language server', () => {
  let editor: Editor | undefined;
  afterEach(() => {
    editor?.stop();
    editor = undefined;
  });
  const start = async (files: string, options?: EditorOptions): Promise<Editor> => (editor = await Editor.start(files, options));

  describe('answers', () => {
    it('tells who wins in a hover, and for which run', async () => {
      const editor = await start(cluster);
      await editor.open(K8S, clusterVars);
      const text = await editor.hover(K8S, 'pods');
      assert.match(text ?? '', /run \*prod\*/);
      assert.match(text ?? '', /\*\*wins\*\* on 3 of 4 hosts \| `10\.2\.0\.0\/16`/);
      assert.match(text ?? '', /etcd1/);
    });

    it('leads from a use to the winning definition first', async () => {
      const editor = await start(cluster);
      await editor.open('site.yml', readFileSync(editor.path('site.yml'), 'utf8'));
      assert.deepEqual(await editor.definition('site.yml', 'pods'), [`${K8S}:1`, `${ALL}:1`]);
      await editor.open(ALL, allVars);
      assert.deepEqual(await editor.definition(ALL, 'pods'), [`${K8S}:1`, `${ALL}:1`]);
    });

    it('outlines an inventory', async () => {
      const editor = await start(cluster);
      await editor.open(HOSTS, hosts, 'plaintext');
      assert.deepEqual((await editor.symbols(HOSTS)).map(({ name }) => name), ['kube_control_plane', 'kube_node', 'k8s_cluster', 'etcd']);
    });

    it('lists the runs, with their members only when asked', async () => {
      const editor = await start(cluster);
      const [run, ...others] = await editor.ask<RunSummary[]>('groupvars/runs', { members: true });
      assert.deepEqual([run?.name, run?.standing, run?.hosts.length, others.length], ['prod', 'found', 4, 0]);
      assert.deepEqual((await editor.ask<RunSummary[]>('groupvars/runs', { members: false }))[0]?.hosts, []);
    });

    it('writes the effective vars of a host and of a group', async () => {
      const editor = await start(cluster);
      const text = async (target: object): Promise<string> => (await editor.ask<DocumentText>('groupvars/effectiveVars', { run: 'prod', ...target })).text;
      assert.match(await text({ host: 'node1' }), /^pods: 10\.2\.0\.0\/16/m);
      assert.match(await text({ host: 'etcd1' }), /^pods: 10\.1\.0\.0\/16/m);
      assert.match(await text({ group: 'all' }), /on etcd1: 10\.1\.0\.0\/16/);
      assert.equal(await editor.ask('groupvars/effectiveVars', { run: 'gone', host: 'node1' }), null);
    });

    it('writes the delta of a run', async () => {
      const editor = await start(cluster);
      const answer = await editor.ask<DocumentText>('groupvars/delta', { run: 'prod' });
      assert.match(answer.text, /^# Delta against the defaults of kubespray/);
      assert.equal(await editor.ask('groupvars/delta', { run: 'gone' }), null);
    });

    it('explains a variable', async () => {
      const editor = await start(cluster);
      const { text } = await editor.ask<DocumentText>('groupvars/explain', { run: 'prod', name: 'pods', host: 'node1' });
      assert.match(text, /10\.1\.0\.0\/16/);
      assert.match(text, /not found: .*host_vars/);
    });

    it('says which run a file is read by, and the variable at a place', async () => {
      const editor = await start(cluster);
      await editor.open(ALL, allVars);
      assert.deepEqual(await editor.ask('groupvars/context', { uri: editor.uri(ALL), position: { line: 1, character: 2 } }), { run: 'prod', isRead: true, variable: 'name' });
      assert.deepEqual(await editor.ask('groupvars/context', { uri: editor.uri('nothing.yml') }), { isRead: false });
    });

    it('tells what a run and a command line read, and the parts of a run', async () => {
      const editor = await start(cluster);
      const read = async (params: object): Promise<string | undefined> => (await editor.ask<DocumentText | null>('groupvars/reads', params))?.text;
      assert.match((await read({ run: 'prod' })) ?? '', /^# Run prod\n[\s\S]*Reads 2 vars files/);
      assert.match((await read({ command: 'cd clusters && ansible-playbook -i prod/hosts.ini ../site.yml', cwd: editor.uri('.') })) ?? '', /Reads 2 vars files/);
      assert.equal(await read({ command: 'make deploy', cwd: editor.uri('.') }), undefined);
      assert.equal(await read({ run: 'gone' }), undefined);
      const members = await editor.ask<RunMembers>('groupvars/runMembers', { run: 'prod' });
      assert.deepEqual(members.folders.map(({ label, read: number }) => [label, number]), [['clusters/prod', 2], ['.', 0]].map(([label, number]) => [label === '.' ? editor.folder.split('/').at(-1) : label, number]));
      assert.match((await editor.ask<DocumentText>('groupvars/runCommand', { run: 'prod' })).text, /^cd \/\S+ && ansible-playbook -i clusters\/prod\/hosts\.ini/);
    });

    it('takes a command that was started in a terminal for a run, and says what it loses', async () => {
      const editor = await start(`${kubespray()}#- deploy/hosts.ini\n[kube_node]\nw1\n#- vars/group_vars/kube_node.yml\nkube_network_plugin: cilium\n#- right/hosts.ini\n[kube_node]\nw1\n#- right/group_vars/kube_node.yml\na: 1\n`);
      const started = (inventory: string, option = ''): Promise<DocumentText | null> => editor.ask('groupvars/commandStarted', { command: `ansible-playbook -i ../${inventory}/hosts.ini -e mark=${inventory} ${option} cluster.yml`, cwd: editor.uri('kubespray') });
      assert.match((await started('deploy', '--list-hosts'))?.text ?? 'nothing', /^nothing$/, 'nothing is run');
      assert.match((await started('deploy'))?.text ?? '', /^This run reads 0 vars files; kube_network_plugin falls to kubespray v[\d.]+ defaults\. It is set in vars\/group_vars, which it does not read\.$/);
      assert.equal(await started('right'), null);
      const declared = (await editor.ask<RunSummary[]>('groupvars/runs', { members: false })).filter(({ standing }) => standing === 'declared');
      assert.deepEqual(declared.map(({ detail }) => detail), ['right/hosts.ini', 'deploy/hosts.ini']);
      assert.ok(!editor.logged.join('\n').includes('mark='), 'what was typed is in no log');
    });

    it('completes in .groupvars.yml and nowhere else', async () => {
      const editor = await start(`${cluster}#- .groupvars.yml\nseverity:\n  \n`);
      const labels = async (path: string, line: number, character: number): Promise<string[]> => (await editor.ask<{ label: string }[]>('textDocument/completion', { textDocument: { uri: editor.uri(path) }, position: { line, character } })).map(({ label }) => label);
      assert.ok((await labels('.groupvars.yml', 1, 2)).includes('never-wins'));
      assert.deepEqual(await labels(ALL, 0, 0), []);
    });

    it('follows the chosen run and host', async () => {
      const editor = await start(`${cluster}#- deploy-qa.sh\nansible-playbook -i clusters/prod/hosts.ini -e pods=from-qa qa.yml\n#- qa.yml\n- hosts: all\n`);
      await editor.open(ALL, allVars);
      const names = (await editor.ask<RunSummary[]>('groupvars/runs', { members: false })).map(({ name }) => name);
      const qa = names[0]!.includes('qa') ? names[0]! : names[1]!;
      for (const run of names) {
        await editor.connection.sendNotification('groupvars/select', { run, host: 'node1' });
        assert.ok((await editor.hover(ALL, 'pods'))?.replace(/\\/g, '').includes(`run *${run}*`), `${run} of ${names.join(', ')}; ${qa}`);
      }
      await editor.connection.sendNotification('groupvars/select', { run: 'no such run', host: 7 });
      assert.ok(await editor.hover(ALL, 'pods'));
    });
  });

  describe('open documents', () => {
    it('answers for the text in the editor right after an edit', async () => {
      const editor = await start(cluster);
      await editor.open(K8S, clusterVars);
      await editor.edit(K8S, '10.2.0.0', '10.9.0.0');
      assert.match((await editor.hover(K8S, 'pods')) ?? '', /10\.9\.0\.0\/16/);
      await editor.edit(K8S, 'pods', 'other');
      await editor.open(ALL, allVars);
      assert.match((await editor.hover(ALL, 'pods')) ?? '', /on all 4 hosts \| `10\.1\.0\.0\/16`/);
    });

    it('goes back to the disk when a document is closed', async () => {
      const editor = await start(cluster);
      await editor.open(K8S, clusterVars);
      await editor.edit(K8S, '10.2.0.0', '10.9.0.0');
      await editor.close(K8S);
      await editor.open(ALL, allVars);
      const text = await editor.hover(ALL, 'pods');
      assert.match(text ?? '', /10\.2\.0\.0/);
      assert.doesNotMatch(text ?? '', /10\.9\.0\.0/);
    });

    it('counts a new file that is not saved, in a folder that is not there either', async () => {
      const editor = await start(cluster);
      const path = 'clusters/prod/host_vars/node1.yml';
      await editor.open(path, 'pods: 10.7.0.0/16\n');
      assert.match((await editor.hover(path, 'pods')) ?? '', /on node1 \| `10\.7\.0\.0\/16`/);
      await editor.close(path);
      await editor.open(ALL, allVars);
      assert.doesNotMatch((await editor.hover(ALL, 'pods')) ?? '', /10\.7\.0\.0/);
    });

    it('lets a deleted file go although its document stays open, until it is edited', async () => {
      const editor = await start(cluster);
      await editor.open(K8S, clusterVars);
      await editor.open(ALL, allVars);
      assert.match((await editor.hover(K8S, 'pods')) ?? '', /10\.2\.0\.0/);
      unlinkSync(editor.path(K8S));
      await editor.fileEvents(K8S);
      await editor.untilAnswer(() => editor.hover(ALL, 'pods'), /on all 4 hosts \| `10\.1\.0\.0\/16`/);
      await editor.edit(K8S, '10.2.0.0', '10.3.0.0');
      assert.match((await editor.hover(ALL, 'pods')) ?? '', /`10\.3\.0\.0\/16`/);
    });

    it('edits a file once that is seen under two names', async () => {
      const editor = await start(cluster);
      symlinkSync(editor.path('clusters/prod'), editor.path('clusters/link'));
      const uri = editor.uri('clusters/link/group_vars/k8s_cluster.yml');
      await editor.open('', clusterVars, 'yaml', uri);
      await editor.edit('', '10.2.0.0', '10.8.0.0', uri);
      assert.match((await editor.hover('', 'pods', undefined, uri)) ?? '', /wins.*10\.8\.0\.0/);
      await editor.open(ALL, allVars);
      assert.match((await editor.hover(ALL, 'pods')) ?? '', /10\.8\.0\.0/);
    });

    it('knows files behind percent-encoded addresses', async () => {
      const editor = await start(cluster.replaceAll('clusters/prod', 'clüsters/a b%c'));
      const path = 'clüsters/a b%c/group_vars/all.yml';
      await editor.open(path, allVars);
      assert.match(editor.uri(path), /cl%C3%BCsters\/a%20b%25c/);
      assert.ok(await editor.hover(path, 'pods'));
    });
  });

  describe('findings', () => {
    const hidden = `${cluster}#- clusters/prod/group_vars/k8s_cluster/network.yml\nmtu: 1400\n`;

    it('publishes them and clears them when what caused them goes', async () => {
      const editor = await start(hidden);
      const [finding] = await editor.until('a finding', () => (editor.rules(K8S)?.includes('shadowed-vars-file') ? editor.diagnostics(K8S) : undefined));
      assert.equal(finding?.source, 'groupvars');
      assert.equal(finding?.severity, 2);
      assert.equal(finding?.relatedInformation?.[0]?.location.uri, editor.uri('clusters/prod/group_vars/k8s_cluster/network.yml'));
      rmSync(editor.path('clusters/prod/group_vars/k8s_cluster'), { recursive: true });
      await editor.fileEvents('clusters/prod/group_vars/k8s_cluster');
      await editor.until('no finding', () => editor.rules(K8S)?.length === 0);
    });

    it('follows an edit, faded where a value never wins', async () => {
      const editor = await start(cluster.replace('[etcd]\netcd1\n', ''));
      const [finding] = await editor.until('a finding', () => (editor.rules(ALL)?.includes('never-wins') ? editor.diagnostics(ALL) : undefined));
      assert.deepEqual([finding?.code, finding?.tags, finding?.severity, finding?.range.start.line], ['never-wins', [1], 4, 0]);
      await editor.open(K8S, clusterVars);
      await editor.edit(K8S, 'pods', 'unrelated');
      await editor.until('no finding', () => editor.rules(ALL)?.length === 0);
    });

    it('does not wait for ever for a pause between edits', async () => {
      const editor = await start(cluster);
      await editor.open(ALL, allVars);
      await editor.edit(ALL, 'name: prod', 'name: prod\nname: again');
      const typing = setInterval(() => void editor.edit(ALL, 'again', 'again').catch(() => {}), 20);
      try {
        await editor.until('a finding', () => editor.rules(ALL)?.includes('duplicate-key'));
      } finally {
        clearInterval(typing);
      }
    });

    it('sends only lists that changed', async () => {
      const editor = await start(hidden);
      await editor.until('a finding', () => editor.rules(K8S)?.includes('shadowed-vars-file'));
      const sent = editor.lists;
      await editor.open(ALL, allVars);
      await editor.edit(ALL, 'name: prod', 'name: other');
      const before = editor.projectChanges;
      await editor.until('a new project', () => editor.projectChanges > before);
      await editor.edit(ALL, 'name: other', '"');
      await editor.until('a finding in the edited file', () => editor.rules(ALL)?.includes('yaml-syntax'));
      assert.equal(editor.lists, sent + 1);
    });

    it('obeys the severities of the settings', async () => {
      const editor = await start(hidden, { settings: { severity: { 'shadowed-vars-file': 'error' } } });
      await editor.until('an error', () => editor.diagnostics(K8S)[0]?.severity === 1);
      await editor.changeSettings({ severity: { 'shadowed-vars-file': 'off' } });
      await editor.until('no finding', () => editor.rules(K8S)?.length === 0);
    });

    it('offers a fix that moves a file, and knows its result', async () => {
      const editor = await start(hidden);
      await editor.until('a finding', () => editor.rules(K8S)?.includes('shadowed-vars-file'));
      const [action] = await editor.codeActions(K8S, editor.diagnostics(K8S)[0]!);
      const rename = action?.edit?.documentChanges?.[0] as RenameFile;
      assert.deepEqual([rename.kind, rename.oldUri, rename.newUri], ['rename', editor.uri(K8S), editor.uri('clusters/prod/group_vars/k8s_cluster/k8s_cluster.yml')]);
      renameSync(URI.parse(rename.oldUri).fsPath, URI.parse(rename.newUri).fsPath);
      await editor.fileEvents(K8S, 'clusters/prod/group_vars/k8s_cluster/k8s_cluster.yml');
      await editor.until('no finding', () => editor.rules(K8S)?.length === 0);
    });

    it('offers no fix that the editor cannot do', async () => {
      const editor = await start(hidden, { capabilities: {} });
      await editor.until('a finding', () => editor.rules(K8S)?.includes('shadowed-vars-file'));
      assert.deepEqual(await editor.codeActions(K8S, editor.diagnostics(K8S)[0]!), []);
    });

    it('sends a thousand findings of a file, the most severe, and how many more there are', async () => {
      const editor = await start(cluster);
      // information first, warnings behind it
      const lines = [...Array.from({ length: 300 }, (_, index) => `i${index} a=false`), ...Array.from({ length: 801 }, (_, index) => `w${index} a=x#y`)];
      await editor.open(HOSTS, `[kube_node]\n${lines.join('\n')}\n`);
      const shown = await editor.until('the findings', () => (editor.rules(HOSTS)?.includes('ini-cut-by-comment') ? editor.diagnostics(HOSTS) : undefined));
      const rest = shown.at(-1)!;
      assert.deepEqual([shown.length, rest.message, rest.severity, rest.code], [1_001, 'and 101 more findings in this file: groupvars check tells all', 3, undefined]);
      const count = (rule: string): number => shown.filter(({ code }) => code === rule).length;
      assert.deepEqual([count('ini-text-not-boolean'), count('ini-cut-by-comment')], [199, 801]);
      assert.deepEqual([shown[0]!.range.start.line, shown[198]!.range.start.line, shown[199]!.range.start.line], [1, 199, 301]);
      await editor.edit(HOSTS, 'i0 a=false\n', 'i0\n');
      await editor.until('one less', () => /^and 100 more/.test(String(editor.diagnostics(HOSTS).at(-1)?.message)));
    });

    it('writes to the log which scripts are not read whole, and once', async () => {
      const editor = await start(`${cluster}#- long.sh\nansible-playbook -i hosts site.yml\n${'# and more\n'.repeat(25_000)}`);
      const said = (): number => editor.logged.filter((line) => line === 'runs may be missing: long.sh is longer than 256 kB').length;
      await editor.until('the line', () => said() === 1);
      await editor.open(ALL, 'a: 1\na: 2\n');
      await editor.until('a duplicate', () => editor.rules(ALL)?.includes('duplicate-key'));
      assert.equal(said(), 1);
    });

    it('names the version of the text that an edit is for', async () => {
      const editor = await start(cluster);
      await editor.open(ALL, 'a: 1\na: 2\n');
      const shown = await editor.until('a duplicate', () => (editor.rules(ALL)?.includes('duplicate-key') ? editor.published.get(editor.uri(ALL)) : undefined));
      assert.equal(shown.version, 1);
      for (const action of await editor.codeActions(ALL, shown.diagnostics[0]!)) {
        for (const change of (action.edit?.documentChanges ?? []) as TextDocumentEdit[]) assert.equal(change.textDocument.version, 1);
      }
    });
  });

  describe('the disk', () => {
    it('registers for all files and for settings', async () => {
      const editor = await start(cluster);
      for (const [method, options] of [['workspace/didChangeWatchedFiles', /"\*\*\/\*"/], ['workspace/didChangeConfiguration', /"groupvars"/]] as const) {
        await editor.until(method, () => editor.registered.some(([registered, text]) => registered === method && options.test(text)));
      }
    });

    it('reads a changed file and a new one', async () => {
      const editor = await start(cluster);
      await editor.open(ALL, allVars);
      writeFileSync(editor.path(K8S), 'pods: 10.5.0.0/16\n');
      mkdirSync(editor.path('clusters/prod/host_vars'));
      writeFileSync(editor.path('clusters/prod/host_vars/node1.yml'), 'pods: 10.6.0.0/16\n');
      await editor.fileEvents(K8S, 'clusters/prod/host_vars', 'clusters/prod/host_vars/node1.yml');
      const text = await editor.untilAnswer(() => editor.hover(ALL, 'pods'), /on 2 of 4 hosts \| `10\.5\.0\.0\/16`/);
      assert.match(text, /on node1 \| `10\.6\.0\.0\/16`/);
    });

    it('finds out about a renamed folder whose files no event names', async () => {
      const editor = await start(cluster);
      renameSync(editor.path('clusters/prod/group_vars'), editor.path('clusters/prod/old_vars'));
      await editor.fileEvents('clusters/prod/old_vars');
      await editor.untilAnswer(() => varsOf(editor, 'node1'), (text) => !text.includes('pods'));
    });

    it('looks at everything after a checkout', async () => {
      const editor = await start(`${cluster}#- .git/HEAD\nref: refs/heads/main\n`);
      writeFileSync(editor.path(K8S), 'pods: 10.5.0.0/16\n');
      await editor.fileEvents('.git/HEAD');
      await editor.untilAnswer(() => varsOf(editor, 'node1'), /10\.5\.0\.0/);
    });

    it('calls files as the editor does, whose folder is a link', async () => {
      const editor = await start(`${cluster.replace(/^#- /gm, '#- real/')}#- real/clusters/prod/group_vars/k8s_cluster/x.yml\nx: 1\n`, { folders: ['link'], prepare: (folder) => symlinkSync(join(folder, 'real'), join(folder, 'link')) });
      await editor.until('a finding', () => editor.rules(`link/${K8S}`)?.includes('shadowed-vars-file'));
      await editor.open(`link/${ALL}`, allVars);
      assert.deepEqual(await editor.definition(`link/${ALL}`, 'pods'), [`link/${ALL}:1`]);
    });

    it('takes folders in and lets them go', async () => {
      const two = `${cluster.replace(/^#- /gm, '#- one/')}${cluster.replace(/^#- /gm, '#- two/').replaceAll('/prod', '/qa')}#- two/clusters/qa/group_vars/k8s_cluster/x.yml\nx: 1\n`;
      const editor = await start(two, { folders: ['one'] });
      const names = async (): Promise<string[]> => (await editor.ask<RunSummary[]>('groupvars/runs', { members: false })).map(({ name }) => name).sort();
      assert.deepEqual(await names(), ['prod']);
      await editor.changeFolders({ added: ['two'] });
      await editor.until('the second folder', () => editor.rules('two/clusters/qa/group_vars/k8s_cluster.yml')?.length === 1);
      assert.deepEqual(await names(), ['prod', 'qa']);
      await editor.changeFolders({ removed: ['two'] });
      await editor.until('its findings to go', () => editor.rules('two/clusters/qa/group_vars/k8s_cluster.yml')?.length === 0);
      assert.deepEqual(await names(), ['prod']);
    });
  });

  describe('reach', () => {
    /** The run lies in the open folder, the inventory and its vars outside. */
    const outside = cluster.replace('#- deploy.sh', '#- work/deploy.sh').replace('-i clusters', '-i ../clusters').replace('#- site.yml', '#- work/site.yml');

    it('reads what a run of a trusted workspace names', async () => {
      const editor = await start(outside, { folders: ['work'] });
      assert.match(await varsOf(editor, 'node1'), /10\.2\.0\.0/);
    });

    it('watches the folders outside that it has read from', async () => {
      const editor = await start(outside, { folders: ['work'] });
      const watched = await editor.until('a registration', () => editor.registered.find(([, options]) => options.includes('baseUri'))?.[1]);
      for (const folder of ['clusters/prod', 'clusters/prod/group_vars']) assert.ok(watched.includes(`"${editor.uri(folder)}"`), watched);
      assert.ok(!watched.includes(`"${editor.uri('.')}"`), watched);
      writeFileSync(editor.path(K8S), 'pods: 10.5.0.0/16\n');
      await editor.fileEvents(K8S);
      await editor.untilAnswer(() => varsOf(editor, 'node1'), /10\.5\.0\.0/);
    });

    it('stays inside the open folders in an untrusted one, until it is trusted', async () => {
      const editor = await start(outside, { folders: ['work'], isTrusted: false });
      assert.doesNotMatch(await varsOf(editor, 'node1'), /10\.2\.0\.0/);
      assert.match(await varsOf(editor, 'node1'), /no host node1/);
      await editor.connection.sendNotification('groupvars/trust', null);
      await editor.untilAnswer(() => varsOf(editor, 'node1'), /10\.2\.0\.0/);
    });

    it('follows no link out of an untrusted folder', async () => {
      const editor = await start(`${cluster.replace(/^#- /gm, '#- work/')}#- secret.yml\npods: from outside\n`, { folders: ['work'], isTrusted: false });
      mkdirSync(editor.path('work/clusters/prod/host_vars'));
      symlinkSync(editor.path('secret.yml'), editor.path('work/clusters/prod/host_vars/node1.yml'));
      writeFileSync(editor.path('work/clusters/prod/host_vars/node2.yml'), 'pods: from inside\n');
      await editor.fileEvents('work/clusters/prod/host_vars');
      await editor.untilAnswer(() => varsOf(editor, 'node2'), /from inside/);
      assert.doesNotMatch(await varsOf(editor, 'node1'), /from outside/);
      await editor.connection.sendNotification('groupvars/trust', null);
      await editor.untilAnswer(() => varsOf(editor, 'node1'), /from outside/);
    });
  });

  describe('trouble', () => {
    it('answers a request that comes before the first scan is done', async () => {
      const editor = await start(cluster, { early: true });
      await editor.open(K8S, clusterVars);
      assert.match((await editor.hover(K8S, 'pods')) ?? '', /10\.2\.0\.0/);
    });

    it('gives up a cancelled request', async () => {
      const editor = await start(cluster);
      await editor.open(K8S, clusterVars);
      const source = new CancellationTokenSource();
      const asked = editor.hover(K8S, 'pods', source.token);
      source.cancel();
      await assert.rejects(asked, (error: { readonly code?: number }) => error.code === -32800);
      assert.ok(await editor.hover(K8S, 'pods'));
    });

    it('survives junk', async () => {
      const editor = await start(cluster);
      await editor.open(K8S, clusterVars);
      const { connection } = editor;
      const junk: readonly unknown[] = [undefined, null, {}, [], { textDocument: null }, { textDocument: { uri: 7 } }, { textDocument: { uri: 'file:' } }, { textDocument: { uri: 'file:////host/share/x' } }, { textDocument: { uri: 'file:///%2Fx%00' }, position: {} },
        { textDocument: { uri: editor.uri(K8S) }, position: { line: -1, character: 1e9 } }, { textDocument: { uri: editor.uri(K8S) }, position: { line: 'a' } }, { uri: [] }, { run: {}, name: 1 }, { command: 7, cwd: 'x' }, { command: 'ansible-playbook -i $(', cwd: editor.uri('.') }, { command: 'ansible-playbook', cwd: 'file:////host/share' }];
      const methods = ['textDocument/hover', 'textDocument/definition', 'textDocument/documentSymbol', 'textDocument/codeAction', 'groupvars/runs', 'groupvars/effectiveVars', 'groupvars/delta', 'groupvars/explain', 'groupvars/context', 'groupvars/reads', 'groupvars/runMembers', 'groupvars/runCommand', 'groupvars/addRun', 'groupvars/commandStarted', 'textDocument/completion', 'groupvars/noSuchThing'];
      for (const method of methods) for (const params of junk) await connection.sendRequest(method, params as object).catch(() => {});
      const notifications = ['textDocument/didOpen', 'textDocument/didChange', 'textDocument/didClose', 'textDocument/didSave', 'workspace/didChangeWatchedFiles', 'workspace/didChangeConfiguration', 'workspace/didChangeWorkspaceFolders', 'groupvars/select', 'groupvars/trust'];
      for (const method of notifications) for (const params of junk) await connection.sendNotification(method, params as object);
      await editor.changeFolders({ added: ['.'] });
      assert.match((await editor.hover(K8S, 'pods')) ?? '', /10\.2\.0\.0/);
    });

    it('writes no value into its log', async () => {
      const editor = await start(cluster);
      await editor.open(K8S, clusterVars);
      await editor.hover(K8S, 'pods');
      await editor.connection.sendRequest('textDocument/hover', { textDocument: { uri: 7 } }).catch(() => {});
      const text = await editor.until('a line about the hover', () => editor.logged.some((line) => line.startsWith('hover')) && editor.logged.join('\n'));
      assert.doesNotMatch(text, /10\.2\.0\.0/);
    });

    it('reads settings of any shape', async () => {
      const editor = await start(cluster, { settings: { runs: [7, null, {}, { name: [] }, 'ansible-playbook -i clusters/prod/hosts.ini', { inventory: 'x', cwd: 3 }], kubespray: 4, severity: ['x'] } });
      assert.ok((await editor.ask<RunSummary[]>('groupvars/runs', { members: false })).some(({ standing }) => standing === 'declared'));
    });
  });

  describe('as a program', () => {
    it('speaks over its standard streams and ends when it is told', async () => {
      const child = spawn(process.execPath, [resolve(__dirname, '../../server/main.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
      const message = (value: object): string => {
        const text = JSON.stringify({ jsonrpc: '2.0', ...value });
        return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
      };
      let output = '';
      child.stdout.on('data', (bytes) => (output += String(bytes)));
      const ended = new Promise<number | null>((done) => child.once('exit', done));
      child.stdin.write(message({ id: 1, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities: {} } }) + message({ method: 'initialized', params: {} }) + message({ id: 2, method: 'shutdown' }) + message({ method: 'exit' }));
      assert.equal(await ended, 0);
      assert.match(output, /"positionEncoding":"utf-16"/);
    });

    it('says how it is meant when it is started by hand', async () => {
      const child = spawn(process.execPath, [resolve(__dirname, '../../server/main.js')], { stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      child.stderr.on('data', (bytes) => (output += String(bytes)));
      assert.equal(await new Promise((done) => child.once('close', done)), 2);
      assert.match(output, /--stdio/);
    });
  });
});
