// Vars of a group in the inventory below group_vars/all.
import { strict as assert } from 'node:assert';
import { lineOf } from '../fixture';
import { check as checkAll, findings as allFindings } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['inventory-vars-overridden'] });

describe('inventory-vars-overridden', () => {
  it('in an INI inventory, with the hosts counted', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n[1:3]
[web:vars]
port=80
#^^^^ information inventory-vars-overridden: port is overridden by inventory/group_vars/all.yml on 3 hosts: group_vars/all is stronger than vars of a group in the inventory (run inventory)
#- inventory/group_vars/all.yml
port: 8080
`);
  });

  it('in a YAML inventory, beside the playbook too', () => {
    check(`
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
        port: 80
#       ^^^^ information inventory-vars-overridden: port is overridden by group_vars/all/ports.yml on 1 host: group_vars/all is stronger than vars of a group in the inventory (run inventory)
        name: web
#       ^^^^ information inventory-vars-overridden: name is overridden by inventory/group_vars/all.yml on 1 host: group_vars/all is stronger than vars of a group in the inventory (run inventory)
#- group_vars/all/ports.yml
port: 8080
#- inventory/group_vars/all.yml
name: all
`);
  });

  it('in two inventories of one run, each for itself', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/a -i inventory/b a.yml
#- a.yml
- hosts: all
#- inventory/a
[web]
n1
[web:vars]
port=80
#^^^^ information inventory-vars-overridden: port is overridden by inventory/group_vars/all.yml on 1 host: group_vars/all is stronger than vars of a group in the inventory (run a)
#- inventory/b
[dbs]
d1
[dbs:vars]
port=81
#^^^^ information inventory-vars-overridden: port is overridden by inventory/group_vars/all.yml on 1 host: group_vars/all is stronger than vars of a group in the inventory (run a)
#- inventory/group_vars/all.yml
port: 8080
`);
  });

  it('only on the hosts that have nothing stronger', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n[1:3]
[web:vars]
port=80
#^^^^ information inventory-vars-overridden: port is overridden by inventory/group_vars/all.yml on 2 hosts: group_vars/all is stronger than vars of a group in the inventory (run inventory)
#- inventory/group_vars/all.yml
port: 8080
#- inventory/host_vars/n1.yml
port: 1
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
[web:vars]
port=80
#^^^^ information inventory-vars-overridden: port is overridden by inventory/group_vars/all.yml on 1 host: group_vars/all is stronger than vars of a group in the inventory (runs inventory/hosts and inventory/hosts (2))
#- inventory/group_vars/all.yml
port: 8080
`);
  });

  it('a secret is not repeated', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[web:vars]
a_password=hush
#^^^^^^^^^^ information inventory-vars-overridden: a_password is overridden by inventory/group_vars/all.yml on 1 host: group_vars/all is stronger than vars of a group in the inventory (run inventory)
#- inventory/group_vars/all.yml
a_password: HUSH
`);
  });

  it('never-wins does not say it again, unless something else wins too', () => {
    checkAll(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[web:vars]
port=80
#^^^^ information inventory-vars-overridden: port is overridden by inventory/group_vars/all.yml on 1 host: group_vars/all is stronger than vars of a group in the inventory (run inventory)
#- inventory/group_vars/all.yml
port: 8080
`);
  });

  it('names the place that wins', () => {
    const [finding] = allFindings(`
#- clusters/prod/hosts.ini
[web]
n1
[web:vars]
port=80
#- clusters/prod/group_vars/all.yml
a: 1
port: 8080
`);
    assert.deepEqual(finding!.related.map(({ span, message }) => `${span.file.path}:${lineOf(span)} ${message}`), ['/ws/clusters/prod/group_vars/all.yml:2 this port wins']);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about the same value', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[web:vars]
port=80
#- inventory/group_vars/all.yml
port: 80
`);
    silent('about vars of all in the inventory, which group_vars/all is known to override', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[all:vars]
port=80
#- inventory/group_vars/all.yml
port: 8080
`);
    silent('where group_vars of a group or host_vars win', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[db]
d1
[web:vars]
port=80
[db:vars]
port=81
#- inventory/group_vars/all.yml
port: 8080
#- inventory/group_vars/web.yml
port: 8081
#- inventory/host_vars/d1.yml
port: 8082
`);
    silent('about vars of a host in the inventory, which win', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 port=80
#- inventory/group_vars/all.yml
port: 8080
`);
    silent('about a group without hosts', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[db]
[db:vars]
port=80
#- inventory/group_vars/all.yml
port: 8080
`);
    silent('about another variable, and group_vars/all that is not read', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[web:vars]
port=80
#- inventory/group_vars/all.yml
ports: 8080
#- elsewhere/group_vars/all.yml
port: 8080
`);
    silent('where ansible.cfg orders it otherwise', `
#- ansible.cfg
[defaults]
precedence = all_inventory, all_plugins_inventory, all_plugins_play, groups_inventory, groups_plugins_inventory, groups_plugins_play
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[web:vars]
port=80
#- inventory/group_vars/all.yml
port: 8080
`);
    silent('where a comment says so', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
# groupvars: ignore inventory-vars-overridden
[web]
n1
[web:vars]
port=80
#- inventory/group_vars/all.yml
port: 8080
`);
  });
});
