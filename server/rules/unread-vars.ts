// A vars folder that no known run reads, although a run has groups or hosts that its files are named after.
import { folderOf, isWithin, joinPath, nameOf } from '../core/path';
import { compareText } from '../core/inventory/inventory';
import { isOfOtherInventory, mayReadOtherFolders, lossOf, inventoriesBeside, unreadVarsOf } from '../core/run/unreadVars';
import { parseYaml } from '../core/yaml';
import type { Directory, Path } from '../core/tree';
import type { Project } from '../core/project';
import { member, varsFilePaths } from '../core/run/playbook';
import type { Run } from '../core/run/run';
import { definitionsOfFile } from '../core/variables/definition';
import type { VarsFolder } from '../core/variables/varsFiles';
import { enumerate, firstLine, varsIn } from './places';
import { taskFilesOf } from './runTimeNames';
import type { Rule } from './rule';
import { unreadWrappers } from './wrapper-vars';

const VARS_FOLDERS: readonly VarsFolder[] = ['group_vars', 'host_vars'];

export const unreadVars: Rule = {
  id: 'unread-vars',
  summary: 'A vars folder that no known run reads',
  severity: 'warning',
  *check({ project, runs }) {
    const written = runs.filter((run) => run.standing === 'declared' || run.standing === 'found');
    // universal: one run that is not known in full may read any folder
    if (written.length === 0 || runs.some((run) => run.isOpaque || run.takesMore === true || run.allUnknown.length > 0 || mayReadOtherFolders(run))) return;
    // inventory-without-vars tells of a run that reads none at all, and of the likeliest of these folders
    const told = new Set(written.flatMap((run) => (lossOf(project, run) === undefined ? [] : unreadVarsOf(project, run).map(({ folder }) => folder))));
    const read = foldersOfRuns(project, runs);
    const withVars = [...new Set(runs.flatMap((run) => run.inventoryFolders))].filter((folder) => VARS_FOLDERS.some((vars) => project.lookup.peek(joinPath(folder, vars)) === 'directory'));
    let mentions: string | undefined;
    for (const { path: folder, directory } of project.folders) {
      if (!directory.names.has('group_vars') && !directory.names.has('host_vars')) continue;
      yield undefined;
      if (told.has(folder) || read.has(project.lookup.realPath(folder) ?? folder) || isElsewhere(project, folder, directory) || standsForAnother(withVars, folder)) continue;
      for (const vars of VARS_FOLDERS) {
        const path = joinPath(folder, vars);
        const real = project.lookup.realPath(path);
        if (real === undefined || project.lookup.peek(path) !== 'directory' || isReadAnyway(runs, real)) continue;
        const named = namedBy(project, written, folder, vars);
        if (named === undefined) continue;
        // what copies, links or includes such files may bring these
        mentions ??= textsOf(project, runs);
        if (mentions.includes(vars)) continue;
        yield {
          span: firstLine(named.file),
          message: `${project.show(path)} has vars for ${enumerate(named.names)}, and no run that is known reads them: Ansible looks for ${vars} beside the inventory and beside the file that holds the plays only`,
          cause: path,
          related: named.runs.flatMap((run) => run.places.slice(0, 1)).slice(0, 5).map((span) => ({ span, message: `this run has ${enumerate(named.names, 1)}, and looks elsewhere` })),
        };
      }
    }
  },
};

/** Folders of code, of tests and of what only shows how it is done; theirs is what lies beside playbooks and inventories that nobody knows. */
const ELSEWHERE = /(^|\/)(roles|collections|ansible_collections|tests?|molecule|templates?|docs?|examples?|samples?|archived?|old|backups?|deprecated|unused|disabled|vendor|third[-_]party|files|contrib|[^/]*\.(bak|old|orig)|\.[^/]+)(\/|$)/i;

function isElsewhere(project: Project, folder: Path, directory: Directory): boolean {
  const root = project.rootOf(folder);
  if (root === undefined || ELSEWHERE.test(folder.slice(root.length))) return true;
  if (project.checkouts.some((checkout) => checkout.holds(folder))) return true;
  return inventoriesBeside(project, folder) || mayHoldInventoryOrPlays(project, folder, directory);
}

/** Texts with sections of their own. */
const OF_TOOLS = /^((tox|pytest|mypy)\.ini|setup\.cfg|ansible\.cfg|[\w-]*\.(md|rst|txt)|(Pipfile|pyproject|poetry|Cargo)[\w.]*|README|LICENSE|CHANGELOG|Makefile|Dockerfile|Vagrantfile|Jenkinsfile)$/i;

/** A playbook or an inventory that no known run names has its vars beside it. */
function mayHoldInventoryOrPlays({ lookup }: Project, folder: Path, directory: Directory): boolean {
  for (const [name, kind] of directory.names) {
    if (kind === 'directory' || name.startsWith('.')) continue;
    const path = joinPath(folder, name);
    if (OF_TOOLS.test(name) || lookup.peek(path) !== 'file') continue;
    if (/inventory|[._-](aws|gcp|azure)[\w.-]*\.ya?ml$/i.test(name)) return true;
    const file = lookup.file(path);
    if (file === undefined || file.problem !== undefined) return true;
    // a script that lists hosts, or an inventory of any form
    if (!/\.(ya?ml|json)$/.test(name)) {
      if ((file.executable && !/\.(sh|bash)$/.test(name)) || /^[ \t]*\[[\w:.-]+\]/m.test(file.text)) return true;
      continue;
    }
    const { root, failure } = parseYaml(file);
    if (failure !== undefined || member(root, 'plugin') !== undefined || member(root, 'all') !== undefined) return true;
    if (root?.kind === 'mapping' && root.entries.some(({ node }) => member(node, 'hosts') !== undefined || member(node, 'children') !== undefined)) return true;
    if (root?.kind === 'sequence' && root.items.some((item) => ['hosts', 'import_playbook', 'ansible.builtin.import_playbook', 'include'].some((key) => member(item, key) !== undefined))) return true;
  }
  return false;
}

/** The real folders that runs read vars in, those beside the parts of their inventories, and those that wrapper-vars tells of. */
function foldersOfRuns(project: Project, runs: readonly Run[]): ReadonlySet<Path> {
  const folders = runs.flatMap((run) => [
    ...run.inventoryFolders,
    ...run.playFolders,
    ...run.staticInventory.sources.flatMap(({ path }) => (path === undefined ? [] : folderOf(path))),
    ...unreadWrappers(project, run, runs).map(({ folder }) => folder),
  ]);
  return new Set([...new Set(folders)].map((folder) => project.lookup.realPath(folder) ?? folder));
}

/** A folder that stands where that of an inventory with vars stands belongs to an inventory that is not there now. */
function standsForAnother(withVars: readonly Path[], folder: Path): boolean {
  return withVars.some((other) => isOfOtherInventory(folder, other));
}

/** A link, `-e @file` or `vars_files` leads to a file of the folder. */
function isReadAnyway(runs: readonly Run[], real: Path): boolean {
  return runs.some(
    (run) =>
      run.loadedFiles.some((file) => isWithin(file.path, real)) ||
      run.readExtraVars.files.some((path) => isWithin(path, real)) ||
      run.plays.some((play) => play.varsFiles.some(({ candidates }) => candidates.some((name) => varsFilePaths(play.folder, name).some((path) => isWithin(path, real))))),
  );
}

/** The groups or hosts of written runs that something is set for there, `all` and those of other repositories left out. */
function namedBy(project: Project, written: readonly Run[], folder: Path, vars: VarsFolder) {
  const repository = project.repositoryOf(joinPath(folder, vars));
  const names = new Set<string>();
  const naming: Run[] = [];
  let first: ReturnType<typeof varsIn>[number]['files'][number] | undefined;
  for (const run of written) {
    if (project.repositoryOf(joinPath(run.cwd, 'ansible.cfg')) !== repository) continue;
    for (const { name, files } of varsIn(project.lookup, run, folder, vars)) {
      const [file] = files.filter((candidate) => definitionsOfFile(candidate, 'groups_plugins_inventory', { kind: 'group', name }).length > 0);
      if (name === 'all' || name === 'ungrouped' || file === undefined) continue;
      names.add(name);
      if (!naming.includes(run)) naming.push(run);
      if (first === undefined || compareText(file.path, first.path) < 0) first = file;
    }
  }
  return first === undefined ? undefined : { file: first, names: [...names].sort(compareText), runs: naming };
}

/** What runs are started by and what they do, as text. */
function textsOf({ lookup }: Project, runs: readonly Run[]): string {
  const files = new Set(runs.flatMap((run) => [...run.places.map(({ file }) => file).filter(({ path }) => nameOf(path) !== 'ansible.cfg'), ...taskFilesOf(lookup, run)]));
  return [...files].map(({ text }) => text).join('\n');
}
