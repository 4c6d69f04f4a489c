// Inventories that are links, with their vars beside the file they lead to.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['symlinked-inventory'] });

describe('symlinked-inventory', () => {
  it('a link in a folder without vars', () => {
    check(`
#- run.sh
ansible-playbook -i here/hosts a.yml
#- a.yml
- hosts: all
#- group_vars/all.yml
b: 1
#- here/hosts -> ../there/hosts
#- there/hosts
[web]
#^^^^^ warning symlinked-inventory: hosts in here is a link to this file: a run that names it looks for vars beside the link, not in there (run here)
n1
#- there/group_vars/web.yml
a: 1
`);
  });

  it('told once when two runs name the link', () => {
    check(`
#- run.sh
ansible-playbook -i here/hosts a.yml
ansible-playbook -i here/hosts -i other a.yml
#- a.yml
- hosts: all
#- other
[db]
d1
#- group_vars/all.yml
b: 1
#- here/hosts -> ../there/inventory.yml
#- there/inventory.yml
all: {hosts: {n1: }}
#^^^^^^^^^^^^^^^^^^^^ warning symlinked-inventory: hosts in here is a link to this file: a run that names it looks for vars beside the link, not in there (runs here/hosts and here/hosts (2))
#- there/host_vars/n1.yml
a: 1
`);
  });

  it('leaves it to inventory-without-vars where the run reads no vars at all', () => {
    const found = allFindings(`
#- run.sh
ansible-playbook -i here/hosts a.yml
#- a.yml
- hosts: all
#- here/hosts -> ../there/hosts
#- there/hosts
[web]
n1
#- there/group_vars/web.yml
a: 1
`);
    assert.deepEqual([...new Set(found.map(({ rule }) => rule))], ['inventory-without-vars']);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('where the link has vars beside it', `
#- run.sh
ansible-playbook -i here/hosts a.yml
#- a.yml
- hosts: all
#- here/hosts -> ../there/hosts
#- here/group_vars/web.yml
a: 1
#- there/hosts
[web]
n1
#- there/group_vars/web.yml
a: 1
`);
    silent('where the vars are linked as well', `
#- run.sh
ansible-playbook -i here/hosts a.yml
#- a.yml
- hosts: all
#- here/hosts -> ../there/hosts
#- here/group_vars -> ../there/group_vars
#- there/hosts
[web]
n1
#- there/group_vars/web.yml
a: 1
`);
    silent('where the folder is the link', `
#- run.sh
ansible-playbook -i here/hosts a.yml
#- a.yml
- hosts: all
#- here -> there
#- there/hosts
[web]
n1
#- there/group_vars/web.yml
a: 1
`);
    silent('about a link within one folder', `
#- run.sh
ansible-playbook -i there/hosts a.yml
#- a.yml
- hosts: all
#- there/hosts -> prod.ini
#- there/prod.ini
[web]
n1
#- there/group_vars/web.yml
a: 1
`);
    silent('where no vars for its groups and hosts lie beside the file', `
#- run.sh
ansible-playbook -i here/hosts a.yml
#- a.yml
- hosts: all
#- here/hosts -> ../there/hosts
#- there/hosts
[web]
n1
#- there/group_vars/gone.yml
a: 1
`);
    silent('where the playbook lies beside the vars', `
#- run.sh
ansible-playbook -i here/hosts there/a.yml
#- there/a.yml
- hosts: all
#- here/hosts -> ../there/hosts
#- there/hosts
[web]
n1
#- there/group_vars/web.yml
a: 1
`);
    silent('about the file itself, when a run names it', `
#- run.sh
ansible-playbook -i there/hosts a.yml
#- a.yml
- hosts: all
#- here/hosts.lnk -> ../there/hosts
#- there/hosts
[web]
n1
#- there/group_vars/web.yml
a: 1
`);
    silent('about a host list, and a link that leads nowhere', `
#- run.sh
ansible-playbook -i n1,n2 a.yml
ansible-playbook -i gone/hosts a.yml
#- a.yml
- hosts: all
#- gone/hosts -> ../nowhere/hosts
#- group_vars/all.yml
a: 1
`);
    silent('where a comment says so', `
#- run.sh
ansible-playbook -i here/hosts a.yml
#- a.yml
- hosts: all
#- group_vars/all.yml
b: 1
#- here/hosts -> ../there/hosts
#- there/hosts
# groupvars: ignore symlinked-inventory
[web]
n1
#- there/group_vars/web.yml
a: 1
`);
  });
});
