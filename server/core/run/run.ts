// What one ansible-playbook call reads: from its words to the effective value of every variable on every host. All of it is computed when asked for.
import type { Path, SourceFile } from '../tree';
import type { ParseProblem } from '../diagnostic';
import { folderOf, joinPath, resolvePath } from '../path';
import type { Group, Host, Inventory } from '../inventory/inventory';
import { defaultSources, readInventory, type InventorySource } from '../inventory/sources';
import { hasKubesprayGroups, withKubesprayGroups } from '../kubespray/runTimeGroups';
import { checkoutAt, checkoutOf, collectionRootOf, type Checkout } from '../kubespray/checkout';
import type { Kubespray } from '../kubespray/kubespray';
import { withEtcdClients } from '../kubespray/etcdClients';
import { collectRelease, releaseFor } from '../kubespray/releaseDefaults';
import type { SearchedPlace, VariableDefinition } from '../variables/definition';
import { DefinitionIndex, definitionsOfInventory, hostsWithOwn, indexOfInventory, orderOf } from '../variables/definitionIndex';
import { isOfHosts, magicDefinitions } from '../variables/magic';
import { precedenceRanks, type Precedence } from '../variables/precedence';
import { resolve, type EffectiveVariable, type RankedDefinition } from '../variables/resolve';
import { findRole, rolesInOrder, type Role } from '../variables/roles';
import { findUnmatched, findVarsFiles, type VarsFolder } from '../variables/varsFiles';
import { ansibleCoreOf } from './ansibleCore';
import { readAnsibleConfig, type AnsibleConfig } from './ansibleConfig';
import type { RunDeclaration } from './declaration';
import { readExtraVars, type ReadExtraVars } from './extraVars';
import { localhostOf } from './localhost';
import { hostClassesOf, type HostClasses, type HostsWithVariable } from './hostClasses';
import { defaultCollections, installedPlaybook, playbookPath, readPlaybook, type Play, type Playbook, type WrapperPlaybook } from './playbook';
import { definitionsOfPlay, fileOfUse } from './playVars';
import type { RunContext } from './runContext';
import { addVarsBeside, definitionsIn, hostsWithFilesIn, loadedFilesOf, searchedPlacesOf } from './varsBeside';

/** What was written of the run is part of it; its sources are told by `sources`, which knows ansible.cfg as well. */
export interface Run extends Omit<RunDeclaration, 'sources'> {}

export class Run {
  constructor(readonly declaration: RunDeclaration, readonly context: RunContext) {
    const { sources: _named, ...written } = declaration;
    Object.assign(this, written);
  }

  private readonly cache = new Map<string, unknown>();

  private once<Result>(key: string, compute: () => Result): Result {
    if (!this.cache.has(key)) this.cache.set(key, compute());
    return this.cache.get(key) as Result;
  }

  /** The ansible.cfg in force and what it decides. */
  get config(): AnsibleConfig {
    return this.once('config', () => readAnsibleConfig(this.context.lookup, this.cwd, this.environment, this.ansibleCore));
  }

  /** The ansible-core the run is taken to use: 18 for 2.18. */
  get ansibleCore(): number {
    return this.once('ansibleCore', () => ansibleCoreOf(this.context, this.declaration).minor);
  }

  /** The sources in order: those the command names, else ANSIBLE_INVENTORY or ansible.cfg. */
  get sources(): readonly InventorySource[] {
    return this.once('sources', () => {
      // a value with a comma is a host list, unless a path of exactly that name exists (A7)
      if (this.declaration.sources.length > 0) return this.declaration.sources.map((source) => (source.path === undefined ? this.asPath(source) : source));
      // an -i that is not known replaces the configuration's inventory all the same (A6)
      if (this.unknown.some((text) => text.startsWith('-i'))) return [];
      const { inventory, inventorySpan } = this.config;
      return inventory?.map((path) => ({ text: path, path, span: inventorySpan })) ?? defaultSources(this.context.lookup);
    });
  }

  private asPath(source: InventorySource): InventorySource {
    const path = resolvePath(this.cwd, source.text);
    return this.context.lookup.exists(path) === true ? { ...source, path } : source;
  }

  /** The graph as ansible-inventory shows it. */
  get staticInventory(): Inventory {
    return this.once('staticInventory', () => readInventory(this.context.lookup, this.sources, this.config));
  }

  /** The graph the plays see: with the groups that kubespray makes while it runs. */
  get inventory(): Inventory {
    return this.once('inventory', () => {
      const inventory = this.staticInventory;
      const { kubespray } = this;
      if (kubespray === undefined || this.program === 'inventory' || !hasKubesprayGroups(inventory)) return inventory;
      const graph = withKubesprayGroups(inventory, kubespray);
      const { inventory: result, before } = withEtcdClients(this, graph);
      // where nothing is made, what was read to know that holds
      if (result === graph && before !== undefined) for (const [key, value] of before.cache) if (!/^(roles|variable) /.test(key) && !this.cache.has(key)) this.cache.set(key, value);
      return result;
    });
  }

  /** The same run with the graph as it is before its plays, and without roles: what the inventory, its vars and the plays themselves say. */
  withGraph(inventory: Inventory): Run {
    const run = new Run(this.declaration, this.context);
    // nothing that is known before the graph depends on it
    for (const [key, value] of this.cache) run.cache.set(key, value);
    run.cache.set('inventory', inventory);
    for (const index of this.plays.keys()) run.cache.set(`roles ${index}`, []);
    return run;
  }

  /** True when hosts, groups or variables may exist that cannot be known without running code. */
  get isOpaque(): boolean {
    return this.staticInventory.isOpaque || this.unknown.length > 0 || this.config.foreignVarsPlugins.length > 0;
  }

  private readonly collectionPlaybook = (name: string): Path | undefined => installedPlaybook(this.context.lookup, this.config.collectionsPath ?? defaultCollections(this.environment['HOME'] ?? this.context.home), name) ?? this.possibleCheckout?.playbook(name);

  private get possibleCheckout(): Checkout | undefined {
    return this.context.chosenCheckout ?? (this.context.checkouts.length === 1 ? this.context.checkouts[0] : undefined);
  }

  /** The files of the playbooks that the command names, by path or as `namespace.collection.playbook`. */
  get playbookPaths(): readonly Path[] {
    return this.once('playbookPaths', () => this.playbooks.map((playbook) => playbookPath(this.context.lookup, playbook, this.collectionPlaybook)));
  }

  private get readPlaybooks(): readonly Playbook[] {
    return this.once('readPlaybooks', () => {
      if (this.program === 'inventory') return [];
      const lent = this.playbooks.length > 0 || this.lentPlaybook === undefined ? [] : [this.lentPlaybook];
      return [...this.playbookPaths, ...lent].map((path) => readPlaybook(this.context.lookup, path, this.collectionPlaybook));
    });
  }

  /** The playbook that kubespray lends a run without one: its cluster.yml, when the inventory has its groups. */
  get lentPlaybook(): Path | undefined {
    return this.once('lentPlaybook', () => {
      if (this.playbooks.length > 0 || this.program === 'inventory' || this.unknown.some((text) => text.startsWith('playbook'))) return undefined;
      if (!hasKubesprayGroups(this.staticInventory)) return undefined;
      const checkout = this.inventoryCheckout ?? this.possibleCheckout;
      const path = checkout === undefined ? undefined : joinPath(checkout.root, 'cluster.yml');
      return path !== undefined && this.context.lookup.peek(path) === 'file' ? path : undefined;
    });
  }

  /** The checkout that one of the sources lies in. */
  private get inventoryCheckout(): Checkout | undefined {
    for (const source of this.sources) {
      const checkout = source.path === undefined ? undefined : checkoutOf(this.context.checkouts, source.path);
      if (checkout !== undefined) return checkout;
    }
    return undefined;
  }

  get plays(): readonly Play[] {
    return this.once('allPlays', () => this.readPlaybooks.flatMap((playbook) => playbook.plays));
  }

  /** Everything that cannot be known of the run: its words, its playbooks, its extra vars. */
  get allUnknown(): readonly string[] {
    return [...this.unknown, ...this.readPlaybooks.flatMap((playbook) => playbook.unknown), ...this.readExtraVars.problems];
  }

  /** Playbooks that import in a circle, or that are too large. */
  get playbookProblems(): readonly ParseProblem[] {
    return this.readPlaybooks.flatMap((playbook) => playbook.problems);
  }

  /** Playbooks that only import others. */
  get wrappers(): readonly WrapperPlaybook[] {
    return this.readPlaybooks.flatMap((playbook) => playbook.wrappers);
  }

  /** The checkout whose defaults the run gets: the setting's, the playbook's, the inventory's, else the only one known. */
  get checkout(): Checkout | undefined {
    return this.once('checkout', () => {
      const { checkouts, chosenCheckout } = this.context;
      if (chosenCheckout !== undefined) return chosenCheckout;
      for (const playbook of this.readPlaybooks) {
        for (const { path } of [...playbook.plays.map((play) => play.file), ...playbook.files]) {
          const installed = collectionRootOf(path);
          const holder = checkoutOf(checkouts, path) ?? (installed === undefined ? undefined : checkoutAt(this.context.lookup, installed));
          if (holder !== undefined) return holder;
        }
      }
      // a playbook of somebody else's, fully known, runs no kubespray role by itself
      if (this.playbooks.length > 0 && this.readPlaybooks.every((playbook) => playbook.unknown.length === 0 && playbook.plays.length > 0)) return undefined;
      if (!hasKubesprayGroups(this.staticInventory)) return undefined;
      return this.inventoryCheckout ?? this.possibleCheckout;
    });
  }

  /** The kubespray of a run whose plays are not there to say which roles reach whom. */
  private get releaseAlone(): Kubespray | undefined {
    return this.program !== 'inventory' && this.plays.length === 0 ? this.kubespray : undefined;
  }

  /** Which kubespray the run uses; undefined when it uses none. */
  get kubespray(): Kubespray | undefined {
    return this.once('kubespray', () => {
      const { checkout } = this;
      if (checkout !== undefined) return checkout;
      if (this.playbooks.length > 0 && this.readPlaybooks.every((playbook) => playbook.unknown.length === 0 && playbook.plays.length > 0)) return undefined;
      if (!hasKubesprayGroups(this.staticInventory)) return undefined;
      return releaseFor(this.context, [this.cwd, ...this.sources.flatMap(({ path }) => path ?? [])]);
    });
  }

  get readExtraVars(): ReadExtraVars {
    return this.once('extraVars', () => readExtraVars(this.context.lookup, this.extraVars, this.cwd, this.environment['HOME']));
  }

  /** Folders beside which the run looks for group_vars and host_vars, inventory sources first, each once. */
  get inventoryFolders(): readonly Path[] {
    return this.once('inventoryFolders', () => {
      const folders: Path[] = [];
      if (!this.isReadAtStart && !this.isReadOnDemand) return folders;
      for (const { path } of this.sources) {
        if (path === undefined) continue;
        folders.push(this.context.lookup.peek(path) === 'directory' ? path : folderOf(path));
      }
      // the same base listed twice is merged twice with the same result; the later place counts (G13)
      return folders.filter((folder, index) => folders.lastIndexOf(folder) === index);
    });
  }

  /** True when the vars beside the sources are folded into the inventory once it is parsed (`run_vars_plugins = start`, G14). */
  get isReadAtStart(): boolean {
    return this.config.varsStages.has('inventory');
  }

  /** True when vars files are read where a variable is asked for, each at a level of its own: the default. */
  get isReadOnDemand(): boolean {
    return this.config.varsStages.has(this.program === 'inventory' ? 'all' : 'task');
  }

  /** The graph whose groups and hosts get vars files: without those of run time when all is read before. */
  get inventoryWithVars(): Inventory {
    return this.isReadOnDemand ? this.inventory : this.staticInventory;
  }

  /** Folders of the playbooks that hold the plays, as far as vars beside them are read; for `inventory` the working directory (G4). */
  get playFolders(): readonly Path[] {
    return this.once('playFolders', () => {
      if (!this.isReadOnDemand) return [];
      if (this.program === 'inventory') return [this.playbookDir ?? this.config.playbookDir ?? this.cwd];
      // without a playbook Ansible reads beside the working directory (`ansible`, `ansible-inventory`)
      if (this.plays.length === 0 && this.playbooks.length === 0) return this.isCwdLikely ? [this.cwd] : [];
      return [...new Set(this.plays.map((play) => play.folder))];
    });
  }

  private get reached(): HostClasses {
    return this.once('reached', () => hostClassesOf(this.inventory, this.plays.map((play) => play.hosts), this.limit));
  }

  /** The plays of a list of numbers; the same list gives the same array. */
  private playsAt(numbers: readonly number[]): readonly Play[] {
    return this.once(`plays ${numbers.join()}`, () => numbers.map((number) => this.plays[number]!));
  }

  /** An inferred run is started in the folder taken for it only when that looks like one to start Ansible in. */
  private get isCwdLikely(): boolean {
    if (this.standing !== 'inferred') return true;
    return [...(this.context.lookup.directory(this.cwd)?.names.keys() ?? [])].some((name) => name === 'ansible.cfg' || /^(site|main|playbook|deploy|provision)[\w-]*\.ya?ml$/.test(name));
  }

  /** The host that no inventory names and that the run has all the same: one of its plays is for localhost, or it may be asked for. */
  get localhost(): Host | undefined {
    return this.once('localhost', () => {
      if (this.program !== 'inventory' && this.plays.length > 0) return this.reached.localhost;
      const host = localhostOf(this.inventory, 'localhost');
      return host === undefined || this.inventory.hosts.has(host.name) ? undefined : host;
    });
  }

  /** One variable on some hosts, those together that resolve the same way; the implicit localhost may be among them. */
  variableOn(hosts: ReadonlySet<Host>, name: string): readonly HostsWithVariable[] {
    const parts = this.variable(name).flatMap((part) => {
      const here = part.hosts.filter((host) => hosts.has(host));
      return here.length === 0 ? [] : [{ ...part, hosts: here }];
    });
    const { localhost } = this;
    if (localhost === undefined || !hosts.has(localhost) || parts.some((part) => part.hosts.includes(localhost))) return parts;
    return [...parts, { hosts: [localhost], ...this.variableOf(localhost, name) }];
  }

  /** The plays that reach a host, in order. */
  playsOf(host: Host): readonly Play[] {
    return this.playsAt(this.reached.playsOf.get(host) ?? []);
  }

  /** Hosts that share their groups and their plays, in inventory order of the first of each. */
  get hostClasses(): readonly { readonly hosts: readonly Host[]; readonly groups: readonly Group[]; readonly plays: readonly Play[] }[] {
    return this.once('hostClasses', () => this.reached.classes.map(({ hosts, groups, plays }) => ({ hosts, groups, plays: this.playsAt(plays) })));
  }

  /** Rank of each level under the precedence in force; a level that is switched off has none. */
  private get ranks(): ReadonlyMap<Precedence, number> {
    return this.once('ranks', () => precedenceRanks(this.config.precedence));
  }

  /** What the inventory sources set: it belongs to the graph, which outlives an edit of a vars file. */
  get sourceDefinitions(): DefinitionIndex {
    return this.once('sourceDefinitions', () => {
      if (!this.isReadAtStart) return definitionsOfInventory(this.inventory, this.config.precedence);
      return indexOfInventory(this.inventory, this.config.precedence, (owner) => this.inventoryFolders.flatMap((folder) => [...definitionsIn(this, folder, owner)]));
    });
  }

  /** What the vars beside the inventory and the extra vars set. */
  get inventoryDefinitions(): DefinitionIndex {
    return this.once('inventoryDefinitions', () => {
      const index = new DefinitionIndex(this.ranks);
      if (this.isReadOnDemand) for (const [batch, folder] of this.inventoryFolders.entries()) addVarsBeside(this, index, folder, batch, 'inventory');
      for (const definition of this.readExtraVars.definitions) index.add(definition, 0);
      return index;
    });
  }

  /** What group_vars and host_vars beside a playbook set. */
  definitionsBesidePlay(folder: Path): DefinitionIndex {
    return this.once(`beside ${folder}`, () => {
      const index = new DefinitionIndex(this.ranks);
      if (this.isReadOnDemand) addVarsBeside(this, index, folder, 0, 'play');
      return index;
    });
  }

  /** Hosts that may have a file in `folder`/host_vars, told by the listing: few of thousands. */
  hostsWithFiles(folder: Path): ReadonlySet<string> {
    return this.once(`hostsWithFiles ${folder}`, () => hostsWithFilesIn(this, folder));
  }

  /** What Ansible reads for one group or host in `folder`/group_vars or host_vars, and what it passes by. */
  varsFiles(folder: Path, vars: VarsFolder, name: string) {
    const { yamlValidExtensions } = this.config;
    const key = `${vars} ${folder}\0${name}`;
    return this.once(key, () => this.context.lookup.remember([key, ...yamlValidExtensions].join('\0'), () => findVarsFiles(this.context.lookup, folder, vars, name, yamlValidExtensions)));
  }

  /** What a play sets itself: its vars and vars_files. Its roles are asked by name: several plays share them. */
  private playDefinitions(play: Play): DefinitionIndex {
    return this.once(`play ${this.plays.indexOf(play)}`, () => definitionsOfPlay(this.context.lookup, play, this.ranks));
  }

  /** The roles of a play in the order they load: dependencies before the role that needs them; a role that is not found is left out. */
  rolesOf(play: Play): readonly Role[] {
    return this.once(`roles ${this.plays.indexOf(play)}`, () => rolesInOrder(this.context.lookup, play.roles.map((use) => use.name), (name) => this.findRole(name, play)));
  }

  private findRole(name: string, play: Play): Path | undefined {
    const found = findRole(this.context.lookup, name, play.folder, this.config.rolesPath);
    if (found !== undefined || this.checkout === undefined) return found;
    // kubespray's own ansible.cfg says where its roles are; run from elsewhere they are still the ones meant
    return findRole(this.context.lookup, name, this.checkout.root, [joinPath(this.checkout.root, 'roles')]);
  }

  /** Every name that something in the run sets, role defaults of its plays included. */
  names(options: { readonly defaults: boolean }): ReadonlySet<string> {
    const names = new Set<string>();
    for (const index of this.indexes) for (const name of index.names()) names.add(name);
    for (const role of this.roles) {
      for (const { name } of role.vars) names.add(name);
      if (options.defaults) for (const { name } of role.defaults) names.add(name);
    }
    if (options.defaults) for (const name of this.releaseAlone?.names() ?? []) names.add(name);
    return names;
  }

  /** Every role of every play, each once. */
  private get roles(): readonly Role[] {
    return this.once('roles', () => [...new Set(this.plays.flatMap((play) => this.rolesOf(play)))]);
  }

  /** Every definition of a name in the run, strongest first, whether or not it reaches a host. */
  definitions(name: string): readonly VariableDefinition[] {
    const found = [...this.indexes, ...this.magic(name)].flatMap((index) => index.everything(name));
    for (const play of this.plays) this.collectRoles(play, name, found);
    collectRelease(this.releaseAlone, name, undefined, this.ranks, found);
    const definitions = found.sort((left, right) => right.order - left.order).map((ranked) => ranked.definition);
    return [...new Set(definitions)];
  }

  private get indexes(): readonly DefinitionIndex[] {
    return this.once('indexes', () => [this.sourceDefinitions, this.inventoryDefinitions, ...this.playFolders.map((folder) => this.definitionsBesidePlay(folder)), ...this.plays.map((play) => this.playDefinitions(play))]);
  }

  /** What Ansible itself sets under a name. */
  private magic(name: string): readonly DefinitionIndex[] {
    return this.once(`magic ${name}`, () => magicDefinitions(name, this.inventory, this.localhost, this.ranks, this.program !== 'inventory'));
  }

  /** Defaults and vars of a play's roles: of two roles the one loaded later is stronger. */
  private collectRoles(play: Play, name: string, into: RankedDefinition[]): void {
    this.rolesOf(play).forEach((role, index) => {
      for (const definitions of [role.defaultsOf(name), role.varsOf(name)]) {
        definitions.forEach((definition, at) => {
          const level = this.ranks.get(definition.precedence)!;
          into.push({ definition, level, batch: index, order: orderOf(level, index * 1_000 + at) });
        });
      }
    });
  }

  /** Names that have a definition of a host's own, by host: for all other names hosts of one class agree. */
  get ownNames(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.once('ownNames', () => {
      const own = new Map<string, Set<string>>();
      for (const index of this.indexes) {
        for (const name of index.names()) {
          for (const host of isOfHosts(name) ? this.inventory.hosts.keys() : index.hostsWith(name)) {
            const names = own.get(host);
            if (names === undefined) own.set(host, new Set([name]));
            else names.add(name);
          }
        }
      }
      return own;
    });
  }

  /** One variable on the hosts of a class that have no definition of their own. */
  variableOfClass({ groups, plays }: { readonly groups: readonly Group[]; readonly plays: readonly Play[] }, name: string, play?: Play) {
    return this.resolveFor(name, groups, play === undefined ? plays : [play], undefined);
  }

  /** One variable over all hosts of the run: hosts that resolve the same way stand together. */
  variable(name: string): readonly HostsWithVariable[] {
    return this.once(`variable ${name}`, () => {
      const withOwn = hostsWithOwn(name, [...this.indexes, ...this.magic(name)]);
      const result: HostsWithVariable[] = [];
      for (const { hosts, groups, plays } of this.hostClasses) {
        const common = withOwn.size === 0 ? hosts : hosts.filter((host) => !withOwn.has(host.name));
        if (common.length > 0) result.push({ hosts: common, ...this.resolveFor(name, groups, plays, undefined) });
        if (withOwn.size > 0) for (const host of hosts) if (withOwn.has(host.name)) result.push({ hosts: [host], ...this.resolveFor(name, groups, plays, host) });
      }
      // it is told where it differs from the others: where something is set for it alone
      const { localhost } = this;
      if (localhost !== undefined && withOwn.has(localhost.name)) result.push({ hosts: [localhost], ...this.variableOf(localhost, name) });
      return result;
    });
  }

  /** One variable on one host; `play` chooses the play, else the last one that reaches the host and knows the variable. */
  variableOf(host: Host, name: string, play?: Play): { readonly play: Play | undefined; readonly variable: EffectiveVariable | undefined } {
    return this.resolveFor(name, host.groups, play === undefined ? this.playsOf(host) : [play], host);
  }

  private resolveFor(name: string, groups: readonly Group[], plays: readonly Play[], host: Host | undefined): { readonly play: Play | undefined; readonly variable: EffectiveVariable | undefined } {
    const base: RankedDefinition[] = [];
    this.sourceDefinitions.collect(name, groups, host, base);
    this.inventoryDefinitions.collect(name, groups, host, base);
    for (const index of this.magic(name)) index.collect(name, groups, host, base);
    if (this.plays.length === 0) {
      for (const folder of this.playFolders) this.definitionsBesidePlay(folder).collect(name, groups, host, base);
      collectRelease(this.releaseAlone, name, groups, this.ranks, base);
    }
    for (let index = plays.length - 1; index >= 0; index--) {
      const play = plays[index]!;
      const found = base.slice();
      this.definitionsBesidePlay(play.folder).collect(name, groups, host, found);
      this.playDefinitions(play).collect(name, groups, host, found);
      this.collectRoles(play, name, found);
      if (found.length > 0) return { play, variable: resolve(name, found, this.config.hashMerge) };
    }
    return { play: plays[plays.length - 1], variable: base.length === 0 ? undefined : resolve(name, base, this.config.hashMerge) };
  }

  /** Every place where this run looks for vars of a group (all of them) or of `host` alone, and what lies there unread. */
  searchedPlaces(host?: Host): readonly SearchedPlace[] {
    return this.once(`searched ${host?.name ?? '\0all'}`, () => searchedPlacesOf(this, host));
  }

  /** What lies in a vars folder under a name that no group or host of the run has. */
  unmatched(folder: Path, vars: VarsFolder): readonly SearchedPlace[] {
    return this.once(`unmatched ${vars} ${folder}`, () => {
      const { localhost, inventoryWithVars: { hosts, groups } } = this;
      const names = vars === 'group_vars' ? groups : localhost === undefined ? hosts : new Map([...hosts, [localhost.name, localhost]]);
      return findUnmatched(this.context.lookup, joinPath(folder, vars), names, this.config.yamlValidExtensions, vars === 'group_vars' ? 'group' : 'host');
    });
  }

  /** The vars files that are read, each once. */
  get loadedFiles(): readonly SourceFile[] {
    return this.once('loadedFiles', () => loadedFilesOf(this));
  }

  /** Looks at the inventory, the playbooks and all vars files, so that what is missing in the tree becomes wanted. */
  touch(): void {
    void [...this.touchInSteps()];
  }

  *touchInSteps(): IterableIterator<unknown> {
    yield this.staticInventory;
    yield this.inventory;
    yield [this.loadedFiles, this.allUnknown];
    for (const play of this.plays) for (const use of play.varsFiles) yield fileOfUse(this.context.lookup, play, use);
  }

  /** Looks at the roles as well: most of what a kubespray checkout has to read. */
  touchRoles(): void {
    for (const play of this.plays) void this.rolesOf(play);
    void this.checkout?.roles;
  }
}

export type { RunDeclaration, Standing } from './declaration';
