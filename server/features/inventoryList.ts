// The inventory as `ansible-inventory --list`, `--host` and `--graph` tell it.
import type { Group, Inventory } from '../core/inventory/inventory';
import type { Run } from '../core/run/run';

/** Names that ansible-inventory leaves out of hostvars, also when the user set them (`INTERNAL_VARS`). */
export const INTERNAL_NAMES: ReadonlySet<string> = new Set([
  'ansible_diff_mode', 'ansible_config_file', 'ansible_facts', 'ansible_forks', 'ansible_inventory_sources', 'ansible_limit', 'ansible_playbook_python', 'ansible_run_tags', 'ansible_skip_tags', 'ansible_verbosity', 'ansible_version',
  'inventory_dir', 'inventory_file', 'inventory_hostname', 'inventory_hostname_short', 'groups', 'group_names', 'omit', 'playbook_dir',
]);

/** Names that hold variables `ansible-inventory` prints for a run; of a host that no inventory names its connection too. */
export function listedNames(run: Run, isImplicit = false): string[] {
  return [...new Set([...run.names({ defaults: false }), ...(isImplicit ? ['ansible_connection'] : [])])].filter((name) => !INTERNAL_NAMES.has(name));
}

/** `hosts` and `children` of every group that `--list` prints, by name; empty groups are left out. */
export function groupsOfList(inventory: Inventory): Record<string, { hosts?: string[]; children?: string[] }> {
  // without a prototype: a group may be called `__proto__`
  const result = Object.create(null) as Record<string, { hosts?: string[]; children?: string[] }>;
  for (const group of groupsBelow(inventory.all)) {
    const hosts = group.name === 'all' ? [] : group.hosts.map((host) => host.name);
    const children = group.children.map((child) => child.name);
    if (hosts.length > 0 || children.length > 0) result[group.name] = { ...(children.length > 0 ? { children } : {}), ...(hosts.length > 0 ? { hosts } : {}) };
  }
  return result;
}

/** A group and every group below it, each once. */
export function groupsBelow(top: Group): ReadonlySet<Group> {
  const seen = new Set<Group>();
  const open: Group[] = [top];
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    if (seen.has(group)) continue;
    seen.add(group);
    open.push(...group.children);
  }
  return seen;
}

/** Characters that a graph may have: groups that are reached on two ways are shown twice, thirty such levels a billion times. */
const GRAPH_BUDGET = 64 * 1024 * 1024;
const GRAPH_DEPTH = 100;
/** The line that stands for what is left out. */
export const GRAPH_CUT = '… the graph is too large: the rest is left out';

/** The lines of `--graph` below `group`; `variablesOf` gives the lines of `--vars`. */
export function graphLines(group: Group, variablesOf?: { host: (name: string) => readonly string[]; group: (name: string) => readonly string[] }): string[] {
  const lines: string[] = [];
  let left = GRAPH_BUDGET;
  let isCut = false;
  const add = (text: string, depth: number): void => {
    const line = depth === 0 ? text : '  |'.repeat(depth) + '--' + text;
    left -= line.length + 1;
    if (left < 0) isCut = true;
    else lines.push(line);
  };
  const addGroup = (member: Group, depth: number): void => {
    add(`@${member.name}:`, depth);
    if (depth > GRAPH_DEPTH && member.children.length > 0) isCut = true;
    if (depth > GRAPH_DEPTH || left < 0) return;
    for (const child of member.children) {
      addGroup(child, depth + 1);
      if (left < 0) return;
    }
    if (member.name !== 'all') {
      for (const host of member.hosts) {
        add(host.name, depth + 1);
        for (const text of variablesOf?.host(host.name) ?? []) add(text, depth + 2);
        if (left < 0) return;
      }
    }
    for (const text of variablesOf?.group(member.name) ?? []) add(text, depth + 1);
  };
  addGroup(group, 0);
  return isCut ? [...lines, GRAPH_CUT] : lines;
}
