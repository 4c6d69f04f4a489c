// Hosts of a cluster that are left with a default although a variable is set for the others: the rows are those that kubespray's code shows to break.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['split-value', 'missed-hosts'] });
const found = (fixture: string) => allFindings(fixture).filter(({ rule }) => rule === 'missed-hosts').map(({ span, message }) => `${span.file.path.slice('/ws/clusters/prod/'.length)}: ${message}`);

const NODES = `#- clusters/prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
w2
`;
const RUN = `#- run.sh
ansible-playbook -i clusters/prod/hosts.ini kubespray/cluster.yml
`;
const STACKED = kubespray() + RUN + NODES + '[etcd:children]\nkube_control_plane\n';
const SEPARATE = kubespray() + RUN + NODES + '[etcd]\ne1\ne2\n';
const DEFAULTS = `#- kubespray/roles/kubespray_defaults/defaults/main/more.yml
calico_datastore: kdd
cluster_name: cluster.local
dns_domain: "{{ cluster_name }}"
enable_nodelocaldns: true
`;

describe('missed-hosts', () => {
  it('the workers', () => {
    check(STACKED + `#- clusters/prod/group_vars/kube_control_plane.yml
kube_network_plugin: cilium
#^^^^^^^^^^^^^^^^^^^ warning missed-hosts: kube_network_plugin does not reach w1 and w2: it is set for group kube_control_plane, and they get the default, calico. Two network plugins run side by side, and each node takes the one whose file comes first in /etc/cni/net.d. (run prod)
kube_service_addresses: 10.20.0.0/18
#^^^^^^^^^^^^^^^^^^^^^^ warning missed-hosts: kube_service_addresses does not reach w1 and w2: it is set for group kube_control_plane, and they get the default, 10.233.0.0/18. The API server gives services addresses from one range; nodes look for the cluster DNS in the other. (run prod)
`);
  });

  it('the control plane', () => {
    assert.deepEqual(found(STACKED + '#- clusters/prod/group_vars/kube_node.yml\nkube_pods_subnet: 10.20.0.0/16\n'), [
      'group_vars/kube_node.yml: kube_pods_subnet does not reach cp1: it is set for group kube_node, and that host gets the default, 10.233.64.0/18. Pods get addresses from two ranges, and routes and policies know one of them. (run prod)',
    ]);
  });

  it('a default that is computed', () => {
    assert.deepEqual(found(STACKED + DEFAULTS + '#- clusters/prod/group_vars/kube_node.yml\ndns_domain: prod.example\n'), [
      'group_vars/kube_node.yml: dns_domain does not reach cp1: it is set for group kube_node, and that host gets the default, cluster.local. Pods look names up in two domains. (run prod)',
    ]);
  });

  it('a variable without a default', () => {
    assert.deepEqual(found(STACKED + '#- clusters/prod/group_vars/kube_control_plane.yml\nloadbalancer_apiserver: {address: 10.0.0.9, port: 6443}\n'), [
      'group_vars/kube_control_plane.yml: loadbalancer_apiserver does not reach w1 and w2: it is set for group kube_control_plane, and they get no value. A part of the nodes reaches the API server through the load balancer, the others through a proxy of their own. (run prod)',
    ]);
  });

  it('etcd hosts that are no nodes', () => {
    assert.deepEqual(found(SEPARATE + DEFAULTS + `#- clusters/prod/group_vars/k8s_cluster.yml
etcd_deployment_type: docker
container_manager: docker
cluster_name: prod.example
http_proxy: http://proxy.example:3128
https_proxy: "{{ http_proxy }}"
kube_image_repo: registry.example
kube_pods_subnet: 10.20.0.0/16
`).map((text) => text.replace(/^group_vars\/k8s_cluster.yml: (.*) \(run prod\)$/, '$1')), [
      'etcd_deployment_type does not reach e1 and e2: it is set for group k8s_cluster, and they get the default, host. Kubespray sets up etcd there in another way.',
      'cluster_name does not reach e1 and e2: it is set for group k8s_cluster, and they get the default, cluster.local. The certificates of etcd are made there, for names in another domain.',
      'http_proxy and https_proxy do not reach e1 and e2: they are set for group k8s_cluster, and they are left with the defaults. Kubespray downloads etcd and packages there as well.',
    ]);
  });

  it('an engine on etcd hosts, where etcd is a container', () => {
    assert.deepEqual(found(SEPARATE + '#- clusters/prod/group_vars/all.yml\netcd_deployment_type: docker\n#- clusters/prod/group_vars/k8s_cluster.yml\ncontainer_manager: docker\n'), [
      'group_vars/k8s_cluster.yml: container_manager does not reach e1 and e2: it is set for group k8s_cluster, and they get the default, containerd. Kubespray installs another engine there. (run prod)',
    ]);
  });

  it('etcd_deployment_type set for etcd alone', () => {
    assert.deepEqual(found(SEPARATE + '#- clusters/prod/group_vars/etcd.yml\netcd_deployment_type: kubeadm\n'), [
      'group_vars/etcd.yml: etcd_deployment_type does not reach cp1, w1 and w2: it is set for group etcd, and they get the default, host. The nodes decide with their own value whether and how etcd is set up. (run prod)',
    ]);
    assert.match(found(STACKED + '#- clusters/prod/group_vars/etcd.yml\netcd_deployment_type: kubeadm\n')[0]!, /^group_vars\/etcd.yml: etcd_deployment_type does not reach w1 and w2: /);
    for (const hosts of [STACKED, SEPARATE]) assert.deepEqual(found(`${hosts}#- clusters/prod/group_vars/etcd.yml\netcd_deployment_type: docker\n`), [], 'of docker and host the nodes need to know nothing');
  });

  it('the first etcd host decides on certificates', () => {
    const of = (vars: string) => found(SEPARATE + DEFAULTS + `#- clusters/prod/group_vars/k8s_cluster.yml\n${vars}\n`);
    assert.deepEqual(of('kube_network_plugin: cilium'), [
      'group_vars/k8s_cluster.yml: kube_network_plugin does not reach e1: it is set for group k8s_cluster, and that host gets the default, calico. It decides for all: the nodes get no client certificates of etcd. (run prod)',
    ]);
    assert.match(of('calico_datastore: etcd')[0]!, /calico_datastore does not reach e1: .* no client certificates of etcd\./);
    // neither needs them
    assert.deepEqual(of('kube_network_plugin: kube-router'), []);
    assert.deepEqual(of('kube_network_plugin: cilium\netcd_deployment_type: kubeadm').filter((text) => text.includes('certificates of etcd')), [], 'what the nodes use is another type: that is told');
    assert.deepEqual(of('kube_network_plugin: cilium\ncilium_deploy_additionally: true'), []);
  });

  it('an encrypted vars file may set it', () => {
    const [text] = found(STACKED + '#- clusters/prod/group_vars/kube_control_plane.yml\nkube_network_plugin: cilium\n#- clusters/prod/group_vars/all/vault.yml\n$ANSIBLE_VAULT;1.1;AES256\n3030\n');
    assert.match(text!, /they get the default, calico, unless vault\.yml, which is encrypted, says otherwise\. Two/);
  });

  for (const [what, fixture] of Object.entries({
    'set for all': STACKED + '#- clusters/prod/group_vars/all.yml\nkube_network_plugin: cilium\n',
    'set for k8s_cluster, which kubespray makes': STACKED + '#- clusters/prod/group_vars/k8s_cluster.yml\nkube_network_plugin: cilium\n',
    'set to what the others have by default': STACKED + '#- clusters/prod/group_vars/kube_node.yml\nkube_network_plugin: calico\netcd_deployment_type: host\n',
    'what the default is, is known only in the play': STACKED + DEFAULTS.replace('{{ cluster_name }}', '{{ ansible_domain }}') + '#- clusters/prod/group_vars/kube_node.yml\ndns_domain: prod.example\n',
    'a computed default that comes to the same': STACKED + DEFAULTS + '#- clusters/prod/group_vars/kube_node.yml\ndns_domain: cluster.local\n',
    'the host is set to another value on purpose': SEPARATE + '#- clusters/prod/group_vars/k8s_cluster.yml\netcd_deployment_type: host\n#- clusters/prod/group_vars/etcd.yml\netcd_deployment_type: docker\n',
    'an empty proxy': SEPARATE + '#- clusters/prod/group_vars/k8s_cluster.yml\nhttp_proxy: ""\n',
    'an inventory that is a program': STACKED.replace('clusters/prod/hosts.ini kube', 'clusters/prod/hosts.ini -i clusters/prod/more.py kube') + '#- clusters/prod/more.py +x\n#!/usr/bin/env python3\n#- clusters/prod/group_vars/kube_node.yml\nkube_network_plugin: cilium\n',
    'no group of kubespray': kubespray() + RUN + '#- clusters/prod/hosts.ini\n[web]\nw1\nw2\n#- clusters/prod/host_vars/w1.yml\nkube_network_plugin: cilium\n',
  })) it(`silent: ${what}`, () => void check(fixture));
});
