// The documents an editor has open, as they lie over what the disk says: by real path, however many names a file is open under.
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isWithin, joinPath } from '../core/path';
import type { NameKind, Path, SourceFile, TreeEntry } from '../core/tree';
import { FILE_LIMIT, realPathAsync, realPathOf } from '../disk';
import { pathOf } from './convert';
import { isSameListing } from './listing';
import { inParallel } from './pace';

/** A file that the editor has open. */
export interface OpenFile {
  readonly path: Path;
  /** By URI; the one edited last stands last, and its text counts. */
  readonly documents: Map<string, TextDocument>;
  onDisk: TreeEntry;
  /** The text that the disk had last: an open document that still says the same is gone with its file. */
  savedText: string | undefined;
  /** What counts: the document's text on top of what the disk says. */
  entry: TreeEntry;
}

export class OpenDocuments {
  private readonly files = new Map<Path, OpenFile>();
  private readonly paths = new Map<string, Path>();

  /** The open file of that real path. */
  at(path: Path): OpenFile | undefined {
    return this.files.get(path);
  }

  of(uri: string): OpenFile | undefined {
    const path = this.paths.get(uri);
    return path === undefined ? undefined : this.files.get(path);
  }

  all(): Iterable<OpenFile> {
    return this.files.values();
  }

  /** Undefined for a document that is no file of this machine. `known` tells what is at a path as far as that was looked at. */
  open({ uri, version, text }: { readonly uri: string; readonly version: number; readonly text: string }, known: (path: Path) => TreeEntry | undefined): OpenFile | undefined {
    const shown = pathOf(uri);
    return shown === undefined ? undefined : this.place(TextDocument.create(uri, '', version, text), realPathOf(shown), known);
  }

  private place(document: TextDocument, path: Path, known: (path: Path) => TreeEntry | undefined): OpenFile {
    let file = this.files.get(path);
    if (file === undefined) {
      // until the disk is asked, an editor that opens a file has just read it there
      const seen = known(path);
      const onDisk = seen ?? withText(path, document.getText(), false, false);
      file = { path, documents: new Map(), onDisk, savedText: seen?.kind === 'file' && seen.problem === undefined ? seen.text : undefined, entry: onDisk };
      this.files.set(path, file);
    }
    file.documents.set(document.uri, document);
    this.paths.set(document.uri, path);
    return file;
  }

  /** Links may have been swapped since documents were opened: each goes to the file that its URI names now. */
  async follow(): Promise<void> {
    const now = await inParallel([...this.paths.keys()], async (uri) => [uri, await realPathAsync(pathOf(uri)!)] as const);
    for (const [uri, path] of now) {
      const before = this.of(uri);
      const document = before?.documents.get(uri);
      if (before === undefined || document === undefined || before.path === path) continue;
      this.close({ uri });
      this.place(document, path, () => undefined);
    }
  }

  change({ uri, version }: { readonly uri: string; readonly version: number }, changes: readonly TextDocumentContentChangeEvent[]): OpenFile | undefined {
    const file = this.of(uri);
    const document = file?.documents.get(uri);
    if (file === undefined || document === undefined) return undefined;
    file.documents.delete(uri);
    file.documents.set(uri, TextDocument.update(document, [...changes], version));
    return file;
  }

  /** The file may still be open under another name. */
  close({ uri }: { readonly uri: string }): OpenFile | undefined {
    const file = this.of(uri);
    this.paths.delete(uri);
    file?.documents.delete(uri);
    if (file?.documents.size === 0) this.files.delete(file.path);
    return file;
  }

  /** What the disk says at a path, with what is open on top; `known` itself when that says the same, because parses are remembered by it. */
  over(entry: TreeEntry, known: TreeEntry | undefined): TreeEntry {
    const file = this.files.get(entry.path);
    if (file === undefined) return kept(entry.kind === 'directory' || entry.kind === 'absent' ? this.withUnsavedNames(entry) : entry, known);
    file.onDisk = entry;
    if (entry.kind === 'file' && entry.problem === undefined) file.savedText = entry.text;
    return (file.entry = kept(merged(file), known));
  }

  /** A listing with the names of open files that the disk does not have yet. */
  private withUnsavedNames(entry: TreeEntry & { readonly kind: 'directory' | 'absent' }): TreeEntry {
    let names: Map<string, NameKind> | undefined;
    for (const file of this.files.values()) {
      if (!isUnsaved(file.entry) || !isWithin(file.path, entry.path)) continue;
      names ??= new Map(entry.kind === 'directory' ? entry.names : []);
      const rest = file.path.slice(joinPath(entry.path, '').length);
      const [name = rest] = rest.split('/');
      if (!names.has(name)) names.set(name, name === rest ? 'file' : 'directory');
    }
    if (names === undefined || (entry.kind === 'directory' && names.size === entry.names.size)) return entry;
    return entry.kind === 'directory' ? { ...entry, names } : { kind: 'directory', path: entry.path, names, complete: true };
  }
}

/** `known` when it says the same as `entry`. */
export function kept(entry: TreeEntry, known: TreeEntry | undefined): TreeEntry {
  return known !== undefined && isSameEntry(known, entry) ? known : entry;
}

/** The document's text on top of what the disk says of the file. */
export function merged({ path, documents, onDisk, savedText, entry }: OpenFile): TreeEntry {
  const text = lastOf(documents.values())?.getText();
  if (text === undefined || onDisk.kind === 'directory' || onDisk.kind === 'link') return onDisk;
  if (onDisk.kind === 'absent') return text === savedText && !isUnsaved(entry) ? onDisk : { ...withText(path, text, false, false), unsaved: true };
  if (onDisk.problem === 'not-a-file') return onDisk;
  const file = withText(path, text, onDisk.executable, onDisk.hasByteOrderMark);
  // the editor shows such bytes as U+FFFD, as the disk's text has them, and would save them so
  return onDisk.problem === 'not-utf8' && file.problem === undefined ? { ...file, problem: 'not-utf8' } : file;
}

function withText(path: Path, text: string, executable: boolean, hasByteOrderMark: boolean): SourceFile {
  return { kind: 'file', path, executable, hasByteOrderMark, ...(text.length > FILE_LIMIT ? { text: '', problem: 'too-large' as const } : { text }) };
}

/** True for a file that only the editor has. */
export function isUnsaved(entry: TreeEntry): boolean {
  return entry.kind === 'file' && entry.unsaved === true;
}

function isSameEntry(left: TreeEntry, right: TreeEntry): boolean {
  if (left === right) return true;
  if (left.kind === 'file' && right.kind === 'file') {
    return left.executable === right.executable && left.hasByteOrderMark === right.hasByteOrderMark && left.problem === right.problem && left.unsaved === right.unsaved && left.text === right.text;
  }
  if (left.kind === 'directory' && right.kind === 'directory') {
    return left.complete === right.complete && left.problem === right.problem && left.worldWritable === right.worldWritable && isSameListing(left, right) && isSameSet(left.skipped, right.skipped);
  }
  return left.kind === right.kind && (left.kind !== 'link' || right.kind !== 'link' || left.target === right.target);
}

function isSameSet(left: ReadonlySet<string> | undefined, right: ReadonlySet<string> | undefined): boolean {
  if ((left?.size ?? 0) !== (right?.size ?? 0)) return false;
  for (const name of left ?? []) if (right?.has(name) !== true) return false;
  return true;
}

export function lastOf<Item>(items: Iterable<Item> | undefined): Item | undefined {
  let last: Item | undefined;
  for (const item of items ?? []) last = item;
  return last;
}
