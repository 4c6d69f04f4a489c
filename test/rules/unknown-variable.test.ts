// Names that kubespray does not have: near misses and families of its own are told, all else may be somebody's.
import { strict as assert } from 'node:assert';
import { applied } from '../fixes';
import { check as checkAll, findings as allFindings, kubespray, type World } from '../fixtureRules';

const ONLY = { only: ['unknown-variable'] };
const HOSTS = '#- prod/hosts.ini\n[kube_control_plane]\ncp1\n[kube_node]\nw1\n';
const RUN = '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml\n';
const VARS = '#- prod/group_vars/all.yml\n';
const findings = (text: string, world?: World) => allFindings(text, world).filter(({ rule }) => rule === 'unknown-variable');
const told = (vars: string, more = '', release = '2.31.0') => findings(kubespray(release) + RUN + HOSTS + VARS + vars + more).map(({ message, severity }) => `${severity}: ${message.replace(' (run prod)', '')}`);
/** The same without a checkout. */
const toldOf = (vars: string, world: World) => findings(HOSTS + VARS + vars, world).map(({ message, severity }) => `${severity}: ${message.replace(' (run prod)', '')}`);

describe('unknown-variable', () => {
  it('a letter too few, and the fix', () => {
    checkAll(kubespray() + RUN + HOSTS + `#- prod/group_vars/all.yml
kubelet_max_pod: 250
#^^^^^^^^^^^^^^^ warning unknown-variable: nothing reads kubelet_max_pod: kubespray v2.31.0 has no such variable; did you mean “kubelet_max_pods”? (run prod)
kube_network_plugin: cilium
`, ONLY);
    assert.deepEqual(findings(kubespray() + RUN + HOSTS + VARS + 'kubelet_max_pod: 250\n').flatMap(({ fixes }) => fixes.flatMap(applied)), ['kubelet_max_pods: 250']);
  });

  it('two letters in a long name, in an inventory too', () => {
    checkAll(kubespray() + `#- run.sh
ansible-playbook -i prod/hosts.ini kubespray/cluster.yml
#- prod/hosts.ini
[kube_control_plane]
cp1
[all:vars]
kube_service_adresess=10.0.0.0/18
#^^^^^^^^^^^^^^^^^^^^^ warning unknown-variable: nothing reads kube_service_adresess: kubespray v2.31.0 has no such variable; did you mean “kube_service_addresses”? (run prod)
`, ONLY);
  });

  it('of several that are equally near all are named, and none is taken', () => {
    const [finding] = findings(kubespray() + RUN + HOSTS + VARS + 'containerd_debug_xid: 1\n');
    assert.match(finding!.message, /did you mean “containerd_debug_gid” or “containerd_debug_uid”\?/);
    assert.deepEqual(finding!.fixes, []);
  });

  it('a family of kubespray’s own', () => {
    assert.deepEqual(told('kube_apiserver_favourite_colour: red\n'), ['warning: nothing reads kube_apiserver_favourite_colour: kubespray v2.31.0 has no such variable']);
  });

  it('what comes with a later release is information', () => {
    assert.deepEqual(told('kube_vip_enabled: true\n', '', '2.17.0'), ['information: kube_vip_enabled does nothing with kubespray v2.17.0: it comes with v2.19']);
    // a patch may bring what the next release has: a release without its files says nothing of that
    assert.deepEqual(toldOf('argocd_enabled: true\n', { kubesprayVersion: 'v2.17.3' }), []);
    assert.deepEqual(toldOf('argocd_enabled: true\n', { kubesprayVersion: 'v2.16.0' }), ['information: argocd_enabled does nothing with kubespray v2.16.0: it comes with v2.18']);
  });

  it('without a checkout the facts of its release tell; without a release those of all', () => {
    assert.deepEqual(toldOf('kubelet_max_pod: 1\n', { kubesprayVersion: 'v2.24.1' }), ['warning: nothing reads kubelet_max_pod: kubespray v2.24.1 has no such variable; did you mean “kubelet_max_pods”?']);
    assert.deepEqual(toldOf('kubelet_max_pod: 1\nkube_apiserver_colour: 1\n', {}), ['warning: nothing reads kubelet_max_pod: no release of kubespray has such a variable; did you mean “kubelet_max_pods”?']);
  });

  describe('is silent', () => {
    const silent = (vars: string, more = '', release?: string): void => assert.deepEqual(told(vars, more, release), []);

    it('on what defaults, role vars, tasks, templates and the sample have', () => {
      // no default: read with default(…), in the sample alone, made by a task
      silent('kube_network_plugin: cilium\nkubelet_checksums: {}\nhttp_proxy: x\nloadbalancer_apiserver: {}\naccess_ip: 10.0.0.1\nfiles_repo: x\nyum_repo: x\nmetallb_config: {}\nkubeadm_images: []\n');
    });
    it('on what the files of the checkout have, though no release does', () => silent('kubelet_max_pod: 1\n', '#- kubespray/roles/own/tasks/main.yml\n- debug: {var: kubelet_max_pod}\n'));
    it('on a default of the checkout that no release has', () => silent('kubelet_max_pod: 1\n', '#- kubespray/roles/own/defaults/main.yml\nkubelet_max_pod: 2\n'));
    it('on what is near to nothing, or of no family', () => silent('backup_bucket: x\nkube_prometheus_stack_version: 1\nhelm_releases: []\nkubelet: 1\nmax_pods: 5\netcd_backup_schedule: daily\n'));
    it('on Ansible’s own', () => silent('ansible_user: root\nansible_python_interpreter: /usr/bin/python3\nansible_become_metod: sudo\n'));
    it('on another number', () => silent('kube_api_v2: 1\nnodelocaldns_ip6: x\n'));
    it('where the file sets the near name as well', () => silent('kubelet_max_pods: 110\nkubelet_max_pod: 250\n'));

    for (const [where, more] of [
      ['a playbook', '#- site.yml\n- hosts: all\n  tasks:\n    - debug: {msg: "{{ kubelet_max_pod }}"}\n'],
      ['a condition', '#- site.yml\n- hosts: all\n  tasks:\n    - debug:\n      when: kubelet_max_pod is defined\n'],
      ['a role’s defaults', '#- roles/own/defaults/main.yml\nkubelet_max_pod: 1\n'],
      ['a template', '#- files/kubelet.j2\n# {{ kubelet_max_pod }}\n'],
      ['another variable', '#- prod/group_vars/kube_node.yml\nkubelet_max_pods: "{{ kubelet_max_pod }}"\n'],
      ['a script', '#- tools/pods.sh\nyq .kubelet_max_pod prod/group_vars/all.yml\n'],
    ] as const) it(`where ${where} uses it`, () => silent('kubelet_max_pod: 1\n', more));

    it('but a comment, another inventory that sets it, and prose are no use', () => {
      assert.equal(told('kubelet_max_pod: 1\n', '#- other/group_vars/all.yml\n# kubelet_max_pod counts\nkubelet_max_pod: 3\n#- README.md\nSet kubelet_max_pod.\n').length, 1);
    });
    it('on files that kubespray ships', () => silent('', '#- kubespray/inventory/sample/hosts.ini\n[kube_control_plane]\nn1\n#- kubespray/inventory/sample/group_vars/all.yml\nkubelet_max_pod: 1\n'));
    it('for hosts that kubespray does not work on', () => {
      assert.deepEqual(findings(kubespray() + RUN + HOSTS + '[web]\nweb1\n#- prod/group_vars/web.yml\nkubelet_max_pod: 1\n'), []);
    });
    it('where a role of an own playbook is not there', () => {
      assert.deepEqual(findings(kubespray() + HOSTS + VARS + 'kubelet_max_pod: 1\n#- run.sh\nansible-playbook -i prod/hosts.ini site.yml\n#- site.yml\n- import_playbook: kubespray/cluster.yml\n- hosts: all\n  roles: [somebody.kubelet]\n'), []);
    });
    it('where the kubespray of another run knows it', () => {
      const both = '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml\nansible-playbook -i prod/hosts.ini fork/cluster.yml\n';
      const world = kubespray() + kubespray('2.31.0', 'fork') + both + HOSTS + VARS + 'kubelet_max_pod: 1\n';
      assert.equal(findings(world).length, 1);
      assert.deepEqual(findings(world + '#- fork/roles/kubespray_defaults/tasks/main.yml\n- debug: {var: kubelet_max_pod}\n'), []);
    });
    it('on what a call gives with -e; not on a file of -e', () => {
      const run = (word: string) => findings(kubespray() + HOSTS + `#- run.sh\nansible-playbook -i prod/hosts.ini -e ${word} kubespray/cluster.yml\n#- own.yml\nkubelet_max_pod: 3\n`).length;
      assert.deepEqual([run('kubelet_max_pod=3'), run('@own.yml')], [0, 1]);
    });
    it('for a run that is not kubespray’s', () => assert.deepEqual(findings('#- prod/hosts.ini\n[web]\nw1\n' + VARS + 'kubelet_max_pod: 1\n'), []));
    it('for a release that is not in the catalogue and has no checkout', () => assert.deepEqual(toldOf('kubelet_max_pod: 1\n', { kubesprayVersion: 'v2.12.0' }), []));
  });
});
