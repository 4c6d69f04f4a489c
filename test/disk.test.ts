// The disk as it can be: folders that are left out, links in circles, pipes, devices, what cannot be read, what does not answer.
import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project } from '../server/core/project';
import { DEFAULT_SETTINGS } from '../server/core/settings';
import { Tree, type TreeEntry } from '../server/core/tree';
import { globsOf } from '../server/glob';
import { bring, FILE_LIMIT, readEntry, readEntryAsync, scan, scanAsync, sourceFileOf, withDeadline } from '../server/disk';
import { NAME_LIMIT, walk, type WalkReply } from '../server/walk';
import { writeFiles } from './lsp/editor';

describe('the disk', () => {
  let folder: string;
  beforeEach(() => void (folder = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-disk-')))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);

  /** The folders that are looked through, relative, sorted. */
  const folders = (files: string, roots = ['.']): string[] => {
    writeFiles(folder, files);
    return foldersOf(roots.map((root) => join(folder, root)));
  };
  const projectOf = (roots: readonly string[]): Project => bring(new Project(scan(Tree.empty, roots), { ...DEFAULT_SETTINGS, roots }), (project) => project.touch());
  const foldersOf = (roots: readonly string[]): string[] => projectOf(roots).folders.map(({ path }) => path.slice(folder.length + 1)).sort();

  describe('is looked through', () => {
    it('without the folders of tools and Python environments', () => {
      const left = ['.git', 'node_modules', '.tox', '.terraform', '.cache', 'a/node_modules'];
      assert.deepEqual(folders(`#- a/x\n#- my-env/pyvenv.cfg\n#- my-env/lib/x\n${left.map((name) => `#- ${name}/x/y\n`).join('')}`), ['', 'a', 'my-env']);
    });

    it('without what a .gitignore names, the inner one first', () => {
      assert.deepEqual(folders('#- .gitignore\nbuild/\n*.d\n/top\n#- build/x\n#- a/build/x\n#- a/b.d/x\n#- a/top/x\n#- top/x\n#- a/.gitignore\n!build\n'), ['', 'a', 'a/build', 'a/top']);
    });

    it('with vars, inventories and checkouts that Git ignores', () => {
      const ignored = '#- .gitignore\ninventory/*\n!inventory/sample\nkubespray/\nbuild/\nsecret/\n/group_vars\n';
      const there = '#- inventory/prod/hosts.ini\n#- inventory/sample/x\n#- kubespray/cluster.yml\n#- kubespray/roles/x/y\n#- build/deep/x\n#- secret/group_vars/all.yml\n#- group_vars/all.yml\n';
      assert.deepEqual(folders(ignored + there), ['', 'group_vars', 'inventory', 'inventory/prod', 'inventory/sample', 'kubespray', 'kubespray/roles', 'kubespray/roles/x', 'secret', 'secret/group_vars']);
    });

    it('with an ignored folder that a run names', () => {
      writeFiles(folder, '#- .gitignore\nout/\n#- out/x/hosts.ini\n[web]\nw1\n#- out/x/group_vars/web.yml\nport: 1\n#- out/other/run.sh\nansible-playbook -i hosts.ini x.yml\n#- run.sh\nansible-playbook -i out/x/hosts.ini site.yml\n#- site.yml\n- hosts: all\n');
      const { runs } = projectOf([folder]);
      assert.deepEqual(runs.map((run) => [run.name, run.loadedFiles.length]), [['x', 1]]);
    });

    it('without what the user excludes, scripts included', async () => {
      writeFiles(folder, '#- a/group_vars/all.yml\n#- b/x/y\n#- run.sh\nansible-playbook -i hosts x.yml\n');
      const { entries } = await scanAsync([folder], [{ folder, globs: ['{a,x}', '**/run.sh'].flatMap(globsOf) }], readEntry, () => {});
      const project = new Project(Tree.empty.with(entries), { ...DEFAULT_SETTINGS, roots: [folder] });
      assert.deepEqual(project.folders.map(({ path }) => path.slice(folder.length + 1)).sort(), ['', 'b', 'b/x']);
      project.touch();
      assert.deepEqual(project.runs, []);
    });

    it('behind links, each real folder once, never upwards', () => {
      mkdirSync(at('w/a/b'), { recursive: true });
      mkdirSync(at('outside/deep'), { recursive: true });
      mkdirSync(at('outside/node_modules/x'), { recursive: true });
      const links = { 'w/one': '../outside', 'w/two': '../outside', 'w/inside': 'a', 'w/self': '.', 'w/a/up': '../..', 'w/root': '/', 'w/loop1': 'loop2', 'w/loop2': 'loop1', 'w/gone': 'nowhere', 'outside/back': '../w/a' };
      for (const [name, target] of Object.entries(links)) symlinkSync(target, at(name));
      assert.deepEqual(foldersOf([at('w')]), ['w', 'w/a', 'w/a/b', 'w/one', 'w/one/deep']);
    });

    it('up to so many names, the upper folders first', () => {
      const steps = walk(['/w']);
      const wide = new Map(Array.from({ length: NAME_LIMIT - 10 }, (_, index) => [`f${index}`, 'file' as const]));
      const lists: Record<string, ReadonlyMap<string, 'file' | 'directory'>> = { '/w': new Map([['a', 'directory'], ['b', 'directory'], ['c', 'directory']]), '/w/a': new Map([['deep', 'directory'], ...wide]), '/w/b': new Map([['deep', 'directory']]), '/w/c': new Map([...wide].slice(0, 20)) };
      let step = steps.next();
      while (step.done !== true) {
        const request = step.value;
        const reply: WalkReply = 'look' in request ? request.look.map((path): TreeEntry => ({ kind: 'directory', path, names: lists[path] ?? new Map(), complete: true })) : request.follow.map(() => undefined);
        step = steps.next(reply);
      }
      assert.deepEqual(step.value.entries.map(({ path }) => path), ['/w', '/w/a', '/w/b', '/w/c']);
      assert.deepEqual(step.value.leftOut, ['/w/a/deep', '/w/b/deep']);
    });

    it('in the same way with and without waiting', async () => {
      writeFiles(folder, '#- .gitignore\nbuild/\n#- build/x/y\n#- inventory/a/group_vars/all.yml\n#- b/c/d\n');
      symlinkSync('b', at('link'));
      const { entries } = await scanAsync([folder], [], (path) => readEntryAsync(path), () => {});
      assert.deepEqual(Tree.empty.with(entries), scan(Tree.empty, [folder]));
    });
  });

  describe('is read', () => {
    const both = async (path: string): Promise<TreeEntry> => {
      const entry = readEntry(path);
      assert.deepEqual(await readEntryAsync(path), entry, 'both ways of reading say the same');
      return entry;
    };
    const problem = async (path: string): Promise<string | undefined> => {
      const entry = await both(path);
      return entry.kind === 'file' || entry.kind === 'directory' ? entry.problem : entry.kind;
    };

    it('without waiting for a pipe, a socket or a device', async () => {
      execFileSync('mkfifo', [at('pipe')]);
      assert.equal(await problem(at('pipe')), 'not-a-file');
      const server = createServer();
      await new Promise<void>((done) => server.listen(at('socket'), done));
      assert.equal(await problem(at('socket')), 'not-a-file');
      await new Promise((done) => server.close(done));
      for (const device of ['/dev/zero', '/dev/null', '/dev/tty']) assert.equal(await problem(device), 'not-a-file', device);
    });

    it('as a link where there is a link, wherever it leads', async () => {
      for (const [name, target] of [['zero', '/dev/zero'], ['gone', 'nowhere'], ['loop', 'loop'], ['share', '//host/share/x']] as const) {
        symlinkSync(target, at(name));
        assert.deepEqual(await both(at(name)), { kind: 'link', path: at(name), target });
      }
    });

    it('nothing of another machine', async () => {
      for (const path of ['//host/share', '//host/share/x/y.yml', '//./pipe/x', '/a\0b']) assert.equal(await problem(path), 'absent', path);
    });

    it('only as far as a file may be large', async () => {
      writeFileSync(at('large.yml'), 'x'.repeat(FILE_LIMIT + 1));
      writeFileSync(at('most.yml'), 'x'.repeat(FILE_LIMIT));
      assert.deepEqual([await problem(at('large.yml')), await problem(at('most.yml'))], ['too-large', undefined]);
    });

    it('with the reason where it may not be', async () => {
      writeFiles(folder, '#- no.yml\nx: 1\n#- shut/x.yml\nx: 1\n');
      chmodSync(at('no.yml'), 0);
      chmodSync(at('shut'), 0);
      chmodSync(folder, 0o755);
      // who is root may read everything
      const isRoot = process.geteuid?.() === 0;
      if (isRoot) process.seteuid!(65534);
      try {
        assert.deepEqual([await problem(at('no.yml')), await problem(at('shut'))], ['unreadable', 'unreadable']);
      } finally {
        if (isRoot) process.seteuid!(0);
        chmodSync(at('shut'), 0o700);
      }
    });

    it('nothing of the kernel and its devices, whatever links lead there', async function () {
      if (process.platform !== 'linux') {
        console.log('    skipped: there is no /proc here');
        return this.skip();
      }
      for (const path of ['/proc', '/proc/self/task', '/proc/1', '/sys', '/dev', '/dev/pts', '/proc/version', '/proc/self/mem', '/sys/kernel/notes']) assert.equal(await problem(path), 'outside', path);
      for (const path of ['/dev/zero', '/dev/null']) assert.equal(await problem(path), 'not-a-file', path);
      writeFiles(folder, '#- hosts\n[web]\nw1\n#- group_vars/web.yml\nport: 1\n');
      for (const [name, target] of [['host_vars', '/proc/self'], ['roles', '/proc'], ['sys', '/sys'], ['group_vars/all', '/sys'], ['group_vars/x.yml', '/dev/zero'], ['a.sh', '/dev/stdin']] as const) symlinkSync(target, at(name));
      const started = performance.now();
      const project = projectOf([folder]);
      assert.deepEqual(project.runs.map((run) => run.loadedFiles.map((file) => file.path.slice(folder.length + 1))), [['group_vars/web.yml']]);
      assert.ok([...project.tree.entries()].length < 100, 'no folder of the kernel is listed');
      assert.ok(performance.now() - started < 5_000);
    });

    it('as absent when it vanishes between listing and reading', () => {
      writeFiles(folder, '#- inv/hosts\n[web]\nw1\n#- inv/group_vars/web.yml\nport: 1\n#- inv/group_vars/all.yml\nx: 1\n');
      const vanishing = (path: string): TreeEntry => {
        if (path.endsWith('/web.yml')) rmSync(path, { force: true });
        return readEntry(path);
      };
      const project = bring(new Project(scan(Tree.empty, [folder]), { ...DEFAULT_SETTINGS, roots: [folder] }), (candidate) => candidate.touch(), vanishing);
      const [run] = project.runs;
      assert.deepEqual(run!.loadedFiles.map((file) => file.path.slice(folder.length + 1)), ['inv/group_vars/all.yml']);
      assert.deepEqual([...run!.variableOf(run!.inventory.hosts.get('w1')!, 'x').variable?.parts ?? []].length, 1);
    });

    it('with what is no UTF-8 made visible', () => {
      const file = sourceFileOf('/x', Buffer.from([0x78, 0x3a, 0x20, 0xff, 0x0a]), false);
      assert.deepEqual([file.text, file.problem], ['x: \ufffd\n', 'not-utf8']);
      assert.deepEqual([sourceFileOf('/x', Buffer.from('\ufeffx: 1\n'), false).text, sourceFileOf('/x', Buffer.from('\ufeffx: 1\n'), false).hasByteOrderMark], ['x: 1\n', true]);
    });

    it('not for ever, when it does not answer', async () => {
      const never = new Promise<string>(() => {});
      assert.equal(await withDeadline(never, 1, () => 'given up'), 'given up');
      assert.equal(await withDeadline(Promise.resolve('there'), 10_000, () => 'given up'), 'there');
      await assert.rejects(withDeadline(Promise.reject(new Error('broken')), 10_000, () => 'given up'), /broken/);
    });
  });
});
