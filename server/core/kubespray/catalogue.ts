// The bundled catalogue: what the variables of kubespray are in each minor release, for those who have no checkout. Made by `groupvars catalogue`.
import { compareText } from '../inventory/inventory';
import { Computed, equalValues, Large, type Value } from '../value';
import type { VariableDefinition } from '../variables/definition';
import { ACTIVE, COMMENTED, GUARDED, READ, type CatalogueEntries, type DefinitionEntry, type VariableEntries } from './catalogueText';
import { decodeValue, type FactValue } from './factValue';
import { COMMON_DEFAULTS, labelOf, minorOf, type Kubespray } from './kubespray';
import type { DefinitionFact, IncludedVars, MentionFact, SetFact } from './releaseFacts';

/** One name in one release. */
export interface VariableFacts {
  /** Defaults before role vars, those of the common defaults role first. */
  readonly definitions: readonly DefinitionFact[];
  readonly mention: MentionFact | undefined;
  /** By `set_fact`: stronger than anything an inventory says, where the task runs. */
  readonly set: readonly SetFact[];
  /** By vars files that tasks bring in, stronger than an inventory as well. */
  readonly included: readonly SetFact[];
  /** The name of a task's result. */
  readonly isRegistered: boolean;
}

/**
 * What a release makes of a name. `default`: some role has a default. `role_var`: only role vars. `read`: no default, and something reads it.
 * `set`: tasks alone set it. `sample`: the sample inventory alone names it, and nothing reads it.
 */
export type NameState = 'default' | 'role_var' | 'read' | 'set' | 'sample';

/** One name over time, in minor releases of the catalogue. */
export interface NameHistory {
  /** The first release that has the name. That of the oldest release means: then or earlier. */
  readonly since: number;
  /** The last one that does. */
  readonly until: number;
  /** Since then role vars set it and no default does: group_vars say it in vain. Undefined while that is not so in the last release that has it. */
  readonly roleVarSince: number | undefined;
  /** The first release in which nothing sets or reads it any more; undefined while the newest does. */
  readonly removedIn: number | undefined;
}

/** The facts of all releases, asked name by name. Its data are what `catalogueText` writes. */
export class Catalogue {
  /** Minor release numbers, oldest first. */
  readonly releases: readonly number[];

  constructor(private readonly entries: CatalogueEntries) {
    this.releases = entries.releases.map((version) => minorOf(version)!);
  }

  /** Every name that some release has. */
  get names(): readonly string[] {
    return Object.keys(this.entries.variables);
  }

  /** `v2.31.0`: whose facts stand for the minor release; undefined when it is not in the catalogue. */
  versionOf(minor: number): string | undefined {
    return this.entries.releases[this.releases.indexOf(minor)];
  }

  /** Undefined when the release, or the name in it, is not known. */
  factsIn(minor: number, name: string): VariableFacts | undefined {
    const variable = this.variable(name);
    if (variable === undefined || !this.releases.includes(minor)) return undefined;
    const definitions = [...this.definitions(variable.default, 'role_defaults', minor, name), ...this.definitions(variable.var, 'role_vars', minor, name)];
    const read = inRelease(variable.read, minor)[0];
    const set = inRelease(variable.set, minor).map(([, , file, condition]) => ({ name, file: this.file(file), hasCondition: condition === 1 }));
    const included = inRelease(variable.included, minor).map(([, , file]) => ({ name, file: this.file(file), hasCondition: true }));
    const isRegistered = inRelease(variable.registered, minor).length > 0;
    if (definitions.length === 0 && read === undefined && set.length === 0 && included.length === 0 && !isRegistered) return undefined;
    const mention: MentionFact | undefined = read && {
      name,
      isRead: (read[2] & READ) !== 0,
      isGuarded: (read[2] & GUARDED) !== 0,
      sample: (read[2] & ACTIVE) !== 0 ? 'active' : (read[2] & COMMENTED) !== 0 ? 'commented' : undefined,
      fallbacks: (read[3] ?? []).map(decodeValue),
    };
    return { definitions, mention, set, included, isRegistered };
  }

  /** Every name with a default or a role var. */
  definedIn(minor: number): ReadonlySet<string> {
    const isDefined = ({ default: defaults, var: vars }: VariableEntries): boolean => inRelease(defaults, minor).length > 0 || inRelease(vars, minor).length > 0;
    return new Set(Object.entries(this.entries.variables).filter(([, variable]) => isDefined(variable)).map(([name]) => name));
  }

  stateIn(minor: number, name: string): NameState | undefined {
    const facts = this.factsIn(minor, name);
    if (facts === undefined) return undefined;
    if (facts.definitions.length > 0) return facts.definitions.some(({ level }) => level === 'role_defaults') ? 'default' : 'role_var';
    if (facts.mention?.isRead === true) return 'read';
    return facts.set.length > 0 || facts.included.length > 0 || facts.isRegistered ? 'set' : 'sample';
  }

  /** Undefined for a name that no release sets or reads. */
  historyOf(name: string): NameHistory | undefined {
    const states = this.releases.map((minor) => ({ minor, state: this.stateIn(minor, name) })).filter(({ state }) => state !== undefined && state !== 'sample');
    const [first, last] = [states[0], states.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    const lastOther = states.findLastIndex(({ state }) => state !== 'role_var');
    return {
      since: first.minor,
      until: last.minor,
      roleVarSince: states[lastOther + 1]?.minor,
      removedIn: this.releases[this.releases.indexOf(last.minor) + 1],
    };
  }

  /** True for a name that tasks of some release set by `set_fact` or bring in with a vars file. */
  isSetByTasks(name: string): boolean {
    const variable = this.variable(name);
    return variable?.set !== undefined || variable?.included !== undefined;
  }

  /** True for a name whose value tasks of some release learn from the host: a result, or what a vars file of its system says. */
  isLearntFromHosts(name: string): boolean {
    const variable = this.variable(name);
    return variable?.registered !== undefined || variable?.included !== undefined;
  }

  /** Every `include_vars` of a release. */
  includesIn(minor: number): readonly IncludedVars[] {
    return inRelease(this.entries.includes, minor).map(([, , file, condition, patterns]) => ({ file: this.file(file), patterns, hasCondition: condition === 1 }));
  }

  private variable(name: string): VariableEntries | undefined {
    return Object.hasOwn(this.entries.variables, name) ? this.entries.variables[name] : undefined;
  }

  private file(number: number): string {
    return this.entries.files[number] ?? '';
  }

  private definitions(entries: readonly DefinitionEntry[] | undefined, level: DefinitionFact['level'], minor: number, name: string): DefinitionFact[] {
    const facts = inRelease(entries, minor).map((entry): DefinitionFact => ({ name, level, file: this.file(entry[2]), value: factOf(entry) }));
    return facts.sort((left, right) => compareRoles(roleOf(left.file), roleOf(right.file)) || compareText(left.file, right.file));
  }
}

function inRelease<Entry extends readonly [since: number, until: number, ...unknown[]]>(entries: readonly Entry[] | undefined, minor: number): readonly Entry[] {
  return entries === undefined ? [] : entries.filter(([since, until]) => since <= minor && minor <= until);
}

function factOf(entry: DefinitionEntry): FactValue {
  if (entry.length === 4) return { kind: 'literal', value: decodeValue(entry[3]) };
  if (entry.length === 5) return { kind: 'computed', from: entry[4] };
  return { kind: 'large', type: entry[4], size: entry[5] };
}

/** The role that a file is of: `network_plugin/calico` of roles/network_plugin/calico/defaults/main.yml; '' for a playbook. */
export function roleOf(file: string): string {
  return /^roles\/(.+?)\/(?:defaults|vars|tasks|handlers|meta|templates)\//.exec(file)?.[1] ?? '';
}

/** The common defaults role first, then as folders are gone through. */
function compareRoles(left: string, right: string): number {
  const [isLeftCommon, isRightCommon] = [COMMON_DEFAULTS.has(left), COMMON_DEFAULTS.has(right)];
  if (isLeftCommon !== isRightCommon) return isLeftCommon ? -1 : 1;
  // a slash sorts before every letter: a role before those in its folder
  return compareText(left.replaceAll('/', '\0'), right.replaceAll('/', '\0'));
}

let bundled: Catalogue | undefined;

/** The catalogue that is bundled; read when it is first asked for. */
export function catalogue(): Catalogue {
  // an import would be read when the program starts, this is read when it is needed
  return (bundled ??= new Catalogue(require('./catalogueData.json') as CatalogueEntries));
}

// --- one release as a kubespray ---

/** A release of the catalogue: what it sets are ordinary definitions that stand in no file. */
export class Release implements Kubespray {
  readonly root = undefined;
  private readonly known = new Map<string, readonly VariableDefinition[]>();
  private allNames: ReadonlySet<string> | undefined;

  /** `minor` is one of the catalogue's; `version` is what is told, as the user or a file has named it. */
  constructor(readonly minor: number, readonly version: string, readonly how: string, readonly isAssumed = false, private readonly facts: Catalogue = catalogue()) {}

  get label(): string {
    return this.isAssumed ? `kubespray (${shortVersion(this.version)} is assumed)` : labelOf(this.version);
  }

  defaultsOf(name: string): readonly VariableDefinition[] {
    return this.definitionsOf(name).filter(({ precedence }) => precedence === 'role_defaults');
  }

  roleVarsOf(name: string): readonly VariableDefinition[] {
    return this.definitionsOf(name).filter(({ precedence }) => precedence === 'role_vars');
  }

  names(): ReadonlySet<string> {
    return (this.allNames ??= this.facts.definedIn(this.minor));
  }

  /** The same objects each time. */
  private definitionsOf(name: string): readonly VariableDefinition[] {
    let definitions = this.known.get(name);
    if (definitions === undefined) this.known.set(name, (definitions = this.facts.factsIn(this.minor, name)?.definitions.map(definitionOf) ?? []));
    return definitions;
  }
}

function definitionOf({ name, level, file, value }: DefinitionFact): VariableDefinition {
  return { name, value: valueOf(value), origin: { from: 'catalogue', text: file }, valueSpan: undefined, node: undefined, precedence: level, owner: { kind: 'role', name: roleOf(file) } };
}

function valueOf(fact: FactValue): Value {
  if (fact.kind === 'literal') return fact.value;
  return fact.kind === 'computed' ? new Computed(fact.from) : new Large(fact.type, fact.size);
}

/** The release that a version names (`v2.31.0`, `2.31`); undefined when the catalogue has no such minor release. */
export function releaseOf(version: string, how: string, facts: Catalogue = catalogue()): Release | undefined {
  const minor = minorOf(version);
  return minor === undefined || !facts.releases.includes(minor) ? undefined : new Release(minor, version.startsWith('v') ? version : 'v' + version, how, false, facts);
}

/** The newest release of the catalogue, for a run of which nothing tells the release; `why` says so. */
export function newestRelease(why: string, facts: Catalogue = catalogue()): Release {
  const minor = facts.releases.at(-1)!;
  return new Release(minor, facts.versionOf(minor)!, `${why}: the newest known, ${shortVersion(facts.versionOf(minor)!)}, is assumed`, true, facts);
}

/** `v2.31` of `v2.31.0`. */
function shortVersion(version: string): string {
  return version.replace(/^(v\d+\.\d+)\.0$/, '$1');
}

/** The defaults of a name as far as they are certain: of an assumed release only where every release has the same one. */
export function certainDefaults(kubespray: Kubespray | undefined, name: string, facts: Catalogue = catalogue()): readonly VariableDefinition[] {
  const found = kubespray?.defaultsOf(name) ?? [];
  const [first] = found;
  if (first === undefined || kubespray?.isAssumed !== true) return found;
  const values = facts.releases.map((minor) => facts.factsIn(minor, name)?.definitions[0]?.value);
  return values.every((fact) => fact?.kind === 'literal' && equalValues(fact.value, first.value)) ? [first] : [];
}

/** True when kubespray is known to have no default of a name: in this release or, where that is assumed, in any. */
export function hasNoDefault(kubespray: Kubespray | undefined, name: string, facts: Catalogue = catalogue()): boolean {
  if (kubespray === undefined || kubespray.defaultsOf(name).length > 0 || kubespray.roleVarsOf(name).length > 0) return false;
  if (kubespray.isAssumed) return facts.releases.every((minor) => (facts.factsIn(minor, name)?.definitions.length ?? 0) === 0);
  return kubespray.names().size > 0;
}
