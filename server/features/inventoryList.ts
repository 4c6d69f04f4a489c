// The inventory as `ansible-inventory --list`, `--host` and `--graph` tell it.
import type { Group, Inventory } from '../core/inventory/inventory';
import type { Run } from '../core/run/run';

/** Names that ansible-inventory leaves out of hostvars, also when the user set them (`INTERNAL_VARS`). */
export const INTERNAL_NAMES: ReadonlySet<string> = new Set([
  'ansible_diff_mode', 'ansible_config_file', 'ansible_facts', 'ansible_forks', 'ansible_inventory_sources', 'ansible_limit', 'ansible_playbook_python', 'ansible_run_tags', 'ansible_skip_tags', 'ansible_verbosity', 'ansible_version',
  'inventory_dir', 'inventory_file', 'inventory_hostname', 'inventory_hostname_short', 'groups', 'group_names', 'omit', 'playbook_dir',
]);

/** Names that hold variables `ansible-inventory` prints for a run. */
export function listedNames(run: Run): string[] {
  return [...run.names({ defaults: false })].filter((name) => !INTERNAL_NAMES.has(name));
}

/** `hosts` and `children` of every group that `--list` prints, by name; empty groups are left out. */
export function groupsOfList(inventory: Inventory): Record<string, { hosts?: string[]; children?: string[] }> {
  const result: Record<string, { hosts?: string[]; children?: string[] }> = {};
  const seen = new Set<Group>();
  const open: Group[] = [inventory.all];
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    if (seen.has(group)) continue;
    seen.add(group);
    const hosts = group.name === 'all' ? [] : group.hosts.map((host) => host.name);
    const children = group.children.map((child) => child.name);
    if (hosts.length > 0 || children.length > 0) result[group.name] = { ...(children.length > 0 ? { children } : {}), ...(hosts.length > 0 ? { hosts } : {}) };
    open.push(...group.children);
  }
  return result;
}

/** The lines of `--graph` below `group`; `variablesOf` gives the lines of `--vars`. */
export function graphLines(group: Group, variablesOf?: { host: (name: string) => readonly string[]; group: (name: string) => readonly string[] }, depth = 0): string[] {
  const line = (text: string, at: number): string => (at === 0 ? text : '  |'.repeat(at) + '--' + text);
  const lines = [line(`@${group.name}:`, depth)];
  if (depth > 100) return lines;
  for (const child of group.children) lines.push(...graphLines(child, variablesOf, depth + 1));
  if (group.name !== 'all') {
    for (const host of group.hosts) {
      lines.push(line(host.name, depth + 1));
      for (const text of variablesOf?.host(host.name) ?? []) lines.push(line(text, depth + 2));
    }
  }
  for (const text of variablesOf?.group(group.name) ?? []) lines.push(line(text, depth + 1));
  return lines;
}

