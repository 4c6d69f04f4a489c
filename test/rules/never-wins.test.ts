// Definitions that are overridden on every host they reach, in every run that reads them.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings, kubespray } from '../fixtureRules';
import { lineOf } from '../fixture';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['never-wins'] });

describe('never-wins', () => {
  it('all/ below the one group that has all hosts; the whole definition is faded', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n[1:3]
#- clusters/prod/group_vars/all.yml
only_here: 1
a: {deep: 1,
#^^^^^^^^^^^^ hint never-wins: a never wins here: it is overridden by clusters/prod/group_vars/web.yml (run prod)
    er: 2}
#- clusters/prod/group_vars/web.yml
a: 2
`);
  });

  it('of two files of one folder the first', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web/10-first.yml
a: 1
#^^^^ hint never-wins: a never wins here: it is overridden by clusters/prod/group_vars/web/20-second.yml (run prod)
#- clusters/prod/group_vars/web/20-second.yml
a: 2
`);
  });

  it('variables of an inventory below group_vars', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1 host_line=1
#  ^^^^^^^^^^^ hint never-wins: host_line never wins here: it is overridden by clusters/prod/host_vars/n1.yml (run prod)
[web:vars]
a=1
#^^^ hint never-wins: a never wins here: it is overridden by clusters/prod/group_vars/all.yml (run prod)
b=1
#^^^ hint never-wins: b never wins here: it is overridden by clusters/prod/group_vars/web.yml (run prod)
#- clusters/prod/group_vars/all.yml
a: 1
#- clusters/prod/group_vars/web.yml
b: 2
#- clusters/prod/host_vars/n1.yml
host_line: 2
`);
  });

  it('beside the working directory, where a run without a playbook looks, too', () => {
    check(`
#- site.yml
- hosts: all
#- group_vars/all.yml
a: 3
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/all.yml
a: 1
#^^^^ hint never-wins: a never wins here: it is overridden by group_vars/all.yml (run inventory)
#- inventory/group_vars/web.yml
b: 1
`);
  });

  it('everything below -e', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.ini -e a=3 a.yml
#- a.yml
- hosts: all
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/all.yml
a: 1
#^^^^ hint never-wins: a never wins here: it is overridden by run.sh (run inventory)
#- inventory/group_vars/web.yml
a: 2
#^^^^ hint never-wins: a never wins here: it is overridden by run.sh (run inventory)
`);
  });

  it('beside the inventory when the playbook has its own', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.ini plays/a.yml
#- plays/a.yml
- hosts: all
#- plays/group_vars/all.yml
a: 2
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/all.yml
a: 1
#^^^^ hint never-wins: a never wins here: it is overridden by plays/group_vars/all.yml (run inventory)
`);
  });

  it('names the runs and tells where the winners are', () => {
    const fixture = `
#- run.sh
ansible-playbook -i inventory/prod.ini a.yml
ansible-playbook -i inventory/qa.ini a.yml
#- a.yml
- hosts: all
#- inventory/prod.ini
[web]
n1
#- inventory/qa.ini
[db]
n2
#- inventory/group_vars/all.yml
a: 1
#^^^^ hint never-wins: a never wins here: it is overridden by inventory/group_vars/web.yml and 1 more (runs prod and qa)
#- inventory/group_vars/web.yml
a: 2
#- inventory/group_vars/db.yml
a: 3
`;
    check(fixture);
    const [finding] = findings(fixture);
    assert.equal(finding!.unnecessary, true);
    assert.deepEqual(finding!.runs, ['prod', 'qa']);
    assert.deepEqual(finding!.related.map((place) => `${place.span.file.path}:${lineOf(place.span)} ${place.message}`), [
      '/ws/inventory/group_vars/web.yml:1 this a wins',
      '/ws/inventory/group_vars/db.yml:1 this a wins',
    ]);
  });

  it('under hash merge only when every leaf is beaten', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- ansible.cfg
[defaults]
hash_behaviour = merge
#- a.yml
- hosts: all
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/all.yml
partly: {a: 1, b: 1}
wholly: {a: 1}
#^^^^^^^^^^^^^^ hint never-wins: wholly never wins here: it is overridden by inventory/group_vars/web.yml (run inventory)
list: [1]
#^^^^^^^^^ hint never-wins: list never wins here: it is overridden by inventory/group_vars/web.yml (run inventory)
text: x
#^^^^^^^ hint never-wins: text never wins here: it is overridden by inventory/group_vars/web.yml (run inventory)
#- inventory/group_vars/web.yml
partly: {a: 2}
wholly: {a: 2, b: 2}
list: [2]
text: {a: 1}
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about what inventory-vars-overridden tells', `
#- clusters/prod/hosts.ini
[web]
n1
[web:vars]
a=1
#- clusters/prod/group_vars/all.yml
a: 2
`);

    silent('when it wins on one host', `
#- clusters/prod/hosts.ini
[web]
n1
[db]
n2
#- clusters/prod/group_vars/all.yml
a: 1
#- clusters/prod/group_vars/web.yml
a: 2
`);
    silent('when it wins on a host without a group', `
#- clusters/prod/hosts.ini
lonely
[web]
n1
#- clusters/prod/group_vars/all.yml
a: 1
#- clusters/prod/group_vars/web.yml
a: 2
`);
    silent('when it wins on the one host that has no own value', `
#- clusters/prod/hosts.ini
[web]
n[1:3]
#- clusters/prod/group_vars/web.yml
a: 1
#- clusters/prod/host_vars/n1.yml
a: 2
#- clusters/prod/host_vars/n3.yml
a: 2
`);
    silent('when it wins in another run', `
#- run.sh
ansible-playbook -i inventory/prod.ini a.yml
ansible-playbook -i inventory/qa.ini a.yml
#- a.yml
- hosts: all
#- inventory/prod.ini
[web]
n1
#- inventory/qa.ini
[db]
n2
#- inventory/group_vars/all.yml
a: 1
#- inventory/group_vars/web.yml
a: 2
`);
    silent('when it wins in a play of another folder', `
#- run.sh
ansible-playbook -i inventory/hosts.ini one/a.yml two/b.yml
#- one/a.yml
- hosts: all
#- one/group_vars/all.yml
a: 2
#- two/b.yml
- hosts: all
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/all.yml
a: 1
`);
    silent('about inventories that nobody names and that share their vars: they may be read together', `
#- inventory/a
[web]
n1
#- inventory/b
[web]
n2
[web:vars]
a=1
#- inventory/group_vars/web.yml
a: 2
`);
    silent('when any run is opaque', `
#- run.sh
ansible-playbook -i inventory/ec2.py a.yml
#- a.yml
- hosts: all
#- inventory/ec2.py +x
#!/usr/bin/python3
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
a: 1
#- clusters/prod/group_vars/web.yml
a: 2
`);
    silent('about groups without hosts', `
#- clusters/prod/hosts.ini
[web]
n1
[later]
[later:vars]
b=1
#- clusters/prod/group_vars/all.yml
a: 1
b: 2
#- clusters/prod/group_vars/later.yml
a: 2
`);
    silent('about an inventory without hosts', `
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
#- inventory/hosts.ini
[web]
#- inventory/group_vars/all.yml
a: 1
#- inventory/group_vars/web.yml
a: 2
`);
    silent('about role defaults and role vars, and about what they beat', `
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
  roles: [r]
#- roles/r/defaults/main.yml
a: 1
#- roles/r/vars/main.yml
b: 2
c: 1
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/all.yml
a: 2
b: 1
`);
    silent('about files of a checkout', kubespray() + `#- kubespray/inventory/mine/hosts.ini
[kube_control_plane]
n1
[kube_node]
n2
#- kubespray/inventory/mine/group_vars/all.yml
kube_network_plugin: cilium
`);
    silent('where a comment on the line says so', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
a: 1 # groupvars: ignore never-wins
b: 1 # groupvars: ignore duplicate-key, never-wins
#- clusters/prod/group_vars/web.yml
a: 2
b: 2
`);
    silent('for a group that kubespray makes while it runs', kubespray() + `#- clusters/prod/hosts.ini
[kube_control_plane]
n1
[etcd]
e1
#- clusters/prod/group_vars/all.yml
kube_network_plugin: calico
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
`);
  });

  it('what Ansible sets for each host itself wins too', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
inventory_dir: x
#^^^^^^^^^^^^^^^^ hint never-wins: inventory_dir never wins here: it is overridden by the folder of the source that names the host first (run prod)
inventory_file: y
#^^^^^^^^^^^^^^^^^ hint never-wins: inventory_file never wins here: it is overridden by the source that names the host first (run prod)
`);
  });

  it('a comment for another rule does not silence it', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
a: 1 # groupvars: ignore duplicate-key
#^^^^ hint never-wins: a never wins here: it is overridden by clusters/prod/group_vars/web.yml (run prod)
#- clusters/prod/group_vars/web.yml
a: 2
`);
  });
});
