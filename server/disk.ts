// The only door to the disk: brings what a project wants into its Tree. Opens regular files only and never more than a file may hold.
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Directory, NameKind, Path, SourceFile, TreeEntry } from './core/tree';
import { Tree } from './core/tree';
import type { Project } from './core/project';
import { folderOf, joinPath, nameOf } from './core/path';

/** A larger file is not read. */
export const FILE_LIMIT = 4 * 1024 * 1024;
/** More names than this in one folder are left out. */
const NAME_LIMIT = 100_000;
/** A scan stops after this many folders; what is deeper is looked at when it is asked for. */
const FOLDER_LIMIT = 50_000;
const ROUND_LIMIT = 40;
/** Files read between two steps. */
const STEP_SIZE = 50;

const SKIPPED_FOLDERS = new Set(['.git', 'node_modules', '.tox', '.terraform', '.cache', '__pycache__', '.venv', '.mypy_cache', '.svn', '.hg']);

/** May this path be read? Decides over paths outside the workspace. */
export type Allowed = (path: Path) => boolean;

/** What is at `path` itself, links not followed. */
export function readEntry(path: Path, isAllowed: Allowed = () => true): TreeEntry {
  if (isRemote(path)) return { kind: 'absent', path };
  let stat: fs.Stats;
  try {
    stat = fs.lstatSync(path);
  } catch (error) {
    return isMissing(error) ? { kind: 'absent', path } : problemFile(path, 'unreadable');
  }
  if (stat.isSymbolicLink()) {
    try {
      return { kind: 'link', path, target: fs.readlinkSync(path) };
    } catch {
      return { kind: 'absent', path };
    }
  }
  if (!isAllowed(path)) return stat.isDirectory() ? { kind: 'directory', path, names: new Map(), complete: false, problem: 'outside' } : problemFile(path, 'outside');
  if (stat.isDirectory()) return readDirectory(path, stat);
  if (!stat.isFile()) return problemFile(path, 'not-a-file');
  return readFile(path, stat);
}

function readDirectory(path: Path, stat: fs.Stats): Directory {
  const worldWritable = (stat.mode & 0o002) !== 0 && process.platform !== 'win32';
  try {
    const names = new Map<string, NameKind>();
    let isComplete = true;
    for (const entry of fs.readdirSync(path, { withFileTypes: true })) {
      if (names.size >= NAME_LIMIT) {
        isComplete = false;
        break;
      }
      names.set(entry.name, entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other');
    }
    return { kind: 'directory', path, names, complete: isComplete, ...(worldWritable ? { worldWritable } : {}) };
  } catch {
    return { kind: 'directory', path, names: new Map(), complete: false, problem: 'unreadable' };
  }
}

function readFile(path: Path, stat: fs.Stats): SourceFile {
  const executable = process.platform !== 'win32' && (stat.mode & 0o111) !== 0;
  if (stat.size > FILE_LIMIT) return { ...problemFile(path, 'too-large'), executable };
  let handle: number | undefined;
  try {
    // not to wait for a writer, should the path have become a pipe since it was looked at
    handle = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
    if (!fs.fstatSync(handle).isFile()) return problemFile(path, 'not-a-file');
    const bytes = fs.readFileSync(handle);
    if (bytes.length > FILE_LIMIT) return { ...problemFile(path, 'too-large'), executable };
    return sourceFileOf(path, bytes, executable);
  } catch (error) {
    return isMissing(error) ? { ...problemFile(path, 'unreadable') } : { ...problemFile(path, 'unreadable'), executable };
  } finally {
    if (handle !== undefined) fs.closeSync(handle);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes of a file as a SourceFile; what is not UTF-8 in it becomes U+FFFD, and that is the problem `not-utf8`. */
export function sourceFileOf(path: Path, bytes: Uint8Array, executable: boolean): SourceFile {
  const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = hasByteOrderMark ? bytes.subarray(3) : bytes;
  try {
    return { kind: 'file', path, text: decoder.decode(content), executable, hasByteOrderMark };
  } catch {
    // an INI inventory with such a comment is good enough for Ansible
    return { kind: 'file', path, text: lenientDecoder.decode(content), executable, hasByteOrderMark, problem: 'not-utf8' };
  }
}

function problemFile(path: Path, problem: SourceFile['problem'] & string): SourceFile {
  return { kind: 'file', path, text: '', executable: false, hasByteOrderMark: false, problem };
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Looks at one path for a tree: `readEntry`, or what an editor makes of it. */
export type Look = (path: Path) => TreeEntry;

/** Every folder below `roots`, listed, file texts left out; links are not followed. A server lets others work between two of them. */
export function* walk(roots: readonly Path[], look: Look = (path) => readEntry(path)): IterableIterator<TreeEntry> {
  const open = [...roots];
  let count = 0;
  for (let folder = open.pop(); folder !== undefined && count < FOLDER_LIMIT; folder = open.pop(), count++) {
    const entry = look(folder);
    yield entry;
    if (entry.kind !== 'directory' || entry.names.has('pyvenv.cfg')) continue;
    for (const [name, kind] of entry.names) if (kind === 'directory' && !isSkipped(name)) open.push(joinPath(folder, name));
  }
}

/** True for the name of a folder that is not listed on its own account. */
export function isSkipped(name: string): boolean {
  return SKIPPED_FOLDERS.has(name);
}

/** Lists every folder below `roots` into the tree. */
export function scan(tree: Tree, roots: readonly Path[], look?: Look): Tree {
  return tree.with(walk(roots, look));
}

/** Reads, round by round, what `touch` makes the project want, until it wants nothing more. `touch` runs on each new project. */
export function bring(project: Project, touch: (project: Project) => void, look: Look = (path) => readEntry(path)): Project {
  for (let round = 0; round < ROUND_LIMIT; round++) {
    touch(project);
    if (project.wanted.size === 0) return project;
    project = project.with(project.tree.with([...project.wanted].map(look)));
  }
  touch(project);
  return project;
}

/** `bring` in steps: between two of them others may work. Gives the project as it grows; the last one is complete. */
export function* bringInSteps(project: Project, touch: (project: Project) => void, look: Look = (path) => readEntry(path)): IterableIterator<Project> {
  for (let round = 0; round <= ROUND_LIMIT; round++) {
    touch(project);
    yield project;
    if (project.wanted.size === 0 || round === ROUND_LIMIT) return;
    const entries: TreeEntry[] = [];
    for (const path of project.wanted) {
      entries.push(look(path));
      if (entries.length % STEP_SIZE === 0) yield project;
    }
    project = project.with(project.tree.with(entries));
  }
}

/** `path` with every link on the way followed; what does not exist stays as written below the folder that does. */
export function realPathOf(path: Path): Path {
  if (isRemote(path)) return path;
  try {
    return toPath(fs.realpathSync.native(path));
  } catch {
    const folder = folderOf(path);
    return folder === path ? path : joinPath(realPathOf(folder), nameOf(path));
  }
}

/** Another machine's path (UNC) or none at all: never touched. */
function isRemote(path: Path): boolean {
  return path.startsWith('//') || path.includes('\0');
}

/** A path of the operating system in the one form used inside: `/` between names, an upper-case drive. */
export function toPath(native: string): Path {
  const absolute = path.resolve(native);
  if (path.sep === '/') return absolute;
  return absolute.replace(/\\/g, '/').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
}

