// A kubespray checkout in the tree: where it is, which release, and what its roles set. Facts by release are told with their source.
import type { Path } from '../tree';
import { isWithin, joinPath, nameOf } from '../path';
import type { Lookup } from '../lookup';
import { parseYaml } from '../yaml';
import { member, textValue } from '../run/playbook';
import { readRole, type Role } from '../variables/roles';
import { compareText } from '../inventory/inventory';
import type { VariableDefinition } from '../variables/definition';
import { COMMON_DEFAULTS, labelOf, minorOf, type Kubespray } from './kubespray';

/** A checkout and, read when asked for, its roles. */
export class Checkout implements Kubespray {
  readonly isAssumed = false;
  private rolesRead: readonly Role[] | undefined;
  private allNames: ReadonlySet<string> | undefined;

  constructor(private readonly lookup: Lookup, readonly root: Path, readonly version: string | undefined, readonly how: string) {}

  get minor(): number | undefined {
    return minorOf(this.version);
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

/** The checkout whose root is `root`; undefined when the folder is none. */
export function checkoutAt(lookup: Lookup, root: Path): Checkout | undefined {
  const directory = lookup.directory(root);
  if (directory === undefined) return undefined;
  if (directory.names.get('roles') !== 'directory') return undefined;
  const galaxy = directory.names.has('galaxy.yml') ? lookup.file(joinPath(root, 'galaxy.yml')) : undefined;
  if (galaxy !== undefined) {
    const { root: content } = parseYaml(galaxy);
    if (textValue(member(content, 'name')) !== 'kubespray') return undefined;
    const version = textValue(member(content, 'version'));
    return new Checkout(lookup, root, version === undefined ? undefined : 'v' + correctedVersion(version), `the checkout ${nameOf(root)}`);
  }
  if (directory.names.has('galaxy.yml')) return undefined; // not read yet
  // before v2.22 there was no galaxy.yml: the layout tells
  if (!directory.names.has('cluster.yml')) return undefined;
  for (const role of COMMON_DEFAULTS) {
    const defaults = joinPath(root, `roles/${role}/defaults`);
    if (lookup.peek(joinPath(root, `roles/${role}`)) !== 'directory') continue;
    return new Checkout(lookup, root, versionByKubernetes(lookup, defaults), `the checkout ${nameOf(root)}`);
  }
  return undefined;
}

/** galaxy.yml is one release behind at four tags: v2.22.0 and v2.22.1 say 2.21.0, v2.23.0 and v2.23.1 say 2.22.1. */
function correctedVersion(version: string): string {
  if (version === '2.21.0') return '2.22';
  if (version === '2.22.1') return '2.23';
  return version;
}

/** The default `kube_version` is one-to-one with the minor release before v2.22. */
const RELEASE_OF_KUBERNETES: Readonly<Record<string, string>> = { '1.18': '2.14', '1.19': '2.15', '1.20': '2.16', '1.21': '2.17', '1.22': '2.18', '1.23': '2.19', '1.24': '2.20', '1.25': '2.21' };

function versionByKubernetes(lookup: Lookup, defaults: Path): string | undefined {
  for (const name of ['main.yaml', 'main.yml']) {
    const path = joinPath(defaults, name);
    const file = lookup.peek(path) === 'file' ? lookup.file(path) : undefined;
    if (file === undefined) continue;
    const kubernetes = /^v?(\d+\.\d+)\./.exec(textValue(member(parseYaml(file).root, 'kube_version')) ?? '')?.[1];
    const release = kubernetes === undefined ? undefined : RELEASE_OF_KUBERNETES[kubernetes];
    return release === undefined ? undefined : 'v' + release;
  }
  return undefined;
}

/** The checkout that holds `path`, of those known. The innermost counts. */
export function checkoutOf(checkouts: readonly Checkout[], path: Path): Checkout | undefined {
  return checkouts.filter((checkout) => isWithin(path, checkout.root)).sort((left, right) => right.root.length - left.root.length)[0];
}
