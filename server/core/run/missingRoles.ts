// Roles that Ansible does not find from where a run starts, though they lie in the workspace: told by its own search, with nothing added to it.
import type { Path, SourceFile } from '../tree';
import { folderOf, joinPath, nameOf, resolvePath } from '../path';
import type { Lookup } from '../lookup';
import { parseYaml } from '../yaml';
import { checkoutOf } from '../kubespray/checkout';
import { readAnsibleConfig } from './ansibleConfig';
import { mayGetVariables } from './scripts/ciFiles';
import { member, textValue, type Play, type RoleUse } from './playbook';
import type { Run } from './run';

/** What stops a run before its first task. */
export interface MissingRoles {
  /** The first use of each role, in the order of the plays. */
  readonly uses: readonly RoleUse[];
  /** A folder that all of them lie in. */
  readonly folder: Path;
  /** The ansible.cfg whose roles_path has that folder; undefined when none does. */
  readonly config: SourceFile | undefined;
}

/**
 * The roles of a run's plays that Ansible would not find, when they lie in one folder near the plays: that the search misses them is then
 * the fault of the place the run starts in. Roles that lie nowhere may be installed before the run, and so may what nobody has looked at be there.
 */
export function missingRoles(run: Run, isBelowRoots: (path: Path) => boolean): MissingRoles | undefined {
  const { lookup } = run.context;
  if (!isStartKnown(run)) return undefined;
  const uses = new Map<string, { readonly use: RoleUse; readonly play: Play }>();
  const installed = new Map<Path, ReadonlySet<string>>();
  let isUnsure = false;
  for (const play of run.plays) {
    if (mayUseCollections(play)) continue;
    for (const use of play.roles) {
      if (uses.has(use.name) || !isPlainRole(use.name)) continue;
      const isFound = isRoleFound(run, play, use.name);
      // all are asked for at once: each look at the disk makes the rules start anew
      if (isFound === undefined) isUnsure = true;
      else if (!isFound && !isInstalledLater(lookup, run, play, use.name, installed)) uses.set(use.name, { use, play });
    }
  }
  const [first] = uses.values();
  if (first === undefined || isUnsure) return undefined;
  for (const home of homesOf(run, first.play, isBelowRoots)) {
    const inHome = [...uses.values()].filter(({ use }) => lookup.peek(joinPath(home.roles, use.name)) === 'directory').map(({ use }) => use);
    if (inHome.length > 0) return { uses: inHome, folder: home.roles, config: home.config };
  }
  return undefined;
}

/** Where a run starts decides over ansible.cfg: of a guess nothing is told. */
function isStartKnown(run: Run): boolean {
  const { lookup } = run.context;
  if (run.standing !== 'declared' && run.standing !== 'found') return false;
  if (run.program !== 'playbook' || run.playbooks.length === 0) return false;
  if (run.unknown.some((text) => !/^-[iel] /.test(text))) return false;
  // a folder that the words of a script were read from is the right one when what they name is there, seen from it
  if (run.standing === 'found' && !run.playbooks.some(({ text, path }) => !text.startsWith('/') && lookup.peek(path) === 'file')) return false;
  // a variable in roles_path stands for a folder that is not known
  if (run.config.rolesPath.some((path) => /[${]/.test(path))) return false;
  return !mayBeConfiguredElsewhere(run);
}

/** What is exported in the script, by another CI file, or by direnv on entering the folder, is not in the run's environment. */
function mayBeConfiguredElsewhere(run: Run): boolean {
  const { lookup } = run.context;
  const files = run.places.map(({ file }) => file);
  if (files.some(mayGetVariables)) return true;
  for (let folder = run.cwd; ; folder = folderOf(folder)) {
    for (const name of ['.envrc', '.env']) {
      const path = joinPath(folder, name);
      const file = lookup.directory(folder)?.names.has(name) === true && lookup.peek(path) === 'file' ? lookup.file(path) : undefined;
      if (file !== undefined) files.push(file);
    }
    if (folder === folderOf(folder) || lookup.directory(folder)?.names.has('.git') === true) break;
  }
  return files.some(({ text }) => ['ANSIBLE_CONFIG', 'ANSIBLE_ROLES_PATH', 'ANSIBLE_HOME'].some((name) => text.includes(name) && run.environment[name] === undefined));
}

/** A role of a collection, a template, or a source that ansible-galaxy fetches, is looked for in other ways. */
function isPlainRole(name: string): boolean {
  return name !== '' && !/[{,:+]/.test(name) && !/^\w+\.\w+\.\w+/.test(name);
}

/** `collections:` adds places to search, and so does lying in a collection. */
function mayUseCollections({ file, folder }: Play): boolean {
  return /^[ \t-]*collections[ \t]*:/m.test(file.text) || folder.includes('/ansible_collections/');
}

/** `RoleDefinition._load_role_path`: `roles/` beside the play, roles_path, the folder of the play, at last the name as a path from the working directory. */
function isRoleFound(run: Run, play: Play, name: string): boolean | undefined {
  const { lookup } = run.context;
  const home = run.environment['HOME'];
  const real = lookup.realPath(play.folder) ?? play.folder;
  const folders = [joinPath(play.folder, 'roles'), joinPath(real, 'roles'), ...run.config.rolesPath, ...(home === undefined ? [] : [joinPath(resolvePath('/', home), '.ansible/roles')]), play.folder, real, run.cwd];
  let isUnsure = false;
  for (const folder of new Set(folders)) {
    // a file will do: Ansible asks only whether the path is there
    const isThere = lookup.exists(resolvePath(folder, name));
    if (isThere === true) return true;
    if (isThere === undefined) isUnsure = true;
  }
  return isUnsure ? undefined : false;
}

/** Named in a requirements.yml: `ansible-galaxy install` brings it. */
function isInstalledLater(lookup: Lookup, run: Run, play: Play, name: string, known: Map<Path, ReadonlySet<string>>): boolean {
  const folders = new Set([run.cwd, play.folder, folderOf(play.folder), ...run.places.map(({ file }) => folderOf(file.path)), ...(run.config.file === undefined ? [] : [folderOf(run.config.file.path)])]);
  for (const folder of folders) {
    for (const below of ['requirements.yml', 'requirements.yaml', 'roles/requirements.yml', 'roles/requirements.yaml', 'requirements/roles.yml', 'galaxy-requirements.yml']) {
      const path = joinPath(folder, below);
      let names = known.get(path);
      if (names === undefined) known.set(path, (names = requiredRoles(lookup, path)));
      if (names.has(name)) return true;
    }
  }
  return false;
}

function requiredRoles(lookup: Lookup, path: Path): ReadonlySet<string> {
  const file = lookup.peek(path) === 'file' ? lookup.file(path) : undefined;
  if (file === undefined) return new Set();
  const { root } = parseYaml(file);
  const list = root?.kind === 'sequence' ? root : member(root, 'roles');
  const names = new Set<string>();
  if (list?.kind === 'sequence') {
    for (const item of list.items) {
      for (const text of item.kind === 'mapping' ? [textValue(member(item, 'name')), textValue(member(item, 'src')), textValue(member(item, 'role'))] : [textValue(item)]) {
        if (text === undefined) continue;
        names.add(text);
        names.add(nameOf(text.split(',')[0]!).replace(/\.(git|tar\.gz)$/, ''));
      }
    }
  }
  return names;
}

/** Folders of roles that may be meant: those of an ansible.cfg above the play first, then a `roles` above it; nearest first, and no higher than the checkout or the workspace goes. */
function homesOf(run: Run, play: Play, isBelowRoots: (path: Path) => boolean): { readonly roles: Path; readonly config: SourceFile | undefined }[] {
  const { lookup, checkouts } = run.context;
  const checkout = checkoutOf(checkouts, play.folder) ?? run.checkout;
  const homes: { roles: Path; config: SourceFile | undefined }[] = [];
  const bare: { roles: Path; config: undefined }[] = [];
  const isOurs = (folder: Path): boolean => isBelowRoots(folder) || checkout?.holds(folder) === true;
  for (let folder = play.folder; isOurs(folder); folder = folderOf(folder)) {
    const config = lookup.peek(joinPath(folder, 'ansible.cfg')) === 'file' && lookup.directory(folder)?.worldWritable !== true ? readAnsibleConfig(lookup, folder) : undefined;
    for (const roles of config?.rolesPath ?? []) homes.push({ roles, config: config!.file });
    bare.push({ roles: joinPath(folder, 'roles'), config: undefined });
    if (folder === folderOf(folder)) break;
  }
  return [...homes, ...bare];
}
