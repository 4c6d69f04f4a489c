// A made-up cluster in kubespray's layout: as many hosts as asked for, with racks, zones, variables on host lines and some host_vars.
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Makes `folder` a copy of the checkout with `inventory/bench` in it, and gives the paths a run names from there. */
export function makeCluster(checkout, folder, hosts) {
  cpSync(checkout, folder, { recursive: true, filter: (path) => !/\/(\.git|tests|docs|contrib)$/.test(path) });
  // a checkout without its playbooks (defaults only) gets one that uses its common role
  const common = ['kubespray_defaults', 'kubespray-defaults'].find((name) => existsSync(join(folder, 'roles', name))) ?? 'kubespray_defaults';
  writeIfAbsent(join(folder, 'cluster.yml'), '- import_playbook: playbooks/cluster.yml\n');
  writeIfAbsent(join(folder, 'playbooks/cluster.yml'), ['k8s_cluster:etcd', 'etcd:kube_control_plane', 'k8s_cluster', 'kube_control_plane', 'kube_node', 'calico_rr'].map((pattern) => `- hosts: ${pattern}\n  roles:\n    - role: ${common}\n`).join(''));
  const inventory = join(folder, 'inventory/bench');
  const sample = join(folder, 'inventory/sample/group_vars');
  if (existsSync(sample)) cpSync(sample, join(inventory, 'group_vars'), { recursive: true });
  for (const [path, text] of Object.entries(filesOf(hosts))) write(join(inventory, path), text);
  return { cwd: folder, inventory: 'inventory/bench/hosts.ini', edited: join(inventory, 'group_vars/k8s_cluster/bench.yml'), inventoryFile: join(inventory, 'hosts.ini') };
}

const HOSTS_PER_RACK = 40;
const RACKS_PER_ZONE = 8;

function filesOf(count) {
  const name = (index) => `node${String(index).padStart(5, '0')}`;
  const address = (index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
  const lines = ['[all]'];
  for (let index = 0; index < count; index++) lines.push(`${name(index)} ansible_host=${address(index)} ip=${address(index)} access_ip=${address(index)}${index < 3 ? ` etcd_member_name=etcd${index + 1}` : ''}`);
  lines.push('', '[kube_control_plane]', name(0), name(1), name(2), '', '[etcd:children]', 'kube_control_plane', '', '[kube_node]');
  for (let index = 3; index < count; index++) lines.push(name(index));
  const racks = Math.ceil(count / HOSTS_PER_RACK);
  for (let rack = 0; rack < racks; rack++) {
    lines.push('', `[rack${rack}]`);
    for (let index = rack * HOSTS_PER_RACK; index < Math.min(count, (rack + 1) * HOSTS_PER_RACK); index++) lines.push(name(index));
  }
  const files = {};
  for (let zone = 0; zone * RACKS_PER_ZONE < racks; zone++) {
    lines.push('', `[zone${zone}:children]`);
    for (let rack = zone * RACKS_PER_ZONE; rack < Math.min(racks, (zone + 1) * RACKS_PER_ZONE); rack++) lines.push(`rack${rack}`);
    files[`group_vars/zone${zone}.yml`] = `zone: ${zone}\nupstream_dns_servers: [10.255.${zone}.1, 10.255.${zone}.2]\nnode_labels: {topology.kubernetes.io/zone: zone${zone}}\n`;
  }
  for (let rack = 0; rack < racks; rack += 5) files[`group_vars/rack${rack}.yml`] = `rack: ${rack}\nkubelet_max_pods: 110\n`;
  // one host in twenty has variables of its own
  for (let index = 7; index < count; index += 20) files[`host_vars/${name(index)}.yml`] = `kubelet_max_pods: ${60 + (index % 7)}\nnode_taints: ["rack=${index}:NoSchedule"]\nserial: "${index}"\n`;
  files['group_vars/k8s_cluster/bench.yml'] = 'kube_network_plugin: cilium\nkube_pods_subnet: 10.64.0.0/12\nkubelet_max_pods: 200\n';
  files['hosts.ini'] = lines.join('\n') + '\n';
  return files;
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function writeIfAbsent(path, text) {
  if (!existsSync(path)) write(path, text);
}
