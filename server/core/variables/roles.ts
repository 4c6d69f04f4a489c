// Finds a role's folder and reads what it sets without running: defaults, vars, dependencies (`Role._load_role_yaml`).
import type { Path, SourceFile } from '../tree';
import { joinPath, nameOf, resolvePath } from '../path';
import type { Lookup } from '../lookup';
import { parseYaml } from '../yaml';
import { compareText } from '../inventory/inventory';
import { member, textValue } from '../run/playbook';
import { definitionsOfFile, type VariableDefinition } from './definition';

/** What a role sets without running. */
export class Role {
  constructor(
    readonly name: string,
    readonly path: Path,
    private readonly files: Readonly<Record<RoleLevel, readonly SourceFile[]>>,
    /** Names as written in meta/main.yml. */
    readonly dependencies: readonly string[],
  ) {}

  /** Parsed when somebody asks: of most roles nobody does, and the files of some are long. */
  get defaults(): readonly VariableDefinition[] {
    return definitionsOfFiles(this.files.role_defaults, 'role_defaults', this.name);
  }

  get vars(): readonly VariableDefinition[] {
    return definitionsOfFiles(this.files.role_vars, 'role_vars', this.name);
  }

  defaultsOf(name: string): readonly VariableDefinition[] {
    return byName(this.defaults).get(name) ?? NONE;
  }

  varsOf(name: string): readonly VariableDefinition[] {
    return byName(this.vars).get(name) ?? NONE;
  }
}

const NONE: readonly VariableDefinition[] = [];
const maps = new WeakMap<readonly VariableDefinition[], ReadonlyMap<string, readonly VariableDefinition[]>>();

/** Belongs to the list, which belongs to the texts: it outlives an edit elsewhere. */
function byName(definitions: readonly VariableDefinition[]): ReadonlyMap<string, readonly VariableDefinition[]> {
  let map = maps.get(definitions);
  if (map !== undefined) return map;
  const built = new Map<string, VariableDefinition[]>();
  for (const definition of definitions) {
    const list = built.get(definition.name);
    if (list === undefined) built.set(definition.name, [definition]);
    else list.push(definition);
  }
  maps.set(definitions, (map = built));
  return map;
}

/** Files and folders that `defaults/main` of one role may hold: links can go round in circles. */
const FILE_BUDGET = 2_000;

const MAIN_NAMES = ['main.yml', 'main.yaml', 'main.json', 'main'];

/** The folder of role `name` as a play in `playFolder` finds it: `roles/` beside the play, roles_path, the folder itself. */
export function findRole(lookup: Lookup, name: string, playFolder: Path, rolesPath: readonly Path[]): Path | undefined {
  return lookup.remember(`findRole ${[name, playFolder, ...rolesPath].join('\0')}`, () => {
    const simple = /^\w+\.\w+\.(.+)$/.exec(name)?.[1];
    const folders = [joinPath(playFolder, 'roles'), ...rolesPath, playFolder];
    for (const candidate of simple === undefined ? [name] : [name, simple]) {
      for (const folder of folders) {
        const path = resolvePath(folder, candidate);
        if (lookup.peek(path) === 'directory') return path;
      }
    }
    return undefined;
  });
}

/** Read once for the same texts. */
export function readRole(lookup: Lookup, path: Path, name = nameOf(path)): Role {
  return lookup.remember(`role ${path}\0${name}`, () => {
    const files = { role_defaults: roleFiles(lookup, joinPath(path, 'defaults')), role_vars: roleFiles(lookup, joinPath(path, 'vars')) };
    return new Role(name, path, files, dependenciesOf(lookup, path));
  });
}

type RoleLevel = 'role_defaults' | 'role_vars';

const joined = new WeakMap<SourceFile, Map<string, { readonly files: readonly SourceFile[]; readonly definitions: readonly VariableDefinition[] }>>();

/** The same list for the same texts. */
function definitionsOfFiles(files: readonly SourceFile[], precedence: RoleLevel, name: string): readonly VariableDefinition[] {
  const [first] = files;
  if (first === undefined) return NONE;
  if (files.length === 1) return definitionsOfFile(first, precedence, { kind: 'role', name });
  let known = joined.get(first);
  if (known === undefined) joined.set(first, (known = new Map()));
  const key = `${precedence} ${name}`;
  const last = known.get(key);
  if (last !== undefined && last.files.length === files.length && last.files.every((file, index) => file === files[index])) return last.definitions;
  const definitions = files.flatMap((file) => definitionsOfFile(file, precedence, { kind: 'role', name }));
  known.set(key, { files, definitions });
  return definitions;
}

/** `main.yml` beats the folder `main/`, the opposite of group_vars; only the first that exists is read (J2). */
function roleFiles(lookup: Lookup, folder: Path): SourceFile[] {
  if (lookup.peek(folder) !== 'directory') return [];
  for (const name of MAIN_NAMES) {
    const path = joinPath(folder, name);
    const kind = lookup.peek(path);
    if (kind === 'file') {
      const file = lookup.file(path);
      return file === undefined ? [] : [file];
    }
    if (kind === 'directory') return filesBelow(lookup, path, 0, { left: FILE_BUDGET });
  }
  return [];
}

function filesBelow(lookup: Lookup, path: Path, depth: number, budget: { left: number }): SourceFile[] {
  const directory = lookup.directory(path);
  if (directory === undefined || depth > 40 || budget.left <= 0 || (depth > 0 && lookup.leadsUp(path))) return [];
  const files: SourceFile[] = [];
  for (const name of [...directory.names.keys()].sort(compareText)) {
    if (name.startsWith('.') || name.endsWith('~')) continue;
    if (budget.left-- <= 0) break;
    const below = joinPath(path, name);
    const kind = lookup.peek(below);
    if (kind === 'directory' && !name.includes('.')) files.push(...filesBelow(lookup, below, depth + 1, budget));
    else if (kind === 'file' && /^[^.]*$|\.(yml|yaml|json)$/.test(name)) {
      const file = lookup.file(below);
      if (file !== undefined) files.push(file);
    }
  }
  return files;
}

function dependenciesOf(lookup: Lookup, path: Path): string[] {
  const meta = roleFiles(lookup, joinPath(path, 'meta'))[0];
  if (meta === undefined) return [];
  const dependencies = member(parseYaml(meta).root, 'dependencies');
  if (dependencies?.kind !== 'sequence') return [];
  return dependencies.items.flatMap((item) => textValue(item.kind === 'mapping' ? (member(item, 'role') ?? member(item, 'name')) : item) ?? []);
}

/** Roles in the order they load: dependencies before the role that needs them; one that is not found is left out. */
export function rolesInOrder(lookup: Lookup, names: readonly string[], find: (name: string) => Path | undefined): readonly Role[] {
  const roles: Role[] = [];
  const add = (name: string, depth: number, seen: Set<Path>): void => {
    if (name.includes('{{') || depth > 100) return;
    const path = find(name);
    // a dependency that several roles share is loaded once for each entry of the play
    if (path === undefined || seen.has(path)) return;
    seen.add(path);
    const role = readRole(lookup, path, name);
    for (const dependency of role.dependencies) add(dependency, depth + 1, seen);
    roles.push(role);
  };
  for (const name of names) add(name, 0, new Set());
  return roles;
}
