// `groupvars vars --overrides`: each override with its class and kubespray's default, as a table, as YAML and as JSON.
import { strict as assert } from 'node:assert';
import { kubespray } from '../fixtureRules';
import { Terminal } from './terminal';

const WORLD = kubespray() + `#- kubespray/roles/net/defaults/main.yml
net_mode: a
domain: "{{ cluster_name }}.lan"
#- kubespray/roles/other/defaults/main.yml
net_mode: b
#- kubespray/roles/net/vars/main.yml
net_files: [a]
#- clusters/prod/hosts.ini
[kube_control_plane]
cp1 ansible_host=10.0.0.1
[kube_node]
w1
w2
#- clusters/prod/group_vars/all.yml
kube_pods_subnet: 10.233.64.0/18
kube_network_plugin: cilium
ingress_nginx_enabled: true
kubelet_max_pod: 250
net_mode: a
net_files: [b]
domain: example.com
own: 1
http_proxy: "http://{{ own }}"
registry_password: secret
#- clusters/prod/host_vars/w2.yml
kube_network_plugin: calico
`;

describe('vars --overrides', () => {
  const world = new Terminal(WORLD);
  const vars = (words: string): string => {
    const { code, out, err } = world.call(`vars --overrides ${words} -i clusters/prod/hosts.ini`);
    assert.deepEqual([code, err], [0, '']);
    return out;
  };

  it('a table, the changed ones first; what is Ansible’s and one’s own is left out', () => {
    const rows = vars('').trimEnd().split('\n').map((line) => line.trim().split(/ {2,}/).join(' | '));
    assert.deepEqual(rows, [
      'changed | domain | example.com | default {{ cluster_name }}.lan | all hosts',
      'changed | http_proxy | http://{{ own }} | no default | all hosts',
      'changed | kube_network_plugin | cilium | default calico | cp1, w1',
      'changed | net_mode | a | default by role a or b | all hosts',
      'removed | ingress_nginx_enabled | true | does nothing since kubespray v2.31: the NGINX ingress controller is not installed any more | all hosts',
      'unknown | kubelet_max_pod | 250 | nothing reads it | all hosts',
      'unknown | registry_password | ••• | nothing reads it | all hosts',
      'without-effect | net_files | [b] | role var [a] | all hosts',
      'equal | kube_network_plugin | calico | default calico | w2',
      'equal | kube_pods_subnet | 10.233.64.0/18 | default 10.233.64.0/18 | all hosts',
    ]);
  });
  it('what role vars of the plays beat is shown as the user has it', () => {
    const beaten = new Terminal(`${WORLD}#- kubespray/roles/kubespray_defaults/vars/main.yml
kube_major_version: "{{ kube_version }}"
#- clusters/prod/group_vars/k8s_cluster.yml
kube_major_version: "1.33"
`);
    assert.equal(beaten.call('vars --overrides kube_major_version --origins -i clusters/prod/hosts.ini').out, 'without-effect  kube_major_version  "1.33"  role var {{ kube_version }}  clusters/prod/group_vars/k8s_cluster.yml:1  all hosts\n');
  });
  it('one by name, with its place', () => assert.equal(vars('kube_pods_subnet --origins'), 'equal  kube_pods_subnet  10.233.64.0/18  default 10.233.64.0/18  clusters/prod/group_vars/all.yml:1  all hosts\n'));
  it('YAML: class and default behind each', () => assert.equal('\n' + vars('kube_network_plugin net_files --format yaml -l cp1'), `
"cp1":
  "kube_network_plugin": "cilium"  # changed, default calico
  "net_files": [ "b" ]  # without-effect, role var [a]
`));
  it('JSON', () => {
    const all = JSON.parse(vars('--format json -l w1')) as Record<string, Record<string, { class: string; default: unknown; value: unknown }>>;
    const at = (file: string, line: number) => ({ file, line, column: 1, from: 'file' });
    const told = (name: string) => [all['w1']![name]!.class, all['w1']![name]!.default];
    assert.deepEqual(told('kube_pods_subnet'), ['equal', { value: '10.233.64.0/18', origin: at('kubespray/roles/kubespray_defaults/defaults/main/main.yml', 4), computed: false }]);
    assert.deepEqual(told('domain'), ['changed', { value: '{{ cluster_name }}.lan', origin: at('kubespray/roles/net/defaults/main.yml', 2), computed: true }]);
    assert.deepEqual(told('net_mode'), ['changed', { value: 'a', origin: at('kubespray/roles/net/defaults/main.yml', 1), computed: false, others: [{ value: 'b', origin: at('kubespray/roles/other/defaults/main.yml', 1), computed: false }] }]);
    assert.deepEqual(told('http_proxy'), ['changed', null]);
    assert.deepEqual(told('ingress_nginx_enabled'), ['removed', null]);
    assert.equal(all['w1']!['ansible_host'], undefined);
    assert.equal(all['w1']!['own'], undefined);
  });
  it('a release alone, and one that is assumed: it is said', () => {
    const bare = new Terminal('#- hosts.ini\n[kube_control_plane]\nn1\n#- group_vars/all.yml\ndns_domain: example.com\n');
    assert.deepEqual(bare.call('vars --overrides -i hosts.ini --kubespray v2.31.0'), { code: 0, out: 'changed  dns_domain  example.com  default computed from cluster_name  n1\n', err: '' });
    assert.match(bare.call('vars --overrides -i hosts.ini --kubespray v2.31.99').err, /^compared with the defaults of v2\.31\.0, of kubespray v2\.31\.99 none are known: versions may differ\n$/);
    const { out, err } = bare.call('vars --overrides -i hosts.ini');
    assert.equal(out, 'changed  dns_domain  example.com  default computed from cluster_name  n1\n');
    assert.match(err, /^compared with kubespray \(v2\.\d+ is assumed\): /);
    assert.deepEqual(bare.call('vars --overrides -i hosts.ini --kubespray v2.12.0'), { code: 0, out: '', err: 'the defaults of kubespray v2.12.0 are not known: nothing is compared\nnothing is overridden\n' });
  });
  it('defaults of two roles that are computed from the same are told once', () => {
    const bare = new Terminal('#- hosts.ini\n[kube_control_plane]\nn1\n#- group_vars/all.yml\nkube_cert_dir: /etc/ssl\n');
    assert.equal(bare.call('vars --overrides -i hosts.ini --kubespray v2.31.0').out, 'changed  kube_cert_dir  /etc/ssl  default computed from kube_config_dir  n1\n');
  });
  it('a run that is not kubespray’s', () => {
    const bare = new Terminal('#- hosts.ini\n[web]\nn1\n#- group_vars/all.yml\na: 1\n');
    assert.deepEqual(bare.call('vars --overrides -i hosts.ini'), { code: 0, out: '', err: 'this run is not kubespray’s: nothing is compared\nnothing is overridden\n' });
  });
});
