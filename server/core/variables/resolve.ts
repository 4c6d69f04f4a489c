// Decides which definition of one variable wins, for one set of owners, and says why.
import { isMapping, keyIdentity, Mapping, type Scalar, type Value } from '../value';
import { isSpan, type Origin, type Span } from '../tree';
import type { YamlEntry } from '../yamlNode';
import { PRECEDENCE_TEXT, type Precedence } from './precedence';
import type { VariableDefinition } from './definition';

/** A definition with its place in the merge of a run: the higher `order` wins, and under hash merge equal `batch`es are merged before others join. */
export interface RankedDefinition {
  readonly definition: VariableDefinition;
  readonly order: number;
  readonly level: number;
  readonly batch: number;
}

/** One leaf or subtree of a value and the definition it comes from; without hash merge the one part has the path `[]`. */
export interface ValuePart {
  readonly path: readonly Scalar[];
  readonly definition: VariableDefinition;
}

export interface EffectiveVariable {
  readonly name: string;
  readonly value: Value;
  readonly parts: readonly ValuePart[];
  /** The strongest definition that gives a part of the value. */
  readonly winner: VariableDefinition;
  /** Definitions that give no part of it, strongest first. */
  readonly overridden: readonly VariableDefinition[];
  /** Why the winner wins over the strongest of the others; '' when there is none. */
  readonly reason: string;
}

/** `definitions` are those that reach the host, in any order, at least one. `hash_behaviour` decides between replacing and merging. */
export function resolve(name: string, definitions: readonly RankedDefinition[], hashMerge: boolean): EffectiveVariable {
  const sorted = [...definitions].sort((left, right) => left.order - right.order);
  const strongest = sorted[sorted.length - 1]!.definition;
  if (!hashMerge || sorted.length === 1 || !isMapping(strongest.value)) {
    const overridden = losersOf(sorted, [strongest]);
    return { name, value: strongest.value, parts: [{ path: [], definition: strongest }], winner: strongest, overridden, reason: reasonOf(strongest, overridden[0]) };
  }
  const merged = mergeInStages(sorted);
  const parts = partsOf(merged, []);
  const contributing = new Set(parts.map((part) => part.definition));
  const losers = losersOf(sorted, [...contributing]);
  const winner = sorted.map((ranked) => ranked.definition).reverse().find((definition) => contributing.has(definition))!;
  return { name, value: valueOf(merged), parts, winner, overridden: losers, reason: contributing.size > 1 ? 'hash_behaviour=merge joins the mappings; at each key the stronger one wins' : reasonOf(winner, losers[0]) };
}

/** Strongest first; a place that is read twice, beside the inventory and beside the playbook, does not lose against itself. */
function losersOf(sorted: readonly RankedDefinition[], winners: readonly VariableDefinition[]): VariableDefinition[] {
  const seen = new Set(winners.map((definition) => definition.origin));
  const losers: VariableDefinition[] = [];
  for (let index = sorted.length - 1; index >= 0; index--) {
    const { definition } = sorted[index]!;
    if (seen.has(definition.origin)) continue;
    seen.add(definition.origin);
    losers.push(definition);
  }
  return losers;
}

/** A value under construction: a leaf knows its definition, a mapping its members. An empty mapping is a leaf. */
type Merged = { readonly leaf: Value; readonly definition: VariableDefinition } | { readonly members: Map<string, { key: Scalar; merged: Merged }>; readonly definition: VariableDefinition };

/**
 * Ansible merges files of one source first, then the sources of a level, then the levels. The stages matter:
 * a scalar between two mappings hides the first one only within its stage (`combine_vars` at each point).
 */
function mergeInStages(sorted: readonly RankedDefinition[]): Merged {
  const fold = (groups: readonly Merged[]): Merged => groups.reduce((left, right) => combine(left, right));
  const levels = groupBy(sorted, (ranked) => ranked.level).map((level) => fold(groupBy(level, (ranked) => ranked.batch).map((batch) => fold(batch.map((ranked) => asMerged(ranked.definition.value, ranked.definition))))));
  return fold(levels);
}

function groupBy(sorted: readonly RankedDefinition[], keyOf: (ranked: RankedDefinition) => number): RankedDefinition[][] {
  const groups: RankedDefinition[][] = [];
  let last: number | undefined;
  for (const ranked of sorted) {
    const key = keyOf(ranked);
    if (groups.length === 0 || key !== last) groups.push([]);
    groups[groups.length - 1]!.push(ranked);
    last = key;
  }
  return groups;
}

function asMerged(value: Value, definition: VariableDefinition): Merged {
  if (!isMapping(value) || value.size === 0) return { leaf: value, definition };
  const members = new Map<string, { key: Scalar; merged: Merged }>();
  for (const [key, member] of value.entries()) members.set(keyIdentity(key), { key, merged: asMerged(member, definition) });
  return { members, definition };
}

/** `merge_hash`, recursive, lists replaced: only two mappings are joined. `left` is used up: a mapping that grows over a thousand groups is not copied for each. */
function combine(left: Merged, right: Merged): Merged {
  const emptyRight = 'leaf' in right && isMapping(right.leaf);
  if (emptyRight) return 'members' in left || ('leaf' in left && isMapping(left.leaf)) ? left : right;
  if (!('members' in right) || !('members' in left)) return right;
  const { members } = left;
  for (const [identity, { key, merged }] of right.members) {
    const known = members.get(identity);
    members.set(identity, known === undefined ? { key, merged } : { key: known.key, merged: combine(known.merged, merged) });
  }
  return { members, definition: right.definition };
}

function valueOf(merged: Merged): Value {
  if ('leaf' in merged) return merged.leaf;
  return new Mapping([...merged.members.values()].map(({ key, merged: member }) => [key, valueOf(member)] as const));
}

/** Subtrees that one definition gives whole are one part. */
function partsOf(merged: Merged, path: readonly Scalar[]): ValuePart[] {
  if ('leaf' in merged) return [{ path, definition: merged.definition }];
  const parts = [...merged.members.values()].flatMap(({ key, merged: member }) => partsOf(member, [...path, key]));
  const only = new Set(parts.map((part) => part.definition));
  return only.size === 1 ? [{ path, definition: parts[0]!.definition }] : parts;
}

/** In words: what decides between two definitions. */
function reasonOf(winner: VariableDefinition, loser: VariableDefinition | undefined): string {
  if (loser === undefined) return '';
  const [strong, weak] = [winner.precedence, loser.precedence];
  if (strong !== weak) return `${textOf(winner)} ${outrank(winner)} ${textOf(loser)}`;
  if (winner.owner.kind === 'group' && loser.owner.kind === 'group' && winner.owner.name !== loser.owner.name) {
    return `group ${winner.owner.name} is merged after group ${loser.owner.name}`;
  }
  if (strong === 'extra_vars') return 'the last -e on the command line wins';
  if (winner.owner.kind === 'role' && loser.owner.kind === 'role' && winner.owner.name !== loser.owner.name) return `role ${winner.owner.name} is loaded after role ${loser.owner.name}`;
  return winner.owner.kind === 'group' || winner.owner.kind === 'host' ? 'of two places that set it for the same ' + winner.owner.kind + ' the one read last wins' : 'the one read last wins';
}

function textOf(definition: VariableDefinition): string {
  const level: Precedence = definition.precedence;
  const name = 'name' in definition.owner ? definition.owner.name : '';
  switch (level) {
    case 'groups_inventory':
      return `vars of group ${name} in the inventory`;
    case 'groups_plugins_inventory':
      return `group_vars of group ${name} beside the inventory`;
    case 'groups_plugins_play':
      return `group_vars of group ${name} beside the playbook`;
    case 'role_defaults':
      return `the defaults of role ${name}`;
    case 'role_vars':
      return `vars of role ${name}`;
    default:
      return PRECEDENCE_TEXT[level];
  }
}

/** The verb that fits the words of a level. */
function outrank({ precedence }: VariableDefinition): string {
  return PRECEDENCE_TEXT[precedence].startsWith('va') || precedence.startsWith('extra') || precedence === 'cached_facts' || precedence.endsWith('_params') ? 'outrank' : 'outranks';
}

/** The key under which a part stands in its definition, as its place; the definition's own where the text stands elsewhere (an alias, `<<`) or in no file. */
export function originOfPart({ path, definition }: ValuePart): Origin {
  const { origin } = definition;
  if (!isSpan(origin)) return origin;
  let node = definition.node;
  let found: Span = origin;
  for (const key of path) {
    const identity = keyIdentity(key);
    const entry: YamlEntry | undefined = node?.kind === 'mapping' ? node.entries.find((candidate) => keyIdentity(candidate.key) === identity) : undefined;
    if (entry === undefined || entry.merged || entry.keySpan.file !== origin.file) return found;
    found = entry.keySpan;
    ({ node } = entry);
  }
  return found;
}
