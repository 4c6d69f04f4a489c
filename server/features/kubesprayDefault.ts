// What a hover says of kubespray's default: its row, what the variable is, and how the release is known.
import { allowedIn } from '../core/kubespray/allowedValues';
import { catalogue } from '../core/kubespray/catalogue';
import { fateOf, removalText } from '../core/kubespray/nameFate';
import { descriptionOf } from '../core/kubespray/descriptions';
import { hostsOfRole } from '../core/kubespray/beaten';
import { COMMON_DEFAULTS, type Kubespray } from '../core/kubespray/kubespray';
import type { Run } from '../core/run/run';
import { isSpan } from '../core/tree';
import { commentAbove } from '../core/variables/commentAbove';
import { Computed, Large, type Scalar, type Value } from '../core/value';
import type { VariableDefinition } from '../core/variables/definition';
import type { Cascade } from './cascade';
import { code, plain, plainSentence } from './markup';
import { hostNames, sentence, valueText } from './describe';

/** The first cell of a default's row: whose it is and, with several, of which role; where it wins. */
export function defaultLabel(run: Run, cascade: Cascade, definition: VariableDefinition, index: number): string {
  const role = definition.owner.kind === 'role' ? definition.owner.name : '';
  const label = isOfKubespray(run.kubespray, definition) ? `${plain(run.kubespray!.label)} default` : 'role default';
  const hosts = cascade.winners.filter((winner) => winner.definition === definition).flatMap((winner) => winner.hosts);
  const used = hosts.length > 0 ? ` **wins** on ${hosts.length === cascade.hostCount ? 'all' : `${hosts.length} of ${cascade.hostCount}`} hosts` : '';
  return `${label}${index > 0 || cascade.defaults.length > 1 ? ` in role ${code(role)}` : ''}${used === '' ? '' : ',' + used}`;
}

function isOfKubespray(kubespray: Kubespray | undefined, { origin }: VariableDefinition): boolean {
  if (kubespray === undefined) return false;
  return isSpan(origin) ? kubespray.root !== undefined && origin.file.path.startsWith(kubespray.root + '/') : origin.from === 'catalogue';
}

/** A default's value as its cell shows it. */
export function defaultText(name: string, value: Value, limit: number): string {
  if (!(value instanceof Computed)) return code(valueText(name, value), limit);
  if (value instanceof Large) return plain(value.text);
  const inputs = value.from.slice(0, 5).map((input) => code(input)).join(', ');
  return inputs === '' ? 'computed' : `computed from ${inputs}${value.from.length > 5 ? ` and ${value.from.length - 5} more` : ''}`;
}

/** How the release is known, where no checkout shows it; undefined where nothing of kubespray is told. */
export function releaseSentence({ kubespray }: Run): string | undefined {
  if (kubespray === undefined || kubespray.root !== undefined) return undefined;
  return kubespray.isAssumed ? plainSentence(sentence(kubespray.how)) : `The release of kubespray is named in ${plain(kubespray.how)}.`;
}

/** A row for a name that kubespray reads and has no default for; undefined for any other. */
export function noDefaultRow(kubespray: Kubespray | undefined, name: string): readonly [label: string, value: string] | undefined {
  if (kubespray?.minor === undefined || kubespray.defaultsOf(name).length > 0) return undefined;
  const mention = catalogue().factsIn(kubespray.minor, name)?.mention;
  if (mention?.isRead !== true) return undefined;
  const [fallback] = mention.fallbacks;
  const isEmpty = fallback === undefined || fallback === '' || fallback === null;
  return [`${plain(kubespray.label)} default`, isEmpty ? 'none' : `none; where it is read, ${code(valueText(name, fallback))}${mention.fallbacks.length > 1 ? ' or others' : ''}`];
}

/** What has become of a name that kubespray no longer reads; undefined for any other. */
export function removalSentence(run: Run, name: string): string | undefined {
  const fate = fateOf(run, name);
  return fate.kind === 'removed' ? `${code(name)} ${plain(removalText(fate))}.` : undefined;
}

/** What the checks of the release accept, where they stop the run at anything else; undefined for a variable that is not checked. */
export function allowedSentence({ kubespray }: Run, name: string): string | undefined {
  const allowed = kubespray?.minor === undefined ? undefined : allowedIn(kubespray.minor, name);
  if (allowed === undefined) return undefined;
  const { values, where, group } = allowed;
  const conditions = [...(where === undefined ? [] : [`${code(where.name)} is ${orText(where.name, where.values)}`]), ...(group === undefined ? [] : [`the host is in ${code(group)}`])];
  return `${plain(kubespray!.label)} accepts ${orText(name, values)}${conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`}.`;
}

function orText(name: string, values: readonly Scalar[]): string {
  const texts = values.map((value) => (value === '' ? 'an empty text' : code(valueText(name, value))));
  return texts.length === 1 ? texts[0]! : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)!}`;
}

/** Which hosts run the role that the default is of; undefined for the common defaults, which all plays have, and where it is not known. */
export function roleSentence(run: Run, cascade: Cascade): string | undefined {
  const roles = [...new Set(cascade.defaults.flatMap(({ owner }) => (owner.kind === 'role' ? [owner.name] : [])))];
  const [role] = roles;
  if (role === undefined || roles.length > 1 || COMMON_DEFAULTS.has(role)) return undefined;
  const found = hostsOfRole(run, role);
  if (found === undefined) return undefined;
  const { hosts, isCertain } = found;
  if (hosts.length === 0) return `No host of this run runs role ${code(role)}.`;
  const who = hosts.length === cascade.hostCount ? (hosts.length === 1 ? 'the only host' : `all ${hosts.length} hosts`) : hosts.length > 5 ? `${hosts.length} of ${cascade.hostCount} hosts` : plain(hostNames(hosts));
  return `Role ${code(role)} ${isCertain ? 'runs' : 'may run'} on ${who}.`;
}

/** What the variable is for: a line of our own, else the comment above the default. */
export function descriptionText(run: Run, cascade: Cascade): string | undefined {
  const { name, defaults } = cascade;
  if (run.kubespray === undefined) return undefined;
  const own = descriptionOf(name);
  if (own !== undefined) return plainSentence(`${own[0]!.toUpperCase()}${own.slice(1)}.`);
  for (const { origin } of defaults) {
    const comment = isSpan(origin) ? commentAbove(origin) : undefined;
    if (comment !== undefined) return plain(comment);
  }
  return undefined;
}
