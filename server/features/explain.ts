// Why a variable has its value on a host: winner, losers, reason, and every place that was searched.
import type { Project } from '../core/project';
import type { Host } from '../core/inventory/inventory';
import type { Play } from '../core/run/playbook';
import type { Run } from '../core/run/run';
import { isSpan, type Path } from '../core/tree';
import type { SearchedPlace } from '../core/variables/definition';
import { PRECEDENCE_TEXT } from '../core/variables/precedence';
import { maskedCommand } from '../core/variables/secrets';
import { originOfPart, type EffectiveVariable } from '../core/variables/resolve';
import type { Beating } from '../core/kubespray/beaten';
import { beatingRows } from './beatenText';
import { beatingsOf, cascadeOf } from './cascade';
import { hostNames, lineOfOrigin, sentence, valueText, showIn } from './describe';
import { code, placeLink, plain, plainSentence } from './markup';
import { whatIsUnknown } from './unknown';

export interface Explanation {
  readonly name: string;
  readonly host: Host;
  readonly run: Run;
  /** The play the answer is for; undefined when none reaches the host. */
  readonly play: Play | undefined;
  /** Undefined when nothing sets it. */
  readonly variable: EffectiveVariable | undefined;
  readonly searched: readonly SearchedPlace[];
  /** What inside kubespray beats the value on the host, weakest first. */
  readonly beatenBy: readonly Beating[];
}

export function explain(run: Run, name: string, host: Host, play?: Play): Explanation {
  const { variable, play: decided } = run.variableOf(host, name, play);
  const beatings = variable === undefined ? [] : beatingsOf(run, name, [variable.winner]).filter(({ hosts }) => hosts.includes(host));
  return { name, host, run, play: decided, variable, searched: run.searchedPlaces(host), beatenBy: beatings };
}

/** The explanation as Markdown: of one host, or of all hosts, those with one answer together. */
export function explainText(project: Project, run: Run, name: string, hostName?: string): string {
  const lines = [`# ${plain(name)}`, '', `Run *${plain(run.name)}*: ${code(maskedCommand(run.command), 200)}`, ''];
  const place = (origin: Parameters<typeof placeLink>[0]): string => placeLink(origin, (path) => showIn(project, run, path), lineOfOrigin);
  const host = hostName === undefined ? undefined : run.inventory.hosts.get(hostName);
  const cascade = cascadeOf(run, name);
  const winners = host === undefined ? cascade.winners : cascade.winners.filter((winner) => winner.hosts.includes(host));
  // most hosts first
  const sections = host === undefined ? [...winners].sort((left, right) => right.hosts.length - left.hosts.length) : winners;
  for (const { definition, variable, hosts } of sections.slice(0, SECTION_LIMIT)) {
    const who = host === undefined ? (hosts.length === cascade.hostCount ? `All ${hosts.length} hosts` : plain(hostNames(hosts, 10))) : plain(host.name);
    lines.push(`## ${who}`, '', '| | value | from | level |', '|---|---|---|---|');
    lines.push(`| **wins** | ${code(valueText(name, variable.value))} | ${place(definition.origin)} | ${plain(PRECEDENCE_TEXT[definition.precedence])} |`);
    for (const part of variable.parts.length > 1 ? variable.parts : []) lines.push(`| part ${code(part.path.map(String).join('.'))} | | ${place(originOfPart(part))} | ${plain(PRECEDENCE_TEXT[part.definition.precedence])} |`);
    const reached = cascade.beatenBy.filter((beating) => beating.hosts.some((candidate) => (host === undefined ? hosts.includes(candidate) : candidate === host)));
    if (definition.precedence !== 'role_defaults' && definition.precedence !== 'extra_vars') for (const { beating, text } of beatingRows(reached)) lines.push(`| **beaten** ${plain(text)} | ${beating.value === undefined ? '' : code(valueText(name, beating.value))} | ${place(beating.origin)} | ${plain(PRECEDENCE_TEXT[beating.level])} |`);
    for (const loser of variable.overridden) lines.push(`| ${loser.precedence === 'role_defaults' ? 'default' : 'overridden'} | ${loser.precedence === 'role_defaults' ? code(valueText(name, loser.value)) : `~~${code(valueText(name, loser.value))}~~`} | ${place(loser.origin)} | ${plain(PRECEDENCE_TEXT[loser.precedence])} |`);
    lines.push('', ...(variable.reason === '' ? [] : [plainSentence(sentence(variable.reason)), '']));
  }
  if (sections.length > SECTION_LIMIT) lines.push(`And ${sections.length - SECTION_LIMIT} more values on other hosts. Select a host to see its own.`, '');
  for (const definition of host === undefined ? cascade.unreached.slice(0, 5) : []) lines.push(`Reaches no host: ${code(valueText(name, definition.value))} ${place(definition.origin)}`, '');
  const unset = host === undefined ? cascade.unset : cascade.unset.filter((candidate) => candidate === host);
  if (unset.length > 0) lines.push(`Not set on ${plain(hostNames(unset, 10))}.`, '');
  if (run.isOpaque) lines.push(plain(whatIsUnknown(run)), '');
  const setters = new Set([...cascade.winners.flatMap(({ variable }) => [...variable.parts.map((part) => part.definition), ...variable.overridden]), ...cascade.unreached].flatMap(({ origin }) => (isSpan(origin) ? [origin.file.path] : [])));
  lines.push('## Searched', '', ...searchedLines(project, run.searchedPlaces(host), setters));
  return lines.join('\n') + '\n';
}

/** More values than this are not told one by one. */
const SECTION_LIMIT = 20;

/** A place's status in words. */
export const STATUS_TEXT: Readonly<Record<SearchedPlace['status'], string>> = {
  loaded: 'read',
  'not-found': 'not found',
  hidden: 'hidden',
  'not-a-vars-file': 'not a vars file',
  'matches-no-group': 'no such group or host',
  outside: 'outside the workspace, not read',
  unreadable: 'cannot be read',
};

/** Files that set the variable, then what else was found, then what was not. */
export function inOrderOfInterest(places: readonly SearchedPlace[], setters: ReadonlySet<Path>): readonly SearchedPlace[] {
  const rank = ({ status, path }: SearchedPlace): number => (setters.has(path) ? 0 : status === 'not-found' ? 3 : status === 'loaded' ? 2 : 1);
  return [...places].sort((left, right) => rank(left) - rank(right));
}

function searchedLines(project: Project, places: readonly SearchedPlace[], setters: ReadonlySet<Path>): string[] {
  const shown = inOrderOfInterest(places, setters).slice(0, 200);
  const lines = shown.map((place) => `- ${STATUS_TEXT[place.status]}${setters.has(place.path) ? ', sets it' : ''}: ${code(project.show(place.path), 160)}${place.detail === '' ? '' : ` (${plain(place.detail)})`}`);
  if (places.length > shown.length) lines.push(`- and ${places.length - shown.length} more`);
  return lines;
}
