// The effective vars of a host or a group as a read-only YAML document: each variable with its place, what it overrides below it.
import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Project } from '../core/project';
import type { Host } from '../core/inventory/inventory';
import { compareText } from '../core/inventory/inventory';
import type { Run } from '../core/run/run';
import { isSpan, type Origin } from '../core/tree';
import { equalValues, Float, floatText, isList, isMapping, keyText, Odd, Timestamp, Unsafe, Vaulted, type Value } from '../core/value';
import { HIDDEN, isSecretName } from '../core/variables/secrets';
import type { EffectiveVariable } from '../core/variables/resolve';
import { isOfRoles } from './cascade';
import { hostNames, lineAt, valueText } from './describe';
import { makeVisible } from './markup';
import { showIn } from './hover';

export type EffectiveVarsTarget = { readonly host: string } | { readonly group: string };

export function effectiveVars(project: Project, run: Run, target: EffectiveVarsTarget, showSecrets: boolean): { readonly text: string } {
  const hosts = hostsOf(run, target);
  const what = 'host' in target ? `host ${target.host}` : `group ${target.group} (${hosts?.length ?? 0} hosts)`;
  const header = [` Effective vars of ${what}, run ${run.name}`, ` ${run.command}`];
  if (hosts === undefined) return { text: `# There is no ${makeVisible(what)} in run ${makeVisible(run.name)}\n` };
  if (run.isOpaque) header.push(' A part of this inventory is known only when it runs: other hosts and values are possible.');
  const place = (origin: Origin): string => (isSpan(origin) ? `${showIn(project, run, origin.file.path)}:${lineAt(origin.file, origin.start)}` : origin.text);

  const set: string[] = [];
  const defaults: string[] = [];
  for (const name of [...run.names({ defaults: true })].sort(compareText)) {
    const { camps, unset } = campsOf(run, name, hosts);
    const [first] = camps;
    if (first === undefined || name === 'inventory_file' || name === 'inventory_dir') continue;
    const isDefault = camps.every(({ variable }) => isOfRoles(variable));
    const notes: string[] = [];
    for (const loser of first.variable.overridden) notes.push(`${loser.precedence === 'role_defaults' ? 'default' : 'overrides'} ${valueText(name, loser.value, showSecrets)}  ${place(loser.origin)}`);
    for (const { hosts: others, variable } of camps.slice(1, CAMP_LIMIT)) notes.push(`on ${hostNames(others, 8)}: ${valueText(name, variable.value, showSecrets)}  ${place(variable.winner.origin)}`);
    if (camps.length > CAMP_LIMIT) notes.push(`and ${camps.length - CAMP_LIMIT} more values on other hosts`);
    if (unset.length > 0) notes.push(`not set on ${hostNames(unset, 8)}`);
    (isDefault ? defaults : set).push(annotated(name, nodeOf(name, first.variable.value, showSecrets), place(first.variable.winner.origin), notes));
  }
  const parts = [header.map((line) => '#' + makeVisible(line)).join('\n'), set.length === 0 ? '# Nothing sets a variable here.' : set.join('\n')];
  if (defaults.length > 0) parts.push('# Role defaults and role vars that nothing overrides', defaults.join('\n'));
  return { text: parts.join('\n\n') + '\n' };
}

/** More different values of one variable than are listed. */
const CAMP_LIMIT = 20;

function hostsOf(run: Run, target: EffectiveVarsTarget): readonly Host[] | undefined {
  if ('host' in target) {
    const host = run.inventory.hosts.get(target.host);
    return host === undefined ? undefined : [host];
  }
  const group = run.inventory.groups.get(target.group);
  return group === undefined ? undefined : run.inventory.hostsOf(group);
}

/** Hosts with equal values together, the largest camp first; and those on which nothing sets it. */
function campsOf(run: Run, name: string, hosts: readonly Host[]): { camps: readonly { variable: EffectiveVariable; hosts: Host[] }[]; unset: readonly Host[] } {
  const wanted = new Set(hosts);
  const camps: { variable: EffectiveVariable; hosts: Host[] }[] = [];
  const byWinner = new Map<unknown, { variable: EffectiveVariable; hosts: Host[] }>();
  const unset: Host[] = [];
  for (const { hosts: members, variable } of run.variable(name)) {
    const here = members.filter((host) => wanted.has(host));
    if (variable === undefined) unset.push(...here);
    if (here.length === 0 || variable === undefined) continue;
    const known = byWinner.get(variable.winner);
    if (known !== undefined && equalValues(known.variable.value, variable.value)) known.hosts.push(...here);
    else {
      const camp = { variable, hosts: here };
      byWinner.set(variable.winner, camp);
      camps.push(camp);
    }
  }
  return { camps: camps.sort((left, right) => right.hosts.length - left.hosts.length), unset };
}

function pairOf(name: string, value: Value, showSecrets: boolean): Pair {
  return new Pair(new Scalar(name), nodeOf(name, value, showSecrets));
}

function nodeOf(name: string, value: Value, showSecrets: boolean): Scalar | YAMLMap | YAMLSeq {
  if (!showSecrets && isSecretName(name)) return new Scalar(HIDDEN);
  if (isMapping(value)) {
    const map = new YAMLMap();
    for (const [key, member] of value.entries()) map.add(pairOf(keyText(key), member, showSecrets));
    if (map.items.length === 0) map.flow = true;
    return map;
  }
  if (isList(value)) {
    const list = new YAMLSeq();
    for (const item of value) list.add(nodeOf('', item, showSecrets));
    if (list.items.length === 0) list.flow = true;
    return list;
  }
  if (value instanceof Float) return withSource(new Scalar(value.number), floatText(value.number));
  if (value instanceof Timestamp) return new Scalar(value.iso);
  if (value instanceof Vaulted) return new Scalar('!vault');
  if (value instanceof Unsafe) return new Scalar(value.text);
  if (value instanceof Odd) return new Scalar(value.text);
  return new Scalar(value);
}

/** A number keeps its own spelling: 1.0 is not 1. */
function withSource(scalar: Scalar, source: string): Scalar {
  scalar.source = source;
  if (/^-?\d+\.\d+$/.test(source)) scalar.minFractionDigits = source.split('.')[1]!.length;
  return scalar;
}

/** The winner's place stands behind the first line, what it overrides in lines of comment below it. */
function annotated(name: string, node: Scalar | YAMLMap | YAMLSeq, winner: string, notes: readonly string[]): string {
  const map = new YAMLMap();
  map.add(new Pair(new Scalar(name), node));
  const [first = '', ...rest] = new Document(map).toString({ lineWidth: 0 }).trimEnd().split('\n');
  // a very long key is written as `? key`: nothing may stand behind it
  if (first.startsWith('?')) return [`# ${makeVisible(winner)}`, first, ...rest].join('\n');
  const comments = notes.map((note) => `  # ${makeVisible(note)}`);
  // the lines of a block text are all text: comments stand before it
  const isBlockText = node instanceof Scalar && rest.length > 0;
  const lines = [`${first}  # ${makeVisible(winner)}`, ...rest];
  return (isBlockText ? [...comments.map((comment) => comment.trimStart()), ...lines] : node instanceof Scalar ? [...lines, ...comments] : [lines[0]!, ...comments, ...lines.slice(1)]).join('\n');
}
