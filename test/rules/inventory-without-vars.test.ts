// The inventory sits away from its vars: candidates, their order, and everything that makes the rule silent.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';
import { lineOf } from '../fixture';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['inventory-without-vars'] });
const findings = (fixture: string, world = {}) => allFindings(fixture, world).filter(({ rule }) => rule === 'inventory-without-vars');
const unreadFolder = (fixture: string, world = {}): string => /set in (\S+)\/(?:group|host)_vars, which this run does not read/.exec(findings(fixture, world)[0]?.message ?? '')?.[1] ?? 'none';

const STORY = kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i ../deploy/prod/hosts.ini cluster.yml
#- deploy/prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
kube_pods_subnet: 10.20.0.0/16
container_manager: crio
my_own: 1
#- clusters/prod/group_vars/all.yml
vault_password: hush
`;

describe('inventory-without-vars', () => {
  it('the story: an error at the inventory and in the script, with what it does to the cluster', () => {
    check(kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i ../deploy/prod/hosts.ini cluster.yml
#                   ^^^^^^^^^^^^^^^^^^^^^^^^ error inventory-without-vars: container_manager, kube_network_plugin, kube_pods_subnet, my_own and 1 more are set in clusters/prod/group_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only; kubespray v2.31.0 defaults apply. On a cluster built with cilium, calico would come up beside it; once it has, delete 10-calico.conflist and calico-kubeconfig from /etc/cni/net.d of the nodes and keep the files of cilium. Pods would get addresses from 10.233.64.0/18. The running engine crio would be removed for containerd. (run prod)
#- deploy/prod/hosts.ini
[kube_control_plane]
#^^^^^^^^^^^^^^^^^^^^ error inventory-without-vars: container_manager, kube_network_plugin, kube_pods_subnet, my_own and 1 more are set in clusters/prod/group_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only; kubespray v2.31.0 defaults apply. On a cluster built with cilium, calico would come up beside it; once it has, delete 10-calico.conflist and calico-kubeconfig from /etc/cni/net.d of the nodes and keep the files of cilium. Pods would get addresses from 10.233.64.0/18. The running engine crio would be removed for containerd. (run prod)
cp1
[kube_node]
w1
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
kube_pods_subnet: 10.20.0.0/16
container_manager: crio
my_own: 1
#- clusters/prod/group_vars/all.yml
vault_password: hush
`);
  });

  it('shows what is lost beside what the run gets; secrets stay hidden', () => {
    const finding = findings(STORY)[1];
    assert.equal(finding!.severity, 'error');
    assert.deepEqual(finding!.related.map((place) => `${place.span.file.path}:${lineOf(place.span)} ${place.message}`), [
      '/ws/clusters/prod/group_vars/k8s_cluster.yml:3 container_manager: crio here, containerd in this run',
      '/ws/clusters/prod/group_vars/k8s_cluster.yml:1 kube_network_plugin: cilium here, calico in this run',
      '/ws/clusters/prod/group_vars/k8s_cluster.yml:2 kube_pods_subnet: 10.20.0.0/16 here, 10.233.64.0/18 in this run',
      '/ws/clusters/prod/group_vars/k8s_cluster.yml:4 my_own: 1 here, not set in this run',
      '/ws/clusters/prod/group_vars/all.yml:1 vault_password: ••• here, not set in this run',
      '/ws/deploy.sh:2 a run names this inventory here',
    ]);
  });

  it('the second place is marked as the mirror of the first', () => {
    assert.deepEqual(findings(STORY).map(({ span, isMirror }) => [span.file.path, isMirror]), [['/ws/deploy.sh', true], ['/ws/deploy/prod/hosts.ini', false]]);
  });

  it('stands at each of several equal calls', () => {
    const twice = STORY + '#- nightly.sh\ncd kubespray && ansible-playbook -i ../deploy/prod/hosts.ini cluster.yml\n';
    assert.deepEqual(findings(twice).map(({ span, isMirror }) => [span.file.path, isMirror]), [['/ws/deploy.sh', true], ['/ws/deploy/prod/hosts.ini', false], ['/ws/nightly.sh', true]]);
    assert.deepEqual(findings(twice)[1]!.related.slice(-2).map(({ span, message }) => [span.file.path, message]), [['/ws/deploy.sh', 'a run names this inventory here'], ['/ws/nightly.sh', 'a run names this inventory here']]);
    // a host list stands in no file of its own
    const list = kubespray() + '#- a.sh\ncd kubespray\nansible-playbook -i kube_node, cluster.yml\n#- b.sh\ncd kubespray\nansible-playbook -i kube_node, cluster.yml\n#- clusters/prod/host_vars/kube_node.yml\nkube_network_plugin: cilium\n';
    assert.deepEqual(findings(list).map(({ span, isMirror, related }) => [span.file.path, isMirror, related.at(-1)?.message]), [['/ws/a.sh', false, 'an equal call stands here'], ['/ws/b.sh', true, 'kube_network_plugin: cilium here, calico in this run']]);
  });

  it('offers to move the folders beside the inventory', () => {
    assert.deepEqual(findings(STORY)[1]!.fixes.map(({ title, operations }) => ({ title, operations })), [
      { title: 'Move group_vars from clusters/prod beside the inventory', operations: [{ kind: 'rename', from: '/ws/clusters/prod/group_vars', to: '/ws/deploy/prod/group_vars' }] },
    ]);
  });

  it('says what two CNIs do only where the plugin differs', () => {
    check(kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i ../deploy/prod/hosts.ini cluster.yml
#                   ^^^^^^^^^^^^^^^^^^^^^^^^ error inventory-without-vars: kube_network_plugin and my_own are set in clusters/prod/group_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only; kubespray v2.31.0 defaults apply. (run prod)
#- deploy/prod/hosts.ini
[kube_control_plane]
#^^^^^^^^^^^^^^^^^^^^ error inventory-without-vars: kube_network_plugin and my_own are set in clusters/prod/group_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only; kubespray v2.31.0 defaults apply. (run prod)
cp1
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: calico
my_own: 1
`);
  });

  it('without kubespray it is a warning, and tells of no defaults', () => {
    check(`
#- run.sh
ansible-playbook -i deploy/hosts.ini site.yml
#                   ^^^^^^^^^^^^^^^^ warning inventory-without-vars: a and b are set in vars/group_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only. (run deploy)
#- site.yml
- hosts: all
#- deploy/hosts.ini
[web]
#^^^^^ warning inventory-without-vars: a and b are set in vars/group_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only. (run deploy)
n1
#- vars/group_vars/web.yml
a: 1
b: 2
`);
  });

  it('kubespray and no candidate: all values are defaults', () => {
    check(kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i ../deploy/prod/hosts.ini cluster.yml
#                   ^^^^^^^^^^^^^^^^^^^^^^^^ warning inventory-without-vars: This run reads no vars file: all values are the defaults of kubespray v2.31.0 (run prod)
#- deploy/prod/hosts.ini
[kube_control_plane]
#^^^^^^^^^^^^^^^^^^^^ warning inventory-without-vars: This run reads no vars file: all values are the defaults of kubespray v2.31.0 (run prod)
cp1
`);
  });

  it('kubespray and no vars file, but vars in the inventory or behind -e: only the rest are defaults', () => {
    const told = (files: string, words = ''): string[] => findings(`${kubespray()}#- run.sh\ncd kubespray\nansible-playbook -i ../deploy/hosts.ini ${words} ../deploy/site.yml\n#- deploy/hosts.ini\n[kube_control_plane]\ncp1 ip=10.9.0.11\n${files}`).map(({ message }) => message.slice(0, -' (run deploy)'.length));
    const wrapper = (vars = ''): string => `#- deploy/site.yml\n- import_playbook: ../kubespray/cluster.yml\n${vars}`;
    const all = Array<string>(2).fill('This run reads no vars file: all values are the defaults of kubespray v2.31.0');
    const rest = Array<string>(2).fill('This run reads no vars file: all values that inventory, plays and -e do not set are the defaults of kubespray v2.31.0');
    assert.deepEqual(told(wrapper()), all);
    assert.deepEqual(told(wrapper(), '-e ansible_user=ubuntu'), all);
    assert.deepEqual(told(wrapper(), '-e kube_version=1.30.4'), rest);
    assert.deepEqual(told(`[all:vars]\ncluster_name=shop\n${wrapper()}`), rest);
    assert.deepEqual(told(`[kube_control_plane:vars]\nkube_network_plugin=cilium\n${wrapper()}`), []);
    assert.deepEqual(told(`${wrapper()}#- deploy/own.yml\ncontainer_manager: crio\n`, '-e @../deploy/own.yml'), []);
    assert.deepEqual(told(wrapper('  vars:\n    kube_pods_subnet: 10.20.0.0/16\n')), []);
  });

  it('vars of all alone count above the inventory, where they set what makes a kubespray cluster', () => {
    const run = '#- run.sh\ncd kubespray\nansible-playbook -i ../repo/clusters/prod/hosts.ini cluster.yml\n';
    const inventory = '#- repo/clusters/prod/hosts.ini\n[kube_control_plane]\ncp1\n';
    const above = (text: string, folder = 'repo'): string => `#- ${folder}/group_vars/all.yml\n${text}`;
    const told = (fixture: string): string[] => findings(kubespray() + fixture).map(({ severity, message }) => `${severity} ${message.split(/\. | \(run/)[0]}`);
    const defaults = Array<string>(2).fill('warning This run reads no vars file: all values are the defaults of kubespray v2.31.0');
    assert.deepEqual(told(run + inventory + above('kube_network_plugin: cilium\n')), Array(2).fill('error kube_network_plugin is set in repo/group_vars, which this run does not read'));
    assert.deepEqual(told(run + inventory + above('cluster_name: shop\nntp_enabled: true\n')), defaults, 'they may be of something else');
    assert.deepEqual(told(run + inventory + above('kube_network_plugin: cilium\n', 'other')), defaults, 'they may be another cluster’s');
    assert.deepEqual(told(inventory + above('kube_network_plugin: cilium\n')), [], 'nothing names the inventory');
  });

  it('an inferred run of kubespray’s with a candidate is told of too', () => {
    check(kubespray() + `#- deploy/inventory/prod/hosts.ini
[kube_control_plane]
#^^^^^^^^^^^^^^^^^^^^ error inventory-without-vars: kube_network_plugin is set in clusters/prod/group_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only; kubespray v2.31.0 defaults apply. On a cluster built with cilium, calico would come up beside it; once it has, delete 10-calico.conflist and calico-kubeconfig from /etc/cni/net.d of the nodes and keep the files of cilium. (run prod)
cp1
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
`);
  });

  it('a host list has no file: the script has the finding', () => {
    check(kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i cp1,w1, cluster.yml
#                   ^^^^^^^ warning inventory-without-vars: etcd_member_name is set in clusters/prod/host_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only. (run deploy)
#- clusters/prod/host_vars/cp1.yml
etcd_member_name: e1
`);
  });

  it('the inventory of a run that is declared in the settings', () => {
    check(kubespray() + `#- deploy/prod/hosts.ini
[kube_control_plane]
#^^^^^^^^^^^^^^^^^^^^ error inventory-without-vars: kube_network_plugin is set in clusters/prod/group_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only; kubespray v2.31.0 defaults apply. On a cluster built with cilium, calico would come up beside it; once it has, delete 10-calico.conflist and calico-kubeconfig from /etc/cni/net.d of the nodes and keep the files of cilium. (run mine)
cp1
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
# declared
`, { runs: [{ name: 'mine', command: 'ansible-playbook -i deploy/prod/hosts.ini kubespray/cluster.yml' }] });
  });

  it('what -e gives is not lost', () => {
    check(kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i ../deploy/prod/hosts.ini -e kube_network_plugin=cilium -e @../more.yml cluster.yml
#                   ^^^^^^^^^^^^^^^^^^^^^^^^ error inventory-without-vars: container_manager is set in clusters/prod/group_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only; kubespray v2.31.0 defaults apply. The running engine crio would be removed for containerd. (run prod)
#- more.yml
kube_pods_subnet: 10.20.0.0/16
#- deploy/prod/hosts.ini
[kube_control_plane]
#^^^^^^^^^^^^^^^^^^^^ error inventory-without-vars: container_manager is set in clusters/prod/group_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only; kubespray v2.31.0 defaults apply. The running engine crio would be removed for containerd. (run prod)
cp1
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
kube_pods_subnet: 10.20.0.0/16
container_manager: crio
`);
  });

  describe('takes the likeliest candidate', () => {
    const run = `#- run.sh
ansible-playbook -i env/deploy/prod/hosts.ini site.yml
#- site.yml
- hosts: all
#- env/deploy/prod/hosts.ini
[web]
n1
`;
    const vars = (folder: string): string => `#- ${folder}/group_vars/web.yml\nunread: 1\n`;
    it('a folder above the inventory first', () => assert.equal(unreadFolder(run + vars('aaa/prod') + vars('env') + vars('aaa/other')), 'env'));
    it('then one of the same name', () => assert.equal(unreadFolder(run + vars('aaa/other') + vars('zzz/prod')), 'zzz/prod'));
    it('then one of the same root', () => {
      const world = { roots: ['/ws', '/aaa'] };
      assert.equal(unreadFolder(run + vars('/aaa/vars') + vars('zzz/vars'), world), 'ws/zzz/vars');
    });
    it('then any other', () => assert.equal(unreadFolder(run + vars('/aaa/vars'), { roots: ['/ws', '/aaa'] }), 'aaa/vars'));
    it('of two alike the first by path', () => assert.equal(unreadFolder(run + vars('zzz/b') + vars('zzz/a')), 'zzz/a'));
  });

  it('looks through the repository of an inventory outside the workspace', () => {
    const fixture = (git: string): string => kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i /elsewhere/deploy/hosts.ini cluster.yml
${git}
#- /elsewhere/deploy/hosts.ini
[kube_control_plane]
cp1
#- /elsewhere/clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
`;
    assert.equal(unreadFolder(fixture('#- /elsewhere/.git/HEAD\nref: x')), '/elsewhere/clusters/prod');
    assert.equal(unreadFolder(fixture('#- /elsewhere/nothing\n')), 'none', 'without a repository only the folders above are looked at');
  });

  it('vars beside a folder of inventories are not that folder’s own', () => {
    assert.match(findings(`#- run.sh
ansible-playbook -i inventory playbooks/site.yml
#- playbooks/site.yml
- hosts: all
#- inventory/nodes
[web]
n1
#- group_vars/web.yml
a: 1
`)[0]?.message ?? '', /^a is set in group_vars, /);
  });

  it('offers no move for an inventory outside the workspace', () => {
    const [finding] = findings(kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i /elsewhere/deploy/hosts.ini cluster.yml
#- /elsewhere/.git/HEAD
#- /elsewhere/deploy/hosts.ini
[kube_control_plane]
cp1
#- /elsewhere/vars/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
`);
    assert.deepEqual(finding!.fixes, []);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    const RUN = `#- run.sh
ansible-playbook -i deploy/hosts.ini site.yml
#- site.yml
- hosts: all
#- deploy/hosts.ini
[web]
n1
`;
    silent('without a candidate and without kubespray’s groups', RUN);
    silent('about vars that only name group all', RUN + `#- vars/group_vars/all.yml
a: 1
`);
    silent('about vars of other groups and hosts', RUN + `#- vars/group_vars/db.yml
a: 1
#- vars/host_vars/n2.yml
a: 1
`);
    silent('about vars that another inventory has beside it', RUN + `#- vars/hosts.ini
[web]
n2
#- vars/group_vars/web.yml
a: 1
`);
    silent('about vars beside something that is called an inventory, though it cannot be read', RUN + `#- vars/inventory
#!/bin/sh
#- vars/group_vars/web.yml
a: 1
`);
    silent('about vars that another written run reads', RUN + `#- other.sh
ansible-playbook -i vars/prod.ini site.yml
#- vars/prod.ini
[web]
n2
#- vars/group_vars/web.yml
a: 1
`);
    silent('about vars beside the playbook: they are read', `
#- run.sh
ansible-playbook -i deploy/hosts.ini plays/site.yml
#- plays/site.yml
- hosts: all
#- plays/group_vars/all.yml
a: 1
#- deploy/hosts.ini
[web]
n1
#- vars/group_vars/web.yml
a: 1
`);
    silent('about a run that reads one vars file', RUN + `#- deploy/group_vars/all.yml
a: 1
#- vars/group_vars/web.yml
b: 1
`);
    silent('when the run is opaque', `
#- run.sh
ansible-playbook -i deploy/hosts.ini -i "$MORE" site.yml
#- site.yml
- hosts: all
#- deploy/hosts.ini
[web]
n1
#- vars/group_vars/web.yml
a: 1
`);
    silent('without hosts', RUN.replace('n1', '# n1') + `#- vars/group_vars/web.yml
a: 1
`);
    silent('about vars files that set nothing', RUN + `#- vars/group_vars/web.yml
# nothing
---
`);
    silent('about an inventory nobody names and no kubespray', `
#- deploy/inventory/hosts.ini
[web]
n1
#- vars/group_vars/web.yml
a: 1
`);
    silent('about an inventory nobody names, kubespray and no candidate', kubespray() + `#- deploy/inventory/prod/hosts.ini
[kube_control_plane]
cp1
`);
    silent('about vars that -e replaces, all of them', `
#- run.sh
ansible-playbook -i deploy/hosts.ini -e a=1 site.yml
#- site.yml
- hosts: all
#- deploy/hosts.ini
[web]
n1
#- vars/group_vars/web.yml
a: 2
`);
    silent('where -e @file brings the very vars', `
#- run.sh
ansible-playbook -i deploy/hosts.ini -e @vars/group_vars/web.yml site.yml
#- site.yml
- hosts: all
#- deploy/hosts.ini
[web]
n1
#- vars/group_vars/web.yml
a: 2
`);
    silent('where vars_files of the plays bring the very vars', `
#- run.sh
ansible-playbook -i deploy/hosts.ini site.yml
#- site.yml
- hosts: all
  vars_files: [vars/group_vars/web.yml]
#- deploy/hosts.ini
[web]
n1
#- vars/group_vars/web.yml
a: 2
`);
    silent('where the script asks for it', RUN.replace('n1', 'n1').replace('[web]', '# groupvars: ignore inventory-without-vars\n[web]').replace('site.yml\n#-', 'site.yml # groupvars: ignore inventory-without-vars\n#-') + `#- vars/group_vars/web.yml
a: 1
`);
    silent('when it is turned off', STORY, { severity: { 'inventory-without-vars': 'off' } });
    silent('about playbooks of another tool with kubespray’s groups and no candidate', `
#- run.sh
ansible-playbook -i deploy/hosts.ini site.yml
#- site.yml
- hosts: kube_node
#- deploy/hosts.ini
[kube_node]
n1
`);
  });
});
