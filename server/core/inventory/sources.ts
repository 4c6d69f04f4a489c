// From the sources of a run to the graph: which plugin takes which file, in Ansible's order (`InventoryManager.parse_source`).
import type { Directory, Path, SourceFile, Span } from '../tree';
import type { ParseProblem } from '../diagnostic';
import type { Lookup } from '../lookup';
import { extensionOf, folderOf, joinPath } from '../path';
import { isIgnoredInDirectorySource, type AnsibleConfig } from '../run/ansibleConfig';
import { MOST_CHARACTERS, parseYaml, TOO_LARGE } from '../yaml';
import { expandHostPattern } from './hostPattern';
import { addIniInventory } from './iniDeclarations';
import { parseIniInventory } from './iniInventory';
import { compareText, type Inventory, type SourceResult } from './inventory';
import { InventoryBuilder, InventoryError } from './inventoryBuilder';
import { addYamlInventory, isPluginConfiguration } from './yamlInventory';

/** One `-i` value or one entry of `inventory`: a path, or a host list. */
export interface InventorySource {
  /** As written. */
  readonly text: string;
  /** Absolute; undefined for a host list. */
  readonly path: Path | undefined;
  /** Where it is written; undefined when it comes from no file (a command line, an inferred run). */
  readonly span: Span | undefined;
  /** The same in equal calls elsewhere. */
  readonly others?: readonly InventorySource[];
}

/** What is read when nothing is named (A8); when it is not there, Ansible says nothing of it. */
export function defaultSources(lookup: Lookup): readonly InventorySource[] {
  const path = '/etc/ansible/hosts';
  return lookup.exists(path) === true ? [{ text: path, path, span: undefined }] : [];
}

const ofOneFile = new WeakMap<SourceFile, Map<string, Inventory>>();

/**
 * The graph of all sources, as ansible-inventory shows it. That of a single file belongs to its SourceFile, like a parse:
 * an edit elsewhere does not read 10,000 hosts anew.
 */
export function readInventory(lookup: Lookup, sources: readonly InventorySource[], config: AnsibleConfig): Inventory {
  const [only] = sources;
  const file = sources.length === 1 && only?.path !== undefined && lookup.peek(only.path) === 'file' ? lookup.file(only.path) : undefined;
  if (file === undefined) return readSources(lookup, sources, config).build();
  let known = ofOneFile.get(file);
  if (known === undefined) ofOneFile.set(file, (known = new Map()));
  const key = [only!.text, only!.path, config.groupNames, config.iniExtensions?.join() ?? 'any', ...config.enablePlugins, ...config.yamlInventoryExtensions].join('\0');
  let inventory = known.get(key);
  if (inventory === undefined) known.set(key, (inventory = readSources(lookup, sources, config).build()));
  return inventory;
}

/** Reads all sources into one builder, reconciled as Ansible does. */
function readSources(lookup: Lookup, sources: readonly InventorySource[], config: AnsibleConfig): InventoryBuilder {
  const builder = new InventoryBuilder(config.groupNames);
  let parsed = false;
  for (const source of sources) {
    if (source.path === undefined) parsed = addHostList(builder, config, source) || parsed;
    else parsed = addPath(builder, lookup, config, source, source.path, 0) || parsed;
  }
  if (!parsed) return builder;
  for (const error of builder.reconcile()) {
    const file = error.span?.file;
    if (file !== undefined) builder.sources.push({ source: file.path, path: file.path, file, outcome: 'failed', detail: error.message, problems: [problemOf(error, file, /\.(ya?ml|json)$/.test(file.path) ? 'yaml' : 'ini')] });
  }
  return builder;
}

const DIRECTORY_DEPTH_LIMIT = 40;
/** Files that the directory sources of one run may have. */
const SOURCE_BUDGET = 5_000;
/** Folders that they may have. */
const FOLDER_BUDGET = 2_000;
/** No inventory is there; some of these folders have no end. */
const SYSTEM_FOLDER = /^\/$|^\/(proc|sys|dev)(\/|$)/;

function addPath(builder: InventoryBuilder, lookup: Lookup, config: AnsibleConfig, source: InventorySource, path: Path, depth: number): boolean {
  const kind = lookup.peek(path);
  if (kind === 'directory') {
    const directory = lookup.directory(path);
    if (directory === undefined) return false;
    if (depth > DIRECTORY_DEPTH_LIMIT || builder.sources.length > SOURCE_BUDGET || builder.folders++ > FOLDER_BUDGET || SYSTEM_FOLDER.test(path) || (depth > 0 && lookup.leadsUp(path))) return false;
    return addDirectory(builder, lookup, config, source, path, directory, depth);
  }
  const result = (outcome: SourceResult['outcome'], detail: string, file?: SourceFile, problems: readonly ParseProblem[] = []): void => {
    builder.sources.push({ source: source.text, path, file, outcome, detail, problems });
  };
  if (kind === undefined) {
    builder.isOpaque = true;
    result('skipped', 'not read yet');
    return false;
  }
  if (kind === 'absent') {
    // in a folder it is a link that leads nowhere: Ansible passes it by
    if (depth > 0) result('skipped', 'a link that leads nowhere');
    else result('missing', 'there is no such file');
    return false;
  }
  const file = lookup.file(path);
  if (file === undefined || kind === 'other') {
    if (file === undefined) builder.isOpaque = true;
    result('skipped', kind === 'other' ? 'not a regular file' : 'not read yet');
    return false;
  }
  if (file.problem === 'unreadable' || file.problem === 'outside') {
    builder.isOpaque = true;
    result('failed', file.problem === 'outside' ? 'outside the workspace, not read' : 'the file cannot be read', file);
    return false;
  }
  builder.currentSource = { text: path, folder: folderOf(path) };
  return addFile(builder, config, path, file, result);
}

function addDirectory(builder: InventoryBuilder, lookup: Lookup, config: AnsibleConfig, source: InventorySource, path: Path, directory: Directory, depth: number): boolean {
  let parsed = false;
  for (const name of [...directory.names.keys()].sort(compareText)) {
    if (isIgnoredInDirectorySource(config, name) !== undefined) continue;
    if (addPath(builder, lookup, config, source, joinPath(path, name), depth + 1)) parsed = true;
  }
  return parsed;
}

/** Tries the enabled plugins in order; the first that takes the file and does not fail wins, and what a failed one added stays. */
function addFile(builder: InventoryBuilder, config: AnsibleConfig, path: Path, file: SourceFile, result: (outcome: SourceResult['outcome'], detail: string, file?: SourceFile, problems?: readonly ParseProblem[]) => void): boolean {
  if (file.problem === 'too-large' || file.text.length > MOST_CHARACTERS) {
    builder.isOpaque = true;
    result('opaque', TOO_LARGE, file, [{ kind: 'too-large', message: TOO_LARGE, span: { file, start: 0, end: 0 } }]);
    return true;
  }
  // every plugin reads it decrypted, or fails
  if (file.text.startsWith('$ANSIBLE_VAULT')) {
    builder.isOpaque = true;
    result('opaque', 'an encrypted file: its hosts are unknown', file);
    return true;
  }
  const problems: ParseProblem[] = [];
  const extension = extensionOf(path);
  const isScript = file.executable || file.text.startsWith('#!');
  for (const plugin of config.enablePlugins) {
    switch (plugin.replace(/^ansible\.builtin\./, '')) {
      case 'script':
        if (isScript && file.text.startsWith('#!')) {
          builder.isOpaque = true;
          result('opaque', 'a script: its hosts are known only when it runs', file);
          return true;
        }
        // executable text without `#!`: the script plugin tries it, fails, and the next one goes on
        break;
      case 'auto':
        if ((extension === '.yml' || extension === '.yaml') && isPluginConfiguration(parseYaml(file))) {
          builder.isOpaque = true;
          result('opaque', 'the configuration of an inventory plugin: its hosts are known only when it runs', file);
          return true;
        }
        break;
      case 'yaml':
        if (extension === '' || config.yamlInventoryExtensions.includes(extension)) {
          try {
            const warnings = addYamlInventory(builder, parseYaml(file));
            result('parsed', 'yaml', file, [...warnings, ...builder.takeLeftOut()]);
            return true;
          } catch (error) {
            problems.push(problemOf(error, file, 'yaml'), ...builder.takeLeftOut());
          }
        }
        break;
      case 'ini':
        if (config.iniExtensions?.includes(extension) === false) break;
        try {
          addIniInventory(builder, parseIniInventory(file));
          result('parsed', 'ini', file, builder.takeLeftOut());
          return true;
        } catch (error) {
          problems.push(problemOf(error, file, 'ini'));
        }
        break;
      case 'toml':
        if (extension === '.toml') {
          builder.isOpaque = true;
          result('opaque', 'a TOML inventory: it is not read here', file);
          return true;
        }
        break;
    }
  }
  result('failed', 'no inventory plugin could read it', file, [...problems, ...builder.takeLeftOut()]);
  return false;
}

function addHostList(builder: InventoryBuilder, config: AnsibleConfig, source: InventorySource): boolean {
  if (!config.enablePlugins.some((plugin) => plugin.replace(/^ansible\.builtin\./, '') === 'host_list')) {
    builder.sources.push({ source: source.text, path: undefined, file: undefined, outcome: 'failed', detail: 'the plugin host_list is not enabled', problems: [] });
    return false;
  }
  builder.currentSource = { text: source.text, folder: null };
  const place = source.span;
  for (const part of source.text.split(',')) {
    const name = part.trim();
    if (name === '') continue;
    const { host, port } = listedHost(name);
    if (!builder.hosts.has(host)) builder.addHost(host, 'ungrouped', port, place ?? textPlace(source.text));
  }
  builder.sources.push({ source: source.text, path: undefined, file: undefined, outcome: 'parsed', detail: 'host_list', problems: builder.takeLeftOut() });
  return true;
}

/** A host list takes no ranges: what looks like one is a name as it stands. */
function listedHost(text: string): { host: string; port: number | undefined } {
  const pattern = expandHostPattern(text, 1);
  const [name] = 'error' in pattern ? [] : pattern.names;
  if ('error' in pattern || name === undefined || !(text.startsWith(name) || text.startsWith('[' + name))) return { host: text, port: undefined };
  return { host: name, port: pattern.port };
}

/** A host list given on a command line stands in no file: a text of its own holds it, so that its place can be told. */
function textPlace(text: string): Span {
  const file: SourceFile = { kind: 'file', path: '', text, executable: false, hasByteOrderMark: false };
  return { file, start: 0, end: text.length };
}

function problemOf(error: unknown, file: SourceFile, plugin: 'yaml' | 'ini'): ParseProblem {
  if (!(error instanceof InventoryError)) throw error;
  return { kind: error.kind ?? (plugin === 'yaml' ? 'yaml-syntax' : 'ini-syntax'), message: error.message, span: error.span ?? { file, start: 0, end: 0 } };
}
