// ansible_group_priority where it orders nothing.
import { check as checkAll } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['group-priority-ignored'] });

describe('group-priority-ignored', () => {
  it('in group_vars and host_vars, beside inventory and playbook', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[db]
n1
#- inventory/group_vars/web.yml
ansible_group_priority: 10
#^^^^^^^^^^^^^^^^^^^^^^ information group-priority-ignored: ansible_group_priority has no effect here: it orders groups only where the inventory file itself sets it for a group (run inventory)
#- inventory/group_vars/all/a.yml
a: 1
ansible_group_priority: 2
#^^^^^^^^^^^^^^^^^^^^^^ information group-priority-ignored: ansible_group_priority has no effect here: it orders groups only where the inventory file itself sets it for a group (run inventory)
#- inventory/host_vars/n1.yml
ansible_group_priority: 3
#^^^^^^^^^^^^^^^^^^^^^^ information group-priority-ignored: ansible_group_priority has no effect here: it orders groups only where the inventory file itself sets it for a group (run inventory)
#- group_vars/db.yml
ansible_group_priority: 4
#^^^^^^^^^^^^^^^^^^^^^^ information group-priority-ignored: ansible_group_priority has no effect here: it orders groups only where the inventory file itself sets it for a group (run inventory)
`);
  });

  it('for a host in an INI inventory', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 ansible_group_priority=10
#  ^^^^^^^^^^^^^^^^^^^^^^ information group-priority-ignored: ansible_group_priority has no effect here: it orders groups only where the inventory file itself sets it for a group (run inventory)
`);
  });

  it('for a host in a YAML inventory', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  hosts:
    n1:
      ansible_group_priority: 10
#     ^^^^^^^^^^^^^^^^^^^^^^ information group-priority-ignored: ansible_group_priority has no effect here: it orders groups only where the inventory file itself sets it for a group (run inventory)
`);
  });

  it('told once when two runs read the file', () => {
    check(`
#- one.sh
ansible-playbook -i inventory/hosts a.yml
ansible-playbook -i inventory/hosts -i other a.yml
#- a.yml
- hosts: all
#- other
[db]
d1
#- inventory/hosts
[web]
n1
#- inventory/group_vars/web.yml
ansible_group_priority: 10
#^^^^^^^^^^^^^^^^^^^^^^ information group-priority-ignored: ansible_group_priority has no effect here: it orders groups only where the inventory file itself sets it for a group (runs inventory/hosts and inventory/hosts (2))
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('in the vars section of a group', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[web:vars]
ansible_group_priority=10
`);
    silent('below vars: of a group', `
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  children:
    web:
      hosts: {n1: }
      vars:
        ansible_group_priority: 10
`);
    silent('about a group without hosts and a group that no inventory has', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[db]
#- inventory/group_vars/db.yml
ansible_group_priority: 10
#- inventory/group_vars/gone.yml
ansible_group_priority: 10
`);
    silent('about a key of that name inside a mapping, and other names', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 group_priority=1
#- inventory/group_vars/web.yml
settings:
  ansible_group_priority: 10
group_priority: 3
`);
    silent('about a file that no run reads', `
#- clusters/prod/hosts.ini
[web]
n1
#- other/vars.yml
ansible_group_priority: 10
`);
    silent('where a comment says so', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
#- inventory/group_vars/web.yml
ansible_group_priority: 10 # groupvars: ignore group-priority-ignored
`);
  });
});
