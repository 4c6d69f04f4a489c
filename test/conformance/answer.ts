// What the product says about one inventory, in the form of `ansible-inventory --list`, and how that is held against a recorded answer.
import { strict as assert } from 'node:assert';
import { isSpan, type Origin, type Path } from '../../server/core/tree';
import { displayPath } from '../../server/core/path';
import { keyIdentity, keyText, type Scalar, type Value, Mapping } from '../../server/core/value';
import { parseYaml } from '../../server/core/yaml';
import type { YamlNode } from '../../server/core/yamlNode';
import type { Run } from '../../server/core/run/run';
import type { EffectiveVariable } from '../../server/core/variables/resolve';
import type { VariableDefinition } from '../../server/core/variables/definition';
import { ansibleJson } from '../../server/cli/ansibleJson';
import { groupsOfList, listedNames } from '../../server/features/inventoryList';
import { variablesByHost } from '../../server/features/variablesByHost';
import { lineOf } from '../fixture';
import { countLeaves, exactJson, type Exact } from './exactJson';

/** `--list` as Ansible writes it, parsed. */
export interface ListAnswer {
  readonly hostvars: { readonly [host: string]: { readonly [name: string]: Exact } };
  readonly groups: { readonly [group: string]: Exact };
}

/** What was held against a recorded answer: figures of docs/parity.md. */
export interface Tally {
  hosts: number;
  groups: number;
  values: number;
  origins: number;
}

export function emptyTally(): Tally {
  return { hosts: 0, groups: 0, values: 0, origins: 0 };
}

export function parseList(text: string): ListAnswer {
  const { _meta, ...groups } = exactJson(text) as { readonly [key: string]: Exact };
  return { hostvars: ((_meta as { hostvars?: Exact } | undefined)?.hostvars ?? {}) as ListAnswer['hostvars'], groups };
}

export function listOf(run: Run): ListAnswer {
  // a host may be called `__proto__`
  const hostvars = Object.create(null) as Record<string, Record<string, Exact>>;
  for (const { host, variables } of variablesByHost(run, listedNames(run))) {
    if (variables.length === 0) continue;
    hostvars[host.name] = Object.fromEntries(variables.map(({ name, variable }) => [name, exactJson(ansibleJson(variable.value))]));
  }
  return { hostvars, groups: exactJson(JSON.stringify(groupsOfList(run.staticInventory))) as ListAnswer['groups'] };
}

/** Every difference of two answers as one line each; none when they are equal, order of hosts and children included. */
export function differences(got: ListAnswer, recorded: ListAnswer): string[] {
  const lines: string[] = [];
  const show = (value: Exact | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value).replaceAll('\\u0001number ', '#'));
  const compare = (what: string, left: { readonly [key: string]: Exact } | undefined, right: { readonly [key: string]: Exact } | undefined): void => {
    if (left === undefined || right === undefined) lines.push(`${what}: ${left === undefined ? 'missing' : 'not in the recorded answer'}`);
    else for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) if (!isEqual(left[key], right[key])) lines.push(`${what}, ${key}: ${show(left[key])}, recorded ${show(right[key])}`);
  };
  for (const host of new Set([...Object.keys(got.hostvars), ...Object.keys(recorded.hostvars)])) compare(`host ${host}`, got.hostvars[host], recorded.hostvars[host]);
  compare('groups', got.groups, recorded.groups);
  return lines;
}

function isEqual(left: Exact | undefined, right: Exact | undefined): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object' || Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => isEqual((left as { [key: string]: Exact })[key], (right as { [key: string]: Exact })[key]));
}

/** Fails with the first differences. */
export function assertSameList(run: Run, recorded: ListAnswer, tally: Tally): void {
  const found = differences(listOf(run), recorded);
  if (found.length > 0) assert.fail(`${found.length} differences:\n${found.slice(0, 8).join('\n')}`);
  countCompared(run, recorded, tally);
}

export function countCompared(run: Run, recorded: ListAnswer, tally: Tally): void {
  tally.hosts += run.staticInventory.hosts.size;
  tally.groups += Object.keys(recorded.groups).length;
  for (const variables of Object.values(recorded.hostvars)) tally.values += countLeaves(variables);
}

/** One definition that a case's author wrote down: every line that sets a variable, whether it is read or not. */
export interface WrittenDefinition {
  readonly file: string;
  readonly line: number;
  readonly var: string;
  readonly kind: 'group' | 'host';
  readonly entity: string;
}

/**
 * Every value `@file:line` (a token) comes from that line of that file, whole values and leaves alike.
 * With `written`, the losers are exactly the other lines that reach the host from files that are read.
 */
export function assertOrigins(run: Run, folder: Path, tally: Tally, written?: readonly WrittenDefinition[]): void {
  const problems: string[] = [];
  for (const { host, variables } of variablesByHost(run, listedNames(run))) {
    const owners = new Set(['group all', `host ${host.name}`, ...host.groups.map((group) => `group ${group.name}`)]);
    for (const { name, variable } of variables) {
      for (const { path, token } of tokensIn(variable.value)) {
        tally.origins++;
        const place = placeOfLeaf(variable, path, folder);
        if (place !== undefined && place !== token) problems.push(`${host.name}, ${[name, ...path.map(keyText)].join('.')}: from ${place}, its value says ${token}`);
      }
      if (written !== undefined) problems.push(...wrongLosers(run, variable, owners, folder, written).map((text) => `${host.name}, ${name}: ${text}`));
    }
  }
  if (problems.length > 0) assert.fail(`${problems.length} wrong places:\n${problems.slice(0, 8).join('\n')}`);
}

/** The tokens in a value, with the way to each; those of `-e` words stand in no file. */
function* tokensIn(value: Value, path: readonly Scalar[] = []): IterableIterator<{ path: readonly Scalar[]; token: string }> {
  if (typeof value === 'string' && /^@[^\n]+:\d+$/.test(value) && !value.startsWith('@cli:')) yield { path, token: value };
  else if (value instanceof Mapping) for (const [key, member] of value.entries()) yield* tokensIn(member, [...path, key]);
  else if (Array.isArray(value)) for (const [index, member] of (value as readonly Value[]).entries()) yield* tokensIn(member, [...path, index]);
}

/** `@file:line` of the leaf at `path`. Undefined for what a merge key or an alias brought, whose text stands elsewhere. */
function placeOfLeaf(variable: EffectiveVariable, path: readonly Scalar[], folder: Path): string | undefined {
  const part = variable.parts.find((candidate) => candidate.path.length <= path.length && candidate.path.every((key, index) => keyIdentity(key) === keyIdentity(path[index]!)));
  if (part === undefined) return 'no part of it';
  const { origin } = part.definition;
  if (!isSpan(origin)) return origin.text;
  let node: YamlNode | undefined = part.definition.node;
  let place: Origin = origin;
  for (const key of path) {
    if (node?.kind === 'mapping') {
      const entry: { keySpan: Origin; node: YamlNode } | undefined = node.entries.find((candidate) => keyIdentity(candidate.key) === keyIdentity(key));
      if (entry === undefined) return 'no entry of it';
      [node, place] = [entry.node, entry.keySpan];
    } else if (node?.kind === 'sequence') {
      node = node.items[Number(key)];
      if (node !== undefined) place = node.span;
    } else break;
  }
  return isSpan(place) ? `@${displayPath(place.file.path, folder)}:${lineOf(place)}` : undefined;
}

function wrongLosers(run: Run, { name, parts, overridden }: EffectiveVariable, owners: ReadonlySet<string>, folder: Path, written: readonly WrittenDefinition[]): string[] {
  // `host:22` is no line that sets a variable to its author, and the priority that an inventory sets is no variable
  if (name === 'ansible_port' || name === 'ansible_group_priority') return [];
  const placeOf = ({ origin, precedence } : VariableDefinition): string => (isSpan(origin) && precedence !== 'extra_vars' ? `${displayPath(origin.file.path, folder)}:${lineOf(origin)}` : '-e');
  const told = new Set([...parts.map((part) => part.definition), ...overridden].map(placeOf));
  const reaching = written.filter((definition) => definition.var === name && owners.has(`${definition.kind} ${definition.entity}`));
  const isWritten = new Set(reaching.map((definition) => `${definition.file}:${definition.line}`));
  const read = new Map([...run.loadedFiles.filter((file) => parseYaml(file).root !== undefined), ...run.staticInventory.sources.flatMap((source) => (source.outcome === 'parsed' && source.file !== undefined ? [source.file] : []))].map((file) => [displayPath(file.path, folder), file.text]));
  const wrong = [...told].filter((place) => place !== '-e' && !place.startsWith('/') && !isWritten.has(place)).map((place) => `${place} is told, but sets it for none of the host's groups`);
  for (const definition of reaching) {
    const place = `${definition.file}:${definition.line}`;
    // of two lines of one mapping the last one is told
    const isRepeated = reaching.some((other) => other.file === definition.file && other.kind === definition.kind && other.entity === definition.entity && other.line > definition.line);
    // `h1 x=a#b y=1`: the author did not see that the line ends at the #
    const isComment = new RegExp(`#.*\\b${name}=`).test(read.get(definition.file)?.split('\n')[definition.line - 1] ?? '');
    if (read.has(definition.file) && !isRepeated && !isComment && !told.has(place)) wrong.push(`${place} sets it too and is not told`);
  }
  return wrong;
}
