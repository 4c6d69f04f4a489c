// `groupvars vars`: effective values of all or some variables, host by host.
import { ansibleJson, jsonText } from './ansibleJson';
import { UsageError, type Arguments } from './arguments';
import { harmless, type Output } from './output';
import { chosenHosts, chosenPlay, columns, evaluatedJson } from './explain';
import { jsonOrigin, placeText } from './paths';
import { bringOverrides, defaultJson } from './overrides';
import { warningsOf, worldWithRun, type Surroundings } from './world';
import { compareText } from '../core/inventory/inventory';
import { OVERRIDE_CLASSES, overrideBy, shownDefinition, shownValue, type Override } from '../core/kubespray/overrides';
import type { Project } from '../core/project';
import type { Play } from '../core/run/playbook';
import type { Run } from '../core/run/run';
import { equalValues, Mapping, type Value } from '../core/value';
import { withoutSecrets } from '../core/variables/secrets';
import type { EffectiveVariable } from '../core/variables/resolve';
import { hostNames, valueText } from '../features/describe';
import { isOfRoles } from '../features/cascade';
import { defaultText, nothingCompared } from '../features/overrideText';
import { variablesByHost, type NamedVariable } from '../features/variablesByHost';
import type { Host } from '../core/inventory/inventory';

const FORMATS = ['table', 'yaml', 'json'];

export function vars(args: Arguments, surroundings: Surroundings, output: Output): number {
  const format = args.format ?? 'table';
  if (!FORMATS.includes(format)) throw new UsageError(`vars prints ${FORMATS.join(', ')}, not ${format}`);
  const found = worldWithRun(args, surroundings);
  const world = args.overrides ? bringOverrides(found) : found;
  for (const warning of warningsOf(world.run)) output.error(`warning: ${harmless(warning)}`);
  const { project, run, cwd } = world;
  if (args.overrides) for (const note of nothingCompared(run)) output.error(note);
  const hosts = new Set(chosenHosts(world, args));
  const play = chosenPlay(world, args);
  // a variable that is asked for by name is told with its default; all variables only with --defaults
  const all = args.positionals.length > 0 ? args.positionals : [...run.names({ defaults: args.defaults })].filter((name) => name !== 'inventory_file' && name !== 'inventory_dir');
  const names = args.differs ? all.filter((name) => differs(partsOf(run, name, hosts, play).map((part) => part.variable))) : all;
  const isShown = ({ variable }: NamedVariable): boolean => args.defaults || args.positionals.length > 0 || !isOfRoles(variable);
  const overrideOf = (variable: EffectiveVariable, host: Host): Override | undefined => (args.overrides ? overrideBy(project, run, variable, host)?.override : undefined);
  const shown = (name: string, value: Value): Value => (args.showSecrets ? value : withoutSecrets(name, value));
  const noteOf = (name: string, variable: EffectiveVariable, override: Override | undefined): string => {
    const notes = [...(override === undefined ? [] : [`${override.class}, ${defaultText(name, override, args.showSecrets)}`]), ...(args.origins ? [placeText(variable.winner.origin, cwd)] : [])];
    return notes.length === 0 ? '' : `  # ${harmless(notes.join('  '))}`;
  };
  if (format === 'table') {
    const isEmpty = !(args.overrides ? printOverrides(project, names, hosts, play, run, args, cwd, output) : printTable(names, hosts, play, run, args, cwd, output));
    return isEmpty && args.positionals.length > 0 ? 1 : 0;
  }
  let isFirst = true;
  if (format === 'json') output.write('{');
  for (const { host, variables } of variablesByHost(run, names, hosts, play)) {
    const entries = variables.filter(isShown).flatMap(({ name, variable }) => {
      const override = overrideOf(variable, host);
      if (args.overrides && override === undefined) return [];
      const json = { ...(override === undefined ? {} : { class: override.class, default: defaultJson(override, (value) => shown(name, value), cwd) }), value: shown(name, variable.value), ...evaluatedJson(run, host, variable.value, args.showSecrets, (value) => shown(name, value)), origin: jsonOrigin(variable.winner.origin, cwd), level: variable.winner.precedence, overridden: variable.overridden.map((loser) => ({ value: shown(name, loser.value), ...evaluatedJson(run, host, loser.value, args.showSecrets, (value) => shown(name, value)), origin: jsonOrigin(loser.origin, cwd), level: loser.precedence })) };
      return [[name, json, variable, override] as const];
    });
    if (format === 'json') {
      const text = ansibleJson(new Mapping(entries.map(([name, json]) => [name, json as unknown as Value] as const)), { indent: 2, sortKeys: false }, 1);
      output.write(`${isFirst ? '' : ','}\n  ${jsonText(host.name)}: ${text}`);
    } else {
      output.write(`${jsonText(host.name)}:${entries.length === 0 ? ' {}' : ''}\n`);
      // JSON is YAML: values on one line, whatever is in them
      for (const [name, json, variable, override] of entries) output.write(`  ${jsonText(name)}: ${ansibleJson(json.value, { indent: 0, sortKeys: false }).replace(/\n/g, ' ')}${noteOf(name, variable, override)}\n`);
    }
    isFirst = false;
  }
  if (format === 'json') output.write(isFirst ? '}\n' : '\n}\n');
  return 0;
}

function differs(variables: readonly (EffectiveVariable | undefined)[]): boolean {
  const [first, ...rest] = variables;
  return rest.some((other) => (first === undefined || other === undefined ? first !== other : !equalValues(first.value, other.value)));
}

/** The chosen hosts, those together that resolve the same way; in one play, if one is chosen. */
function partsOf(run: Run, name: string, hosts: ReadonlySet<Host>, play: Play | undefined): readonly { readonly hosts: readonly Host[]; readonly variable: EffectiveVariable | undefined }[] {
  if (play !== undefined) return [...hosts].map((host) => ({ hosts: [host], variable: run.variableOf(host, name, play).variable }));
  return run.variableOn(hosts, name);
}

/** One line a variable and value; hosts that share it stand together. */
function printTable(names: readonly string[], hosts: ReadonlySet<Host>, play: Play | undefined, run: Run, args: Arguments, cwd: string, output: Output): boolean {
  const rows: string[][] = [];
  for (const name of [...names].sort(compareText)) {
    const camps: { value: Value; variable: EffectiveVariable; hosts: Host[] }[] = [];
    for (const { hosts: here, variable } of partsOf(run, name, hosts, play)) {
      if (variable === undefined) continue;
      if (!args.defaults && args.positionals.length === 0 && isOfRoles(variable)) continue;
      const known = camps.find((camp) => equalValues(camp.value, variable.value) && camp.variable.winner === variable.winner);
      if (known === undefined) camps.push({ value: variable.value, variable, hosts: [...here] });
      else known.hosts.push(...here);
    }
    for (const camp of camps) rows.push([name, valueText(name, camp.value, args.showSecrets), ...(args.origins || args.positionals.length > 0 ? [placeText(camp.variable.winner.origin, cwd)] : []), camp.hosts.length === run.inventory.hosts.size && hosts.size > 1 ? 'all hosts' : hostNames(camp.hosts)]);
  }
  for (const text of columns(rows)) output.write(text + '\n');
  if (rows.length === 0) output.error('nothing is set');
  return rows.length > 0;
}

/** One line an override and value, by class; hosts that share it stand together. */
function printOverrides(project: Project, names: readonly string[], hosts: ReadonlySet<Host>, play: Play | undefined, run: Run, args: Arguments, cwd: string, output: Output): boolean {
  const camps: { readonly name: string; readonly variable: EffectiveVariable; readonly override: Override; readonly hosts: Host[] }[] = [];
  for (const name of [...names].sort(compareText)) {
    for (const { hosts: here, variable } of partsOf(run, name, hosts, play)) {
      const override = variable === undefined ? undefined : overrideBy(project, run, variable, here[0])?.override;
      if (variable === undefined || override === undefined) continue;
      const known = camps.find((camp) => camp.name === name && equalValues(shownValue(camp.variable), shownValue(variable)) && shownDefinition(camp.variable) === shownDefinition(variable));
      if (known === undefined) camps.push({ name, variable, override, hosts: [...here] });
      else known.hosts.push(...here);
    }
  }
  const rows = OVERRIDE_CLASSES.flatMap((wanted) => camps.filter(({ override }) => override.class === wanted)).map(({ name, variable, override, hosts: here }) => [
    override.class, name, valueText(name, shownValue(variable), args.showSecrets), defaultText(name, override, args.showSecrets), ...(args.origins ? [placeText(shownDefinition(variable).origin, cwd)] : []), here.length === run.inventory.hosts.size && hosts.size > 1 ? 'all hosts' : hostNames(here),
  ]);
  for (const text of columns(rows)) output.write(text + '\n');
  if (rows.length === 0) output.error('nothing is overridden');
  return rows.length > 0;
}
