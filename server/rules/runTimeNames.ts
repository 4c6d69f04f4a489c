// Groups and hosts that tasks make while a run goes on (`group_by`, `add_host`): no inventory has them, and vars for them are read.
import { folderOf, joinPath, resolvePath } from '../core/path';
import { keyText } from '../core/value';
import { parseYaml } from '../core/yaml';
import type { Lookup } from '../core/lookup';
import type { Path, SourceFile } from '../core/tree';
import type { YamlNode } from '../core/yamlNode';
import { moduleName, type Play } from '../core/run/playbook';
import type { Run } from '../core/run/run';
import { findRole } from '../core/variables/roles';

/** The names of a kind; `any` when one of them is computed. */
export type MadeNames = ReadonlySet<string> | 'any';

export interface RunTimeNames {
  readonly group: MadeNames;
  readonly host: MadeNames;
}

/** What the plays, the roles they name and the task files these include make. Kubespray's own files are left out: its groups are known. */
export function runTimeNames(lookup: Lookup, runs: readonly Run[]): RunTimeNames {
  const names = { group: new Set<string>(), host: new Set<string>() };
  const computed = { group: false, host: false };
  const seen = new Set<Path>();
  const add = (kind: 'group' | 'host', texts: readonly string[]): void => {
    for (const text of texts) {
      if (text.includes('{{')) computed[kind] = true;
      // a text may hold several names; `group_by` puts a dash for each blank
      for (const name of [text, ...text.split(',')]) names[kind].add(name.trim().replace(/ /g, '-'));
    }
  };
  const readFiles = (run: Run, play: Play, files: readonly (SourceFile | undefined)[]): void => {
    for (const file of files) {
      if (file === undefined || seen.has(file.path) || isKubesprays(run, file.path)) continue;
      seen.add(file.path);
      if (/group_by|add_host|include|import/.test(file.text)) visit(run, play, file, parseYaml(file).root, 0);
    }
  };
  const visit = (run: Run, play: Play, file: SourceFile, node: YamlNode | undefined, depth: number): void => {
    if (node === undefined || depth > 40) return;
    if (node.kind === 'sequence') for (const item of node.items) visit(run, play, file, item, depth + 1);
    if (node.kind !== 'mapping') return;
    for (const { key, node: value } of node.entries) {
      switch (moduleName(key)) {
        case 'group_by':
          add('group', parameters(value, ['key', 'parents']));
          break;
        case 'add_host':
          add('group', parameters(value, ['groups', 'group', 'groupname']));
          add('host', parameters(value, ['name', 'hostname', 'host']));
          break;
        case 'import_role':
        case 'include_role':
          for (const name of parameters(value, ['name'])) {
            const path = name.includes('{{') ? undefined : findRole(lookup, name, play.folder, run.config.rolesPath);
            if (path !== undefined) readFiles(run, play, filesBelow(lookup, joinPath(path, 'tasks')));
          }
          break;
        case 'import_tasks':
        case 'include_tasks':
          // a computed name is one of the folder's files
          for (const name of [...textsOf(value), ...parameters(value, ['file'])]) readFiles(run, play, name.includes('{{') ? filesBelow(lookup, folderOf(file.path)) : [lookup.file(resolvePath(folderOf(file.path), name))]);
          break;
        default:
          visit(run, play, file, value, depth + 1);
      }
    }
  };
  for (const run of runs) {
    for (const play of run.plays) {
      readFiles(run, play, [play.file]);
      if (!isKubesprays(run, play.file.path)) for (const { path } of run.rolesOf(play)) readFiles(run, play, filesBelow(lookup, joinPath(path, 'tasks')));
    }
  }
  return { group: computed.group ? 'any' : names.group, host: computed.host ? 'any' : names.host };
}

/** The files of a run's plays and the task files of their roles, kubespray's own left out. */
export function taskFilesOf(lookup: Lookup, run: Run): readonly SourceFile[] {
  const plays = run.plays.filter(({ file }) => !isKubesprays(run, file.path));
  return plays.flatMap((play) => [play.file, ...run.rolesOf(play).flatMap(({ path }) => filesBelow(lookup, joinPath(path, 'tasks')))]);
}

function isKubesprays({ kubespray }: Run, path: Path): boolean {
  return kubespray?.root !== undefined && path.startsWith(kubespray.root + '/');
}

/** The values of some parameters of a task's action, written as a mapping or as `key=value` words. */
function parameters(action: YamlNode, keys: readonly string[]): string[] {
  if (action.kind === 'mapping') return action.entries.flatMap(({ key, node }) => (keys.includes(keyText(key)) ? textsOf(node) : []));
  const [words = ''] = textsOf(action);
  return [...words.matchAll(/(\w+)=("[^"]*"|'[^']*'|(?:\{\{.*?\}\}|[^\s{])+)/g)].flatMap(([, key, value]) => (keys.includes(key!) ? [value!.replace(/^(["'])(.*)\1$/, '$2')] : []));
}

/** The texts of a scalar or of a list of them. */
function textsOf(node: YamlNode): string[] {
  if (node.kind === 'sequence') return node.items.flatMap(textsOf);
  return node.kind === 'scalar' && node.value !== null ? [keyText(node.value)] : [];
}

function filesBelow(lookup: Lookup, folder: Path, depth = 0): SourceFile[] {
  const directory = lookup.peek(folder) === 'directory' ? lookup.directory(folder) : undefined;
  if (directory === undefined || depth > 5) return [];
  const files: SourceFile[] = [];
  for (const name of directory.names.keys()) {
    const path = joinPath(folder, name);
    const kind = lookup.peek(path);
    if (kind === 'directory') files.push(...filesBelow(lookup, path, depth + 1));
    else if (kind === 'file' && /\.(ya?ml|json)$/.test(name)) {
      const file = lookup.file(path);
      if (file !== undefined) files.push(file);
    }
  }
  return files;
}
