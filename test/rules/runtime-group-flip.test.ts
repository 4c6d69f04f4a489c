// Vars that win below a k8s_cluster of the inventory and lose beside one that kubespray makes. What wins is recorded in test/kubespray.
import { strict as assert } from 'node:assert';
import { applied } from '../fixes';
import { check as checkAll, findings as allFindings, kubespray, runNamed, projectOf } from '../fixtureRules';

const ONLY = { only: ['runtime-group-flip'] };
const findings = (fixture: string, world = {}) => allFindings(fixture, world).filter(({ rule }) => rule === 'runtime-group-flip');

const RUN = `#- run.sh
ansible-playbook -i prod/hosts.ini kubespray/cluster.yml
`;
const world = (release = '2.31.0') => kubespray(release) + RUN;
const REFLECTORS = '#- prod/hosts.ini\n[kube_control_plane]\nnode1\n[calico_rr]\nrr1\nrr2\n';
const FLIPPED = REFLECTORS + '#- prod/group_vars/k8s_cluster.yml\nv: 1\n#- prod/group_vars/calico_rr.yml\nv: 2\n';

describe('runtime-group-flip', () => {
  it('calico_rr against k8s_cluster', () => {
    const project = checkAll(world() + REFLECTORS + `#- prod/group_vars/k8s_cluster.yml
v: 1
same: 1
#- prod/group_vars/calico_rr.yml
v: 2
#^ warning runtime-group-flip: v is overridden by prod/group_vars/k8s_cluster.yml on rr1 and rr2: kubespray v2.31.0 makes k8s_cluster while it runs, beside calico_rr and not above it, and of groups side by side the last by name wins (run prod)
same: 1
`, ONLY);
    const [finding] = findings(world() + FLIPPED);
    assert.deepEqual(finding?.related.map(({ span, message }) => [span.file.path, span.start, message]), [['/ws/prod/group_vars/k8s_cluster.yml', 0, 'this v wins']]);
    assert.equal(String(runNamed(project).variable('v').find(({ hosts }) => hosts[0]!.name === 'rr1')?.variable?.value), '1');
  });

  it('files in folders, and vars of the inventory against others of it', () => {
    const text = world() + REFLECTORS + '#- prod/group_vars/k8s_cluster/a.yml\nv: 1\n#- prod/group_vars/calico_rr/a.yml\nv: 0\n#- prod/group_vars/calico_rr/b.yml\nv: 2\n';
    assert.deepEqual(findings(text).map(({ span }) => span.file.path), ['/ws/prod/group_vars/calico_rr/b.yml']);
    const ofInventory = world() + '#- prod/hosts.ini\n[kube_control_plane]\nn1\n[kube_node]\nn2\n[vms]\nn[1:3]\n[vms:vars]\nv=1\n[kube_node:vars]\nv=2\n';
    assert.deepEqual(findings(ofInventory).map(({ span, message }) => [span.file.path, message]), [['/ws/prod/hosts.ini', 'v is overridden by prod/hosts.ini on n2: kube_node lies beside vms, not below k8s_cluster, which kubespray v2.31.0 makes while it runs, and of groups side by side the last by name wins (run prod)']]);
  });

  it('a wide group of the user’s own against kube_node', () => {
    checkAll(world() + `#- prod/hosts.ini
[kube_control_plane]
node1
[kube_node]
node2
[vms]
node1
node2
#- prod/group_vars/vms.yml
v: 1
#- prod/group_vars/kube_node.yml
v: 2
#^ warning runtime-group-flip: v is overridden by prod/group_vars/vms.yml on node2: kube_node lies beside vms, not below k8s_cluster, which kubespray v2.31.0 makes while it runs, and of groups side by side the last by name wins (run prod)
`, ONLY);
  });

  it('a group below kube_node, as deep as another', () => {
    const text = world() + '#- prod/hosts.ini\n[kube_control_plane]\nnode1\n[kube_node:children]\ngpu\n[gpu]\nnode2\n[vms]\nnode1\nnode2\n#- prod/group_vars/vms.yml\nv: 1\n#- prod/group_vars/gpu.yml\nv: 2\n';
    // deeper in both orders
    assert.deepEqual(findings(text), []);
    const region = text.replace('[vms]', '[region:children]\nvms\n[vms]');
    assert.deepEqual(findings(region).map(({ span, message }) => [span.file.path, /on (.*?):/.exec(message)![1]]), [['/ws/prod/group_vars/gpu.yml', 'node2']]);
  });

  it('no release is known: an inventory without k8s_cluster is one for a current kubespray', () => {
    assert.deepEqual(findings(FLIPPED).map(({ message }) => message), ['v is overridden by prod/group_vars/k8s_cluster.yml on rr1 and rr2: kubespray (v2.31 is assumed) makes k8s_cluster while it runs, beside calico_rr and not above it, and of groups side by side the last by name wins (run prod)']);
  });

  describe('silent', () => {
    const silent: Record<string, string> = {
      'the inventory declares k8s_cluster': world() + FLIPPED.replace('#- prod/group', '[k8s_cluster:children]\nkube_control_plane\ncalico_rr\n#- prod/group'),
      'a release that makes none': world('2.26.1') + FLIPPED,
      'the same value': world() + FLIPPED.replace('v: 2', 'v: 1'),
      'a host of its own wins': world() + FLIPPED + '#- prod/host_vars/rr1.yml\nv: 3\n#- prod/host_vars/rr2.yml\nv: 3\n',
      'an extra var wins': kubespray() + '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml -e v=3\n' + FLIPPED,
      'kube_node wins over k8s_cluster either way': world() + '#- prod/hosts.ini\n[kube_control_plane]\nn1\n[kube_node]\nn2\n#- prod/group_vars/k8s_cluster.yml\nv: 1\n#- prod/group_vars/kube_node.yml\nv: 2\n',
      'all nodes are route reflectors': world() + FLIPPED.replace('node1\n', 'rr1\n'),
      'the user’s own group is the narrower one, and wins': world() + '#- prod/hosts.ini\n[kube_control_plane]\nn1\n[kube_node]\nn2\nn3\n[zone_b]\nn2\n#- prod/group_vars/zone_b.yml\nv: 1\n#- prod/group_vars/kube_node.yml\nv: 2\n',
      'of two groups that share hosts nobody knows which is meant': world() + '#- prod/hosts.ini\n[kube_control_plane]\nn1\n[kube_node]\nn2\nn3\n[zone_b]\nn1\nn2\n#- prod/group_vars/zone_b.yml\nv: 1\n#- prod/group_vars/kube_node.yml\nv: 2\n',
      'a priority says which is meant': world() + '#- prod/hosts.ini\n[kube_control_plane]\nn1\n[kube_node]\nn2\n[vms]\nn1\nn2\n[vms:vars]\nansible_group_priority=5\n#- prod/group_vars/vms.yml\nv: 1\n#- prod/group_vars/kube_node.yml\nv: 2\n',
      'the control plane below etcd lies as deep as kube_node would': world() + '#- prod/hosts.ini\n[kube_control_plane]\nn1\nn2\n[etcd:children]\nkube_control_plane\n[kube_node]\nn1\n#- prod/group_vars/kube_control_plane.yml\nv: 1\n#- prod/group_vars/kube_node.yml\nv: 2\n',
      'a part of the inventory is a script': kubespray() + '#- run.sh\nansible-playbook -i prod/hosts.ini -i more.py kubespray/cluster.yml\n#- more.py\n#!/usr/bin/python\n' + FLIPPED,
      'a playbook that is not kubespray’s': '#- site.yml\n- hosts: all\n#- run.sh\nansible-playbook -i prod/hosts.ini site.yml\n' + FLIPPED,
      'vars beside another inventory, which are read later': kubespray() + '#- run.sh\nansible-playbook -i prod/hosts.ini -i more/hosts.ini kubespray/cluster.yml\n#- more/hosts.ini\n[kube_node]\nnode9\n#- more/group_vars/k8s_cluster.yml\nv: 1\n' + REFLECTORS + '#- prod/group_vars/calico_rr.yml\nv: 2\n',
      'mappings that are merged': world() + '#- ansible.cfg\n[defaults]\nhash_behaviour = merge\n' + FLIPPED.replace('v: 1', 'v: {a: 1}').replace('v: 2', 'v: {a: 2}'),
    };
    for (const [name, text] of Object.entries(silent)) it(name, () => assert.deepEqual(findings(text).map(({ message }) => message), []));
  });

  describe('fix: k8s_cluster is declared', () => {
    const fixesOf = (text: string) => findings(text)[0]?.fixes.map((fix) => [fix.title, ...applied(fix)]);

    it('with the groups that are there, in the order of the samples', () => {
      assert.deepEqual(fixesOf(world() + FLIPPED), [['Declare k8s_cluster in hosts.ini, above kube_control_plane and calico_rr', '[k8s_cluster:children]\nkube_control_plane\ncalico_rr']]);
      const [finding] = findings(world() + FLIPPED);
      assert.deepEqual(finding!.fixes[0]!.edits.map(({ span, newText }) => [span.start === span.file.text.length, newText]), [[true, '\n[k8s_cluster:children]\nkube_control_plane\ncalico_rr\n']]);
    });

    it('then the narrower group wins, and nothing is told', () => {
      const text = world() + FLIPPED;
      const [edit] = findings(text)[0]!.fixes[0]!.edits;
      const mended = text.replace('rr2\n', 'rr2\n' + edit!.newText);
      assert.deepEqual(findings(mended), []);
      assert.equal(String(runNamed(projectOf(mended)).variable('v').find(({ hosts }) => hosts[0]!.name === 'rr1')?.variable?.value), '2');
    });

    const none: Record<string, string> = {
      'it would change what another variable is': world() + FLIPPED.replace('#- prod/group', '[kube_node]\nn2\nn3\n[zone_b]\nn2\n#- prod/group') + '#- prod/group_vars/zone_b.yml\nw: 1\n#- prod/group_vars/kube_node.yml\nw: 2\n',
      'a YAML inventory': world().replace('hosts.ini', 'hosts.yml') + FLIPPED.replace(/#- prod\/hosts.ini[^#]*/, '#- prod/hosts.yml\nkube_control_plane:\n  hosts:\n    node1:\ncalico_rr:\n  hosts:\n    rr1:\n'),
      'the groups stand in two files': world().replace('hosts.ini', 'inventory') + '#- prod/inventory/a\n[kube_control_plane]\nnode1\n#- prod/inventory/b\n[calico_rr]\nrr1\n#- prod/inventory/group_vars/k8s_cluster.yml\nv: 1\n#- prod/inventory/group_vars/calico_rr.yml\nv: 2\n',
      'another run of the file is not kubespray’s': world() + '#- site.yml\n- hosts: all\n#- site.sh\nansible-playbook -i prod/hosts.ini site.yml\n' + FLIPPED,
    };
    for (const [name, text] of Object.entries(none)) {
      it(`none: ${name}`, () => {
        assert.equal(findings(text).length, 1);
        assert.deepEqual(fixesOf(text), []);
      });
    }
  });
});
