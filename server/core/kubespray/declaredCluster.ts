// How deep the groups of an inventory would lie if it declared k8s_cluster itself, as samples up to v2.26 did, and did not leave it to kubespray.
import type { Group, Inventory } from '../inventory/inventory';
import { CLUSTER_GROUPS } from './runTimeGroups';

/** The groups that `[k8s_cluster:children]` would name: those of kubespray's that the sources declare, in kubespray's order. */
export function clusterChildrenOf(inventory: Inventory): readonly Group[] {
  return CLUSTER_GROUPS.flatMap((name) => {
    const group = inventory.groups.get(name);
    return group === undefined || group.madeAtRunTime !== undefined ? [] : [group];
  });
}

/**
 * The groups that would lie deeper, with that depth in edges from `all`; none when the sources declare k8s_cluster.
 * A k8s_cluster made at run time is a child of `all` and has no children: what would be below it lies beside it (`group_by`).
 */
export function depthsBelowDeclared(inventory: Inventory): ReadonlyMap<Group, number> {
  const deeper = new Map<Group, number>();
  const cluster = inventory.groups.get('k8s_cluster');
  if (cluster?.madeAtRunTime === undefined) return deeper;
  for (const group of clusterChildrenOf(inventory)) if (group.depth <= cluster.depth) deeper.set(group, cluster.depth + 1);
  // one edge more above a group makes what is below it one edge deeper at most: each is entered once; a map goes on over what is added meanwhile
  for (const [group, depth] of deeper) for (const child of group.children) if (child.depth <= depth) deeper.set(child, depth + 1);
  return deeper;
}
