// What a listing says to whoever has seen an earlier one.
import type { Directory, TreeEntry } from '../core/tree';

/** Names that decide whether a folder is looked through, or what is left out below it. */
export const DECISIVE = new Set(['.gitignore', 'pyvenv.cfg', 'group_vars', 'host_vars', 'roles', 'cluster.yml', 'galaxy.yml']);

/** The names in a listing that lead to other listings, as one text; for a file or nothing the empty one. */
export function foldersIn(entry: TreeEntry | undefined): string {
  if (entry?.kind !== 'directory') return '';
  return [...entry.names].flatMap(([name, kind]) => (kind === 'directory' || kind === 'link' || DECISIVE.has(name) ? [name] : [])).sort().join('/');
}

/** True when two listings have the same names of the same kinds. */
export function isSameListing({ names: left }: Directory, { names: right }: Directory): boolean {
  if (left.size !== right.size) return false;
  for (const [name, kind] of left) if (right.get(name) !== kind) return false;
  return true;
}
