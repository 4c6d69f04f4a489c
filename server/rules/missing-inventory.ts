// A run that names an inventory which does not exist: Ansible warns, finds no host and ends green.
import type { Fix } from '../core/diagnostic';
import { displayPath, folderOf, foldersAbove, joinPath, nameOf } from '../core/path';
import type { Project } from '../core/project';
import { everyWritten } from '../core/run/declaration';
import { matchesGlob } from '../core/run/pattern';
import type { Run } from '../core/run/run';
import { quoted } from '../core/run/runSettings';
import { WORKSPACE_FILE } from '../core/run/workspaceFile';
import type { Path, SourceFile, Span } from '../core/tree';
import { ignoredIn } from './ignored-inventory-file';
import { atEachCall, nearName } from './places';
import type { Rule } from './rule';

export const missingInventory: Rule = {
  id: 'missing-inventory',
  summary: 'A run names an inventory that does not exist, or finds no host',
  severity: 'error',
  *check({ project, runs }) {
    const { lookup } = project;
    for (const run of runs) {
      const isDeclared = run.standing === 'declared';
      if (!isDeclared && run.standing !== 'found') continue;
      for (const { outcome, source, path } of run.staticInventory.sources) {
        if (outcome !== 'missing' || path === undefined) continue;
        const named = run.sources.find((candidate) => candidate.path === path);
        const findings = (named === undefined ? [{ text: source, span: undefined }] : everyWritten(named)).flatMap(({ text, span }, index) => {
          const isOfUser = isDeclared && (index === 0 || (span !== undefined && nameOf(span.file.path) === WORKSPACE_FILE));
          if (!isOfUser && !(span !== undefined && isSurelyMissing(project, run, path, { text, span }))) return [];
          const fixes = span === undefined || !isLiteral(span, text) ? [] : fixesOf(project, run, path, span);
          return [{ span: span ?? commandPlace(run.command, text), message: `inventory ${text} does not exist: Ansible would warn, find no host and go on`, cause: path, run, fixes }];
        });
        yield* atEachCall('missing-inventory', project, findings);
      }
      // what a script makes before it runs is not known
      if (!isDeclared) continue;
      const { sources } = run.staticInventory;
      if (run.inventory.hosts.size > 0 || run.isOpaque || sources.some(({ outcome }) => outcome !== 'parsed')) continue;
      // plays of localhost need no inventory
      if (run.plays.every((play) => play.hosts === undefined || ['localhost', '127.0.0.1', 'all'].includes(play.hosts))) continue;
      const [source] = run.sources;
      const text = source?.text ?? run.command;
      const [ignored] = run.sources.flatMap(({ path }) => (path !== undefined && lookup.peek(path) === 'directory' ? [...ignoredIn(run, path)].slice(0, 1).map((file) => displayPath(file.path, path)) : []));
      const why = ignored === undefined ? '' : `: in an inventory folder ${ignored} is ignored for its extension; name the file itself`;
      yield { span: source?.span ?? commandPlace(run.command, text), message: `this run finds no host${why}`, run };
    }
  },
};

/** True where the words in the file are the path itself, with or without quotes: nothing was put in by a shell. */
function isLiteral({ file, start, end }: Span, source: string): boolean {
  return file.text.slice(start, end).replace(/^(['"])(.*)\1$/s, '$2') === source;
}

/** Of a script: a path that is written out, in a folder that is there, that nothing else in the script names and that Git does not ignore. Whatever else is missing may be made before the run. */
function isSurelyMissing(project: Project, run: Run, path: Path, { text, span }: { readonly text: string; readonly span: Span }): boolean {
  const { lookup } = project;
  if (!isLiteral(span, text) || !project.isBelowRoots(path) || run.unknown.length > 0) return false;
  // what a CI system or make brings along before, and where it starts, is seldom known whole
  if (!/\.(sh|bash|zsh)$/.test(span.file.path) || lookup.peek(folderOf(path)) !== 'directory') return false;
  const name = nameOf(path);
  const others = span.file.text.split(name).length - 1;
  const own = project.runs.filter((other) => other.sources.some((candidate) => candidate.path !== undefined && nameOf(candidate.path) === name)).flatMap((other) => other.places.filter((place) => place.file === span.file));
  if (others > own.length) return false;
  return !mayBeIgnored(project, path);
}

/** True when a line of a .gitignore above may mean the path: of what Git ignores, nobody knows when it is there. */
function mayBeIgnored({ lookup, settings: { roots } }: Project, path: Path): boolean {
  for (const folder of foldersAbove(path)) {
    const file = lookup.peek(joinPath(folder, '.gitignore')) === 'file' ? lookup.file(joinPath(folder, '.gitignore')) : undefined;
    const shown = displayPath(path, folder);
    const patterns = file === undefined ? [] : patternsOf(file);
    if (patterns === undefined) return true;
    for (const pattern of patterns) {
      const parts = shown.split('/');
      if (matchesGlob(pattern, shown) || parts.some((_, at) => matchesGlob(pattern, parts[at]!) || matchesGlob(pattern, parts.slice(0, at + 1).join('/')))) return true;
    }
    if (roots.includes(folder)) return false;
  }
  return false;
}

const knownPatterns = new WeakMap<SourceFile, readonly string[] | undefined>();
/** A longer .gitignore may ignore anything. */
const PATTERN_LIMIT = 500;

/** The patterns of a .gitignore without their anchors; undefined where they are too many to be tried. */
function patternsOf(file: SourceFile): readonly string[] | undefined {
  if (!knownPatterns.has(file)) {
    const found = file.text.split('\n').map((line) => line.trim().replace(/^\/|\/$/g, '').replace(/^(\*\*\/)+/, '')).filter((pattern) => pattern !== '' && !pattern.startsWith('#') && !pattern.startsWith('!'));
    knownPatterns.set(file, found.length > PATTERN_LIMIT ? undefined : found);
  }
  return knownPatterns.get(file);
}

/** The inventory that is most likely meant: one with a near name in the same folder, else the only one of that name in the workspace. */
function fixesOf(project: Project, run: Run, path: Path, span: Span): Fix[] {
  const folder = folderOf(path);
  const known = [...new Set(project.runs.flatMap((other) => other.staticInventory.sources).flatMap((source) => (source.outcome === 'parsed' && source.path !== undefined ? [source.path] : [])))];
  const beside = nearName(nameOf(path), known.filter((other) => folderOf(other) === folder).map(nameOf));
  const sameName = known.filter((other) => nameOf(other) === nameOf(path));
  const target = beside !== undefined ? joinPath(folder, beside) : sameName.length === 1 ? sameName[0]! : undefined;
  if (target === undefined) return [];
  const text = quoted(relativePath(run.cwd, target));
  return [{ title: `Change to ${text}`, edits: [{ span, newText: text }], operations: [] }];
}

/** `path` as it is written in a command that starts in `folder`. */
function relativePath(folder: Path, path: Path): string {
  const [from, to] = [folder.split('/'), path.split('/')];
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  return [...from.slice(same).filter((part) => part !== '').map(() => '..'), ...to.slice(same)].join('/');
}

/** Path of the text that stands for a command line given to the terminal program or in a setting. */
export const COMMAND_LINE = 'command line';

/** A command that stands in no file: a text of its own, so that its place can be told. */
export function commandPlace(command: string, word: string): { file: SourceFile; start: number; end: number } {
  const start = Math.max(0, command.indexOf(word));
  return { file: { kind: 'file', path: COMMAND_LINE, text: command, executable: false, hasByteOrderMark: false }, start, end: start + word.length };
}
