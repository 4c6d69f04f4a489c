// What the disk looked like at one moment, and where in it a thing stands. Reads nothing itself: `disk.ts` and open editors fill it.

/** An absolute path with `/` between names and no `.`/`..` in it. On Windows it starts with an upper-case drive (`C:/x`). */
export type Path = string;

/** Why the text of a file is not there (then `text` is ''); of `not-utf8` it is, with U+FFFD for what cannot be read. */
export type FileProblem = 'unreadable' | 'not-utf8' | 'too-large' | 'not-a-file' | 'outside';

/** One text of one file. A new text is a new object: parses are remembered by it. */
export interface SourceFile {
  readonly kind: 'file';
  readonly path: Path;
  readonly text: string;
  /** Some execute bit is set: Ansible's script plugin tries to run it. */
  readonly executable: boolean;
  /** The disk's bytes began with a UTF-8 byte order mark, which `text` no longer holds. */
  readonly hasByteOrderMark: boolean;
  readonly problem?: FileProblem;
  /** The text comes from an editor and is not on the disk yet. */
  readonly unsaved?: boolean;
}

export type NameKind = 'file' | 'directory' | 'link' | 'other';

/** One listing of a folder. A name that is not in a complete listing is absent. */
export interface Directory {
  readonly kind: 'directory';
  readonly path: Path;
  readonly names: ReadonlyMap<string, NameKind>;
  /** False when it could not be listed in full; then a missing name is unknown, not absent. */
  readonly complete: boolean;
  readonly problem?: 'unreadable' | 'outside';
  /** Names that .gitignore or the user's settings leave out: nothing is looked for behind them unless a run names them. */
  readonly skipped?: ReadonlySet<string>;
  /** Others may write to it (mode o+w): Ansible then ignores an ansible.cfg in it. */
  readonly worldWritable?: boolean;
}

export interface Link {
  readonly kind: 'link';
  readonly path: Path;
  /** As written in the link; relative to the folder that holds it. */
  readonly target: string;
}

export interface Absent {
  readonly kind: 'absent';
  readonly path: Path;
}

export type TreeEntry = SourceFile | Directory | Link | Absent;

/** A place in a text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Where something was written; `from` names what stands in no file, with its text. */
export type Origin = Span | TextOrigin;

export interface TextOrigin {
  readonly from: 'command line' | 'setting' | 'catalogue' | 'ansible' | 'computed';
  readonly text: string;
}

export function isSpan(origin: Origin): origin is Span {
  return 'file' in origin;
}

export function spanOf(file: SourceFile, start: number, end: number): Span {
  return { file, start, end };
}

/** The text a span covers. */
export function textOf(span: Span): string {
  return span.file.text.slice(span.start, span.end);
}

/** True when `offset` lies in the span, its end included (a cursor right behind a word is on it). */
export function covers(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

const LAYER_LIMIT = 512;

/** Trees that differ only in the texts of files have one in common: what follows from folders and links alone is remembered by it. */
export class Shape {
  private readonly known = new Map<string, unknown>();

  /** What `compute` gives the first time. It may depend on nothing but folders, links and what `key` says. */
  once<Result>(key: string, compute: () => Result): Result {
    if (!this.known.has(key)) this.known.set(key, compute());
    return this.known.get(key) as Result;
  }
}

/**
 * Immutable; a change shares all but the changed entries. Entries stand under the real path of their folder:
 * `lookup.ts` follows links. `undefined` from `at` means "not looked at", never absent.
 */
export class Tree {
  static readonly empty = new Tree(new Map(), new Map(), new Shape());

  private constructor(
    private readonly base: ReadonlyMap<Path, TreeEntry>,
    private readonly recent: ReadonlyMap<Path, TreeEntry | undefined>,
    readonly shape: Shape,
  ) {}

  /** The entry itself, links not followed. */
  at(path: Path): TreeEntry | undefined {
    return this.recent.has(path) ? this.recent.get(path) : this.base.get(path);
  }

  /** A tree where these entries replace what stood at their paths. */
  with(entries: Iterable<TreeEntry>): Tree {
    return this.changed([...entries].map((entry) => [entry.path, entry] as const));
  }

  /** A tree where these paths count as not looked at. */
  without(paths: Iterable<Path>): Tree {
    return this.changed([...paths].map((path) => [path, undefined] as const));
  }

  *entries(): IterableIterator<TreeEntry> {
    for (const entry of this.base.values()) if (!this.recent.has(entry.path)) yield entry;
    for (const entry of this.recent.values()) if (entry !== undefined) yield entry;
  }

  private changed(changes: readonly (readonly [Path, TreeEntry | undefined])[]): Tree {
    if (changes.length === 0) return this;
    const shape = changes.every(([path, entry]) => entry?.kind === 'file' && this.at(path)?.kind === 'file') ? this.shape : new Shape();
    if (this.recent.size + changes.length <= LAYER_LIMIT) return new Tree(this.base, new Map([...this.recent, ...changes]), shape);
    const base = new Map(this.base);
    for (const [path, entry] of [...this.recent, ...changes]) {
      if (entry === undefined) base.delete(path);
      else base.set(path, entry);
    }
    return new Tree(base, new Map(), shape);
  }
}
