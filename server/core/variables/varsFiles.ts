// Finds the vars files of one group or host in one base folder, by Ansible's rules (`find_vars_files`), and says what it passes by.
import type { Path, SourceFile } from '../tree';
import { extensionOf, joinPath, nameOf, normalizePath } from '../path';
import type { Lookup } from '../lookup';
import { isTruthy } from '../value';
import { parseYaml } from '../yaml';
import { compareText } from '../inventory/inventory';
import type { Owner, SearchedPlace } from './definition';

export type VarsFolder = 'group_vars' | 'host_vars';

export interface VarsFiles {
  /** In the order they are read: a later file overrides an earlier one. */
  readonly files: readonly SourceFile[];
  readonly places: readonly SearchedPlace[];
}

const NOTHING: VarsFiles = { files: [], places: [] };
const DEPTH_LIMIT = 40;
/** Files and folders that one group or host may have; the rest is left out, and said to be. */
const PLACE_BUDGET = 5_000;

/**
 * The files of `name` below `base`/`folder`: the first that exists of NAME (file or directory) and NAME with each extension, and only that one.
 * A directory is read whole, sorted by code point, hidden names, backups, other extensions and folders with a dot left out.
 */
export function findVarsFiles(lookup: Lookup, base: Path, folder: VarsFolder, name: string, extensions: readonly string[]): VarsFiles {
  // Ansible passes by names that look like an absolute path
  if (name.startsWith('/')) return NOTHING;
  const owner: Owner = { kind: folder === 'group_vars' ? 'group' : 'host', name };
  const varsFolder = joinPath(base, folder);
  const listing = lookup.peek(varsFolder);
  const first = normalizePath(joinPath(varsFolder, name));
  if (listing === 'absent') return { files: [], places: [{ path: first, status: 'not-found', detail: `there is no ${folder} folder here`, owner }] };
  if (listing === 'file' || listing === 'other') return { files: [], places: [{ path: varsFolder, status: 'not-a-vars-file', detail: `${folder} is not a folder: Ansible skips it`, owner }] };
  const directory = listing === undefined ? undefined : lookup.directory(varsFolder);
  if (directory === undefined) return NOTHING;
  if (directory.problem !== undefined) return { files: [], places: [{ path: varsFolder, status: directory.problem, detail: '', owner }] };

  const candidates = ['', ...extensions].map((extension) => name + extension);
  const isPlain = isPlainName(name);
  // `..` starts where the folder really is; from there on it is a matter of names, whether or not what it passes is there (`realpath`, then `normpath`)
  const start = isPlain ? varsFolder : (lookup.realPath(varsFolder) ?? varsFolder);
  let chosen: Path | undefined;
  const found: { files: SourceFile[]; places: SearchedPlace[] } = { files: [], places: [] };
  for (const candidate of candidates) {
    // a plain name is answered by the listing, without asking for each of thousands of hosts
    if (isPlain && !directory.names.has(candidate)) continue;
    const path = normalizePath(joinPath(start, candidate));
    const kind = lookup.peek(path);
    if (kind === undefined || kind === 'absent') continue;
    if (chosen !== undefined) {
      found.places.push({ path, status: 'hidden', detail: `${nameOf(chosen)} is taken first`, owner });
      continue;
    }
    chosen = path;
    if (kind === 'directory') readVarsDirectory(lookup, path, extensions, owner, found, 0);
    else readVarsFile(lookup, path, owner, found);
  }
  if (chosen === undefined) found.places.push({ path: first, status: 'not-found', detail: '', owner });
  return found;
}

/** False for a name that leads to another folder: a path, or `.` and `..`, for which the whole folder is read. */
function isPlainName(name: string): boolean {
  return !name.includes('/') && name !== '.' && name !== '..';
}

/** The hosts among `hosts` that one of the file names may belong to; a host whose name is a path always may. */
export function hostsNamedIn(names: Iterable<string>, hosts: ReadonlyMap<string, unknown>, extensions: readonly string[]): string[] {
  const found = new Set<string>();
  for (const name of names) {
    if (hosts.has(name)) found.add(name);
    for (const end of extensions) if (name.endsWith(end) && hosts.has(name.slice(0, -end.length))) found.add(name.slice(0, -end.length));
  }
  for (const host of hosts.keys()) if (!isPlainName(host)) found.add(host);
  // in the order of the inventory, as Ansible asks for them
  return found.size === 0 ? [] : [...hosts.keys()].filter((host) => found.has(host));
}

/** What lies in the vars folder `path` under a name that is none of `names`, with or without an extension. */
export function findUnmatched(lookup: Lookup, path: Path, names: { has(name: string): boolean }, extensions: readonly string[], what: 'group' | 'host'): readonly SearchedPlace[] {
  const directory = lookup.peek(path) === 'directory' ? lookup.directory(path) : undefined;
  const places: SearchedPlace[] = [];
  for (const file of directory?.names.keys() ?? []) {
    if (file.startsWith('.') || names.has(file)) continue;
    if (extensions.some((end) => file.endsWith(end) && names.has(file.slice(0, -end.length)))) continue;
    places.push({ path: joinPath(path, file), status: 'matches-no-group', detail: `no ${what} has this name`, owner: undefined });
  }
  return places;
}

function readVarsFile(lookup: Lookup, path: Path, owner: Owner, found: { files: SourceFile[]; places: SearchedPlace[] }): void {
  const file = lookup.file(path);
  if (file === undefined) return;
  if (file.problem === 'unreadable' || file.problem === 'outside' || file.problem === 'not-a-file') {
    found.places.push({ path, status: file.problem === 'outside' ? 'outside' : 'unreadable', detail: file.problem === 'not-a-file' ? 'not a regular file' : '', owner });
    return;
  }
  found.files.push(file);
  found.places.push({ path, status: 'loaded', detail: detailOf(file), owner });
}

/** What is unknown of a file that is read. */
function detailOf(file: SourceFile): string {
  const { encrypted, failure, problems, root } = parseYaml(file);
  if (encrypted) return 'encrypted: which variables it sets is unknown';
  if (failure !== undefined) return 'Ansible stops here: it cannot be read';
  if (problems.some((problem) => problem.kind === 'too-large')) return 'too large to be read here in full: which variables it sets is not all known';
  // a list or a text is fatal too; what is empty or false is passed by (G8, G9)
  if (root !== undefined && root.kind !== 'mapping' && isTruthy(root.value)) return 'Ansible stops here: it is not a mapping';
  return '';
}

function readVarsDirectory(lookup: Lookup, path: Path, extensions: readonly string[], owner: Owner, found: { files: SourceFile[]; places: SearchedPlace[] }, depth: number): void {
  const directory = lookup.directory(path);
  if (directory === undefined) return;
  // Ansible goes round such a circle until the system stops it, and gets the same values; a link to a folder above reads half a disk
  if (depth > 0 && lookup.leadsUp(path)) {
    found.places.push({ path, status: 'not-a-vars-file', detail: 'a link to a folder above it is not followed', owner });
    return;
  }
  if (found.places.length > PLACE_BUDGET) return;
  if (directory.problem !== undefined) {
    found.places.push({ path, status: directory.problem, detail: '', owner });
    return;
  }
  // an empty folder is a choice too: it hides NAME.yml and sets nothing
  if (directory.names.size === 0) found.places.push({ path, status: 'loaded', detail: 'the folder is empty', owner });
  if (depth > DEPTH_LIMIT) return;
  for (const name of [...directory.names.keys()].sort(compareText)) {
    if (found.places.length === PLACE_BUDGET) found.places.push({ path, status: 'unreadable', detail: `more than ${PLACE_BUDGET} files: the rest is not read`, owner });
    if (found.places.length > PLACE_BUDGET) return;
    const member = joinPath(path, name);
    const skip = (detail: string): void => void found.places.push({ path: member, status: 'not-a-vars-file', detail, owner });
    if (name.startsWith('.')) {
      skip('hidden files are not read');
      continue;
    }
    if (name.endsWith('~')) {
      skip('backup files are not read');
      continue;
    }
    const kind = lookup.peek(member);
    const extension = extensionOf(name);
    if (kind === 'directory') {
      if (extension === '') readVarsDirectory(lookup, member, extensions, owner, found, depth + 1);
      else skip('a folder with a dot in its name is not read');
    } else if (kind === 'file') {
      if (extension === '' || extensions.includes(extension)) readVarsFile(lookup, member, owner, found);
      else skip(`only files without an extension or with ${extensions.join(', ')} are read`);
    } else if (kind === 'other') skip('not a regular file');
  }
}
