// The groups kubespray makes while it runs (`group_by`), by release: no inventory shows them, and group_vars of them do apply.
import type { Host, Inventory } from '../inventory/inventory';
import { withRunTimeMemberships, type RunTimeMembership } from '../inventory/runTimeMemberships';
import { toldMinor, type Kubespray } from './kubespray';

/** Old name, new name: releases up to v2.26 put the hosts of each old group into the new one as well. */
const LEGACY_GROUPS: readonly (readonly [string, string])[] = [
  ['kube-master', 'kube_control_plane'],
  ['kube-node', 'kube_node'],
  ['k8s-cluster', 'k8s_cluster'],
  ['calico-rr', 'calico_rr'],
  ['no-floating', 'no_floating'],
];

/** The old names of groups whose hosts are nodes of the cluster, each with its new name. Hosts of no-floating get no_floating in every release and lose nothing by the old name. */
export const OLD_CLUSTER_GROUPS: ReadonlyMap<string, string> = new Map(LEGACY_GROUPS.filter(([old]) => old !== 'no-floating'));

/** Since v2.27 the mapping of k8s-cluster is gone; k8s_cluster is made of the hosts of these groups as the inventory has them. */
export const CLUSTER_GROUPS: readonly string[] = ['kube_control_plane', 'kube_node', 'calico_rr'];

/** The first minor release whose k8s_cluster is made at run time. */
const DYNAMIC_SINCE = 27;

/** Groups that kubespray may make although no inventory names them: vars for them are no mistake. */
const RUN_TIME_GROUP_NAMES: readonly string[] = ['k8s_cluster', 'kube_control_plane', 'kube_node', 'calico_rr', 'no_floating', '_kubespray_needs_etcd'];

/** The names of groups that a run may have without its inventory; k8s_cluster only where it is made of other groups than an old k8s-cluster. */
export function runTimeGroupNames(kubespray: Kubespray): readonly string[] {
  return makesNoCluster(kubespray) ? RUN_TIME_GROUP_NAMES.filter((name) => name !== 'k8s_cluster') : RUN_TIME_GROUP_NAMES;
}

/** True for a release that is known for certain and has k8s_cluster from the inventory alone. */
export function makesNoCluster(kubespray: Kubespray): boolean {
  const minor = toldMinor(kubespray);
  return minor !== undefined && minor >= 16 && minor < DYNAMIC_SINCE;
}

/**
 * What becomes of old group names: `right` up to v2.15, `mapped` to the new ones up to v2.26, `left out` of k8s_cluster since v2.27.
 * An unknown release without a checkout counts as a current one; of a checkout that does not tell its release nobody knows: undefined.
 */
export function fateOfOldNames({ minor, root }: Kubespray): 'right' | 'mapped' | 'left out' | undefined {
  if (minor === undefined) return root === undefined ? 'left out' : undefined;
  return minor < 16 ? 'right' : minor < DYNAMIC_SINCE ? 'mapped' : 'left out';
}

/** Hosts of the group `old`, as the sources declare them, that are in k8s_cluster neither by name nor, since v2.27, by way of one of its groups. */
export function hostsLeftOut(inventory: Inventory, old: string): readonly Host[] {
  return hostsOf(inventory, old).filter((host) => !host.groups.some(({ name }) => name === 'k8s_cluster' || CLUSTER_GROUPS.includes(name)));
}

/** True when the inventory has a group that kubespray works on. */
export function hasKubesprayGroups(inventory: Inventory): boolean {
  return ['kube_control_plane', 'kube_node', 'kube-master', 'kube-node'].some((name) => inventory.groups.has(name));
}

const derived = new WeakMap<Inventory, Map<string, Inventory>>();

/**
 * The graph with the memberships that `kubespray` makes at run time. An unknown release counts as a current one.
 * Group names are taken as they were before the play, as the play itself does: a host that only has legacy names
 * gets the new names but, since v2.27, not k8s_cluster.
 */
export function withKubesprayGroups(inventory: Inventory, kubespray: Kubespray): Inventory {
  let known = derived.get(inventory);
  if (known === undefined) derived.set(inventory, (known = new Map()));
  const key = `${kubespray.label} ${kubespray.minor}`;
  let result = known.get(key);
  if (result === undefined) known.set(key, (result = withRunTimeMemberships(inventory, membershipsOf(inventory, kubespray))));
  return result;
}

function membershipsOf(inventory: Inventory, kubespray: Kubespray): RunTimeMembership[] {
  const by = kubespray.label;
  const isDynamic = kubespray.minor === undefined || kubespray.minor >= DYNAMIC_SINCE;
  // v2.16 brought the new names; before it nothing was made
  if (kubespray.minor !== undefined && kubespray.minor < 16) return [];
  const memberships: RunTimeMembership[] = [];
  for (const [old, group] of LEGACY_GROUPS) {
    if (isDynamic && group === 'k8s_cluster') continue;
    const hosts = new Set(hostsOf(inventory, old).map(({ name }) => name));
    // up to v2.26 each group is a play of its own, and sees what those before it have made: a new group may be a child of an old one
    if (!isDynamic) {
      const below = groupsBelow(inventory, old);
      for (const made of memberships) if (below.has(made.group)) hosts.add(made.host);
    }
    for (const host of hosts) memberships.push({ group, host, by });
  }
  if (!isDynamic) return memberships;
  for (const host of inventory.hosts.values()) {
    if (host.groups.some((group) => CLUSTER_GROUPS.includes(group.name))) memberships.push({ group: 'k8s_cluster', host: host.name, by });
  }
  return memberships;
}

/** The names of the groups below a group. */
function groupsBelow(inventory: Inventory, name: string): ReadonlySet<string> {
  const names = new Set<string>();
  const open = [...(inventory.groups.get(name)?.children ?? [])];
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    if (names.has(group.name)) continue;
    names.add(group.name);
    open.push(...group.children);
  }
  return names;
}

function hostsOf(inventory: Inventory, name: string): readonly Host[] {
  const group = inventory.groups.get(name);
  return group === undefined ? [] : inventory.hostsOf(group);
}
