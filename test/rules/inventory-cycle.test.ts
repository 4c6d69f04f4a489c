// Groups that are below themselves.
import { check as checkAll } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['inventory-cycle'] });

describe('inventory-cycle', () => {
  it('a group that is a child of itself', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
#- inventory/hosts.ini
[web]
n1
[web:children]
web
#^^^ error inventory-cycle: group “web” cannot be a child of itself
`);
  });

  it('two groups, each below the other, in a file without an extension too', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[a]
n1
[a:children]
b
[b:children]
a
#^ error inventory-cycle: “a” cannot be a child of “b”: that would be a circle of groups
`);
  });

  it('in a YAML inventory', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  children:
    a:
      children:
        b:
#       ^ error inventory-cycle: “b” cannot be a child of “a”: that would be a circle of groups
          children:
            a:
`);
  });

  it('all below another group: Ansible stops', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
web:
#^^^ error inventory-cycle: “all” cannot be below “web”: every group is below all, and Ansible stops here
  hosts: {n1: }
  children:
    all:
`);
  });

  it('over two files of one folder', () => {
    check(`
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/1.yml
a: {children: {b: {hosts: {n1: }}}}
#- inventory/2.yml
b: {children: {a: }}
#              ^ error inventory-cycle: “a” cannot be a child of “b”: that would be a circle of groups
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
[web:children]
web
#^^^ error inventory-cycle: group “web” cannot be a child of itself
`);
  });

  it('nothing else speaks of the file', () => {
    checkAll(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[web:children]
web
#^^^ error inventory-cycle: group “web” cannot be a child of itself
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about a group in several groups, and one named twice', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[a]
n1
[b:children]
a
[c:children]
a
[d:children]
b
c
[d:children]
b
`);
    silent('about a group below all, and in it once more', `
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  children:
    a: {children: {b: }}
    b: {hosts: {n1: }}
    ungrouped:
`);
    silent('about a host with the name of its group', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
web
[db:children]
web
`);
    silent('about a candidate that only its name speaks for', `
#- inventory/hosts.ini
[a:children]
a
[a]
n1
`);
    silent('about two inventories that no run reads together', `
#- one.sh
ansible-playbook -i inventory/1.yml a.yml
ansible-playbook -i inventory/2.yml a.yml
#- a.yml
- hosts: all
#- inventory/1.yml
a: {children: {b: {hosts: {n1: }}}}
#- inventory/2.yml
b: {children: {a: {hosts: {n1: }}}}
`);
    silent('where a comment says so', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
# groupvars: ignore inventory-cycle
[a]
n1
[a:children]
a
`);
  });
});
