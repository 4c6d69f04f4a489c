// Vars beside a playbook that only imports others: Ansible looks beside the files that hold the plays, and these are in other folders.
import type { Fix } from '../core/diagnostic';
import { folderOf, joinPath, nameOf } from '../core/path';
import type { Path } from '../core/tree';
import type { Project } from '../core/project';
import { inventoriesBeside, lossOf, mayReadOtherFolders } from '../core/run/unreadVars';
import { namesAllItReads } from '../core/run/declaration';
import type { WrapperPlaybook } from '../core/run/playbook';
import type { Run } from '../core/run/run';
import { enumerate, firstLine, varsIn } from './places';
import type { Rule } from './rule';

export const wrapperVars: Rule = {
  id: 'wrapper-vars',
  summary: 'Vars beside a playbook that only imports playbooks of other folders',
  severity: 'warning',
  *check({ project, runs }) {
    for (const run of runs) {
      for (const wrapper of unreadWrappers(project, run, runs)) {
        yield undefined;
        const { folder, file, imports } = wrapper;
        if (lossOf(project, run)?.unread.folder === folder) continue; // one cause, one finding
        for (const vars of ['group_vars', 'host_vars'] as const) {
          const path = joinPath(folder, vars);
          const [unread] = varsIn(project.lookup, run, folder, vars).flatMap(({ files }) => files);
          if (unread === undefined) continue;
          const places = run.playFolders.map((play) => project.show(joinPath(play, vars)));
          yield {
            span: firstLine(unread),
            message: `${project.show(path)} is not read: ${nameOf(file.path)} beside it only imports playbooks, and Ansible looks beside the files that hold the plays${places.length === 0 ? '' : `, for ${enumerate(places)} here`}`,
            cause: path,
            run,
            related: imports.map((span) => ({ span, message: 'the plays are imported here' })),
            fixes: fixesOf(project, run, runs, path),
          };
        }
      }
    }
  },
};

/** The wrappers of a run with no play in their folder, when nobody else reads the vars there. */
export function unreadWrappers(project: Project, run: Run, runs: readonly Run[]): readonly WrapperPlaybook[] {
  // an -i or a playbook that is not known may lie there
  if (run.wrappers.length === 0 || !namesAllItReads(run) || mayReadOtherFolders(run)) return [];
  // a collection's playbook lies with the collection, wherever that is
  if (run.allUnknown.some((text) => /playbook/.test(text) && !/^where the playbook \w+(\.\w+)+ is$/.test(text))) return [];
  const seen = new Set<Path>();
  return run.wrappers.filter(({ folder }) => {
    if (seen.has(folder) || ['group_vars', 'host_vars'].every((vars) => project.lookup.peek(joinPath(folder, vars)) !== 'directory')) return false;
    seen.add(folder);
    const real = project.lookup.realPath(folder);
    const isRead = (folders: readonly Path[]): boolean => folders.some((candidate) => candidate === folder || project.lookup.realPath(candidate) === real);
    if (isRead([...run.inventoryFolders, ...run.playFolders]) || inventoriesBeside(project, folder)) return false;
    return !runs.some((other) => other !== run && isRead([...other.inventoryFolders, ...(other.standing === 'inferred' ? [] : other.playFolders)]));
  });
}

/** Beside the inventory every run of it reads them. Only where there is one inventory for the playbook, and nothing in the way. */
function fixesOf(project: Project, run: Run, runs: readonly Run[], path: Path): Fix[] {
  const sharing = runs.filter((other) => other.wrappers.some(({ folder }) => folder === folderOf(path)));
  const [target, ...others] = new Set(sharing.flatMap((other) => other.inventoryFolders));
  if (target === undefined || others.length > 0 || run.isOpaque || run.takesMore === true || !project.isBelowRoots(path) || !project.isBelowRoots(target)) return [];
  const to = joinPath(target, nameOf(path));
  if (project.lookup.peek(to) !== 'absent' || project.lookup.directory(folderOf(path))?.names.get(nameOf(path)) !== 'directory') return [];
  return [{ title: `Move ${nameOf(path)} beside the inventory, to ${project.show(target)}`, edits: [], operations: [{ kind: 'rename', from: path, to }], preferred: true }];
}
