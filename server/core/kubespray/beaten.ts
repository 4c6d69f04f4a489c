// What inside kubespray beats a value of the inventory: vars of its roles, vars files that tasks bring in, facts that tasks set, vars of plays,
// parameters of roles. All of them are stronger than group_vars and host_vars, and weaker than `-e`, which nothing here beats.
//
// How far each reaches was tried with ansible-core 2.14 (test/kubespray/beaten.json):
// - vars of a role of `roles:`, of its dependencies and of an `import_role` in any task that is read with the play hold in the whole play: in its
//   pre_tasks, in roles that come before, in roles that have a default of their own, and where the role's `when` is false. The next play does not
//   have them. (`VariableManager.get_vars`, all of `play.get_roles()`.)
// - vars of an `include_role` hold in that role and in the roles it brings in; not after it.
// - what `include_vars` and `set_fact` set stays with the host for the rest of the run, in later plays too, over `vars` of a play.
// - a parameter of a role (`{ role: x, dns_late: true }`) holds in that role and beats `set_fact` there.
import { compareText, type Host } from '../inventory/inventory';
import { joinPath, nameOf } from '../path';
import { isSpan, type Origin, type SourceFile } from '../tree';
import { Computed, keyText, type Value } from '../value';
import { findRole } from '../variables/roles';
import type { Role } from '../variables/roles';
import { definitionsOfFile, type VariableDefinition } from '../variables/definition';
import type { Play } from '../run/playbook';
import type { Run } from '../run/run';
import { catalogue } from './catalogue';
import type { Checkout } from './checkout';
import { filesBelow } from './checkoutFiles';
import { KnownHosts } from './knownHosts';
import { rolesOfRelease, valuesOfVarsFile } from './releaseRoles';
import { dependenciesOf, matcherOf, ONLY_WHEN_IT_RUNS, tasksOfPlay, tasksOfRole, type Parameter, type RoleCall, type Tasks } from './roleTasks';
import { namesInTemplate } from './templateNames';

/** The levels of precedence above an inventory at which kubespray itself sets something, by their words in `PRECEDENCE`. */
export type BeatingLevel = 'play_vars' | 'role_vars' | 'include_vars' | 'set_fact' | 'role_params';

/** Something that beats a value of the inventory. */
export interface Beating {
  readonly level: BeatingLevel;
  /** The role; '' for a play's own vars and tasks. */
  readonly role: string;
  /** The place; without a checkout the file's name alone. */
  readonly origin: Origin;
  /** Undefined where only the file is known. */
  readonly value: Value | undefined;
  /** Where it holds: in all of the plays that have the role, inside the role alone, or on the host until the run ends. */
  readonly reach: 'plays' | 'role' | 'host';
  /** Hosts that it may reach, in inventory order; at least one. */
  readonly hosts: readonly Host[];
  /** Conditions that only the run decides, as written; none when it is certain. One without words is left out. */
  readonly conditions: readonly string[];
  /** False when a condition is known only when the play runs. */
  readonly isCertain: boolean;
  /** The vars file is chosen by the system of a host: the file's name without its ending, `ubuntu-24`. */
  readonly system: string | undefined;
  /** False where the role is known to do nothing on any of the hosts: its vars hold in the play all the same. */
  readonly isRun: boolean;
  /** It is made from the value it takes the place of: `x: "{{ x | … }}"`. */
  readonly isMadeOfItself: boolean;
}

/** Everything inside kubespray that beats what the inventory sets for `name`, weakest first; nothing for a run that is not kubespray's. */
export function beatenBy(run: Run, name: string): readonly Beating[] {
  const { kubespray } = run;
  if (kubespray === undefined || run.program === 'inventory' || !mayBeBeaten(run, name)) return [];
  let known = answers.get(run);
  if (known === undefined) answers.set(run, (known = new Map()));
  let beatings = known.get(name);
  if (beatings === undefined) {
    const found = run.checkout === undefined ? ofRelease(run, name) : ofCheckout(run, run.checkout, name);
    known.set(name, (beatings = merged(found).sort((left, right) => LEVELS.indexOf(left.level) - LEVELS.indexOf(right.level))));
  }
  return beatings;
}

/** The names of the inventory, its vars files and the plays that may be beaten. */
export function namesThatMayBeBeaten(run: Run): readonly string[] {
  let names = candidates.get(run);
  if (names === undefined) candidates.set(run, (names = run.kubespray === undefined ? [] : [...run.names({ defaults: false })].filter((name) => mayBeBeaten(run, name)).sort(compareText)));
  return names;
}

const candidates = new WeakMap<Run, readonly string[]>();

/** Looks at the files that the answers need, so that what is missing in the tree becomes wanted, all of a kind at once. */
export function touchBeaten(run: Run): void {
  if (run.checkout !== undefined && namesThatMayBeBeaten(run).length > 0) void reachOf(run, run.checkout);
}

/** Several rules and features ask for the same names; a run belongs to one Project. */
const answers = new WeakMap<Run, Map<string, readonly Beating[]>>();

const LEVELS: readonly BeatingLevel[] = ['play_vars', 'role_vars', 'include_vars', 'set_fact', 'role_params'];

/** Cheap: false for the many names for which no task needs to be read. A name that no release sets by a task is not looked for in the tasks of a checkout. */
function mayBeBeaten({ kubespray, checkout, plays }: Run, name: string): boolean {
  if (kubespray === undefined) return false;
  if (catalogue().isSetByTasks(name) || (checkout === undefined ? kubespray.roleVarsOf(name).length > 0 : roleVarNames(checkout).has(name))) return true;
  return plays.some((play) => play.vars.some((vars) => vars.entries.some(({ key }) => keyText(key) === name)) || play.roles.some((use) => use.parameters.includes(name)));
}

type Found = Omit<Beating, 'hosts'> & { readonly hosts: ReadonlySet<Host> };

/** One entry for each place, over all plays. */
function merged(found: readonly Found[]): Beating[] {
  const byPlace = new Map<string, Found>();
  for (const beating of found) {
    const key = `${beating.level} ${isSpan(beating.origin) ? `${beating.origin.file.path}\0${beating.origin.start}` : beating.origin.text}`;
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, beating);
    else byPlace.set(key, { ...(known.isCertain || !beating.isCertain ? known : beating), reach: known.reach === 'plays' ? 'plays' : beating.reach, isRun: known.isRun || beating.isRun, hosts: known.hosts === beating.hosts ? known.hosts : new Set([...known.hosts, ...beating.hosts]) });
  }
  return [...byPlace.values()].filter(({ hosts }) => hosts.size > 0).map((beating) => ({ ...beating, hosts: [...beating.hosts] }));
}

// --- a checkout: its own files ---

/** A role that a play runs. */
interface Reach {
  readonly play: Play;
  readonly role: Role | undefined;
  readonly tasks: Tasks;
  readonly isStatic: boolean;
  readonly conditions: readonly string[];
  readonly parameters: readonly Parameter[];
}

/** Roles that one play may come to: links and calls can go round in circles. */
const REACH_BUDGET = 3_000;
const DEPTH_LIMIT = 20;

/** The roles of all plays by the names that they set, and what is known of the hosts. */
interface ReachOfRun {
  readonly all: readonly Reach[];
  readonly setting: ReadonlyMap<string, ReadonlySet<Reach>>;
  readonly known: KnownHosts;
}

/** Conditions of roles are evaluated on each host: with more of them nothing is told of who runs a role. */
const HOSTS_OF_ROLE_LIMIT = 1_000;

/**
 * The hosts on which a run's plays run a role of its checkout, in inventory order; `isCertain` is false when a condition that only the run decides
 * stands before it. Undefined where the checkout's files are not read, and where that is not told.
 */
export function hostsOfRole(run: Run, name: string): { readonly hosts: readonly Host[]; readonly isCertain: boolean } | undefined {
  const { checkout, inventory } = run;
  if (checkout === undefined || run.plays.length === 0 || run.isOpaque || inventory.hosts.size > HOSTS_OF_ROLE_LIMIT) return undefined;
  const { all, known } = reachOf(run, checkout);
  if (all.length === 0) return undefined;
  const found = all.filter(({ role }) => role?.name === name).map((reach) => known.under(reach, []));
  const certain = new Set(found.filter(({ open }) => open.length === 0).flatMap(({ hosts }) => [...hosts]));
  const hosts = new Set(found.flatMap((part) => [...part.hosts]));
  return { hosts: [...inventory.hosts.values()].filter((host) => hosts.has(host)), isCertain: certain.size === hosts.size };
}

const reaches = new WeakMap<Run, ReachOfRun>();

/** The roles of all plays, those that others call included. */
function reachOf(run: Run, checkout: Checkout): ReachOfRun {
  const before = reaches.get(run);
  if (before !== undefined) return before;
  const { lookup } = run.context;
  const missing = lookup.timesMissing;
  // which file includes which is told by their texts: reading them one after the other would take a round each
  for (const { path } of checkout.roles) for (const folder of ['tasks', 'vars', 'meta']) void filesBelow(lookup, joinPath(path, folder), /\.ya?ml$/);
  // asked again when they are there
  if (lookup.timesMissing > missing) return { all: [], setting: new Map(), known: new KnownHosts(run, []) };
  // an edit of a vars file leaves what plays and roles do as it was
  const all = run.plays.flatMap((play) => {
    const key = ['reach', checkout.root, play.file.path, play.span.start, play.folder, ...run.config.rolesPath].join('\0');
    const byName = rolesByName(checkout);
    return lookup.remember(key, () => reachOfPlay(run, checkout, play)).map((part): Reach => ({ ...part, play, role: part.role === undefined ? undefined : byName.get(part.role) }));
  });
  const setting = new Map<string, Set<Reach>>();
  for (const reach of all) {
    for (const name of namesSetBy(run, reach)) {
      const list = setting.get(name);
      if (list === undefined) setting.set(name, new Set([reach]));
      else list.add(reach);
    }
  }
  const result = { all, setting, known: new KnownHosts(run, all) };
  if (lookup.timesMissing === missing) reaches.set(run, result);
  return result;
}

/** Outlives an edit, so the role is named: what its vars say is asked anew. */
type PartOfPlay = Omit<Reach, 'play' | 'role'> & { readonly role: string | undefined };

function reachOfPlay(run: Run, checkout: Checkout, play: Play): readonly PartOfPlay[] {
  const { lookup } = run.context;
  const all: PartOfPlay[] = [];
  let budget = REACH_BUDGET;
  const seen = new Set<string>();
  const follow = (call: RoleCall, from: Role | undefined, around: PartOfPlay, depth: number): void => {
    for (const { role, conditions } of rolesCalled(run, checkout, play, call, from)) {
      const part: PartOfPlay = { role: role.name, tasks: tasksOfRole(lookup, role.path, call.from), isStatic: around.isStatic && call.isStatic, conditions: [...around.conditions, ...call.conditions, ...conditions], parameters: [...around.parameters, ...call.parameters] };
      const key = [role.path, call.from, part.isStatic, ...part.conditions].join('\0');
      if (depth > DEPTH_LIMIT || seen.has(key) || budget-- <= 0) continue;
      seen.add(key);
      for (const dependency of dependenciesOf(lookup, role.path)) follow(dependency, role, part, depth + 1);
      all.push(part);
      for (const inner of part.tasks.calls) follow(inner, role, part, depth + 1);
    }
  };
  const own = tasksOfPlay(lookup, play.file.path, play.span.start);
  // what is in somebody else's plays is theirs; the roles of kubespray that they run are its own
  const start: PartOfPlay = { role: undefined, tasks: play.file.path.startsWith(checkout.root + '/') ? own : { ...own, facts: [], vars: [] }, isStatic: true, conditions: [], parameters: [] };
  all.push(start);
  for (const inner of own.calls) follow(inner, undefined, start, 0);
  return all;
}

interface Called {
  readonly role: Role;
  readonly conditions: readonly string[];
}

/** The roles that a call may mean: of a name with a template all that fit, each under the condition that it is meant. */
function rolesCalled(run: Run, checkout: Checkout, play: Play, { name, choices }: RoleCall, from: Role | undefined): readonly Called[] {
  const byName = rolesByName(checkout);
  if (!name.includes('{{')) {
    // a role of the user's own under such a name comes first in the user's own plays
    const found = play.file.path.startsWith(checkout.root + '/') ? undefined : findRole(run.context.lookup, name, play.folder, run.config.rolesPath);
    if (found !== undefined && !checkout.holds(found)) return [];
    // Ansible looks beside the role that calls as well
    const beside = from === undefined || !from.name.includes('/') ? undefined : byName.get(`${from.name.slice(0, from.name.lastIndexOf('/'))}/${name}`);
    const role = byName.get(name) ?? beside;
    return role === undefined ? [] : [{ role, conditions: [] }];
  }
  const template = /^(.*)\{\{\s*(\w+)(?:\[(\w+)\])?\s*\}\}(.*)$/.exec(name);
  const fitting = [...byName.values()].filter((role) => matcherOfRole(name).test(role.name));
  if (template === null) return fitting.map((role) => ({ role, conditions: [ONLY_WHEN_IT_RUNS] }));
  const [, before = '', variable = '', key, after = ''] = template;
  if (key === undefined) return fitting.map((role) => ({ role, conditions: [`${variable} == '${role.name.slice(before.length, role.name.length - after.length)}'`] }));
  if (choices === undefined) return fitting.map((role) => ({ role, conditions: [ONLY_WHEN_IT_RUNS] }));
  return choices.entries.flatMap((choice) => {
    const role = byName.get(before + String(choice.node.value) + after);
    return role === undefined ? [] : [{ role, conditions: [`${key} == '${keyText(choice.key)}'`] }];
  });
}

function matcherOfRole(name: string): RegExp {
  return new RegExp(`^${name.replace(/\{\{[^]*?\}\}/g, '\0').replace(/[.+?^${}()|[\]\\*]/g, '\\$&').replaceAll('\0', '[^/]+')}$`);
}

const byNames = new WeakMap<Checkout, ReadonlyMap<string, Role>>();

function rolesByName(checkout: Checkout): ReadonlyMap<string, Role> {
  let names = byNames.get(checkout);
  if (names === undefined) byNames.set(checkout, (names = new Map(checkout.roles.map((role) => [role.name, role]))));
  return names;
}

const varNames = new WeakMap<Checkout, ReadonlySet<string>>();

function roleVarNames(checkout: Checkout): ReadonlySet<string> {
  let names = varNames.get(checkout);
  if (names === undefined) varNames.set(checkout, (names = new Set(checkout.roles.flatMap((role) => role.vars.map(({ name }) => name)))));
  return names;
}

function ofCheckout(run: Run, checkout: Checkout, name: string): Found[] {
  const found: Found[] = [];
  const { setting, known } = reachOf(run, checkout);
  for (const play of run.plays) {
    if (!play.file.path.startsWith(checkout.root + '/')) continue;
    const [vars] = play.vars.flatMap(({ entries }) => entries.filter(({ key }) => keyText(key) === name)).slice(-1);
    if (vars !== undefined) found.push({ ...ALWAYS, level: 'play_vars', role: '', origin: vars.keySpan, value: vars.node.value, reach: 'plays', hosts: known.allOf(play) });
  }
  for (const reach of setting.get(name) ?? []) {
    const { role, tasks } = reach;
    const add = (beating: Omit<Found, 'hosts' | 'conditions' | 'isCertain' | 'role'>, conditions: readonly string[]): void => {
      const { hosts, open } = known.under(reach, conditions);
      if (hosts.size > 0) found.push({ ...beating, role: role?.name ?? '', hosts, conditions: [...new Set(open.filter((text) => text !== ONLY_WHEN_IT_RUNS))], isCertain: open.length === 0 });
    };
    const vars = role?.varsOf(name).at(-1);
    if (vars !== undefined && reach.isStatic) found.push({ ...ALWAYS, level: 'role_vars', role: role!.name, origin: vars.origin, value: vars.value, reach: 'plays', hosts: known.allOf(reach.play), isRun: known.under(reach, []).hosts.size > 0 });
    else if (vars !== undefined) add({ ...ALWAYS, level: 'role_vars', origin: vars.origin, value: vars.value, reach: 'role' }, []);
    for (const parameter of reach.parameters) if (parameter.name === name) add({ ...ALWAYS, level: 'role_params', origin: parameter.keySpan, value: parameter.value, reach: 'role' }, []);
    for (const task of tasks.vars) {
      for (const { definition, system } of varsOf(run, role, task.patterns, name)) add({ ...ALWAYS, level: 'include_vars', origin: definition.origin, value: definition.value, reach: 'host', system }, system === undefined ? task.conditions : [...task.conditions, ONLY_WHEN_IT_RUNS]);
    }
    for (const fact of tasks.facts) {
      if (fact.name === name) add({ ...ALWAYS, level: 'set_fact', origin: fact.keySpan, value: fact.value, reach: 'host', isMadeOfItself: readsItself(fact.value, name) }, fact.conditions);
    }
  }
  return found;
}

function* namesSetBy(run: Run, { role, tasks, parameters }: Reach): IterableIterator<string> {
  for (const { name } of role?.vars ?? []) yield name;
  for (const { name } of parameters) yield name;
  for (const { name } of tasks.facts) yield name;
  if (role !== undefined && tasks.vars.length > 0) for (const file of varsFilesOf(run, role)) for (const { name } of definitionsOfFile(file, 'include_vars', { kind: 'role', name: role.name })) yield name;
}

/** The vars files of a role that are not read by themselves. */
function varsFilesOf({ context: { lookup } }: Run, { path }: Role): readonly SourceFile[] {
  return lookup.remember(`vars files of ${path}`, () => filesBelow(lookup, joinPath(path, 'vars'), /^(?!main\.).*\.ya?ml$/));
}

const ALWAYS = { conditions: [], isCertain: true, system: undefined, isRun: true, isMadeOfItself: false } as const;

function readsItself(value: Value, name: string): boolean {
  return typeof value === 'string' && namesInTemplate(value).some((use) => use.name === name);
}

/** What the vars files of a role that fit say of a name; `system` where the file is chosen by facts of the host. */
function varsOf(run: Run, role: Role | undefined, patterns: readonly string[], name: string): { readonly definition: VariableDefinition; readonly system: string | undefined }[] {
  if (role === undefined) return [];
  return varsFilesOf(run, role).flatMap((file) => {
    const definition = definitionsOfFile(file, 'include_vars', { kind: 'role', name: role.name }).find((candidate) => candidate.name === name);
    const pattern = definition === undefined ? undefined : patterns.find((candidate) => matcherOf(candidate).test(nameOf(file.path)));
    return definition === undefined || pattern === undefined ? [] : [{ definition, system: pattern.includes('*') ? nameOf(file.path).replace(/\.ya?ml$/, '') : undefined }];
  });
}

// --- a release without a checkout: what the catalogue knows ---

/** Those in use where none is told. */
const RELEASES_MEANT = [24, 25, 26, 27, 28, 29, 30, 31];

function ofRelease(run: Run, name: string): Found[] {
  const { kubespray } = run;
  const facts = kubespray?.minor === undefined ? undefined : catalogue().factsIn(kubespray.minor, name);
  if (kubespray === undefined || facts === undefined) return [];
  // of an assumed release only what is so in each that may be meant; what tasks do differs from one to the next
  if (kubespray.isAssumed && !RELEASES_MEANT.every((minor) => catalogue().factsIn(minor, name)?.definitions.some(({ level }) => level === 'role_vars') === true)) return [];
  const known = new KnownHosts(run, []);
  const found: Found[] = [];
  const add = (file: string, beating: Pick<Found, 'level' | 'value' | 'reach' | 'system'>, isUncertain: boolean): void => {
    for (const { role, groups, condition } of rolesOfRelease(run, file)) {
      const all = [...run.inventory.hosts.values()].filter((host) => host.groups.some((group) => groups.has(group.name)));
      const { hosts, open } = known.among(all, condition === undefined ? [] : [condition], []);
      if (hosts.size > 0) found.push({ ...ALWAYS, ...beating, role, origin: { from: 'catalogue', text: file }, hosts, conditions: open, isCertain: open.length === 0 && !isUncertain });
    }
  };
  for (const { origin, value } of kubespray.roleVarsOf(name)) {
    if (!isSpan(origin)) add(origin.text, { level: 'role_vars', value: value instanceof Computed ? undefined : value, reach: 'plays', system: undefined }, false);
  }
  if (kubespray.isAssumed) return found;
  for (const { file } of facts.included) add(file, { level: 'include_vars', value: valuesOfVarsFile(name), reach: 'host', system: nameOf(file).replace(/\.ya?ml$/, '') }, true);
  for (const { file, hasCondition } of facts.set) add(file, { level: 'set_fact', value: undefined, reach: 'host', system: undefined }, hasCondition);
  return found;
}
