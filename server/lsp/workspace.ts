// The world of the server: the current Project, kept in step with the disk, the open documents, the folders and the settings. Knows no request.
// Looking at the disk is waited for, one look after another; what was seen goes into the Project at once, with the documents as they are then.
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { Lookup } from '../core/lookup';
import { displayPath, folderOf, isWithin, joinPath, nameOf } from '../core/path';
import { Project } from '../core/project';
import { DEFAULT_SETTINGS, type Settings } from '../core/settings';
import { Tree, type Path, type SourceFile, type TreeEntry } from '../core/tree';
import { readEntryAsync, realPathAsync, realPathOf, ROUND_LIMIT, scanAsync } from '../disk';
import { isSkipped, NAME_LIMIT, type Excluded } from '../walk';
import { pathOf, type Uris } from './convert';
import { Identities } from './identities';
import { DECISIVE, foldersIn, isSameListing } from './listing';
import { inParallel, Slice } from './pace';
import { isUnsaved, kept, lastOf, merged, OpenDocuments, type OpenFile } from './openDocuments';
import { Roots } from './roots';

/** What the workspace tells, and whom it asks. */
export interface WorkspaceListener {
  /** Called for each new project. */
  readonly onChange: () => void;
  /** Runs work that nobody waits for and logs what it throws. */
  readonly attempt: (name: string, work: () => void | Promise<void>) => Promise<void>;
  readonly log: (text: string) => void;
  /** Something the user should hear of, once. */
  readonly notify: (text: string) => void;
  /** A long look through the folders begins; `report` hears how many have been asked for. */
  readonly beginProgress: () => { readonly report: (folders: number) => void; readonly end: () => void };
}

/** More file events than this at once: everything is looked at again. */
const EVENT_LIMIT = 200;
/** Milliseconds after which what nobody tells of is old. */
const OLD = 5_000;
/** Keys and passwords of users are nobody's inventory, whatever a script of a workspace says. */
const PRIVATE = /\/(\.ssh|\.gnupg|\.aws)(\/|$)|^\/etc\/(g?shadow-?|sudoers)(\/|$)/;

export class Workspace implements Uris {
  private project = new Project(Tree.empty, DEFAULT_SETTINGS);
  private readonly roots = new Roots();
  private isTrusted = false;
  private excluded: readonly Excluded[] = [];
  private readonly documents = new OpenDocuments();
  /** Open files whose text the project does not have yet. */
  private readonly edited = new Set<OpenFile>();
  /** What the disk says where the project has more: listings with names of unsaved files. */
  private readonly bare = new Map<Path, TreeEntry>();
  /** What is being read because a question needs it. */
  private readonly reading = new Map<Path, Promise<TreeEntry>>();
  private isScanned = false;
  private markScanned: () => void = () => {};
  private readonly scanned = new Promise<void>((done) => (this.markScanned = done));
  private looks: Promise<void> = Promise.resolve();
  private isScanWanted = false;
  private checkedAt = 0;
  private readonly identities = new Identities();
  private saidLeftOut = false;
  /** False when nobody tells of changes on the disk: then what was seen gets old. */
  isWatched = true;

  /** After `nameLimit` names the rest of the workspace is left out; what nobody tells of is old after `oldAfter` milliseconds. */
  constructor(private readonly listener: WorkspaceListener, private readonly nameLimit = NAME_LIMIT, private readonly oldAfter = OLD) {}

  // --- questions ---

  /** Resolves when the first scan is done, and what was seen is not old; at the latest after `milliseconds`. False when there has been no scan by then. */
  async isReady(milliseconds: number): Promise<boolean> {
    if (this.isScanned && performance.now() - this.checkedAt < this.oldAfter) return true;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([this.isScanned ? this.refresh() : this.scanned, new Promise<void>((done) => (timer = setTimeout(done, milliseconds)))]);
    clearTimeout(timer);
    return this.isScanned;
  }

  /** What nobody tells of, looked for. */
  private async refresh(): Promise<void> {
    if (this.isWatched) {
      this.checkedAt = performance.now();
      if (!(await this.hasMoved())) return;
    }
    this.lookAtEverything();
    await this.looks;
  }

  /** Looks at everything when a folder that counts is another than before. */
  async checkFolders(): Promise<void> {
    if (await this.hasMoved()) this.lookAtEverything();
  }

  /** True when an open folder, or one outside, is another than when it was read, or when this was asked last: no watcher of a folder tells what happens above it. */
  private async hasMoved(): Promise<boolean> {
    const watched = new Set(this.outsideFolders);
    const folders = new Set(this.roots.shown);
    for (const { path } of this.project.tree.entries()) {
      if (this.isBelowRoots(path)) continue;
      const folder = folderOf(path);
      if (!watched.has(folderOf(folder))) folders.add(folder);
    }
    return this.identities.haveChanged(folders);
  }

  /** Reads paths for the first time. */
  private async readNew(paths: Iterable<Path>, read: (path: Path) => Promise<TreeEntry>): Promise<TreeEntry[]> {
    const all = [...paths];
    await this.identities.remember(new Set(all.filter((path) => !this.isBelowRoots(path)).map(folderOf)));
    return inParallel(all, read);
  }

  /** Puts a question to the newest project; files it turns out to need are read first, and it is put again. */
  async ask<Answer>(question: (project: Project) => Answer): Promise<Answer> {
    for (let round = 0; ; round++) {
      const project = this.newest();
      const answer = question(project);
      if (project.wanted.size === 0 || round === ROUND_LIMIT) return answer;
      await this.bring(project);
    }
  }

  /** The newest project with all read that its runs need, made ready in slices; undefined as soon as there is a newer one. */
  async settled(): Promise<Project | undefined> {
    const slice = new Slice();
    for (let round = 0; ; round++) {
      const project = this.newest();
      for (const _ of project.touchInSteps()) {
        await slice.end();
        if (!this.isCurrent(project)) return undefined;
      }
      if (project.wanted.size === 0 || round === ROUND_LIMIT) return project;
      await this.bring(project);
    }
  }

  /** The project with every edit that has arrived. */
  newest(): Project {
    this.fold();
    return this.project;
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
    const entry = project.tree.at(path) ?? this.documents.at(path)?.entry ?? project.lookup.at(path);
    return entry?.kind === 'file' ? entry : undefined;
  }

  /** The real path of a `file:` URI. */
  pathOf(uri: string): Path | undefined {
    const open = this.documents.of(uri);
    if (open !== undefined) return open.path;
    const path = pathOf(uri);
    return path === undefined ? undefined : realPathOf(path);
  }

  /** Every URI under which the editor shows `path`. */
  urisOf(path: Path): readonly string[] {
    const open = this.documents.at(path);
    return open === undefined ? [this.uriOf(path)] : [...open.documents.keys()];
  }

  uriOf(path: Path): string {
    const open = this.documents.at(path)?.documents.keys().next().value;
    if (open !== undefined) return open;
    return this.roots.uriOf(path);
  }

  versionOf(file: SourceFile): number | null {
    const document = lastOf(this.documents.at(file.path)?.documents.values());
    return document !== undefined && document.getText() === file.text ? document.version : null;
  }

  /** Folders outside the workspace that files were read from, those below them, and those behind links; none that holds an open folder. */
  get outsideFolders(): readonly Path[] {
    const folders = new Set<Path>();
    for (const { directory } of this.project.folders) if (directory.problem === undefined && !this.isBelowRoots(directory.path)) folders.add(directory.path);
    for (const entry of this.project.tree.entries()) {
      if (entry.kind === 'file' && entry.problem === undefined && !this.isBelowRoots(entry.path)) folders.add(folderOf(entry.path));
    }
    for (const entry of this.project.tree.entries()) {
      if (entry.kind === 'directory' && entry.problem === undefined && folders.has(folderOf(entry.path)) && !this.isBelowRoots(entry.path)) folders.add(entry.path);
    }
    return [...folders].filter((folder) => !this.roots.paths.some((root) => isWithin(root, folder))).sort();
  }

  // --- documents ---

  open(document: { readonly uri: string; readonly version: number; readonly text: string }): void {
    // an editor that opens what is open has lost count: the newer text is meant
    if (this.documents.of(document.uri) !== undefined) this.close(document);
    const { tree } = this.project;
    const known = (path: Path): TreeEntry | undefined => tree.at(path) ?? (new Lookup(tree).peek(path) === 'absent' ? { kind: 'absent', path } : undefined);
    const file = this.documents.open(document, known);
    if (file !== undefined) this.noteEdit(file, true);
  }

  change(document: { readonly uri: string; readonly version: number }, changes: readonly TextDocumentContentChangeEvent[]): void {
    const file = this.documents.change(document, changes);
    if (file !== undefined) this.noteEdit(file, false);
  }

  /** An edit asks for new answers, but is taken in only when the next question comes. */
  private noteEdit(file: OpenFile, isNew: boolean): void {
    this.edited.add(file);
    if (isNew) this.lookAt([file.path]);
    this.listener.onChange();
  }

  close(document: { readonly uri: string }): void {
    const file = this.documents.close(document);
    if (file === undefined) return;
    if (file.documents.size > 0) this.edited.add(file);
    else {
      this.edited.delete(file);
      // what the disk said last holds until it is asked again
      const { tree } = this.project;
      const changed = tree.at(file.path) === undefined ? tree : tree.with([kept(file.onDisk, tree.at(file.path))]);
      this.adopt(this.project.with(isUnsaved(file.entry) ? this.withListings(changed, this.knownFoldersAbove(file.path)) : changed));
      this.lookAt([file.path]);
    }
    this.listener.onChange();
  }

  save({ uri }: { readonly uri: string }): void {
    const file = this.documents.of(uri);
    if (file === undefined) return;
    if (this.isWatched) this.lookAt([file.path, ...this.knownFoldersAbove(file.path).slice(0, 1)]);
    else this.lookAtEverything();
  }

  /** Takes the edited documents into the project. */
  private fold(): void {
    if (this.edited.size === 0) return;
    let { tree } = this.project;
    const folders = new Set<Path>();
    for (const file of this.edited) {
      const wasUnsaved = isUnsaved(file.entry);
      const known = tree.at(file.path);
      file.entry = kept(merged(file), known ?? file.entry);
      if (known !== undefined && known !== file.entry) tree = tree.with([file.entry]);
      // a name that comes or goes also shows in the listing of its folder
      if (wasUnsaved || isUnsaved(file.entry)) for (const folder of this.knownFoldersAbove(file.path)) folders.add(folder);
    }
    this.edited.clear();
    this.adopt(this.project.with(this.withListings(tree, folders)));
  }

  private withListings(tree: Tree, folders: Iterable<Path>): Tree {
    const changed = [...folders].flatMap((folder) => {
      const known = tree.at(folder);
      const entry = known === undefined ? undefined : this.over(this.bare.get(folder) ?? known, known);
      return entry === undefined || entry === known ? [] : [entry];
    });
    return changed.length === 0 ? tree : tree.with(changed);
  }

  private knownFoldersAbove(path: Path): Path[] {
    const folders: Path[] = [];
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      if (this.project.tree.at(folder) !== undefined) folders.push(folder);
      if (folder === folderOf(folder)) return folders;
    }
  }

  // --- the disk ---

  private read(path: Path): Promise<TreeEntry> {
    return readEntryAsync(path, this.isAllowed);
  }

  /** What the disk said, with the open documents on top. */
  private over(entry: TreeEntry, known: TreeEntry | undefined): TreeEntry {
    const over = this.documents.over(entry, known);
    if (over.kind === 'directory' && (entry.kind !== 'directory' || over.names.size > entry.names.size)) this.bare.set(entry.path, entry);
    else this.bare.delete(entry.path);
    return over;
  }

  private readonly isAllowed = (path: Path): boolean => {
    if (this.isBelowRoots(path) || this.documents.at(path) !== undefined) return true;
    const { kubesprayPath } = this.project.settings;
    // in Restricted Mode the editor hands over this setting only when it is the user's own
    return this.isTrusted ? !PRIVATE.test(path) : kubesprayPath !== undefined && isWithin(path, kubesprayPath);
  };

  private isBelowRoots(path: Path): boolean {
    return this.roots.holding(path) !== undefined;
  }

  private adopt(project: Project): void {
    if (project === this.project) return;
    this.project = project;
    this.listener.onChange();
  }

  /** Reads what `project` wants into the newest one. */
  private async bring(project: Project): Promise<void> {
    const entries = await this.readNew(project.wanted, (path) => {
      let reading = this.reading.get(path);
      if (reading === undefined) this.reading.set(path, (reading = this.read(path).finally(() => this.reading.delete(path))));
      return reading;
    });
    // whoever has looked since has seen what is newer
    const { tree } = this.project;
    this.adopt(this.project.with(tree.with(entries.filter((entry) => tree.at(entry.path) === undefined).map((entry) => this.over(entry, undefined)))));
  }

  private enqueue(name: string, look: () => Promise<void>): void {
    this.looks = this.looks.then(() => this.listener.attempt(name, look));
  }

  /** Files or folders may have changed: what the events of a moment said together. Resolves when all of it has been looked at. */
  async lookAgain(uris: readonly string[]): Promise<void> {
    this.enqueue('file events', async () => {
      const paths = new Set<Path>();
      for (const uri of uris.length > EVENT_LIMIT ? [] : uris) {
        const shown = pathOf(uri);
        if (shown === undefined) continue;
        const path = joinPath(await realPathAsync(folderOf(shown)), nameOf(shown));
        if (path.endsWith('/.git/HEAD')) return this.lookAtEverything();
        const root = this.roots.holding(path);
        if (root !== undefined && displayPath(path, root).split('/').some(isSkipped) && this.project.tree.at(path) === undefined) continue;
        paths.add(path);
        paths.add(await realPathAsync(path));
      }
      if (!this.isScanned || uris.length > EVENT_LIMIT || (await this.hasMoved())) return this.lookAtEverything();
      const again = new Set<Path>();
      for (const path of paths) {
        if (this.isKnown(path)) again.add(path);
        const folder = this.nearestKnownFolder(path);
        if (folder !== undefined) again.add(folder);
        else if (DECISIVE.has(nameOf(path))) return this.lookAtEverything();
      }
      await this.lookAtNow(again);
    });
    await this.looks;
    // one look may ask for another
    await this.looks;
  }

  private lookAt(paths: readonly Path[]): void {
    this.enqueue('look', () => this.lookAtNow(paths));
  }

  private isKnown(path: Path): boolean {
    return this.project.tree.at(path) !== undefined || this.reading.has(path) || this.documents.at(path) !== undefined;
  }

  /** The folder whose listing tells whether something new stands at `path`; undefined where it has been left out on purpose. */
  private nearestKnownFolder(path: Path): Path | undefined {
    for (let below = path, folder = folderOf(path); folder !== below; below = folder, folder = folderOf(folder)) {
      if (this.reading.has(folder)) return folder;
      const entry = this.project.tree.at(folder);
      if (entry === undefined) continue;
      const isLeftOut = below !== path && entry.kind === 'directory' && entry.names.get(nameOf(below)) === 'directory';
      return isLeftOut ? undefined : folder;
    }
    return undefined;
  }

  /** Looks at these paths afresh; where that shows other folders or links, at everything. */
  private async lookAtNow(paths: Iterable<Path>): Promise<void> {
    const fresh = await inParallel([...paths], (path) => this.read(path));
    const { tree } = this.project;
    const changed: TreeEntry[] = [];
    let hasNewNames = false;
    for (const read of fresh) {
      const known = tree.at(read.path);
      const before = this.bare.get(read.path) ?? known;
      // which names are left out is not the disk's to say
      const disk = read.kind === 'directory' && before?.kind === 'directory' && before.skipped !== undefined ? { ...read, skipped: before.skipped } : read;
      const entry = this.over(disk, known);
      if (known === undefined && !this.reading.has(read.path)) {
        const file = this.documents.at(read.path);
        if (file !== undefined) this.edited.add(file);
        continue;
      }
      if (entry === known) continue;
      if (entry.kind !== 'file' || (known !== undefined && known.kind !== 'file')) {
        if (foldersIn(disk) !== foldersIn(before) || disk.kind !== 'directory') return this.lookAtEverything();
        hasNewNames ||= before?.kind !== 'directory' || !isSameListing(disk, before);
      } else if (nameOf(entry.path) === '.gitignore') return this.lookAtEverything();
      changed.push(entry);
    }
    if (this.edited.size > 0) this.listener.onChange();
    this.adopt(this.project.with(this.project.tree.with(changed)));
    if (hasNewNames) await this.leaveOutAgain();
  }

  /** New names in known folders: which of them count is for the walk to say; it goes through what is known. */
  private async leaveOutAgain(): Promise<void> {
    const { tree } = this.project;
    const slice = new Slice();
    const { entries } = await scanAsync(this.roots.paths, this.excluded, (path) => this.bare.get(path) ?? tree.at(path) ?? this.read(path), () => slice.end(), this.nameLimit);
    const now = this.project.tree;
    const changed = entries.flatMap((entry) => {
      const known = now.at(entry.path);
      // what has been looked at since has a look of its own coming
      const isUnchanged = entry.kind === 'directory' && known?.kind === 'directory' && isSameListing((this.bare.get(entry.path) as typeof known | undefined) ?? known, entry);
      const over = isUnchanged ? this.over(entry, known) : known;
      return over === undefined || over === known ? [] : [over];
    });
    if (changed.length > 0) this.adopt(this.project.with(now.with(changed)));
  }

  /** Lists and reads everything again; what has not changed stays the same object. Calls while one is waiting are one. */
  lookAtEverything(): void {
    if (this.isScanWanted) return;
    this.isScanWanted = true;
    this.enqueue('scan', () => {
      this.isScanWanted = false;
      return this.scan();
    });
  }

  private async scan(): Promise<void> {
    const started = performance.now();
    const slice = new Slice();
    const progress = this.listener.beginProgress();
    try {
      this.identities.forget();
      await this.identities.remember(this.roots.shown);
      if (await this.roots.follow()) this.project = this.project.withSettings({ ...this.project.settings, roots: this.roots.paths });
      await this.documents.follow();
      const known = this.project.tree;
      const { entries, leftOut, gaveUpMatching } = await scanAsync(this.roots.paths, this.excluded, (path) => this.read(path), (folders) => {
        progress.report(folders);
        return slice.end();
      }, this.nameLimit);
      const seen = new Map(entries.map((entry) => [entry.path, entry]));
      // what was read before will be wanted again; what lies outside is left to be asked for
      const before = [...known.entries()].filter(({ kind, path }) => {
        const folder = seen.get(folderOf(path));
        return (kind === 'file' || kind === 'link') && !seen.has(path) && folder?.kind === 'directory' && folder.names.has(nameOf(path));
      });
      for (const entry of await inParallel(before, ({ path }) => this.read(path))) seen.set(entry.path, entry);
      this.bare.clear();
      // what is open and lies nowhere that was listed has a say in the listings all the same
      for (const entry of await inParallel([...this.documents.all()].filter((file) => !seen.has(file.path)), ({ path }) => this.read(path))) this.over(entry, known.at(entry.path));
      let project = new Project(Tree.empty.with([...seen.values()].map((entry) => this.over(entry, known.at(entry.path)))), this.project.settings);
      for (let round = 0; ; round++) {
        for (const _ of project.touchInSteps()) await slice.end();
        if (project.wanted.size === 0 || round === ROUND_LIMIT) break;
        const read = await this.readNew(project.wanted, (path) => this.read(path));
        project = project.with(project.tree.with(read.map((entry) => this.over(entry, this.project.tree.at(entry.path)))));
      }
      // settings may have come, and documents may have been edited meanwhile
      this.project = project.settings === this.project.settings ? project : project.withSettings(this.project.settings);
      for (const file of this.documents.all()) this.edited.add(file);
      this.listener.log(`looked at ${seen.size} folders and files in ${(performance.now() - started).toFixed(0)} ms: ${project.runs.length} runs`);
      if (gaveUpMatching) this.listener.log('files.exclude and .gitignore have too many patterns for so many files: not all were tried');
      this.sayLeftOut(leftOut);
    } finally {
      progress.end();
      this.isScanned = true;
      this.checkedAt = performance.now();
      this.markScanned();
      this.listener.onChange();
    }
  }

  private sayLeftOut(folders: readonly Path[]): void {
    const [first] = folders;
    if (first === undefined) return;
    const what = `${folders.length === 1 ? 'the folder' : `${folders.length} folders, among them`} ${this.project.show(first)}`;
    this.listener.log(`left out: ${folders.map((folder) => this.project.show(folder)).join(', ').slice(0, 10_000)}`);
    if (this.saidLeftOut) return;
    this.saidLeftOut = true;
    this.listener.notify(`Groupvars looks through ${this.nameLimit.toLocaleString('en')} files of a workspace; it has left out ${what}. Inventories there count only where a run names them. The setting files.exclude can leave out other folders instead.`);
  }

  // --- folders, settings, trust ---

  setRoots(uris: readonly string[]): void {
    this.roots.set(uris);
  }

  get rootUris(): readonly string[] {
    return this.roots.uris;
  }

  /** `settings` without roots: those are the open folders. `excluded` says what is not to be looked through. */
  setSettings(settings: Settings, excluded: readonly Excluded[]): void {
    this.excluded = excluded;
    this.project = this.project.withSettings({ ...settings, roots: this.roots.paths });
    this.lookAtEverything();
  }

  setTrusted(isTrusted: boolean): void {
    this.isTrusted = isTrusted;
  }
}
