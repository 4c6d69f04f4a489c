// Which folders of a workspace are looked through, in which order, and where it ends. Reads nothing itself: it asks for listings and is told.
import type { Directory, Path, TreeEntry } from './core/tree';
import { displayPath, isWithin, joinPath, nameOf } from './core/path';
import { ignoreRulesOf, isIgnoredBy, matchesGlob, type Glob, type IgnoreRules, type StepBudget } from './glob';

/** After this many names of files and folders the rest of a workspace is left out. */
export const NAME_LIMIT = 50_000;
/** More links than this are not followed. */
const LINK_LIMIT = 1_000;
/** Folders listed at a time. */
const BATCH = 64;
/** Steps that matching may take in all: about a second. Behind that, patterns leave nothing out. */
const STEP_LIMIT = 50_000_000;

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
  /** The patterns were too many, or too slow, for so many names; some were not tried. */
  readonly gaveUpMatching: boolean;
}

/** What the user does not want to be looked through below a folder: `files.exclude`. */
export interface Excluded {
  readonly folder: Path;
  readonly globs: readonly Glob[];
}

/** Patterns that leave something out: those of the user, and the .gitignore files that hold for a folder, outermost first. */
interface Rules {
  readonly excluded: readonly Excluded[];
  readonly ignores: readonly { readonly folder: Path; readonly rules: IgnoreRules }[];
  readonly budget: StepBudget;
}

/** A folder to be listed, with the .gitignore files that hold for it, outermost first. */
interface Step {
  readonly path: Path;
  readonly ignores: Rules['ignores'];
  /** The skipped names of its parent, when Git ignores it: it is looked through only when it turns out to be of Ansible. */
  readonly skippedIn: Set<string> | undefined;
}

/**
 * All folders below `roots`, the upper ones first, then those behind links, each real path once. Left out are folders of tools, Python
 * environments, what `excluded` names, and what a .gitignore names. Inventories and vars are often ignored by Git on purpose
 * (kubespray's own .gitignore names all inventories but its sample), so an ignored folder counts all the same when it is called
 * like an inventory or holds vars or a checkout.
 */
export function* walk(roots: readonly Path[], excluded: readonly Excluded[] = [], limit = NAME_LIMIT): Generator<WalkRequest, Walked, WalkReply> {
  const entries: TreeEntry[] = [];
  const seen = new Set<Path>(roots);
  const links: Path[] = [];
  const budget: StepBudget = { left: STEP_LIMIT };
  const walked = (leftOut: readonly Path[]): Walked => ({ entries, leftOut, gaveUpMatching: budget.left < 0 });
  let names = 0;
  let level: Step[] = roots.map((path) => ({ path, ignores: [], skippedIn: undefined }));
  for (;;) {
    const below: Step[] = [];
    while (level.length > 0) {
      if (names >= limit) return walked([...level, ...below].filter((step) => step.skippedIn === undefined).map((step) => step.path));
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
        const rules = text?.kind === 'file' && text.text !== '' ? ignoreRulesOf(text.text) : undefined;
        const ignores = step.skippedIn !== undefined ? [] : rules === undefined ? step.ignores : [...step.ignores, { folder: entry.path, rules }];
        const skipped = skippedNames(entry, { excluded, ignores, budget });
        entries.push(skipped === undefined ? entry : { ...entry, skipped });
        if (entry.names.has('pyvenv.cfg')) return;
        for (const [name, kind] of entry.names) {
          const path = joinPath(entry.path, name);
          if (kind === 'link' && skipped?.has(name) !== true && links.length < LINK_LIMIT) links.push(path);
          if (kind !== 'directory' || isSkipped(name) || seen.has(path) || isExcluded(path, excluded, budget)) continue;
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
    if (level.length === 0) return walked([]);
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

/** The names of a folder that nothing is looked for in unless a run names it. */
function skippedNames({ path: folder, names }: Directory, { excluded, ignores, budget }: Rules): Set<string> | undefined {
  const skipped = new Set<string>();
  for (const [name, kind] of names) {
    const path = joinPath(folder, name);
    if (isExcluded(path, excluded, budget) || isIgnored(path, kind === 'directory', ignores, budget)) skipped.add(name);
  }
  return skipped.size === 0 ? undefined : skipped;
}

function isExcluded(path: Path, excluded: readonly Excluded[], budget: StepBudget): boolean {
  return excluded.some(({ folder, globs }) => {
    if (path === folder || !isWithin(path, folder)) return false;
    const names = displayPath(path, folder).split('/');
    return globs.some((glob) => matchesGlob(glob, names, budget));
  });
}

/** The innermost .gitignore that speaks of a path decides. */
function isIgnored(path: Path, isFolder: boolean, ignores: Rules['ignores'], budget: StepBudget): boolean {
  for (let index = ignores.length - 1; index >= 0; index--) {
    const { folder, rules } = ignores[index]!;
    const isIgnoredHere = isIgnoredBy(rules, displayPath(path, folder).split('/'), isFolder, budget);
    if (isIgnoredHere !== undefined) return isIgnoredHere;
  }
  return false;
}
