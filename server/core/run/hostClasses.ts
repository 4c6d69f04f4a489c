// Which plays reach which hosts, and hosts that share groups and plays: for them every variable without a definition of a host's own is the same.
import type { Group, Host, Inventory } from '../inventory/inventory';
import { matchHosts } from './hosts';
import { isLocalhost } from './localhost';
import type { EffectiveVariable } from '../variables/resolve';
import type { Play } from './playbook';

/** Hosts for which one variable resolves the same way. */
export interface HostsWithVariable {
  readonly hosts: readonly Host[];
  /** The play the answer is for; undefined when the run has none that reaches them. */
  readonly play: Play | undefined;
  /** Undefined where nothing sets it. */
  readonly variable: EffectiveVariable | undefined;
}

/** Hosts that share groups and plays; at least one. */
export interface HostClass {
  readonly hosts: readonly Host[];
  readonly groups: readonly Group[];
  /** Numbers of the plays that reach them, from 0, ascending. */
  readonly plays: readonly number[];
}

/** The hosts of an inventory by the plays of one run. */
export interface HostClasses {
  /** In inventory order of the first host of each. */
  readonly classes: readonly HostClass[];
  /** Hosts that no play reaches are not in it. */
  readonly playsOf: ReadonlyMap<Host, readonly number[]>;
  /** The host of plays for localhost that no inventory names; it is in no class. Undefined where no play reaches it. */
  readonly localhost: Host | undefined;
}

const known = new WeakMap<Inventory, Map<string, HostClasses>>();

/** `patterns`: `hosts:` of each play, undefined where it is not a text. It follows from the graph alone, and is kept with it. */
export function hostClassesOf(inventory: Inventory, patterns: readonly (string | undefined)[], limit: string | undefined): HostClasses {
  let ofInventory = known.get(inventory);
  if (ofInventory === undefined) known.set(inventory, (ofInventory = new Map()));
  const key = JSON.stringify([patterns, limit]);
  let found = ofInventory.get(key);
  if (found === undefined) ofInventory.set(key, (found = classify(inventory, patterns, limit)));
  return found;
}

function classify(inventory: Inventory, patterns: readonly (string | undefined)[], limit: string | undefined): HostClasses {
  const limited = limit === undefined ? undefined : matchHosts(inventory, limit);
  const lists = new Map<Host, number[]>();
  // all names of it are one host, which has the first of them
  let localhost: Host | undefined;
  const known = (host: Host): Host => (inventory.hosts.get(host.name) === host ? host : (localhost ??= host));
  const isWithinLimit = (host: Host): boolean => limited === undefined || limited.has(host) || (host === localhost && [...limited].some((other) => isLocalhost(other.name)));
  patterns.forEach((pattern, number) => {
    const hosts = pattern === undefined ? undefined : matchHosts(inventory, pattern);
    // a play whose hosts are a template may reach any host
    for (const matched of hosts ?? inventory.hosts.values()) {
      const host = known(matched);
      if (!isWithinLimit(host)) continue;
      const list = lists.get(host);
      if (list === undefined) lists.set(host, [number]);
      else list.push(number);
    }
  });
  const shared = new Map<string, readonly number[]>();
  const playsOf = new Map<Host, readonly number[]>();
  for (const [host, list] of lists) {
    const key = list.join();
    if (!shared.has(key)) shared.set(key, list);
    playsOf.set(host, shared.get(key)!);
  }
  const none: readonly number[] = [];
  const byGroups = new Map<readonly Group[], Map<readonly number[], Host[]>>();
  const classes: HostClass[] = [];
  for (const host of inventory.hosts.values()) {
    const plays = playsOf.get(host) ?? none;
    let byPlays = byGroups.get(host.groups);
    if (byPlays === undefined) byGroups.set(host.groups, (byPlays = new Map()));
    const hosts = byPlays.get(plays);
    if (hosts !== undefined) hosts.push(host);
    else {
      const first = [host];
      byPlays.set(plays, first);
      classes.push({ hosts: first, groups: host.groups, plays });
    }
  }
  return { classes, playsOf, localhost: localhost !== undefined && playsOf.has(localhost) ? localhost : undefined };
}
