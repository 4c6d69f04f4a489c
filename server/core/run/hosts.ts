// Which hosts a pattern of `hosts:` or `--limit` means: Ansible's host patterns over one inventory.
import { isAddress } from '../inventory/hostPattern';
import type { Group, Host, Inventory } from '../inventory/inventory';
import { localhostOf } from './localhost';
import { matchesGlob, safeExpression } from './pattern';

/** The hosts a pattern matches, in Ansible's order; undefined when it is a template or cannot be decided. */
export function matchHosts(inventory: Inventory, pattern: string): ReadonlySet<Host> | undefined {
  let known = matched.get(inventory);
  if (known === undefined) matched.set(inventory, (known = new Map()));
  if (!known.has(pattern)) known.set(pattern, findHosts(inventory, pattern));
  return known.get(pattern);
}

const matched = new WeakMap<Inventory, Map<string, ReadonlySet<Host> | undefined>>();

function findHosts(inventory: Inventory, pattern: string): ReadonlySet<Host> | undefined {
  if (pattern.includes('{{')) return undefined;
  // said twice is said once
  const parts = [...new Set(splitPattern(pattern))];
  // `--limit @FILE`: the hosts stand in a file that an earlier run has left
  if (parts.some((part) => part.startsWith('@'))) return undefined;
  // `order_patterns`: what is added, then what must also match, then what is taken away; only exclusions mean all without them
  const additions = parts.filter((part) => part[0] !== '!' && part[0] !== '&');
  const ordered = [...(additions.length === 0 ? ['all'] : additions), ...parts.filter((part) => part[0] === '&'), ...parts.filter((part) => part[0] === '!')];
  const hosts = new Set<Host>();
  for (const part of ordered) {
    // a plain host comes before a group of its name (`_evaluate_patterns`)
    const plain = inventory.hosts.get(part);
    if (plain !== undefined) {
      hosts.add(plain);
      continue;
    }
    const isChange = part[0] === '!' || part[0] === '&';
    const found = matchOne(inventory, isChange ? part.slice(1) : part);
    if (found === undefined) return undefined;
    if (part[0] === '!') for (const host of found) hosts.delete(host);
    else if (part[0] === '&') {
      for (const host of hosts) if (!found.has(host)) hosts.delete(host);
    }
    else for (const host of found) hosts.add(host);
  }
  return hosts;
}

/** `split_host_pattern`: commas always part; without one colons and blanks do too, but not inside brackets (`[0:3]`) and not in an address (`::1`, `web:22`). */
export function splitPattern(pattern: string): string[] {
  const texts = pattern.includes(',') ? pattern.split(',') : isAddress(pattern) ? [pattern] : (pattern.match(/(?:[^\s:[\]]|\[[^\]]*\])+/g) ?? []);
  return texts.map((part) => part.trim()).filter((part) => part !== '');
}

function matchOne(inventory: Inventory, pattern: string): Set<Host> | undefined {
  if (pattern.startsWith('~')) {
    const expression = safeExpression(pattern.slice(1));
    // `re.match`: from the first letter on
    return expression === undefined ? undefined : matchNames(inventory, (name) => expression.exec(name)?.index === 0);
  }
  const subscript = /^(.+)\[(?:(-?\d+)|(\d+)[:-](\d*))\]$/.exec(pattern);
  const base = subscript === null ? pattern : subscript[1]!;
  const found = matchBase(inventory, base);
  if (found === undefined || subscript === null) return found;
  const hosts = [...found];
  if (subscript[2] !== undefined) {
    const host = hosts.at(Number(subscript[2]));
    return new Set(host === undefined ? [] : [host]);
  }
  const [start, end] = [Number(subscript[3]), subscript[4] === '' ? hosts.length : Number(subscript[4])];
  // the end of a range is included; an end of 0 counts as none at all (`_apply_subscript`): `[1:0]` is `[1]`
  return new Set(hosts.slice(start, (end === 0 ? start : end) + 1));
}

function matchBase(inventory: Inventory, base: string): Set<Host> | undefined {
  if (base === 'all' || base === '*') return new Set(inventory.hostsOf(inventory.all));
  const group = inventory.groups.get(base);
  if (group !== undefined) return new Set(inventory.hostsOf(group));
  const host = inventory.hosts.get(base) ?? localhostOf(inventory, base);
  if (host !== undefined) return new Set([host]);
  if (!/[*?[]/.test(base)) return new Set();
  return matchNames(inventory, (name) => matchesGlob(base, name));
}

/** Groups are matched first and give their hosts, then hosts by their own name. */
function matchNames(inventory: Inventory, matches: (name: string) => boolean): Set<Host> {
  const hosts = new Set<Host>();
  // what lies below one group is not walked again for the next: a chain of groups that all match is as long as it is
  const walked = new Set<Group>();
  for (const group of inventory.groups.values()) {
    if (!matches(group.name)) continue;
    const open = new Set(walked.has(group) ? [] : [group]);
    for (const member of open) {
      walked.add(member);
      for (const host of member.hosts) hosts.add(host);
      for (const child of member.children) if (!walked.has(child)) open.add(child);
    }
  }
  for (const host of inventory.hosts.values()) if (matches(host.name)) hosts.add(host);
  return hosts;
}
