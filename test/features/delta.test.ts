// The delta of an inventory against kubespray's defaults, as a document.
import { strict as assert } from 'node:assert';
import { delta } from '../../server/features/delta';
import { parseYaml } from '../../server/core/yaml';
import type { SourceFile } from '../../server/core/tree';
import { fixture, type Fixture } from '../fixture';
import { kubespray, runNamed, type World } from '../fixtureRules';

const RUN = '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml\n';
const HOSTS = '#- prod/hosts.ini\n[kube_control_plane]\ncp1\n[kube_node]\nw1\nw2\n';

function documentOf(world: Fixture, settings: World = {}, showSecrets = false): string {
  const project = world.project(settings);
  const { text } = delta(project, runNamed(project), showSecrets);
  const file: SourceFile = { kind: 'file', path: '/delta.yaml', text, executable: false, hasByteOrderMark: false };
  assert.deepEqual(parseYaml(file).problems, [], 'it is YAML');
  return text;
}

describe('delta', () => {
  it('by class, changed first, and what is left alone', () => {
    const world = fixture(kubespray() + RUN + HOSTS + `#- kubespray/roles/net/vars/main.yml
net_files: [a]
#- prod/group_vars/all.yml
kube_network_plugin: cilium
kube_pods_subnet: 10.233.64.0/18
etcd_deployment_type: host
ingress_nginx_enabled: true
kubelet_max_pod: 250
net_files: [b]
http_proxy: http://proxy
kubeadm_certificate_key: secret
#- prod/host_vars/w2.yml
kube_pods_subnet: 10.1.0.0/16
`);
    assert.equal('\n' + documentOf(world), `
# Delta against the defaults of kubespray v2.31.0, run prod
# ansible-playbook -i prod/hosts.ini kubespray/cluster.yml

# Changed (4)

http_proxy: http://proxy  # group_vars/all.yml:7
  # no default
kube_network_plugin: cilium  # group_vars/all.yml:1
  # default calico  kubespray_defaults/defaults/main/main.yml:3
kube_pods_subnet: 10.1.0.0/16  # host_vars/w2.yml:1
  # default 10.233.64.0/18  kubespray_defaults/defaults/main/main.yml:4
  # on cp1, w1: 10.233.64.0/18  group_vars/all.yml:2
kubeadm_certificate_key: •••  # group_vars/all.yml:8
  # no default

# Removed: kubespray no longer reads them (1)

ingress_nginx_enabled: true  # group_vars/all.yml:4
  # does nothing since kubespray v2.31: the NGINX ingress controller is not installed any more

# Unknown: nothing reads them (1)

kubelet_max_pod: 250  # group_vars/all.yml:5
  # nothing reads it

# Without effect: role vars beat them (1)

net_files:  # group_vars/all.yml:6
  # role var [a]  net/vars/main.yml:1
  - b

# Equal to the default (1)
#   etcd_deployment_type

# Left to their defaults, of those that matter most

container_manager: containerd  # kubespray_defaults/defaults/main/main.yml:1
kube_service_addresses: 10.233.0.0/18  # kubespray_defaults/defaults/main/main.yml:5
`);
    assert.match(documentOf(world, {}, true), /^kubeadm_certificate_key: secret/m);
  });

  it('what role vars of the plays beat is shown as the user has it', () => {
    const world = fixture(kubespray() + RUN + HOSTS + `#- kubespray/roles/kubespray_defaults/vars/main.yml
kube_major_version: "{{ kube_version }}"
#- prod/group_vars/all.yml
kube_major_version: "1.33"
#- prod/host_vars/w2.yml
kube_major_version: "1.34"
`);
    assert.match(documentOf(world), /^kube_major_version: "1\.33" {2}# group_vars\/all\.yml:1\n {2}# role var \{\{ kube_version \}\} {2}kubespray_defaults\/vars\/main\.yml:1\n {2}# on w2: "1\.34" {2}host_vars\/w2\.yml:1$/m);
  });

  it('a release alone: of network plugins what belongs to the chosen one', () => {
    const left = (vars: string): string => documentOf(fixture(HOSTS + '#- prod/group_vars/all.yml\n' + vars), { kubesprayVersion: 'v2.31.0' }).split('# Left')[1]!;
    assert.match(left('cluster_name: c\n'), /^calico_vxlan_mode: Always {2}# roles\/network_plugin\/calico/m);
    assert.doesNotMatch(left('cluster_name: c\n'), /^cilium_|^cluster_name/m);
    assert.match(left('kube_network_plugin: cilium\n'), /^cilium_ipam_mode: cluster-pool {2}# roles\/network_plugin\/cilium/m);
    assert.doesNotMatch(left('kube_network_plugin: cilium\n'), /^calico_/m);
  });

  it('an assumed release is told; of a run without kubespray, and of a release that is not known, there is nothing', () => {
    assert.match(documentOf(fixture(HOSTS + '#- prod/group_vars/all.yml\nkube_pods_subnet: 10.1.0.0/16\n')), /^# Compared with kubespray \(v2\.\d+ is assumed\): /m);
    assert.match(documentOf(fixture(HOSTS), { kubesprayVersion: 'v2.12.0' }), /\n# The defaults of kubespray v2\.12\.0 are not known: nothing is compared\.\n$/);
    assert.match(documentOf(fixture('#- prod/hosts.ini\n[web]\nw1\n')), /\n# This run is not kubespray’s: nothing is compared\.\n$/);
    assert.match(documentOf(fixture(HOSTS), { kubesprayVersion: 'v2.31.0' }), /\n# Nothing overrides kubespray\.\n/);
  });

  it('what texts hold is no markup, no secret is shown, and long values are cut', () => {
    const text = documentOf(fixture(HOSTS + `#- prod/group_vars/all.yml
kube_pods_subnet: "a\\u202e # b\\n- c"
"odd: name\\u0007": 1
kube_oidc_client_secret: hunter2
dns_domain: {password: hunter2, plain: "${'x'.repeat(300_000)}"}
`), { kubesprayVersion: 'v2.31.0' });
    assert.doesNotMatch(text, /hunter2|[\u202e\u0007]/);
    assert.match(text, /^dns_domain: …/m);
    assert.ok(text.length < 20_000, `${text.length} characters`);
  });
});
