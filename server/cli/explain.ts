// `groupvars explain VAR`: why a variable has its value, host by host.
import { ansibleJson, type Printable } from './ansibleJson';
import { UsageError, type Arguments } from './arguments';
import { harmless, type Output } from './output';
import { jsonOrigin, placeText } from './paths';
import { warningsOf, worldWithRun, type Surroundings, type WorldWithRun } from './world';
import type { Host } from '../core/inventory/inventory';
import { matchHosts } from '../core/run/hosts';
import { evaluatedOn } from '../core/run/hostVariables';
import type { Play } from '../core/run/playbook';
import type { Run } from '../core/run/run';
import type { SearchedPlace } from '../core/variables/definition';
import { PRECEDENCE_TEXT } from '../core/variables/precedence';
import { originOfPart } from '../core/variables/resolve';
import { withoutSecrets } from '../core/variables/secrets';
import { displayPath } from '../core/path';
import { isSpan, type Path } from '../core/tree';
import { explain as explanationOf, inOrderOfInterest, STATUS_TEXT, type Explanation } from '../features/explain';
import { beatingRows } from '../features/beatenText';
import { beatingsOf, cascadeOf } from '../features/cascade';
import { encryptedFiles, unreadOf } from '../features/hover';
import { holdsTemplate } from '../core/template/evaluate';
import { outcomeOn } from '../features/computedDefault';
import { hostNames, valueText } from '../features/describe';
import type { Value } from '../core/value';

const COMPACT = { indent: 2, sortKeys: false };

export function explain(args: Arguments, surroundings: Surroundings, output: Output): number {
  const [name, ...rest] = args.positionals;
  if (name === undefined || rest.length > 0) throw new UsageError('explain takes the name of one variable');
  const format = args.format ?? 'text';
  if (format !== 'text' && format !== 'json') throw new UsageError(`explain prints text or json, not ${format}`);
  const world = worldWithRun(args, surroundings);
  for (const warning of warningsOf(world.run)) output.error(`warning: ${harmless(warning)}`);
  const chosen = chosenHosts(world, args);
  // the implicit localhost is told where something is set for it alone
  const isSetThere = world.run.variable(name).some((part) => part.hosts.some((host) => host === world.run.localhost));
  const hosts = args.limit === undefined && world.run.limit === undefined && isSetThere ? [...chosen, world.run.localhost!] : chosen;
  const play = chosenPlay(world, args);
  if (format === 'json') {
    const answers = hosts.map((host) => jsonOf(explanationOf(world.run, name, host, play), world, args.showSecrets));
    output.write(ansibleJson(answers.length === 1 ? answers[0] : answers, COMPACT) + '\n');
  } else printText(world, name, hosts, play, args, output);
  return hosts.some((host) => world.run.variableOf(host, name, play).variable !== undefined) ? 0 : 1;
}

/** `-l` as Ansible reads it; all hosts without it. */
export function chosenHosts({ run }: WorldWithRun, args: Arguments): readonly Host[] {
  const pattern = args.limit ?? run.limit;
  if (pattern === undefined) return [...run.inventory.hosts.values()];
  const hosts = matchHosts(run.inventory, pattern);
  // of a limit that stands in a file all hosts are told
  if (hosts === undefined && pattern.startsWith('@')) return [...run.inventory.hosts.values()];
  if (hosts === undefined || hosts.size === 0) throw new UsageError(`there is no host “${pattern}” in run ${run.name}`);
  return [...hosts];
}

export function chosenPlay({ run }: WorldWithRun, args: Arguments): Play | undefined {
  if (args.play === undefined) return undefined;
  const play = /^\d+$/.test(args.play) ? run.plays[Number(args.play) - 1] : run.plays.find((candidate) => candidate.name === args.play);
  if (play === undefined) throw new UsageError(`there is no play “${args.play}”; the run has ${run.plays.length === 0 ? 'none' : run.plays.map((candidate, index) => `${index + 1} ${candidate.name}`).join(', ')}`);
  return play;
}

/** How a run is called in output: with the playbook kubespray lends it, if it has none. */
export function runText({ run, cwd }: WorldWithRun): string {
  return run.lentPlaybook === undefined ? run.name : `${run.name} (with ${displayPath(run.lentPlaybook, cwd)})`;
}

function jsonOf({ name, host, play, variable, searched, beatenBy }: Explanation, world: WorldWithRun, showSecrets: boolean): Printable {
  const { cwd } = world;
  const shown = (value: Value): Value => (showSecrets ? value : withoutSecrets(name, value));
  const base = { name, host: host.name, run: runText(world), play: play?.name ?? null, defined: variable !== undefined };
  const places = searched.map((place) => searchedJson(place, cwd));
  if (variable === undefined) return { ...base, value: null, origin: null, level: null, reason: null, overridden: [], beatenBy: [], searched: places } as Printable;
  const answer = {
    ...base,
    value: shown(variable.value),
    ...evaluatedJson(world.run, host, variable.value, showSecrets, shown),
    origin: jsonOrigin(variable.winner.origin, cwd),
    level: variable.winner.precedence,
    reason: variable.reason,
    overridden: variable.overridden.map((loser) => ({ value: shown(loser.value), ...evaluatedJson(world.run, host, loser.value, showSecrets, shown), origin: jsonOrigin(loser.origin, cwd), level: loser.precedence })),
    ...(variable.parts.length > 1 ? { parts: variable.parts.map((part) => ({ path: part.path.map((key) => String(key)), origin: jsonOrigin(originOfPart(part), cwd), level: part.definition.precedence })) } : {}),
    beatenBy: beatenBy.map((beating) => ({
      level: beating.level,
      role: beating.role === '' ? null : beating.role,
      value: beating.value === undefined ? null : shown(beating.value),
      origin: jsonOrigin(beating.origin, cwd),
      reach: beating.reach,
      certain: beating.isCertain,
      system: beating.system ?? null,
      conditions: beating.conditions,
    })),
    searched: places,
  };
  return answer as unknown as Printable;
}

/** `evaluated`: what a template comes to on the host, null where only the run knows; nothing for a value without one. */
export function evaluatedJson(run: Run, host: Host, value: Value, showSecrets: boolean, shown: (value: Value) => Value): { readonly evaluated?: Value } {
  if (!holdsTemplate(value)) return {};
  const evaluated = evaluatedOn(run, host, value, showSecrets);
  return { evaluated: evaluated.kind === 'known' ? shown(evaluated.value) : null };
}

export function searchedJson(place: SearchedPlace, cwd: string): Printable {
  return { path: displayPath(place.path, cwd), status: place.status, detail: place.detail, for: place.owner !== undefined && 'name' in place.owner ? place.owner.name : null };
}

/** Hosts that one template is evaluated on. */
const HOST_LIMIT = 200;

function printText(world: WorldWithRun, name: string, hosts: readonly Host[], play: Play | undefined, args: Arguments, output: Output): void {
  const { run, cwd } = world;
  const wanted = new Set(hosts);
  const line = (text: string): void => output.write(harmless(text) + '\n');
  line(`${name}, run ${runText(world)}`);
  const cascade = cascadeOf(run, name);
  const { localhost } = run;
  const alone = localhost === undefined || !wanted.has(localhost) || cascade.winners.some((winner) => winner.hosts.includes(localhost)) ? undefined : run.variableOf(localhost, name).variable;
  const ofLocalhost = localhost === undefined || alone === undefined ? [] : [{ hosts: [localhost], variable: alone }];
  const groups = play === undefined
    ? [...cascade.winners.map((winner) => ({ hosts: winner.hosts.filter((host) => wanted.has(host)), variable: winner.variable })), ...ofLocalhost]
    : hosts.flatMap((host) => {
        const { variable } = run.variableOf(host, name, play);
        return variable === undefined ? [] : [{ hosts: [host], variable }];
      });
  for (const { hosts: members, variable } of groups) {
    if (members.length === 0) continue;
    line('');
    line(members.length === run.inventory.hosts.size && members.length > 1 ? `all ${members.length} hosts` : hostNames(members, 10));
    const rows: [string, string, string, string][] = [['wins', valueText(name, variable.value, args.showSecrets), PRECEDENCE_TEXT[variable.winner.precedence], placeText(variable.winner.origin, cwd)]];
    if (variable.parts.length > 1) for (const part of variable.parts) rows.push(['part', part.path.map(String).join('.'), PRECEDENCE_TEXT[part.definition.precedence], placeText(originOfPart(part), cwd)]);
    const beatings = beatingsOf(run, name, [variable.winner]).filter((beating) => beating.hosts.some((host) => members.includes(host)));
    for (const { beating, text } of beatingRows(beatings)) rows.push(['beaten', beating.value === undefined ? '' : shortened(valueText(name, beating.value, args.showSecrets)), text, placeText(beating.origin, cwd)]);
    for (const loser of variable.overridden) rows.push([loser.precedence === 'role_defaults' ? 'default' : 'overridden', valueText(name, loser.value, args.showSecrets), PRECEDENCE_TEXT[loser.precedence], placeText(loser.origin, cwd)]);
    for (const text of columns(rows)) line(`  ${text}`);
    const outcome = outcomeOn(run, members.slice(0, HOST_LIMIT), variable.value, args.showSecrets);
    if (outcome !== undefined) {
      for (const { value, hosts: those } of outcome.known) line(`  comes to ${valueText(name, value, args.showSecrets)}${those.length === members.length ? '' : ` on ${hostNames([...those], 10)}`}`);
      if (outcome.unknown.length > 0) line(`  the template ${outcome.why ?? 'is known only when it runs'}`);
    }
    if (variable.reason !== '') line(`  ${variable.reason}`);
  }
  const unset = hosts.filter((host) => run.variableOf(host, name, play).variable === undefined);
  if (unset.length > 0) {
    line('');
    line(`${encryptedFiles(run).length > 0 ? 'nothing that can be read sets it' : 'not set'} on ${hostNames(unset, 10)}`);
  }
  for (const { unread } of unreadOf(world.project, run, name)) {
    line('');
    line(`not read  ${valueText(name, unread.value, args.showSecrets)}  ${placeText(unread.origin, cwd)}`);
    line('  it would apply to hosts of this run, if it lay beside the inventory or the playbook');
  }
  const told = new Set(groups.flatMap(({ variable }) => [variable.winner, ...variable.overridden].map(({ origin }) => placeText(origin, cwd))));
  for (const { value, origin } of cascade.unreached.filter((definition) => !told.has(placeText(definition.origin, cwd))).slice(0, 5)) line(`reaches no host  ${valueText(name, value, args.showSecrets)}  ${placeText(origin, cwd)}`);
  const setters = new Set(run.definitions(name).flatMap(({ origin }) => (isSpan(origin) ? [origin.file.path] : [])));
  // of one host all of them, in the order of the search; those of all hosts are some for each
  if (hosts.length === 1) printAllSearched(run.searchedPlaces(hosts[0]), setters, world, line);
  else printSearched(inOrderOfInterest(run.searchedPlaces(), setters), setters, world, line);
}

/** Role vars may be long; their place is told. */
function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Every place in the order of the search; those of `setters` are told as setting the variable. */
export function printAllSearched(places: readonly SearchedPlace[], setters: ReadonlySet<Path>, { cwd }: { readonly cwd: Path }, line: (text: string) => void): void {
  line('');
  line('searched, in this order');
  const textOf = (place: SearchedPlace): string => (setters.has(place.path) ? 'sets it' : place.status === 'not-found' ? 'not found' : STATUS_TEXT[place.status]);
  const width = Math.max(9, ...places.map((place) => textOf(place).length));
  for (const place of places) line(`  ${textOf(place).padEnd(width)}  ${displayPath(place.path, cwd)}${place.detail === '' || place.status === 'not-found' ? '' : `  (${place.detail})`}`);
}

function printSearched(places: readonly SearchedPlace[], setters: ReadonlySet<Path>, { cwd }: WorldWithRun, line: (text: string) => void): void {
  line('');
  line('searched');
  const found = places.filter((place) => place.status !== 'not-found');
  const missing = places.filter((place) => place.status === 'not-found');
  const textOf = (place: SearchedPlace): string => (setters.has(place.path) ? 'sets it' : STATUS_TEXT[place.status]);
  const width = Math.max(9, ...found.map((place) => textOf(place).length));
  for (const place of found) line(`  ${textOf(place).padEnd(width)}  ${displayPath(place.path, cwd)}${place.detail === '' ? '' : `  (${place.detail})`}`);
  const most = 8;
  for (const place of missing.slice(0, most)) line(`  ${'not found'.padEnd(width)}  ${displayPath(place.path, cwd)}`);
  if (missing.length > most) line(`  and ${missing.length - most} more places without a file; --format json has all`);
}

/** Rows with their cells under one another; the last cell is not padded. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, index) => (widths[index] = Math.min(60, Math.max(widths[index] ?? 0, harmless(cell).length))));
  return rows.map((row) => row.map((cell, index) => (index === row.length - 1 ? harmless(cell) : harmless(cell).padEnd(widths[index]!))).join('  ').trimEnd());
}
