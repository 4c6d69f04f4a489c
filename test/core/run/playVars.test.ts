// What the vars of a play come to, by release of ansible-core.
import { strict as assert } from 'node:assert';
import { fixture } from '../../fixture';
import { stopsOf } from '../../../server/core/run/playVars';

const world = fixture(`
#- hosts
[web]
w1
#- site.yml
- hosts: web
  vars:
    - a: 1
    - b: 2
  vars_files:
    - gone.yml
    - [also-gone.yml, here.yml]
    - [none.yml, nowhere.yml]
    - "{{ os }}.yml"
#- here.yml
c: 3
#- vars/late.yml
d: 4
`);

describe('core/run/playVars', () => {
  const run = (minor: number) => world.run('ansible-playbook -i hosts site.yml', { project: world.project({ ansibleCore: `2.${minor}` }) });

  it('a list of vars is read up to 2.17 and stops 2.18 (J9)', () => {
    assert.deepEqual(stopsOf(run(17)).map(({ message }) => message), []);
    assert.deepEqual(stopsOf(run(18)).map(({ span, message }) => [world.place(span), message]), [['site.yml:3', 'vars of a play are a mapping since ansible-core 2.18, no list: Ansible stops here']]);
  });

  it('a missing vars file stops Ansible up to 2.14 and is passed by since 2.15 (J8)', () => {
    assert.deepEqual(stopsOf(run(15)), []);
    assert.deepEqual(stopsOf(run(14)).map(({ span, message }) => [world.place(span), message]), [
      ['site.yml:6', 'the vars file gone.yml is not there: before 2.15 Ansible stops here, unless an earlier play makes it'],
      ['site.yml:8', 'none of the vars files none.yml, nowhere.yml is there: before 2.15 Ansible stops here, unless an earlier play makes it'],
    ]);
    for (const minor of [14, 15]) assert.equal(run(minor).variable('c')[0]?.variable?.value, 3);
  });

  it('outside of plays the working directory is the folder of the playbook, or what --playbook-dir says (K4)', () => {
    const folders = (command: string): readonly string[] => world.run(command, { cwd: 'vars' }).playFolders;
    assert.deepEqual(folders('ansible-inventory -i ../hosts --list'), ['/ws/vars']);
    assert.deepEqual(folders('ansible-inventory -i ../hosts --playbook-dir .. --list'), ['/ws']);
    assert.deepEqual(folders('ansible-playbook -i ../hosts ../site.yml'), ['/ws']);
  });
});
