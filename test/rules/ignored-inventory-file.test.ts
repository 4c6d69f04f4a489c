// Inventories with a name that Ansible passes over in a folder.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings } from '../fixtureRules';
import { applied } from '../fixes';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['ignored-inventory-file'] });
const findings = (fixture: string) => allFindings(fixture).filter(({ rule }) => rule === 'ignored-inventory-file');
const fixed = (fixture: string) => findings(fixture).map(({ fixes }) => fixes.map((fix) => [fix.title, fix.preferred === true, ...applied(fix)]));

describe('ignored-inventory-file', () => {
  it('an .ini beside another inventory', () => {
    check(`
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
#- inventory/more.ini
# more
#^^^^^^ warning ignored-inventory-file: more.ini is not read: where a run names a folder, Ansible passes over files that end in .ini (run ws)
[db]
d1
`);
  });

  it('in a folder below, and where ansible.cfg names the folder', () => {
    check(`
#- ansible.cfg
[defaults]
inventory = inventory
#- inventory/a/hosts
[web]
n1
#- inventory/b/prod.ini
[db:children]
#^^^^^^^^^^^^^ warning ignored-inventory-file: prod.ini is not read: where a run names a folder, Ansible passes over files that end in .ini (run ws)
web
[web]
web-a ansible_host=10.0.0.1
`);
  });

  it('told once when two runs name the folder', () => {
    check(`
#- one.sh
ansible-playbook -i inventory a.yml
ansible-playbook -i inventory -i other a.yml
#- a.yml
- hosts: all
#- other
[db]
d1
#- inventory/hosts.ini
[web]
#^^^^^ warning ignored-inventory-file: hosts.ini is not read: where a run names a folder, Ansible passes over files that end in .ini (runs inventory and inventory (2))
n1
#- inventory/more
n2
`);
  });

  it('takes the .ini off the name, where no other file has it', () => {
    assert.deepEqual(fixed(`
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
#- inventory/hosts.ini
[db]
d1
#- inventory/more.ini
[db]
d2
`), [[], [['Rename more.ini to more', false, 'more.ini -> more']]]);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about a file that a run names itself', `
#- one.sh
ansible-playbook -i inventory/hosts.ini a.yml
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/hosts.ini
[web]
n1
#- inventory/more
[db]
n2
`);
    silent('about an .ini of another program', `
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
#- inventory/settings.ini
[defaults]
host_key_checking=False
#- inventory/my.ini
[mysqld]
skip-name-resolve
#- inventory/php.ini
[PHP]
engine = On
#- inventory/pytest.ini
[pytest]
addopts = -v
#- inventory/plugin.ini
[netbox]
url=http://n1
`);
    silent('about names that are put aside, and other extensions', `
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
#- inventory/hosts.ini.bak
[db]
d1
#- inventory/hosts.cfg
[db]
d1
#- inventory/hosts.orig
[db]
d1
`);
    silent('about group_vars, hidden files and an empty file', `
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
#- inventory/group_vars/web.ini
[db]
d1
#- inventory/.hosts.ini
[db]
d1
#- inventory/empty.ini
`);
    silent('where ansible.cfg takes .ini', `
#- ansible.cfg
[defaults]
inventory_ignore_extensions = .pyc, .bak
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
#- inventory/more.ini
[db]
d1
`);
    silent('about folders that no run names', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
#- other/hosts.ini
[db]
d1
`);
    silent('where a comment says so', `
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
#- inventory/more.ini
# groupvars: ignore ignored-inventory-file
[db]
d1
`);
  });
});
