// All files of one moment and, computed when asked for, everything that follows from them. A change makes a new Project; nothing in it ever changes.
import type { Path, Tree, TreeEntry } from './tree';
import { displayPath, folderOf, isWithin, joinPath, nameOf, resolvePath } from './path';
import { findFolders, type Folder } from './folders';
import { Lookup } from './lookup';
import type { Settings } from './settings';
import { checkoutAt, type Checkout } from './kubespray/checkout';
import { findNamedReleases, releaseNamedFor, type NamedRelease } from './kubespray/namedReleases';
import { compareText } from './inventory/inventory';
import { findInferredInventories } from './run/inferred';
import { Run, type RunDeclaration } from './run/run';
import type { RunContext } from './run/runContext';
import { emptyDeclaration, runName } from './run/declaration';
import { mergedRuns, runsOfConfigs, runsOfScript } from './run/foundRuns';
import { declareRun } from './run/runSettings';
import { declareTyped } from './run/typedCommand';
import { readWorkspaceFile, runsOfWorkspaceFile, WORKSPACE_FILE, type WorkspaceFile } from './run/workspaceFile';
import { makeVisible } from './visible';
import { findScriptFiles, type ScriptFile } from './run/scripts/scripts';

/** What a checkout holds of its own that may have commands in it; scripts elsewhere in one were put there by its user. */
const OF_KUBESPRAY: ReadonlySet<string> = new Set(['.github', '.gitlab-ci', '.gitlab-ci.yml', 'Makefile', 'contrib', 'docs', 'extra_playbooks', 'library', 'playbooks', 'plugins', 'roles', 'scripts', 'test-infra', 'tests']);

export class Project {
  readonly lookup: Lookup;
  private readonly cache = new Map<string, unknown>();

  constructor(readonly tree: Tree, readonly settings: Settings) {
    this.lookup = new Lookup(tree);
  }

  with(tree: Tree): Project {
    return tree === this.tree ? this : new Project(tree, this.settings);
  }

  withSettings(settings: Settings): Project {
    return new Project(this.tree, settings);
  }

  /** Paths that were asked for and that nobody has looked at. */
  get wanted(): ReadonlySet<Path> {
    return this.lookup.wanted;
  }

  private once<Result>(key: string, compute: () => Result): Result {
    if (!this.cache.has(key)) this.cache.set(key, compute());
    return this.cache.get(key) as Result;
  }

  /** Every kubespray checkout below the roots and, when a run's playbook or the setting is elsewhere, there. */
  get checkouts(): readonly Checkout[] {
    return this.once('checkouts', () => {
      const roots = new Set<Path>();
      for (const { path, directory: { names } } of this.folders) if (names.get('roles') === 'directory' && ['galaxy.yml', 'cluster.yml', 'MANIFEST.json'].some((name) => names.has(name))) roots.add(path);
      for (const run of this.declarations) {
        for (const playbook of run.playbooks) {
          const folder = folderOf(playbook.path);
          for (const candidate of [folder, folderOf(folder)]) if (!this.isLookedThrough(candidate)) roots.add(candidate);
        }
        for (const source of run.sources) {
          // kubespray's own layout: inventory/NAME/hosts below its root
          if (source.path === undefined || this.isLookedThrough(folderOf(source.path))) continue;
          const folder = folderOf(folderOf(source.path));
          if (nameOf(folder) === 'inventory') roots.add(folderOf(folder));
        }
      }
      return [...new Set([...roots].map((root) => this.real(root)))].sort(compareText).flatMap((root) => checkoutAt(this.lookup, root) ?? []);
    });
  }

  get chosenCheckout(): Checkout | undefined {
    return this.once('chosenCheckout', () => {
      const { kubesprayPath } = this.settings;
      if (kubesprayPath === undefined) return undefined;
      return this.checkouts.find((checkout) => checkout.root === this.real(kubesprayPath)) ?? checkoutAt(this.lookup, kubesprayPath);
    });
  }

  /** What files say of the kubespray they use; asked only for runs without a checkout. */
  private get namedReleases(): readonly NamedRelease[] {
    return this.once('namedReleases', () => findNamedReleases(this.lookup, this.folders, this.scripts.filter((script) => !script.isDocumentation).map(({ path }) => path)));
  }

  /** The folders that inventories, scripts and checkouts are looked for in. */
  get folders(): readonly Folder[] {
    return this.once('folders', () => findFolders(this.lookup, this.settings.roots));
  }

  isBelowRoots(path: Path): boolean {
    return this.settings.roots.some((root) => isWithin(path, root));
  }

  private isLookedThrough(folder: Path): boolean {
    return this.once('looked through', () => new Set(this.folders.map(({ path }) => path))).has(folder);
  }

  /** The root that holds `path`, the innermost if they nest. */
  rootOf(path: Path): Path | undefined {
    return this.settings.roots.filter((root) => isWithin(path, root)).sort((left, right) => right.length - left.length)[0];
  }

  /** The nearest folder above `path` that holds a `.git`; undefined when none does. */
  repositoryOf(path: Path): Path | undefined {
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      if (this.lookup.directory(folder)?.names.has('.git')) return folder;
      if (folder === folderOf(folder)) return undefined;
    }
  }

  /** `path` as it is shown: below the one root relative to it, with several roots behind the root's name. */
  show(path: Path): string {
    if (this.settings.showFrom !== undefined) return displayPath(path, this.settings.showFrom);
    const root = this.rootOf(path);
    if (root === undefined) return path;
    const shown = displayPath(path, root);
    return this.settings.roots.length > 1 && shown !== '.' ? `${nameOf(root)}/${shown}` : shown === '.' ? nameOf(root) : shown;
  }

  /** The runs that are written somewhere: settings first, then scripts, then ansible.cfg; those that are only documented are not among them. */
  private get declarations(): readonly RunDeclaration[] {
    return this.once('declarations', () => {
      const { settings } = this;
      const root = settings.roots[0] ?? '/';
      const declared = settings.runs.map((setting) => {
        const typed = setting.command === undefined ? undefined : declareTyped(this.lookup, setting.command, setting.cwd === undefined ? root : resolvePath(root, setting.cwd), settings.home, setting.name);
        return typed ?? declareRun(setting, root, settings.home, settings.environment, 'setting');
      });
      return mergedRuns([...declared, ...this.workspaceFiles.flatMap((file) => runsOfWorkspaceFile(this.lookup, file, settings.home)), ...this.inScripts.filter((run) => run.standing === 'found'), ...runsOfConfigs(this.lookup, this.folders)]);
    });
  }

  /** Every `.groupvars.yml` below the roots, outer folders first. */
  get workspaceFiles(): readonly WorkspaceFile[] {
    return this.once('workspaceFiles', () => this.folders.filter(({ directory }) => directory.names.get(WORKSPACE_FILE) === 'file')
      .flatMap(({ path }) => this.lookup.file(joinPath(path, WORKSPACE_FILE)) ?? [])
      .filter(({ problem }) => problem === undefined || problem === 'not-utf8' || problem === 'too-large')
      .map(readWorkspaceFile)
      .sort((left, right) => compareText(left.folder, right.folder)));
  }

  /** What scripts, CI files and tasks say. */
  private get inScripts(): readonly RunDeclaration[] {
    return this.once('inScripts', () => this.scripts.filter(({ isDocumentation }) => !isDocumentation).flatMap((script) => runsOfScript(this.lookup, script, this.settings.home).runs));
  }

  /** What documentation says, and comments of scripts: asked only by who shows it, since reading it takes as long as all else. */
  private get inDocumentation(): readonly RunDeclaration[] {
    return this.once('inDocumentation', () => [
      ...this.inScripts.filter((run) => run.standing === 'documented'),
      ...this.scripts.filter(({ isDocumentation }) => isDocumentation).flatMap((script) => runsOfScript(this.lookup, script, this.settings.home).runs),
    ]);
  }

  /** Files that may start more runs than are known of them, with the reason; documentation is not among them. */
  get partlyRead(): readonly { readonly path: Path; readonly why: string }[] {
    return this.once('partlyRead', () => this.scripts.filter(({ isDocumentation }) => !isDocumentation).flatMap((script) => {
      const { notRead } = runsOfScript(this.lookup, script, this.settings.home);
      return notRead === undefined ? [] : [{ path: script.path, why: notRead }];
    }).sort((left, right) => compareText(left.path, right.path)));
  }

  private get scripts(): readonly ScriptFile[] {
    return this.tree.shape.once(['scripts', ...this.settings.roots].join('\0'), () => findScriptFiles(this.folders, (path) => this.rootOf(path), (path) => this.isOfKubespray(path)));
  }

  /** True for a file in a folder of kubespray's own, below one that has its shape; told by listings alone, so that finding runs needs no checkout. */
  private isOfKubespray(path: Path): boolean {
    for (let folder = folderOf(path); this.isBelowRoots(folder); folder = folderOf(folder)) {
      const entry = this.behindLinks(folder);
      if (entry?.kind === 'directory' && entry.names.has('cluster.yml') && entry.names.get('roles') === 'directory' && this.holdsItsRoles(joinPath(folder, 'roles'))) return OF_KUBESPRAY.has(displayPath(path, folder).split('/')[0]!);
      if (folder === folderOf(folder)) return false;
    }
    return false;
  }

  private holdsItsRoles(folder: Path): boolean {
    const entry = this.behindLinks(folder);
    return entry?.kind !== 'directory' || entry.names.has('kubespray_defaults') || entry.names.has('kubespray-defaults');
  }

  private behindLinks(path: Path): TreeEntry | undefined {
    return this.tree.at(this.real(path));
  }

  /** With links followed, as the paths of files are. */
  private real(path: Path): Path {
    return this.lookup.realPath(path) ?? path;
  }

  private get inferred(): readonly RunDeclaration[] {
    return this.once('inferred', () => {
      // behind a linked folder it is the same inventory with the same vars; beside a linked file other vars are looked for
      const inRealFolder = (path: Path): Path => joinPath(this.lookup.realPath(folderOf(path)) ?? folderOf(path), nameOf(path));
      const known = this.declarations.flatMap((run) => run.sources.flatMap(({ path }) => (path === undefined ? [] : [path, inRealFolder(path)])));
      // a file of a directory source is read there
      const isNamed = (path: Path): boolean => known.some((source) => isWithin(path, source));
      const runs: RunDeclaration[] = [];
      for (const { path } of findInferredInventories(this.lookup, this.folders, this.settings.roots, isNamed)) {
        if (isNamed(path)) continue;
        const checkout = this.checkouts.find((candidate) => candidate.holds(path));
        const cwd = checkout?.root ?? this.rootOf(path)!;
        const text = displayPath(checkout === undefined ? path : this.real(path), cwd);
        runs.push({ ...emptyDeclaration, name: runName([path], nameOf(folderOf(path))), standing: 'inferred', places: [], cwd, command: `ansible-playbook -i ${text}`, sources: [{ text, path, span: undefined }] });
      }
      return runs;
    });
  }

  /** Every run that counts, with names that tell them apart: declared, found, inferred. */
  get runs(): readonly Run[] {
    return this.once('runs', () => this.named.map((run) => new Run(run, this.contextIn(run.cwd))));
  }

  /** Runs that comments and documentation write down: offered to who asks for them, and no cause of any finding. */
  get documentedRuns(): readonly Run[] {
    return this.once('documented', () => this.namedDocumented.map((run) => new Run(run, this.contextIn(run.cwd))));
  }

  /** The run of that name, a documented one too. */
  run(name: string): Run | undefined {
    return this.runs.find((run) => run.name === name) ?? this.documentedRuns.find((run) => run.name === name);
  }

  private get named(): readonly RunDeclaration[] {
    return this.once('named', () => withDistinctNames([...this.declarations, ...this.inferred], new Set(), this.placeOf));
  }

  private get namedDocumented(): readonly RunDeclaration[] {
    return this.once('namedDocumented', () => {
      // what is documented and run as well is the run
      const documented = mergedRuns([...this.declarations, ...this.inDocumentation]).filter((run) => run.standing === 'documented');
      return withDistinctNames(documented, new Set(this.named.map(({ name }) => name)), this.placeOf);
    });
  }

  private readonly placeOf = (path: Path): readonly [root: Path, shown: string] => [this.rootOf(path) ?? '', this.show(path)];

  /** What a run started in `cwd` is told: settings first, then what the nearest `.groupvars.yml` says. */
  private contextIn(cwd: Path, checkouts = this.checkouts): RunContext {
    const files = this.workspaceFiles.filter((file) => isWithin(cwd, file.folder));
    const said = <Said>(of: (file: WorkspaceFile) => Said | undefined): Said | undefined => files.map(of).filter((value) => value !== undefined).at(-1);
    // path and version are one saying: the nearest file that has either
    const kubespray = said((file) => (file.kubesprayPath ?? file.kubesprayVersion) === undefined ? undefined : file);
    const path = kubespray?.kubesprayPath;
    return {
      lookup: this.lookup,
      home: this.settings.home,
      checkouts,
      chosenCheckout: this.chosenCheckout ?? (path === undefined ? undefined : checkouts.find((checkout) => checkout.root === this.real(path)) ?? checkoutAt(this.lookup, path)),
      chosenVersion: this.settings.kubesprayVersion ?? kubespray?.kubesprayVersion,
      chosenVersionFrom: this.settings.kubesprayVersion === undefined ? WORKSPACE_FILE : 'the setting groupvars.kubespray.version',
      releaseNamedFor: (places) => releaseNamedFor(this.namedReleases, places, (path) => this.show(path)),
      ansibleCore: this.settings.ansibleCore ?? said((file) => file.ansibleCore),
    };
  }

  /** A run that is not written anywhere in the workspace: one of the terminal. */
  runOf(declaration: RunDeclaration): Run {
    const extra = declaration.playbooks.map((playbook) => folderOf(playbook.path)).flatMap((folder) => [folder, folderOf(folder)]);
    const checkouts = [...this.checkouts, ...extra.filter((root) => this.checkouts.every((checkout) => checkout.root !== this.real(root))).flatMap((root) => checkoutAt(this.lookup, root) ?? [])];
    return new Run(declaration, this.contextIn(declaration.cwd, checkouts));
  }

  /** The runs that read the file of that path, strongest standing first. */
  runsReading(path: Path): readonly Run[] {
    return this.readers.get(path) ?? [];
  }

  private get readers(): ReadonlyMap<Path, readonly Run[]> {
    return this.once('readers', () => {
      const readers = new Map<Path, Run[]>();
      const add = (path: Path, run: Run): void => {
        const list = readers.get(path);
        if (list === undefined) readers.set(path, [run]);
        else if (list[list.length - 1] !== run) list.push(run);
      };
      for (const run of this.runs) {
        for (const file of run.loadedFiles) add(file.path, run);
        for (const source of run.staticInventory.sources) if (source.file !== undefined) add(source.file.path, run);
      }
      return readers;
    });
  }

  /** Looks at what every run reads, so that what is missing in the tree becomes wanted. */
  touch(): void {
    void [...this.touchInSteps()];
  }

  /** The same for whoever wants to do something else in between. */
  *touchInSteps(): IterableIterator<unknown> {
    for (const root of this.settings.roots) void this.lookup.peek(root);
    for (const run of this.runs) yield* run.touchInSteps();
  }

  /** Looks at the roles of all runs and checkouts, and at documentation, as well: what hovers and lists of runs need beyond the findings. */
  touchRoles(): void {
    for (const checkout of this.checkouts) void checkout.roles;
    void this.documentedRuns;
    for (const run of this.runs) run.touchRoles();
  }
}

/** Names that are used twice get the name of the workspace folder before them, or else become the inventory's path; one that was chosen for a single run stays, and no name is one of `taken`. What no reader sees in them is written out. */
function withDistinctNames(declarations: readonly RunDeclaration[], taken: ReadonlySet<string>, placeOf: (path: Path) => readonly [root: Path, shown: string]): RunDeclaration[] {
  const longer = (of: readonly RunDeclaration[], rename: (name: string, path: Path) => string): RunDeclaration[] => {
    const uses = new Map<string, number>();
    const chosen = new Map<string, (Path | undefined)[]>();
    for (const { name, isNamed, sources } of of) {
      uses.set(name, (uses.get(name) ?? 0) + 1);
      if (isNamed === true) chosen.set(name, [...(chosen.get(name) ?? []), sources[0]?.path]);
    }
    // two calls of one command, say: their paths do not tell them apart, and would hide the name
    const areTold = (paths: readonly (Path | undefined)[]): boolean => paths.length > 1 && new Set(paths).size === paths.length;
    return of.map((declaration) => {
      const path = declaration.sources[0]?.path;
      const isAlone = !taken.has(declaration.name) && (declaration.isNamed === true ? !areTold(chosen.get(declaration.name)!) : uses.get(declaration.name) === 1);
      return !isAlone && path !== undefined ? { ...declaration, name: rename(declaration.name, path) } : declaration;
    });
  };
  const byRoot = longer(declarations, (name, path) => `${nameOf(placeOf(path)[0])}/${name}`);
  const byPath = longer(byRoot, (_name, path) => placeOf(path)[1]);
  const used = new Set(taken);
  const tries = new Map<string, number>();
  const claim = (written: string): string => {
    const name = makeVisible(written);
    let free = name;
    for (let number = tries.get(name) ?? 2; used.has(free); number++) {
      free = `${name} (${number})`;
      tries.set(name, number);
    }
    used.add(free);
    return free;
  };
  // what was chosen first, however the list begins
  const chosen = new Map(byPath.filter(({ isNamed }) => isNamed === true).map((declaration) => [declaration, claim(declaration.name)]));
  return byPath.map((declaration) => ({ ...declaration, name: chosen.get(declaration) ?? claim(declaration.name) }));
}
