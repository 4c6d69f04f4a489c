// The folders of a tree that inventories, scripts and checkouts are looked for in: below the roots and behind links, each real one once.
import type { Lookup } from './lookup';
import { joinPath } from './path';
import { compareText } from './inventory/inventory';
import type { Directory, Path } from './tree';

/** A folder as it is reached from a root: its own path, or through a link. */
export interface Folder {
  readonly path: Path;
  readonly directory: Directory;
}

/** Every listed folder below `roots`, without what .gitignore or the user leaves out. A folder that can be reached without a link is. */
export function findFolders(lookup: Lookup, roots: readonly Path[]): readonly Folder[] {
  // an edit of a text moves no folder, and there can be tens of thousands
  return lookup.tree.shape.once(['folders', ...roots].join('\0'), () => lookThrough(lookup, roots));
}

function lookThrough(lookup: Lookup, roots: readonly Path[]): Folder[] {
  const { tree } = lookup;
  const folders: Folder[] = [];
  const seen = new Set<Path>();
  let links: { readonly path: Path; readonly real: Path }[] = [];
  /** Paths as reached, and where their entries stand. */
  const open = roots.map((path) => ({ path, real: path })).reverse();
  for (;;) {
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const directory = tree.at(next.real);
      if (directory?.kind !== 'directory' || seen.has(directory.path)) continue;
      seen.add(directory.path);
      folders.push({ path: next.path, directory });
      for (const [name, kind] of directory.names) {
        if ((kind !== 'directory' && kind !== 'link') || directory.skipped?.has(name) === true) continue;
        (kind === 'link' ? links : open).push({ path: joinPath(next.path, name), real: joinPath(next.real, name) });
      }
    }
    if (links.length === 0) return folders;
    // of two links to one folder it is always the same that counts
    for (const { path, real } of links.sort((left, right) => compareText(right.path, left.path))) {
      if (tree.at(real)?.kind !== 'link') continue; // whoever looked through the workspace has found no folder behind it
      const target = lookup.realPath(real);
      if (target !== undefined) open.push({ path, real: target });
    }
    links = [];
  }
}
