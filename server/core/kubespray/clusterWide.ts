// Variables that must have one value on all nodes of a cluster, and what two values do. The facts are of kubespray v2.16 to v2.31.
import type { Camp } from './hostValues';

/** In the order of what a difference does. */
export const CLUSTER_WIDE: ReadonlyMap<string, string> = new Map([
  ['kube_network_plugin', 'Two network plugins run side by side, and each node takes the one whose file comes first in /etc/cni/net.d.'],
  ['kube_pods_subnet', 'Pods get addresses from two ranges, and routes and policies know one of them.'],
  ['kube_pods_subnet_ipv6', 'Pods get addresses from two ranges, and routes and policies know one of them.'],
  ['kube_service_addresses', 'The API server gives services addresses from one range; nodes look for the cluster DNS in the other.'],
  ['kube_service_addresses_ipv6', 'The API server gives services addresses from one range; nodes look for the cluster DNS in the other.'],
  ['container_manager', 'Nodes run different container engines; what is not chosen is removed.'],
  ['etcd_deployment_type', 'A part of the hosts runs etcd in one way and looks for it in another.'],
  ['kube_version', 'Nodes run different releases of Kubernetes.'],
  ['cluster_name', 'Pods look names up in two domains.'],
  ['dns_domain', 'Pods look names up in two domains.'],
  ['enable_nodelocaldns', 'Pods on a part of the nodes ask a DNS server that does not run there.'],
  ['nodelocaldns_ip', 'Pods on a part of the nodes ask a DNS server that does not run there.'],
  ['loadbalancer_apiserver', 'A part of the nodes reaches the API server through the load balancer, the others through a proxy of their own.'],
  ['kube_apiserver_port', 'A part of the nodes asks for the API server on the wrong port.'],
  ['ipv4_stack', 'Nodes do not agree on the address families of the cluster.'],
  ['ipv6_stack', 'Nodes do not agree on the address families of the cluster.'],
  ['bin_dir', 'Tasks that run on another host look for programs in the wrong folder.'],
  ['kube_config_dir', 'Tasks that run on another host look for files in the wrong folder.'],
  ['kube_cert_dir', 'Tasks that run on another host look for certificates in the wrong folder.'],
]);

/**
 * True for hosts of a system on which kubespray itself has another value: programs of Flatcar and CoreOS are in /opt/bin, since /usr cannot be
 * written there, and its vars file for Flatcar says so. Told by the names of hosts and groups.
 */
export function isMeantToDiffer(name: string, { value, hosts }: Pick<Camp, 'value' | 'hosts'>): boolean {
  return name === 'bin_dir' && value === '/opt/bin' && hosts.every((host) => [host, ...host.groups].some((named) => /flatcar|coreos/i.test(named.name)));
}

/** Whether etcd runs as kubeadm's pods is what nodes read of etcd_deployment_type; docker or host makes no difference to them. */
export function isWithKubeadm(camps: readonly Pick<Camp, 'value'>[]): boolean {
  return camps.some(({ value }) => value === 'kubeadm');
}
