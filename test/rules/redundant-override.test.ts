// Definitions that equal kubespray's default: told only where they are asked for, and only where nothing would change without them.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray, type World } from '../fixtureRules';

const ON: World = { severity: { 'redundant-override': 'hint' } };
const HOSTS = '#- prod/hosts.ini\n[kube_control_plane]\ncp1\n[kube_node]\nw1\n';
const RUN = '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml\n';
const VARS = '#- prod/group_vars/all.yml\n';
const findings = (text: string, world: World = ON) => allFindings(text, world).filter(({ rule }) => rule === 'redundant-override').map(({ message }) => message.split(' ')[0]);
const CHANGED = 'kube_pods_subnet: 10.1.0.0/16\n';

describe('redundant-override', () => {
  it('the value of the default, in every role', () => {
    checkAll(kubespray() + '#- kubespray/roles/kubelet/defaults/main.yml\nport: "6443"\nmode: a\n#- kubespray/roles/other/defaults/main.yml\nport: 6443\nmode: b\n' + RUN + HOSTS + `#- prod/group_vars/all.yml
kube_network_plugin: calico
#^^^^^^^^^^^^^^^^^^^ hint redundant-override: kube_network_plugin is what the default of kubespray v2.31.0 is: without this line nothing would change (run prod)
kube_pods_subnet: 10.1.0.0/16
port: 6443
#^^^^ hint redundant-override: port is what the default of kubespray v2.31.0 is: without this line nothing would change (run prod)
mode: a
`, { world: ON, only: ['redundant-override'] });
  });

  it('a release without a checkout', () => {
    assert.deepEqual(findings(HOSTS + VARS + CHANGED + 'kube_network_plugin: calico\ndns_domain: "{{ cluster_name }}"\n', { ...ON, kubesprayVersion: 'v2.31.0' }), ['kube_network_plugin']);
  });

  it('is off', () => assert.deepEqual(findings(kubespray() + RUN + HOSTS + VARS + CHANGED + 'kube_network_plugin: calico\n', {}), []));

  describe('is silent', () => {
    it('where it is set elsewhere too', () => assert.deepEqual(findings(kubespray() + RUN + HOSTS + VARS + CHANGED + 'kube_network_plugin: calico\n#- prod/group_vars/kube_node.yml\nkube_network_plugin: cilium\n'), []));
    it('on the sample’s files as they are', () => {
      const sample = '#- kubespray/inventory/sample/group_vars/all/all.yml\nkube_network_plugin: calico\nunsafe: true\n#- kubespray/roles/kubespray_defaults/defaults/main/more.yml\nunsafe: false\n';
      const own = (text: string) => findings(kubespray() + sample + RUN + HOSTS + '#- prod/group_vars/all/all.yml\n' + text);
      assert.deepEqual(own('kube_network_plugin: calico\nunsafe: true\n'), []);
      assert.deepEqual(own('kube_network_plugin: calico\nunsafe: false\n'), ['kube_network_plugin', 'unsafe']);
    });
    it('without a checkout on a file without any change', () => assert.deepEqual(findings(HOSTS + VARS + 'kube_network_plugin: calico\ndns_domain: "{{ cluster_name }}"\nhttp_proxy: ""\n', { ...ON, kubesprayVersion: 'v2.31.0' }), []));
    it('on the sample’s own interface, and on versions of another patch', () => {
      assert.deepEqual(findings(HOSTS + VARS + 'macvlan_interface: eth1\nenable_nat_default_gateway: true\n', { ...ON, kubesprayVersion: 'v2.31.0' }), []);
      const versions = (release: string) => findings(HOSTS + VARS + CHANGED + 'kube_version: v1.31.9\n', { ...ON, kubesprayVersion: release });
      assert.deepEqual([versions('v2.27.1'), versions('v2.27.0')], [['kube_version'], []]);
    });
    it('where the release is assumed', () => assert.deepEqual(findings(HOSTS + VARS + CHANGED + 'kube_network_plugin: calico\n'), []));
    it('where it differs from the default of another run’s release', () => {
      const both = '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml\nansible-playbook -i prod/hosts.ini old/cluster.yml\n';
      const old = kubespray('2.17.0', 'old').replace('container_manager: containerd', 'container_manager: docker');
      assert.deepEqual(findings(kubespray() + old + both + HOSTS + VARS + CHANGED + 'container_manager: containerd\nkube_network_plugin: calico\n'), ['kube_network_plugin']);
    });
    it('on a boolean where the default is a number or a text', () => assert.deepEqual(findings(kubespray() + '#- kubespray/roles/r/defaults/main.yml\none: 1\nword: "true"\n' + RUN + HOSTS + VARS + CHANGED + 'one: true\nword: true\n'), []));
  });
});
