// What the user's own definitions do to kubespray's defaults: change one, repeat it, or miss it, because the name is gone, unknown or beaten.
import { isSpan, type Span } from '../tree';
import type { Host } from '../inventory/inventory';
import type { Project } from '../project';
import { evaluatedOn } from '../run/hostVariables';
import type { Run } from '../run/run';
import { equalValues, type Value } from '../value';
import type { VariableDefinition } from '../variables/definition';
import type { DefinitionIndex } from '../variables/definitionIndex';
import type { Precedence } from '../variables/precedence';
import type { EffectiveVariable } from '../variables/resolve';
import { isLiteral } from './hostValues';
import { catalogue } from './catalogue';
import { BareRelease, type Kubespray } from './kubespray';
import { fateOf, type NameFate } from './nameFate';
import { isUsedInWorkspace } from './namesInUse';
import { REACHED } from './releaseDefaults';
import { hasKubesprayGroups } from './runTimeGroups';

/**
 * `changed`: it differs from the default, or there is none. `equal`: from every role's default it differs in nothing. `unknown`: nothing reads it.
 * `removed`: an older release has it. `without-effect`: role vars beat it wherever kubespray reads it.
 */
export type OverrideClass = 'changed' | 'removed' | 'unknown' | 'without-effect' | 'equal';

/** In the order in which they are shown. */
export const OVERRIDE_CLASSES: readonly OverrideClass[] = ['changed', 'removed', 'unknown', 'without-effect', 'equal'];

/** A definition of the user's beside what kubespray has. */
export interface Override {
  readonly class: OverrideClass;
  /** Kubespray's defaults, that of the common defaults role first, equal ones once. Role vars where it is `without-effect`. */
  readonly defaults: readonly VariableDefinition[];
  /** The first of the defaults is known only when it runs. */
  readonly isComputed: boolean;
  readonly fate: NameFate;
}

/**
 * What a value that the user gives `name` is to kubespray; undefined where the run has no kubespray whose variables are known, and for names
 * that are none of its business: Ansible's own, and those that the user's own files use.
 */
export function overrideOf(project: Project, run: Run, { name, value, precedence }: Pick<VariableDefinition, 'name' | 'value' | 'precedence'>, host?: Host): Override | undefined {
  const { kubespray } = run;
  if (kubespray === undefined || kubespray instanceof BareRelease || precedence === 'role_defaults' || precedence === 'role_vars') return undefined;
  const defaults = distinct(kubespray.defaultsOf(name));
  const fate = fateOf(run, name, 'assumed');
  const found = (kind: OverrideClass, shown: readonly VariableDefinition[] = defaults): Override => {
    const [first] = shown;
    return { class: kind, defaults: shown, isComputed: first !== undefined && defaultValueOn(run, first, host) === undefined, fate };
  };
  if (fate.kind !== 'known') {
    if (isOfAnsible(name) || (!(fate.kind === 'removed' && fate.isRefused) && isUsedInWorkspace(project, name))) return undefined;
    return found(fate.kind === 'removed' ? 'removed' : 'unknown');
  }
  if (defaults.length > 0) return found(defaults.every((definition) => equalsDefault(run, value, definition, host)) ? 'equal' : 'changed');
  if (isOfAnsible(name)) return undefined;
  const roleVars = kubespray.roleVarsOf(name);
  // -e beats role vars
  return roleVars.length > 0 && precedence !== 'extra_vars' ? found('without-effect', distinct(roleVars)) : found('changed');
}

/** The release whose facts stand for one without a checkout, where that is another patch: versions differ between the two, other defaults hardly ever. */
export function otherPatch(kubespray: Kubespray | undefined): string | undefined {
  const known = kubespray?.root !== undefined || kubespray?.minor === undefined ? undefined : catalogue().versionOf(kubespray.minor);
  const isWhole = (version: string | undefined): boolean => version !== undefined && /^v\d+\.\d+\.\d+$/.test(version);
  return isWhole(known) && isWhole(kubespray?.version) && known !== kubespray?.version ? known : undefined;
}

/** Ansible reads these itself: how to connect, what to be. */
export function isOfAnsible(name: string): boolean {
  return /^ansible_|^(inventory_(dir|file|hostname|hostname_short)|group_names|groups|hostvars|environment|omit|playbook_dir|role_path|_raw_params)$/.test(name);
}

/** What a default comes to on a host; undefined where that is known only when it runs. */
function defaultValueOn(run: Run, { value }: VariableDefinition, host: Host | undefined): Value | undefined {
  if (isLiteral(value)) return value;
  const evaluated = host === undefined ? undefined : evaluatedOn(run, host, value);
  return evaluated?.kind === 'known' ? evaluated.value : undefined;
}

/** True when nothing changes by taking the value away. The same template gives the same value. */
function equalsDefault(run: Run, value: Value, definition: VariableDefinition, host: Host | undefined): boolean {
  if (isSame(value, definition.value)) return true;
  const computed = isLiteral(value) ? defaultValueOn(run, definition, host) : undefined;
  return computed !== undefined && isSame(value, computed);
}

/** A port is the same as a number and as a text; for Python 1 is true as well, which it is not here. */
function isSame(left: Value, right: Value): boolean {
  if (isNumeral(left) && isNumeral(right)) return String(left) === String(right);
  return equalValues(left, right) && (typeof left === 'boolean') === (typeof right === 'boolean');
}

function isNumeral(value: Value): value is number | string {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
}

/** Each value once; those that are not at hand may differ, and all stay. */
function distinct(definitions: readonly VariableDefinition[]): readonly VariableDefinition[] {
  return definitions.filter(({ value }, index) => definitions.findIndex((other) => typeof other.value === typeof value && equalValues(other.value, value)) === index);
}

/** What the strongest of the user's own definitions does to kubespray's default, on the hosts of `variable`; undefined where none is an override. */
export function overrideBy(project: Project, run: Run, variable: EffectiveVariable, host?: Host): { readonly override: Override; readonly definition: VariableDefinition } | undefined {
  const { winner, overridden } = variable;
  const definition = [winner, ...overridden].find(({ precedence, origin }) => !OF_OTHERS.has(precedence) && !(isSpan(origin) && isShipped(project, run, origin)));
  if (definition === undefined) return undefined;
  const override = overrideOf(project, run, winner === definition ? { ...definition, value: variable.value } : definition, host);
  if (override === undefined) return undefined;
  return winner.precedence === 'role_vars' ? { override: { ...override, class: 'without-effect', defaults: [winner] }, definition } : { override, definition };
}

/** The definition that is shown for an override: the user's, also where role vars take its place. */
export function shownDefinition({ winner, overridden }: EffectiveVariable): VariableDefinition {
  return winner.precedence === 'role_vars' ? (overridden.find(({ precedence }) => !OF_OTHERS.has(precedence)) ?? winner) : winner;
}

/** Its value: that of `variable`, unless role vars give it. */
export function shownValue(variable: EffectiveVariable): Value {
  return variable.winner.precedence === 'role_vars' ? shownDefinition(variable).value : variable.value;
}

const OF_OTHERS: ReadonlySet<Precedence> = new Set<Precedence>(['role_defaults', 'role_vars', 'host_magic', 'magic']);

// --- which definitions are the user's ---

/** Folders of a checkout with vars that nobody wrote for a cluster of theirs. */
const SHIPPED: readonly string[] = ['roles', 'playbooks', 'inventory/sample', 'inventory/local'];

/** True for what kubespray ships: no user has written it. */
export function isShipped(project: Project, run: Run, { file: { path } }: Span): boolean {
  return [...project.checkouts, ...(run.checkout === undefined ? [] : [run.checkout])].some(({ root }) => SHIPPED.some((folder) => path.startsWith(`${root}/${folder}/`)));
}

/** A definition of the user's with its place. */
export interface OwnDefinition {
  readonly definition: VariableDefinition;
  readonly origin: Span;
}

/**
 * What inventories, their vars files and files of `-e` set for hosts that kubespray works on; nothing for a run that is not kubespray's.
 * `wanted` chooses names before anything is looked at; `undefined` in between is a pause.
 */
export function* ownDefinitions(project: Project, run: Run, wanted: (name: string) => boolean = () => true): IterableIterator<OwnDefinition | undefined> {
  const indexes = ownIndexes(run);
  if (indexes.length === 0) return;
  const reached = new Set([...REACHED].flatMap((name) => run.inventory.groups.get(name) ?? []).flatMap((group) => run.inventory.hostsOf(group).map((host) => host.name)));
  const reaches = new Map<string, boolean>([['all', reached.size > 0]]);
  const isForCluster = ({ owner }: VariableDefinition): boolean => {
    if (owner.kind === 'host') return reached.has(owner.name);
    if (owner.kind !== 'group') return true;
    let known = reaches.get(owner.name);
    const group = run.inventory.groups.get(owner.name);
    if (known === undefined) reaches.set(owner.name, (known = group !== undefined && run.inventory.hostsOf(group).some((host) => reached.has(host.name))));
    return known;
  };
  for (const index of indexes) {
    for (const name of index.names()) {
      yield undefined;
      if (!wanted(name)) continue;
      for (const { definition } of index.everything(name)) {
        const { origin } = definition;
        if (isSpan(origin) && !isShipped(project, run, origin) && isForCluster(definition)) yield { definition, origin };
      }
    }
  }
}

/** Every name that inventories, their vars files and files of `-e` set in a run of kubespray's. */
export function ownNames(run: Run): ReadonlySet<string> {
  return new Set(ownIndexes(run).flatMap((index) => [...index.names()]));
}

function ownIndexes(run: Run): readonly DefinitionIndex[] {
  if (run.kubespray === undefined || run.kubespray instanceof BareRelease || !hasKubesprayGroups(run.staticInventory)) return [];
  return [run.sourceDefinitions, run.inventoryDefinitions, ...run.playFolders.map((folder) => run.definitionsBesidePlay(folder))];
}
