// What the three rules about values that kubespray takes the place of share: which definitions win among the user's own and are beaten all the same.
import { beatenBy, namesThatMayBeBeaten, type Beating, type BeatingLevel } from '../core/kubespray/beaten';
import { isSameValue } from '../core/kubespray/hostValues';
import { isShipped } from '../core/kubespray/overrides';
import type { Host } from '../core/inventory/inventory';
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';
import { isSpan, type Span } from '../core/tree';
import { isMapping } from '../core/value';
import type { VariableDefinition } from '../core/variables/definition';
import { INVENTORY_LEVELS, PRECEDENCE_TEXT, type Precedence } from '../core/variables/precedence';
import type { RuleContext } from './rule';
import { taskFilesOf } from './runTimeNames';
import { count, enumerate, hostText } from './places';

/** A definition of the user's that would win, and what of kubespray's beats it. */
export interface BeatenDefinition {
  readonly run: Run;
  readonly definition: VariableDefinition;
  readonly span: Span;
  /** Those that set another value, weakest first; at least one. */
  readonly beatings: readonly Beating[];
  /** The hosts that get it and are reached by these. */
  readonly hosts: readonly Host[];
  /** ` on HOSTS`, where it is beaten on some of its hosts only; else ''. */
  readonly where: string;
}

/** The levels of what a user writes beside and in an inventory. */
const OWN_LEVELS: ReadonlySet<Precedence> = new Set([...INVENTORY_LEVELS, 'host_inventory', 'host_plugins_inventory', 'host_plugins_play']);

/** Places of one name that are told: a host line each would be too much. */
const PLACE_LIMIT = 20;

/** `undefined` in between is a pause. */
export function* beatenDefinitions({ project, runs }: RuleContext, level: BeatingLevel): IterableIterator<BeatenDefinition | undefined> {
  for (const run of runs) {
    for (const name of namesThatMayBeBeaten(run)) {
      yield undefined;
      const own = ownWinners(run, name);
      if (own.size === 0) continue;
      const all = beatenBy(run, name).filter((beating) => beating.level === level && beating.isRun);
      if (all.length === 0 || isUsedElsewhere(project, run, name)) continue;
      let left = PLACE_LIMIT;
      for (const [definition, hosts] of own) {
        const { origin, value } = definition;
        // hosts of what kubespray ships are its own business
        if (!isSpan(origin) || isShipped(project, run, origin) || (run.config.hashMerge && isMapping(value))) continue;
        const beatings = all.filter((beating) => !isSameValue(beating.value, value) && beating.hosts.some((host) => hosts.has(host)));
        if (beatings.length === 0) continue;
        if (left-- <= 0) break;
        const reached = new Set(beatings.flatMap((beating) => beating.hosts));
        const beaten = [...hosts].filter((host) => reached.has(host));
        yield { run, definition, span: origin, beatings, hosts: beaten, where: beaten.length === hosts.size ? '' : ` on ${hostText(beaten)}` };
      }
    }
  }
}

/** Each definition of the user's that wins over all others of theirs, with the hosts where it does. What `-e` sets is beaten by nothing. */
function ownWinners(run: Run, name: string): ReadonlyMap<VariableDefinition, ReadonlySet<Host>> {
  const winners = new Map<VariableDefinition, Set<Host>>();
  for (const { hosts, variable } of run.variable(name)) {
    if (variable === undefined || variable.winner.precedence === 'extra_vars') continue;
    const own = [variable.winner, ...variable.overridden].find(({ precedence }) => OWN_LEVELS.has(precedence));
    if (own === undefined) continue;
    const known = winners.get(own);
    if (known === undefined) winners.set(own, new Set(hosts));
    else for (const host of hosts) known.add(host);
  }
  return winners;
}

/** True where the user's own plays, or those of another run that reads the same vars, may be whom the value is for. */
function isUsedElsewhere({ lookup, runs }: Project, run: Run, name: string): boolean {
  const word = new RegExp(`\\b${name}\\b`);
  const sources = new Set(run.inventoryFolders);
  const others = runs.filter((other) => other !== run && other.kubespray === undefined && other.inventoryFolders.some((folder) => sources.has(folder)));
  return [run, ...others].some((one) => taskFilesOf(lookup, one).some(({ text }) => word.test(text)));
}

/** `group_vars of a group beside the inventory`. */
export function levelText({ precedence }: VariableDefinition): string {
  return PRECEDENCE_TEXT[precedence];
}

/** `role etcd of kubespray`, `roles etcd and docker of kubespray`. */
export function rolesText(beatings: readonly Beating[]): string {
  const roles = [...new Set(beatings.map(({ role }) => role))].filter((role) => role !== '');
  if (roles.length === 0) return 'a play of kubespray';
  return roles.length > 2 ? `${count(roles.length, 'role')} of kubespray (${roles[0]}, …)` : `${roles.length === 1 ? 'role' : 'roles'} ${roles.join(' and ')} of kubespray`;
}

/** The conditions of the first; several tasks have conditions of their own, of which one is enough. */
export function whereText([first, ...others]: readonly Beating[]): string {
  const conditions = (first?.conditions ?? []).map((condition) => `“${condition.length > CONDITION_LIMIT ? `${condition.slice(0, CONDITION_LIMIT - 1)}…` : condition}”`);
  const where = conditions.length === 0 ? 'under a condition that only the run decides' : `where ${enumerate(conditions, 2)}`;
  return others.length === 0 ? where : `${where}, or under other conditions`;
}

/** A longer condition is cut: the finding leads to its place. */
const CONDITION_LIMIT = 80;

/** The places of what beats it, as far as they stand in files. */
export function placesOf(beatings: readonly Beating[], message: (beating: Beating) => string): { readonly span: Span; readonly message: string }[] {
  return beatings.slice(0, 8).flatMap((beating) => (isSpan(beating.origin) ? [{ span: beating.origin, message: message(beating) }] : []));
}

/** Whether what the user has set is one of kubespray's defaults: who leaves it as it is asks for nothing else. */
export function isDefault({ kubespray }: Run, { name, value }: VariableDefinition): boolean {
  return kubespray?.defaultsOf(name).some((definition) => isSameValue(definition.value, value)) === true;
}
