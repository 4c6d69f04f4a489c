// Arithmetic on paths: text only, POSIX rules, no disk. Backslashes and percent-encoding are turned away at the edges (disk.ts, lsp/convert.ts).
import type { Path } from './tree';

/** A longer path is none: Linux allows 4,096 bytes. What is written in a file may be longer, and is then absent. */
export const PATH_LIMIT = 4_096;

/** `a/./b//../c` without the detours; a leading `..` of a relative path stays. Python's `os.path.normpath`, as Ansible applies it. */
export function normalizePath(path: string): Path {
  const absolute = path.startsWith('/');
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..' && names.length > 0 && names[names.length - 1] !== '..' && !isDrive(names[names.length - 1]!)) names.pop();
    else if (name === '..' && (absolute || isDrive(names[0] ?? ''))) continue;
    else names.push(name);
  }
  const text = names.join('/');
  if (absolute) return '/' + text;
  return text === '' ? '.' : text;
}

export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path);
}

/** `path` seen from the folder `from`; an absolute `path` stays. */
export function resolvePath(from: Path, path: string): Path {
  return normalizePath(isAbsolutePath(path) ? path : from + '/' + path);
}

export function joinPath(folder: Path, name: string): Path {
  return folder === '/' ? '/' + name : folder + '/' + name;
}

/** The folder that holds `path`; of a root, itself. */
export function folderOf(path: Path): Path {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '.';
  if (slash === 0) return '/';
  return path.slice(0, slash);
}

export function nameOf(path: Path): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Python's `os.path.splitext(path)[1]`: from the last dot of the name on, leading dots not counted; '' when there is none. */
export function extensionOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 || /^\.*$/.test(name.slice(0, dot)) ? '' : name.slice(dot);
}

/** True for the folder itself and everything below it. */
export function isWithin(path: Path, folder: Path): boolean {
  if (path === folder) return true;
  return path.startsWith(folder === '/' ? '/' : folder + '/');
}

/** `path` relative to `folder` where it lies in it, else absolute: the one rule for paths that are shown. */
export function displayPath(path: Path, folder: Path | undefined): string {
  if (folder === undefined || !isWithin(path, folder)) return path;
  if (path === folder) return '.';
  return path.slice(folder === '/' ? 1 : folder.length + 1);
}

/** All folders from `path`'s own up to the root, nearest first; none for what is longer than a path can be. */
export function foldersAbove(path: Path): Path[] {
  const folders: Path[] = [];
  if (path.length > PATH_LIMIT) return folders;
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    folders.push(folder);
    if (folder === folderOf(folder)) return folders;
  }
}

function isDrive(name: string): boolean {
  return /^[A-Za-z]:$/.test(name);
}
