// Two runs of one inventory that set up different network plugins.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';

const check = (fixture: string) => checkAll(fixture, { only: ['cni-leftover'] });
const messages = (fixture: string) => allFindings(fixture).filter(({ rule }) => rule === 'cni-leftover').map(({ message }) => message);

const CLUSTER = `#- clusters/prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
`;
const runs = (first: string, second: string) => `#- deploy.sh
ansible-playbook -i clusters/prod/hosts.ini ${first}
#- scale.sh
ansible-playbook -i clusters/prod/hosts.ini ${second}
`;
const OF_K8S_CLUSTER = '#- clusters/prod/group_vars/k8s_cluster.yml\nkube_network_plugin: cilium\n';

describe('cni-leftover', () => {
  it('-e chooses another plugin', () => {
    check(kubespray('2.27.0') + CLUSTER + `#- deploy.sh
ansible-playbook -i clusters/prod/hosts.ini kubespray/cluster.yml
#- scale.sh
ansible-playbook -i clusters/prod/hosts.ini -e kube_network_plugin=calico kubespray/scale.yml
#                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning cni-leftover: This run sets up calico, and the one in deploy.sh sets up cilium, on the same hosts. Kubespray removes nothing of either: on a cluster built with cilium, delete 10-calico.conflist and calico-kubeconfig from /etc/cni/net.d of the nodes and keep 05-cilium.conflist. (run clusters/prod/hosts.ini (2))
` + OF_K8S_CLUSTER);
  });

  it('a folder of vars that only one of the runs reads', () => {
    const [message] = messages(kubespray() + CLUSTER + `#- other/scale.yml
- hosts: all
  roles: [network_plugin]
#- kubespray/playbooks/group_vars/all.yml
kube_network_plugin: flannel
` + runs('kubespray/cluster.yml', '-e kube_network_plugin=kube-ovn kubespray/cluster.yml'));
    assert.match(message!, /^This run sets up kube-ovn, and the one in deploy\.sh sets up flannel, .* delete 01-kube-ovn\.conflist from \/etc\/cni\/net\.d of the nodes and keep 10-flannel\.conflist\. /);
  });

  it('options that choose no tasks leave it as it is', () => {
    assert.equal(messages(kubespray() + CLUSTER + OF_K8S_CLUSTER + runs('kubespray/cluster.yml', '-b -T 30 --timeout=9 -vv -e kube_network_plugin=calico kubespray/cluster.yml')).length, 1);
  });

  it('what a release names its files is said only where that is known', () => {
    const of = (release: string) => messages(kubespray(release) + CLUSTER + OF_K8S_CLUSTER + runs('kubespray/cluster.yml', '-e kube_network_plugin=calico kubespray/cluster.yml'))[0]!;
    assert.match(of('2.31.0'), /delete 10-calico\.conflist and calico-kubeconfig from .* and keep the files of cilium\./);
    assert.match(of('2.99.0'), /delete the files of calico from \/etc\/cni\/net\.d of the nodes and keep the files of cilium\./);
  });

  for (const [what, fixture] of Object.entries({
    'the same plugin': OF_K8S_CLUSTER + runs('kubespray/cluster.yml', '-e kube_network_plugin=cilium kubespray/scale.yml'),
    'a playbook that sets up no network': OF_K8S_CLUSTER + runs('kubespray/cluster.yml', '-e kube_network_plugin=calico kubespray/reset.yml'),
    'only some tasks': OF_K8S_CLUSTER + runs('kubespray/cluster.yml', '-b --tags=download -e kube_network_plugin=calico kubespray/cluster.yml'),
    'only some tasks, the short option': OF_K8S_CLUSTER + runs('kubespray/cluster.yml', '-bt download -e kube_network_plugin=calico kubespray/cluster.yml'),
    'nothing is changed': OF_K8S_CLUSTER + runs('kubespray/cluster.yml', '-e kube_network_plugin=calico --check kubespray/cluster.yml'),
    'cilium beside another on purpose': OF_K8S_CLUSTER + runs('kubespray/cluster.yml', '-e kube_network_plugin=calico -e cilium_deploy_additionally=true kubespray/cluster.yml'),
    'manifests of one’s own': OF_K8S_CLUSTER + runs('kubespray/cluster.yml', '-e kube_network_plugin=cni kubespray/cluster.yml'),
    'other hosts': OF_K8S_CLUSTER + `#- clusters/qa/hosts.ini\n[kube_control_plane]\nq1\n#- deploy.sh\nansible-playbook -i clusters/prod/hosts.ini kubespray/cluster.yml\nansible-playbook -i clusters/qa/hosts.ini kubespray/cluster.yml\n`,
    'what is given with -e is not known': OF_K8S_CLUSTER + runs('kubespray/cluster.yml', '-e "kube_network_plugin=$1" kubespray/cluster.yml'),
    'documented runs': OF_K8S_CLUSTER + '#- README.md\n```sh\nansible-playbook -i clusters/prod/hosts.ini kubespray/cluster.yml\nansible-playbook -i clusters/prod/hosts.ini -e kube_network_plugin=calico kubespray/cluster.yml\n```\n',
  })) it(`silent: ${what}`, () => assert.deepEqual(messages(kubespray() + '#- kubespray/reset.yml\n- hosts: all\n  roles: [kubespray_defaults]\n#- kubespray/scale.yml\n- import_playbook: playbooks/cluster.yml\n' + CLUSTER + fixture), []));
});
