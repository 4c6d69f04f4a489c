// Grows the graph of hosts and groups step by step, as Ansible's InventoryData does; a refused step leaves what stands.
import type { ParseProblem } from '../diagnostic';
import type { Path, Span } from '../tree';
import type { Value } from '../value';
import { Float } from '../value';

import { Inventory, compareGroups, type Group, type Host, type InventoryVariable, type SourceResult } from './inventory';

/** A step Ansible refuses. It ends the parse of the file that asked for it and never leaves the core. */
export class InventoryError extends Error {
  constructor(message: string, readonly span: Span | undefined, readonly kind?: ParseProblem['kind']) {
    super(message);
  }
}

/** Hosts one inventory may have before the rest is left out. */
export const HOST_BUDGET = 100_000;

/** Groups that may be looked at in the search for circles: a graph of people needs a few thousand. */
const CIRCLE_BUDGET = 20_000_000;
/** Groups that all hosts together may be in; hosts with the same groups count once. */
const MEMBERSHIP_BUDGET = 5_000_000;

interface DraftGroup {
  name: string;
  priority: number;
  declarations: Span[];
  parents: DraftGroup[];
  children: DraftGroup[];
  hosts: Set<DraftHost>;
  variables: InventoryVariable[];
}

interface DraftHost {
  name: string;
  declarations: Span[];
  groups: Set<DraftGroup>;
  variables: InventoryVariable[];
}

export type GroupNameRule = 'never' | 'ignore' | 'always' | 'silently';

export class InventoryBuilder {
  readonly groups = new Map<string, DraftGroup>();
  readonly hosts = new Map<string, DraftHost>();
  readonly sources: SourceResult[] = [];
  isOpaque = false;
  /** Folders of directory sources that were looked through. */
  folders = 0;
  private isReconciled = false;
  private hasTooManyHosts = false;
  private leftOut: ParseProblem[] = [];
  /** The source whose hosts are being added: it becomes their `inventory_file`. A host list is its own text. */
  currentSource: { text: string; folder: Path | null } = { text: '', folder: null };

  constructor(private readonly groupNames: GroupNameRule = 'never') {
    this.addGroup('all', undefined);
    this.addGroup('ungrouped', undefined);
    this.addChild('all', 'ungrouped', undefined);
  }

  /** Something Ansible reads is over a budget here: hosts and values may be missing. */
  leaveOut(problem: ParseProblem): void {
    this.isOpaque = true;
    if (!this.leftOut.some(({ span, message }) => span.start === problem.span.start && message === problem.message)) this.leftOut.push(problem);
  }

  /** What was left out since the last call: a source tells its own. */
  takeLeftOut(): readonly ParseProblem[] {
    const taken = this.leftOut;
    this.leftOut = [];
    return taken;
  }

  /** `force_valid_group_names`: `always` and `silently` replace what is no word character. */
  safeGroupName(name: string): string {
    if (this.groupNames === 'never' || this.groupNames === 'ignore') return name;
    return name.replace(/^\d|[^\p{L}\p{N}_]/gu, '_');
  }

  hasGroup(name: string): boolean {
    return this.groups.has(name);
  }

  /** Gives the name in use; a group that is there stays. */
  addGroup(name: string, span: Span | undefined): string {
    if (name === '') throw new InventoryError('a group needs a name', span);
    let group = this.groups.get(name) ?? this.groups.get(this.safeGroupName(name));
    if (group === undefined) {
      const safe = this.safeGroupName(name);
      group = { name: safe, priority: 1, declarations: [], parents: [], children: [], hosts: new Set(), variables: [] };
      this.groups.set(safe, group);
    }
    if (span !== undefined) group.declarations.push(span);
    return group.name;
  }

  /** False when the host is left out: there are too many. */
  addHost(name: string, groupName: string, port: number | undefined, span: Span): boolean {
    if (name === '') throw new InventoryError('a host needs a name', span);
    const group = this.groups.get(groupName);
    if (group === undefined) throw new InventoryError(`there is no group “${groupName}”`, span);
    let host = this.hosts.get(name);
    if (host === undefined) {
      if (this.hosts.size >= HOST_BUDGET) {
        if (!this.hasTooManyHosts) this.leaveOut({ kind: 'too-large', message: `more than ${HOST_BUDGET.toLocaleString('en-US')} hosts: the rest is left out`, span });
        this.hasTooManyHosts = true;
        return false;
      }
      host = { name, declarations: [], groups: new Set(), variables: [] };
      this.hosts.set(name, host);
      // Host(name, port): the port counts only when the host is first made (a falsy port is none)
      if (port) host.variables.push({ name: 'ansible_port', value: port, origin: span, valueSpan: span });
      host.variables.push({ name: 'inventory_file', value: this.currentSource.text, origin: { from: 'ansible', text: 'the source that names the host first' } });
      host.variables.push({ name: 'inventory_dir', value: this.currentSource.folder, origin: { from: 'ansible', text: 'the folder of the source that names the host first' } });
    }
    host.declarations.push(span);
    group.hosts.add(host);
    host.groups.add(group);
    return true;
  }

  /** `child` may be a group or a host, as in Ansible's own `add_child`. */
  addChild(parentName: string, childName: string, span: Span | undefined): void {
    const parent = this.groups.get(parentName);
    if (parent === undefined) throw new InventoryError(`there is no group “${parentName}”`, span);
    const child = this.groups.get(childName);
    if (child === undefined) {
      const host = this.hosts.get(childName);
      if (host === undefined) throw new InventoryError(`there is no group or host “${childName}”`, span);
      parent.hosts.add(host);
      host.groups.add(parent);
      return;
    }
    if (parent === child) throw new InventoryError(`group “${childName}” cannot be a child of itself`, span, 'inventory-cycle');
    if (parent.children.includes(child)) return;
    if (this.isAbove(child, parent, span)) throw new InventoryError(`“${childName}” cannot be a child of “${parentName}”: that would be a circle of groups`, span, 'inventory-cycle');
    parent.children.push(child);
    child.parents.push(parent);
    this.above.clear();
    this.below.clear();
  }

  private circleSteps = 0;

  /** True when `group` is an ancestor of `below`. A group without children is above none, one without parents below none: most lines end there. */
  private isAbove(group: DraftGroup, below: DraftGroup, span: Span | undefined): boolean {
    if (group.children.length === 0 || below.parents.length === 0) return false;
    const found = new Set<DraftGroup>([below]);
    for (const member of found) {
      if (++this.circleSteps > CIRCLE_BUDGET) throw new InventoryError('too many groups inside groups: they are not read from here on', span, 'too-large');
      for (const parent of member.parents) {
        if (parent === group) return true;
        found.add(parent);
      }
    }
    return false;
  }

  private readonly above = new Map<DraftGroup, ReadonlySet<DraftGroup>>();
  private readonly below = new Map<DraftGroup, ReadonlySet<DraftGroup>>();

  /** The ancestors of a group; kept until the graph grows, for `all` and `ungrouped` are asked for once a host. */
  private aboveOf(group: DraftGroup): ReadonlySet<DraftGroup> {
    let found = this.above.get(group);
    if (found === undefined) this.above.set(group, (found = reachedFrom(group, (member) => member.parents)));
    return found;
  }

  private belowOf(group: DraftGroup): ReadonlySet<DraftGroup> {
    let found = this.below.get(group);
    if (found === undefined) this.below.set(group, (found = reachedFrom(group, (member) => member.children)));
    return found;
  }

  /** A group comes before a host of the same name. */
  setVariable(entity: string, variable: InventoryVariable, span: Span): void {
    const group = this.groups.get(entity);
    if (group !== undefined) {
      if (variable.name === 'ansible_group_priority') group.priority = priorityOf(variable.value, span);
      else group.variables.push(variable);
      return;
    }
    const host = this.hosts.get(entity);
    if (host === undefined) throw new InventoryError(`there is no group or host “${entity}”`, span);
    host.variables.push(variable);
  }

  /**
   * What Ansible does once after all sources, if at least one could be parsed: parentless groups under `all`, `ungrouped` made true.
   * Gives what Ansible dies of here: groups above `all`.
   */
  reconcile(): InventoryError[] {
    this.isReconciled = true;
    const errors: InventoryError[] = [];
    for (const group of this.groups.values()) {
      if (group.name === 'all' || group.parents.length > 0) continue;
      if (this.aboveOf(this.groups.get('all')!).has(group)) errors.push(new InventoryError(`“all” cannot be below “${group.name}”: every group is below all, and Ansible stops here`, group.declarations[0], 'inventory-cycle'));
      else this.addChild('all', group.name, undefined);
    }
    const all = this.groups.get('all')!;
    const ungrouped = this.groups.get('ungrouped')!;
    for (const host of this.hosts.values()) {
      // all of its groups and those above them, told without walking up from each: any group but these two is one
      const isUngrouped = [...host.groups].some((group) => group === ungrouped || this.belowOf(ungrouped).has(group));
      const isGrouped = [...host.groups].some((group) => (group !== all && group !== ungrouped) || [...this.aboveOf(group)].some((above) => above !== all && above !== ungrouped));
      if (isUngrouped) {
        if (isGrouped) {
          ungrouped.hosts.delete(host);
          host.groups.delete(ungrouped);
        }
      } else if (!isGrouped) {
        try {
          // by its name: a group of that name comes first here too, and becomes a child of `ungrouped` in the host's place
          this.addChild('ungrouped', host.name, undefined);
        } catch (error) {
          if (!(error instanceof InventoryError)) throw error;
          errors.push(new InventoryError(error.message, host.declarations[0], error.kind));
        }
      }
    }
    return errors;
  }

  private tooManyMemberships({ name, declarations }: DraftHost): void {
    this.isOpaque = true;
    const span = declarations[0]!;
    const message = `“${name}” and the hosts after it are left out: the hosts above are in more than ${MEMBERSHIP_BUDGET.toLocaleString('en')} groups`;
    this.sources.push({ source: span.file.path, path: span.file.path, file: span.file, outcome: 'skipped', detail: message, problems: [{ kind: 'too-large', message, span }] });
  }

  /** The graph as it is now, frozen. */
  build(): Inventory {
    const groups = new Map<DraftGroup, MutableGroup>();
    const depths = depthsOf([...this.groups.values()]);
    for (const draft of this.groups.values()) {
      groups.set(draft, { name: draft.name, depth: depths.get(draft) ?? 0, priority: draft.priority, declarations: draft.declarations.slice(), parents: [], children: [], hosts: [], variables: draft.variables.slice() });
    }
    const hosts = new Map<DraftHost, Host>();
    const sortedGroupSets = new Map<string, readonly Group[]>();
    const all = this.groups.get('all')!;
    let membershipsLeft = MEMBERSHIP_BUDGET;
    for (const draft of this.hosts.values()) {
      // when no source could be parsed, what hangs on no way from `all` is there but never seen
      if (!this.isReconciled && ![...draft.groups].some((group) => group === all || this.belowOf(all).has(group))) continue;
      // hosts with the same groups share one list: its identity is what classes of hosts are told by
      const names = [...draft.groups].map((group) => group.name).sort().join('\0');
      let sorted = sortedGroupSets.get(names);
      if (sorted === undefined) {
        const members = new Set(draft.groups);
        // a set goes on over what is added to it meanwhile
        for (const group of members) for (const parent of group.parents) members.add(parent);
        membershipsLeft -= members.size;
        if (membershipsLeft < 0) {
          this.tooManyMemberships(draft);
          break;
        }
        sorted = [...members].map((group) => groups.get(group)!).filter((group) => group.name !== 'all').sort(compareGroups);
        sortedGroupSets.set(names, sorted);
      }
      hosts.set(draft, { name: draft.name, declarations: draft.declarations.slice(), groups: sorted, variables: draft.variables.slice(), runTimeGroups: NO_RUN_TIME_GROUPS });
    }
    for (const [draft, group] of groups) {
      group.parents = draft.parents.map((parent) => groups.get(parent)!);
      group.children = draft.children.map((child) => groups.get(child)!);
      group.hosts = [...draft.hosts].flatMap((host) => hosts.get(host) ?? []);
    }
    return new Inventory(
      new Map([...groups.values()].map((group) => [group.name, group])),
      new Map([...hosts.values()].map((host) => [host.name, host])),
      this.sources.slice(),
      this.isOpaque,
    );
  }
}

const NO_RUN_TIME_GROUPS: ReadonlyMap<string, string> = new Map();

type MutableGroup = { -readonly [Key in keyof Group]: Group[Key] };

function reachedFrom(group: DraftGroup, next: (group: DraftGroup) => readonly DraftGroup[]): ReadonlySet<DraftGroup> {
  const found = new Set(next(group));
  for (const member of found) for (const other of next(member)) found.add(other);
  return found;
}

/** The longest way to each group, counted in edges (`add_child_group`): a group is done when all its parents are. The graph has no circle. */
function depthsOf(groups: readonly DraftGroup[]): ReadonlyMap<DraftGroup, number> {
  const depths = new Map<DraftGroup, number>();
  const waiting = new Map(groups.map((group) => [group, group.parents.length]));
  const open = groups.filter((group) => group.parents.length === 0);
  for (const group of open) depths.set(group, 0);
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    const depth = depths.get(group)! + 1;
    for (const child of group.children) {
      depths.set(child, Math.max(depths.get(child) ?? 0, depth));
      waiting.set(child, waiting.get(child)! - 1);
      if (waiting.get(child) === 0) open.push(child);
    }
  }
  return depths;
}

/** Python's `int(value)`; what it refuses fails the inventory file. */
function priorityOf(value: Value, span: Span): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Float && Number.isFinite(value.number)) return Math.trunc(value.number);
  if (typeof value === 'string' && /^\s*[+-]?\d+(_\d+)*\s*$/.test(value)) return Number(value.replace(/_/g, ''));
  throw new InventoryError('ansible_group_priority must be a whole number', span);
}
