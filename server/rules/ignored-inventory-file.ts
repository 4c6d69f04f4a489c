// An .ini inventory in a folder that a run reads as a whole: Ansible passes over names with such an end, and says nothing.
import type { Fix } from '../core/diagnostic';
import { parseIniInventory } from '../core/inventory/iniInventory';
import { compareText } from '../core/inventory/inventory';
import { isIgnoredInDirectorySource } from '../core/run/ansibleConfig';
import { folderOf, joinPath, nameOf } from '../core/path';
import type { Path, SourceFile } from '../core/tree';
import type { Run } from '../core/run/run';
import { firstLine } from './places';
import type { Rule } from './rule';

export const ignoredInventoryFile: Rule = {
  id: 'ignored-inventory-file',
  summary: 'An inventory in a folder of inventories that has a name Ansible passes over',
  severity: 'warning',
  *check({ project, runs }) {
    const named = new Set(runs.flatMap((run) => run.sources.flatMap(({ path }) => (path !== undefined && project.lookup.peek(path) === 'file' ? [path] : []))));
    for (const run of runs) {
      for (const { path, span: place } of run.sources) {
        yield undefined;
        if (path === undefined || project.lookup.peek(path) !== 'directory') continue;
        for (const file of ignoredIn(run, path)) {
          // who reads it by its name knows it
          if (named.has(file.path)) continue;
          const name = nameOf(file.path);
          yield {
            span: firstLine(file),
            message: `${name} is not read: where a run names a folder, Ansible passes over files that end in .ini`,
            run,
            related: place === undefined ? [] : [{ span: place, message: 'a run names the folder here' }],
            fixes: fixesOf(run, file.path),
          };
        }
      }
    }
  },
};

/** More folders than this one in another are not looked into. */
const DEPTH_LIMIT = 10;

/** Inventories in a folder of inventories, and in those below it, that are passed over for their extension. */
export function* ignoredIn(run: Run, folder: Path, depth = 0): IterableIterator<SourceFile> {
  const { lookup } = run.context;
  const directory = lookup.directory(folder);
  for (const name of [...(directory?.names.keys() ?? [])].sort(compareText)) {
    const path = joinPath(folder, name);
    const ignored = isIgnoredInDirectorySource(run.config, name);
    if (ignored === undefined) {
      if (lookup.peek(path) === 'directory' && depth < DEPTH_LIMIT && !lookup.leadsUp(path)) yield* ignoredIn(run, path, depth + 1);
    } else if (ignored === 'extension' && name.endsWith('.ini') && lookup.peek(path) === 'file') {
      const file = lookup.file(path);
      if (file !== undefined && isInventory(file)) yield file;
    }
  }
}

/** Reads as an inventory, with a group that has hosts, and something that an .ini of another program does not have: to Ansible `[mysqld]` and `skip-name-resolve` are a group and its host. */
function isInventory(file: SourceFile): boolean {
  const { lines, failure } = parseIniInventory(file);
  if (failure !== undefined || !lines.some((line) => line.kind === 'section')) return false;
  const hosts = lines.filter((line) => line.kind === 'hosts');
  if (hosts.length === 0 || hosts.some(({ names }) => names.some((name) => /[^\p{L}\p{N}._:-]/u.test(name)))) return false;
  return (
    /^(hosts|inventory)\b/.test(nameOf(file.path)) ||
    lines.some((line) => line.kind === 'section' && line.state !== 'hosts') ||
    hosts.some(({ names, variables }) => variables.some(({ key }) => key.startsWith('ansible_')) || names.some((name) => /^[\p{L}\p{N}-]*\p{N}|\p{L}\.\p{L}/u.test(name)))
  );
}

/** `hosts.ini` is read as `hosts`. */
function fixesOf({ context: { lookup }, config }: Run, path: Path): Fix[] {
  const name = nameOf(path).slice(0, -'.ini'.length);
  const target = joinPath(folderOf(path), name);
  if (name === '' || isIgnoredInDirectorySource(config, name) !== undefined || lookup.peek(target) !== 'absent') return [];
  return [{ title: `Rename ${nameOf(path)} to ${name}`, edits: [], operations: [{ kind: 'rename', from: path, to: target }] }];
}
