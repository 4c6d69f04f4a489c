// A project over a workspace: which runs there are and what they are called, what it has not seen, how paths are shown.
import { strict as assert } from 'node:assert';
import { Project } from '../../server/core/project';
import { Lookup } from '../../server/core/lookup';
import { DEFAULT_SETTINGS } from '../../server/core/settings';
import { Tree } from '../../server/core/tree';
import type { RunSetting } from '../../server/core/settings';
import { bring } from '../../server/disk';
import { entriesOf, fixture, ROOT, treeOf, type Fixture } from '../fixture';

const HOSTS = '[web]\nh1\n';

function runsOf(workspace: Fixture, runs: readonly RunSetting[] = []): string[] {
  const project = workspace.project({ runs });
  return project.runs.map((run) => `${run.name} ${run.standing} in ${project.show(run.cwd)}: ${run.command}`);
}

describe('the fixtures of these tests', () => {
  it('hold files, links, folders and a cursor', () => {
    const workspace = fixture(`
      #- a/hosts
      [web]
      h$01
      #- a/empty/
      #- b -> a
      #- run +x
      #!/bin/sh
      #- bom.yml +bom
      #- open/ +w
      #- secret.yml +unreadable
      #- /etc/ansible/ansible.cfg
      [defaults]
    `);
    const lookup = new Lookup(workspace.tree);
    assert.equal(workspace.file('a/hosts').text, '[web]\nh1\n');
    assert.deepEqual(workspace.cursor, { file: workspace.file('a/hosts'), offset: 7 });
    assert.equal(workspace.file('b/hosts'), workspace.file('a/hosts'));
    assert.equal(lookup.peek(`${ROOT}/a/empty`), 'directory');
    assert.equal(lookup.peek(`${ROOT}/nowhere/x`), 'absent');
    assert.equal(workspace.file('run').executable, true);
    assert.equal(workspace.file('bom.yml').hasByteOrderMark, true);
    assert.equal(lookup.directory(`${ROOT}/open`)?.worldWritable, true);
    assert.equal(workspace.file('secret.yml').problem, 'unreadable');
    assert.equal(lookup.file('/etc/ansible/ansible.cfg')?.text, '[defaults]\n');
    assert.equal(lookup.wanted.size, 0);
  });

  it('change without touching what was', () => {
    const workspace = fixture('#- a\nx\n#- d/b\n');
    const changed = workspace.with('a', 'y\n').without('d/b');
    assert.equal(changed.file('a').text, 'y\n');
    assert.equal(workspace.file('a').text, 'x\n');
    assert.deepEqual([...new Lookup(changed.tree).directory(`${ROOT}/d`)!.names.keys()], []);
    assert.deepEqual([...treeOf(entriesOf(changed.tree)).entries()].map((entry) => entry.path).sort(), [...changed.tree.entries()].map((entry) => entry.path).sort());
  });
});

describe('core/project: runs', () => {
  it('declared ones come first, then those of scripts and ansible.cfg, then inferred ones', () => {
    const workspace = fixture(`
      #- ansible.cfg
      [defaults]
      inventory = inventory/dev
      #- inventory/dev/hosts
      [web]
      h1
      #- inventory/prod/hosts.ini
      [web]
      h1
      #- inventory/qa/hosts.ini
      [web]
      h1
      #- inventory/qa/group_vars/web.yml
      a: 1
      #- run.sh
      ansible-playbook -i inventory/prod/hosts.ini site.yml
      #- site.yml
      - hosts: all
    `);
    assert.deepEqual(runsOf(workspace, [{ name: 'mine', command: 'ansible-playbook -i inventory/dev/hosts site.yml' }]), [
      'mine declared in ws: ansible-playbook -i inventory/dev/hosts site.yml',
      'prod found in ws: ansible-playbook -i inventory/prod/hosts.ini site.yml',
      'dev found in ws: ansible-playbook',
      'qa inferred in ws: ansible-playbook -i inventory/qa/hosts.ini',
    ]);
  });

  it('numbered files of one folder are read together, those of other programs’ ends left out', () => {
    const workspace = fixture(`
      #- inv/01-hosts
      [web]
      h1
      #- inv/02-more.yml
      all: {hosts: {h2: }}
      #- inv/03-rest.ini
      [web]
      h3
      #- inv/group_vars/web.yml
      a: 1
      #- two/prod
      [web]
      h1
      #- two/qa
      [web]
      h1
      #- two/group_vars/web.yml
      a: 1
    `);
    const project = workspace.project();
    assert.deepEqual(project.runs.map((run) => [run.name, run.sources.map(({ path }) => project.show(path!)), [...run.inventory.hosts.keys()]]), [
      ['inv', ['inv'], ['h1', 'h2']],
      ['prod', ['two/prod'], ['h1']],
      ['qa', ['two/qa'], ['h1']],
    ]);
  });

  it('two scripts that start the same run are two places of one', () => {
    const workspace = fixture(`
      #- hosts
      [web]
      h1
      #- a.sh
      ansible-playbook -i hosts site.yml
      #- b.sh
      ansible-playbook -i ./hosts -v site.yml
    `);
    const [run, ...others] = workspace.project().runs;
    assert.deepEqual(others, []);
    assert.deepEqual(run!.places.map((place) => workspace.place(place)), ['a.sh:1', 'b.sh:1']);
  });

  it('equal names are told apart by their paths', () => {
    const workspace = fixture(`
      #- a/prod/hosts
      [web]
      h1
      #- b/prod/hosts
      [web]
      h1
    `);
    const named = (path: string): RunSetting => ({ name: 'prod', inventory: [path], playbook: ['site.yml'] });
    assert.deepEqual(workspace.project({ runs: [named('a/prod/hosts'), named('b/prod/hosts')] }).runs.slice(0, 2).map((run) => run.name), ['a/prod/hosts', 'b/prod/hosts']);
  });

  it('what is set in a run counts: inventory, playbook, extra vars, limit, folder', () => {
    const workspace = fixture(`
      #- sub/hosts
      [web]
      h1
      h2
      #- sub/site.yml
      - hosts: all
      #- sub/group_vars/all.yml
      x: 1
    `);
    const [run] = workspace.project({ runs: [{ name: 'r', cwd: 'sub', inventory: ['hosts'], playbook: ['site.yml'], extraVars: ['y=2'], limit: 'h2' }] }).runs;
    const host = (name: string) => run!.inventory.hosts.get(name)!;
    assert.equal(run!.variableOf(host('h2'), 'x').variable?.value, 1);
    assert.equal(run!.variableOf(host('h2'), 'y').variable?.value, '2');
    assert.deepEqual(run!.playsOf(host('h1')), []);
  });
});

describe('core/project: what it has seen', () => {
  it('wants what nobody looked at, and is opaque until then', () => {
    const whole = fixture(`#- hosts\n${HOSTS}#- group_vars/web.yml\nx: 1\n`);
    let project = new Project(Tree.empty, { ...DEFAULT_SETTINGS, roots: [ROOT], runs: [{ name: 'r', inventory: ['hosts'] }] });
    project.touch();
    assert.ok(project.wanted.has(ROOT));
    project = bring(project, (candidate) => candidate.touch(), (path) => whole.tree.at(path) ?? { kind: 'absent', path });
    assert.equal(project.wanted.size, 0);
    const [run] = project.runs;
    assert.equal(run!.variableOf(run!.inventory.hosts.get('h1')!, 'x').variable?.value, 1);
  });

  it('a change makes a new project, and the old one still answers', () => {
    const before = fixture(`#- hosts\n${HOSTS}#- group_vars/web.yml\nx: 1\n`);
    const project = before.project({ runs: [{ name: 'r', inventory: ['hosts'] }] });
    const valueIn = ({ runs: [run] }: Project) => run!.variableOf(run!.inventory.hosts.get('h1')!, 'x').variable?.value;
    assert.equal(valueIn(project), 1);
    assert.equal(valueIn(project.with(before.with('group_vars/web.yml', 'x: 2\n').tree)), 2);
    assert.equal(valueIn(project), 1);
    assert.equal(project.with(project.tree), project);
  });

  it('knows which runs read a file', () => {
    const workspace = fixture(`#- a/hosts\n${HOSTS}#- b/hosts\n${HOSTS}#- a/group_vars/web.yml\nx: 1\n#- a/group_vars/db.yml\nx: 1\n`);
    const project = workspace.project({ runs: [{ name: 'a', inventory: ['a/hosts'] }, { name: 'both', inventory: ['a/hosts', 'b/hosts'] }] });
    const readers = (path: string) => project.runsReading(workspace.file(path).path).map((run) => run.name);
    assert.deepEqual(readers('a/group_vars/web.yml'), ['a', 'both']);
    assert.deepEqual(readers('b/hosts'), ['both']);
    assert.deepEqual(readers('a/group_vars/db.yml'), []);
  });

  it('shows paths below the root, and with several roots behind their names', () => {
    const workspace = fixture('#- a/x/hosts\nh1\n#- b/hosts\nh1\n');
    assert.equal(workspace.project().show(`${ROOT}/a/x/hosts`), 'a/x/hosts');
    assert.equal(workspace.project().show(ROOT), 'ws');
    assert.equal(workspace.project().show('/etc/hosts'), '/etc/hosts');
    const two = workspace.project({ roots: [`${ROOT}/a`, `${ROOT}/b`] });
    assert.equal(two.show(`${ROOT}/a/x/hosts`), 'a/x/hosts');
    assert.equal(two.show(`${ROOT}/b`), 'b');
    assert.equal(two.rootOf(`${ROOT}/c`), undefined);
  });

  it('finds the repository a file is in', () => {
    const workspace = fixture('#- a/.git/HEAD\nx\n#- a/b/hosts\nh1\n#- c/hosts\nh1\n');
    assert.equal(workspace.project().repositoryOf(`${ROOT}/a/b/hosts`), `${ROOT}/a`);
    assert.equal(workspace.project().repositoryOf(`${ROOT}/c/hosts`), undefined);
  });
});
