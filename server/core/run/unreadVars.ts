// Vars folders that a run does not read although they name its groups or hosts, and what it loses by that.
import { isSpan, type Path } from '../tree';
import { folderOf, foldersAbove, isWithin, joinPath, nameOf } from '../path';
import type { Lookup } from '../lookup';
import type { Project } from '../project';
import { compareGroups, compareText } from '../inventory/inventory';
import { certainDefaults } from '../kubespray/catalogue';
import { hasKubesprayGroups } from '../kubespray/runTimeGroups';
import { definitionsOfFile, type VariableDefinition } from '../variables/definition';
import { findVarsFiles } from '../variables/varsFiles';
import type { Run } from './run';

/** A folder with group_vars or host_vars that no declared or found run reads. */
export interface UnreadVars {
  readonly folder: Path;
  /** What the run's groups and hosts would get from it, weakest first. */
  readonly definitions: readonly VariableDefinition[];
  readonly files: readonly Path[];
}

/** The folder that is named to the reader: its group_vars, or its host_vars. */
export function varsFolder(lookup: Lookup, { folder }: UnreadVars): Path {
  return ['group_vars', 'host_vars'].map((name) => joinPath(folder, name)).find((path) => lookup.peek(path) === 'directory') ?? folder;
}

/** One variable that is set in an unread folder and not by the run. */
export interface LostVariable {
  readonly name: string;
  /** The strongest of the unread definitions. */
  readonly unread: VariableDefinition;
  /** The role default that the run gets instead; undefined where there is none. */
  readonly instead: VariableDefinition | undefined;
}

/** Variables in the order of what their loss does to a cluster; the others follow by name. */
export const CONSEQUENTIAL: readonly string[] = [
  'container_manager', 'etcd_deployment_type', 'kube_network_plugin', 'kube_pods_subnet', 'kube_service_addresses', 'kube_override_hostname', 'cluster_name', 'kube_version', 'loadbalancer_apiserver', 'external_cloud_provider', 'enable_nodelocaldns',
];

/** Variables that make a kubespray cluster what it is, and that nothing else has: the first of the consequential ones. */
const OF_CLUSTER: ReadonlySet<string> = new Set(CONSEQUENTIAL.slice(0, 5));

/** What the inventory, `-e` and plays that are not kubespray's set of its variables: what makes the cluster, others, or none. */
export function setsOfItsOwn(run: Run): 'cluster' | 'some' | 'nothing' {
  const { checkout } = run;
  const own = [...run.names({ defaults: false })].filter((name) => (CONSEQUENTIAL.includes(name) || checkout?.defaultsOf(name)[0] !== undefined) && run.definitions(name).some(({ precedence, origin }) =>
    precedence === 'extra_vars' || precedence.endsWith('_inventory') || (precedence.startsWith('play_vars') && !(checkout !== undefined && isSpan(origin) && isWithin(origin.file.path, checkout.root)))));
  return own.some((name) => OF_CLUSTER.has(name)) ? 'cluster' : own.length > 0 ? 'some' : 'nothing';
}

/** True when the places the run looks in hold no vars file for its groups or hosts. */
export function readsNoVars(run: Run): boolean {
  return run.loadedFiles.length === 0;
}

/** What a run that reads no vars file loses by it. */
export interface Loss {
  readonly unread: UnreadVars;
  readonly lost: readonly LostVariable[];
}

const losses = new WeakMap<Run, { readonly project: Project; readonly loss: Loss | undefined }>();

/** The likeliest of the folders that a run without vars does not read, when it loses something by that; what `inventory-without-vars` tells, so that no other rule tells it again. */
export function lossOf(project: Project, run: Run): Loss | undefined {
  const known = losses.get(run);
  if (known?.project === project) return known.loss;
  const loss = findLoss(project, run);
  losses.set(run, { project, loss });
  return loss;
}

function findLoss(project: Project, run: Run): Loss | undefined {
  // an inferred run knows no playbook but the one kubespray lends it: vars beside another may well be read
  if (run.standing === 'inferred' && !isOfKubespray(run)) return undefined;
  if (run.isOpaque || run.inventory.hosts.size === 0 || !readsNoVars(run)) return undefined;
  const [unread] = unreadVarsOf(project, run);
  const lost = unread === undefined ? [] : lostVariables(run, unread);
  return unread === undefined || lost.length === 0 ? undefined : { unread, lost };
}

/** True for a run of kubespray's groups with kubespray. */
export function isOfKubespray(run: Run): boolean {
  return hasKubesprayGroups(run.staticInventory) && run.kubespray !== undefined;
}

/** Unread folders that name one of the run's groups or hosts besides `all`, or set what makes its kubespray cluster; the likeliest first: parents, same name, same repository, elsewhere. */
export function unreadVarsOf(project: Project, run: Run): readonly UnreadVars[] {
  const read = new Set<Path>();
  for (const other of project.runs) if (other.standing === 'declared' || other.standing === 'found') for (const folder of [...other.inventoryFolders, ...other.playFolders]) read.add(folder);
  for (const folder of [...run.inventoryFolders, ...run.playFolders]) read.add(folder);
  const targets = new Set(run.sources.flatMap(({ path }) => (path === undefined || project.lookup.realPath(path) === path ? [] : folderOf(project.lookup.realPath(path) ?? path))));
  const found: UnreadVars[] = [];
  for (const folder of varsFolders(project, run)) {
    // vars beside the file that a linked inventory leads to are its own, and not read
    if (read.has(folder) || (!targets.has(folder) && inventoriesBeside(project, folder))) continue;
    const candidate = readUnread(project, run, folder);
    if (candidate !== undefined) found.push(candidate);
  }
  return found.sort((left, right) => likeliness(project, run, left.folder) - likeliness(project, run, right.folder) || compareText(left.folder, right.folder));
}

/** What the run loses by not reading `unread`, the consequential variables first. */
export function lostVariables(run: Run, unread: UnreadVars): readonly LostVariable[] {
  const strongest = new Map<string, VariableDefinition>();
  for (const definition of unread.definitions) strongest.set(definition.name, definition);
  const lost: LostVariable[] = [];
  for (const [name, definition] of strongest) {
    const isSet = run.variable(name).some(({ variable }) => variable !== undefined && variable.winner.precedence !== 'role_defaults');
    if (isSet) continue;
    const used = run.variable(name).find(({ variable }) => variable !== undefined)?.variable?.winner;
    lost.push({ name, unread: definition, instead: used ?? certainDefaults(run.kubespray, name)[0] });
  }
  const rank = (name: string): number => {
    const index = CONSEQUENTIAL.indexOf(name);
    return index < 0 ? CONSEQUENTIAL.length : index;
  };
  return lost.sort((left, right) => rank(left.name) - rank(right.name) || compareText(left.name, right.name));
}

/** Folders that hold group_vars or host_vars: of the open folders and of the repository that an inventory outside of them belongs to. */
function varsFolders(project: Project, run: Run): Path[] {
  const folders = new Set<Path>();
  for (const { path, directory: { names } } of project.folders) if (names.get('group_vars') === 'directory' || names.get('host_vars') === 'directory') folders.add(path);
  for (const path of run.sources.flatMap((source) => (source.path === undefined ? [] : [source.path, project.lookup.realPath(source.path) ?? source.path]))) {
    if (project.isBelowRoots(path)) continue;
    const repository = project.repositoryOf(path);
    for (const folder of repository === undefined ? foldersAbove(path).slice(0, 3) : foldersBelow(project, repository)) {
      if (['group_vars', 'host_vars'].some((name) => project.lookup.peek(joinPath(folder, name)) === 'directory')) folders.add(folder);
    }
  }
  return [...folders];
}

const FOLDER_BUDGET = 5_000;
const SKIPPED = new Set(['.git', 'node_modules', '.terraform', '.tox', '.cache', 'group_vars', 'host_vars']);

function foldersBelow(project: Project, root: Path): Path[] {
  const folders: Path[] = [];
  const open = [root];
  for (let folder = open.shift(); folder !== undefined && folders.length < FOLDER_BUDGET; folder = open.shift()) {
    const directory = project.lookup.directory(folder);
    if (directory === undefined) continue;
    folders.push(folder);
    for (const [name, kind] of directory.names) if (kind === 'directory' && !SKIPPED.has(name)) open.push(joinPath(folder, name));
  }
  return folders;
}

/** Two folders at the same place of two trees, such as `clusters/a/inventory` and `clusters/b/inventory`: one name on the way is another. */
export function isOfOtherInventory(folder: Path, other: Path): boolean {
  const [names, others] = [folder.split('/'), other.split('/')];
  return names.length === others.length && names.filter((name, index) => name !== others[index]).length === 1;
}

/** Settings of ansible.cfg with which Ansible reads vars beside other files as well. */
export function mayReadOtherFolders({ config: { file }, environment }: Run): boolean {
  return (file !== undefined && /^(playbook_vars_root|vars_plugins|vars_plugins_enabled|run_vars_plugins)\b/m.test(file.text)) || environment['ANSIBLE_PLAYBOOK_VARS_ROOT'] !== undefined;
}

/** Vars beside a file that is an inventory, or is called like one, are that inventory's. */
export function inventoriesBeside(project: Project, folder: Path): boolean {
  const directory = project.lookup.directory(folder);
  if (directory === undefined) return false;
  for (const [name, kind] of directory.names) if (kind !== 'directory' && /^(hosts|inventory)(\.[\w-]+)?$/.test(name) && project.lookup.peek(joinPath(folder, name)) !== 'directory') return true;
  return project.runs.some((run) => run.inventoryFolders.includes(folder));
}

function readUnread(project: Project, run: Run, folder: Path): UnreadVars | undefined {
  const { inventory, config } = run;
  const definitions: VariableDefinition[] = [];
  const files: Path[] = [];
  let isNamed = false;
  const add = (vars: 'group_vars' | 'host_vars', name: string): void => {
    const found = findVarsFiles(project.lookup, folder, vars, name, config.yamlValidExtensions);
    if (found.files.length > 0 && !(vars === 'group_vars' && name === 'all')) isNamed = true;
    for (const file of found.files) {
      files.push(file.path);
      definitions.push(...definitionsOfFile(file, vars === 'group_vars' ? 'groups_plugins_inventory' : 'host_plugins_inventory', { kind: vars === 'group_vars' ? 'group' : 'host', name }));
    }
  };
  if (project.lookup.peek(joinPath(folder, 'group_vars')) === 'directory') {
    add('group_vars', 'all');
    for (const group of [...inventory.groupsWithHosts].filter((member) => member.name !== 'all').sort(compareGroups)) add('group_vars', group.name);
  }
  if (project.lookup.peek(joinPath(folder, 'host_vars')) === 'directory') for (const name of inventory.hosts.keys()) add('host_vars', name);
  return (isNamed || isOfCluster(run, folder, definitions)) && definitions.length > 0 ? { folder, definitions, files } : undefined;
}

/** Vars of `all` alone may be anybody's; not so above the inventory of a kubespray run, when they set what makes its cluster. */
function isOfCluster(run: Run, folder: Path, definitions: readonly VariableDefinition[]): boolean {
  return run.standing !== 'inferred' && isOfKubespray(run) && isAboveInventory(run, folder) && definitions.some(({ name }) => OF_CLUSTER.has(name));
}

function isAboveInventory(run: Run, folder: Path): boolean {
  return run.sources.some(({ path }) => path !== undefined && isWithin(path, folder));
}

/** Smaller is likelier. */
function likeliness(project: Project, run: Run, folder: Path): number {
  if (isAboveInventory(run, folder)) return 0;
  const inventories = run.sources.flatMap((source) => (source.path === undefined ? [] : [source.path]));
  if (inventories.some((path) => nameOf(folderOf(path)) === nameOf(folder) || nameOf(path).replace(/\.\w+$/, '') === nameOf(folder))) return 1;
  if (inventories.some((path) => project.rootOf(path) !== undefined && project.rootOf(path) === project.rootOf(folder))) return 2;
  return 3;
}
