// The inventory sits away from its vars: Ansible looks beside the inventory and beside the playbook, finds nothing, and runs green with defaults.
import type { Fix, RelatedPlace } from '../core/diagnostic';
import { isSpan } from '../core/tree';
import { folderOf, joinPath, nameOf } from '../core/path';
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';
import { consequenceOf, TOLD } from '../core/kubespray/consequences';
import { toldMinor } from '../core/kubespray/kubespray';
import { isOfKubespray, lossOf, readsNoVars, setsOfItsOwn, type Loss, type LostVariable, type UnreadVars, varsFolder } from '../core/run/unreadVars';
import { HIDDEN, isSecretName, shortValue } from '../core/variables/secrets';
import { atEachCall, CALL_LIMIT, enumerate, firstFileOf, firstLine, writtenPlaces } from './places';
import { commandPlace } from './missing-inventory';
import type { Finding, Rule } from './rule';

export const inventoryWithoutVars: Rule = {
  id: 'inventory-without-vars',
  summary: 'An inventory that sits away from its vars',
  severity: 'warning',
  *check({ project, runs }) {
    for (const run of runs) yield* checkRun(project, run);
  },
};

function* checkRun(project: Project, run: Run): IterableIterator<Finding> {
  const { inventory } = run;
  const isKubespray = isOfKubespray(run);
  const loss = lossOf(project, run);
  if (loss === undefined && (!isKubespray || run.standing === 'inferred' || run.isOpaque || inventory.hosts.size === 0 || !readsNoVars(run))) return;
  const own = loss === undefined ? setsOfItsOwn(run) : 'nothing';
  // vars may well stand in the inventory itself
  if (own === 'cluster') return;
  const release = run.kubespray?.label ?? 'kubespray';
  const message = loss !== undefined
    ? `${lostText(project, loss)}. ` +
      `Ansible looks for group_vars beside the inventory and the playbook only${isKubespray ? `; ${release} defaults apply` : ''}.${consequences(run, loss.lost)}`
    : `This run reads no vars file: all values ${own === 'some' ? 'that inventory, plays and -e do not set ' : ''}are the defaults of ${release}`;
  const severity = loss !== undefined && isKubespray ? 'error' : 'warning';
  const related = loss === undefined ? [] : relatedPlaces(project, loss);
  const fixes = loss === undefined ? [] : fixesOf(project, run, loss.unread);
  // runs that lose different things by it are told apart
  const cause = loss === undefined ? 'defaults' : `unread ${loss.unread.folder} ${message}`;

  const sources = run.staticInventory.sources.filter((source) => source.file !== undefined && source.outcome === 'parsed');
  const places = run.sources.map(writtenPlaces).filter((written) => written.length > 0);
  const first = sources[0]?.file;
  if (first !== undefined) {
    const inScripts = places.flat().slice(0, CALL_LIMIT).map((span) => ({ span, message: 'a run names this inventory here' }));
    yield { span: firstLine(first), message, cause, run, severity, related: [...related, ...inScripts], fixes };
  }
  for (const written of places) {
    const findings = written.map((span): Finding => ({ span, message, cause, run, severity, related, fixes }));
    if (first === undefined) yield* atEachCall('inventory-without-vars', project, findings);
    else for (const finding of findings) yield { ...finding, isMirror: true };
  }
  // a host list on a command line or in a setting stands in no file
  if (first === undefined && places.length === 0) yield { span: commandPlace(run.command, run.sources[0]?.text ?? ''), message, cause, run, severity, related, fixes };
}

/** The names stand first: an editor cuts the rest of the line. */
function lostText(project: Project, { unread, lost }: Loss): string {
  const names = lost.map((variable) => variable.name);
  return `${enumerate(names, 4)} ${names.length === 1 ? 'is' : 'are'} set in ${project.show(varsFolder(project.lookup, unread))}, which this run does not read`;
}

function relatedPlaces(project: Project, { unread: candidate, lost }: Loss): RelatedPlace[] {
  const places: RelatedPlace[] = [];
  for (const { name, unread, instead } of lost.slice(0, 6)) {
    if (!isSpan(unread.origin)) continue;
    const here = isSecretName(name) ? HIDDEN : shortValue(unread.value);
    const default_ = instead === undefined ? 'not set in this run' : `${isSecretName(name) ? HIDDEN : shortValue(instead.value)} in this run`;
    places.push({ span: unread.origin, message: `${name}: ${here} here, ${default_}` });
  }
  const file = firstFileOf(project.lookup, candidate.files[0] ?? candidate.folder);
  if (places.length === 0 && file !== undefined) places.push({ span: firstLine(file), message: 'not read' });
  return places;
}

/** Playbooks of kubespray that set up nothing. */
const TAKING_AWAY = /^(reset|remove[-_]node|facts)\.ya?ml$/;

/** What two of them on one cluster do, where the unread vars choose another than the run gets. */
function consequences(run: Run, lost: readonly LostVariable[]): string {
  if (run.playbooks.length > 0 && run.playbooks.every(({ path }) => TAKING_AWAY.test(nameOf(path)))) return '';
  const told = TOLD.flatMap((name) => lost.find((variable) => variable.name === name) ?? []);
  const texts = told.flatMap(({ name, unread, instead }) => (instead === undefined ? [] : consequenceOf(name, unread.value, instead.value, toldMinor(run.kubespray)) ?? []));
  return texts.length === 0 ? '' : ' ' + texts.join(' ');
}

/** Moves the vars folders beside the inventory, where nothing stands in the way. */
function fixesOf(project: Project, run: Run, candidate: UnreadVars): Fix[] {
  const source = run.sources.find(({ path }) => path !== undefined);
  if (source?.path === undefined || !project.isBelowRoots(source.path)) return [];
  const target = project.lookup.peek(source.path) === 'directory' ? source.path : folderOf(source.path);
  const operations = ['group_vars', 'host_vars'].flatMap((name) => {
    const from = joinPath(candidate.folder, name);
    return project.lookup.peek(from) === 'directory' ? [{ kind: 'rename' as const, from, to: joinPath(target, name) }] : [];
  });
  if (operations.length === 0 || operations.some(({ to }) => project.lookup.exists(to) !== false)) return [];
  return [{ title: `Move ${operations.map(({ from }) => nameOf(from)).join(' and ')} from ${project.show(candidate.folder)} beside the inventory`, edits: [], operations, preferred: true }];
}
