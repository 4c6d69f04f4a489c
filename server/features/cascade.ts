// One variable over all hosts of a run, arranged for showing: who wins where, who never does, what the default is.
import type { Host, Inventory } from '../core/inventory/inventory';
import type { Run } from '../core/run/run';
import type { VariableDefinition } from '../core/variables/definition';
import type { EffectiveVariable } from '../core/variables/resolve';
import { beatenBy, type Beating } from '../core/kubespray/beaten';
import { equalValues } from '../core/value';

export interface Winner {
  readonly definition: VariableDefinition;
  /** The value of the hosts; differs from the definition's own only under hash merge. */
  readonly variable: EffectiveVariable;
  readonly hosts: readonly Host[];
}

export interface Cascade {
  readonly name: string;
  readonly run: Run;
  /** Strongest first; a role default counts as a winner where nothing overrides it. */
  readonly winners: readonly Winner[];
  /** Definitions that win on no host they reach, strongest first. */
  readonly losers: readonly VariableDefinition[];
  /** Definitions that reach no host. */
  readonly unreached: readonly VariableDefinition[];
  /** What inside kubespray beats the winners, weakest first; what is a winner itself is not told again. */
  readonly beatenBy: readonly Beating[];
  /** Hosts on which nothing sets it. */
  readonly unset: readonly Host[];
  /** Kubespray's defaults, the one of the common role first, equal ones once. */
  readonly defaults: readonly VariableDefinition[];
  readonly hostCount: number;
}

export function cascadeOf(run: Run, name: string): Cascade {
  const order = run.definitions(name);
  const rank = new Map(order.map((definition, index) => [definition, index]));
  const winners = new Map<VariableDefinition, { variable: EffectiveVariable; hosts: Host[] }>();
  const losing = new Set<VariableDefinition>();
  const unset: Host[] = [];
  for (const { hosts, variable } of run.variable(name)) {
    if (variable === undefined) {
      unset.push(...hosts);
      continue;
    }
    const known = winners.get(variable.winner);
    if (known === undefined) winners.set(variable.winner, { variable, hosts: [...hosts] });
    else known.hosts.push(...hosts);
    for (const loser of variable.overridden) losing.add(loser);
    for (const { definition } of variable.parts) losing.delete(definition);
  }
  const reached = new Set([...winners.keys(), ...losing, ...[...winners.values()].flatMap(({ variable }) => variable.parts.map((part) => part.definition))]);
  const hostIndex = ({ owner, precedence }: VariableDefinition): number => (owner.kind === 'host' && precedence.startsWith('host_') ? orderOfHosts(run.inventory).get(owner.name) ?? -1 : -1);
  const byRank = (left: VariableDefinition, right: VariableDefinition): number => {
    // what hosts set for themselves does not compete: it stands in the order of the inventory
    const [first, second] = left.precedence === right.precedence ? [hostIndex(left), hostIndex(right)] : [-1, -1];
    return first >= 0 && second >= 0 && first !== second ? first - second : (rank.get(left) ?? Infinity) - (rank.get(right) ?? Infinity);
  };
  const isDefault = (definition: VariableDefinition): boolean => definition.precedence === 'role_defaults';
  // a file that is read twice, beside the inventory and beside the playbook, may reach hosts in one of the two ways only
  const reachedPlaces = new Set([...reached].map((definition) => definition.origin));
  return {
    name,
    run,
    winners: [...winners].sort(([left], [right]) => byRank(left, right)).map(([definition, { variable, hosts }]) => ({ definition, variable, hosts })),
    losers: [...losing].filter((definition) => !winners.has(definition) && !isDefault(definition)).sort(byRank),
    unreached: order.filter((definition) => !reachedPlaces.has(definition.origin) && !isDefault(definition)),
    beatenBy: beatingsOf(run, name, winners.keys()),
    unset,
    defaults: defaultsOf(run, name, order.filter(isDefault)),
    hostCount: run.inventory.hosts.size,
  };
}

/** What `-e` sets is beaten by nothing, and where kubespray alone sets it there is nothing to beat. */
export function beatingsOf(run: Run, name: string, winners: Iterable<VariableDefinition>): readonly Beating[] {
  const won = [...winners];
  const places = new Set(won.map(({ origin }) => origin));
  if (won.every(({ precedence }) => precedence === 'extra_vars' || precedence === 'role_defaults')) return [];
  return beatenBy(run, name).filter(({ origin }) => !places.has(origin));
}

const orders = new WeakMap<Inventory, ReadonlyMap<string, number>>();

/** The place of each host in the inventory; counted when it is first asked for. */
function orderOfHosts(inventory: Inventory): ReadonlyMap<string, number> {
  let order = orders.get(inventory);
  if (order === undefined) orders.set(inventory, (order = new Map([...inventory.hosts.keys()].map((host, index) => [host, index]))));
  return order;
}

function defaultsOf(run: Run, name: string, ofPlays: readonly VariableDefinition[]): VariableDefinition[] {
  const all = [...(run.kubespray?.defaultsOf(name) ?? []), ...ofPlays];
  const shown: VariableDefinition[] = [];
  for (const definition of all) if (!shown.some((known) => equalValues(known.value, definition.value))) shown.push(definition);
  return shown;
}

/** True when roles alone set it: nothing of the user's own wins or loses. */
export function isOfRoles(variable: EffectiveVariable): boolean {
  return [variable.winner, ...variable.overridden].every(({ precedence }) => precedence === 'role_defaults' || precedence === 'role_vars');
}
