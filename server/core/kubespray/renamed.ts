// What takes the place of variables that kubespray no longer reads: facts written by hand, each tried against the releases by the tests.
// That a name is gone is told by the catalogue; here stands what it cannot know.

/** A name, or a family of names, that does nothing any more. */
export interface Renamed {
  /** The old name; a `*` stands for letters, digits and underscores. */
  readonly old: string;
  /** Names of the family that live on. */
  readonly except?: RegExp;
  /** The first minor release in which setting it does nothing, or is refused. */
  readonly since: number;
  /** What to set instead, a `*` as in `old`; empty when nothing takes its place. */
  readonly by: readonly string[];
  /** What else changes, as a clause; undefined when the value is set as before. */
  readonly how?: string;
  /** The first and last release in which a run stops because it is set; until the newest when only the first is there. */
  readonly refused?: readonly [since: number, until?: number];
  /** What a run has to have for that, as part of a sentence: the check is one of its role. */
  readonly refusedWith?: string;
  /** `leftover`: a default still stands there, and nothing reads it. `still read`: it works for now, and a run warns. */
  readonly remains?: 'leftover' | 'still read';
}

const GROUP_VARS_OF_CONTROL_PLANE = 'set for the group kube_control_plane alone';
const GROUP_VARS_OF_NODES = 'set for the group kube_node alone';
const IN_TREE = 'the cloud providers built into Kubernetes are gone';

/** Oldest first. */
export const RENAMED: readonly Renamed[] = [
  { old: 'kubeadm_enabled', since: 9, by: [], how: 'kubeadm is always used' },
  { old: 'kubelet_deployment_type', since: 9, by: [], how: 'the kubelet always runs on the host' },
  { old: 'apiserver_custom_flags', since: 12, by: ['kube_kubeadm_apiserver_extra_args'], how: 'a mapping, not a list of flags' },
  { old: 'controller_mgr_custom_flags', since: 12, by: ['kube_kubeadm_controller_extra_args'], how: 'a mapping, not a list of flags' },
  { old: 'scheduler_custom_flags', since: 12, by: ['kube_kubeadm_scheduler_extra_args'], how: 'a mapping, not a list of flags' },
  { old: 'kube_apiserver_admission_control', since: 13, by: ['kube_apiserver_enable_admission_plugins'] },
  { old: 'kube_basic_auth', since: 15, by: [] },
  { old: 'kube_users', since: 15, by: [] },
  { old: 'kube_api_pwd', since: 15, by: [] },
  { old: 'tiller_*', since: 15, by: [], how: 'Helm 3 has no Tiller' },
  { old: 'contiv_*', since: 15, by: [], how: 'the network plugin contiv is gone' },
  { old: 'containerd_config', since: 16, by: ['containerd_extra_args'], how: 'containerd has variables of its own for most settings', refused: [16, 27] },
  { old: 'delete_nodes_confirmation', since: 17, by: ['skip_confirmation'], how: 'true skips the question' },
  { old: 'metallb_limits_*', since: 17, by: [] },
  { old: 'nodelocaldnsdns_memory_requests', since: 17, by: ['nodelocaldns_memory_requests'] },
  { old: 'containerd_runtimes', since: 18, by: ['containerd_runc_runtime', 'containerd_additional_runtimes'] },
  { old: 'first_kube_master', since: 18, by: ['first_kube_control_plane'] },
  { old: 'ingress_ambassador_*', since: 18, by: [], how: 'the Ambassador ingress is gone' },
  { old: 'matallb_auto_assign', since: 18, by: [], refused: [18], refusedWith: 'MetalLB' },
  { old: 'nerdctl_enabled', since: 18, by: [], how: 'nerdctl comes with containerd' },
  { old: 'nfn_agent_*', since: 18, by: [], how: 'the network plugin ovn4nfv is gone' },
  { old: 'ovn4nfv_*', except: /_node_manifests$/, since: 18, by: [], how: 'the network plugin ovn4nfv is gone' },
  { old: 'addon_resizer_*', since: 19, by: [] },
  { old: 'crio_registries_mirrors', since: 19, by: ['crio_registries'], how: 'one list of mappings for registries and mirrors' },
  { old: 'flannel_cni_binary_checksums', since: 19, by: [] },
  { old: 'ipip', since: 19, by: ['calico_ipip_mode'], how: 'Always, CrossSubnet or Never', refused: [19], refusedWith: 'Calico' },
  { old: 'ipip_mode', since: 19, by: ['calico_ipip_mode'], refused: [19], refusedWith: 'Calico' },
  { old: 'metrics_server_cpu', since: 19, by: ['metrics_server_requests_cpu', 'metrics_server_limits_cpu'] },
  { old: 'metrics_server_memory', since: 19, by: ['metrics_server_requests_memory', 'metrics_server_limits_memory'] },
  { old: 'metrics_server_memory_per_node', since: 19, by: [] },
  { old: 'metrics_server_min_cluster_size', since: 19, by: [] },
  { old: 'metrics_server_resizer', since: 19, by: [] },
  { old: 'calcio_ipam_autoallocateblocks', since: 20, by: ['calico_ipam_autoallocateblocks'], refused: [20], refusedWith: 'Calico' },
  { old: 'dynamic_kubelet_configuration*', since: 20, by: [] },
  { old: 'kube_apiserver_insecure_*', since: 20, by: [], how: 'the API server has no insecure port any more' },
  { old: 'calicoctl_alternate_download_url', since: 21, by: ['calicoctl_download_url'] },
  { old: 'canal_*', since: 22, by: [], how: 'the network plugin canal is gone' },
  { old: 'crio_pids_limit', since: 22, by: [] },
  { old: 'disable_swap', since: 22, by: ['kubelet_fail_swap_on'] },
  { old: 'metallb_additional_address_pools', since: 22, by: ['metallb_config'], how: 'pools and peers stand in one mapping' },
  { old: 'metallb_auto_assign', since: 22, by: ['metallb_config'], how: 'pools and peers stand in one mapping' },
  { old: 'metallb_avoid_buggy_ips', since: 22, by: ['metallb_config'], how: 'pools and peers stand in one mapping' },
  { old: 'metallb_ip_range', since: 22, by: ['metallb_config'], how: 'pools and peers stand in one mapping' },
  { old: 'metallb_peers', since: 22, by: ['metallb_config'], how: 'pools and peers stand in one mapping' },
  { old: 'metallb_pool_name', since: 22, by: ['metallb_config'], how: 'pools and peers stand in one mapping' },
  { old: 'metallb_protocol', since: 22, by: ['metallb_config'], how: 'pools and peers stand in one mapping' },
  { old: 'use_localhost_as_kubeapi_loadbalancer', since: 22, by: ['loadbalancer_apiserver_localhost'], how: 'it follows from that when the ports are the same' },
  { old: 'containerd_insecure_registries', since: 23, by: ['containerd_registries_mirrors'], how: 'a list of mappings with prefix and mirrors' },
  { old: 'containerd_registries', since: 23, by: ['containerd_registries_mirrors'], how: 'a list of mappings with prefix and mirrors', remains: 'leftover' },
  { old: 'nerdctl_extra_flags', since: 23, by: [] },
  { old: 'podsecuritypolicy_*', since: 24, by: ['kube_pod_security_use_default'], how: 'Kubernetes has Pod Security Admission for that' },
  { old: 'calico_flexvol_*', since: 26, by: [] },
  { old: 'docker_container_storage_setup*', since: 26, by: [] },
  { old: 'kubeadm_version', since: 26, by: ['kube_version'] },
  { old: 'aws_*', except: /^aws_(csi|ebs)_/, since: 27, by: [], how: IN_TREE },
  { old: 'azure_*', except: /^azure_(csi_|check$)/, since: 27, by: [], how: IN_TREE },
  { old: 'containerd_use_config_path', since: 27, by: [], how: 'it is always so' },
  { old: 'eviction_hard_control_plane', since: 27, by: ['eviction_hard'], how: GROUP_VARS_OF_CONTROL_PLANE, remains: 'leftover' },
  { old: 'gce_node_tags', since: 27, by: [], how: IN_TREE },
  { old: 'kube_master_*_reserved', since: 27, by: ['kube_*_reserved'], how: GROUP_VARS_OF_CONTROL_PLANE },
  { old: 'kubelet_node_config_extra_args', since: 27, by: ['kubelet_config_extra_args'], how: GROUP_VARS_OF_NODES },
  { old: 'kubelet_node_custom_flags', since: 27, by: ['kubelet_custom_flags'], how: GROUP_VARS_OF_NODES },
  { old: 'oci_*', since: 27, by: [], how: IN_TREE },
  { old: 'openstack_*', except: /^openstack_(blockstorage_ignore_volume_az|cacert|lbaas_create_monitor|lbaas_enabled|lbaas_monitor_\w+)$/, since: 27, by: [], how: IN_TREE },
  { old: 'system_master_*_reserved', since: 27, by: ['system_*_reserved'], how: GROUP_VARS_OF_CONTROL_PLANE },
  { old: 'vsphere_*', except: /^vsphere_(csi|syncer)_/, since: 27, by: [], how: IN_TREE },
  { old: 'cephfs_provisioner_*', since: 28, by: [] },
  { old: 'cilium_enable_legacy_services', since: 28, by: [] },
  { old: 'cilium_ipsec_node_encryption', since: 28, by: ['cilium_encryption_node_encryption'], how: 'it works with wireguard alone' },
  { old: 'cilium_tofqdns_enable_poller', since: 28, by: [] },
  { old: 'enable_dual_stack_networks', since: 28, by: ['ipv4_stack', 'ipv6_stack'], remains: 'still read' },
  { old: 'gateway_api_experimental_channel', since: 28, by: ['gateway_api_channel'], how: 'standard or experimental' },
  { old: 'krew_*', since: 28, by: [] },
  { old: 'rbd_provisioner_*', since: 28, by: [] },
  { old: 'calico_cni_pool*', since: 29, by: [] },
  { old: 'etc_hosts_localhost_entries', since: 29, by: [], how: '/etc/hosts is not managed any more' },
  { old: 'etcd_kubeadm_enabled', since: 28, by: ['etcd_deployment_type'], how: 'kubeadm where it was true', refused: [28, 28] },
  { old: 'populate_*_to_hosts_file', since: 29, by: [], how: '/etc/hosts is not managed any more' },
  { old: 'weave_*', since: 29, by: [], how: 'the network plugin weave is gone' },
  { old: 'dashboard_*', since: 31, by: [], how: 'the Kubernetes dashboard is not installed any more' },
  { old: 'deploy_netchecker', since: 31, by: [] },
  { old: 'ingress_nginx_*', since: 31, by: [], how: 'the NGINX ingress controller is not installed any more' },
  { old: 'ingress_publish_status_address', since: 31, by: [] },
  { old: 'kubelet_static_pod_path', since: 31, by: [], refused: [31] },
  { old: 'netcheck*', since: 31, by: [], how: 'the network checker is not installed any more' },
];

/** The value of a name has to be written in another way since a release. */
export interface NewForm {
  readonly name: string;
  readonly since: number;
  /** What it is now, as a clause. */
  readonly how: string;
}

/** By release. The name lives on, so the catalogue does not show it. */
export const NEW_FORMS: readonly NewForm[] = [
  { name: 'crio_registries', since: 19, how: 'a list of mappings; it was a list of texts' },
  { name: 'kubeadm_patches', since: 27, how: 'a list of patches; it was a mapping with enabled, source_dir and dest_dir' },
  { name: 'cilium_kube_proxy_replacement', since: 28, how: 'true or false; it was strict, partial, probe or disabled' },
];

/** What takes the place of `name`; undefined when nothing is known, or in releases before. `by` holds whole names. */
export function renamedIn(minor: number, name: string): Renamed | undefined {
  for (const row of RENAMED) {
    const star = row.since <= minor && row.except?.test(name) !== true ? starOf(row.old, name) : undefined;
    if (star !== undefined) return { ...row, old: name, by: row.by.map((text) => text.replace('*', star)) };
  }
  return undefined;
}

/** True when setting `name` makes a run of that release stop. */
export function isRefused({ refused }: Renamed, minor: number): boolean {
  return refused !== undefined && refused[0] <= minor && minor <= (refused[1] ?? minor);
}

/** What `*` stands for; '' when the names are the same. */
function starOf(old: string, name: string): string | undefined {
  const [head, tail] = old.split('*') as [string, string?];
  if (tail === undefined) return old === name ? '' : undefined;
  if (!name.startsWith(head) || !name.endsWith(tail) || name.length < head.length + tail.length) return undefined;
  const star = name.slice(head.length, name.length - tail.length);
  return /^\w*$/.test(star) ? star : undefined;
}
