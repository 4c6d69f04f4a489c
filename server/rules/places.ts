// Places and words that several rules share.
import type { Fix } from '../core/diagnostic';
import { spanOf, type Path, type SourceFile, type Span } from '../core/tree';
import { joinPath } from '../core/path';
import { compareText, type Host } from '../core/inventory/inventory';
import type { IniLine } from '../core/inventory/iniDocument';
import { parseIniInventory } from '../core/inventory/iniInventory';
import type { Lookup } from '../core/lookup';
import type { Project } from '../core/project';
import { everyWritten } from '../core/run/declaration';
import type { Run } from '../core/run/run';
import { isIgnoredIn } from '../core/run/workspaceFile';
import type { SearchedPlace } from '../core/variables/definition';
import { findVarsFiles, hostsNamedIn, type VarsFolder } from '../core/variables/varsFiles';
import { isIgnored } from './ignoreComments';
import type { Finding } from './rule';

/** Where the arguments of a run are written: in its call and in equal calls elsewhere. */
export function writtenPlaces<Argument extends { readonly span: Span | undefined; readonly others?: readonly Argument[] }>(argument: Argument): Span[] {
  return everyWritten(argument).flatMap(({ span }) => span ?? []);
}

/** Related places of equal calls that are told. */
export const CALL_LIMIT = 20;

/**
 * One finding at each place where the call of its run stands: an editor shows it at each, a terminal at the first, with the others as
 * related places. A place where it is silenced is the first of none.
 */
export function* atEachCall(rule: string, project: Project, findings: readonly Finding[]): IterableIterator<Finding> {
  const isSilenced = ({ span }: Finding): boolean => isIgnored(rule, span) || project.workspaceFiles.some((file) => isIgnoredIn(file, rule, span.file.path));
  const heard = findings.filter((finding) => !isSilenced(finding));
  const [first, ...others] = heard;
  if (first === undefined) return;
  yield { ...first, related: [...(first.related ?? []), ...others.slice(0, CALL_LIMIT).map(({ span }) => ({ span, message: 'an equal call stands here' }))] };
  for (const other of others) yield { ...other, isMirror: true };
}

/** The first line that holds something, without its end: where a finding about a whole file stands. */
export function firstLine(file: SourceFile): Span {
  const start = Math.max(0, file.text.search(/\S/));
  const length = file.text.slice(start).search(/[\r\n]/);
  return { file, start, end: length < 0 ? file.text.length : start + length };
}

/** The files that stand for a path: itself, or the first vars file of a folder. */
export function firstFileOf(lookup: Lookup, path: Path, depth = 0): SourceFile | undefined {
  const kind = lookup.peek(path);
  if (kind === 'file') return lookup.file(path);
  if (kind !== 'directory' || depth > 5) return undefined;
  const directory = lookup.directory(path);
  for (const name of [...(directory?.names.keys() ?? [])].sort(compareText)) {
    if (name.startsWith('.') || name.endsWith('~')) continue;
    const file = firstFileOf(lookup, joinPath(path, name), depth + 1);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The files that `-e @file` names, as far as they are there. */
export function extraVarsFilesOf({ context: { lookup }, readExtraVars }: Run): readonly SourceFile[] {
  return readExtraVars.files.flatMap((path) => (lookup.peek(path) === 'file' ? lookup.file(path) ?? [] : []));
}

/** What is searched for the groups and hosts that something lies there for: asked for the names in the folders, not for each of thousands of hosts. */
export function* varsPlacesOf({ lookup }: Project, run: Run): IterableIterator<SearchedPlace | undefined> {
  for (const folder of new Set([...run.inventoryFolders, ...run.playFolders])) {
    for (const [vars, name] of namesIn(lookup, run, folder)) {
      yield undefined;
      yield* findVarsFiles(lookup, folder, vars, name, run.config.yamlValidExtensions).places;
    }
  }
}

/** The vars files beside `folder` that groups and hosts of the run would get, if it looked there. */
export function namedVarsIn(lookup: Lookup, run: Run, folder: Path): readonly SourceFile[] {
  return (['group_vars', 'host_vars'] as const).flatMap((vars) => varsIn(lookup, run, folder, vars).flatMap(({ files }) => files));
}

/** The same for one of the two vars folders, group by group or host by host. */
export function varsIn(lookup: Lookup, run: Run, folder: Path, vars: VarsFolder): readonly { readonly name: string; readonly files: readonly SourceFile[] }[] {
  return namesIn(lookup, run, folder).flatMap(([kind, name]) => (kind === vars ? [{ name, files: findVarsFiles(lookup, folder, vars, name, run.config.yamlValidExtensions).files }] : []));
}

/** Groups and hosts of a run for which something lies in the vars folders of `folder`. */
function namesIn(lookup: Lookup, run: Run, folder: Path): (readonly [VarsFolder, string])[] {
  return (['group_vars', 'host_vars'] as const).flatMap((vars) => {
    const path = joinPath(folder, vars);
    const directory = lookup.peek(path) === 'directory' ? lookup.directory(path) : undefined;
    const owners = vars === 'group_vars' ? run.inventory.groups : run.inventory.hosts;
    return directory === undefined ? [] : hostsNamedIn(directory.names.keys(), owners, run.config.yamlValidExtensions).map((name) => [vars, name] as const);
  });
}

/** The lines of all INI inventories that are read, each file once; `undefined` between files. */
export function* iniLinesOf(runs: readonly Run[]): IterableIterator<IniLine | undefined> {
  const seen = new Set<SourceFile>();
  for (const run of runs) {
    for (const { file, outcome, detail } of run.staticInventory.sources) {
      if (file === undefined || outcome !== 'parsed' || detail !== 'ini' || seen.has(file)) continue;
      seen.add(file);
      let count = 0;
      for (const line of parseIniInventory(file).lines) {
        if (count++ % 500 === 0) yield undefined;
        yield line;
      }
    }
  }
}

/** Quotes on both sides of a text that stays as it is: what it says, a secret perhaps, is in no edit. */
export function quotesAround({ file, start, end }: Span, before: string, after = before): Fix['edits'] {
  return [{ span: spanOf(file, start, start), newText: before }, { span: spanOf(file, end, end), newText: after }];
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function enumerate(names: readonly string[], most = 3): string {
  if (names.length <= 1) return names.join('');
  if (names.length <= most) return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** `cp1, worker1 and worker2`, `12 hosts (cp1, …)`. */
export function hostText(hosts: readonly Host[]): string {
  return hosts.length > 3 ? `${hosts.length} hosts (${hosts[0]!.name}, …)` : enumerate(hosts.map((host) => host.name));
}

/** `1 host`, `2 hosts`. */
export function count(number: number, one: string, many = one + 's'): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The known name that is most likely meant; undefined when none is near. Case, dashes and underscores count for nothing; another number is another thing. */
export function nearName(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 4)) + 1;
  const plain = normalized(name);
  for (const candidate of known) {
    if (candidate === name || candidate === 'all' || candidate === 'ungrouped' || numbersOf(candidate) !== numbersOf(name)) continue;
    const distance = normalized(candidate) === plain ? 0 : editDistance(plain, normalized(candidate), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** `node02.rack1` and `node2.rack1` have the same numbers: told as `2 1`. */
export function numbersOf(name: string): string {
  return (name.match(/\d+/g) ?? []).map(Number).join(' ');
}

function normalized(name: string): string {
  return name.toLowerCase().replace(/-/g, '_');
}

/** Steps of one letter (swapped neighbours count as one) from one word to the other; `limit` when they are that many or more. */
export function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      let steps = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + cost);
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) steps = Math.min(steps, beforePrevious[column - 2]! + 1);
      current.push(steps);
    }
    [beforePrevious, previous] = [previous, current];
  }
  return previous[right.length]!;
}
