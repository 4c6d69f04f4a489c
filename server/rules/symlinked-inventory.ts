// An inventory that is a link: Ansible looks for vars beside the link, not beside the file it leads to.
import { folderOf, joinPath, nameOf } from '../core/path';
import { lossOf } from '../core/run/unreadVars';
import { firstLine, namedVarsIn } from './places';
import type { Rule } from './rule';

export const symlinkedInventory: Rule = {
  id: 'symlinked-inventory',
  summary: 'An inventory that is a link, with its vars beside the file it leads to',
  severity: 'warning',
  *check({ project, runs }) {
    const { lookup } = project;
    for (const run of runs) {
      for (const { path, span: place } of run.sources) {
        yield undefined;
        if (path === undefined || lookup.peek(path) !== 'file') continue;
        const real = lookup.realPath(path);
        const folder = lookup.realPath(folderOf(path));
        if (real === undefined || folder === undefined || folderOf(real) === folder) continue;
        const target = folderOf(real);
        if (['group_vars', 'host_vars'].some((vars) => lookup.peek(joinPath(folder, vars)) === 'directory') || [...run.inventoryFolders, ...run.playFolders].some((read) => lookup.realPath(read) === target)) continue;
        const [unread] = namedVarsIn(lookup, run, target);
        const file = lookup.file(path);
        if (unread === undefined || file === undefined || lossOf(project, run)?.unread.folder === target) continue;
        yield {
          span: firstLine(file),
          message: `${nameOf(path)} in ${project.show(folderOf(path))} is a link to this file: a run that names it looks for vars beside the link, not in ${project.show(target)}`,
          cause: path,
          run,
          related: [{ span: firstLine(unread), message: 'not read' }, ...(place === undefined ? [] : [{ span: place, message: 'a run names the link here' }])],
        };
      }
    }
  },
};
