// Reads ansible.cfg and ANSIBLE_* variables as far as they decide which files and variables a run has. Nothing is executed.
import { folderOf, isAbsolutePath, joinPath, resolvePath, PATH_LIMIT } from '../path';
import { spanOf, type Path, type SourceFile, type Span } from '../tree';
import type { Lookup } from '../lookup';
import type { GroupNameRule } from '../inventory/inventoryBuilder';
import { safeExpression } from './pattern';
import { INVENTORY_LEVELS, type Precedence } from '../variables/precedence';

/**
 * When vars plugins run: `inventory` once all sources are parsed, `task` when a play asks for variables, `all` when ansible-inventory does
 * (`get_vars_from_path`).
 */
export type VarsStage = 'inventory' | 'task' | 'all';

/** The settings in force for one run. */
export interface AnsibleConfig {
  /** The ansible.cfg that is read; undefined when there is none. */
  readonly file: SourceFile | undefined;
  /** `[defaults] inventory` or ANSIBLE_INVENTORY, absolute paths; undefined when neither is set. */
  readonly inventory: readonly Path[] | undefined;
  /** Where `inventory` is written, if in a file. */
  readonly inventorySpan: Span | undefined;
  readonly playbookDir: Path | undefined;
  readonly hashMerge: boolean;
  /** Stages of a run at which vars beside inventories and playbooks are read; none when the plugin that reads them is not enabled. */
  readonly varsStages: ReadonlySet<VarsStage>;
  /** Vars plugins that are code of their own: what they set is unknown. */
  readonly foreignVarsPlugins: readonly string[];
  /** `ansible-inventory` shows each group's own vars (`[inventory] export`). */
  readonly inventoryExport: boolean;
  /** Levels 2 to 7 in the order in force, weakest first; a level that is not named is not read at all. */
  readonly precedence: readonly Precedence[];
  /** Extensions of vars files, in the order they are tried. */
  readonly yamlValidExtensions: readonly string[];
  /** Extensions of files the yaml inventory plugin takes: the same setting unless it has one of its own. */
  readonly yamlInventoryExtensions: readonly string[];
  /** Extensions of files the ini inventory plugin takes; undefined: any (before ansible-core 2.19). */
  readonly iniExtensions: readonly string[] | undefined;
  /** Ends of names that a directory source skips; `.ini` is none of them since ansible-core 2.19. */
  readonly ignoreExtensions: readonly string[];
  /** Regular expressions of names that a directory source skips. */
  readonly ignorePatterns: readonly string[];
  readonly enablePlugins: readonly string[];
  readonly groupNames: GroupNameRule;
  readonly duplicateDictKey: 'warn' | 'error' | 'ignore';
  readonly rolesPath: readonly Path[];
  readonly collectionsPath: readonly Path[] | undefined;
  /** What the file says that Ansible ignores or refuses, in plain words. */
  readonly problems: readonly { readonly message: string; readonly span: Span | undefined; readonly kind?: 'too-large' }[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_IGNORE_EXTENSIONS = ['.pyc', '.pyo', '.swp', '.bak', '~', '.rpm', '.md', '.txt', '.rst', '.orig', '.ini', '.cfg', '.retry'];
const DEFAULT_PLUGINS = ['host_list', 'script', 'auto', 'yaml', 'ini', 'toml'];
const DEFAULT_EXTENSIONS = ['.yml', '.yaml', '.json'];

/**
 * The configuration a command started in `cwd` gets: the first of ANSIBLE_CONFIG, ./ansible.cfg, ~/.ansible.cfg, /etc/ansible/ansible.cfg
 * (`find_ini_config_file`); environment variables beat it. `environment` is empty in the editor, which has no shell;
 * `ansibleCore` is the minor release: 18 for 2.18.
 */
export function readAnsibleConfig(lookup: Lookup, cwd: Path, environment: Environment = {}, ansibleCore = 18): AnsibleConfig {
  const file = findConfigFile(lookup, cwd, environment);
  const settings = file === undefined ? new Map<string, Setting>() : parseConfigFile(file);
  const problems: { message: string; span: Span | undefined; kind?: 'too-large' }[] = [];
  if (file?.hasByteOrderMark === true) problems.push({ message: 'ansible.cfg begins with a byte order mark: Ansible stops here, for the mark belongs to the first section’s line', span: spanOf(file, 0, 0) });
  const home = environment['HOME'];

  const pick = (variable: string, ...keys: string[]): Setting | undefined => {
    const text = environment[variable];
    if (text !== undefined) return { text, span: undefined };
    for (const key of keys) {
      const setting = settings.get(key);
      if (setting !== undefined) return setting;
    }
    return undefined;
  };
  const list = (setting: Setting | undefined): string[] | undefined =>
    setting === undefined ? undefined : setting.text.split(',', ENTRY_LIMIT).map((item) => item.trim()).filter((item) => item !== '');
  // paths of a file are relative to it, paths of an environment variable to the working directory (`resolve_path`)
  const paths = (setting: Setting | undefined, separator: string): Path[] | undefined =>
    setting?.text.split(separator, ENTRY_LIMIT).map((item) => item.trim()).map((item) => expandPath(item, setting.span === undefined || file === undefined ? cwd : folderOf(file.path), cwd, home, environment));

  const inventorySetting = pick('ANSIBLE_INVENTORY', 'defaults.inventory');
  if ((inventorySetting?.text.split(',', ENTRY_LIMIT + 1) ?? []).length > ENTRY_LIMIT) problems.push({ message: `more than ${ENTRY_LIMIT.toLocaleString('en-US')} inventories: the rest is left out`, span: inventorySetting?.span, kind: 'too-large' });
  const merge = pick('ANSIBLE_HASH_BEHAVIOUR', 'defaults.hash_behaviour');
  if (merge !== undefined && merge.text !== 'merge' && merge.text !== 'replace') problems.push({ message: `hash_behaviour must be replace or merge, not “${merge.text}”: Ansible stops here`, span: merge.span });
  const duplicate = pick('ANSIBLE_DUPLICATE_YAML_DICT_KEY', 'defaults.duplicate_dict_key')?.text;
  const groupNames = pick('ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS', 'defaults.force_valid_group_names')?.text;
  const playbookDir = pick('ANSIBLE_PLAYBOOK_DIR', 'defaults.playbook_dir');
  const varsPlugins = list(pick('ANSIBLE_VARS_ENABLED', 'defaults.vars_plugins_enabled')) ?? ['host_group_vars'];

  return {
    file,
    inventory: paths(inventorySetting, ','),
    inventorySpan: inventorySetting?.span,
    playbookDir: playbookDir === undefined ? undefined : paths(playbookDir, '\n')?.[0],
    hashMerge: merge?.text === 'merge',
    varsStages: varsStagesOf(
      varsPlugins,
      pick('ANSIBLE_VARS_PLUGIN_STAGE', 'vars_host_group_vars.stage'),
      pick('ANSIBLE_RUN_VARS_PLUGINS', 'defaults.run_vars_plugins'),
      problems,
    ),
    foreignVarsPlugins: varsPlugins.filter((name) => !isHostGroupVars(name)),
    inventoryExport: isTrue(pick('ANSIBLE_INVENTORY_EXPORT', 'inventory.export')?.text),
    precedence: precedenceOf(list(pick('ANSIBLE_PRECEDENCE', 'defaults.precedence')), problems),
    yamlValidExtensions: list(pick('ANSIBLE_YAML_FILENAME_EXT', 'defaults.yaml_valid_extensions')) ?? DEFAULT_EXTENSIONS,
    yamlInventoryExtensions:
      list(pick('ANSIBLE_INVENTORY_PLUGIN_EXTS')) ?? list(pick('ANSIBLE_YAML_FILENAME_EXT', 'inventory_plugin_yaml.yaml_valid_extensions', 'defaults.yaml_valid_extensions')) ?? DEFAULT_EXTENSIONS,
    ignoreExtensions: list(pick('ANSIBLE_INVENTORY_IGNORE', 'inventory.ignore_extensions', 'defaults.inventory_ignore_extensions')) ?? (ansibleCore >= 19 ? DEFAULT_IGNORE_EXTENSIONS.filter((end) => end !== '.ini') : DEFAULT_IGNORE_EXTENSIONS),
    iniExtensions: ansibleCore >= 19 ? ['', '.ini'] : undefined,
    ignorePatterns: list(pick('ANSIBLE_INVENTORY_IGNORE_REGEX', 'inventory.ignore_patterns', 'defaults.inventory_ignore_patterns')) ?? [],
    enablePlugins: list(pick('ANSIBLE_INVENTORY_ENABLED', 'inventory.enable_plugins')) ?? DEFAULT_PLUGINS,
    groupNames: groupNames === 'always' || groupNames === 'silently' || groupNames === 'ignore' ? groupNames : 'never',
    duplicateDictKey: duplicate === 'error' || duplicate === 'ignore' ? duplicate : 'warn',
    rolesPath: paths(pick('ANSIBLE_ROLES_PATH', 'defaults.roles_path'), ':') ?? ['/etc/ansible/roles', '/usr/share/ansible/roles'],
    collectionsPath: paths(pick('ANSIBLE_COLLECTIONS_PATH', 'defaults.collections_path', 'defaults.collections_paths'), ':'),
    problems,
  };
}

/** More entries of one setting than this are not used. */
const ENTRY_LIMIT = 1_000;

interface Setting {
  readonly text: string;
  /** Where the value stands; undefined for an environment variable. */
  readonly span: Span | undefined;
}

function findConfigFile(lookup: Lookup, cwd: Path, environment: Environment): SourceFile | undefined {
  const candidates: Path[] = [];
  const named = environment['ANSIBLE_CONFIG'];
  // an empty one names the working directory, as Ansible expands it
  if (named !== undefined) {
    const path = expandPath(named, cwd, cwd, environment['HOME'], environment);
    candidates.push(lookup.peek(path) === 'directory' ? joinPath(path, 'ansible.cfg') : path);
  }
  // Ansible does not trust a configuration in a folder that everybody may write to
  if (!lookup.directory(cwd)?.worldWritable) candidates.push(joinPath(cwd, 'ansible.cfg'));
  if (environment['HOME'] !== undefined) candidates.push(joinPath(resolvePath('/', environment['HOME']), '.ansible.cfg'), '/etc/ansible/ansible.cfg');
  for (const path of candidates) {
    const kind = lookup.peek(path);
    if (kind !== 'file') continue;
    const file = lookup.file(path);
    if (file !== undefined && (file.problem === undefined || file.problem === 'not-utf8' || file.problem === 'too-large')) return file;
  }
  return undefined;
}

/** Python's configparser as Ansible sets it up: `key = value` or `key: value`, `;` behind a blank starts a comment, indented lines go on. */
function parseConfigFile(file: SourceFile): Map<string, Setting> {
  const settings = new Map<string, Setting>();
  let section = '';
  let open: { key: string; lines: string[]; start: number; end: number } | undefined;
  const close = (): void => {
    if (open !== undefined) settings.set(open.key, { text: open.lines.join('\n').trim(), span: spanOf(file, open.start, open.end) });
    open = undefined;
  };
  let offset = 0;
  for (const raw of file.text.split('\n')) {
    const start = offset;
    offset += raw.length + 1;
    if (/^\s*[#;]/.test(raw)) continue;
    const comment = raw.search(/\s;/);
    const line = (comment < 0 ? raw : raw.slice(0, comment)).trimEnd();
    if (line.trim() === '') continue;
    if (/^\s/.test(line) && open !== undefined) {
      open.lines.push(line.trim());
      open.end = start + line.length;
      continue;
    }
    close();
    const header = /^\[([^\]]+)\]/.exec(line.trim());
    if (header !== null) {
      section = header[1]!;
      continue;
    }
    const equals = line.search(/[=:]/);
    const key = line.slice(0, Math.max(0, equals)).trim();
    if (key === '') continue;
    const value = line.slice(equals + 1).trim();
    const valueStart = start + line.length - value.length;
    open = { key: `${section}.${key.toLowerCase()}`, lines: [value], start: valueStart, end: valueStart + value.length };
  }
  close();
  return settings;
}

/** `~`, `$VAR` and `{{CWD}}` as Ansible expands them in its settings; a variable that is not known stays as written. */
function expandPath(text: string, from: Path, cwd: Path, home: string | undefined, environment: Environment): Path {
  if (text.length > PATH_LIMIT) return resolvePath(from, text);
  let path = text.replace(/\{\{\s*CWD\s*\}\}/g, cwd);
  path = path.replace(/\$(\w+|\{[^}]*\})/g, (whole, name: string) => valueIn(environment, name.replace(/[{}]/g, '')) ?? whole);
  if (home !== undefined && (path === '~' || path.startsWith('~/'))) path = home + path.slice(1);
  return isAbsolutePath(path) ? resolvePath('/', path) : resolvePath(from, path);
}

/** A variable of the environment; `constructor` and its like are none. */
function valueIn(environment: Environment, name: string): string | undefined {
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}

function precedenceOf(names: readonly string[] | undefined, problems: { message: string; span: Span | undefined }[]): readonly Precedence[] {
  if (names === undefined) return INVENTORY_LEVELS;
  const known: Precedence[] = [];
  for (const name of names) {
    const level = INVENTORY_LEVELS.find((candidate) => candidate === name);
    if (level === undefined) problems.push({ message: `Ansible ignores the precedence entry “${name}”: it does not know it`, span: undefined });
    else known.push(level);
  }
  return known;
}

/** The plugin's own `stage` counts before `run_vars_plugins`; ansible-inventory asks at a stage of its own, which `start` leaves in and `stage = inventory` does not. */
function varsStagesOf(enabled: readonly string[], stage: Setting | undefined, run: Setting | undefined, problems: { message: string; span: Span | undefined }[]): ReadonlySet<VarsStage> {
  const refuse = (name: string, { text, span }: Setting, values: string): void => void problems.push({ message: `${name} must be ${values}, not “${text}”: Ansible stops here`, span });
  if (run !== undefined && run.text !== 'start' && run.text !== 'demand') refuse('run_vars_plugins', run, 'demand or start');
  if (!enabled.some(isHostGroupVars)) return new Set();
  if (stage !== undefined) {
    if (stage.text === 'all') return new Set<VarsStage>(['inventory', 'task', 'all']);
    if (stage.text === 'task' || stage.text === 'inventory') return new Set<VarsStage>([stage.text]);
    refuse('stage', stage, 'all, task or inventory');
  }
  return new Set<VarsStage>([run?.text === 'start' ? 'inventory' : 'task', 'all']);
}

function isHostGroupVars(plugin: string): boolean {
  return plugin.replace(/^ansible\.(builtin|legacy)\./, '') === 'host_group_vars';
}

/** What Ansible takes for true in a setting; upper case or not. */
function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(yes|on|1|true|t|y|1\.0)$/i.test(text);
}

/** True for a name that a directory source never reads (`IGNORED`, the fixed names, the settings). */
export function isIgnoredInDirectorySource(config: AnsibleConfig, name: string): 'hidden' | 'vars' | 'extension' | 'pattern' | undefined {
  if (name.startsWith('.')) return 'hidden';
  if (name === 'group_vars' || name === 'host_vars' || name === 'vars_plugins') return 'vars';
  if (config.ignoreExtensions.some((end) => name.endsWith(end))) return 'extension';
  for (const pattern of config.ignorePatterns) if (matchesPattern(pattern, name)) return 'pattern';
  return undefined;
}

/** A pattern that cannot be decided here ignores nothing. */
function matchesPattern(pattern: string, name: string): boolean {
  return safeExpression(pattern)?.test(name.slice(0, 300)) ?? false;
}

