// A default that is computed, over the hosts of a run: its value where that is sure, else the expression and what its inputs are.
import type { Host } from '../core/inventory/inventory';
import { evaluatedOn, evaluatedOnHosts } from '../core/run/hostVariables';
import type { Run } from '../core/run/run';
import { holdsTemplate } from '../core/template/evaluate';
import { equalValues, type Value } from '../core/value';
import { hostNames, valueText } from './describe';
import { code, plain } from './markup';

/** Hosts it is evaluated on; of more the first of each class stands for them. */
const HOST_LIMIT = 50;
const INPUT_LIMIT = 6;

/** A computed default as a hover shows it. */
export interface ComputedDefault {
  /** Markdown for the cell of its value. */
  readonly cell: string;
  /** Markdown sentence about what is not known; undefined where all is. */
  readonly sentence: string | undefined;
}

/** What a template comes to on some hosts. */
export interface Outcome {
  /** Hosts that get the same value, in their order. */
  readonly known: readonly { readonly value: Value; readonly hosts: readonly Host[] }[];
  /** Hosts for which it is known only when the play runs. */
  readonly unknown: readonly Host[];
  /** Why, in words that follow the name; undefined where all is known. */
  readonly why: string | undefined;
  /** The variables that the template names itself. */
  readonly inputs: readonly string[];
}

/** Undefined for a value without a template. */
export function outcomeOn(run: Run, hosts: readonly Host[], value: Value, showSecrets = false): Outcome | undefined {
  if (!holdsTemplate(value)) return undefined;
  const known: { value: Value; hosts: Host[] }[] = [];
  const unknown: Host[] = [];
  let why: string | undefined;
  let inputs: readonly string[] = [];
  for (const { hosts: alike, evaluated } of evaluatedOnHosts(run, hosts, value, showSecrets)) {
    if (evaluated.inputs.length > 0) inputs = evaluated.inputs;
    if (evaluated.kind === 'unknown') {
      why ??= evaluated.why;
      unknown.push(...alike);
      continue;
    }
    const same = known.find((other) => equalValues(other.value, evaluated.value));
    if (same === undefined) known.push({ value: evaluated.value, hosts: [...alike] });
    else same.hosts.push(...alike);
  }
  return { known, unknown, why, inputs };
}

/** Undefined for a default that is a literal. */
export function computedDefault(run: Run, name: string, value: Value, limit: number): ComputedDefault | undefined {
  const hosts = run.inventory.hosts.size <= HOST_LIMIT ? [...run.inventory.hosts.values()] : run.hostClasses.flatMap((hostClass) => hostClass.hosts[0] ?? []).slice(0, HOST_LIMIT);
  const outcome = outcomeOn(run, hosts, value);
  if (outcome === undefined) return undefined;
  const { known, unknown, why, inputs } = outcome;
  const from = fromText(inputs);
  const isForAll = hosts.length === run.inventory.hosts.size;
  const [only] = known;
  if (only !== undefined && unknown.length === 0 && known.length === 1) return { cell: `${code(valueText(name, only.value), limit)}${isForAll ? '' : ` on ${plain(hostNames(only.hosts, 2))}`}${from}`, sentence: undefined };
  if (known.length > 1 && unknown.length === 0) return { cell: `${known.slice(0, 3).map((camp) => `${code(valueText(name, camp.value), limit)} on ${plain(hostNames(camp.hosts, 3))}`).join('; ')}${known.length > 3 ? `; and ${known.length - 3} more values` : ''}${from}`, sentence: undefined };
  const values = inputs.slice(0, INPUT_LIMIT).flatMap((input) => inputText(run, hosts, input) ?? []);
  return { cell: code(valueText(name, value), limit), sentence: `The default ${plain(why ?? 'is known only when it runs')}.${values.length === 0 ? '' : ` Its inputs: ${values.join(', ')}.`}` };
}

/** A template that comes to one value on all of the hosts, as a cell: the value and what it is made of. Undefined for any other value. */
export function comesToOne(run: Run, name: string, value: Value, hosts: readonly Host[], limit: number): string | undefined {
  const outcome = hosts.length > COMPARED_LIMIT ? undefined : outcomeOn(run, hosts, value);
  const [only, ...others] = outcome?.known ?? [];
  return outcome === undefined || only === undefined || others.length > 0 || outcome.unknown.length > 0 ? undefined : `${code(valueText(name, only.value), limit)}${fromText(outcome.inputs)}`;
}

/** Hosts that one value is compared on. */
const COMPARED_LIMIT = 2_000;

function fromText(inputs: readonly string[]): string {
  return inputs.length === 0 ? '' : `, from ${inputs.slice(0, INPUT_LIMIT).map((input) => code(input)).join(', ')}${inputs.length > INPUT_LIMIT ? ` and ${inputs.length - INPUT_LIMIT} more` : ''}`;
}

/** `kube_version = 1.31.4`, where all hosts agree and it is known. */
function inputText(run: Run, hosts: readonly Host[], input: string): string | undefined {
  const values: Value[] = [];
  for (const host of hosts) {
    const { variable } = run.variableOf(host, input);
    if (variable === undefined) return undefined;
    const evaluated = evaluatedOn(run, host, variable.value);
    if (evaluated.kind === 'unknown') return undefined;
    if (!values.some((value) => equalValues(value, evaluated.value))) values.push(evaluated.value);
  }
  return values.length === 1 ? `${code(input)} = ${code(valueText(input, values[0]!), 40)}` : undefined;
}
