// Asks a Tree questions the way an operating system answers them (links followed) and notes what nobody has looked at yet.
import type { Absent, Directory, Link, Path, SourceFile, Tree, TreeEntry } from './tree';
import { folderOf, isWithin, joinPath, nameOf, resolvePath, PATH_LIMIT } from './path';

/** As many links as Linux follows on one path before it calls it a loop. */
const LINK_LIMIT = 40;

/** An answer, and every file that was looked at for it. */
interface Remembered {
  readonly result: unknown;
  readonly files: ReadonlySet<SourceFile>;
}

/** More answers than this are not kept: a name that is being typed makes new questions with each key. */
const REMEMBERED_LIMIT = 20_000;

/** A reader of one Tree. Everything it could not answer is in `wanted`; an answer of `undefined` is "not known", never "absent". */
export class Lookup {
  /** Paths the core would look at and that are not in the Tree; `disk.ts` brings them. */
  readonly wanted = new Set<Path>();
  /** Of what is there: shared by all trees of one shape. */
  private readonly realPaths: Map<Path, Path | undefined>;
  /** Of names that somebody asked for and that nothing has: a new one may come with each key, so they go with this reader. */
  private readonly passing = new Map<Path, Path | undefined>();
  /** On the way to these something is wanted, which each reader has to say anew. */
  private readonly unsure = new Set<Path>();

  constructor(readonly tree: Tree) {
    this.realPaths = tree.shape.once('real paths', () => new Map());
  }

  /** How often something was not there to be looked at, the same again and again included. */
  private wants = 0;

  /** How often something was asked for that nobody has looked at: an answer in whose making it grew is not whole. */
  get timesMissing(): number {
    return this.wants;
  }

  private want(path: Path): void {
    this.wants++;
    this.wanted.add(path);
  }

  /** The files looked at for the answers that are being made, the innermost last. */
  private readonly looking: Set<SourceFile>[] = [];

  /**
   * What `compute` gives, from an earlier tree where that must be the same: folders and links are as they were, and so is each
   * file that was looked at. `compute` may depend on nothing else but what `key` says.
   */
  remember<Result>(key: string, compute: () => Result): Result {
    const all = this.tree.shape.once('remembered', () => new Map<string, Remembered>());
    let known = all.get(key);
    if (known === undefined || !this.stand(known.files)) {
      const files = new Set<SourceFile>();
      const { wants } = this;
      this.looking.push(files);
      try {
        known = { result: compute(), files };
      } finally {
        this.looking.pop();
      }
      if (all.size >= REMEMBERED_LIMIT) all.clear();
      // what is wanted has to be asked for again until it is there
      if (this.wants === wants) all.set(key, known);
    }
    const outer = this.looking[this.looking.length - 1];
    if (outer !== undefined) for (const file of known.files) outer.add(file);
    return known.result as Result;
  }

  private stand(files: ReadonlySet<SourceFile>): boolean {
    for (const file of files) if (this.tree.at(file.path) !== file) return false;
    return true;
  }

  /** The entry at `path`, links followed. Undefined when it was not looked at; a link that leads nowhere is absent. */
  at(path: Path): SourceFile | Directory | Absent | undefined {
    const real = this.realPath(path);
    if (real === undefined) return { kind: 'absent', path };
    const entry = this.stored(real);
    if (entry === undefined) {
      this.want(real);
      return undefined;
    }
    return entry.kind === 'link' ? { kind: 'absent', path } : entry;
  }

  file(path: Path): SourceFile | undefined {
    const entry = this.at(path);
    return entry?.kind === 'file' ? entry : undefined;
  }

  directory(path: Path): Directory | undefined {
    const entry = this.at(path);
    return entry?.kind === 'directory' ? entry : undefined;
  }

  /** True when something is there, false when nothing is, undefined when nobody looked. Does not ask for a file's text. */
  exists(path: Path): boolean | undefined {
    const entry = this.peek(path);
    return entry === undefined ? undefined : entry !== 'absent';
  }

  /** What is at `path`, links followed, without asking for a file's text where the folder's listing tells enough. */
  peek(path: Path): 'file' | 'directory' | 'absent' | 'other' | undefined {
    const real = this.realPath(path);
    if (real === undefined) return 'absent';
    const entry = this.stored(real);
    if (entry !== undefined) return entry.kind === 'link' ? 'absent' : entry.kind === 'file' && entry.problem === 'not-a-file' ? 'other' : entry.kind;
    const kind = this.listedKind(real);
    if (kind !== undefined && kind !== 'link') return kind;
    this.want(real);
    return undefined;
  }

  /** `path` with every link on the way followed; undefined for a loop and for what is too long. A part nobody looked at counts as no link, and is wanted. */
  realPath(path: Path): Path | undefined {
    return path.length > PATH_LIMIT ? undefined : this.follow(path, 0);
  }

  /** True when `path` is a link to its own folder or one above: what follows it goes round in a circle, or through half a disk. */
  leadsUp(path: Path): boolean {
    const real = this.realPath(path);
    const folder = this.realPath(folderOf(path));
    return real === undefined || (folder !== undefined && isWithin(folder, real));
  }

  private follow(path: Path, depth: number): Path | undefined {
    const known = this.realPaths.get(path) ?? this.passing.get(path);
    if (known !== undefined || this.passing.has(path) || this.realPaths.has(path)) {
      if (this.unsure.has(path)) this.wants++;
      return known;
    }
    if (depth > LINK_LIMIT) return undefined;
    const parent = folderOf(path);
    let real: Path | undefined = path;
    let [isThere, isSure] = [false, true];
    if (parent !== path) {
      const realParent = this.follow(parent, depth);
      isSure = !this.unsure.has(parent);
      if (realParent === undefined) real = undefined;
      else {
        const here = joinPath(realParent, nameOf(path));
        const entry = this.tree.at(here);
        const kind = entry === undefined ? this.listedKind(here) : entry.kind;
        isThere = kind !== undefined && kind !== 'absent';
        if (entry?.kind === 'link') {
          const target = resolvePath(realParent, (entry as Link).target);
          real = this.follow(target, depth + 1);
          isSure &&= !this.unsure.has(target);
        } else {
          if (kind === 'link') {
            this.want(here);
            isSure = false;
          }
          real = here;
        }
      }
    }
    if (!isSure) this.unsure.add(path);
    (isThere && isSure ? this.realPaths : this.passing).set(path, real);
    return real;
  }

  private stored(real: Path): TreeEntry | undefined {
    const entry = this.tree.at(real);
    if (entry?.kind === 'file') this.looking[this.looking.length - 1]?.add(entry);
    if (entry !== undefined) return entry;
    return this.isKnownAbsent(real) ? { kind: 'absent', path: real } : undefined;
  }

  private isKnownAbsent(real: Path): boolean {
    for (let path = real, parent = folderOf(real); parent !== path; path = parent, parent = folderOf(parent)) {
      const folder = this.tree.at(parent);
      if (folder === undefined) continue;
      if (folder.kind === 'absent' || folder.kind === 'file') return true;
      if (folder.kind === 'directory') return folder.complete && !folder.names.has(nameOf(path));
      return false;
    }
    return false;
  }

  private listedKind(real: Path) {
    const folder = this.tree.at(folderOf(real));
    return folder?.kind === 'directory' ? folder.names.get(nameOf(real)) : undefined;
  }
}
