// group_vars for a group that no inventory has: told once, at the file, and only when every run is known in full.
import { check as checkAll, kubespray } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['orphan-group-vars'] });

describe('orphan-group-vars', () => {
  it('names the group that is meant and offers its name', () => {
    check(`
#- clusters/prod/hosts.ini
[kube_node]
n1
#- clusters/prod/group_vars/kube-node.yml
kubelet_max_pods: 60
#^^^^^^^^^^^^^^^^^^^^ warning orphan-group-vars: clusters/prod/group_vars/kube-node.yml is never read: there is no group “kube-node”; did you mean “kube_node”?
`);
  });

  it('says nothing of a near name where none is near', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/databases.yml
# the first line that holds something, a comment too
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning orphan-group-vars: clusters/prod/group_vars/databases.yml is never read: there is no group “databases”
a: 1
`);
  });

  it('is told of a folder at its first file, and of the folder beside a playbook', () => {
    check(`
#- deploy.sh
ansible-playbook -i clusters/prod/hosts.ini plays/site.yml
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/wbe/a.yml
a: 1
#^^^^ warning orphan-group-vars: clusters/prod/group_vars/wbe is never read: there is no group “wbe”; did you mean “web”?
#- clusters/prod/group_vars/wbe/b.yml
b: 1
#- plays/site.yml
- hosts: all
#- plays/group_vars/weeb.yml
a: 2
#^^^^ warning orphan-group-vars: plays/group_vars/weeb.yml is never read: there is no group “weeb”; did you mean “web”?
`);
  });

  it('is told once when two runs read the folder', () => {
    check(`
#- one.sh
ansible-playbook -i clusters/prod/hosts.ini a.yml
#- two.sh
ansible-playbook -i clusters/prod/hosts.ini b.yml
#- a.yml
- hosts: all
#- b.yml
- hosts: all
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/wbe.yml
a: 1
#^^^^ warning orphan-group-vars: clusters/prod/group_vars/wbe.yml is never read: there is no group “wbe”; did you mean “web”?
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));

    silent('about a group without hosts: it is there', `
#- clusters/prod/hosts.ini
[web]
n1
[later]
#- clusters/prod/group_vars/later.yml
a: 1
`);
    silent('about all and ungrouped', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
a: 1
#- clusters/prod/group_vars/ungrouped.yml
a: 1
`);
    silent('when a run that reads the folder with another inventory has the name', `
#- run.sh
ansible-playbook -i inventory/prod.ini a.yml
ansible-playbook -i inventory/test.ini a.yml
#- a.yml
- hosts: all
#- inventory/prod.ini
[web]
n1
#- inventory/test.ini
[canary]
n2
#- inventory/group_vars/web.yml
a: 1
#- inventory/group_vars/canary.yml
a: 1
`);
    silent('when a run elsewhere has the name', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/canary.yml
a: 1
#- clusters/qa/hosts.ini
[canary]
n2
`);
    silent('when a run is opaque: an inventory script', `
#- run.sh
ansible-playbook -i inventory/ec2.py -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
#- inventory/ec2.py +x
#!/usr/bin/python3
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/tag_web.yml
a: 1
`);
    silent('when a run is opaque: the configuration of an inventory plugin', `
#- run.sh
ansible-playbook -i inventory/aws_ec2.yml -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
#- inventory/aws_ec2.yml
plugin: amazon.aws.aws_ec2
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/tag_web.yml
a: 1
`);
    silent('when a run is opaque: an inventory that the shell computes', `
#- run.sh
ansible-playbook -i "$INVENTORY" a.yml
#- a.yml
- hosts: all
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/tag_web.yml
a: 1
`);
    silent('when a run is opaque: TOML', `
#- run.sh
ansible-playbook -i inventory/hosts.toml -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
#- inventory/hosts.toml
[web.hosts]
n1 = { a = 1 }
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/tag_web.yml
a: 1
`);
    silent('beside an inventory that nobody names, where a script lies', `
#- inventory/ec2.py
print(1)
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/tag_web.yml
a: 1
`);
    silent('when a play makes the group with group_by', `
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
  tasks:
    - group_by:
        key: debian
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/debian.yml
a: 1
`);
    silent('when a play makes groups of computed names', `
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
  tasks:
    - group_by: key=os_{{ ansible_os_family }}
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/os_Debian.yml
a: 1
`);
    silent('when a play adds hosts to the group', `
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
  tasks:
    - name: one more
      add_host:
        name: n9
        groups: [fresh, newer]
    - ansible.builtin.add_host: name=n8 groups=older,oldest
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/fresh.yml
a: 1
#- inventory/group_vars/newer.yml
a: 1
#- inventory/group_vars/older.yml
a: 1
#- inventory/group_vars/oldest.yml
a: 1
`);
    silent('when a role or an included file makes the group', `
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
  roles: [grouping]
  tasks:
    - import_tasks: groups.yml
#- groups.yml
- group_by:
    key: by_file
#- roles/grouping/tasks/main.yml
- group_by:
    key: by_role
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/by_role.yml
a: 1
#- inventory/group_vars/by_file.yml
a: 1
`);
    silent('about README.md and other files that are no vars files', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/README.md
hello
#- clusters/prod/group_vars/databases.yml.bak
a: 1
#- clusters/prod/group_vars/databases.yml~
a: 1
#- clusters/prod/group_vars/.gitkeep
#- clusters/prod/group_vars/notes.txt
a: 1
`);
    silent('about README and other plain words without an extension', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/README
Hello there.
#- clusters/prod/group_vars/Makefile
all:
`);
    silent('about an empty folder', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/databases/
`);
    silent('when the inventory has no hosts yet', `
#- run.sh
ansible-playbook -i clusters/prod/hosts.ini a.yml
#- a.yml
- hosts: all
#- clusters/prod/hosts.ini
[web]
# n1
#- clusters/prod/group_vars/databases.yml
a: 1
`);
    silent('about the groups kubespray makes while it runs', kubespray() + `#- clusters/prod/hosts.ini
[kube_control_plane]
n1
#- clusters/prod/group_vars/k8s_cluster.yml
a: 1
#- clusters/prod/group_vars/calico_rr.yml
a: 1
#- clusters/prod/group_vars/kube_node.yml
a: 1
#- clusters/prod/group_vars/no_floating.yml
a: 1
#- clusters/prod/group_vars/_kubespray_needs_etcd.yml
a: 1
`);
    silent('about them without a checkout too', `
#- clusters/prod/hosts.ini
[kube_control_plane]
n1
#- clusters/prod/group_vars/k8s_cluster.yml
a: 1
`);
    silent('where a comment says so, on the line or on the first one', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/databases.yml
# groupvars: ignore orphan-group-vars
a: 1
`);
    silent('when it is turned off', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/databases.yml
a: 1
`, { severity: { 'orphan-group-vars': 'off' } });
  });

  it('is told in the severity the user sets', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/wbe.yml
a: 1
#^^^^ error orphan-group-vars: clusters/prod/group_vars/wbe.yml is never read: there is no group “wbe”; did you mean “web”?
`, { severity: { 'orphan-group-vars': 'error' } });
  });

  it('is told of k8s_cluster where a release neither has it nor makes it', () => {
    const hosts = '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml\n#- prod/hosts.ini\n[kube_control_plane]\nn1\n';
    const vars = '#- prod/group_vars/all.yml\na: 1\n#- prod/group_vars/k8s_cluster/net.yml\nkube_network_plugin: cilium\n';
    const told = '#^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning orphan-group-vars: prod/group_vars/k8s_cluster is never read: the inventory has no k8s_cluster, and kubespray v2.26.0 does not make it, as v2.27 and later do\n';
    check(kubespray('2.26.0') + hosts + vars + told);
    check(kubespray('2.27.0') + hosts + vars);
    check(kubespray('2.26.0') + hosts + '[k8s_cluster:children]\nkube_control_plane\n' + vars);
    // made of the old group
    check(kubespray('2.26.0') + hosts + '[k8s-cluster:children]\nkube_control_plane\n' + vars);
    // one of two runs makes it
    check(kubespray('2.26.0') + kubespray('2.27.0', 'new') + hosts + vars + '#- next.sh\nansible-playbook -i prod/hosts.ini new/cluster.yml\n');
  });

  it('is told of old group names, which kubespray no longer makes vars for', () => {
    check(kubespray() + `#- clusters/prod/hosts.ini
[kube_control_plane]
n1
[kube_node]
n2
#- clusters/prod/group_vars/k8s-cluster.yml
kube_network_plugin: cilium
#^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning orphan-group-vars: clusters/prod/group_vars/k8s-cluster.yml is never read: there is no group “k8s-cluster”; did you mean “k8s_cluster”?
`);
  });
});
