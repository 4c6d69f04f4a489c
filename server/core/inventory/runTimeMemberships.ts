// A graph with memberships that are made while the plays run (`group_by`), derived from the one the sources declare.
import { compareGroups, Inventory, type Group, type Host } from './inventory';

/** One host that a play puts into a group. */
export interface RunTimeMembership {
  readonly group: string;
  readonly host: string;
  /** What does it, as it is told: `kubespray v2.31.0`. */
  readonly by: string;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** A group that is not there yet becomes a child of `all`; a host that is in the group already is left as it is. */
export function withRunTimeMemberships(inventory: Inventory, memberships: readonly RunTimeMembership[]): Inventory {
  const added = new Map<string, Map<string, string>>();
  for (const { group, host: name, by } of memberships) {
    const host = inventory.hosts.get(name);
    if (host === undefined || host.groups.some((known) => known.name === group)) continue;
    const groups = added.get(name);
    if (groups === undefined) added.set(name, new Map([[group, by]]));
    else groups.set(group, by);
  }
  if (added.size === 0) return inventory;

  const groups = new Map<string, Mutable<Group>>();
  for (const group of inventory.groups.values()) groups.set(group.name, { ...group });
  const all = groups.get('all')!;
  for (const { group, by } of memberships) {
    if (groups.has(group)) continue;
    groups.set(group, { name: group, depth: 1, priority: 1, declarations: [], parents: [inventory.all], children: [], hosts: [], variables: [], madeAtRunTime: by });
  }
  const made = [...groups.values()].filter((group) => group.madeAtRunTime !== undefined && !inventory.groups.has(group.name));
  for (const group of groups.values()) {
    group.parents = group.parents.map((parent) => groups.get(parent.name)!);
    group.children = group.children.map((child) => groups.get(child.name)!);
  }
  all.children = [...all.children, ...made];

  const hosts = new Map<string, Host>();
  const sortedLists = new Map<readonly Group[], Map<string, readonly Group[]>>();
  const joining = new Map<string, Host[]>();
  for (const host of inventory.hosts.values()) {
    const own = added.get(host.name);
    const key = own === undefined ? '' : [...own.keys()].sort().join('\0');
    let lists = sortedLists.get(host.groups);
    if (lists === undefined) sortedLists.set(host.groups, (lists = new Map()));
    let sorted = lists.get(key);
    if (sorted === undefined) lists.set(key, (sorted = withAncestors([...host.groups.map((group) => groups.get(group.name)!), ...[...(own?.keys() ?? [])].map((name) => groups.get(name)!)])));
    const derived: Host = own === undefined && sorted.length === host.groups.length ? { ...host, groups: sorted } : { ...host, groups: sorted, runTimeGroups: own ?? host.runTimeGroups };
    hosts.set(host.name, derived);
    for (const name of own?.keys() ?? []) {
      const list = joining.get(name);
      if (list === undefined) joining.set(name, [derived]);
      else list.push(derived);
    }
  }
  for (const group of groups.values()) group.hosts = [...group.hosts.map((host) => hosts.get(host.name)!), ...(joining.get(group.name) ?? [])];
  return new Inventory(groups, hosts, inventory.sources, inventory.isOpaque);
}

/** The groups and all above them but `all`, each once, weakest first. */
function withAncestors(groups: readonly Group[]): readonly Group[] {
  const found = new Set<Group>();
  const open = [...groups];
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    if (found.has(group) || group.name === 'all') continue;
    found.add(group);
    open.push(...group.parents);
  }
  return [...found].sort(compareGroups);
}
