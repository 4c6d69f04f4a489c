// The effective vars of a host or a group as a read-only YAML document: each variable with its place, what it overrides below it.
import type { Project } from '../core/project';
import type { Host } from '../core/inventory/inventory';
import { compareText } from '../core/inventory/inventory';
import type { Run } from '../core/run/run';
import type { Origin } from '../core/tree';
import { keyText } from '../core/value';
import { HIDDEN, isSecretName, maskedCommand } from '../core/variables/secrets';
import { originOfPart } from '../core/variables/resolve';
import { isOfRoles } from './cascade';
import { hostNames, valueText } from './describe';
import { makeVisible } from './markup';
import { whatIsUnknown } from './unknown';
import { annotated, CAMP_LIMIT, CUT, DOCUMENT_BUDGET, hostsByWinner, placeIn } from './varsDocument';
import { isTooLong, yamlEntry } from './yamlText';

/** Whose variables are shown. */
export type EffectiveVarsTarget = { readonly host: string } | { readonly group: string };

/** The document; a comment alone where the run has no such host or group. */
export function effectiveVars(project: Project, run: Run, target: EffectiveVarsTarget, showSecrets: boolean): { readonly text: string } {
  const hosts = hostsOf(run, target);
  const what = 'host' in target ? `host ${target.host}` : `group ${target.group} (${hosts?.length ?? 0} hosts)`;
  const header = [` Effective vars of ${what}, run ${run.name}`, ` ${maskedCommand(run.command)}`];
  if (hosts === undefined) return { text: `# There is no ${makeVisible(what)} in run ${makeVisible(run.name)}\n` };
  if (run.isOpaque) header.push(` ${whatIsUnknown(run)}`);
  const place = (origin: Origin): string => placeIn(project, run, origin);

  const hide = (key: string): string | undefined => (!showSecrets && isSecretName(key) ? HIDDEN : undefined);
  const wanted = new Set(hosts);
  const set: string[] = [];
  const defaults: string[] = [];
  let charactersLeft = DOCUMENT_BUDGET;
  const names = [...run.names({ defaults: true })].sort(compareText);
  for (const name of names.slice(0, VARIABLE_LIMIT)) {
    const { camps, unset } = hostsByWinner(run, name, wanted);
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

/** More parts of one merged value than are told one by one. */
const PART_LIMIT = 50;

function hostsOf(run: Run, target: EffectiveVarsTarget): readonly Host[] | undefined {
  if ('host' in target) {
    const host = run.inventory.hosts.get(target.host);
    return host === undefined ? undefined : [host];
  }
  const group = run.inventory.groups.get(target.group);
  return group === undefined ? undefined : run.inventory.hostsOf(group);
}
