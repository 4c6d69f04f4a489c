// One cluster, two values.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['split-value', 'missed-hosts'] });
const findings = (fixture: string, world = {}) => allFindings(fixture, world).filter(({ rule }) => rule === 'split-value');

const HOSTS = kubespray() + `#- clusters/prod/hosts.ini
[kube_control_plane]
cp1
cp2
[etcd:children]
kube_control_plane
[kube_node]
w1
w2
w3
w4
#- run.sh
ansible-playbook -i clusters/prod/hosts.ini kubespray/cluster.yml
`;

describe('split-value', () => {
  it('two values for two groups: at the value of the fewer hosts', () => {
    check(HOSTS + `#- clusters/prod/group_vars/kube_control_plane.yml
kube_network_plugin: cilium
#^^^^^^^^^^^^^^^^^^^ warning split-value: kube_network_plugin must be the same on all nodes of a cluster: flannel on 4 hosts (w1, …) and cilium on cp1 and cp2. Two network plugins run side by side, and each node takes the one whose file comes first in /etc/cni/net.d. (run prod)
#- clusters/prod/group_vars/kube_node.yml
kube_network_plugin: flannel
`);
  });

  it('one value, of which one has a comment of Jinja in it', () => {
    assert.deepEqual(findings(HOSTS + `#- clusters/prod/group_vars/all.yml
kube_network_plugin: calico
#- clusters/prod/host_vars/w3.yml
kube_network_plugin: "calico{# as everywhere #}"
`), []);
  });

  it('a host of its own', () => {
    const [finding] = findings(HOSTS + `#- clusters/prod/group_vars/all.yml
kube_pods_subnet: 10.10.0.0/16
#- clusters/prod/host_vars/w3.yml
kube_pods_subnet: 10.11.0.0/16
`);
    assert.match(finding!.message, /^kube_pods_subnet must be the same on all nodes of a cluster: 10\.10\.0\.0\/16 on 5 hosts \(cp1, …\) and 10\.11\.0\.0\/16 on w3\./);
    assert.equal(finding!.span.file.path, '/ws/clusters/prod/host_vars/w3.yml');
    assert.deepEqual(finding!.related.map(({ span, message }) => `${span.file.path}: ${message}`), ['/ws/clusters/prod/group_vars/all.yml: 10.10.0.0/16 for 5 hosts (cp1, …)']);
  });

  it('programs of Flatcar lie elsewhere: kubespray says so itself', () => {
    const flatcar = HOSTS.replace('#- run.sh', '[flatcar]\nw3\nw4\n#- run.sh');
    const of = (hosts: string, name: string, value: string) => findings(`${hosts}#- clusters/prod/group_vars/all.yml\nbin_dir: /usr/local/bin\n#- clusters/prod/${name}.yml\nbin_dir: ${value}\n`).length;
    assert.equal(of(flatcar, 'group_vars/flatcar', '/opt/bin'), 0);
    assert.equal(of(flatcar, 'group_vars/flatcar', '/opt/own'), 1);
    assert.equal(of(flatcar, 'host_vars/w1', '/opt/bin'), 1);
    check(`${flatcar}#- clusters/prod/group_vars/flatcar.yml\nbin_dir: /opt/bin\n#- kubespray/roles/kubespray_defaults/defaults/main/bin.yml\nbin_dir: /usr/local/bin\n`);
  });

  for (const [what, files] of Object.entries({
    'the same value twice': '#- clusters/prod/group_vars/kube_node.yml\nkube_apiserver_port: 6444\n#- clusters/prod/group_vars/kube_control_plane.yml\nkube_apiserver_port: "6444"\n',
    'values that are known only when the play runs': '#- clusters/prod/group_vars/kube_node.yml\nkube_version: "{{ a }}"\n#- clusters/prod/group_vars/kube_control_plane.yml\nkube_version: "{{ b }}"\n',
    'etcd on purpose': '#- clusters/prod/group_vars/all.yml\ncontainer_manager: crio\n#- clusters/prod/host_vars/nobody.yml\ncontainer_manager: docker\n',
    'a variable that nodes need not agree on': '#- clusters/prod/group_vars/kube_node.yml\nkubelet_max_pods: 200\n#- clusters/prod/group_vars/kube_control_plane.yml\nkubelet_max_pods: 50\n',
    'both are overridden by -e': '#- run.sh\nansible-playbook -i clusters/prod/hosts.ini -e kube_network_plugin=cilium kubespray/cluster.yml\n#- clusters/prod/group_vars/kube_node.yml\nkube_network_plugin: flannel\n#- clusters/prod/group_vars/kube_control_plane.yml\nkube_network_plugin: calico\n',
    'another -e that is not known': '#- run.sh\nansible-playbook -i clusters/prod/hosts.ini -e "$MORE" kubespray/cluster.yml\n#- clusters/prod/group_vars/kube_node.yml\nkube_network_plugin: flannel\n#- clusters/prod/group_vars/kube_control_plane.yml\nkube_network_plugin: calico\n',
  })) it(`silent: ${what}`, () => void check(HOSTS.replace(/#- run\.sh\n.*\n/, files.includes('#- run.sh') ? '' : '$&') + files));

  it('silent for a playbook that is not kubespray’s', () => {
    check(HOSTS.replace('hosts.ini kubespray/cluster.yml', 'hosts.ini site.yml') + '#- site.yml\n- hosts: all\n#- clusters/prod/group_vars/kube_node.yml\nkube_network_plugin: flannel\n#- clusters/prod/group_vars/kube_control_plane.yml\nkube_network_plugin: calico\n');
  });
});
