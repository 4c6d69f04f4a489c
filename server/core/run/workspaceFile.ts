// `.groupvars.yml`: what a team writes down for its repository: its runs, its kubespray and Ansible, the severities of findings, and those it has decided to live with.
import { SEVERITIES, type Severity } from '../diagnostic';
import { minorOf } from '../kubespray/kubespray';
import type { Lookup } from '../lookup';
import { displayPath, folderOf, isWithin, nameOf, resolvePath } from '../path';
import type { Path, SourceFile, Span } from '../tree';
import { keyText } from '../value';
import { parseYaml } from '../yaml';
import type { YamlMapping, YamlNode, YamlScalar } from '../yamlNode';
import { minorOfCore } from './ansibleCore';
import { parseCommand, type CommandWord } from './commandLine';
import { emptyDeclaration, runName, type RunDeclaration } from './declaration';
import { matchesGlob } from './pattern';
import { textValue } from './playbook';
import { commandOfWords, quoted } from './runSettings';
import { linesOfScalars } from './scripts/scalarText';
import type { Budget } from './shell/state';
import { findShellCommands, newBudget } from './shellCommands';

export const WORKSPACE_FILE = '.groupvars.yml';

/** A key of the file: what it holds, for who completes or hovers it. */
export interface KnownKey {
  readonly name: string;
  /** What it means, as a sentence. */
  readonly text: string;
}

/** The keys of the file itself. */
export const FILE_KEYS: readonly KnownKey[] = [
  { name: 'runs', text: 'The runs of this repository: command lines of ansible-playbook, or their parts.' },
  { name: 'kubespray', text: 'The kubespray that the runs use: path of a checkout, or a version.' },
  { name: 'ansibleCoreVersion', text: 'The release of ansible-core that the runs use, such as 2.17.' },
  { name: 'severity', text: 'Severity of findings by rule: error, warning, information, hint or off.' },
  { name: 'ignore', text: 'Findings that are left out: a rule, the path of a file or folder, and why.' },
];

export const RUN_KEYS: readonly KnownKey[] = [
  { name: 'name', text: 'How the run is called; its inventory gives it a name otherwise.' },
  { name: 'command', text: 'The whole command line, instead of its parts.' },
  { name: 'inventory', text: 'Inventories as after -i, a text or a list.' },
  { name: 'playbook', text: 'Playbooks, a text or a list.' },
  { name: 'cwd', text: 'The folder the command is started in; the folder of this file otherwise.' },
  { name: 'extraVars', text: 'Texts as after -e, a text or a list.' },
  { name: 'limit', text: 'Hosts as after --limit.' },
];

export const KUBESPRAY_KEYS: readonly KnownKey[] = [
  { name: 'path', text: 'Folder of a kubespray checkout, from the folder of this file.' },
  { name: 'version', text: 'A release, such as v2.31.0, where there is no checkout.' },
];

export const IGNORE_KEYS: readonly KnownKey[] = [
  { name: 'rule', text: 'The rule whose findings are left out.' },
  { name: 'path', text: 'A file or folder, from the folder of this file; * stands for any characters. All files otherwise.' },
  { name: 'reason', text: 'Why the findings are no mistakes, for the next reader.' },
];

interface Ignore {
  readonly rule: string;
  readonly ruleSpan: Span;
  /** Undefined: everything. */
  readonly path: string | undefined;
}

interface WrittenRun {
  readonly node: YamlNode;
  readonly span: Span;
}

export interface WorkspaceFile {
  readonly file: SourceFile;
  readonly folder: Path;
  readonly runs: readonly WrittenRun[];
  readonly kubesprayPath: Path | undefined;
  /** Where that is written. */
  readonly kubesprayPathSpan: Span | undefined;
  readonly kubesprayVersion: string | undefined;
  /** A text that names a release. */
  readonly ansibleCore: string | undefined;
  readonly severity: ReadonlyMap<string, { readonly severity: Severity; readonly span: Span }>;
  readonly ignores: readonly Ignore[];
  /** What is not understood, at its place; the rest counts all the same. */
  readonly problems: readonly { readonly span: Span; readonly message: string }[];
}

const read = new WeakMap<SourceFile, WorkspaceFile>();

/** What a `.groupvars.yml` says. What is not understood of it is a problem, and left out. */
export function readWorkspaceFile(file: SourceFile): WorkspaceFile {
  let known = read.get(file);
  if (known === undefined) read.set(file, (known = readDocument(file)));
  return known;
}

function readDocument(file: SourceFile): WorkspaceFile {
  const folder = folderOf(file.path);
  const problems: { span: Span; message: string }[] = [];
  const complain = (span: Span, message: string): undefined => void problems.push({ span, message });
  const { root, failure, problems: ofText } = parseYaml(file);
  const notRead = ofText.find(({ kind }) => kind === 'too-large');
  if (file.problem === 'not-utf8') complain({ file, start: 0, end: 0 }, 'this is not UTF-8 text: nothing of it counts');
  else if (failure === undefined && notRead !== undefined) complain(notRead.span, notRead.message);
  else if (failure !== undefined) complain(failure.span, failure.message);
  else if (root !== undefined && root.kind !== 'mapping' && root.value !== null) complain(root.span, `expected ${listed(FILE_KEYS)}`);
  const members = membersOf(root, FILE_KEYS, complain);
  const kubespray = membersOf(members.get('kubespray'), KUBESPRAY_KEYS, complain);
  const path = textOf(kubespray.get('path'), complain);
  const version = textOf(kubespray.get('version'), complain);
  if (version !== undefined && minorOf(version) === undefined) complain(kubespray.get('version')!.span, 'expected a release of kubespray such as v2.31.0');
  const core = textOf(members.get('ansibleCoreVersion'), complain);
  if (core !== undefined && minorOfCore(core) === undefined) complain(members.get('ansibleCoreVersion')!.span, 'expected a release of ansible-core such as 2.17');
  return {
    file,
    folder,
    runs: firstOf(itemsOf(members.get('runs'), complain), complain).flatMap((node) => (isRun(node, complain) ? [{ node, span: firstLineOf(node.span) }] : [])),
    kubesprayPath: path === undefined ? undefined : resolvePath(folder, path),
    kubesprayPathSpan: path === undefined ? undefined : kubespray.get('path')?.span,
    kubesprayVersion: version !== undefined && minorOf(version) === undefined ? undefined : version,
    ansibleCore: core !== undefined && minorOfCore(core) !== undefined ? core : undefined,
    severity: severityOf(members.get('severity'), complain),
    ignores: itemsOf(members.get('ignore'), complain).flatMap((node) => ignoreOf(node, complain)),
    problems,
  };
}

type Complain = (span: Span, message: string) => undefined;

/** The known keys of a mapping that hold something. */
function membersOf(node: YamlNode | undefined, known: readonly KnownKey[], complain: Complain): ReadonlyMap<string, YamlNode> {
  const members = new Map<string, YamlNode>();
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return members;
  if (node.kind !== 'mapping') return complain(firstLineOf(node.span), `expected ${listed(known)}`), members;
  for (const { key, keySpan, node: value } of node.entries) {
    const name = keyText(key);
    if (!known.some((candidate) => candidate.name === name)) complain(keySpan, `there is no setting “${name}”: expected ${listed(known)}`);
    else if (value.kind !== 'scalar' || value.value !== null) members.set(name, value);
  }
  return members;
}

function listed(keys: readonly KnownKey[]): string {
  const names = keys.map(({ name }) => name);
  return `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`;
}

function textOf(node: YamlNode | undefined, complain: Complain): string | undefined {
  if (node === undefined) return undefined;
  const text = textValue(node);
  return text === undefined || node.kind !== 'scalar' || typeof node.value === 'boolean' ? complain(firstLineOf(node.span), 'expected a text') : sourceText(node) ?? text;
}

/** `2.10` is the number 2.1 to YAML, and a release to whoever writes it. */
function sourceText({ style, span: { file, start, end }, value }: YamlScalar): string | undefined {
  return style === 'plain' && typeof value !== 'string' ? file.text.slice(start, end) : undefined;
}

function itemsOf(node: YamlNode | undefined, complain: Complain): readonly YamlNode[] {
  if (node === undefined) return [];
  return node.kind === 'sequence' ? node.items : (complain(firstLineOf(node.span), 'expected a list'), []);
}

/** Runs that one file may have. */
const RUN_LIMIT = 500;

function firstOf(items: readonly YamlNode[], complain: Complain): readonly YamlNode[] {
  const next = items[RUN_LIMIT];
  if (next !== undefined) complain(firstLineOf(next.span), `only the first ${RUN_LIMIT} runs are read`);
  return items.slice(0, RUN_LIMIT);
}

function isRun(node: YamlNode, complain: Complain): boolean {
  if (node.kind === 'scalar' && typeof node.value === 'string') return true;
  if (node.kind !== 'mapping') return complain(firstLineOf(node.span), 'expected a command line of ansible-playbook, or its parts') ?? false;
  const members = membersOf(node, RUN_KEYS, complain);
  for (const name of ['name', 'command', 'cwd', 'limit']) textOf(members.get(name), complain);
  for (const name of ['inventory', 'playbook', 'extraVars']) for (const item of textsOf(members.get(name))) textOf(item, complain);
  if (members.has('command')) for (const name of ['inventory', 'playbook', 'extraVars', 'limit']) if (members.has(name)) complain(firstLineOf(members.get(name)!.span), `the command says this already: either command or ${name}`);
  if (!members.has('command') && !members.has('inventory') && !members.has('playbook')) complain(firstLineOf(node.span), 'a run needs a command, an inventory or a playbook');
  return true;
}

/** One node, or those of a list. */
function textsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node === undefined ? [] : node.kind === 'sequence' ? node.items : [node];
}

function severityOf(node: YamlNode | undefined, complain: Complain): ReadonlyMap<string, { readonly severity: Severity; readonly span: Span }> {
  const severity = new Map<string, { severity: Severity; span: Span }>();
  if (node === undefined) return severity;
  if (node.kind !== 'mapping') return complain(firstLineOf(node.span), 'expected rules and their severities'), severity;
  for (const { key, keySpan, node: value } of node.entries) {
    // `off` is false to YAML
    const text = value.kind === 'scalar' ? sourceText(value) ?? textValue(value) : undefined;
    if (text === undefined || !(SEVERITIES as readonly string[]).includes(text)) complain(firstLineOf(value.span.start < value.span.end ? value.span : keySpan), `expected ${SEVERITIES.slice(0, -1).join(', ')} or off`);
    else severity.set(keyText(key), { severity: text as Severity, span: keySpan });
  }
  return severity;
}

function ignoreOf(node: YamlNode, complain: Complain): Ignore[] {
  const members = membersOf(node, IGNORE_KEYS, complain);
  const rule = members.get('rule');
  const name = textOf(rule, complain);
  textOf(members.get('reason'), complain);
  if (rule === undefined || name === undefined) return complain(firstLineOf(node.span), 'which rule is to be left out?'), [];
  return [{ rule: name, ruleSpan: rule.span, path: textOf(members.get('path'), complain) }];
}

function firstLineOf({ file, start, end }: Span): Span {
  const length = file.text.slice(start, end).search(/[\r\n]/);
  return { file, start, end: length < 0 ? end : start + length };
}

/** True when the file says that findings of `rule` in the file at `path` are left out. */
export function isIgnoredIn({ folder, ignores }: WorkspaceFile, rule: string, path: Path): boolean {
  if (!isWithin(path, folder)) return false;
  const shown = displayPath(path, folder);
  return ignores.some((ignore) => ignore.rule === rule && (ignore.path === undefined || isWithin(path, resolvePath(folder, ignore.path)) || matchesGlob(ignore.path.replace(/^\.\//, ''), shown)));
}

/** The runs of the file, as declarations. */
export function runsOfWorkspaceFile(lookup: Lookup, { file, folder, runs }: WorkspaceFile, home: Path | undefined): RunDeclaration[] {
  const budget = newBudget();
  return runs.flatMap(({ node, span }) => {
    const name = node.kind === 'mapping' ? textValue(memberOf(node, 'name')) : undefined;
    const cwd = resolvePath(folder, (node.kind === 'mapping' ? textValue(memberOf(node, 'cwd')) : undefined) ?? '.');
    const command = node.kind === 'mapping' ? memberOf(node, 'command') : node;
    if (command?.kind === 'scalar') return commandOf(lookup, file, command, cwd, span, name, home, budget);
    if (node.kind !== 'mapping') return [];
    const words: CommandWord[] = [{ text: 'ansible-playbook', span: undefined }];
    const add = (option: string | undefined, key: string): void => {
      for (const item of textsOf(memberOf(node, key))) {
        const text = textValue(item);
        if (text !== undefined) words.push(...(option === undefined ? [] : [{ text: option, span: undefined }]), { text, span: item.span });
      }
    };
    add('-i', 'inventory');
    add('-e', 'extraVars');
    add('-l', 'limit');
    add(undefined, 'playbook');
    const parsed = parseCommand(words, cwd, home);
    return [declarationOf(parsed, name, cwd, span, words.map((word) => quoted(word.text)).join(' '))];
  });
}

function memberOf(node: YamlMapping, key: string): YamlNode | undefined {
  return node.entries.find((entry) => entry.key === key)?.node;
}

/** A whole command line, read as a shell reads it. */
function commandOf(lookup: Lookup, file: SourceFile, command: YamlScalar, cwd: Path, span: Span, name: string | undefined, home: Path | undefined, budget: Budget): RunDeclaration[] {
  const found = findShellCommands(lookup, { file, text: linesOfScalars(file, [command]), root: cwd, cwd, variables: new Map(), dialect: 'sh', ...(home === undefined ? {} : { home }) }, budget).filter(({ parsed }) => parsed.program === 'ansible-playbook');
  if (found.length === 0) return [{ ...emptyDeclaration, name: name ?? nameOf(file.path), standing: 'declared', places: [span], cwd, command: textValue(command) ?? '', sources: [], unknown: [budget.notRead === undefined ? 'the command is no call of ansible-playbook' : `the command is not followed: what it says ${budget.notRead}`] }];
  return found.map((call) => ({ ...declarationOf(call.parsed, name, call.cwd, span, commandOfWords(call.words)), unknown: [...call.parsed.unknown, ...call.unknown], assumptions: call.assumptions, environment: call.environment }));
}

function declarationOf(parsed: ReturnType<typeof parseCommand>, name: string | undefined, cwd: Path, span: Span, command: string): RunDeclaration {
  return {
    ...emptyDeclaration,
    name: name ?? runName(parsed.sources.map((source) => source.path), 'run'),
    isNamed: name !== undefined,
    standing: 'declared',
    places: [span],
    cwd,
    command,
    sources: parsed.sources,
    playbooks: parsed.playbooks,
    extraVars: parsed.extraVars,
    limit: parsed.limit,
    unknown: parsed.unknown,
    ...(parsed.problem === undefined ? {} : { problem: parsed.problem }),
  };
}
