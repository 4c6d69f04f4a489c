// The world of the server: the current Project, kept in step with the disk, the open documents, the folders and the settings. Knows no request.
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { folderOf, isWithin, joinPath, nameOf } from '../core/path';
import { Project } from '../core/project';
import { DEFAULT_SETTINGS, type Settings } from '../core/settings';
import { Tree, type Directory, type NameKind, type Path, type SourceFile, type TreeEntry } from '../core/tree';
import { bring, bringInSteps, FILE_LIMIT, isSkipped, readEntry, realPathOf, walk } from '../disk';
import { pathOf, uriOfPath, type Uris } from './convert';

/** An open folder of the editor, under its real path and as the editor spells it. */
interface Root {
  readonly path: Path;
  readonly shown: Path;
}

/** A file that the editor has open, however many names it has it open under. */
interface OpenFile {
  readonly path: Path;
  /** By URI; the one edited last stands last, and its text counts. */
  readonly documents: Map<string, TextDocument>;
  onDisk: TreeEntry;
  /** The text that the disk had last: an open document that still says the same is gone with its file. */
  savedText: string | undefined;
  /** What counts: the document's text on top of what the disk says. */
  entry: TreeEntry;
}

/** Work goes on this long, in milliseconds, before others may work. */
const SLICE = 20;
/** More file events than this at once: everything is looked at again. */
const EVENT_LIMIT = 200;
/** Devices and the kernel's own files are nobody's inventory. */
const SYSTEM_FOLDERS = /^\/(dev|proc|sys)(\/|$)/;

export class Workspace implements Uris {
  private project = new Project(Tree.empty, DEFAULT_SETTINGS);
  private roots: readonly Root[] = [];
  private isTrusted = false;
  private readonly openFiles = new Map<Path, OpenFile>();
  /** Open files whose text the project does not have yet. */
  private readonly edited = new Set<OpenFile>();
  private isScanned = false;
  private markScanned: () => void = () => {};
  private readonly scanned = new Promise<void>((done) => (this.markScanned = done));
  private scan: Promise<void> = Promise.resolve();
  private isScanWanted = false;

  /** `onChange` is called for each new project; `attempt` runs work that nobody waits for and logs what it throws. */
  constructor(private readonly onChange: () => void, private readonly attempt: (name: string, work: () => void | Promise<void>) => Promise<void>, private readonly log: (text: string) => void) {}

  // --- questions ---

  /** Resolves when the first scan is done, at the latest after `milliseconds`; false when it is not done by then. */
  async isReady(milliseconds: number): Promise<boolean> {
    if (this.isScanned) return true;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([this.scanned, new Promise<void>((done) => (timer = setTimeout(done, milliseconds)))]);
    clearTimeout(timer);
    return this.isScanned;
  }

  /** Puts a question to the newest project; files it turns out to need are read first, and it is put again. */
  ask<Answer>(question: (project: Project) => Answer): Answer {
    this.fold();
    let answer!: Answer;
    const asked = (project: Project): void => void (answer = question(project));
    this.adopt(bring(this.project, asked, this.look));
    return answer;
  }

  /** True while nothing newer than `project` is known. */
  isCurrent(project: Project): boolean {
    return project === this.project && this.edited.size === 0;
  }

  /** The file an editor calls `uri`; undefined when it is none of this machine or is not there. */
  fileOf(project: Project, uri: string): SourceFile | undefined {
    const path = this.pathOf(uri);
    if (path === undefined) return undefined;
    // a document nobody reads is not in the tree, and need not be
    const entry = project.tree.at(path) ?? this.openFiles.get(path)?.entry ?? project.lookup.at(path);
    return entry?.kind === 'file' ? entry : undefined;
  }

  /** The real path of a `file:` URI. */
  pathOf(uri: string): Path | undefined {
    for (const open of this.openFiles.values()) if (open.documents.has(uri)) return open.path;
    const path = pathOf(uri);
    return path === undefined ? undefined : realPathOf(path);
  }

  /** Every URI under which the editor shows `path`. */
  urisOf(path: Path): readonly string[] {
    const open = this.openFiles.get(path);
    return open === undefined ? [this.uriOf(path)] : [...open.documents.keys()];
  }

  uriOf(path: Path): string {
    const open = this.openFiles.get(path)?.documents.keys().next().value;
    if (open !== undefined) return open;
    let best: Root | undefined;
    for (const root of this.roots) if (isWithin(path, root.path) && root.path.length > (best?.path.length ?? -1)) best = root;
    return uriOfPath(best === undefined ? path : best.shown + path.slice(best.path.length));
  }

  versionOf(file: SourceFile): number | null {
    const document = lastOf(this.openFiles.get(file.path)?.documents.values());
    return document !== undefined && document.getText() === file.text ? document.version : null;
  }

  /** Folders outside the workspace that files were read from, and those below them; none that holds an open folder. */
  get outsideFolders(): readonly Path[] {
    const folders = new Set<Path>();
    for (const entry of this.project.tree.entries()) {
      if (entry.kind === 'file' && entry.problem === undefined && !this.isBelowRoots(entry.path)) folders.add(folderOf(entry.path));
    }
    for (const entry of this.project.tree.entries()) {
      if (entry.kind === 'directory' && entry.problem === undefined && folders.has(folderOf(entry.path)) && !this.isBelowRoots(entry.path)) folders.add(entry.path);
    }
    return [...folders].filter((folder) => !this.roots.some((root) => isWithin(root.path, folder))).sort();
  }

  // --- documents ---

  open({ uri, version, text }: { readonly uri: string; readonly version: number; readonly text: string }): void {
    const shown = pathOf(uri);
    if (shown === undefined) return;
    const path = realPathOf(shown);
    let open = this.openFiles.get(path);
    if (open === undefined) {
      const onDisk = readEntry(path);
      open = { path, documents: new Map(), onDisk, savedText: onDisk.kind === 'file' && onDisk.problem === undefined ? onDisk.text : undefined, entry: onDisk };
      this.openFiles.set(path, open);
    }
    open.documents.set(uri, TextDocument.create(uri, '', version, text));
    this.edited.add(open);
    this.onChange();
  }

  change({ uri, version }: { readonly uri: string; readonly version: number }, changes: readonly TextDocumentContentChangeEvent[]): void {
    const open = this.openFileOf(uri);
    const document = open?.documents.get(uri);
    if (open === undefined || document === undefined) return;
    open.documents.delete(uri);
    open.documents.set(uri, TextDocument.update(document, [...changes], version));
    this.edited.add(open);
    // a change asks for new answers, but is taken in only when the next question comes
    this.onChange();
  }

  close({ uri }: { readonly uri: string }): void {
    const open = this.openFileOf(uri);
    if (open === undefined) return;
    open.documents.delete(uri);
    this.onChange();
    if (open.documents.size > 0) return void this.edited.add(open);
    this.edited.delete(open);
    this.openFiles.delete(open.path);
    const paths = this.project.tree.at(open.path) === undefined ? [] : [open.path];
    this.adopt(this.project.with(this.lookedAt([...paths, ...(isUnsaved(open.entry) ? this.knownFoldersAbove(open.path) : [])])));
  }

  save({ uri }: { readonly uri: string }): void {
    const open = this.openFileOf(uri);
    if (open !== undefined) this.adopt(this.project.with(this.lookedAt([open.path, ...this.knownFoldersAbove(open.path).slice(0, 1)])));
  }

  private openFileOf(uri: string): OpenFile | undefined {
    for (const open of this.openFiles.values()) if (open.documents.has(uri)) return open;
    return undefined;
  }

  /** Takes the edited documents into the project. */
  private fold(): void {
    if (this.edited.size === 0) return;
    const entries: TreeEntry[] = [];
    const folders = new Set<Path>();
    for (const open of this.edited) {
      const wasUnsaved = isUnsaved(open.entry);
      open.entry = this.kept(merged(open), this.project.tree.at(open.path) ?? open.entry);
      if (this.project.tree.at(open.path) !== undefined) entries.push(open.entry);
      // a name that comes or goes also shows in the listing of its folder
      if (wasUnsaved !== isUnsaved(open.entry)) for (const folder of this.knownFoldersAbove(open.path)) folders.add(folder);
    }
    this.edited.clear();
    const changed = entries.filter((entry) => this.project.tree.at(entry.path) !== entry);
    this.adopt(this.project.with(this.lookedAt(folders, this.project.tree.with(changed))));
  }

  // --- the disk ---

  /** What is at a path: the disk's answer, and on top of it what the editor has open. */
  private readonly look = (path: Path): TreeEntry => {
    const known = this.project.tree.at(path);
    const entry = readEntry(path, this.isAllowed);
    const open = this.openFiles.get(path);
    if (open === undefined) return this.kept(this.withUnsavedNames(entry), known);
    open.onDisk = entry;
    open.entry = this.kept(merged(open), known);
    if (entry.kind === 'file' && entry.problem === undefined) open.savedText = entry.text;
    return open.entry;
  };

  private readonly isAllowed = (path: Path): boolean => {
    if (this.isBelowRoots(path) || this.openFiles.has(path)) return true;
    const { kubesprayPath } = this.project.settings;
    // in Restricted Mode the editor hands over this setting only when it is the user's own
    return this.isTrusted ? !SYSTEM_FOLDERS.test(path) : kubesprayPath !== undefined && isWithin(path, kubesprayPath);
  };

  private isBelowRoots(path: Path): boolean {
    return this.roots.some((root) => isWithin(path, root.path));
  }

  /** An entry that says what is known already is the known object: parses are remembered by it. */
  private kept(entry: TreeEntry, known: TreeEntry | undefined): TreeEntry {
    return known !== undefined && isSameEntry(known, entry) ? known : entry;
  }

  /** A listing with the names of open files that the disk does not have yet. */
  private withUnsavedNames(entry: TreeEntry): TreeEntry {
    if (entry.kind !== 'directory' && entry.kind !== 'absent') return entry;
    const names = new Map<string, NameKind>(entry.kind === 'directory' ? entry.names : []);
    const before = names.size;
    for (const open of this.openFiles.values()) {
      if (!isUnsaved(open.entry) || open.path === entry.path || !isWithin(open.path, entry.path)) continue;
      const rest = open.path.slice(joinPath(entry.path, '').length);
      const [name = rest] = rest.split('/');
      if (!names.has(name)) names.set(name, name === rest ? 'file' : 'directory');
    }
    if (names.size === before) return entry;
    return entry.kind === 'directory' ? { ...entry, names } : { kind: 'directory', path: entry.path, names, complete: true };
  }

  private knownFoldersAbove(path: Path): Path[] {
    const folders: Path[] = [];
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      if (this.project.tree.at(folder) !== undefined) folders.push(folder);
      if (folder === folderOf(folder)) return folders;
    }
  }

  /** `tree` with these paths looked at afresh. */
  private lookedAt(paths: Iterable<Path>, tree = this.project.tree): Tree {
    const entries: TreeEntry[] = [];
    for (const path of paths) {
      const entry = this.look(path);
      if (tree.at(path) !== entry) entries.push(entry);
    }
    return tree.with(entries);
  }

  private adopt(project: Project): void {
    if (project === this.project) return;
    this.project = project;
    this.onChange();
  }

  /** Files or folders may have changed: what the events of 100 ms said together. */
  lookAgain(uris: Iterable<string>): void {
    const paths = new Set<Path>();
    for (const uri of uris) {
      const shown = pathOf(uri);
      if (shown === undefined) continue;
      const path = joinPath(realPathOf(folderOf(shown)), nameOf(shown));
      if (path.endsWith('/.git/HEAD')) return this.lookAtEverything();
      if (path.split('/').some(isSkipped)) continue;
      paths.add(path);
      paths.add(realPathOf(path));
    }
    if (paths.size === 0) return;
    if (!this.isScanned || paths.size > EVENT_LIMIT) return this.lookAtEverything();
    const again = new Set<Path>();
    for (const path of paths) {
      const folder = this.project.tree.at(folderOf(path));
      if (folder !== undefined) again.add(folder.path);
      else if (this.isBelowRoots(path)) return this.lookAtEverything();
      const entry = this.project.tree.at(path);
      if (entry !== undefined) again.add(path);
      if (entry?.kind === 'link') return this.lookAtEverything();
    }
    const before = this.project.tree;
    const after = this.lookedAt(again);
    for (const path of again) if (foldersIn(before.at(path)) !== foldersIn(after.at(path))) return this.lookAtEverything();
    this.adopt(this.project.with(after));
  }

  /** Lists and reads everything again, in slices; what has not changed stays the same object. Calls while one is under way make one more. */
  lookAtEverything(): void {
    if (this.isScanWanted) return;
    this.isScanWanted = true;
    this.scan = this.scan.then(() => this.attempt('scan', () => {
      this.isScanWanted = false;
      return this.scanAll();
    }));
  }

  private async scanAll(): Promise<void> {
    const started = performance.now();
    const slice = new Slice();
    const entries = new Map<Path, TreeEntry>();
    for (const entry of walk(this.roots.map((root) => root.path), this.look)) {
      entries.set(entry.path, entry);
      await slice.end();
    }
    // what was read before will be wanted again; what lies outside is left to be asked for
    for (const { kind, path } of this.project.tree.entries()) {
      const folder = entries.get(folderOf(path));
      if ((kind !== 'file' && kind !== 'link') || entries.has(path) || folder?.kind !== 'directory' || !folder.names.has(nameOf(path))) continue;
      entries.set(path, this.look(path));
      await slice.end();
    }
    let project = new Project(Tree.empty.with(entries.values()), this.project.settings);
    for (project of bringInSteps(project, (candidate) => candidate.touch(), this.look)) await slice.end();
    // settings may have come, and documents may have been edited meanwhile
    this.project = project.settings === this.project.settings ? project : project.withSettings(this.project.settings);
    for (const open of this.openFiles.values()) this.edited.add(open);
    this.log(`looked at ${this.roots.length} folders in ${(performance.now() - started).toFixed(0)} ms: ${project.runs.length} runs`);
    this.isScanned = true;
    this.markScanned();
    this.onChange();
  }

  // --- folders, settings, trust ---

  setRoots(uris: readonly string[]): void {
    this.roots = uris.flatMap((uri) => {
      const shown = pathOf(uri);
      return shown === undefined ? [] : [{ path: realPathOf(shown), shown }];
    });
  }

  get rootUris(): readonly string[] {
    return this.roots.map((root) => uriOfPath(root.shown));
  }

  /** `settings` without roots: those are the open folders. */
  setSettings(settings: Settings): void {
    this.project = this.project.withSettings({ ...settings, roots: this.roots.map((root) => root.path) });
    this.lookAtEverything();
  }

  setTrusted(isTrusted: boolean): void {
    this.isTrusted = isTrusted;
  }
}

/** Lets others work when enough work was done at a stretch. */
class Slice {
  private started = performance.now();

  async end(): Promise<void> {
    if (performance.now() - this.started < SLICE) return;
    await new Promise<void>((done) => setImmediate(done));
    this.started = performance.now();
  }
}

/** The document's text on top of what the disk says of the file. */
function merged({ path, documents, onDisk, savedText, entry }: OpenFile): TreeEntry {
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

function isUnsaved(entry: TreeEntry): boolean {
  return entry.kind === 'file' && entry.unsaved === true;
}

function isSameEntry(left: TreeEntry, right: TreeEntry): boolean {
  if (left === right) return true;
  if (left.kind === 'file' && right.kind === 'file') {
    return left.executable === right.executable && left.hasByteOrderMark === right.hasByteOrderMark && left.problem === right.problem && left.unsaved === right.unsaved && left.text === right.text;
  }
  if (left.kind === 'directory' && right.kind === 'directory') {
    return left.complete === right.complete && left.problem === right.problem && left.worldWritable === right.worldWritable && isSameListing(left, right);
  }
  return left.kind === right.kind && (left.kind !== 'link' || right.kind !== 'link' || left.target === right.target);
}

function isSameListing({ names: left }: Directory, { names: right }: Directory): boolean {
  if (left.size !== right.size) return false;
  for (const [name, kind] of left) if (right.get(name) !== kind) return false;
  return true;
}

/** The names in a listing that lead to more listings, as one text; for a file or nothing the empty one. */
function foldersIn(entry: TreeEntry | undefined): string {
  if (entry?.kind !== 'directory') return '';
  return [...entry.names].flatMap(([name, kind]) => (kind === 'directory' || kind === 'link' ? [name] : [])).sort().join('/');
}

function lastOf<Item>(items: Iterable<Item> | undefined): Item | undefined {
  let last: Item | undefined;
  for (const item of items ?? []) last = item;
  return last;
}
