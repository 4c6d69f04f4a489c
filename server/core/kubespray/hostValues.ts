// What hosts of a run get for one variable, put together by value: what a cluster needs to agree on is compared here.
import { isSpan, type Span } from '../tree';
import { compareText, type Host } from '../inventory/inventory';
import { evaluatedOnHosts } from '../run/hostVariables';
import type { Run } from '../run/run';
import { certainDefaults, hasNoDefault } from './catalogue';
import { Computed, equalValues, isList, isMapping, keyText, Vaulted, type Value } from '../value';
import { isTemplate } from '../template/evaluate';
import type { VariableDefinition } from '../variables/definition';

/** Hosts that get the same value. */
export interface Camp {
  /** Undefined where nothing sets it. */
  readonly value: Value | undefined;
  readonly hosts: readonly Host[];
  /** Where the value comes from, strongest first; none where nothing sets it. */
  readonly definitions: readonly VariableDefinition[];
  /** True when it is set for them; false when they are left with a default, or with nothing. */
  readonly isSet: boolean;
}

/**
 * The values of `name` on some hosts, the largest camp first. Templates are evaluated; of hosts whose value is known only when the play
 * runs nothing is said, unless the texts are what is compared. Texts that print alike are one value: `6443` and `"6443"` are the same port.
 */
export function campsOf(run: Run, name: string, hosts: ReadonlySet<Host>, comparing: 'values' | 'texts' = 'values'): readonly Camp[] {
  let known = answers.get(run);
  if (known === undefined) answers.set(run, (known = new WeakMap()));
  let ofHosts = known.get(hosts);
  if (ofHosts === undefined) known.set(hosts, (ofHosts = new Map()));
  const key = `${comparing} ${name}`;
  let camps = ofHosts.get(key);
  if (camps === undefined) ofHosts.set(key, (camps = findCamps(run, name, hosts, comparing)));
  return camps;
}

/** Several rules ask the same. */
const answers = new WeakMap<Run, WeakMap<ReadonlySet<Host>, Map<string, readonly Camp[]>>>();

function findCamps(run: Run, name: string, hosts: ReadonlySet<Host>, comparing: 'values' | 'texts'): readonly Camp[] {
  const camps: { value: Value | undefined; hosts: Host[]; definitions: VariableDefinition[]; isSet: boolean }[] = [];
  const add = (value: Value | undefined, members: readonly Host[], winner: VariableDefinition | undefined): void => {
    const isSet = winner !== undefined && winner.precedence !== 'role_defaults' && winner.precedence !== 'role_vars';
    const camp = camps.find((candidate) => candidate.isSet === isSet && isSameValue(candidate.value, value));
    if (camp === undefined) camps.push({ value, hosts: [...members], definitions: winner === undefined ? [] : [winner], isSet });
    else {
      camp.hosts.push(...members);
      if (winner !== undefined && !camp.definitions.includes(winner)) camp.definitions.push(winner);
    }
  };
  for (const part of run.variableOn(hosts, name)) {
    const winner = part.variable?.winner ?? certainDefaults(run.kubespray, name)[0];
    const value = part.variable?.value ?? winner?.value;
    if (value === undefined && !hasNoDefault(run.kubespray, name)) continue;
    if (value === undefined || comparing === 'texts' || isLiteral(value)) add(value, part.hosts, winner);
    // a template may give something else on each host
    else for (const { hosts: alike, evaluated } of evaluatedOnHosts(run, part.hosts, value)) if (evaluated.kind === 'known') add(evaluated.value, alike, winner);
  }
  return camps.sort((left, right) => right.hosts.length - left.hosts.length || compareText(left.hosts[0]!.name, right.hosts[0]!.name));
}

/** True for a value that is what it says: no template, not even a comment of one, nothing encrypted. */
export function isLiteral(value: Value): boolean {
  if (typeof value === 'string') return !isTemplate(value);
  if (value instanceof Vaulted || value instanceof Computed) return false;
  if (isList(value)) return value.every(isLiteral);
  if (isMapping(value)) return [...value.entries()].every(([, member]) => isLiteral(member));
  return true;
}

/** True when kubespray cannot tell them apart: `6443` and `"6443"`, nothing and an empty text. */
export function isSameValue(left: Value | undefined, right: Value | undefined): boolean {
  if (isEmpty(left) || isEmpty(right)) return isEmpty(left) && isEmpty(right);
  if (left === undefined || right === undefined) return false;
  if (equalValues(left, right)) return true;
  return !isList(left) && !isMapping(left) && !isList(right) && !isMapping(right) && keyText(left).toLowerCase() === keyText(right).toLowerCase();
}

function isEmpty(value: Value | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** The place of a camp's strongest definition that stands in a file. */
export function placeOfCamp({ definitions }: Camp): Span | undefined {
  return definitions.map(({ origin }) => origin).find(isSpan);
}
