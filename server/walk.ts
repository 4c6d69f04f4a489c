// Which folders of a workspace are looked through, in which order, and where it ends. Reads nothing itself: it asks for listings and is told.
import ignore, { type Ignore } from 'ignore';
import type { Directory, Path, TreeEntry } from './core/tree';
import { displayPath, isWithin, joinPath, nameOf } from './core/path';

/** After this many names of files and folders the rest of a workspace is left out. */
export const NAME_LIMIT = 50_000;
/** More links than this are not followed. */
const LINK_LIMIT = 1_000;
/** Folders listed at a time. */
const BATCH = 64;

const SKIPPED_FOLDERS = new Set(['.git', 'node_modules', '.tox', '.terraform', '.cache', '__pycache__', '.venv', '.mypy_cache', '.svn', '.hg']);
const VARS_FOLDERS = new Set(['group_vars', 'host_vars']);
const INVENTORY_FOLDERS = new Set(['inventory', 'inventories', 'environments', 'clusters', ...VARS_FOLDERS]);

/** What a walk asks for: entries as they are, or for links the real path of the folder behind each (undefined for anything else). */
export type WalkRequest = { readonly look: readonly Path[] } | { readonly follow: readonly Path[] };
export type WalkReply = readonly (TreeEntry | Path | undefined)[];

export interface Walked {
  /** Listings, links that lead to folders, and the texts of .gitignore files. */
  readonly entries: readonly TreeEntry[];
  /** Folders that were not listed because there were too many names before them. */
  readonly leftOut: readonly Path[];
}

/** True when the user does not want a path to be looked through: `files.exclude`. */
export type Excluded = (path: Path) => boolean;

/** A folder to be listed, with the .gitignore files that hold for it, outermost first. */
interface Step {
  readonly path: Path;
  readonly ignores: readonly { readonly folder: Path; readonly rules: Ignore }[];
  /** The skipped names of its parent, when Git ignores it: it is looked through only when it turns out to be of Ansible. */
  readonly skippedIn: Set<string> | undefined;
}

/**
 * All folders below `roots`, the upper ones first, then those behind links, each real path once. Left out are folders of tools, Python
 * environments, what `isExcluded` names, and what a .gitignore names. Inventories and vars are often ignored by Git on purpose
 * (kubespray's own .gitignore names all inventories but its sample), so an ignored folder counts all the same when it is called
 * like an inventory or holds vars or a checkout.
 */
export function* walk(roots: readonly Path[], isExcluded: Excluded = () => false, limit = NAME_LIMIT): Generator<WalkRequest, Walked, WalkReply> {
  const entries: TreeEntry[] = [];
  const seen = new Set<Path>(roots);
  const links: Path[] = [];
  let names = 0;
  let level: Step[] = roots.map((path) => ({ path, ignores: [], skippedIn: undefined }));
  for (;;) {
    const below: Step[] = [];
    while (level.length > 0) {
      if (names >= limit) return { entries, leftOut: [...level, ...below].filter((step) => step.skippedIn === undefined).map((step) => step.path) };
      const steps = level.splice(0, BATCH);
      const listed = (yield { look: steps.map((step) => step.path) }) as readonly TreeEntry[];
      const ignoreFiles = listed.flatMap((entry, index) => (entry.kind === 'directory' && entry.names.get('.gitignore') === 'file' ? [{ index, path: joinPath(entry.path, '.gitignore') }] : []));
      const texts = ignoreFiles.length === 0 ? [] : ((yield { look: ignoreFiles.map((file) => file.path) }) as readonly TreeEntry[]);
      entries.push(...texts);
      listed.forEach((entry, index) => {
        const step = steps[index]!;
        if (entry.kind !== 'directory') return void entries.push(entry);
        if (step.skippedIn !== undefined) {
          if (!isOfAnsible(entry, roots)) return;
          step.skippedIn.delete(nameOf(entry.path));
        }
        names += entry.names.size;
        const text = texts[ignoreFiles.findIndex((file) => file.index === index)];
        const rules = text?.kind === 'file' && text.text !== '' ? rulesOf(text.text) : undefined;
        const ignores = step.skippedIn !== undefined ? [] : rules === undefined ? step.ignores : [...step.ignores, { folder: entry.path, rules }];
        const skipped = skippedNames(entry, isExcluded, ignores);
        entries.push(skipped === undefined ? entry : { ...entry, skipped });
        if (entry.names.has('pyvenv.cfg')) return;
        for (const [name, kind] of entry.names) {
          const path = joinPath(entry.path, name);
          if (kind === 'link' && skipped?.has(name) !== true && links.length < LINK_LIMIT) links.push(path);
          if (kind !== 'directory' || isSkipped(name) || seen.has(path) || isExcluded(path)) continue;
          seen.add(path);
          below.push(skipped?.has(name) === true ? { path, ignores: [], skippedIn: skipped } : { path, ignores, skippedIn: undefined });
        }
      });
    }
    level = below;
    if (level.length > 0) continue;
    const followed = links.splice(0);
    const targets = followed.length === 0 ? [] : ((yield { follow: followed }) as readonly (Path | undefined)[]);
    const leading: Path[] = [];
    followed.forEach((link, index) => {
      const target = targets[index];
      // a link up leads round in a circle, or through half a disk
      if (target === undefined || isWithin(link, target) || roots.some((root) => isWithin(root, target))) return;
      leading.push(link);
      if (seen.has(target) || isSkipped(nameOf(target))) return;
      seen.add(target);
      level.push({ path: target, ignores: [], skippedIn: undefined });
    });
    if (leading.length > 0) entries.push(...((yield { look: leading }) as readonly TreeEntry[]));
    if (level.length === 0) return { entries, leftOut: [] };
  }
}

/** True for the name of a folder that is not listed on its own account. */
export function isSkipped(name: string): boolean {
  return SKIPPED_FOLDERS.has(name);
}

function isOfAnsible({ path, names }: Directory, roots: readonly Path[]): boolean {
  const root = roots.find((candidate) => isWithin(path, candidate));
  if (root !== undefined && displayPath(path, root).split('/').some((name) => INVENTORY_FOLDERS.has(name))) return true;
  return [...VARS_FOLDERS].some((name) => names.get(name) === 'directory') || (names.get('roles') === 'directory' && (names.has('cluster.yml') || names.has('galaxy.yml')));
}

function rulesOf(text: string): Ignore | undefined {
  try {
    return ignore().add(text);
  } catch {
    return undefined; // a pattern that is no pattern
  }
}

/** The names of a folder that nothing is looked for in unless a run names it. */
function skippedNames({ path: folder, names }: Directory, isExcluded: Excluded, ignores: Step['ignores']): Set<string> | undefined {
  const skipped = new Set<string>();
  for (const [name, kind] of names) {
    const path = joinPath(folder, name);
    if (isExcluded(path) || isIgnored(path, kind === 'directory', ignores)) skipped.add(name);
  }
  return skipped.size === 0 ? undefined : skipped;
}

/** The innermost .gitignore that speaks of a path decides. */
function isIgnored(path: Path, isFolder: boolean, ignores: Step['ignores']): boolean {
  for (let index = ignores.length - 1; index >= 0; index--) {
    const { folder, rules } = ignores[index]!;
    const { ignored, unignored } = rules.test(displayPath(path, folder) + (isFolder ? '/' : ''));
    if (ignored || unignored) return ignored;
  }
  return false;
}
