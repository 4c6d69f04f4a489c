// Old group names of kubespray, by release. What the releases make of them is recorded in test/kubespray.
import { strict as assert } from 'node:assert';
import { checkProject } from '../../server/rules/index';
import { applied } from '../fixes';
import { Fixture, fixture } from '../fixture';
import { check as checkAll, findings as allFindings, kubespray, projectOf, runNamed } from '../fixtureRules';

const ONLY = { only: ['legacy-group'] };
const findings = (fixture: string, world = {}) => allFindings(fixture, world).filter(({ rule }) => rule === 'legacy-group');

const RUN = '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml\n';
const world = (release = '2.31.0') => kubespray(release) + RUN;
const OLD = `#- prod/hosts.ini
[kube-master]
node1
[etcd]
node1
[kube-node]
node4
[k8s-cluster:children]
kube-master
kube-node
`;
const VARS = '#- prod/group_vars/k8s_cluster/k8s-cluster.yml\nkube_network_plugin: cilium\nkube_pods_subnet: 10.1.0.0/16\n';
const MIXED = '#- prod/hosts.ini\n[kube_control_plane]\nnode1\n[kube-node]\nnode4\n';

describe('legacy-group', () => {
  it('since v2.27 hosts with old names alone are not in k8s_cluster', () => {
    checkAll(world() + `#- prod/hosts.ini
[kube-master]
#^^^^^^^^^^^ warning legacy-group: kube-master is an old name: kubespray v2.31.0 makes kube_control_plane of it, but leaves 1 host, node1, out of k8s_cluster: plays for k8s_cluster skip it, and 2 variables of prod/group_vars/k8s_cluster are not read for it (run prod)
node1
[etcd]
node1
[kube-node]
#^^^^^^^^^ warning legacy-group: kube-node is an old name: kubespray v2.31.0 makes kube_node of it, but leaves 2 hosts, node4 and node5, out of k8s_cluster: plays for k8s_cluster skip them, and 2 variables of prod/group_vars/k8s_cluster are not read for them (run prod)
node4
node5
[k8s-cluster:children]
#^^^^^^^^^^^ warning legacy-group: k8s-cluster is an old name: kubespray v2.31.0 does not make k8s_cluster of it, and 3 hosts, node1, node4 and node5, are not in k8s_cluster: plays for k8s_cluster skip them, and 2 variables of prod/group_vars/k8s_cluster are not read for them (run prod)
kube-master
kube-node
` + VARS, ONLY);
  });

  it('the first release that does so, and a YAML inventory with one old name', () => {
    checkAll(kubespray('2.27.0') + `#- run.sh
ansible-playbook -i prod/hosts.yml kubespray/cluster.yml
#- prod/hosts.yml
all:
  children:
    kube_control_plane:
      hosts:
        node1:
    kube-node:
#   ^^^^^^^^^ warning legacy-group: kube-node is an old name: kubespray v2.27.0 makes kube_node of it, but leaves 1 host, node4, out of k8s_cluster: plays for k8s_cluster skip it, and 1 variable of prod/group_vars/k8s_cluster.yml is not read for it (run prod)
      hosts:
        node1:
        node4:
#- prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
`, ONLY);
  });

  it('no vars for k8s_cluster: the plays are what is lost', () => {
    assert.deepEqual(findings(world() + MIXED).map(({ message, severity }) => [severity, message]), [['warning', 'kube-node is an old name: kubespray v2.31.0 makes kube_node of it, but leaves 1 host, node4, out of k8s_cluster: plays for k8s_cluster skip it (run prod)']]);
  });

  it('calico-rr', () => {
    assert.match(findings(world() + '#- prod/hosts.ini\n[kube_control_plane]\nn1\n[calico-rr]\nrr1\n')[0]!.message, /^calico-rr is an old name: kubespray v2.31.0 makes calico_rr of it, but leaves 1 host, rr1, out of k8s_cluster/);
  });

  it('from v2.16 to v2.26 all is made: told in advance', () => {
    for (const release of ['2.16.0', '2.26.1']) {
      assert.deepEqual(findings(world(release) + MIXED + VARS).map(({ message, severity }) => [severity, message]), [['information', `kube-node is an old name: kubespray v${release} still makes kube_node of it; since v2.27 1 host, node4, would not be in k8s_cluster (run prod)`]]);
    }
    assert.deepEqual(findings(world('2.26.1') + OLD).map(({ message }) => message.split(':')[0]), ['kube-master is an old name', 'kube-node is an old name', 'k8s-cluster is an old name']);
  });

  it('no release is known: it says what is assumed, and warns where vars are lost', () => {
    const [lone] = findings(MIXED);
    assert.deepEqual([lone!.severity, lone!.message], ['information', 'kube-node is an old name: since v2.27, assumed here as no release is known, kubespray makes kube_node of it, but leaves 1 host, node4, out of k8s_cluster: plays for k8s_cluster skip it (run prod)']);
    assert.deepEqual(findings(OLD + VARS).map(({ severity }) => severity), ['warning', 'warning', 'warning']);
    assert.deepEqual(findings(MIXED + VARS).map(({ severity }) => severity), ['warning']);
    assert.deepEqual(findings(MIXED + VARS, { kubesprayVersion: '2.26.0' }).map(({ severity }) => severity), ['information']);
  });

  it('once for each file of an inventory, at the first place', () => {
    const text = kubespray() + '#- run.sh\nansible-playbook -i prod/inventory kubespray/cluster.yml\n#- prod/inventory/a\n[kube_control_plane]\nn1\n[kube-node]\nn2\n[kube-node:vars]\nx=1\n#- prod/inventory/b\n[kube-node]\nn3\n[kube-node]\nn4\n';
    assert.deepEqual(findings(text).map(({ span }) => [span.file.path, span.start]), [['/ws/prod/inventory/a', 25], ['/ws/prod/inventory/b', 1]]);
  });

  it('two releases on one inventory are two findings', () => {
    const text = kubespray('2.31.0', 'new') + kubespray('2.26.1', 'old') + '#- new.sh\nansible-playbook -i prod/hosts.ini new/cluster.yml\n#- old.sh\nansible-playbook -i prod/hosts.ini old/cluster.yml\n' + MIXED;
    assert.deepEqual(findings(text).map(({ severity }) => severity), ['warning', 'information']);
  });

  describe('silent', () => {
    const silent: Record<string, string> = {
      'up to v2.15 these are the names': world('2.15.0') + OLD,
      'a checkout that is older than its galaxy.yml and does not tell its release': '#- kubespray/cluster.yml\n- hosts: k8s-cluster\n  roles: [kubespray-defaults]\n#- kubespray/roles/kubespray-defaults/defaults/main.yaml\nkube_version: v1.10.4\n' + RUN + OLD,
      'no release is known, and nothing is of a release that has new names': OLD + '#- prod/group_vars/k8s-cluster.yml\nv: 1\n',
      'the hosts are in new groups as well': world() + MIXED + '[kube_node]\nnode4\n',
      'the hosts are in k8s_cluster, by the inventory itself': world() + MIXED + '[k8s_cluster:children]\nkube_control_plane\nkube-node\n' + VARS,
      'the same up to v2.26: nothing is lost later': world('2.26.1') + MIXED + '[k8s_cluster:children]\nkube_control_plane\nkube-node\n' + VARS,
      'k8s-cluster above new names': world() + '#- prod/hosts.ini\n[kube_control_plane]\nn1\n[kube_node]\nn2\n[k8s-cluster:children]\nkube_control_plane\nkube_node\n' + VARS,
      'no host is in the group': world() + '#- prod/hosts.ini\n[kube_control_plane]\nn1\n[calico-rr]\n',
      'no-floating is mapped by every release': world() + '#- prod/hosts.ini\n[kube_control_plane]\nn1\n[no-floating]\nn2\n',
      'a playbook that is not kubespray’s': '#- site.yml\n- hosts: kube-node\n#- run.sh\nansible-playbook -i prod/hosts.ini site.yml\n' + MIXED,
      'a run that is only written in a document': kubespray() + '#- README.md\n```\nansible-playbook -i kubespray/inventory/mine/hosts.ini kubespray/cluster.yml\n```\n#- kubespray/inventory/sample/hosts.ini\n[kube-master]\nn1\n',
      'what kubespray ships': kubespray() + '#- run.sh\nansible-playbook -i kubespray/inventory/sample/hosts.ini kubespray/cluster.yml\n#- kubespray/inventory/sample/hosts.ini\n[kube-master]\nn1\n',
      'a part of the inventory is a script': kubespray() + '#- run.sh\nansible-playbook -i prod/hosts.ini -i more.py kubespray/cluster.yml\n#- more.py\n#!/usr/bin/python\n' + MIXED,
      'an inventory of the command is not known': kubespray() + '#- run.sh\nansible-playbook -i prod/hosts.ini -i "$MORE" kubespray/cluster.yml\n' + MIXED,
      'a play of the user’s makes the group': kubespray() + '#- run.sh\nansible-playbook -i prod/hosts.ini groups.yml kubespray/cluster.yml\n#- groups.yml\n- hosts: kube-node\n  tasks:\n    - group_by:\n        key: k8s_cluster\n' + MIXED,
      'Ansible itself puts an underscore for each dash': world() + '#- ansible.cfg\n[defaults]\nforce_valid_group_names = always\n' + OLD,
    };
    for (const [name, text] of Object.entries(silent)) it(name, () => assert.deepEqual(findings(text).map(({ message }) => message), []));

    it('ansible-inventory, which makes no groups', () => {
      const { tree } = fixture(MIXED);
      const told = (command: string): string[] => {
        const world = new Fixture(tree, undefined);
        const project = world.project();
        return checkProject(project, [world.run(command, { project })]).flatMap(({ rule }) => (rule === 'legacy-group' ? rule : []));
      };
      assert.deepEqual([told('ansible-playbook -i prod/hosts.ini'), told('ansible-inventory -i prod/hosts.ini --list')], [['legacy-group'], []]);
    });

    it('a second playbook of kubespray’s finds the names that the first has made', () => {
      const boilerplate = '#- kubespray/playbooks/boilerplate.yml\n- name: Inventory setup and validation\n  hosts: all\n';
      const cluster = kubespray().replace('- hosts: k8s_cluster:etcd\n', '- import_playbook: boilerplate.yml\n- hosts: k8s_cluster:etcd\n');
      const facts = '#- kubespray/playbooks/facts.yml\n- import_playbook: boilerplate.yml\n';
      assert.equal(findings(cluster + boilerplate + facts + RUN + MIXED).length, 1);
      assert.equal(findings(cluster + boilerplate + facts + RUN.replace('kubespray/cluster', 'kubespray/playbooks/facts.yml kubespray/cluster') + MIXED).length, 0);
    });
  });

  describe('fix: the group is renamed', () => {
    const fixesOf = (text: string, settings = {}) => findings(text, settings).map(({ fixes }) => fixes.map((fix) => [fix.title, ...applied(fix)]));

    it('in headers, among children, and the folder of its vars', () => {
      assert.deepEqual(fixesOf(world() + OLD + '[kube-node:vars]\nx=1\n#- prod/group_vars/kube-node/a.yml\nv: 1\n#- prod/group_vars/k8s-cluster.yml\nv: 1\n'), [
        [['Rename group kube-master to kube_control_plane', '[kube_control_plane]\nkube_control_plane']],
        [['Rename group kube-node to kube_node', '[kube_node]\nkube_node\n[kube_node:vars]', 'kube-node -> kube_node']],
        [['Rename group k8s-cluster to k8s_cluster', '[k8s_cluster:children]', 'k8s-cluster.yml -> k8s_cluster.yml']],
      ]);
    });

    it('keys of a YAML inventory, quoted or not; comments stay', () => {
      const text = world().replace('hosts.ini', 'hosts.yml') + "#- prod/hosts.yml\nall:\n  children:\n    'kube-node':\n      hosts: {n1: , n2: } # kube-node\n    k8s-cluster:\n      children:\n        kube-node:\n";
      assert.deepEqual(fixesOf(text)[0], [['Rename group kube-node to kube_node', "    'kube_node':\n        kube_node:"]]);
    });

    it('in all files of the inventory', () => {
      const text = kubespray() + '#- run.sh\nansible-playbook -i prod/inventory kubespray/cluster.yml\n#- prod/inventory/a\n[kube_control_plane]\nn1\n[kube-node]\nn2\n#- prod/inventory/b\n[old:children]\nkube-node\n';
      assert.deepEqual(fixesOf(text), [[['Rename group kube-node to kube_node', '[kube_node]', 'kube_node']]]);
    });

    it('then the hosts are in k8s_cluster and get its vars', () => {
      const text = world() + MIXED + VARS;
      const { span, newText } = findings(text)[0]!.fixes[0]!.edits[0]!;
      const inventory = MIXED.slice(MIXED.indexOf('\n') + 1);
      const mended = world() + '#- prod/hosts.ini\n' + inventory.slice(0, span.start) + newText + inventory.slice(span.end) + VARS;
      assert.deepEqual(findings(mended), []);
      const { inventory: graph } = runNamed(projectOf(mended));
      assert.deepEqual(graph.hostsOf(graph.groups.get('k8s_cluster')!).map(({ name }) => name), ['node1', 'node4']);
    });

    const none: Record<string, string> = {
      'the new name is there': world() + MIXED + '[kube_node]\nnode7\n',
      'a host has the old name': world() + MIXED.replace('node4', 'node4\nkube-node'),
      'vars of both names': world() + MIXED + '#- prod/group_vars/kube-node.yml\nv: 1\n#- prod/group_vars/kube_node/a.yml\nv: 1\n',
      'the vars have two forms': world() + MIXED + '#- prod/group_vars/kube-node.yml\nv: 1\n#- prod/group_vars/kube-node/a.yml\nv: 1\n',
      'a value speaks of the group': world() + MIXED + '#- prod/group_vars/all.yml\nworkers: "{{ groups[\'kube-node\'] }}"\n',
      'a value of the inventory does': world() + MIXED + '[all:vars]\nworkers="{{ groups[\'kube-node\'] }}"\n',
      'a limit does': kubespray() + '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml -l kube-node\n' + MIXED,
      'a play of the user’s does': kubespray() + '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml mine.yml\n#- mine.yml\n- hosts: kube-node\n' + MIXED,
      'another run of it is kubespray of before the new names': world() + kubespray('2.15.0', 'old') + '#- old.sh\nansible-playbook -i prod/hosts.ini old/cluster.yml\n' + MIXED,
      'another inventory shares the vars': world() + '#- other.sh\nansible-playbook -i prod/other.ini kubespray/cluster.yml\n#- prod/other.ini\n[kube_control_plane]\nn1\n[kube-node]\nn2\n[kube_node]\nn2\n' + MIXED + '#- prod/group_vars/kube-node.yml\nv: 1\n',
      'its vars lie beside the playbook': world() + MIXED + '#- kubespray/playbooks/group_vars/kube-node.yml\nv: 1\n',
      'group_vars is a link': world() + MIXED + '#- prod/group_vars -> ../shared\n#- shared/kube-node.yml\nv: 1\n',
    };
    for (const [name, text] of Object.entries(none)) it(`none: ${name}`, () => assert.deepEqual(fixesOf(text), [[]]));
  });
});
