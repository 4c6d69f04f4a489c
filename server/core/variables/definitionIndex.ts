// Definitions of one layer of a run by name and owner, each with its rank in the merge. Built once, in merge order.
import type { Group, Host, Inventory } from '../inventory/inventory';
import { precedenceRanks, type Precedence } from './precedence';
import type { Owner, VariableDefinition } from './definition';
import type { RankedDefinition } from './resolve';

/** Definitions of one name; `everyone` are those that no group or host owns. */
interface DefinitionsOfName {
  readonly byGroup: Map<string, RankedDefinition[]>;
  readonly byHost: Map<string, RankedDefinition[]>;
  readonly everyone: RankedDefinition[];
}

/** More definitions than a level of one run ever has: ranks of two levels never meet. */
const LEVEL_SIZE = 2 ** 32;

/** Rank of the `sequence`-th definition of a level. */
export function orderOf(level: number, sequence: number): number {
  return level * LEVEL_SIZE + sequence;
}

export class DefinitionIndex {
  private readonly byName = new Map<string, DefinitionsOfName>();
  private sequence = 0;

  /** `ranks`: of each level in force; a level that is switched off has none and is left out. */
  constructor(private readonly ranks: ReadonlyMap<Precedence, number>) {}

  /** Only while the index is built: in merge order. Equal batches of a level are merged before others join (`hash_behaviour=merge`). */
  add(definition: VariableDefinition, batch: number): void {
    const level = this.ranks.get(definition.precedence);
    if (level === undefined) return;
    const ranked: RankedDefinition = { definition, level, batch, order: orderOf(level, this.sequence++) };
    let found = this.byName.get(definition.name);
    if (found === undefined) this.byName.set(definition.name, (found = { byGroup: new Map(), byHost: new Map(), everyone: [] }));
    const { owner } = definition;
    if (owner.kind === 'group') push(found.byGroup, owner.name, ranked);
    else if (owner.kind === 'host') push(found.byHost, owner.name, ranked);
    else found.everyone.push(ranked);
  }

  names(): IterableIterator<string> {
    return this.byName.keys();
  }

  /** Those of `name` that reach a host in `groups` (all of its groups but `all`); with `host` its own too. */
  collect(name: string, groups: readonly Group[], host: Host | undefined, into: RankedDefinition[]): void {
    const found = this.byName.get(name);
    if (found === undefined) return;
    into.push(...found.everyone);
    if (found.byGroup.size > 0) {
      into.push(...(found.byGroup.get('all') ?? []));
      for (const group of groups) {
        const list = found.byGroup.get(group.name);
        if (list !== undefined) into.push(...list);
      }
    }
    if (host !== undefined) into.push(...(found.byHost.get(host.name) ?? []));
  }

  /** All of `name`, whomever they reach. */
  everything(name: string): readonly RankedDefinition[] {
    const found = this.byName.get(name);
    return found === undefined ? [] : [...found.everyone, ...[...found.byGroup.values()].flat(), ...[...found.byHost.values()].flat()];
  }

  /** How many definitions of `name` there are, counted no further than `limit`. */
  count(name: string, limit: number): number {
    const found = this.byName.get(name);
    if (found === undefined) return 0;
    let number = found.everyone.length;
    for (const map of [found.byGroup, found.byHost]) {
      for (const list of map.values()) {
        number += list.length;
        if (number >= limit) return number;
      }
    }
    return number;
  }

  hostsWith(name: string): Iterable<string> {
    return this.byName.get(name)?.byHost.keys() ?? [];
  }

  /** The strongest definition that group `group` itself has of `name`. */
  ofGroup(name: string, group: string): VariableDefinition | undefined {
    return this.byName.get(name)?.byGroup.get(group)?.reduce((left, right) => (right.order > left.order ? right : left)).definition;
  }
}

const ofInventory = new WeakMap<Inventory, Map<string, DefinitionIndex>>();

/** What the sources of an inventory set for its groups and hosts; made once for each graph and order of levels. */
export function definitionsOfInventory(inventory: Inventory, levels: readonly Precedence[]): DefinitionIndex {
  let known = ofInventory.get(inventory);
  if (known === undefined) ofInventory.set(inventory, (known = new Map()));
  const key = levels.join();
  let index = known.get(key);
  if (index === undefined) {
    index = new DefinitionIndex(precedenceRanks(levels));
    addVariables(index, inventory.all.variables, 'all_inventory', { kind: 'group', name: 'all' }, 0);
    for (const [batch, group] of inventory.sortedGroups.entries()) addVariables(index, group.variables, 'groups_inventory', { kind: 'group', name: group.name }, batch);
    for (const host of inventory.hosts.values()) addVariables(index, host.variables, 'host_inventory', { kind: 'host', name: host.name }, 0);
    known.set(key, index);
  }
  return index;
}

function addVariables(index: DefinitionIndex, variables: Group['variables'], precedence: Precedence, owner: Owner, batch: number): void {
  for (const { name, value, origin, valueSpan, node } of variables) index.add({ name, value, origin, valueSpan, node, precedence, owner }, batch);
}

/** Names of hosts that have a definition of `name` of their own in one of the indexes. */
export function hostsWithOwn(name: string, indexes: readonly DefinitionIndex[]): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const index of indexes) for (const host of index.hostsWith(name)) hosts.add(host);
  return hosts;
}

function push(map: Map<string, RankedDefinition[]>, key: string, ranked: RankedDefinition): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [ranked]);
  else list.push(ranked);
}
