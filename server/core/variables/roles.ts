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
  private readonly maps = new Map<readonly VariableDefinition[], ReadonlyMap<string, readonly VariableDefinition[]>>();

  constructor(
    readonly name: string,
    readonly path: Path,
    readonly defaults: readonly VariableDefinition[],
    readonly vars: readonly VariableDefinition[],
    /** Names as written in meta/main.yml. */
    readonly dependencies: readonly string[],
  ) {}

  defaultsOf(name: string): readonly VariableDefinition[] {
    return this.byName(this.defaults).get(name) ?? [];
  }

  varsOf(name: string): readonly VariableDefinition[] {
    return this.byName(this.vars).get(name) ?? [];
  }

  private byName(definitions: readonly VariableDefinition[]): ReadonlyMap<string, readonly VariableDefinition[]> {
    let map = this.maps.get(definitions);
    if (map === undefined) this.maps.set(definitions, (map = definitionsByName(definitions)));
    return map;
  }
}

export function definitionsByName(definitions: readonly VariableDefinition[]): Map<string, VariableDefinition[]> {
  const map = new Map<string, VariableDefinition[]>();
  for (const definition of definitions) {
    const list = map.get(definition.name);
    if (list === undefined) map.set(definition.name, [definition]);
    else list.push(definition);
  }
  return map;
}

const MAIN_NAMES = ['main.yml', 'main.yaml', 'main.json', 'main'];

/** The folder of role `name` as a play in `playFolder` finds it: `roles/` beside the play, roles_path, the folder itself. */
export function findRole(lookup: Lookup, name: string, playFolder: Path, rolesPath: readonly Path[]): Path | undefined {
  const simple = /^\w+\.\w+\.(.+)$/.exec(name)?.[1];
  const folders = [joinPath(playFolder, 'roles'), ...rolesPath, playFolder];
  for (const candidate of simple === undefined ? [name] : [name, simple]) {
    for (const folder of folders) {
      const path = resolvePath(folder, candidate);
      if (lookup.peek(path) === 'directory') return path;
    }
  }
  return undefined;
}

const readRoles = new WeakMap<Lookup, Map<string, Role>>();

/** Read once for each tree. */
export function readRole(lookup: Lookup, path: Path, name = nameOf(path)): Role {
  let known = readRoles.get(lookup);
  if (known === undefined) readRoles.set(lookup, (known = new Map()));
  const key = `${path}\0${name}`;
  let role = known.get(key);
  if (role === undefined) {
    const read = (folder: string, precedence: 'role_defaults' | 'role_vars'): readonly VariableDefinition[] => {
      const files = roleFiles(lookup, joinPath(path, folder));
      return files.length === 1 ? definitionsOfFile(files[0]!, precedence, { kind: 'role', name }) : files.flatMap((file) => definitionsOfFile(file, precedence, { kind: 'role', name }));
    };
    known.set(key, (role = new Role(name, path, read('defaults', 'role_defaults'), read('vars', 'role_vars'), dependenciesOf(lookup, path))));
  }
  return role;
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
    if (kind === 'directory') return filesBelow(lookup, path, 0);
  }
  return [];
}

function filesBelow(lookup: Lookup, path: Path, depth: number): SourceFile[] {
  const directory = lookup.directory(path);
  if (directory === undefined || depth > 40) return [];
  const files: SourceFile[] = [];
  for (const name of [...directory.names.keys()].sort(compareText)) {
    if (name.startsWith('.') || name.endsWith('~')) continue;
    const below = joinPath(path, name);
    const kind = lookup.peek(below);
    if (kind === 'directory' && !name.includes('.')) files.push(...filesBelow(lookup, below, depth + 1));
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
