// Names that kubespray no longer reads, by release; that the facts are right is tried against the releases in test/kubespray.
import { strict as assert } from 'node:assert';
import { applied } from '../fixes';
import { check as checkAll, findings as allFindings, kubespray, type World } from '../fixtureRules';

const ONLY = { only: ['removed-variable'] };
const HOSTS = '#- prod/hosts.ini\n[kube_control_plane]\ncp1\n[kube_node]\nw1\n';
const RUN = '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml\n';
const VARS = '#- prod/group_vars/all.yml\n';
const findings = (text: string, world?: World) => allFindings(text, world).filter(({ rule }) => rule === 'removed-variable');
const of = (vars: string, release: string | undefined, hosts = HOSTS) => findings(hosts + VARS + vars, release === undefined ? {} : { kubesprayVersion: release }).map(({ message, severity }) => `${severity}: ${message.replace(' (run prod)', '')}`);

describe('removed-variable', () => {
  it('since when, and what takes its place', () => {
    checkAll(kubespray() + RUN + HOSTS + `#- prod/group_vars/all.yml
krew_root_dir: /opt/krew
#^^^^^^^^^^^^^ warning removed-variable: krew_root_dir does nothing since kubespray v2.28 (run prod)
ingress_nginx_enabled: true
#^^^^^^^^^^^^^^^^^^^^^ warning removed-variable: ingress_nginx_enabled does nothing since kubespray v2.31: the NGINX ingress controller is not installed any more (run prod)
kubeadm_version: 1.30.4
#^^^^^^^^^^^^^^^ warning removed-variable: kubeadm_version does nothing since kubespray v2.26; set kube_version instead (run prod)
`, ONLY);
  });

  it('release by release', () => {
    assert.deepEqual(of('etcd_kubeadm_enabled: true\n', 'v2.27.0'), []);
    assert.deepEqual(of('etcd_kubeadm_enabled: true\n', 'v2.28.0'), ['warning: etcd_kubeadm_enabled stops the run since kubespray v2.28; set etcd_deployment_type instead: kubeadm where it was true']);
    assert.deepEqual(of('etcd_kubeadm_enabled: true\n', 'v2.29.0'), ['warning: etcd_kubeadm_enabled does nothing since kubespray v2.28; set etcd_deployment_type instead: kubeadm where it was true']);
    assert.deepEqual(of('kube_master_cpu_reserved: 200m\n', 'v2.27.1'), ['warning: kube_master_cpu_reserved does nothing since kubespray v2.27; set kube_cpu_reserved instead: set for the group kube_control_plane alone']);
    assert.deepEqual(of('ipip: true\n', 'v2.24.0'), ['warning: ipip stops a run with Calico since kubespray v2.19; set calico_ipip_mode instead: Always, CrossSubnet or Never']);
  });

  it('a default that nothing reads any more', () => {
    assert.deepEqual(of('containerd_registries: {a: b}\n', 'v2.23.0').map((text) => text.slice(0, 87)), ['warning: containerd_registries has a default, but does nothing since kubespray v2.23; s']);
    // and later has none
    assert.deepEqual(of('containerd_registries: {a: b}\n', 'v2.24.0').map((text) => text.slice(0, 66)), ['warning: containerd_registries does nothing since kubespray v2.23;']);
  });

  it('one that no row tells of: the first release without it', () => {
    assert.deepEqual(of('cilium_init_image_repo: x\n', 'v2.31.0'), ['warning: cilium_init_image_repo does nothing since kubespray v2.21']);
  });

  it('in a call of a script', () => {
    const [finding] = findings(kubespray() + HOSTS + '#- run.sh\nansible-playbook -i prod/hosts.ini -e delete_nodes_confirmation=yes kubespray/cluster.yml\n');
    assert.equal(finding?.message, 'delete_nodes_confirmation does nothing since kubespray v2.17; set skip_confirmation instead: true skips the question (run prod)');
    assert.equal(finding.span.file.path, '/ws/run.sh');
  });

  it('in a script that hands on what it is called with', () => {
    const [finding, ...others] = findings(kubespray() + HOSTS + VARS + 'krew_root_dir: /opt/krew\n#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml "$@"\n');
    assert.equal(finding?.message, 'krew_root_dir does nothing since kubespray v2.28 (run prod)');
    assert.deepEqual(others, []);
    assert.equal(findings(kubespray() + HOSTS + VARS + 'krew_root_dir: /opt/krew\n#- Makefile\nall:\n\tansible-playbook -i prod/hosts.ini kubespray/cluster.yml $(EXTRA_ARGS)\n').length, 1);
  });

  it('the fix renames only where the value stays', () => {
    const fixes = (vars: string) => findings(HOSTS + VARS + vars, { kubesprayVersion: 'v2.31.0' }).flatMap((finding) => finding.fixes.flatMap(applied));
    assert.deepEqual(fixes('kubeadm_version: 1.30.4\n'), ['kube_version: 1.30.4']);
    assert.deepEqual(fixes('kubeadm_version: 1.30.4\nkube_version: 1.31.0\n'), []);
    assert.deepEqual(fixes('gateway_api_experimental_channel: true\n'), []);
    assert.deepEqual(fixes('metrics_server_cpu: 100m\n'), []);
  });

  it('what is switched off, or still in the sample, is information', () => {
    const words = (vars: string): string[] => of(vars, 'v2.31.0').map((text) => text.split(' ', 2).join(' '));
    assert.deepEqual(words('dashboard_enabled: false\ndeploy_netchecker: true\nweave_password: ""\n'), ['information: dashboard_enabled', 'information: deploy_netchecker', 'information: weave_password']);
    assert.deepEqual(words('dashboard_enabled: true\npodsecuritypolicy_enabled: true\n'), ['warning: dashboard_enabled', 'warning: podsecuritypolicy_enabled']);
  });

  it('so is what was the default when it was last read; of what has a new name only what asked for nothing', () => {
    const words = (vars: string): string[] => of(vars, 'v2.31.0').map((text) => text.split(' ', 2).join(' '));
    assert.deepEqual(words('krew_root_dir: /usr/local/krew\nkube_apiserver_insecure_port: 0\npodsecuritypolicy_enabled: false\nmetallb_ip_range: []\n'), ['information: krew_root_dir', 'information: kube_apiserver_insecure_port', 'information: podsecuritypolicy_enabled', 'warning: metallb_ip_range']);
    assert.deepEqual(words('krew_root_dir: /opt/krew\nmetallb_protocol: layer2\ndisable_swap: false\n'), ['warning: krew_root_dir', 'warning: metallb_protocol', 'warning: disable_swap']);
  });

  it('no release is known: what was gone before v2.16, unless the groups are older', () => {
    assert.deepEqual(of('kube_users: {}\nkubelet_deployment_type: host\nkrew_enabled: true\n', undefined), ['information: kube_users does nothing since kubespray v2.15', 'warning: kubelet_deployment_type does nothing since kubespray v2.9: the kubelet always runs on the host']);
    assert.deepEqual(of('kubelet_deployment_type: host\n', undefined, '#- prod/hosts.ini\n[kube-master]\ncp1\n[kube-node]\nw1\n'), []);
  });

  describe('is silent', () => {
    it('on a name of the family that kubespray never had', () => assert.deepEqual(of('aws_region: eu\nazure_blob: x\nopenstack_flavor_id: x\nvsphere_folder_path: x\n', 'v2.31.0'), []));
    it('where the workspace uses it', () => assert.deepEqual(of('krew_root_dir: /opt/krew\nown: "{{ krew_root_dir }}/bin"\n', 'v2.31.0'), []));
    it('but not where it stops the run', () => assert.equal(of('kubelet_static_pod_path: /x\nown: "{{ kubelet_static_pod_path }}"\n', 'v2.31.0').length, 1));
    it('where a fork still reads it', () => assert.deepEqual(findings(kubespray() + RUN + HOSTS + VARS + 'krew_root_dir: /opt/krew\n#- kubespray/roles/krew/templates/krew.j2\n{{ krew_root_dir }}\n'), []));
    it('where the kubespray of another run knows it', () => {
      const both = '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml\nansible-playbook -i prod/hosts.ini old/cluster.yml\n';
      assert.deepEqual(findings(kubespray() + kubespray('2.26.0', 'old') + both + HOSTS + VARS + 'krew_root_dir: /opt/krew\n'), []);
    });
    it('on files that kubespray ships', () => assert.deepEqual(findings(kubespray() + '#- kubespray/inventory/sample/hosts.ini\n[kube_control_plane]\nn1\n#- kubespray/inventory/sample/group_vars/all.yml\nkrew_root_dir: x\n'), []));
    it('where the playbook is not known', () => {
      for (const words of ['"$@"', '"$PLAYBOOK"', 'kubespray/cluster.yml "$PLAYBOOK"']) {
        assert.deepEqual(findings(kubespray() + HOSTS + VARS + `krew_root_dir: /opt/krew\n#- run.sh\nansible-playbook -i prod/hosts.ini ${words}\n`), [], words);
      }
    });
    it('for a release that is not known', () => assert.deepEqual(of('kubelet_deployment_type: host\n', 'v2.12.0'), []));
    it('where a comment says so', () => assert.deepEqual(of('krew_root_dir: /x # groupvars: ignore removed-variable\n', 'v2.31.0'), []));
  });
});
