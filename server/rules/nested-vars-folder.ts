// Vars beside an inventory in a sub-folder of the folder that a run names: the inventory is read, its vars are not.
import type { Fix } from '../core/diagnostic';
import { textOf, type Span } from '../core/tree';
import { compareText } from '../core/inventory/inventory';
import { folderOf } from '../core/path';
import { lossOf } from '../core/run/unreadVars';
import { firstLine, namedVarsIn } from './places';
import type { Rule } from './rule';

export const nestedVarsFolder: Rule = {
  id: 'nested-vars-folder',
  summary: 'Vars beside an inventory in a sub-folder of the folder that a run names',
  severity: 'warning',
  *check({ project, runs }) {
    for (const run of runs) {
      const read = new Set([...run.inventoryFolders, ...run.playFolders]);
      const folders = new Map(run.staticInventory.sources.flatMap(({ path, file, outcome }) => (path === undefined || file === undefined || outcome !== 'parsed' ? [] : [[folderOf(path), file] as const])));
      for (const [folder, file] of [...folders].sort(([left], [right]) => compareText(left, right))) {
        yield undefined;
        if (read.has(folder)) continue;
        const [unread] = namedVarsIn(project.lookup, run, folder);
        // one cause, one finding
        if (unread === undefined || lossOf(project, run)?.unread.folder === folder) continue;
        const named = run.sources.find(({ path }) => path !== undefined && folder.startsWith(`${path}/`));
        const base = named?.path === undefined ? '' : project.show(named.path);
        // of several inventories the others would be lost
        const isOnly = folders.size === 1 && named?.span !== undefined && textOf(named.span) === named.text;
        yield {
          span: firstLine(file),
          message: `The vars beside this inventory are not read: a run that names ${base} looks for group_vars and host_vars in ${base} itself`,
          cause: folder,
          run,
          related: [
            { span: firstLine(unread), message: 'not read' },
            ...(named?.span === undefined ? [] : [{ span: named.span, message: `a run names ${base} here` }]),
          ],
          fixes: isOnly ? [fixOf(named!.span!, named!.text, file.path.slice(named!.path!.length + 1))] : [],
        };
      }
    }
  },
};

/** Names the inventory itself: vars beside it are then read. */
function fixOf(span: Span, text: string, below: string): Fix {
  const newText = `${text.replace(/\/+$/, '')}/${below}`;
  return { title: `Change to ${newText}`, edits: [{ span, newText }], operations: [] };
}
