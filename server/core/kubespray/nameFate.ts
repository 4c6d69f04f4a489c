// What a kubespray makes of the name of a variable: it knows it, no longer knows it, does not know it yet, or never did.
import type { Run } from '../run/run';
import { equalValues, type Value } from '../value';
import { catalogue, type Catalogue } from './catalogue';
import { Checkout } from './checkout';
import type { Kubespray } from './kubespray';
import { isMentionedIn } from './namesInUse';
import { isRefused, RENAMED, renamedIn, type Renamed } from './renamed';

/** What has become of a name. */
export type NameFate =
  /** Something sets or reads it, or nobody can say. */
  | { readonly kind: 'known' }
  /** An older release has it. `since`: the first minor release without it; `lastDefault`: what it was to the last one with a default of it, where that is told and one value. */
  | { readonly kind: 'removed'; readonly since: number; readonly renamed: Renamed | undefined; readonly isRefused: boolean; readonly isInSample: boolean; readonly lastDefault?: Value }
  /** A newer release has it, from `since` on. */
  | { readonly kind: 'later'; readonly since: number }
  /** Nothing in any release has it. */
  | { readonly kind: 'unknown' };

const KNOWN: NameFate = { kind: 'known' };
const UNKNOWN: NameFate = { kind: 'unknown' };

/** What the kubespray of `run` makes of a name. Where it is assumed, only what holds `in every` release, or what the `assumed` one says. */
export function fateOf(run: Run, name: string, where: 'in every' | 'assumed' = 'in every'): NameFate {
  const { kubespray } = run;
  if (kubespray === undefined) return KNOWN;
  const facts = catalogue();
  // the group has had that name since the oldest release of the catalogue
  if (kubespray.isAssumed && where === 'in every') return run.staticInventory.groups.has('kube_control_plane') ? fateInEvery(facts, name) : KNOWN;
  const { minor } = kubespray;
  // the facts of its release are at hand, a checkout's files have to be read
  const fate = minor === undefined || !facts.releases.includes(minor) ? fateWithoutFacts(facts, kubespray, name) : fateIn(facts, minor, name);
  if (fate.kind === 'known' || (fate.kind === 'removed' && (fate.isRefused || fate.isInSample || fate.renamed?.remains === 'leftover'))) return fate;
  // a later patch may read what the first one did not, and a fork what its release does not
  if (kubespray instanceof Checkout) return kubespray.names().has(name) || isMentionedIn(run.context.lookup, kubespray, name) ? KNOWN : fate;
  return fate.kind === 'later' && fate.since <= minor! + 1 ? KNOWN : fate;
}

const fates = new WeakMap<Catalogue, Map<string, NameFate>>();
const KEPT_LIMIT = 20_000;

/** Facts do not change: each name is looked up once. */
function fateIn(facts: Catalogue, minor: number, name: string): NameFate {
  let known = fates.get(facts);
  if (known === undefined) fates.set(facts, (known = new Map()));
  const key = `${minor} ${name}`;
  let fate = known.get(key);
  if (fate === undefined) {
    if (known.size >= KEPT_LIMIT) known.clear();
    known.set(key, (fate = findFate(facts, minor, name)));
  }
  return fate;
}

function findFate(facts: Catalogue, minor: number, name: string): NameFate {
  const state = facts.stateIn(minor, name);
  const renamed = rowOf(facts, minor, name);
  const isGone = state === undefined || state === 'sample' || renamed?.remains === 'leftover';
  if (renamed !== undefined && (isGone || isRefused(renamed, minor)) && renamed.remains !== 'still read') return removed(facts, minor, name, renamed.since, renamed);
  if (!isGone) return KNOWN;
  const before = facts.releases.filter((release) => release < minor && isAlive(facts, release, name)).at(-1);
  if (before !== undefined && wasSetting(facts, minor, name)) return removed(facts, minor, name, facts.releases[facts.releases.indexOf(before) + 1]!, undefined);
  if (state === 'sample') return KNOWN;
  const later = facts.releases.find((release) => release > minor && isAlive(facts, release, name));
  if (later !== undefined && before === undefined && isSetting(facts, later, name)) return { kind: 'later', since: later };
  return facts.releases.some((release) => facts.stateIn(release, name) !== undefined) ? KNOWN : UNKNOWN;
}

function removed(facts: Catalogue, minor: number, name: string, since: number, row: Renamed | undefined): NameFate {
  // a default that is left over goes some releases later
  const renamed = row?.remains === 'leftover' && !isAlive(facts, minor, name) ? { ...row, remains: undefined } : row;
  const last = facts.releases.findLast((release) => release < minor && facts.stateIn(release, name) === 'default');
  const lastDefault = last === undefined ? undefined : onlyDefault(facts, last, name);
  return { kind: 'removed', since, renamed, isRefused: renamed !== undefined && isRefused(renamed, minor), isInSample: facts.factsIn(minor, name)?.mention?.sample === 'active', ...(lastDefault === undefined ? {} : { lastDefault }) };
}

/** Undefined where a role has a default that is computed, or roles differ. */
function onlyDefault(facts: Catalogue, minor: number, name: string): Value | undefined {
  const values = (facts.factsIn(minor, name)?.definitions ?? []).filter(({ level }) => level === 'role_defaults').map(({ value }) => (value.kind === 'literal' ? value.value : undefined));
  const [first] = values;
  return first !== undefined && values.every((value) => value !== undefined && equalValues(value, first)) ? first : undefined;
}

/** A row that a family of names shares holds for the names that kubespray had: `aws_region` may be the user's own. */
function rowOf(facts: Catalogue, minor: number, name: string): Renamed | undefined {
  const row = renamedIn(minor, name);
  if (row === undefined || RENAMED.some(({ old }) => old === name)) return row;
  return facts.releases.some((release) => release < minor && facts.stateIn(release, name) !== undefined) ? row : undefined;
}

/** True for what an inventory was meant to set: names of a task's own, such as `namespace` and `device`, are no variables that somebody misses. */
function wasSetting(facts: Catalogue, minor: number, name: string): boolean {
  return facts.releases.some((release) => release < minor && isSetting(facts, release, name));
}

function isSetting(facts: Catalogue, minor: number, name: string): boolean {
  const found = name.includes('_') ? facts.factsIn(minor, name) : undefined;
  return found !== undefined && (found.definitions.some(({ level }) => level === 'role_defaults') || found.mention?.isGuarded === true || found.mention?.sample !== undefined);
}

function isAlive(facts: Catalogue, minor: number, name: string): boolean {
  const state = facts.stateIn(minor, name);
  return state !== undefined && state !== 'sample';
}

/** A checkout of a release that is not in the catalogue: its own files alone can tell. Of a release alone nothing is known. */
function fateWithoutFacts(facts: Catalogue, kubespray: Kubespray, name: string): NameFate {
  if (!(kubespray instanceof Checkout)) return KNOWN;
  const newest = facts.releases.at(-1)!;
  if (kubespray.minor === undefined || kubespray.minor < newest) return facts.releases.some((release) => facts.stateIn(release, name) !== undefined) ? KNOWN : UNKNOWN;
  return fateIn(facts, newest, name);
}

/** Removed or unknown in every release of the catalogue. */
function fateInEvery(facts: Catalogue, name: string): NameFate {
  const [oldest = 0] = facts.releases;
  if (facts.releases.some((minor) => facts.stateIn(minor, name) !== undefined)) return KNOWN;
  const renamed = RENAMED.find(({ old, since }) => old === name && since <= oldest);
  return renamed === undefined ? UNKNOWN : { kind: 'removed', since: renamed.since, renamed, isRefused: false, isInSample: false };
}

/** What becomes of a removed name, as the rest of a sentence that begins with it. */
export function removalText({ since, renamed, isRefused: stops }: Extract<NameFate, { kind: 'removed' }>): string {
  const what = `${stops ? `stops ${renamed?.refusedWith === undefined ? 'the run' : `a run with ${renamed.refusedWith}`}` : renamed?.remains === 'leftover' ? 'has a default, but does nothing' : 'does nothing'} since kubespray v2.${since}`;
  const by = renamed?.by ?? [];
  const how = renamed?.how;
  if (by.length === 0) return how === undefined ? what : `${what}: ${how}`;
  return `${what}; set ${by.join(' and ')} instead${how === undefined ? '' : `: ${how}`}`;
}
