// Whole workspaces as one text, in memory: what most tests start from. Nothing touches the disk.
import { strict as assert } from 'node:assert';
import { Project } from '../server/core/project';
import { Tree, isSpan, type NameKind, type Origin, type Path, type SourceFile, type Span, type TreeEntry } from '../server/core/tree';
import { displayPath, folderOf, nameOf, resolvePath } from '../server/core/path';
import { Lookup } from '../server/core/lookup';
import { DEFAULT_SETTINGS, type Settings } from '../server/core/settings';
import { declareRun } from '../server/core/run/runSettings';
import type { Run } from '../server/core/run/run';

/** The folder that relative paths of a fixture start at, and the project's root. */
export const ROOT: Path = '/ws';

/** A file, a link or a folder of a fixture, for tests that have them as data. */
export type FixtureEntry =
  | { readonly path: string; readonly text: string; readonly executable?: boolean; readonly hasByteOrderMark?: boolean; readonly problem?: SourceFile['problem'] & string }
  | { readonly path: string; readonly target: string }
  | { readonly path: string; readonly folder: true; readonly worldWritable?: boolean };

export class Fixture {
  constructor(
    readonly tree: Tree,
    /** Where `$0` stood; undefined when the text has none. */
    readonly cursor: { readonly file: SourceFile; readonly offset: number } | undefined,
    readonly root: Path = ROOT,
  ) {}

  /** A project over the fixture; without settings its root is the fixture's. */
  project(settings: Partial<Settings> = {}): Project {
    return new Project(this.tree, { ...DEFAULT_SETTINGS, roots: [this.root], ...settings });
  }

  /** The file at a path below the root, links followed. */
  file(path: string): SourceFile {
    return new Lookup(this.tree).file(resolvePath(this.root, path)) ?? assert.fail(`the fixture has no file ${path}`);
  }

  /** The run of one command: `ansible-playbook -i hosts site.yml`, `ANSIBLE_INVENTORY=a ansible-inventory --list`. Started in `cwd`, the root if not given. */
  run(command: string, { cwd = '.', project = this.project() }: { cwd?: string; project?: Project } = {}): Run {
    return runOf(project, command, resolvePath(this.root, cwd));
  }

  /** `hosts.ini:3` for a place in a file below the root, the text of one that stands in no file. */
  place(origin: Origin): string {
    return isSpan(origin) ? `${displayPath(origin.file.path, this.root)}:${lineOf(origin)}` : origin.text;
  }

  /** The same fixture with one file's text replaced; a new file if it was not there. Its cursor is lost. */
  with(path: string, text: string): Fixture {
    return new Fixture(treeOf([...entriesOf(this.tree), { path: resolvePath(this.root, path), text }], this.root), undefined, this.root);
  }

  /** The same fixture without a file, link or empty folder. */
  without(path: string): Fixture {
    const gone = resolvePath(this.root, path);
    return new Fixture(treeOf(entriesOf(this.tree).filter((entry) => entry.path !== gone), this.root), undefined, this.root);
  }
}

/**
 * Reads a fixture. `#- path` starts a file, whose text goes on to the next such line; paths start at `/ws`, absolute ones are taken as they are.
 * `#- path -> target` is a link, `#- path/` an empty folder; behind a path ` +x` makes a file executable, ` +bom` gives it a byte order mark,
 * ` +w` lets everyone write to a folder, ` +unreadable` (also `+not-utf8`, `+too-large`, `+outside`) is that problem.
 * `$0` is the cursor and no part of the text. Every line may be indented as far as the first `#-` is.
 * Every folder is listed in full, up to `/`: what the text does not name is absent.
 */
export function fixture(text: string): Fixture {
  const indent = /^[ \t]*(?=#- )/m.exec(text)?.[0] ?? assert.fail('a fixture has a line `#- path`');
  const entries: FixtureEntry[] = [];
  let cursor: { path: string; offset: number } | undefined;
  let current: { head: string; lines: string[] } | undefined;
  const finish = (): void => {
    if (current === undefined) return;
    const entry = entryOf(current.head, current.lines.map((line) => line + '\n').join(''));
    if ('text' in entry && entry.text.includes('$0')) {
      assert.equal(cursor, undefined, 'a fixture has one $0');
      cursor = { path: entry.path, offset: entry.text.indexOf('$0') };
      entries.push({ ...entry, text: entry.text.replace('$0', '') });
    } else entries.push(entry);
  };
  const lines = text.split('\n');
  // what stands behind the last line break is the end of the template literal
  if (lines.at(-1)!.trim() === '') lines.pop();
  for (const indented of lines) {
    const line = indented.startsWith(indent) ? indented.slice(indent.length) : indented.trim() === '' ? '' : indented;
    if (line.startsWith('#- ')) {
      finish();
      current = { head: line.slice(3).trim(), lines: [] };
    } else if (current !== undefined) current.lines.push(line);
    else assert.equal(line.trim(), '', 'a fixture begins with `#- path`');
  }
  finish();
  const tree = treeOf(entries);
  return new Fixture(tree, cursor && { file: tree.at(resolvePath(ROOT, cursor.path)) as SourceFile, offset: cursor.offset });
}

function entryOf(head: string, text: string): FixtureEntry {
  const [, before, marks = ''] = /^(.*?)((?:\s\+[\w-]+)*)$/.exec(head)!;
  const has = new Set(marks.trim().split(/\s+/));
  const [path, target] = before!.split(' -> ');
  if (target !== undefined) return { path: path!, target };
  if (path!.endsWith('/')) return { path: path!.slice(0, -1), folder: true, worldWritable: has.has('+w') };
  const problem = (['unreadable', 'not-utf8', 'too-large', 'outside'] as const).find((candidate) => has.has(`+${candidate}`));
  return { path: path!, text, executable: has.has('+x'), hasByteOrderMark: has.has('+bom'), ...(problem === undefined ? {} : { problem }) };
}

/** The Tree that holds these entries and nothing else; relative paths start at `root`, and a later entry replaces an earlier one. */
export function treeOf(entries: Iterable<FixtureEntry>, root: Path = ROOT): Tree {
  const stored = new Map<Path, TreeEntry>();
  const folders = new Map<Path, Map<string, NameKind>>([['/', new Map()]]);
  const worldWritable = new Set<Path>();
  const addFolder = (path: Path): Map<string, NameKind> => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    addFolder(folderOf(path)).set(nameOf(path), 'directory');
    const names = new Map<string, NameKind>();
    folders.set(path, names);
    return names;
  };
  addFolder(root);
  for (const entry of entries) {
    const path = resolvePath(root, entry.path);
    if ('folder' in entry) {
      addFolder(path);
      if (entry.worldWritable === true) worldWritable.add(path);
      continue;
    }
    addFolder(folderOf(path)).set(nameOf(path), 'target' in entry ? 'link' : 'file');
    if ('target' in entry) stored.set(path, { kind: 'link', path, target: entry.target });
    else stored.set(path, { kind: 'file', path, text: entry.text, executable: entry.executable ?? false, hasByteOrderMark: entry.hasByteOrderMark ?? false, ...(entry.problem === undefined ? {} : { problem: entry.problem }) });
  }
  for (const [path, names] of folders) stored.set(path, { kind: 'directory', path, names, complete: true, ...(worldWritable.has(path) ? { worldWritable: true } : {}) });
  return Tree.empty.with(stored.values());
}

/** What `treeOf` makes the same tree of. */
export function entriesOf(tree: Tree): FixtureEntry[] {
  return [...tree.entries()].flatMap((entry): FixtureEntry[] => {
    if (entry.kind === 'file') return [entry];
    if (entry.kind === 'link') return [{ path: entry.path, target: entry.target }];
    if (entry.kind === 'directory') return [{ path: entry.path, folder: true, worldWritable: entry.worldWritable ?? false }];
    return [];
  });
}

/** The run of one command text in a project; words `NAME=value` before the program are its environment. */
export function runOf(project: Project, command: string, cwd: Path = ROOT): Run {
  const environment: Record<string, string> = {};
  const bare = command.trimStart().replace(/^(\w+=\S*\s+)*/, (assignments) => {
    for (const [, name, value] of assignments.matchAll(/(\w+)=(\S*)/g)) environment[name!] = value!;
    return '';
  });
  const program = /^\S*\bansible-(inventory|playbook)\b/.exec(bare)?.[1] as 'inventory' | 'playbook' | undefined;
  if (program === undefined) assert.fail(`not an ansible-playbook or ansible-inventory command: ${command}`);
  const declaration = declareRun({ name: 'test', command: bare }, cwd, environment['HOME'], environment, 'test');
  return project.runOf({ ...declaration, environment, program });
}

/** The line a span starts on, from 1. */
export function lineOf(span: Span): number {
  // a lone carriage return ends a line too, for Ansible and for editors
  return span.file.text.slice(0, span.start).split(/\r\n|\r|\n/).length;
}
