// Gives a group of an inventory another name, everywhere it is named; nothing where that would not be all of it.
import type { Fix, FileOperation, TextEdit } from '../core/diagnostic';
import { joinPath } from '../core/path';
import type { Project } from '../core/project';
import { fateOfOldNames } from '../core/kubespray/runTimeGroups';
import { parseIniInventory } from '../core/inventory/iniInventory';
import type { Run } from '../core/run/run';
import { spanOf, type Path, type SourceFile } from '../core/tree';
import { taskFilesOf } from './runTimeNames';

/** The fix that renames a group in all files of a run's inventory and the vars beside them; none when something else goes by the old name, or has the new one. */
export function renameGroupFix(project: Project, run: Run, old: string, name: string): Fix[] {
  const { staticInventory: { groups, hosts, sources } } = run;
  if (groups.has(name) || hosts.has(old) || hosts.has(name)) return [];
  const files = new Set<SourceFile>();
  for (const { file, outcome } of sources) {
    if (file === undefined) continue;
    if (outcome !== 'parsed' || !project.isBelowRoots(file.path) || project.tree.at(file.path) !== file) return [];
    files.add(file);
  }
  const readers = new Set([...files].flatMap((file) => project.runsReading(file.path)));
  // another kubespray may want the old name, and plays, tasks and values may use it
  for (const reader of new Set([run, ...readers])) {
    const fate = reader.kubespray === undefined ? undefined : fateOfOldNames(reader.kubespray);
    if (fate === undefined || fate === 'right') return [];
    if (reader.limit !== undefined && names(reader.limit, old)) return [];
    if ([...reader.loadedFiles, ...taskFilesOf(project.lookup, reader)].some((file) => names(withoutComments(file.text), old))) return [];
  }
  const edits: TextEdit[] = [];
  for (const { outcome, detail, file } of sources) {
    if (file === undefined || outcome !== 'parsed') continue;
    const own = placesIn(run, file, detail, old).map((start) => ({ span: spanOf(file, start, start + old.length), newText: name }));
    let { text } = file;
    for (const { span, newText } of [...own].sort((left, right) => right.span.start - left.span.start)) text = text.slice(0, span.start) + newText + text.slice(span.end);
    if (names(withoutComments(text), old)) return [];
    edits.push(...own);
  }
  const operations = renamesOf(project, run, files, old, name);
  return edits.length === 0 || operations === undefined ? [] : [{ title: `Rename group ${old} to ${name}`, edits, operations }];
}

/** Where the name stands in a file of the inventory, each place once. */
function placesIn(run: Run, file: SourceFile, plugin: string, old: string): readonly number[] {
  if (plugin === 'ini') {
    return parseIniInventory(file).lines.flatMap((line) => {
      if (line.kind === 'section' && line.group === old) return [line.groupSpan.start];
      return line.kind === 'child' && line.name === old ? [line.nameSpan.start] : [];
    });
  }
  const starts = new Set<number>();
  for (const span of run.staticInventory.groups.get(old)?.declarations ?? []) {
    // quotes around a key are in its span
    const at = span.file === file ? file.text.slice(span.start, span.end).indexOf(old) : -1;
    if (at >= 0) starts.add(span.start + at);
  }
  return [...starts];
}

/** What becomes of the vars files of the group; undefined when something is in the way, or others use them. */
function renamesOf(project: Project, run: Run, files: ReadonlySet<SourceFile>, old: string, name: string): readonly FileOperation[] | undefined {
  const operations: FileOperation[] = [];
  const formsOf = (folder: Path, group: string): readonly string[] => ['', ...run.config.yamlValidExtensions].map((extension) => group + extension).filter((form) => project.lookup.peek(joinPath(folder, form)) !== 'absent');
  for (const base of new Set([...run.inventoryFolders, ...run.playFolders])) {
    const folder = joinPath(base, 'group_vars');
    if (project.lookup.peek(folder) !== 'directory') continue;
    const [found, ...others] = formsOf(folder, old);
    if (found === undefined) continue;
    const listed = project.lookup.directory(folder)?.names.get(found);
    // through links the same vars may be read by others
    if (others.length > 0 || (listed !== 'file' && listed !== 'directory') || project.lookup.directory(base)?.names.get('group_vars') !== 'directory') return undefined;
    if (!run.inventoryFolders.includes(base) || !project.isBelowRoots(folder) || formsOf(folder, name).length > 0) return undefined;
    const isShared = project.runs.some((other) => other.inventoryFolders.includes(base) && other.staticInventory.groups.has(old) && other.staticInventory.sources.some(({ file }) => file !== undefined && !files.has(file)));
    if (isShared) return undefined;
    operations.push({ kind: 'rename', from: joinPath(folder, found), to: joinPath(folder, name + found.slice(old.length)) });
  }
  return operations;
}

/** True when a text has the name as a word of its own. */
function names(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text);
}

function withoutComments(text: string): string {
  return text.replace(/^\s*;.*$|(^|\s)#.*$/gm, '$1');
}
