// Inventories nobody names: files that look like one because vars lie beside them, or by name and place. Each becomes an inferred run.
import type { Directory, Path, SourceFile, Tree } from '../tree';
import { extensionOf, isWithin, joinPath, nameOf } from '../path';
import type { Folder } from '../folders';
import type { Lookup } from '../lookup';
import { compareText } from '../inventory/inventory';
import { parseIniInventory } from '../inventory/iniInventory';
import { readInventory } from '../inventory/sources';
import { readAnsibleConfig } from './ansibleConfig';

export interface InferredInventory {
  readonly path: Path;
  /** `beside` has vars next to it; `name` goes by its name and place. */
  readonly kind: 'beside' | 'name';
  /** Why Ansible could not read it; only those with vars beside them are told. */
  readonly isBroken: boolean;
  /** It uses groups that it does not declare: it is read together with other files of its folder. */
  readonly isPart: boolean;
}

const NAMES = /^(hosts|inventory)(\.[\w-]+)?$/;
const PLACES = new Set(['inventory', 'inventories', 'environments', 'clusters']);
const NEVER = new Set(['ansible.cfg', 'tox.ini', 'setup.cfg', 'galaxy.yml', 'requirements.yml', 'meta.yml', 'docker-compose.yml', 'Makefile', 'README', 'LICENSE', 'Vagrantfile', 'Dockerfile']);
const NEVER_FOLDERS = /(^|\/)(molecule|tests?|templates|group_vars|host_vars|roles|playbooks?|docs?|tasks|handlers|defaults|vars|meta|files|library|node_modules|contrib|scripts|\.[^/]+)(\/|$)/;
const INVENTORY_EXTENSIONS = new Set(['', '.ini', '.yml', '.yaml', '.cfg', '.inv', '.hosts', '.inventory', '.json']);

/** Looks through `folders`, which lie below `roots`; sorted by path. What a run names already (`isNamed`) is not looked at: a graph costs time. */
export function findInferredInventories(lookup: Lookup, folders: readonly Folder[], roots: readonly Path[], isNamed: (path: Path) => boolean = () => false): InferredInventory[] {
  const found: InferredInventory[] = [];
  for (const { folder, directory, isPlace, files } of candidatesIn(lookup.tree, folders, roots)) {
    const hasVars = ['group_vars', 'host_vars'].some((name) => directory.names.has(name) && lookup.peek(joinPath(folder, name)) === 'directory');
    const here: InferredInventory[] = [];
    for (const name of files) {
      const saysInventory = NAMES.test(name);
      const path = joinPath(folder, name);
      if ((!hasVars && !saysInventory && !isPlace) || isNamed(path)) continue;
      // beside vars lie playbooks as well: only a name that says inventory, or an INI or extension-less file, is tried
      const file = lookup.file(path);
      if (file === undefined || file.problem !== undefined || !looksLikeInventory(file)) continue;
      const candidate = judge(lookup, path, file, hasVars && (saysInventory || !isYamlName(name)));
      if (candidate !== undefined) here.push(candidate);
    }
    // files that need groups of their neighbours are parts of one inventory: the folder is the source
    const areTaken = here.map((candidate) => !/\.(ini|cfg)$/.test(candidate.path));
    const areParts = areTaken.every(Boolean) && here.some((candidate) => candidate.isPart);
    // so are those that are numbered: numbers order what is read one after the other
    const areNumbered = areTaken.some(Boolean) && here.every((candidate) => /^\d+[-_.]/.test(nameOf(candidate.path)));
    if (here.length > 1 && (areParts || areNumbered)) found.push({ path: folder, kind: 'beside', isBroken: false, isPart: false });
    else found.push(...here);
  }
  return found.sort((left, right) => compareText(left.path, right.path));
}

/** A folder that may hold inventories, told by the listings alone. */
interface CandidateFolder {
  /** As it is reached. */
  readonly folder: Path;
  readonly directory: Directory;
  readonly isPlace: boolean;
  /** Names in order. */
  readonly files: readonly string[];
}

/** A large workspace has many folders and few that matter; which they are changes only with the listings. */
function candidatesIn(tree: Tree, folders: readonly Folder[], roots: readonly Path[]): readonly CandidateFolder[] {
  return tree.shape.once(['candidates', ...roots].join('\0'), () => {
    const found: CandidateFolder[] = [];
    for (const { path: folder, directory } of folders) {
      const root = roots.find((candidate) => isWithin(folder, candidate))!;
      const below = folder.slice(root.length);
      if (NEVER_FOLDERS.test(below)) continue;
      const isPlace = below.split('/').some((name) => PLACES.has(name));
      const mayHaveVars = directory.names.has('group_vars') || directory.names.has('host_vars') || !directory.complete;
      const files = [...directory.names.keys()].filter((name) => (mayHaveVars || isPlace || NAMES.test(name)) && isCandidateName(directory, name)).sort(compareText);
      if (files.length > 0) found.push({ folder, directory, isPlace, files });
    }
    return found;
  });
}

function isCandidateName(directory: Directory, name: string): boolean {
  const kind = directory.names.get(name);
  return (kind === 'file' || kind === 'link') && directory.skipped?.has(name) !== true && !name.startsWith('.') && !NEVER.has(name) && !name.endsWith('~') && INVENTORY_EXTENSIONS.has(extensionOf(name));
}

function isYamlName(name: string): boolean {
  return /\.(ya?ml|json)$/.test(name);
}

/** A cheap look before the parse: a group header of its own line, or `all:`/a `hosts:` key. */
function looksLikeInventory(file: SourceFile): boolean {
  if (file.text.length > 4_000_000) return false;
  if (isYamlName(nameOf(file.path))) return /^(all|[\w.-]+):[ \t]*(#.*)?$/m.test(file.text) && /^[ \t]+(hosts|children):/m.test(file.text);
  return /^[ \t]*\[[^\]\s]+\][ \t]*(#.*)?$/m.test(file.text) || /^[ \t]+(hosts|children):/m.test(file.text);
}

const judged = new WeakMap<SourceFile, Map<string, InferredInventory | undefined>>();

/** What a candidate is; that belongs to its text. */
function judge(lookup: Lookup, path: Path, file: SourceFile, isBeside: boolean): InferredInventory | undefined {
  let known = judged.get(file);
  if (known === undefined) judged.set(file, (known = new Map()));
  const key = `${isBeside} ${path}`;
  if (!known.has(key)) known.set(key, examine(lookup, path, file, isBeside));
  return known.get(key);
}

function examine(lookup: Lookup, path: Path, file: SourceFile, isBeside: boolean): InferredInventory | undefined {
  const config = readAnsibleConfig(lookup, '/', {});
  const inventory = readInventory(lookup, [{ text: path, path, span: undefined }], config);
  const isParsed = inventory.sources.every((source) => source.outcome === 'parsed');
  if (!isParsed) {
    if (!isBeside || file.text.trim() === '' || inventory.sources.every((source) => source.outcome !== 'failed')) return undefined;
    const isPart = !isYamlName(nameOf(path)) && parseIniInventory(file).failure === undefined;
    return { path, kind: 'beside', isBroken: true, isPart };
  }
  if (inventory.hosts.size === 0) return undefined;
  const hasGroup = [...inventory.groups.values()].some((group) => group.declarations.length > 0);
  if (!hasGroup) return undefined;
  return { path, kind: isBeside ? 'beside' : 'name', isBroken: false, isPart: false };
}
