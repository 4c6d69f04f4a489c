// `groupvars list | host | graph`: the same output as ansible-inventory, for parity.
import { ansibleJson, jsonText, type Printable } from './ansibleJson';
import { compareText } from '../core/inventory/inventory';
import { Mapping, type Value } from '../core/value';
import { matchHosts } from '../core/run/hosts';
import type { Run } from '../core/run/run';
import { graphLines, groupsOfList, listedNames } from '../features/inventoryList';
import { groupsOfExport, ownVariables } from '../features/inventoryExport';
import { variablesByHost } from '../features/variablesByHost';
import { UsageError, type Arguments } from './arguments';
import { pythonText } from './pythonText';
import { harmless, type Output } from './output';
import { spanText } from './paths';
import { bringRun, declaredRun, fileWarnings, openProject, type Surroundings } from './world';

/** Reads the inventory as ansible-inventory does; a source that is missing or broken is a warning. */
function inventoryRun(args: Arguments, surroundings: Surroundings, output: Output): Run {
  const declaration = declaredRun(args, surroundings, 'inventory')!;
  const { run } = bringRun(openProject(surroundings, [], args), declaration);
  for (const problem of run.config.problems) output.error(harmless(`warning: ${problem.message}`));
  for (const source of run.staticInventory.sources) {
    for (const { kind, message, span } of source.problems) if (kind === 'too-large' && source.outcome !== 'opaque' && source.outcome !== 'failed') output.error(harmless(`warning: ${spanText(span, run.cwd)}: ${message}`));
    if (source.outcome === 'missing') output.error(harmless(`warning: inventory ${source.source} does not exist`));
    else if (source.outcome === 'opaque') output.error(harmless(`warning: ${source.path}: ${source.detail}`));
    else if (source.outcome === 'failed') output.error(harmless(`warning: inventory ${source.path} cannot be read: ${source.problems.at(-1)?.message ?? source.detail}`));
  }
  for (const warning of fileWarnings(run)) output.error(`warning: ${harmless(warning)}`);
  for (const problem of run.readExtraVars.problems) throw new UsageError(problem);
  return run;
}

/** `--export`, or a configuration that means it. */
function exports(args: Arguments, run: Run): boolean {
  return args.export || run.config.inventoryExport;
}

export function list(args: Arguments, surroundings: Surroundings, output: Output): number {
  const run = inventoryRun(args, surroundings, output);
  const isExport = exports(args, run);
  const groups: Record<string, Printable> = isExport ? groupsOfExport(run) : groupsOfList(run.staticInventory);
  const names = [...Object.keys(groups), '_meta'].sort(compareText);
  // written host by host: the whole text of 10,000 hosts would be hundreds of megabytes at once
  output.write('{');
  names.forEach((name, index) => {
    const comma = index === names.length - 1 ? '' : ',';
    if (name !== '_meta') {
      output.write(`\n    ${jsonText(name)}: ${ansibleJson(groups[name]!, undefined, 1)}${comma}`);
      return;
    }
    output.write('\n    "_meta": {\n        "hostvars": {');
    let isFirst = true;
    for (const [host, text] of isExport ? ownTexts(run, 3) : hostTexts(run, 3)) {
      output.write(`${isFirst ? '' : ','}\n            ${jsonText(host)}: ${text}`);
      isFirst = false;
    }
    output.write(`${isFirst ? '' : '\n        '}}\n    }${comma}`);
  });
  output.write('\n}\n');
  return 0;
}

/** The same with what stands for each host alone. */
function* ownTexts(run: Run, level: number): IterableIterator<[string, string]> {
  for (const host of [...run.inventory.hosts.values()].sort((left, right) => compareText(left.name, right.name))) {
    const variables = ownVariables(run, host, 'host');
    if (variables.size > 0) yield [host.name, ansibleJson(variables, undefined, level)];
  }
}

/** Host names, sorted, with the JSON of their variables; hosts without variables are left out. */
function* hostTexts(run: Run, level: number): IterableIterator<[string, string]> {
  const rendered = new Map<Value, string>();
  const memo = new WeakMap<object, string>();
  const renderedOf = (value: Value): string => {
    const isObject = typeof value === 'object' && value !== null;
    const known = isObject ? memo.get(value) : rendered.get(value);
    if (known !== undefined) return known;
    const text = ansibleJson(value, undefined, level + 1);
    if (isObject) memo.set(value, text);
    return text;
  };
  const pad = '\n' + ' '.repeat(4 * (level + 1));
  const hosts = [...variablesByHost(run, listedNames(run))].sort((left, right) => compareText(left.host.name, right.host.name));
  for (const { host, variables } of hosts) {
    if (variables.length === 0) continue;
    yield [host.name, '{' + variables.map(({ name, variable }) => `${pad}${jsonText(name)}: ${renderedOf(variable.value)}`).join(',') + '\n' + ' '.repeat(4 * level) + '}'];
  }
}

export function host(args: Arguments, surroundings: Surroundings, output: Output): number {
  const name = args.positionals[0];
  if (name === undefined) throw new UsageError('host needs the name of a host');
  const run = inventoryRun(args, surroundings, output);
  const [found] = matchHosts(run.inventory, name) ?? [];
  if (found === undefined || found.name !== name) throw new UsageError(`there is no host “${name}” in the inventory`);
  const isImplicit = !run.inventory.hosts.has(name);
  if (isImplicit) output.error('warning: no inventory names this host: its ansible_python_interpreter, the Python that runs Ansible, is left out');
  if (exports(args, run)) {
    output.write(ansibleJson(ownVariables(run, found, 'host')) + '\n');
    return 0;
  }
  const entries: [string, Value][] = [];
  for (const key of listedNames(run, isImplicit).sort(compareText)) {
    const { variable } = run.variableOf(found, key);
    if (variable !== undefined) entries.push([key, variable.value]);
  }
  output.write(ansibleJson(new Mapping(entries)) + '\n');
  return 0;
}

export function graph(args: Arguments, surroundings: Surroundings, output: Output): number {
  const run = inventoryRun(args, surroundings, output);
  const name = args.positionals[0] ?? 'all';
  const group = run.staticInventory.groups.get(name);
  if (group === undefined) throw new UsageError(`there is no group “${name}” in the inventory`);
  const names = listedNames(run);
  const variables = !args.vars
    ? undefined
    : {
        host: (hostName: string) => {
          const member = run.inventory.hosts.get(hostName)!;
          return exports(args, run) ? graphTexts(ownVariables(run, member, 'host').entries()) : [...variablesByHost(run, names, new Set([member]))].flatMap((of) => graphTexts(of.variables.map((named) => [named.name, named.variable.value] as const)));
        },
        group: (groupName: string) => graphTexts(ownVariables(run, run.staticInventory.groups.get(groupName)!, 'group').entries()),
      };
  output.write(graphLines(group, variables).map(harmless).join('\n') + '\n');
  return 0;
}

/** `{name = value}`, a line each. */
function graphTexts(variables: Iterable<readonly [unknown, Value]>): string[] {
  return [...variables].map(([name, value]) => `{${name} = ${pythonText(value)}}`);
}
