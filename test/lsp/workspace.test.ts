// What a workspace tells the user on its own: that a look takes long, and what it has left out.
import * as assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../server/core/settings';
import { beginProgress } from '../../server/lsp/progress';
import { Workspace } from '../../server/lsp/workspace';
import { writeFiles } from './editor';

describe('a workspace', () => {
  it('says once what it has left out, and reads what a run names there', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-workspace-')));
    try {
      writeFiles(folder, '#- a/x\n#- b/x\n#- c/deep/hosts.ini\n[web]\nw1\n#- c/deep/group_vars/web.yml\nport: 1\n#- run.sh\nansible-playbook -i c/deep/hosts.ini site.yml\n#- site.yml\n- hosts: all\n');
      const said: string[] = [];
      const workspace = new Workspace({
        onChange: () => {}, attempt: async (_name, work) => work(), log: () => {}, notify: (text) => void said.push(text), beginProgress: () => ({ report: () => {}, end: () => {} }),
      }, 8);
      workspace.setTrusted(true);
      workspace.setRoots([`file://${folder}`]);
      workspace.setSettings(DEFAULT_SETTINGS, []);
      assert.equal(await workspace.isReady(10_000), true);
      workspace.setSettings(DEFAULT_SETTINGS, []);
      await workspace.ask((project) => project.touch());
      const [run] = await workspace.ask((project) => (project.touch(), project.runs));
      assert.deepEqual([run?.name, run?.loadedFiles.length], ['deep', 1]);
      assert.equal(said.length, 1);
      assert.match(said[0]!, /^Groupvars looks through 8 files of a workspace; it has left out the folder c\/deep\. Inventories there count only where a run names them\./);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is looked at again when a folder outside it has moved, of which no watcher tells', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-workspace-')));
    try {
      writeFiles(folder, `#- outside/deep/a/hosts.ini\n[web]\nw1\n#- outside/deep/a/group_vars/web.yml\nport: 1\n#- open/run.sh\nansible-playbook -i ${folder}/outside/deep/a/hosts.ini site.yml\n#- open/site.yml\n- hosts: all\n`);
      const workspace = new Workspace({ onChange: () => {}, attempt: async (_name, work) => work(), log: () => {}, notify: () => {}, beginProgress: () => ({ report: () => {}, end: () => {} }) }, undefined, 0);
      workspace.setTrusted(true);
      workspace.setRoots([`file://${folder}/open`]);
      workspace.setSettings(DEFAULT_SETTINGS, []);
      const hosts = async (): Promise<unknown> => {
        assert.equal(await workspace.isReady(10_000), true);
        return workspace.ask((project) => [...(project.runs[0]?.inventory.hosts.keys() ?? [])]);
      };
      for (const [from, to, expected] of [['', '', ['w1']], ['outside/deep', 'outside/gone', []], ['outside/gone', 'outside/deep', ['w1']], ['outside', 'elsewhere', []], ['elsewhere', 'outside', ['w1']]] as const) {
        await hosts();
        if (from !== '') renameSync(join(folder, from), join(folder, to));
        assert.deepEqual(await hosts(), expected, `${from} to ${to}`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('notices another folder behind an open link, and one outside, right after the first look', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-workspace-')));
    try {
      writeFiles(folder, `#- one/hosts.ini\n[web]\nw1\n#- two/hosts.ini\n[web]\nw2\n#- outside/deep/a/hosts.ini\no1\n#- open/run.sh\nansible-playbook -i ${folder}/outside/deep/a/hosts.ini site.yml\n#- open/site.yml\n- hosts: all\n`);
      const point = (target: string): void => {
        rmSync(join(folder, 'link'), { force: true });
        symlinkSync(join(folder, target), join(folder, 'link'));
      };
      const moves: readonly (readonly [root: string, move: () => void, before: string, after: string])[] = [
        ['link', () => point('two'), 'w1', 'w2'],
        ['open', () => (renameSync(join(folder, 'outside'), join(folder, 'elsewhere')), writeFiles(folder, '#- outside/deep/a/hosts.ini\no2\n')), 'o1', 'o2'],
      ];
      point('one');
      for (const [root, move, before, after] of moves) {
        const workspace = new Workspace({ onChange: () => {}, attempt: async (_name, work) => work(), log: () => {}, notify: () => {}, beginProgress: () => ({ report: () => {}, end: () => {} }) });
        workspace.setTrusted(true);
        workspace.setRoots([`file://${folder}/${root}`]);
        workspace.setSettings(DEFAULT_SETTINGS, []);
        assert.equal(await workspace.isReady(10_000), true);
        const hosts = (): Promise<unknown> => workspace.ask((project) => [...(project.runs[0]?.inventory.hosts.keys() ?? [])]);
        assert.deepEqual(await hosts(), [before]);
        move();
        await workspace.lookAgain([`file://${folder}/link`]);
        assert.deepEqual(await hosts(), [after], root);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is looked at again for a question, where nobody tells of changes and the last look is old', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-workspace-')));
    try {
      writeFiles(folder, '#- hosts.ini\n[web]\nw1\n#- group_vars/web.yml\nport: 1\n');
      const told = { onChange: () => {}, attempt: async (_name: string, work: () => void | Promise<void>) => work(), log: () => {}, notify: () => {}, beginProgress: () => ({ report: () => {}, end: () => {} }) };
      for (const [isWatched, oldAfter, port] of [[false, 0, 2], [false, 60_000, 1], [true, 0, 1]] as const) {
        writeFiles(folder, '#- group_vars/web.yml\nport: 1\n');
        const workspace = new Workspace(told, undefined, oldAfter);
        workspace.isWatched = isWatched;
        workspace.setRoots([`file://${folder}`]);
        workspace.setSettings(DEFAULT_SETTINGS, []);
        const answer = async (): Promise<unknown> => {
          assert.equal(await workspace.isReady(10_000), true);
          return workspace.ask((project) => {
            const [run] = project.runs;
            return run!.variableOf(run!.inventory.hosts.get('w1')!, 'port').variable?.value;
          });
        };
        assert.equal(await answer(), 1);
        writeFiles(folder, '#- group_vars/web.yml\nport: 2\n');
        assert.equal(await answer(), port, `${isWatched ? 'watched' : 'not watched'}, old after ${oldAfter} ms`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('shows a long look and not a short one', async () => {
    const told: string[] = [];
    let begun: () => void = () => {};
    const isBegun = new Promise<void>((done) => (begun = done));
    const create = async () => ({ begin: (title: string) => (told.push(title), begun()), report: (message: unknown) => void told.push(String(message)), done: () => void told.push('done') });
    beginProgress(create, 60_000).end();
    assert.deepEqual(told, []);
    const long = beginProgress(create, 1);
    await isBegun;
    long.report(1234);
    long.end();
    await new Promise((done) => setImmediate(done));
    assert.deepEqual(told, ['Groupvars: reading the workspace', '1,234 folders', 'done']);
    // an editor that knows no such thing, and one that refuses
    beginProgress(undefined, 0).report(1);
    beginProgress(() => Promise.reject(new Error('no')), 0).end();
  });
});
