// The effective vars of a host or a group as a read-only YAML document: each variable with its place, what it overrides below it.
import type { Project } from '../core/project';
import type { Host } from '../core/inventory/inventory';
import { compareText } from '../core/inventory/inventory';
import type { Run } from '../core/run/run';
import { isSpan, type Origin } from '../core/tree';
import { equalValues, keyText, type Value } from '../core/value';
import { HIDDEN, isSecretName, maskedCommand } from '../core/variables/secrets';
import type { VariableDefinition } from '../core/variables/definition';
import { originOfPart, type EffectiveVariable } from '../core/variables/resolve';
import { isOfRoles } from './cascade';
import { lineAt } from '../lines';
import { hostNames, valueText } from './describe';
import { makeVisible, NOT_SAVED } from './markup';
import { showIn } from './hover';
import { whatIsUnknown } from './unknown';
import { isTooLong, yamlEntry } from './yamlText';

export type EffectiveVarsTarget = { readonly host: string } | { readonly group: string };

export function effectiveVars(project: Project, run: Run, target: EffectiveVarsTarget, showSecrets: boolean): { readonly text: string } {
  const hosts = hostsOf(run, target);
  const what = 'host' in target ? `host ${target.host}` : `group ${target.group} (${hosts?.length ?? 0} hosts)`;
  const header = [` Effective vars of ${what}, run ${run.name}`, ` ${maskedCommand(run.command)}`];
  if (hosts === undefined) return { text: `# There is no ${makeVisible(what)} in run ${makeVisible(run.name)}\n` };
  if (run.isOpaque) header.push(` ${whatIsUnknown(run)}`);
  const place = (origin: Origin): string => (isSpan(origin) ? `${showIn(project, run, origin.file.path)}:${lineAt(origin.file, origin.start)}${origin.file.unsaved === true ? NOT_SAVED : ''}` : origin.text);

  const hide = (key: string): string | undefined => (!showSecrets && isSecretName(key) ? HIDDEN : undefined);
  const wanted = new Set(hosts);
  const set: string[] = [];
  const defaults: string[] = [];
  let charactersLeft = DOCUMENT_BUDGET;
  const names = [...run.names({ defaults: true })].sort(compareText);
  for (const name of names.slice(0, VARIABLE_LIMIT)) {
    const { camps, unset } = campsOf(run, name, wanted);
    const [first] = camps;
    if (first === undefined || name === 'inventory_file' || name === 'inventory_dir') continue;
    const isDefault = camps.every(({ variable }) => isOfRoles(variable));
    const notes: string[] = [];
    const isCut = isTooLong(first.variable.value) || charactersLeft < 0;
    const value = isCut && hide(name) === undefined ? CUT : first.variable.value;
    if (isCut) notes.push('the value is too long to be shown here');
    // under hash_behaviour=merge each part has a place of its own
    const { parts } = first.variable;
    if (parts.length > 1) for (const part of parts.slice(0, PART_LIMIT)) notes.push(`${part.path.map((key) => keyText(key)).join('.')}  ${place(originOfPart(part))}`);
    if (parts.length > PART_LIMIT) notes.push(`and ${parts.length - PART_LIMIT} more parts`);
    for (const loser of first.variable.overridden) notes.push(`${loser.precedence === 'role_defaults' ? 'default' : 'overrides'} ${valueText(name, loser.value, showSecrets)}  ${place(loser.origin)}`);
    for (const { hosts: others, variable } of camps.slice(1, CAMP_LIMIT)) notes.push(`on ${hostNames(others, 8)}: ${valueText(name, variable.value, showSecrets)}  ${place(variable.winner.origin)}`);
    if (camps.length > CAMP_LIMIT) notes.push(`and ${camps.length - CAMP_LIMIT} more values on other hosts`);
    if (unset.length > 0) notes.push(`not set on ${hostNames(unset, 8)}`);
    const entry = annotated(yamlEntry(name, value, hide), value, place(first.variable.winner.origin), notes);
    charactersLeft -= entry.length;
    (isDefault ? defaults : set).push(entry);
  }
  const parts = [header.map((line) => '#' + makeVisible(line)).join('\n'), set.length === 0 ? '# Nothing sets a variable here.' : set.join('\n')];
  if (defaults.length > 0) parts.push('# Role defaults and role vars that nothing overrides', defaults.join('\n'));
  if (names.length > VARIABLE_LIMIT) parts.push(`# ${(names.length - VARIABLE_LIMIT).toLocaleString('en')} more variables are not shown: the first ${VARIABLE_LIMIT.toLocaleString('en')} are. The command groupvars vars lists all.`);
  return { text: parts.join('\n\n') + '\n' };
}

/** More variables than a reader looks through, or a server may take its time for. */
const VARIABLE_LIMIT = 20_000;

/** What stands for a value that is too long. */
export const CUT = '…';
/** Characters of a document behind which values are cut. */
export const DOCUMENT_BUDGET = 8 * 1024 * 1024;

/** More parts of one merged value than are told one by one. */
const PART_LIMIT = 50;

/** More different values of one variable than are listed. */
export const CAMP_LIMIT = 20;

function hostsOf(run: Run, target: EffectiveVarsTarget): readonly Host[] | undefined {
  if ('host' in target) {
    const host = run.inventory.hosts.get(target.host);
    return host === undefined ? undefined : [host];
  }
  const group = run.inventory.groups.get(target.group);
  return group === undefined ? undefined : run.inventory.hostsOf(group);
}

/** Hosts with equal values of the same definition together, the largest camp first; and those on which nothing sets it. */
export function campsOf(run: Run, name: string, wanted: ReadonlySet<Host>, definitionOf = ({ winner }: EffectiveVariable): VariableDefinition => winner): { camps: readonly { variable: EffectiveVariable; hosts: Host[] }[]; unset: readonly Host[] } {
  const camps: { variable: EffectiveVariable; hosts: Host[] }[] = [];
  const byWinner = new Map<unknown, { variable: EffectiveVariable; hosts: Host[] }>();
  const unset: Host[] = [];
  for (const { hosts: members, variable } of run.variable(name)) {
    const here = members.filter((host) => wanted.has(host));
    if (variable === undefined) unset.push(...here);
    if (here.length === 0 || variable === undefined) continue;
    const definition = definitionOf(variable);
    const known = byWinner.get(definition);
    if (known !== undefined && equalValues(known.variable.value, variable.value)) known.hosts.push(...here);
    else {
      const camp = { variable, hosts: here };
      byWinner.set(definition, camp);
      camps.push(camp);
    }
  }
  return { camps: camps.sort((left, right) => right.hosts.length - left.hosts.length), unset };
}

/** The winner's place stands behind the first line, what it overrides in lines of comment below it. */
export function annotated([first = '', ...rest]: readonly string[], value: Value, winner: string, notes: readonly string[]): string {
  // a very long key is written as `? key`: nothing may stand behind it
  if (first.startsWith('?')) return [`# ${makeVisible(winner)}`, first, ...rest].join('\n');
  const comments = notes.map((note) => `  # ${makeVisible(note)}`);
  const top = `${first}  # ${makeVisible(winner)}`;
  // the lines of a block text are all text: comments stand before it
  return (rest.length > 0 && typeof value === 'string' ? [...comments.map((comment) => comment.trimStart()), top, ...rest] : [top, ...comments, ...rest]).join('\n');
}
