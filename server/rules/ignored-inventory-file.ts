// An .ini inventory in a folder that a run reads as a whole: Ansible passes over names with such an end, and says nothing.
import { parseIniInventory } from '../core/inventory/iniInventory';
import { compareText } from '../core/inventory/inventory';
import { isIgnoredInDirectorySource } from '../core/run/ansibleConfig';
import { joinPath, nameOf } from '../core/path';
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
        for (const file of ignoredIn(run, path, 0)) {
          // who reads it by its name knows it
          if (named.has(file.path)) continue;
          const name = nameOf(file.path);
          yield {
            span: firstLine(file),
            message: `${name} is not read: of a folder Ansible takes no names that end in ${name.slice(name.lastIndexOf('.'))}`,
            run,
            related: place === undefined ? [] : [{ span: place, message: 'a run names the folder here' }],
          };
        }
      }
    }
  },
};

/** More folders than this one in another are not looked into. */
const DEPTH_LIMIT = 10;

function* ignoredIn(run: Run, folder: Path, depth: number): IterableIterator<SourceFile> {
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

/** Reads as an inventory, with a group that has hosts: an .ini of another program does not. */
function isInventory(file: SourceFile): boolean {
  const { lines, failure } = parseIniInventory(file);
  return failure === undefined && lines.some((line) => line.kind === 'section') && lines.some((line) => line.kind === 'hosts');
}
