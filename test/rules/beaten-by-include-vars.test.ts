// A value that kubespray replaces on hosts of some systems.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['beaten-by-include-vars'] });
const findings = (fixture: string, world = {}) => allFindings(fixture, world).filter(({ rule }) => rule === 'beaten-by-include-vars');

const HOSTS = `#- prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
#- run.sh
ansible-playbook -i prod/hosts.ini kubespray/cluster.yml
`;
const FIRST_FOUND = `- include_vars: "{{ item }}"
  with_first_found:
    - files: ["{{ ansible_distribution | lower }}-{{ ansible_distribution_major_version }}.yml", "{{ ansible_distribution | lower }}.yml"]
      skip: true
`;
const CHECKOUT = kubespray() + `#- kubespray/roles/kubespray_defaults/defaults/main/more.yml
bin_dir: /usr/local/bin
crio_version: 1.30.0
#- kubespray/roles/kubespray_defaults/tasks/main.yml
- include_role: { name: container-engine/docker }
  when: container_manager == 'docker'
- include_role: { name: container-engine/cri-o }
  when: container_manager == 'crio'
${FIRST_FOUND}#- kubespray/roles/kubespray_defaults/vars/ubuntu-24.yml
kube_resolv_conf: /run/resolv.conf
#- kubespray/roles/kubespray_defaults/vars/ubuntu-22.yml
kube_resolv_conf: /run/resolv.conf
#- kubespray/roles/kubespray_defaults/vars/flatcar.yml
bin_dir: /opt/bin
#- kubespray/roles/container-engine/docker/tasks/main.yml
${FIRST_FOUND}#- kubespray/roles/container-engine/docker/vars/debian.yml
docker_package_info: 1
#- kubespray/roles/container-engine/cri-o/tasks/main.yml
- include_vars: v1.29.yml
  when: crio_version is version("1.29.0", operator=">=")
- include_vars: v1.31.yml
  when: found.stat.exists
#- kubespray/roles/container-engine/cri-o/vars/v1.29.yml
crio_conmon: /a
#- kubespray/roles/container-engine/cri-o/vars/v1.31.yml
crio_runtime_bin_dir: /a
` + HOSTS;

describe('beaten-by-include-vars', () => {
  it('names the systems, and leads to their files', () => {
    check(CHECKOUT + `#- prod/group_vars/all.yml
kube_resolv_conf: /etc/resolv.conf
#^^^^^^^^^^^^^^^^ warning beaten-by-include-vars: kube_resolv_conf does not hold on hosts with Ubuntu 22 and Ubuntu 24: role kubespray_defaults of kubespray brings in a vars file there, which beats group_vars/all beside the inventory (run prod)
`);
    const [finding] = findings(CHECKOUT + '#- prod/group_vars/all.yml\nkube_resolv_conf: /etc/resolv.conf\n');
    assert.deepEqual(finding!.related.map(({ span, message }) => `${span.file.path}: ${message}`), ['22', '24'].map((version) => `/ws/kubespray/roles/kubespray_defaults/vars/ubuntu-${version}.yml: on hosts with Ubuntu ${version}`));
  });

  it('a system that few clusters have: information, and a warning where something is named after it', () => {
    const set = '#- prod/group_vars/all.yml\nbin_dir: /opt/kube/bin\n';
    assert.deepEqual(findings(CHECKOUT + set).map(({ severity }) => severity), ['information']);
    assert.deepEqual(findings(CHECKOUT.replaceAll('w1\n', 'flatcar-1\n') + set).map(({ severity }) => severity), ['warning']);
    assert.deepEqual(findings(CHECKOUT + '#- prod/group_vars/all.yml\nbin_dir: /usr/local/bin\n'), [], 'the default');
    // a group of its own has its own value; the rest is none of that system
    const apart = CHECKOUT.replace('w1\n', 'w1\n[flatcar]\nf1\n[kube_node:children]\nflatcar\n');
    assert.notEqual(apart, CHECKOUT);
    assert.deepEqual(findings(apart + set + '#- prod/group_vars/flatcar.yml\nbin_dir: /opt/bin\n').map(({ severity }) => severity), ['information']);
    assert.deepEqual(findings(apart + '#- prod/group_vars/all.yml\nbin_dir: /usr/local/bin\n#- prod/group_vars/flatcar.yml\nbin_dir: /opt/bin\n'), []);
  });

  it('a role that the inventory chooses', () => {
    const set = (engine: string): string => `#- prod/group_vars/all.yml\ncontainer_manager: ${engine}\ndocker_package_info: 2\n`;
    assert.equal(findings(CHECKOUT + set('docker')).length, 1);
    assert.deepEqual(findings(CHECKOUT + set('containerd')), []);
  });

  it('a file that variables choose says its condition; one that the host chooses is left out', () => {
    check(CHECKOUT + `#- prod/group_vars/all.yml
container_manager: crio
crio_conmon: /b
#^^^^^^^^^^^ warning beaten-by-include-vars: crio_conmon does not hold where “crio_version is version("1.29.0", operator=">=")”: role container-engine/cri-o of kubespray brings in a vars file there, which beats group_vars/all beside the inventory (run prod)
crio_runtime_bin_dir: /b
`);
  });

  it('a release without a checkout: where the catalogue knows the value', () => {
    const set = HOSTS.replace(' kubespray/cluster.yml', '') + '#- prod/group_vars/all.yml\nkube_resolv_conf: /etc/resolv.conf\ncontainer_manager: docker\ndocker_version: "1"\n';
    assert.deepEqual(findings(set, { kubesprayVersion: 'v2.31.0' }).map(({ span }) => span.start), [0]);
    assert.deepEqual(findings(set.replace('/etc/', '/run/systemd/resolve/'), { kubesprayVersion: 'v2.31.0' }), []);
    assert.deepEqual(findings(set), [], 'an assumed release');
  });

  it('silent: the same value', () => {
    check(CHECKOUT + '#- prod/group_vars/all.yml\nkube_resolv_conf: /run/resolv.conf\n');
  });
});
