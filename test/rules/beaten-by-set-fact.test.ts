// A value that a task of kubespray replaces.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['beaten-by-set-fact'] });
const findings = (fixture: string, world = {}) => allFindings(fixture, world).filter(({ rule }) => rule === 'beaten-by-set-fact');

const CHECKOUT = kubespray() + `#- kubespray/roles/kubespray_defaults/defaults/main/more.yml
etcd_cert_dir: /etc/ssl/etcd/ssl
kubelet_flexvolumes_plugins_dir: /usr/libexec
#- kubespray/roles/kubespray_defaults/tasks/main.yml
- set_fact:
    etcd_cert_dir: "{{ kube_cert_dir }}"
  when: etcd_deployment_type == "kubeadm"
- set_fact: { kubelet_flexvolumes_plugins_dir: /var/lib/kubelet }
  when: not usr.stat.writeable
- set_fact: { main_ip: "{{ ip }}" }
- set_fact: { kubelet_cgroup_driver: systemd }
  when: kubelet_cgroup_driver is undefined
- set_fact: { download_force_cache: "{{ true if download_run_once else download_force_cache }}" }
- set_fact: { kubeadm_token: "{{ made.stdout }}" }
  when: made.stdout is defined
#- prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
#- run.sh
ansible-playbook -i prod/hosts.ini kubespray/cluster.yml
`;

describe('beaten-by-set-fact', () => {
  it('a task that always runs, one whose condition the inventory meets, and one that only the run decides', () => {
    check(CHECKOUT + `#- prod/group_vars/all.yml
main_ip: 10.0.0.1
#^^^^^^^ information beaten-by-set-fact: main_ip is replaced: a task of role kubespray_defaults of kubespray sets it too, which beats group_vars/all beside the inventory (run prod)
etcd_deployment_type: kubeadm
etcd_cert_dir: /etc/ssl/etcd
#^^^^^^^^^^^^^ information beaten-by-set-fact: etcd_cert_dir is replaced: a task of role kubespray_defaults of kubespray sets it too, which beats group_vars/all beside the inventory (run prod)
kubelet_flexvolumes_plugins_dir: /opt
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information beaten-by-set-fact: kubelet_flexvolumes_plugins_dir may be replaced: a task of role kubespray_defaults of kubespray sets it too where “not usr.stat.writeable”, which beats group_vars/all beside the inventory (run prod)
`);
  });

  it('several tasks, each under a condition of its own', () => {
    const [finding] = findings(CHECKOUT.replace('- set_fact: { main_ip: "{{ ip }}" }\n', '- set_fact: { main_ip: 1 }\n  when: [found.stat, ansible_os_family == "RedHat"]\n- set_fact: { main_ip: 2 }\n  when: ansible_os_family == "Debian"\n') + '#- prod/group_vars/all.yml\nmain_ip: 3\n');
    assert.match(finding!.message, /^main_ip may be replaced: a task of role kubespray_defaults of kubespray sets it too where “found\.stat” and “ansible_os_family == "RedHat"”, or under other conditions, which beats/);
    assert.equal(finding!.related.length, 2);
  });

  it('on a part of the hosts, with the task’s place', () => {
    const [finding] = findings(CHECKOUT + '#- prod/group_vars/kube_node.yml\netcd_deployment_type: kubeadm\n#- prod/group_vars/all.yml\netcd_cert_dir: /etc/ssl/etcd\n');
    assert.match(finding!.message, /^etcd_cert_dir is replaced on w1: /);
    assert.deepEqual(finding!.related.map(({ span, message }) => `${span.file.path}: ${message}`), ['/ws/kubespray/roles/kubespray_defaults/tasks/main.yml: set by a task of role kubespray_defaults']);
  });

  for (const [what, lines] of Object.entries({
    'a condition that the inventory does not meet': 'etcd_cert_dir: /etc/ssl/etcd',
    'set only where none is given': 'kubelet_cgroup_driver: cgroupfs',
    'made of the value itself': 'download_force_cache: true',
    'the task before it is skipped': 'kubeadm_token: abc',
    'the default, where nothing is certain': 'kubelet_flexvolumes_plugins_dir: /usr/libexec',
    'the same value': 'main_ip: "{{ ip }}"',
  })) it(`silent: ${what}`, () => assert.deepEqual(findings(`${CHECKOUT}#- prod/group_vars/all.yml\n${lines}\n`).map(({ message }) => message), []));

  it('silent: a release without a checkout', () => {
    assert.deepEqual(findings('#- prod/hosts.ini\n[kube_node]\nw1\n#- run.sh\nansible-playbook -i prod/hosts.ini\n#- prod/group_vars/all.yml\nmain_ip: 1\n', { kubesprayVersion: 'v2.31.0' }), []);
  });
});
