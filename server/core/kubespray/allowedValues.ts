// The values that a release accepts of a variable: lists that its own checks hold a run against, and stop it. Read in the checks of each release.
import type { Scalar } from '../value';

/** A check of one variable in some releases. */
export interface AllowedValues {
  readonly name: string;
  /** First and last minor release that checks it so; to the newest when there is no last one. */
  readonly since: number;
  readonly until?: number;
  readonly values: readonly Scalar[];
  /** It is checked only where this variable has one of these values. */
  readonly where?: { readonly name: string; readonly values: readonly Scalar[] };
  /** It is checked only on hosts of this group. */
  readonly group?: string;
  /** `ignore_assert_errors: true` skips the check. */
  readonly canBeIgnored?: true;
}

const CALICO = { name: 'kube_network_plugin', values: ['calico'] } as const;
const CILIUM = { name: 'kube_network_plugin', values: ['cilium'] } as const;
const PLUGINS = ['calico', 'cilium', 'cloud', 'cni', 'flannel', 'kube-ovn', 'kube-router', 'macvlan'] as const;
const BUILT_IN_CLOUDS = ['aws', 'azure', 'external', 'gce', 'oci', 'openstack', 'vsphere'] as const;

/** By name, then by release. Checks before v2.16 are left out. */
export const ALLOWED_VALUES: readonly AllowedValues[] = [
  { name: 'calico_ipip_mode', since: 16, values: ['Always', 'CrossSubnet', 'Never'], where: CALICO },
  { name: 'calico_network_backend', since: 16, values: ['bird', 'none', 'vxlan'], where: CALICO },
  { name: 'calico_vxlan_mode', since: 16, values: ['Always', 'CrossSubnet', 'Never'], where: CALICO },
  { name: 'cert_management', since: 16, values: ['none', 'script'] },
  { name: 'cilium_encryption_type', since: 19, values: ['ipsec', 'wireguard'], where: { name: 'cilium_encryption_enabled', values: [true] } },
  { name: 'cilium_identity_allocation_mode', since: 19, values: ['crd', 'kvstore'], where: CILIUM },
  { name: 'cloud_provider', since: 16, until: 17, values: [...BUILT_IN_CLOUDS, 'generic'], canBeIgnored: true },
  { name: 'cloud_provider', since: 18, until: 26, values: BUILT_IN_CLOUDS, canBeIgnored: true },
  // an empty one is no provider
  { name: 'cloud_provider', since: 27, values: ['external', '', null, false], canBeIgnored: true },
  { name: 'container_manager', since: 19, values: ['containerd', 'crio', 'docker'] },
  { name: 'dns_mode', since: 16, values: ['coredns', 'coredns_dual', 'manual', 'none'] },
  { name: 'etcd_deployment_type', since: 16, until: 18, values: ['docker', 'host'], where: { name: 'etcd_kubeadm_enabled', values: [false] }, group: 'etcd' },
  { name: 'etcd_deployment_type', since: 19, until: 27, values: ['docker', 'host', 'kubeadm'], group: 'etcd' },
  { name: 'etcd_deployment_type', since: 28, values: ['docker', 'host', 'kubeadm'] },
  { name: 'external_cloud_provider', since: 27, values: ['hcloud', 'huaweicloud', 'manual', 'oci', 'openstack', 'vsphere'], where: { name: 'cloud_provider', values: ['external'] }, canBeIgnored: true },
  { name: 'kube_network_plugin', since: 16, until: 17, values: [...PLUGINS, 'canal', 'ovn4nfv', 'weave'], canBeIgnored: true },
  { name: 'kube_network_plugin', since: 18, until: 21, values: [...PLUGINS, 'canal', 'weave'], canBeIgnored: true },
  { name: 'kube_network_plugin', since: 22, until: 26, values: [...PLUGINS, 'custom_cni', 'weave'], canBeIgnored: true },
  { name: 'kube_network_plugin', since: 27, until: 27, values: [...PLUGINS, 'custom_cni', 'none', 'weave'], canBeIgnored: true },
  { name: 'kube_network_plugin', since: 28, until: 28, values: [...PLUGINS, 'custom_cni', 'none', 'weave'] },
  { name: 'kube_network_plugin', since: 29, values: [...PLUGINS, 'custom_cni', 'none'] },
  { name: 'kube_proxy_mode', since: 16, until: 27, values: ['iptables', 'ipvs'] },
  { name: 'kube_proxy_mode', since: 28, values: ['iptables', 'ipvs', 'nftables'] },
  { name: 'registry_service_type', since: 18, values: ['ClusterIP', 'LoadBalancer', 'NodePort'], where: { name: 'registry_enabled', values: [true] } },
  { name: 'resolvconf_mode', since: 16, values: ['docker_dns', 'host_resolvconf', 'none'] },
];

/** What `minor` accepts of `name`; undefined when it accepts anything, or nothing is known. */
export function allowedIn(minor: number, name: string): AllowedValues | undefined {
  return ALLOWED_VALUES.find((row) => row.name === name && row.since <= minor && minor <= (row.until ?? minor));
}
