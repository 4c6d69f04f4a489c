// The effective vars of a host or a group as a read-only YAML document: each variable with its place, what it overrides below it.
import { Document, isCollection, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Project } from '../core/project';
import type { Host } from '../core/inventory/inventory';
import { compareText } from '../core/inventory/inventory';
import type { Run } from '../core/run/run';
import { isSpan, type Origin } from '../core/tree';
import { equalValues, Float, floatText, isList, isMapping, keyText, Odd, Timestamp, Unsafe, Vaulted, type Value } from '../core/value';
import { HIDDEN, isSecretName } from '../core/variables/secrets';
import type { EffectiveVariable } from '../core/variables/resolve';
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

  const set = new YAMLMap();
  const defaults = new YAMLMap();
  for (const name of [...run.names({ defaults: true })].sort(compareText)) {
    const camps = campsOf(run, name, hosts);
    const [first] = camps;
    if (first === undefined || name === 'inventory_file' || name === 'inventory_dir') continue;
    const isDefault = camps.every(({ variable }) => variable.winner.precedence === 'role_defaults');
    const pair = pairOf(name, first.variable.value, showSecrets);
    const notes = [` ${place(first.variable.winner.origin)}`];
    for (const loser of first.variable.overridden) notes.push(` overrides ${valueText(name, loser.value, showSecrets)}  ${place(loser.origin)}`);
    for (const { hosts: others, variable } of camps.slice(1)) notes.push(` on ${hostNames(others, 8)}: ${valueText(name, variable.value, showSecrets)}  ${place(variable.winner.origin)}`);
    annotate(pair, notes.map(makeVisible));
    (isDefault ? defaults : set).add(pair);
  }
  const document = new Document(set);
  const text = set.items.length === 0 ? '' : document.toString({ lineWidth: 0 });
  const defaultsText = defaults.items.length === 0 ? '' : `\n# Role defaults that nothing overrides\n\n${new Document(defaults).toString({ lineWidth: 0 })}`;
  return { text: header.map((line) => '#' + makeVisible(line)).join('\n') + '\n\n' + (text === '' ? '# Nothing sets a variable here.\n' : text) + defaultsText };
}

function hostsOf(run: Run, target: EffectiveVarsTarget): readonly Host[] | undefined {
  if ('host' in target) {
    const host = run.inventory.hosts.get(target.host);
    return host === undefined ? undefined : [host];
  }
  const group = run.inventory.groups.get(target.group);
  return group === undefined ? undefined : run.inventory.hostsOf(group);
}

/** Hosts with equal values together, the largest camp first. */
function campsOf(run: Run, name: string, hosts: readonly Host[]): { variable: EffectiveVariable; hosts: Host[] }[] {
  const wanted = new Set(hosts);
  const camps: { variable: EffectiveVariable; hosts: Host[] }[] = [];
  for (const { hosts: members, variable } of run.variable(name)) {
    const here = members.filter((host) => wanted.has(host));
    if (here.length === 0 || variable === undefined) continue;
    const known = camps.find((camp) => camp.variable.winner === variable.winner && equalValues(camp.variable.value, variable.value));
    if (known === undefined) camps.push({ variable, hosts: here });
    else known.hosts.push(...here);
  }
  return camps.sort((left, right) => right.hosts.length - left.hosts.length);
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

/** The winner's place stands behind a one-line value, above a longer one; what it overrides stands below or above. */
function annotate(pair: Pair, notes: readonly string[]): void {
  const value = pair.value as Scalar | YAMLMap | YAMLSeq;
  const isLong = (isCollection(value) && value.flow !== true) || (value instanceof Scalar && typeof value.value === 'string' && value.value.includes('\n'));
  if (isLong) (pair.key as Scalar).commentBefore = notes.join('\n');
  else value.comment = notes.join('\n');
}
