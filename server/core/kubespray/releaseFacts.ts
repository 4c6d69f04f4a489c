// What a kubespray checkout says about its variables, without its texts: what roles set, what they read, what tasks set while they run.
import type { Lookup } from '../lookup';
import { displayPath, joinPath } from '../path';
import type { Path, SourceFile } from '../tree';
import { isSpan } from '../tree';
import { equalValues, isList, isMapping, keyText, Mapping, type Value } from '../value';
import { parseYaml } from '../yaml';
import { compareText } from '../inventory/inventory';
import type { VariableDefinition } from '../variables/definition';
import type { Checkout } from './checkout';
import { filesBelow } from './checkoutFiles';
import { textsOf, valueOfFact, type FactValue } from './factValue';
import { collectTaskFacts, type TaskFacts } from './taskFacts';
import { EmptyMapping, namesInTemplate, type Fallback, type NameUse } from './templateNames';

/** A default or a role var. */
export interface DefinitionFact {
  readonly name: string;
  readonly level: 'role_defaults' | 'role_vars';
  /** The file, below the checkout. The role is named by its folder. */
  readonly file: string;
  readonly value: FactValue;
}

/** A name without default and role var that roles or playbooks read, or that the sample inventory has. */
export interface MentionFact {
  readonly name: string;
  /** Something reads it; false when only the sample inventory names it. */
  readonly isRead: boolean;
  /** It may be undefined somewhere: read with `default(…)` or beside `is defined`. */
  readonly isGuarded: boolean;
  /** How the sample inventory has it. */
  readonly sample: 'active' | 'commented' | undefined;
  /** The literals of `default(…)`, each once. */
  readonly fallbacks: readonly Value[];
}

/** A name that a task sets while it runs, or that a vars file sets which a task brings in. */
export interface SetFact {
  readonly name: string;
  /** The file of the task, or the vars file. */
  readonly file: string;
  /** Whether it is sure only under a condition: the task, or a block around it, has a `when`. */
  readonly hasCondition: boolean;
}

/** One `include_vars`. */
export interface IncludedVars {
  /** The file of the task. */
  readonly file: string;
  /** What it brings in, parts that are computed as `*`. */
  readonly patterns: readonly string[];
  readonly hasCondition: boolean;
}

/** The facts of one release, each list in a fixed order. */
export interface ReleaseFacts {
  readonly minor: number;
  readonly version: string;
  readonly definitions: readonly DefinitionFact[];
  readonly mentions: readonly MentionFact[];
  /** By `set_fact`. */
  readonly set: readonly SetFact[];
  /** Names of results (`register`). */
  readonly registered: readonly string[];
  readonly includes: readonly IncludedVars[];
  /** What the vars files of roles set that are not read by themselves, such as vars/ubuntu.yml; `hasCondition` is always true. */
  readonly included: readonly SetFact[];
}

/** Ansible's own names: those of facts and connections begin with `ansible_`. */
const OWN_NAMES = /^(ansible_.*|hostvars|groups|group_names|inventory_.*|playbook_dir|role_path|role_name|item|omit|vars|environment|play_hosts|self)$/;

/** The facts of a checkout whose release is known. What is not read yet is wanted of `lookup`, as everywhere. */
export function collectFacts(lookup: Lookup, checkout: Checkout): ReleaseFacts | undefined {
  const { minor, version, root } = checkout;
  if (minor === undefined || version === undefined) return undefined;
  const shown = (path: Path): string => displayPath(path, root);
  const definitions = checkout.roles.flatMap((role) => [...role.defaults, ...role.vars]).flatMap((definition) => definitionFact(definition, shown));
  const tasks = collectTaskFacts(lookup, checkout);
  const includedFiles = varsFilesOf(lookup, checkout, tasks);
  const uses = [...tasks.uses, ...usesOfVarsFiles(checkout, includedFiles)];
  const included = includedFiles.flatMap((file) => namesOf(file).map((name) => ({ name, file: shown(file.path), hasCondition: true })));
  const known = new Set([...definitions, ...included, ...tasks.set].map(({ name }) => name));
  return {
    minor,
    version,
    definitions: definitions.sort((left, right) => compareText(left.name, right.name) || compareText(left.level, right.level) || compareText(left.file, right.file)),
    mentions: mentionsOf(uses, tasks, known, sampleNames(lookup, root), new Set(definitions.map(({ name }) => name))),
    set: inOrder(tasks.set.map((fact) => ({ ...fact, file: shown(fact.file) }))),
    registered: [...tasks.registered].sort(compareText),
    includes: tasks.includes.map((include) => ({ ...include, file: shown(include.file) })).sort((left, right) => compareText(JSON.stringify(left), JSON.stringify(right))),
    included: inOrder(included),
  };
}

function definitionFact(definition: VariableDefinition, shown: (path: Path) => string): DefinitionFact[] {
  const { name, value, precedence, origin } = definition;
  if (!isSpan(origin) || (precedence !== 'role_defaults' && precedence !== 'role_vars')) return [];
  return [{ name, level: precedence, file: shown(origin.file.path), value: valueOfFact(name, value) }];
}

/** Of equal entries one, which is sure when one of them is. */
function inOrder(facts: readonly SetFact[]): SetFact[] {
  const byPlace = new Map<string, SetFact>();
  for (const fact of facts) {
    const key = `${fact.name}\0${fact.file}`;
    if (byPlace.get(key)?.hasCondition !== false) byPlace.set(key, fact);
  }
  return [...byPlace.values()].sort((left, right) => compareText(left.name, right.name) || compareText(left.file, right.file));
}

// --- what is read ---

/** What the values of defaults and vars read. */
function usesOfVarsFiles(checkout: Checkout, included: readonly SourceFile[]): NameUse[] {
  const uses: NameUse[] = [];
  for (const { value } of checkout.roles.flatMap((role) => [...role.defaults, ...role.vars])) for (const text of textsOf(value)) uses.push(...namesInTemplate(text));
  for (const file of included) for (const text of textsOf(parseYaml(file).root?.value ?? null)) uses.push(...namesInTemplate(text));
  return uses;
}

function mentionsOf(uses: readonly NameUse[], tasks: TaskFacts, known: ReadonlySet<string>, sample: ReadonlyMap<string, 'active' | 'commented'>, defined: ReadonlySet<string>): MentionFact[] {
  const byName = new Map<string, { isRead: boolean; isGuarded: boolean; fallbacks: Value[] }>();
  const of = (name: string) => {
    let mention = byName.get(name);
    if (mention === undefined) byName.set(name, (mention = { isRead: false, isGuarded: false, fallbacks: [] }));
    return mention;
  };
  // `set_fact: x` where `x is not defined`: an inventory may set it
  const offered = new Set(uses.filter(({ isGuarded, name }) => isGuarded && !defined.has(name)).map(({ name }) => name));
  for (const { name, isGuarded, fallback } of uses) {
    if ((known.has(name) && !offered.has(name)) || tasks.registered.has(name) || tasks.bound.has(name) || OWN_NAMES.test(name)) continue;
    const mention = of(name);
    mention.isRead = true;
    mention.isGuarded ||= isGuarded;
    if (fallback === undefined) continue;
    const value = valueOfFallback(fallback);
    if (!mention.fallbacks.some((other) => typeof other === typeof value && equalValues(other, value))) mention.fallbacks.push(value);
  }
  const read = new Set(uses.map(({ name }) => name));
  for (const [name, how] of sample) {
    // a comment `# note: …` names no variable
    if (!defined.has(name) && (how === 'active' || name.includes('_') || read.has(name))) of(name);
  }
  const mentions = [...byName].map(([name, mention]) => ({ name, ...mention, sample: sample.get(name), fallbacks: mention.fallbacks.sort((left, right) => compareText(textOfFallback(left), textOfFallback(right))) }));
  return mentions.sort((left, right) => compareText(left.name, right.name));
}

function valueOfFallback(fallback: Fallback): Value {
  return fallback instanceof EmptyMapping ? Mapping.empty : fallback;
}

/** Tells values of different types apart, and orders them. */
function textOfFallback(value: Value): string {
  return `${typeof value} ${isMapping(value) ? '{}' : isList(value) ? '[]' : keyText(value)}`;
}

// --- files ---

/** The vars files of roles that are not read by themselves. */
function varsFilesOf(lookup: Lookup, checkout: Checkout, tasks: TaskFacts): SourceFile[] {
  const byItself = new Set(checkout.roles.flatMap((role) => role.vars).flatMap(({ origin }) => (isSpan(origin) ? [origin.file.path] : [])));
  return checkout.roles.flatMap(({ path }) => filesBelow(lookup, joinPath(path, 'vars'), YAML_NAME)).concat(tasks.varsFiles.filter(({ path }) => !/\/(defaults|vars)\//.test(path))).filter(({ path }) => !byItself.has(path));
}

const YAML_NAME = /\.(yml|yaml)$/;

function namesOf(file: SourceFile): string[] {
  const { root } = parseYaml(file);
  return root?.kind === 'mapping' ? root.entries.map(({ key }) => keyText(key)) : [];
}

/** The names in the sample inventory's group_vars: set there, or written as a comment. */
function sampleNames(lookup: Lookup, root: Path): ReadonlyMap<string, 'active' | 'commented'> {
  const names = new Map<string, 'active' | 'commented'>();
  for (const file of filesBelow(lookup, joinPath(root, 'inventory/sample/group_vars'), YAML_NAME)) {
    for (const name of namesOf(file)) names.set(name, 'active');
    // a key inside a commented mapping stands further in
    for (const [, name] of file.text.matchAll(/^#{1,2} ?([a-z_]\w*):(?:\s|$)/gm)) if (!names.has(name!)) names.set(name!, 'commented');
  }
  return names;
}

