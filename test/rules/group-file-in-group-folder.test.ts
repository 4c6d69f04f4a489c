// A vars file that is named after one group and lies in the folder of another.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['group-file-in-group-folder'] });
const findings = (fixture: string, world = {}) => allFindings(fixture, world).filter(({ rule }) => rule === 'group-file-in-group-folder');

const RUN = `#- run.sh
ansible-playbook -i prod/hosts site.yml
#- site.yml
- hosts: all
#- prod/hosts
[web:children]
front
back
[front]
f1
[back]
b1
b2
[db]
d1
`;

describe('group-file-in-group-folder', () => {
  it('a file of a group below, in the folder of the group above', () => {
    check(RUN + `#- prod/group_vars/web/main.yml
a: 1
#- prod/group_vars/web/front.yml
a: 2
#^^^^ warning group-file-in-group-folder: front.yml lies in the folder of web, and the folder decides: 2 hosts of web outside of front get it as well, b1 and b2 (run prod)
#- prod/group_vars/web/back
a: 3
#^^^^ warning group-file-in-group-folder: back lies in the folder of web, and the folder decides: 1 host of web outside of back gets it as well, f1 (run prod)
`);
  });

  it('beside the playbook too', () => {
    check(RUN + `#- group_vars/web/front.yml
a: 2
#^^^^ warning group-file-in-group-folder: front.yml lies in the folder of web, and the folder decides: 2 hosts of web outside of front get it as well, b1 and b2 (run prod)
`);
  });

  it('kubespray: the control plane’s vars in the folder of the cluster, whose group is made while it runs', () => {
    check(kubespray() + `#- run.sh
cd kubespray
ansible-playbook -i inventory/mine/inventory.ini cluster.yml
#- kubespray/inventory/mine/inventory.ini
[kube_control_plane]
cp1
[kube_node]
w1
w2
#- kubespray/inventory/mine/group_vars/k8s_cluster/kube_control_plane.yml
kube_memory_reserved: 512Mi
#^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning group-file-in-group-folder: kube_control_plane.yml lies in the folder of k8s_cluster, and the folder decides: 2 hosts of k8s_cluster outside of kube_control_plane get it as well, w1 and w2 (run mine)
`);
  });

  it('a file of another host in the folder of a host', () => {
    check(RUN + `#- prod/host_vars/b1/b2.yml
a: 1
#^^^^ warning group-file-in-group-folder: b2.yml lies in the folder of b1, and the folder decides: b1 gets it, b2 does not (run prod)
`);
  });

  it('offers to move it to where its name counts', () => {
    const moves = (fixture: string): string[] => findings(RUN + '#- prod/group_vars/web/front.yml\na: 1\n' + fixture).flatMap(({ fixes }) => fixes.flatMap(({ title, operations }) => [title, ...operations.map((operation) => (operation.kind === 'rename' ? `${operation.from} -> ${operation.to}` : ''))]));
    assert.deepEqual(moves(''), ['Move front.yml to group_vars', '/ws/prod/group_vars/web/front.yml -> /ws/prod/group_vars/front.yml']);
    assert.deepEqual(moves('#- prod/group_vars/front/main.yml\nb: 1\n'), ['Move front.yml to group_vars/front', '/ws/prod/group_vars/web/front.yml -> /ws/prod/group_vars/front/front.yml']);
    assert.deepEqual(moves('#- prod/group_vars/front/front.yml\nb: 1\n'), []);
    assert.deepEqual(moves('#- prod/group_vars/front.yaml\nb: 1\n'), []);
    assert.deepEqual(moves('#- prod/group_vars/front\nb: 1\n'), []);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('in the folder of all', RUN + '#- prod/group_vars/all/front.yml\na: 1\n');
    silent('about a file of the group’s own name', RUN + '#- prod/group_vars/web/web.yml\na: 1\n');
    silent('about the group above: all hosts are in it', RUN + '#- prod/group_vars/front/web.yml\na: 1\n#- prod/group_vars/front/all.yml\na: 1\n');
    silent('about a group of other hosts: it may be about them and for these', RUN + '#- prod/group_vars/web/db.yml\nmy_database: d1\n');
    silent('about a group with the same hosts', RUN + '[third:children]\nweb\n#- prod/group_vars/third/web.yml\na: 1\n');
    silent('about an empty group', RUN + '[none]\n#- prod/group_vars/web/none.yml\na: 1\n');
    silent('about what is about the thing of that name', RUN + '#- prod/group_vars/web/front.yml\nother: 1\nfront_port: 80\n');
    silent('about a file that sets nothing', RUN + '#- prod/group_vars/web/front.yml\n# a: 1\n#- prod/group_vars/web/back.yml\n---\n');
    silent('about an encrypted file', RUN + '#- prod/group_vars/web/front.yml\n$ANSIBLE_VAULT;1.1;AES256\n33\n');
    silent('about files in folders further down, and about names that are not read', RUN + '#- prod/group_vars/web/more/front.yml\na: 1\n#- prod/group_vars/web/front.txt\na: 1\n');
    silent('about a group’s name in the folder of a host, and a host’s in that of a group', RUN + '#- prod/host_vars/b1/front.yml\na: 1\n#- prod/group_vars/web/b1.yml\na: 1\n');
    silent('about a folder that no run reads', RUN + '#- vars/group_vars/web/front.yml\na: 1\n#- prod/group_vars/all.yml\nb: 1\n');
    silent('where the inventory is not known in full', RUN.replace('hosts site', 'hosts -i "$MORE" site') + '#- prod/group_vars/web/front.yml\na: 1\n');
    silent('where a comment says so', RUN + '#- prod/group_vars/web/front.yml\na: 1 # groupvars: ignore group-file-in-group-folder\n');
    silent('kubespray’s sample layout', kubespray() + `#- kubespray/inventory/sample/inventory.ini
[kube_control_plane]
cp1
[etcd:children]
kube_control_plane
[kube_node]
w1
#- kubespray/inventory/sample/group_vars/all/etcd.yml
etcd_data_dir: /var/lib/etcd
#- kubespray/inventory/sample/group_vars/k8s_cluster/addons.yml
helm_enabled: false
#- kubespray/inventory/sample/group_vars/k8s_cluster/k8s-cluster.yml
kube_network_plugin: calico
#- kubespray/inventory/sample/group_vars/k8s_cluster/kube_control_plane.yml
# kube_memory_reserved: 512Mi
`);
  });
});
