// A kubespray checkout in the tree: where it is, which release, and what its roles set. Facts by release are told with their source.
import type { Path } from '../tree';
import { isWithin, joinPath, nameOf } from '../path';
import type { Lookup } from '../lookup';
import { parseYaml } from '../yaml';
import { readRole, type Role } from '../variables/roles';
import { compareText } from '../inventory/inventory';
import type { VariableDefinition } from '../variables/definition';
import { releaseOfCollection, releaseWithoutGalaxy, type CheckoutRelease } from './checkoutRelease';
import { COMMON_DEFAULTS, labelOf, type Kubespray } from './kubespray';

/** A checkout and, read when asked for, its roles. */
export class Checkout implements Kubespray {
  readonly isAssumed = false;
  private rolesRead: readonly Role[] | undefined;
  private allNames: ReadonlySet<string> | undefined;

  /** `root` has no link in it, as the paths of files have none. */
  constructor(private readonly lookup: Lookup, readonly root: Path, private readonly release: CheckoutRelease) {}

  /** True for its own folder and what is below it, also where `path` leads there through a link. */
  holds(path: Path): boolean {
    return isWithin(path, this.root) || isWithin(this.lookup.realPath(path) ?? path, this.root);
  }

  get version(): string | undefined {
    return this.release.version;
  }

  get minor(): number | undefined {
    return this.release.minor;
  }

  get how(): string {
    return `the checkout ${nameOf(this.root)}${this.release.by === '' ? '' : `, by ${this.release.by}`}`;
  }

  get label(): string {
    return labelOf(this.version);
  }

  /** Every role below `roles/`, at any depth; the one of the common defaults first. */
  get roles(): readonly Role[] {
    if (this.rolesRead === undefined) {
      const all = this.lookup.remember(`roles ${this.root}`, () => findRoles(this.lookup, joinPath(this.root, 'roles'), '', 0));
      this.rolesRead = [...all.filter(({ name }) => COMMON_DEFAULTS.has(name)), ...all.filter(({ name }) => !COMMON_DEFAULTS.has(name))];
    }
    return this.rolesRead;
  }

  defaultsOf(name: string): readonly VariableDefinition[] {
    return this.roles.flatMap((role) => role.defaultsOf(name));
  }

  roleVarsOf(name: string): readonly VariableDefinition[] {
    return this.roles.flatMap((role) => role.varsOf(name));
  }

  names(): ReadonlySet<string> {
    return (this.allNames ??= new Set(this.roles.flatMap((role) => [...role.defaults, ...role.vars]).map(({ name }) => name)));
  }

  /** Collection and checkout name playbooks alike: `kubernetes_sigs.kubespray.cluster` is playbooks/cluster.yml. */
  playbook(name: string): Path | undefined {
    const file = /^kubernetes_sigs\.kubespray\.(\w+)$/.exec(name)?.[1];
    return file === undefined ? undefined : joinPath(this.root, `playbooks/${file}.yml`);
  }
}

function findRoles(lookup: Lookup, folder: Path, prefix: string, depth: number): Role[] {
  if (depth > 4 || lookup.peek(folder) !== 'directory') return [];
  const directory = lookup.directory(folder);
  if (directory === undefined) return [];
  const isRole = ['defaults', 'vars', 'tasks', 'meta'].some((name) => directory.names.get(name) === 'directory');
  const roles: Role[] = isRole && prefix !== '' ? [readRole(lookup, folder, prefix)] : [];
  for (const name of [...directory.names.keys()].sort(compareText)) {
    if (name.startsWith('.') || (isRole && ROLE_FOLDERS.has(name))) continue;
    // a link leads to a role that is found where it lies
    if (directory.names.get(name) === 'directory') roles.push(...findRoles(lookup, joinPath(folder, name), prefix === '' ? name : `${prefix}/${name}`, depth + 1));
  }
  return roles;
}

const ROLE_FOLDERS = new Set(['defaults', 'vars', 'tasks', 'meta', 'handlers', 'templates', 'files', 'library', 'molecule', 'tests', 'module_utils', 'filter_plugins', 'action_plugins']);

/** The checkout whose root is `path`, or the folder that it leads to; undefined when the folder is none. */
export function checkoutAt(lookup: Lookup, path: Path): Checkout | undefined {
  const root = lookup.realPath(path) ?? path;
  const directory = lookup.directory(root);
  if (directory === undefined) return undefined;
  if (directory.names.get('roles') !== 'directory') return undefined;
  for (const name of ['galaxy.yml', 'MANIFEST.json'] as const) {
    if (!directory.names.has(name)) continue;
    const file = lookup.file(joinPath(root, name));
    // undefined also while it is not read yet
    const release = file === undefined ? undefined : releaseOfCollection(parseYaml(file).root, name);
    return release === undefined ? undefined : new Checkout(lookup, root, release);
  }
  // before v2.22 there was no galaxy.yml: the layout tells
  if (!directory.names.has('cluster.yml')) return undefined;
  const isKubespray = [...COMMON_DEFAULTS].some((role) => lookup.peek(joinPath(root, `roles/${role}`)) === 'directory');
  return isKubespray ? new Checkout(lookup, root, releaseWithoutGalaxy(lookup, root)) : undefined;
}

/** The root of the installed collection that `path` lies in; undefined when it lies in none, or in another. */
export function collectionRootOf(path: Path): Path | undefined {
  const marker = '/ansible_collections/kubernetes_sigs/kubespray/';
  const at = path.lastIndexOf(marker);
  return at < 0 ? undefined : path.slice(0, at + marker.length - 1);
}

/** The checkout that holds `path`, of those known. The innermost counts. */
export function checkoutOf(checkouts: readonly Checkout[], path: Path): Checkout | undefined {
  return checkouts.filter((checkout) => checkout.holds(path)).sort((left, right) => right.root.length - left.root.length)[0];
}
