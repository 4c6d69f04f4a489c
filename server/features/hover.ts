// What a hover shows: for a variable who wins where and what the default is; for a host or group what applies to it.
import type { Project } from '../core/project';
import { isSpan, type SourceFile, type Span } from '../core/tree';
import { nameOf } from '../core/path';
import type { Group, Host } from '../core/inventory/inventory';
import type { Run } from '../core/run/run';
import type { VariableDefinition } from '../core/variables/definition';
import { originOfPart } from '../core/variables/resolve';
import { findVarsFiles } from '../core/variables/varsFiles';
import { magicText } from '../core/variables/magic';
import { consequenceOf } from '../core/kubespray/consequences';
import { toldMinor } from '../core/kubespray/kubespray';
import { encryptedFilesOf } from '../core/run/varsBeside';
import { lostVariables, readsNoVars, unreadVarsOf, type LostVariable } from '../core/run/unreadVars';
import { allowedSentence, defaultLabel, defaultText, descriptionText, noDefaultRow, releaseSentence, removalSentence, roleSentence } from './kubesprayDefault';
import { argumentHover } from './inventoryArgument';
import { beatingRows } from './beatenText';
import { cascadeOf, type Cascade, type Winner } from './cascade';
import { comesToOne, computedDefault } from './computedDefault';
import { hostNames, lineOfOrigin, sentence, showIn, valueText } from './describe';
import { code, commandLink, linkText, placeLink, plain, plainSentence } from './markup';
import { otherRunsText } from './otherRuns';
import { runFor, type Selection } from './selection';
import { roleOf, symbolAt, type SymbolAt } from './symbolAt';
import { whatIsUnknown } from './unknown';
import { isWorkspaceFile, keyHover } from './workspaceFileKeys';

/** A longer value would break the table into a column of scraps; “Why” shows it whole. */
const CELL_LIMIT = 56;

export interface Hover {
  readonly span: Span;
  /** Every text of a file in it stands in a code span or is escaped. */
  readonly markdown: string;
}

export function hover(project: Project, file: SourceFile, offset: number, selection: Selection): Hover | undefined {
  if (isWorkspaceFile(file)) return keyHover(file, offset) ?? argumentHover(project, file, offset);
  const argument = argumentHover(project, file, offset);
  if (argument !== undefined) return argument;
  const symbol = symbolAt(project, file, offset);
  if (symbol === undefined) return undefined;
  const run = runFor(project, file, selection);
  if (run === undefined) return undefined;
  if (symbol.kind === 'variable') {
    const markdown = variableMarkdown(project, run, symbol, selection.host, isUnread(project, file));
    return markdown === undefined ? undefined : { span: symbol.span, markdown };
  }
  if (symbol.kind === 'host') {
    const host = run.inventory.hosts.get(symbol.name);
    return host === undefined ? undefined : { span: symbol.span, markdown: hostMarkdown(project, run, host, symbol.others.length) };
  }
  const group = run.inventory.groups.get(symbol.name);
  return group === undefined ? undefined : { span: symbol.span, markdown: groupMarkdown(project, run, group) };
}

/** Undefined for a name that nothing sets and no default has. */
function variableMarkdown(project: Project, run: Run, symbol: SymbolAt, chosenHost: string | undefined, isInUnreadFile: boolean): string | undefined {
  const { name } = symbol;
  const cascade = cascadeOf(run, name);
  const unread = unreadOf(project, run, name);
  const removal = removalSentence(run, name);
  const without = removal === undefined ? noDefaultRow(run.kubespray, name) : undefined;
  if (without === undefined && unread.length === 0 && cascade.winners.length === 0 && cascade.losers.length === 0 && cascade.unreached.length === 0 && cascade.defaults.length === 0) return isInUnreadFile && isBesideRuns(symbol.span.file) ? `${unreadText(project)}\n\nNothing that run *${plain(run.name)}* reads sets ${code(name)}.` : undefined;
  const place = ({ origin }: Pick<VariableDefinition, 'origin'>): string => placeLink(origin, (path) => showIn(project, run, path), lineOfOrigin);
  const rows: string[] = [];
  const row = (label: string, value: string, from: string): void => void rows.push(`| ${label} | ${value} | ${from} |`);
  // the default has its own row at the end: as a winner it is told there
  const overrides = cascade.winners.filter(({ definition }) => definition.precedence !== 'role_defaults');
  // of what Ansible sets for each host a few say enough
  const isAnsibles = overrides.length > 3 && overrides.every(({ definition }) => definition.precedence === 'host_magic');
  const shown = shownWinners(overrides, symbol.span, chosenHost).slice(0, isAnsibles ? 3 : undefined);
  for (const winner of shown) {
    row(`**wins** ${onHosts(winner, cascade)}`, comesToOne(run, name, winner.variable.value, winner.hosts, CELL_LIMIT) ?? code(valueText(name, winner.variable.value), CELL_LIMIT), place(winner.definition));
    for (const part of winner.variable.parts.length > 1 ? winner.variable.parts.slice(0, 8) : []) row(`part ${code(part.path.map(String).join('.'))}`, '', place({ origin: originOfPart(part) }));
  }
  if (overrides.length > shown.length) row(`and ${overrides.length - shown.length} more values`, '', '');
  for (const { beating, text } of beatingRows(cascade.beatenBy).slice(0, FEW_ROWS)) row(`**beaten** ${plain(text)}`, beating.value === undefined ? '' : code(valueText(name, beating.value), CELL_LIMIT), place(beating));
  for (const loser of cascade.losers.slice(0, ROW_LIMIT)) row('overridden', `~~${code(valueText(name, loser.value), CELL_LIMIT)}~~`, place(loser));
  for (const definition of cascade.unreached.slice(0, 5)) row('reaches no host', code(valueText(name, definition.value), CELL_LIMIT), place(definition));
  for (const { unread: definition } of unread.slice(0, 3)) row('**not read**', `~~${code(valueText(name, definition.value), CELL_LIMIT)}~~`, place(definition));
  const notComputed: string[] = [];
  cascade.defaults.slice(0, 4).forEach((definition, index) => {
    const computed = computedDefault(run, name, definition.value, CELL_LIMIT);
    row(defaultLabel(run, cascade, definition, index), computed?.cell ?? defaultText(name, definition.value, CELL_LIMIT), place(definition));
    if (computed?.sentence !== undefined) notComputed.push(computed.sentence);
  });
  if (without !== undefined) row(...without, '');

  const description = descriptionText(run, cascade);
  const lines = [...(isInUnreadFile ? [unreadText(project), ''] : []), `**${plain(name)}** · run *${plain(run.name)}* (${runFiles(run)})`, '', ...(description === undefined ? [] : [description, '']), '| | value | from |', '|---|---|---|', ...rows, ''];
  const sentences = sentencesOf(cascade, overrides, chosenHost, name);
  if (removal !== undefined) sentences.unshift(removal);
  sentences.push(...notComputed.slice(0, 1));
  for (const { unread: definition, instead } of unread.slice(0, 1)) {
    const consequence = instead === undefined ? undefined : consequenceOf(name, definition.value, instead.value, toldMinor(run.kubespray));
    if (consequence !== undefined) sentences.push(plainSentence(consequence));
  }
  const elsewhere = otherRunsText(project, run, name, symbol.span);
  if (elsewhere !== undefined) sentences.push(elsewhere);
  const ofRole = roleSentence(run, cascade);
  if (ofRole !== undefined) sentences.push(ofRole);
  const allowed = allowedSentence(run, name);
  if (allowed !== undefined) sentences.push(allowed);
  const release = cascade.defaults.length > 0 || without !== undefined || removal !== undefined ? releaseSentence(run) : undefined;
  if (release !== undefined) sentences.push(release);
  if (sentences.length > 0) lines.push(sentences.join(' '), '');
  const first = cascade.defaults[0];
  const links = [commandLink('All hosts', 'groupvars.showEffectiveVars', { run: run.name }, 'Show Effective Vars'), commandLink('Why', 'groupvars.explainVariable', { name, run: run.name }, 'Explain Variable')];
  if (first !== undefined && 'file' in first.origin) links.push(commandLink('Open default', 'groupvars.openPlace', { path: first.origin.file.path, offset: first.origin.start }, 'Open'));
  lines.push(links.join(' · '));
  return lines.join('\n');
}

/** More rows of one kind than this are not shown. */
const ROW_LIMIT = 8;
/** Of more than that so many are: a hover has no room for more without scrolling. */
const FEW_ROWS = 5;

/** The strongest, and before them what stands at the cursor and what the chosen host gets. */
function shownWinners(winners: readonly Winner[], { file, start }: Span, chosenHost: string | undefined): readonly Winner[] {
  if (winners.length <= ROW_LIMIT) return winners;
  const isHere = ({ definition: { origin } }: Winner): boolean => isSpan(origin) && origin.file === file && origin.start === start;
  const first = winners.filter((winner) => isHere(winner) || winner.hosts.some((host) => host.name === chosenHost)).slice(0, FEW_ROWS);
  return [...first, ...winners.filter((winner) => !first.includes(winner)).slice(0, FEW_ROWS - first.length)];
}

function unreadText(project: Project): string {
  return '**No known run reads this file.**' + (project.runs.some((known) => known.plays.length === 0) ? ' A playbook that no run names may.' : '');
}

function isBesideRuns(file: SourceFile): boolean {
  return /\/(group_vars|host_vars)\//.test(file.path);
}

/** True for a vars file that no known run reads: one beside an inventory or playbook, or one that only `-e` or a play could name. */
function isUnread(project: Project, file: SourceFile): boolean {
  if (project.runs.length === 0 || project.runsReading(file.path).length > 0) return false;
  if (isBesideRuns(file)) return true;
  // what belongs to roles and playbooks is read by plays, which a run need not name
  return /\.(ya?ml|json)$/.test(file.path) && roleOf(project, file) === 'vars' && !/\/(roles|playbooks|tasks|handlers|templates|defaults|vars|meta)\//.test(file.path);
}

/** Definitions of a name that would apply to the run's hosts, in folders the run does not read; only where the run has none of its own. */
export function unreadOf(project: Project, run: Run, name: string): readonly LostVariable[] {
  if (!readsNoVars(run)) return [];
  return unreadVarsOf(project, run).slice(0, 3).flatMap((unread) => lostVariables(run, unread).filter((lost) => lost.name === name));
}

function onHosts({ hosts }: Winner, { hostCount }: Cascade): string {
  if (hosts.length === 1 && hostCount > 1) return `on ${plain(hosts[0]!.name)}`;
  if (hosts.length === hostCount) return hostCount === 1 ? 'on the only host' : `on all ${hostCount} hosts`;
  return `on ${hosts.length} of ${hostCount} hosts`;
}

function sentencesOf(cascade: Cascade, overrides: readonly Winner[], chosenHost: string | undefined, name: string): string[] {
  const sentences: string[] = [];
  const reasons = new Set(overrides.map((winner) => winner.variable).filter((variable) => variable.overridden.some((loser) => loser.precedence !== 'role_defaults')).map((variable) => variable.reason).filter((reason) => reason !== ''));
  for (const reason of [...reasons].slice(0, 2)) sentences.push(plainSentence(sentence(reason)));
  if (cascade.winners.length > 1 && cascade.winners.length <= ROW_LIMIT) {
    // the smaller camps are the surprising ones
    const camps = [...cascade.winners].sort((left, right) => right.hosts.length - left.hosts.length).slice(1, 4);
    for (const { hosts, variable, definition } of camps) {
      const what = definition.precedence === 'role_defaults' ? 'the default' : code(valueText(name, variable.value));
      const isOne = hosts.length === 1;
      const group = groupWithout(cascade, hosts);
      // the table names the host and the value
      if (group === undefined && isOne && definition.precedence !== 'role_defaults') continue;
      const who = `**${plain(hostNames(hosts))}**`;
      sentences.push(group === undefined ? `${who} ${isOne ? 'gets' : 'get'} ${what}.` : `${who} ${isOne ? 'is' : 'are'} not in ${code(group)}: ${isOne ? 'it gets' : 'they get'} ${what}.`);
    }
  }
  if (cascade.unset.length > 0 && cascade.winners.length > 0) sentences.push(`Not set on **${plain(hostNames(cascade.unset))}**.`);
  if (chosenHost !== undefined) {
    const own = cascade.winners.find((winner) => winner.hosts.some((host) => host.name === chosenHost));
    if (own !== undefined && own.hosts.length > 1 && cascade.winners.length > 1) sentences.push(`On ${plain(chosenHost)}: ${code(valueText(name, own.variable.value))}.`);
  }
  const magic = magicText(name);
  if (magic !== undefined) sentences.push(plain(magic));
  const encrypted = encryptedFiles(cascade.run);
  if (encrypted.length > 0) sentences.push(`${code(encrypted[0]!)}${encrypted.length > 1 ? ` and ${encrypted.length - 1} more` : ''} ${encrypted.length > 1 ? 'are' : 'is'} encrypted and may set it too.`);
  if (cascade.run.isOpaque) sentences.push(plain(whatIsUnknown(cascade.run)));
  return sentences;
}

/** Names of the vars files whose keys are unknown. */
export function encryptedFiles(run: Run): readonly string[] {
  return encryptedFilesOf(run).map(({ path }) => nameOf(path));
}

/** The group of the strongest definition, when none of the hosts is in it. */
function groupWithout({ winners }: Cascade, hosts: readonly Host[]): string | undefined {
  const owner = winners[0]?.definition.owner;
  if (owner?.kind !== 'group' || owner.name === 'all') return undefined;
  return hosts.some((host) => host.groups.some((group) => group.name === owner.name)) ? undefined : owner.name;
}

function runFiles(run: Run): string {
  const sources = run.sources.map((source) => (source.path === undefined ? source.text : nameOf(source.path)));
  const playbooks = run.playbooks.length > 0 ? run.playbooks.map((playbook) => nameOf(playbook.path)) : run.lentPlaybook === undefined ? [] : [nameOf(run.lentPlaybook)];
  return [...sources, ...playbooks].slice(0, 5).map((text) => code(text, 40)).join(', ');
}

function hostMarkdown(project: Project, run: Run, host: Host, others: number): string {
  const groups = host.groups.map((group) => code(group.name) + (host.runTimeGroups.has(group.name) ? ` (made at run time by ${plain(host.runTimeGroups.get(group.name)!)})` : ''));
  const lines = [`**${plain(host.name)}**${others > 0 ? ` and ${others} more` : ''} · run *${plain(run.name)}*`, '', `Groups, later ones win: ${[code('all'), ...groups].join(' → ')}`, ''];
  lines.push(...placeLines(project, run, run.searchedPlaces(host)), '', commandLink('Effective vars', 'groupvars.showEffectiveVars', { run: run.name, host: host.name }, 'Show Effective Vars'));
  return lines.join('\n');
}

function groupMarkdown(project: Project, run: Run, group: Group): string {
  const hosts = run.inventory.hostsOf(group);
  const made = group.madeAtRunTime === undefined ? '' : ` · made at run time by ${plain(group.madeAtRunTime)}`;
  const lines = [`**${plain(group.name)}** · ${hosts.length === 1 ? '1 host' : `${hosts.length} hosts`} · depth ${group.depth}${made} · run *${plain(run.name)}*`, ''];
  if (hosts.length > 0) lines.push(plain(hostNames(hosts, 10)), '');
  // asked for this group alone: all places of the run are some for each host
  const folders = new Set([...run.inventoryFolders, ...run.playFolders]);
  const places = [...folders].flatMap((folder) => findVarsFiles(project.lookup, folder, 'group_vars', group.name, run.config.yamlValidExtensions).places);
  lines.push(...placeLines(project, run, places), '', commandLink('Effective vars', 'groupvars.showEffectiveVars', { run: run.name, group: group.name }, 'Show Effective Vars'));
  return lines.join('\n');
}

function placeLines(project: Project, run: Run, places: ReturnType<Run['searchedPlaces']>): string[] {
  const loaded = places.filter((place) => place.status === 'loaded');
  const rest = places.filter((place) => place.status !== 'loaded');
  const lines = loaded.slice(0, 12).map((place) => `- read: ${commandLink(linkText(project.show(place.path), 100), 'groupvars.openPlace', { path: place.path, offset: 0 }, 'Open')}`);
  const isSource = run.inventoryFolders.length > 0;
  for (const place of rest.filter((candidate) => candidate.status === 'hidden').slice(0, 4)) lines.push(`- hidden: ${code(project.show(place.path), 100)} (${plain(place.detail)})`);
  const missing = rest.filter((place) => place.status === 'not-found');
  for (const place of missing.slice(0, loaded.length === 0 ? 6 : 3)) lines.push(`- not found: ${code(project.show(place.path), 100)}`);
  if (missing.length > 6 || (loaded.length > 0 && missing.length > 3)) lines.push(`- and ${missing.length - (loaded.length === 0 ? 6 : 3)} more places without a file`);
  if (lines.length === 0) lines.push(isSource ? 'No vars files apply.' : 'A host list has no folder of its own: only vars beside the playbook are read.');
  return lines;
}

