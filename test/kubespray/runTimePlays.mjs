// Stand-ins for the plays with which kubespray makes groups while it runs: one for the releases up to v2.26, one for those after.
const mapped = { 'kube-master': 'kube_control_plane', 'kube-node': 'kube_node', 'k8s-cluster': 'k8s_cluster', 'calico-rr': 'calico_rr', 'no-floating': 'no_floating' };

export const playsThatMakeGroups = {
  // one play for each old name
  'v2.26': Object.entries(mapped).map(([old, key]) => ({ hosts: old, gather_facts: false, tasks: [{ group_by: { key } }] })),
  // one task that goes through all new names: it judges by the groups from before it
  'v2.31': [{
    hosts: 'all',
    gather_facts: false,
    tasks: [{
      group_by: { key: "{{ 'none' if group_names | intersect(item.of) | length == 0 else item.key }}" },
      loop: [
        { key: 'kube_control_plane', of: ['kube-master'] },
        { key: 'kube_node', of: ['kube-node'] },
        { key: 'calico_rr', of: ['calico-rr'] },
        { key: 'no_floating', of: ['no-floating'] },
        { key: 'k8s_cluster', of: ['kube_node', 'kube_control_plane', 'calico_rr'] },
      ],
    }],
  }],
};
