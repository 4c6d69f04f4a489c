// Truth under change, with the events that this editor really sends: after each change everything shown is what a server says that starts now.
import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import * as vscode from 'vscode';
import type { DocumentText, RunSummary } from '../../server/protocol';
import { prod, qa } from '../lsp/clusters';
import { Editor, writeFiles } from '../lsp/editor';
import { findingsSaid } from '../lsp/everything';
import { extension } from './extension';
import { closeAll, findings, hoverText, until } from './workspace';

const files = `${prod}${qa}#- one/hosts.ini
[web]
l1
#- one/group_vars/web.yml
port: 21
#- two/hosts.ini
[web]
l1
#- two/group_vars/db.yml
port: 22
`;

describe('change on the disk', function () {
  this.timeout(120_000);
  let folder: string;
  const at = (name: string): string => join(folder, name);

  before(async () => {
    await extension().activate();
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-change-')));
    writeFiles(folder, files);
  });
  after(async () => {
    await closeAll();
    const index = (vscode.workspace.workspaceFolders ?? []).findIndex(({ uri }) => uri.fsPath === folder);
    if (index >= 0) vscode.workspace.updateWorkspaceFolders(index, 1);
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a server says that starts now: findings, and the effective vars of each run. */
  async function fresh(open: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
    const top = dirname(folder);
    const server = await Editor.on(top, { folders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => relative(top, uri.fsPath)), early: true });
    try {
      for (const [path, text] of open) await server.open(relative(top, path), text);
      await server.until('the findings of a fresh start', () => server.logged.some((line) => /^checked /.test(line)));
      const said = new Map([['findings', findingsSaid([...server.published].map(([uri, { diagnostics }]) => [uri, diagnostics] as const)).join('\n')]]);
      for (const run of await server.ask<readonly RunSummary[]>('groupvars/runs', { members: true })) said.set(run.name, (await server.ask<DocumentText>('groupvars/effectiveVars', { run: run.name, group: 'all' })).text);
      return said;
    } finally {
      server.stop();
    }
  }

  async function shown(runs: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const all = vscode.languages.getDiagnostics().map(([uri]) => [uri.toString(), findings(uri).map((finding) => ({
      range: finding.range, severity: (finding.severity + 1) as 1, code: String(finding.code), message: finding.message,
      relatedInformation: (finding.relatedInformation ?? []).map(({ location, message }) => ({ location: { uri: location.uri.toString(), range: location.range }, message })),
    }))] as const);
    const said = new Map([['findings', findingsSaid(all).join('\n')]]);
    for (const run of runs) {
      if (run === 'findings') continue;
      const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'groupvars', path: `/${run}/@all.yaml`, query: JSON.stringify({ run, group: 'all' }) }));
      said.set(run, document.getText());
    }
    return said;
  }

  /** Waits until the editor shows what a fresh server says. */
  async function same(expected: RegExp | undefined, open: ReadonlyMap<string, string> = new Map()): Promise<void> {
    const said = await fresh(open);
    if (expected !== undefined) assert.match([...said].map(([name, text]) => `${name}: ${text}`).join('\n'), expected, 'the fresh server knows of the change');
    let last = new Map() as ReadonlyMap<string, string>;
    await until('the answers of a fresh start', async () => {
      last = await shown(said.keys());
      return [...said].every(([name, text]) => last.get(name) === text);
    }).catch(() => assert.deepEqual(last, said));
  }

  it('a folder is added to the workspace', async () => {
    vscode.workspace.updateWorkspaceFolders((vscode.workspace.workspaceFolders ?? []).length, 0, { uri: vscode.Uri.file(folder) });
    await until('the folder', () => vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined);
    await same(/qa: [^]*port: 1 /);
  });

  it('a folder is made with files in it', async () => {
    mkdirSync(at('stage/group_vars'), { recursive: true });
    writeFileSync(at('stage/hosts.ini'), '[web]\ns1\n');
    writeFileSync(at('stage/group_vars/web.yml'), 'port: 7\n');
    await same(/stage: [^]*port: 7 /);
  });

  it('group_vars is renamed, and back', async () => {
    renameSync(at('stage/group_vars'), at('stage/old_vars'));
    await same(/^(?![^]*port: 7 )/);
    renameSync(at('stage/old_vars'), at('stage/group_vars'));
    await same(/port: 7 /);
  });

  it('the parent of group_vars is renamed', async () => {
    renameSync(at('stage'), at('later'));
    await same(/later: [^]*port: 7 /);
  });

  it('a folder is deleted with all below it', async () => {
    rmSync(at('later'), { recursive: true });
    await same(/^(?![^]*port: 7 )/);
  });

  it('a link leads elsewhere', async () => {
    symlinkSync('../one/group_vars', at('qa/host_vars'));
    renameSync(at('qa/host_vars'), at('prod/host_vars'));
    symlinkSync('one', at('current'));
    await same(undefined);
    unlinkSync(at('current'));
    symlinkSync('two', at('current'));
    await same(undefined);
    unlinkSync(at('prod/host_vars'));
    symlinkSync('../../two/group_vars', at('prod/group_vars/db'));
    await same(/port: 8080[^]*22 /);
    unlinkSync(at('prod/group_vars/db'));
    symlinkSync('../../one/group_vars', at('prod/group_vars/db'));
    await same(/port: 8080[^]*21 /);
  });

  it('a checkout between branches moves 1,000 files', async () => {
    const git = (...words: string[]): void => void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...words], { cwd: folder, stdio: 'ignore' });
    git('init', '-q', '-b', 'few');
    git('add', '-A');
    git('commit', '-qm', 'few');
    git('checkout', '-qb', 'many');
    for (let index = 0; index < 1_000; index++) {
      mkdirSync(at(`many/d${index % 50}/group_vars`), { recursive: true });
      writeFileSync(at(`many/d${index % 50}/group_vars/g${index}.yml`), `v${index}: ${index}\n`);
    }
    git('mv', 'prod', 'moved');
    git('add', '-A');
    git('commit', '-qm', 'many');
    for (const branch of ['few', 'many', 'few']) {
      git('checkout', '-q', branch);
      await same(branch === 'few' ? /prod: / : /moved: /);
    }
  });

  it('a file changes on the disk while its document is not saved', async () => {
    const path = at('qa/group_vars/web/main.yml');
    const document = await vscode.workspace.openTextDocument(path);
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, 1, 0), 'port: 31\n');
    await vscode.workspace.applyEdit(edit);
    writeFileSync(path, 'port: 32\n');
    await same(/port: 31 /, new Map([[path, 'port: 31\n']]));
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeAll();
    await same(/port: 32 /);
  });

  it('an answer in between is for what is there now', async () => {
    const document = await vscode.workspace.openTextDocument(at('qa/group_vars/web/main.yml'));
    await vscode.window.showTextDocument(document);
    writeFileSync(at('qa/group_vars/web/main.yml'), 'port: 33\n');
    await until('the new value', async () => /`33`/.test(await hoverText(document, 'port')));
    await closeAll();
  });

  it('a folder is taken out of the workspace', async () => {
    const index = (vscode.workspace.workspaceFolders ?? []).findIndex(({ uri }) => uri.fsPath === folder);
    vscode.workspace.updateWorkspaceFolders(index, 1);
    await until('the folder gone', () => vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) === undefined);
    await same(/^(?![^]*q1)/);
    assert.ok(vscode.languages.getDiagnostics().every(([uri]) => !uri.fsPath.startsWith(folder) || findings(uri).length === 0), 'findings of a folder that is gone are gone');
  });
});
