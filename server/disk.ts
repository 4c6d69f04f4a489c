// The only door to the disk. Opens regular files only and never more than a file may hold: at once for the terminal, waited for by a server.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Directory, FileProblem, NameKind, Path, SourceFile, TreeEntry } from './core/tree';
import { Tree } from './core/tree';
import type { Project } from './core/project';
import { folderOf, joinPath, nameOf } from './core/path';
import { walk, type Excluded, type Walked, type WalkReply } from './walk';

/** A larger file is not read. */
export const FILE_LIMIT = 4 * 1024 * 1024;
/** More names than this in one folder are left out. */
const NAME_LIMIT = 100_000;
/** Rounds of reading what reading has shown to be needed. */
export const ROUND_LIMIT = 40;
/** A disk that has not answered after this many milliseconds, a network's for example, has not been read. */
const DEADLINE = 5_000;

/** May this path be read? Decides over paths outside the workspace. */
export type Allowed = (path: Path) => boolean;

/** Looks at one path for a tree. */
export type Look = (path: Path) => TreeEntry;

// --- one path ---

/** What is at `path` itself, links not followed. */
export function readEntry(path: Path, isAllowed: Allowed = () => true): TreeEntry {
  if (isRemote(path)) return { kind: 'absent', path };
  let stat: fs.Stats;
  try {
    stat = fs.lstatSync(path);
  } catch (error) {
    return entryOfError(path, error);
  }
  if (stat.isSymbolicLink()) {
    try {
      return { kind: 'link', path, target: fs.readlinkSync(path) };
    } catch {
      return { kind: 'absent', path };
    }
  }
  const unread = entryUnread(path, stat, isAllowed);
  if (unread !== undefined) return unread;
  let handle: number | undefined;
  try {
    if (stat.isDirectory()) return listing(path, stat, fs.readdirSync(path, { withFileTypes: true }));
    handle = fs.openSync(path, OPEN_FLAGS);
    if (!fs.fstatSync(handle).isFile()) return problemFile(path, 'not-a-file');
    return readFile(path, fs.readFileSync(handle), stat);
  } catch {
    return entryUnreadable(path, stat);
  } finally {
    if (handle !== undefined) fs.closeSync(handle);
  }
}

/** The same without making others wait; a disk that does not answer counts as unreadable after a while. */
export function readEntryAsync(path: Path, isAllowed: Allowed = () => true): Promise<TreeEntry> {
  return withDeadline(readSlowly(path, isAllowed), DEADLINE, () => problemFile(path, 'unreadable'));
}

async function readSlowly(path: Path, isAllowed: Allowed): Promise<TreeEntry> {
  if (isRemote(path)) return { kind: 'absent', path };
  let stat: fs.Stats;
  try {
    stat = await fs.promises.lstat(path);
  } catch (error) {
    return entryOfError(path, error);
  }
  if (stat.isSymbolicLink()) return fs.promises.readlink(path).then((target): TreeEntry => ({ kind: 'link', path, target }), () => ({ kind: 'absent', path }));
  const unread = entryUnread(path, stat, isAllowed);
  if (unread !== undefined) return unread;
  let handle: fs.promises.FileHandle | undefined;
  try {
    if (stat.isDirectory()) return listing(path, stat, await fs.promises.readdir(path, { withFileTypes: true }));
    handle = await fs.promises.open(path, OPEN_FLAGS);
    if (!(await handle.stat()).isFile()) return problemFile(path, 'not-a-file');
    return readFile(path, await handle.readFile(), stat);
  } catch {
    return entryUnreadable(path, stat);
  } finally {
    await handle?.close();
  }
}

/** `work`, or after so many milliseconds `otherwise`; what comes later is dropped. */
export function withDeadline<Result>(work: Promise<Result>, milliseconds: number, otherwise: () => Result): Promise<Result> {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => done(otherwise()), milliseconds);
    work.then(done, failed).finally(() => clearTimeout(timer));
  });
}

/** The kernel's own files and its devices are nobody's inventory, may be endless, and change while they are read. `/dev/shm` is memory for all. */
const SYSTEM_FOLDERS = /^\/(dev(?!\/shm(\/|$))|proc|sys)(\/|$)/;

/** Not to wait for a writer, should the path have become a pipe since it was looked at. */
const OPEN_FLAGS = fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0);

/** What is known without opening; undefined for a folder or regular file that may be read. */
function entryUnread(path: Path, stat: fs.Stats, isAllowed: Allowed): TreeEntry | undefined {
  const isOutside = !isAllowed(path) || (SYSTEM_FOLDERS.test(path) && (stat.isDirectory() || stat.isFile()));
  if (isOutside) return stat.isDirectory() ? { kind: 'directory', path, names: new Map(), complete: false, problem: 'outside' } : problemFile(path, 'outside');
  if (stat.isDirectory()) return undefined;
  if (!stat.isFile()) return problemFile(path, 'not-a-file');
  return stat.size > FILE_LIMIT ? { ...problemFile(path, 'too-large'), executable: isExecutable(stat) } : undefined;
}

function listing(path: Path, stat: fs.Stats, entries: readonly fs.Dirent[]): Directory {
  const names = new Map<string, NameKind>();
  for (const entry of entries.slice(0, NAME_LIMIT)) names.set(entry.name, entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other');
  const worldWritable = (stat.mode & 0o002) !== 0 && process.platform !== 'win32';
  return { kind: 'directory', path, names, complete: entries.length <= NAME_LIMIT, ...(worldWritable ? { worldWritable } : {}) };
}

function readFile(path: Path, bytes: Uint8Array, stat: fs.Stats): SourceFile {
  // it may have grown since it was looked at
  if (bytes.length > FILE_LIMIT) return { ...problemFile(path, 'too-large'), executable: isExecutable(stat) };
  return sourceFileOf(path, bytes, isExecutable(stat));
}

function entryOfError(path: Path, error: unknown): TreeEntry {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'absent', path } : problemFile(path, 'unreadable');
}

function entryUnreadable(path: Path, stat: fs.Stats): TreeEntry {
  if (stat.isDirectory()) return { kind: 'directory', path, names: new Map(), complete: false, problem: 'unreadable' };
  return { ...problemFile(path, 'unreadable'), executable: isExecutable(stat) };
}

function isExecutable(stat: fs.Stats): boolean {
  return process.platform !== 'win32' && (stat.mode & 0o111) !== 0;
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

function problemFile(path: Path, problem: FileProblem): SourceFile {
  return { kind: 'file', path, text: '', executable: false, hasByteOrderMark: false, problem };
}

// --- many paths ---

/** Lists the folders below `roots` into the tree. */
export function scan(tree: Tree, roots: readonly Path[], look: Look = (path) => readEntry(path)): Tree {
  const steps = walk(roots);
  let step = steps.next();
  while (step.done !== true) {
    const request = step.value;
    step = steps.next('look' in request ? request.look.map((path) => look(path)) : request.follow.map(folderBehind));
  }
  return tree.with(step.value.entries);
}

/** The same without making others wait. `look` may know better than the disk; `onStep` hears how many folders have been asked for. */
export async function scanAsync(roots: readonly Path[], excluded: readonly Excluded[], look: (path: Path) => TreeEntry | Promise<TreeEntry>, onStep: (folders: number) => void | Promise<void>, limit?: number): Promise<Walked> {
  const steps = walk(roots, excluded, limit);
  let folders = 0;
  for (let step = steps.next(); ; ) {
    if (step.done === true) return step.value;
    const request = step.value;
    const reply: WalkReply = 'look' in request ? await Promise.all(request.look.map((path) => look(path))) : await Promise.all(request.follow.map(folderBehindAsync));
    folders += reply.length;
    await onStep(folders);
    step = steps.next(reply);
  }
}

/** Reads, round by round, what `touch` makes the project want, until it wants nothing more. `touch` runs on each new project. */
export function bring(project: Project, touch: (project: Project) => void, look: Look = (path) => readEntry(path)): Project {
  for (let round = 0; round < ROUND_LIMIT; round++) {
    touch(project);
    if (project.wanted.size === 0) return project;
    project = project.with(project.tree.with([...project.wanted].map((path) => look(path))));
  }
  touch(project);
  return project;
}

function folderBehind(link: Path): Path | undefined {
  try {
    if (isRemote(fs.readlinkSync(link).replace(/\\/g, '/'))) return undefined;
    return fs.statSync(link).isDirectory() ? unlessSystem(toPath(fs.realpathSync.native(link))) : undefined;
  } catch {
    return undefined;
  }
}

function folderBehindAsync(link: Path): Promise<Path | undefined> {
  const follow = async (): Promise<Path | undefined> => {
    if (isRemote((await fs.promises.readlink(link)).replace(/\\/g, '/'))) return undefined;
    return (await fs.promises.stat(link)).isDirectory() ? unlessSystem(toPath(await fs.promises.realpath(link))) : undefined;
  };
  return withDeadline(follow().catch(() => undefined), DEADLINE, () => undefined);
}

function unlessSystem(path: Path): Path | undefined {
  return SYSTEM_FOLDERS.test(path) ? undefined : path;
}

/** `path` with every link on the way followed; what does not exist, or does not answer, stays as written below the folder that does. */
export async function realPathAsync(path: Path): Promise<Path> {
  if (isRemote(path)) return path;
  const real = await withDeadline(fs.promises.realpath(path).then(toPath, () => undefined), DEADLINE, () => path);
  if (real !== undefined) return real;
  const folder = folderOf(path);
  return folder === path ? path : joinPath(await realPathAsync(folder), nameOf(path));
}

/** The same at once. */
export function realPathOf(path: Path): Path {
  if (isRemote(path)) return path;
  try {
    return toPath(fs.realpathSync.native(path));
  } catch {
    const folder = folderOf(path);
    return folder === path ? path : joinPath(realPathOf(folder), nameOf(path));
  }
}

/** Which folder or file stands at `path` now, links followed: another one, or none, has another text. */
export function identityAsync(path: Path): Promise<string> {
  if (isRemote(path)) return Promise.resolve('');
  return withDeadline(fs.promises.stat(path).then(({ dev, ino }) => `${dev}:${ino}`, () => ''), DEADLINE, () => '');
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

/** The user's home folder on this machine; undefined where the system names none. */
export function homeFolder(): Path | undefined {
  const home = os.homedir();
  return path.isAbsolute(home) ? toPath(home) : undefined;
}
