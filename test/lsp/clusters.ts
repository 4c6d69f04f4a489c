// Clusters that several tests of the server look at.
import type { DocumentText } from '../../server/protocol';
import type { Editor } from './editor';

/** Two groups, one host in each but w2; vars of all and of one. */
export const prod = `#- prod/hosts.ini
[web]
w1
w2
[db]
d1
#- prod/group_vars/all.yml
port: 80
#- prod/group_vars/web.yml
port: 8080
`;

/** A YAML inventory with a folder of vars. */
export const qa = `#- qa/hosts.yml
all:
  children:
    web: {hosts: {q1: }}
#- qa/group_vars/web/main.yml
port: 1
`;

/** An inventory as kubespray wants it. */
export const hosts = `[kube_control_plane]
cp1
[kube_node]
node1
node2
[k8s_cluster:children]
kube_control_plane
kube_node
[etcd]
etcd1
`;
export const allVars = 'pods: 10.1.0.0/16\nname: prod\n';
export const clusterVars = 'pods: 10.2.0.0/16\n';

/** One cluster whose vars are read, and a script that says so. */
export const cluster = `#- clusters/prod/hosts.ini
${hosts}#- clusters/prod/group_vars/all.yml
${allVars}#- clusters/prod/group_vars/k8s_cluster.yml
${clusterVars}#- deploy.sh
ansible-playbook -i clusters/prod/hosts.ini site.yml
#- site.yml
- hosts: all
  tasks:
    - debug: {msg: "{{ pods }}"}
`;

export const ALL = 'clusters/prod/group_vars/all.yml';
export const K8S = 'clusters/prod/group_vars/k8s_cluster.yml';
export const HOSTS = 'clusters/prod/hosts.ini';

/** The effective vars of a host of that cluster. */
export async function varsOf(editor: Editor, host: string): Promise<string> {
  return (await editor.ask<DocumentText | null>('groupvars/effectiveVars', { run: 'prod', host }))?.text ?? '';
}
