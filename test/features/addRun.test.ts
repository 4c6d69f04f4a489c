// A run written into `.groupvars.yml`: afterwards it is read from there.
import { strict as assert } from 'node:assert';
import { addRun } from '../../server/features/addRun';
import { projectOf } from '../fixtureRules';

const WORLD = '#- inventory/prod/hosts.ini\n[web]\nw1\n#- inventory/prod/group_vars/web.yml\na: 1\n';

function added(file: string | undefined, world = WORLD, name = 'prod'): string {
  const project = projectOf(world + (file === undefined ? '' : `#- .groupvars.yml\n${file}`));
  const result = addRun(project, project.run(name)!);
  if (typeof result === 'string') return result;
  assert.equal(result.isNew, file === undefined);
  const text = file ?? '';
  const written = text.slice(0, result.offset) + result.newText + text.slice(result.offset);
  const again = projectOf(`${world}#- .groupvars.yml\n${written}`);
  assert.deepEqual(again.workspaceFiles[0]!.problems, [], written);
  const run = again.run(name)!;
  assert.deepEqual([run.standing, run.sources.map(({ path }) => path), run.cwd], ['declared', project.run(name)!.sources.map(({ path }) => path), project.run(name)!.cwd], written);
  return written;
}

/** What is written into a new file for a run that needs no other proof than that it can be. */
function addedText(world: string, name: string): string {
  const project = projectOf(world);
  const result = addRun(project, project.run(name)!);
  return typeof result === 'string' ? result : result.newText;
}

const ENTRY = '  - name: prod\n    command: ansible-playbook -i inventory/prod/hosts.ini\n';

describe('features/addRun', () => {
  it('makes the file, or the list, or adds to it', () => {
    assert.equal(added(undefined), `runs:\n${ENTRY}`);
    assert.equal(added('# nothing yet\n'), `# nothing yet\nruns:\n${ENTRY}`);
    assert.equal(added('severity:\n  never-wins: "off"\n'), `severity:\n  never-wins: "off"\nruns:\n${ENTRY}`);
    assert.equal(added('runs:\n  - ansible-playbook -i x y.yml\n\nkubespray:\n  version: v2.31.0\n'), `runs:\n  - ansible-playbook -i x y.yml\n${ENTRY}\nkubespray:\n  version: v2.31.0\n`);
    assert.equal(added('runs:\n- name: a # first\n  command: ansible-playbook -i x y.yml # why\n'), `runs:\n- name: a # first\n  command: ansible-playbook -i x y.yml # why\n${ENTRY.replace(/^ {2}/gm, '')}`);
    assert.equal(added('runs:\nignore: []\n'), `runs:\n${ENTRY}ignore: []\n`);
  });

  it('says the folder it starts in, and the playbook', () => {
    const world = '#- ops/run.sh\ncd ops\nansible-playbook -i "a b.ini" site.yml\n#- ops/a b.ini\n[web]\nw1\n#- ops/site.yml\n- hosts: all\n';
    assert.match(added(undefined, world, 'a b'), /^runs:\n {2}- name: a b\n {4}command: "ansible-playbook -i .*a b\.ini.* site\.yml"\n {4}cwd: ops\n$/);
  });

  it('names the home folder as each reader’s own', () => {
    const project = projectOf('#- run.sh\nansible-playbook -i ~/prod.ini -e @"$HOME/v.yml" /home/me2/site.yml\n#- /home/me/prod.ini\n[web]\nw1\n#- /home/me2/\n#- /home/me/v.yml\na: 1\n', { home: '/home/me' });
    const result = addRun(project, project.run('prod')!);
    assert.ok(typeof result === 'object');
    assert.equal(result.newText, 'runs:\n  - name: prod\n    command: "ansible-playbook -i ~/prod.ini -e @/home/me/v.yml /home/me2/site.yml"\n');
  });

  it('sets what is set for the command, but no secrets', () => {
    const world = `${WORLD}#- site.yml\n- hosts: all\n#- run.sh\nexport ANSIBLE_INVENTORY=inventory/prod/hosts.ini ANSIBLE_VAULT_PASSWORD_FILE=x OTHER=y\nansible-playbook site.yml\n`;
    assert.equal(addedText(world, 'run'), 'runs:\n  - name: run\n    command: ANSIBLE_INVENTORY=inventory/prod/hosts.ini ansible-playbook site.yml\n');
  });

  it('writes a word that is not known as it stands, and what no reader sees as YAML says it', () => {
    const world = (words: string): string => `${WORLD}#- site.yml\n- hosts: all\n#- run.sh\nansible-playbook -i inventory/prod/hosts.ini ${words} site.yml\n`;
    assert.match(addedText(world(`-e "a='q' $(x)" -l $X`), 'prod'), / -e \\"a='q' \$\(x\)\\" -l \$X site\.yml"\n$/);
    assert.match(addedText(world('-e "a=\u2028\u007f"'), 'prod'), / -e 'a=\\u2028\\u007f' site\.yml"\n$/);
  });

  it('refuses what it cannot write', () => {
    for (const text of ['---\nseverity: {}\n...\n', 'runs: ~\n', 'runs: &a\n  - ansible-playbook x.yml\n', '  severity: {}\n', '? runs\n: - ansible-playbook x.yml\n']) assert.match(added(text), /^The run cannot be written into \.groupvars\.yml so that it reads the same: add it by hand\.$/, text);
    const inside = `${WORLD}#- site.yml\n- hosts: all\n#- run.sh\ndocker run -v $PWD:/w ansible ansible-playbook -i /w/inventory/prod/hosts.ini /w/site.yml\n`;
    assert.match(added(undefined, inside), /reads the same/, 'its paths are those of the container');
    const written = projectOf(`${WORLD}#- .groupvars.yml\nruns: [{name: prod, command: ansible-playbook -i inventory/prod/hosts.ini}]\n`);
    assert.equal(addRun(written, written.run('prod')!), 'The run stands in .groupvars.yml already.');
    assert.match(added('runs: [ansible-playbook -i x y.yml]\n'), /by hand/);
    assert.match(added('{runs: []}\n'), /by hand/);
    assert.match(added('- a\n'), /no mapping/);
    assert.match(added('runs: x\n'), /no list/);
    assert.match(added('a: [\n'), /cannot be read/);
    assert.match(added(undefined, `${WORLD}#- run.sh\nansible-playbook -i inventory/prod/hosts.ini -e db_password=x site.yml\n#- site.yml\n- hosts: all\n`), /holds a secret/);
  });
});
