// Which plays a playbook holds: its own and, in place, those of the playbooks it imports. Each play knows the folder Ansible reads vars beside.
import { extensionOf, folderOf, isAbsolutePath, joinPath, resolvePath } from '../path';
import type { Path, SourceFile, Span } from '../tree';
import type { Lookup } from '../lookup';
import type { ParseProblem } from '../diagnostic';
import type { YamlEntry, YamlMapping, YamlNode } from '../yamlNode';
import { parseYaml, TOO_LARGE } from '../yaml';
import { keyText, type Scalar } from '../value';

export interface Play {
  /** `name:` of the play, else its `hosts:`. */
  readonly name: string;
  /** The host pattern; undefined when it is not a plain text or list of texts. */
  readonly hosts: string | undefined;
  readonly hostsSpan: Span | undefined;
  readonly file: SourceFile;
  /** The folder of the file that holds the play, links as written: group_vars and host_vars beside it are read (G4). */
  readonly folder: Path;
  readonly span: Span;
  readonly roles: readonly RoleUse[];
  readonly vars: readonly YamlMapping[];
  /** `vars:` where it is a list, which newer releases refuse. */
  readonly varsList: Span | undefined;
  readonly varsFiles: readonly VarsFileUse[];
}

export interface RoleUse {
  readonly name: string;
  readonly span: Span;
  /** Brought in by an `import_role` task. */
  readonly isTask: boolean;
  /** Names of its parameters: keys of the entry that mean nothing to Ansible. */
  readonly parameters: readonly string[];
}

export interface VarsFileUse {
  /** The first that exists is read. */
  readonly candidates: readonly string[];
  readonly span: Span;
}

export interface Playbook {
  readonly plays: readonly Play[];
  /** What could not be followed, in plain words. */
  readonly unknown: readonly string[];
  /** Playbooks that only import: vars beside them reach no play of theirs. */
  readonly wrappers: readonly WrapperPlaybook[];
  /** Imports that go round in a circle, or come to too much. */
  readonly problems: readonly ParseProblem[];
  readonly files: readonly SourceFile[];
}

/** A playbook that holds imports and no play of its own. */
export interface WrapperPlaybook {
  readonly folder: Path;
  readonly file: SourceFile;
  /** What each import names. */
  readonly imports: readonly Span[];
}

/** Where a collection's playbook `namespace.collection.name` lies; undefined when it is not known. */
export type CollectionPlaybook = (name: string) => Path | undefined;

/** True for `namespace.collection.playbook`, by which Ansible plays what a collection holds. */
function isCollectionName(name: string): boolean {
  return /^\w+\.\w+\.\w+(\.\w+)*$/.test(name) && extensionOf(name) !== '.yml' && extensionOf(name) !== '.yaml';
}

/** The file of a playbook as a command names it: a path or, when no file is there, a name in a collection. */
export function playbookPath(lookup: Lookup, { text, path }: { readonly text: string; readonly path: Path }, find: CollectionPlaybook): Path {
  return isCollectionName(text) && lookup.exists(path) !== true ? find(text) ?? path : path;
}

/** Where Ansible looks for collections when nothing else is configured (`COLLECTIONS_PATHS`). */
export function defaultCollections(home: Path | undefined): readonly Path[] {
  return [...(home === undefined ? [] : [joinPath(home, '.ansible/collections')]), '/usr/share/ansible/collections'];
}

/** The playbook of a collection that is installed in one of the folders. */
export function installedPlaybook(lookup: Lookup, collectionsPath: readonly Path[], name: string): Path | undefined {
  const [namespace, collection, ...rest] = name.split('.');
  for (const folder of collectionsPath) {
    const path = joinPath(folder, `ansible_collections/${namespace}/${collection}/playbooks/${rest.join('/')}`);
    for (const extension of ['.yml', '.yaml', '']) if (lookup.peek(path + extension) === 'file') return path + extension;
  }
  return undefined;
}

const IMPORT_DEPTH_LIMIT = 50;
/** Playbook files, and plays, that one playbook may come to. */
const FILE_BUDGET = 1_000;
const PLAY_BUDGET = 1_000;
/** Entries of playbooks that are looked at, imports of what is not read among them. */
const ENTRY_BUDGET = 50_000;

export function readPlaybook(lookup: Lookup, path: Path, collectionPlaybook: CollectionPlaybook): Playbook {
  const plays: Play[] = [];
  const unknown: string[] = [];
  const wrappers: WrapperPlaybook[] = [];
  const problems: ParseProblem[] = [];
  const files: SourceFile[] = [];
  let entries = 0;
  let budgetIsTold = false;
  const read = (at: Path, importVars: readonly YamlMapping[], trail: readonly Path[], from?: Span): void => {
    if (files.length >= FILE_BUDGET || plays.length >= PLAY_BUDGET || entries > ENTRY_BUDGET) {
      if (!budgetIsTold) unknown.push(`the playbooks behind ${at}: more than ${FILE_BUDGET} files or ${PLAY_BUDGET} plays`);
      if (!budgetIsTold && from !== undefined) problems.push({ kind: 'too-large', message: `more than ${FILE_BUDGET} playbooks or ${PLAY_BUDGET} plays: what this imports is not read`, span: from });
      budgetIsTold = true;
      return;
    }
    const kind = lookup.peek(at);
    const file = kind === 'file' ? lookup.file(at) : undefined;
    if (file === undefined) {
      if (kind !== undefined) unknown.push(`playbook ${at} does not exist`);
      return;
    }
    if (file.problem !== undefined) {
      if (file.problem === 'too-large') problems.push({ kind: 'too-large', message: TOO_LARGE, span: { file, start: 0, end: 0 } });
      unknown.push(`playbook ${at} is not read: ${file.problem}`);
      return;
    }
    files.push(file);
    const { root, problems: found } = parseYaml(file);
    problems.push(...found.filter((problem) => problem.kind === 'too-large'));
    if (root?.kind !== 'sequence') {
      unknown.push(`${at} is not a list of plays`);
      return;
    }
    const before = plays.length;
    const imports: Span[] = [];
    for (const item of root.items) {
      if (++entries > ENTRY_BUDGET) break;
      if (item.kind !== 'mapping' || plays.length >= PLAY_BUDGET) continue;
      const imported = member(item, 'import_playbook') ?? member(item, 'ansible.builtin.import_playbook') ?? member(item, 'include');
      if (imported === undefined) {
        plays.push(playOf(item, file, folderOf(at), importVars));
        continue;
      }
      imports.push(imported.span);
      const text = textValue(imported);
      // `import_playbook: file.yml tags=x` passes parameters behind the name
      const name = text?.trim().split(/\s+/)[0];
      if (name === undefined || name.includes('{{')) {
        unknown.push(`which playbook “${text ?? '…'}” in ${at} is`);
        continue;
      }
      const target = isCollectionName(name) ? collectionPlaybook(name) : isAbsolutePath(name) ? name : resolvePath(folderOf(at), name);
      if (target === undefined) {
        unknown.push(`where the playbook ${name} is`);
        continue;
      }
      if (trail.includes(target) || trail.length > IMPORT_DEPTH_LIMIT) {
        unknown.push(`${target} imports itself`);
        problems.push({ kind: 'too-large', message: trail.includes(target) ? 'this import leads back to a playbook it stands in: it goes round without end' : `imports are followed ${IMPORT_DEPTH_LIMIT} playbooks deep: this one is not read`, span: imported.span });
        continue;
      }
      const vars = member(item, 'vars');
      // `vars` of the import beat the play's own (J9); of several imports the outer one wins
      read(target, vars?.kind === 'mapping' ? [vars, ...importVars] : importVars, [...trail, target], imported.span);
    }
    if (imports.length > 0 && plays.slice(before).every((play) => play.file !== file)) wrappers.push({ folder: folderOf(at), file, imports });
  };
  read(path, [], [path]);
  return { plays, unknown, wrappers, problems, files };
}

function playOf(node: YamlMapping, file: SourceFile, folder: Path, importVars: readonly YamlMapping[]): Play {
  const hosts = member(node, 'hosts');
  const pattern = hosts === undefined ? undefined : patternOf(hosts);
  const name = textValue(member(node, 'name'));
  const vars = member(node, 'vars');
  const ownVars = vars?.kind === 'mapping' ? [vars] : vars?.kind === 'sequence' ? vars.items.filter((item): item is YamlMapping => item.kind === 'mapping') : [];
  return {
    name: name ?? pattern ?? 'play',
    hosts: pattern,
    hostsSpan: hosts?.span,
    file,
    folder,
    span: node.span,
    roles: rolesOf(node),
    vars: [...ownVars, ...importVars],
    varsList: vars?.kind === 'sequence' ? vars.span : undefined,
    varsFiles: varsFilesOf(member(node, 'vars_files')),
  };
}

function patternOf(node: YamlNode): string | undefined {
  if (node.kind === 'scalar') return textValue(node);
  if (node.kind !== 'sequence') return undefined;
  const parts = node.items.map(textValue);
  return parts.every((part): part is string => part !== undefined) ? parts.join(',') : undefined;
}

function rolesOf(play: YamlMapping): RoleUse[] {
  const uses: RoleUse[] = [];
  // import_role is static: its defaults and vars are there for the whole play (J6)
  for (const section of ['roles', 'pre_tasks', 'tasks', 'post_tasks']) {
    const list = member(play, section);
    if (list?.kind !== 'sequence') continue;
    for (const item of list.items) {
      if (section === 'roles') {
        const name = item.kind === 'mapping' ? (member(item, 'role') ?? member(item, 'name')) : item;
        const text = textValue(name);
        if (text !== undefined && name !== undefined) uses.push({ name: text, span: name.span, isTask: false, parameters: parametersOf(item).map(({ key }) => keyText(key)) });
      } else if (item.kind === 'mapping') {
        const importRole = member(item, 'import_role') ?? member(item, 'ansible.builtin.import_role');
        const name = importRole?.kind === 'mapping' ? member(importRole, 'name') : undefined;
        const text = textValue(name);
        if (text !== undefined && name !== undefined) uses.push({ name: text, span: name.span, isTask: true, parameters: [] });
      }
    }
  }
  return uses;
}

/** Words of an entry of `roles:` or `dependencies:`; any other key is a parameter of the role (`RoleDefinition._split_role_params`). */
const ENTRY_WORDS = new Set(['role', 'name', 'when', 'tags', 'vars', 'become', 'become_exe', 'become_flags', 'become_method', 'become_user', 'delegate_to', 'delegate_facts', 'environment', 'any_errors_fatal', 'ignore_errors', 'ignore_unreachable', 'no_log', 'run_once', 'check_mode', 'collections', 'connection', 'debugger', 'diff', 'module_defaults', 'port', 'remote_user', 'throttle', 'timeout', 'src', 'version', 'scm']);

/** The entries that are parameters of a role; none for a role that is named alone. */
export function parametersOf(entry: YamlNode): readonly YamlEntry[] {
  return entry.kind === 'mapping' ? entry.entries.filter(({ key }) => !ENTRY_WORDS.has(keyText(key))) : [];
}

function varsFilesOf(node: YamlNode | undefined): VarsFileUse[] {
  if (node === undefined) return [];
  const items = node.kind === 'sequence' ? node.items : [node];
  return items.map((item) => ({ candidates: item.kind === 'sequence' ? item.items.map(textValue).filter((text): text is string => text !== undefined) : [textValue(item)].filter((text): text is string => text !== undefined), span: item.span }));
}

/** The value under a text key of a mapping. */
export function member(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === 'mapping' ? node.entries.find((entry) => entry.key === key)?.node : undefined;
}

/** The key of a task without the collections whose modules need no name before them: `set_fact` of `ansible.builtin.set_fact`. */
export function moduleName(key: Scalar): string {
  return keyText(key).replace(/^ansible\.(builtin|legacy)\./, '');
}

/** A scalar as text; undefined for null, and for a mapping or list. */
export function textValue(node: YamlNode | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined;
  return keyText(node.value);
}

/** The first of the files that Ansible looks for `name` in, beside the play: `vars/NAME`, then `NAME` (J8). */
export function varsFilePaths(folder: Path, name: string): Path[] {
  return isAbsolutePath(name) ? [name] : [resolvePath(joinPath(folder, 'vars'), name), resolvePath(folder, name)];
}
