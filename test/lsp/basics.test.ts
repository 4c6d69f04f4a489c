// What every language server owes: positions, schemes, settings, patience; and what it never repeats.
import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { STILL_READING, type RunSummary } from '../../server/protocol';
import { hosts, clusterVars, cluster, K8S, HOSTS, varsOf } from './clusters';
import { Editor, type EditorOptions } from './editor';

describe('language server', () => {
  let editor: Editor | undefined;
  afterEach(() => {
    editor?.stop();
    editor = undefined;
  });
  const start = async (files: string, options?: EditorOptions): Promise<Editor> => (editor = await Editor.start(files, options));

  describe('what the files of a run outside say', () => {
    const shadow = 'root:*:19769:0:99999:7:::\ndaemon:MARKER:19769:0:99999:7:::\nuser:MARKER:1:0:9:7\n';
    const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nMARKERb64==\nabc: [MARKER\n-----END\n';
    const text = 'MARKER: 1\nMARKER: 2\n&MARKER x: *MARKERS\n';
    const files = `#- work/site.yml
- hosts: all
#- work/run.sh
ansible-playbook -i ../out/shadow -e @../out/key site.yml
ansible-playbook -i ../out/key -e @../out/text site.yml
ansible-playbook -i ../out/text -e @~/.ssh/id_rsa -i /etc/shadow site.yml
ansible-playbook -i ../out/.ssh/hosts -e @../out/.ssh/vars site.yml
#- out/.ssh/hosts
[web]
MARKER
#- out/.ssh/vars
x: MARKER
#- out/shadow
${shadow}#- out/key
${key}#- out/text
${text}`;
    const said = async (editor: Editor): Promise<string> => {
      const parts = [...editor.logged, ...editor.messages, ...[...editor.published.values()].map((list) => JSON.stringify(list))];
      await editor.open('work/run.sh', readFileSync(editor.path('work/run.sh'), 'utf8'), 'shellscript');
      for (const word of ['../out/shadow', 'site.yml']) parts.push((await editor.hover('work/run.sh', word)) ?? '');
      for (const run of await editor.ask<RunSummary[]>('groupvars/runs', { members: false })) {
        parts.push(JSON.stringify(run));
        for (const [method, params] of [['groupvars/effectiveVars', { group: 'all' }], ['groupvars/explain', { name: 'x' }]] as const) parts.push(JSON.stringify(await editor.ask(method, { run: run.name, ...params })));
      }
      return parts.join('\n');
    };

    it('is not repeated in a trusted workspace, where they are read', async () => {
      const editor = await start(files, { folders: ['work'] });
      const [finding] = await editor.until('a finding there', () => editor.diagnostics('out/shadow').length > 0 && editor.diagnostics('out/shadow'));
      assert.match(String(finding!.message), /^“…” ends in a colon/);
      await editor.until('findings in all', () => editor.diagnostics('out/key').length > 0 && editor.diagnostics('out/text').length > 0);
      assert.doesNotMatch(await said(editor), /MARKER|19769/);
    });

    it('is not read in an untrusted one', async () => {
      const editor = await start(files, { folders: ['work'], isTrusted: false });
      const text = await said(editor);
      assert.doesNotMatch(text, /MARKER|19769/);
      for (const name of ['shadow', 'key', 'text']) assert.deepEqual(editor.diagnostics(`out/${name}`), [], name);
    });

    it('is repeated where a setting of the user names them', async () => {
      const editor = await start(files.replace(/ansible-playbook.*\n/g, ''), { folders: ['work'], settings: { runs: ['ansible-playbook -i ../out/shadow site.yml'] } });
      const [finding] = await editor.until('a finding there', () => editor.diagnostics('out/shadow').length > 0 && editor.diagnostics('out/shadow'));
      assert.match(String(finding!.message), /^“root:/);
    });
  });

  describe('basics', () => {
    it('positions are UTF-16', async () => {
      const editor = await start(cluster);
      assert.equal(editor.initialized?.capabilities.positionEncoding, 'utf-16');
      await editor.open(K8S, 'a: "😀😀"\npods: 😀 # x\n');
      assert.match((await editor.hover(K8S, 'pods')) ?? '', /😀/);
    });

    it('answers nothing for what is no file of this machine, and for files that are none of a run', async () => {
      const editor = await start(cluster);
      for (const uri of [`git:${editor.path(K8S)}?ref`, 'untitled:Untitled-1', `vscode-notebook-cell:${editor.path(K8S)}#x`, `vscode-vfs://github/x${K8S}`, 'https://example.org/group_vars/all.yml']) {
        await editor.open('', clusterVars, 'yaml', uri);
        assert.equal(await editor.hover('', 'pods', undefined, uri), null, uri);
        assert.deepEqual(await editor.ask('textDocument/documentSymbol', { textDocument: { uri } }), [], uri);
      }
      for (const [path, text] of [['php.ini', '[web]\npods = 1\n'], ['docker-compose.yml', 'services: {}\nx-pods: 1\n'], ['notes.txt', 'pods\n']] as const) {
        await editor.open(path, text);
        assert.equal(await editor.hover(path, 'pods'), null, path);
      }
    });

    it('takes its settings from the start where it cannot ask for them', async () => {
      const settings = { runs: ['ansible-playbook -i clusters/prod/hosts.ini -e pods=given site.yml'] };
      const editor = await start(cluster.replace(/#- deploy.sh\n.*\n/, ''), { capabilities: {}, initializationOptions: { groupvars: settings }, early: false });
      assert.match(await varsOf(editor, 'node1'), /pods: given/, JSON.stringify(await editor.ask('groupvars/runs', { members: false })));
      // and later from what it is told
      await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { groupvars: { runs: [settings.runs[0]!.replace('given', 'told')] } } });
      await editor.untilAnswer(() => varsOf(editor, 'node1'), /pods: told/);
    });

    it('leaves out what files.exclude leaves out, unless a run names it', async () => {
      const files = cluster + '#- other/hosts.ini\n[web]\nw1\n#- other/group_vars/web.yml\nx: 1\n';
      const names = async (editor: Editor): Promise<string[]> => (await editor.ask<RunSummary[]>('groupvars/runs', { members: false })).map(({ name }) => name);
      assert.deepEqual(await names(await start(files)), ['prod', 'other']);
      editor!.stop();
      assert.deepEqual(await names(await start(files, { exclude: { '**/other': true, clusters: true, nothing: { when: '$(basename).ts' } } })), ['prod']);
      assert.match(await varsOf(editor!, 'node1'), /10\.2\.0\.0/);
    });

    it('lives with a client that refuses everything it is asked', async () => {
      const capabilities = { workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true }, didChangeConfiguration: { dynamicRegistration: true } }, window: { workDoneProgress: true } };
      const editor = await start(cluster, { refuses: true, early: true, capabilities });
      await editor.until('complaints', () => editor.logged.filter((line) => /^registration failed/.test(line)).length === 2);
      assert.deepEqual((await editor.ask<RunSummary[]>('groupvars/runs', { members: false })).map(({ name }) => name), ['prod']);
    });

    it('says that it is still reading, when a request cannot wait any longer', async () => {
      const editor = await start(cluster, { isSilent: true, early: true });
      await editor.open(HOSTS, hosts, 'ini');
      // what one text tells is told at once
      assert.deepEqual((await editor.symbols(HOSTS)).map(({ name }) => name), ['kube_control_plane', 'kube_node', 'k8s_cluster', 'etcd']);
      const asked = [editor.hover(HOSTS, 'cp1'), editor.ask('groupvars/runs', { members: false }).then(() => 'answered', (error: { readonly code: number }) => error.code)] as const;
      assert.deepEqual(await Promise.all(asked), ['*Groupvars is still reading the workspace.*', STILL_READING]);
    });
  });
});
