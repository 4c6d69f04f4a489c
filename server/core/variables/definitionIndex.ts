// Definitions of one layer of a run by name and owner, each with its rank in the merge. Built once, in merge order.
import type { Group, Host, Inventory } from '../inventory/inventory';
import { precedenceRanks, type Precedence } from './precedence';
import type { Owner, OwnerOfFiles, VariableDefinition } from './definition';
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

  /**
   * Only while the index is built: in merge order. Equal batches of a level are merged before others join (`hash_behaviour=merge`).
   * `rankedAs`: the level it takes its place in, where that is not its own.
   */
  add(definition: VariableDefinition, batch: number, rankedAs: Precedence = definition.precedence): void {
    const level = this.ranks.get(rankedAs);
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
      // the fewer of the two are gone through: a host may be in thousands of groups of which each sets a name of its own
      if (found.byGroup.size < groups.length) {
        const names = namesOf(groups);
        for (const [owner, list] of found.byGroup) if (names.has(owner)) into.push(...list);
      } else {
        for (const group of groups) {
          const list = found.byGroup.get(group.name);
          if (list !== undefined) into.push(...list);
        }
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
}

const ofInventory = new WeakMap<Inventory, Map<string, DefinitionIndex>>();

/** What the sources of an inventory set for its groups and hosts; made once for each graph and order of levels. */
export function definitionsOfInventory(inventory: Inventory, levels: readonly Precedence[]): DefinitionIndex {
  let known = ofInventory.get(inventory);
  if (known === undefined) ofInventory.set(inventory, (known = new Map()));
  const key = levels.join();
  let index = known.get(key);
  if (index === undefined) known.set(key, (index = indexOfInventory(inventory, levels, () => [])));
  return index;
}

/** The same with `beside`, what the vars files of a group or host set, folded in behind the inventory's own (`run_vars_plugins = start`). */
export function indexOfInventory(inventory: Inventory, levels: readonly Precedence[], beside: (owner: OwnerOfFiles) => Iterable<VariableDefinition>): DefinitionIndex {
  const index = new DefinitionIndex(precedenceRanks(levels));
  const add = ({ name, variables }: Group | Host, kind: 'group' | 'host', precedence: Precedence, batch: number): void => {
    const owner: OwnerOfFiles = { kind, name };
    for (const variable of variables) index.add(definitionOf(variable, precedence, owner), batch);
    for (const definition of beside(owner)) index.add(definition, batch, precedence);
  };
  add(inventory.all, 'group', 'all_inventory', 0);
  for (const [batch, group] of inventory.sortedGroups.entries()) add(group, 'group', 'groups_inventory', batch);
  for (const host of inventory.hosts.values()) add(host, 'host', 'host_inventory', 0);
  return index;
}

/** A variable that the inventory itself sets. */
export function definitionOf({ name, value, origin, valueSpan, node }: Group['variables'][number], precedence: Precedence, owner: Owner): VariableDefinition {
  return { name, value, origin, valueSpan, node, precedence, owner };
}

/** Names of hosts that have a definition of `name` of their own in one of the indexes. */
export function hostsWithOwn(name: string, indexes: readonly DefinitionIndex[]): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const index of indexes) for (const host of index.hostsWith(name)) hosts.add(host);
  return hosts;
}

const namesOfGroups = new WeakMap<readonly Group[], ReadonlySet<string>>();

function namesOf(groups: readonly Group[]): ReadonlySet<string> {
  let names = namesOfGroups.get(groups);
  if (names === undefined) namesOfGroups.set(groups, (names = new Set(groups.map((group) => group.name))));
  return names;
}

function push(map: Map<string, RankedDefinition[]>, key: string, ranked: RankedDefinition): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [ranked]);
  else list.push(ranked);
}
