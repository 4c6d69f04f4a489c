// The graph of hosts and groups that a run's sources declare, as Ansible builds it. Immutable once built (inventoryBuilder.ts).
import type { Origin, Path, SourceFile, Span } from '../tree';
import type { Value } from '../value';
import type { YamlNode } from '../yamlNode';
import type { ParseProblem } from '../diagnostic';

/** A variable written in an inventory source, for a host or a group. */
export interface InventoryVariable {
  readonly name: string;
  readonly value: Value;
  /** The key; for `host:22` the pattern; for `inventory_file` the host's first mention. */
  readonly origin: Origin;
  readonly valueSpan?: Span;
  readonly node?: YamlNode;
}

export interface Group {
  readonly name: string;
  /** Longest way from `all`, counted in edges: `all` is 0. */
  readonly depth: number;
  /** `ansible_group_priority` as set in an inventory source; 1 if not. */
  readonly priority: number;
  /** Every place that names the group as one: headers, keys, `:children` lines. Empty for `all` and `ungrouped` unless written. */
  readonly declarations: readonly Span[];
  readonly parents: readonly Group[];
  readonly children: readonly Group[];
  /** Hosts listed in the group itself, in the order written. */
  readonly hosts: readonly Host[];
  /** In the order written; a name may be there several times, the last counts. */
  readonly variables: readonly InventoryVariable[];
  /** What makes the group at run time (`kubespray v2.31.0`); undefined for one that the sources declare. */
  readonly madeAtRunTime?: string;
}

export interface Host {
  readonly name: string;
  /** Every place where a pattern names it. */
  readonly declarations: readonly Span[];
  /** All groups it is in, `all` left out, weakest first: sorted by depth, priority, name (`sort_groups`). */
  readonly groups: readonly Group[];
  /** In the order written; a name may be there several times, the last counts. */
  readonly variables: readonly InventoryVariable[];
  /** Memberships that are made at run time: group name to what makes it. */
  readonly runTimeGroups: ReadonlyMap<string, string>;
}

/** What became of one source or, in a directory source, of one file of it. */
export interface SourceResult {
  /** As written in the run: a path or a host list. */
  readonly source: string;
  readonly path: Path | undefined;
  readonly file: SourceFile | undefined;
  readonly outcome: 'parsed' | 'failed' | 'missing' | 'opaque' | 'skipped';
  /** The plugin that took it (`ini`, `yaml`, `host_list`); for `opaque` why it cannot be read here; for `failed` the reason. */
  readonly detail: string;
  /** The failures of each plugin, when none took it. */
  readonly problems: readonly ParseProblem[];
}

export class Inventory {
  constructor(
    /** In the order Ansible creates them; `all` and `ungrouped` first. */
    readonly groups: ReadonlyMap<string, Group>,
    /** In the order of their first mention. */
    readonly hosts: ReadonlyMap<string, Host>,
    readonly sources: readonly SourceResult[],
    /** True when a source that cannot be read without running code may add hosts, groups and variables. */
    readonly isOpaque: boolean,
  ) {}

  get all(): Group {
    return this.groups.get('all')!;
  }

  private sorted: readonly Group[] | undefined;

  /** All groups but `all`, weakest first: (depth, priority, name). */
  get sortedGroups(): readonly Group[] {
    return (this.sorted ??= [...this.groups.values()].filter((group) => group.name !== 'all').sort(compareGroups));
  }

  /** Hosts of the group and of all groups below it, in Ansible's order (`Group.get_hosts`: level by level), each once. */
  hostsOf(group: Group): readonly Host[] {
    let hosts = this.membersOf.get(group);
    if (hosts === undefined) {
      const found = new Set<Host>();
      // a set goes on over what is added to it meanwhile
      const groups = new Set([group]);
      for (const member of groups) {
        for (const host of member.hosts) found.add(host);
        for (const child of member.children) groups.add(child);
      }
      this.membersOf.set(group, (hosts = [...found]));
    }
    return hosts;
  }

  /** The groups that hold a host or are above one that does, in the order of `groups`: not asked of each, which would walk a chain as often as it is long. */
  get groupsWithHosts(): readonly Group[] {
    const found = new Set([...this.groups.values()].filter((group) => group.hosts.length > 0));
    for (const group of found) for (const parent of group.parents) found.add(parent);
    return [...this.groups.values()].filter((group) => found.has(group));
  }

  private readonly membersOf = new Map<Group, readonly Host[]>();
}

/** `sort_groups` of ansible-core: depth, then priority, then name by code point; the later one wins. */
export function compareGroups(left: Group, right: Group): number {
  return left.depth - right.depth || left.priority - right.priority || compareText(left.name, right.name);
}

/** By Unicode code point, as Python sorts; JavaScript's own order differs above U+FFFF. */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
