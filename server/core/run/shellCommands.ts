// Finds the calls of Ansible in shell text and says of each what is known: its words, its folder, its environment, and what was assumed for that.
//
// Why the reader in `shell/` is our own: of the kept parsers, shell-quote, shlex and their like give no places, sh-syntax and tree-sitter are
// WebAssembly that is loaded asynchronously, bash-parser is not kept any more, and unbash, the best of them, is larger than all of this, goes
// through half a minute or the end of the stack on a few thousand unclosed brackets, and knows syntax only, which is the smaller part here.
import { folderOf, foldersAbove, isAbsolutePath, isWithin, resolvePath } from '../path';
import { spanOf, Tree, type Path, type SourceFile, type Span } from '../tree';
import { Lookup } from '../lookup';
import type { Environment } from './ansibleConfig';
import { isAnsibleProgram, parseCommand, type CommandWord, type ParsedCommand } from './commandLine';
import { commentedCalls } from './shell/comments';
import { hostPath } from './shell/containers';
import { Expander } from './shell/expand';
import { Interpreter, type Following } from './shell/interpreter';
import { readScript, type Script } from './shell/scripts';
import { makeLines, plainText, START, type ShellText } from './shell/source';
import { Budget, known, NO_TEXT, State, unknownValue, type Value } from './shell/state';
import type { Node, Word } from './shell/syntax';
import { followProgram, type AnsibleCall } from './shell/wrappers';

/** Text of a shell in a file of any format. */
export interface ShellScript {
  readonly file: SourceFile;
  /**
   * What is shell in the file: exactly as long as `file.text`, everything else blanked. The character U+0001 stands for nothing at
   * all (an escape character of the container format) and is dropped from words. Or the shell text alone, with its places.
   */
  readonly text: string | ShellText;
  /** Folder of the repository or workspace. */
  readonly root: Path;
  /** Folder it starts in when the container says so; undefined: the file's own folder or the root, whichever fits. */
  readonly cwd: Path | undefined;
  /**
   * Variables that are set before it starts; undefined: set, but not known. With `sh` they are in its environment; with `make` they
   * are make's, their values as make has expanded them.
   */
  readonly variables: ReadonlyMap<string, string | undefined>;
  /** With `make`: what it exports to its shells. */
  readonly environment?: ReadonlyMap<string, string | undefined>;
  /** The home folder of whoever starts it; undefined: not known. */
  readonly home?: Path;
  /** `make`: each line is its own shell, `$(NAME)` and `${NAME}` are make's, `$$` is the shell's `$`. */
  readonly dialect: 'sh' | 'make';
}

/** One call found in a script. */
export interface ShellCommand {
  readonly words: readonly CommandWord[];
  /** The call in the file. */
  readonly span: Span;
  /** The folder it starts in. */
  readonly cwd: Path;
  /** What was assumed, in plain words. */
  readonly assumptions: readonly string[];
  readonly parsed: ParsedCommand;
  /** The ANSIBLE_* variables that are known for it. */
  readonly environment: Environment;
  /** Why something is not known, in plain words, besides what `parsed` says. */
  readonly unknown: readonly string[];
  /** It stands in a comment: somebody's advice, started in whatever folder they had in mind. */
  readonly isComment: boolean;
}

/** A file that is shell from its first to its last line. */
export function scriptOf(file: SourceFile, root: Path): ShellScript {
  return { file, text: file.text, root, cwd: undefined, variables: new Map(), dialect: 'sh' };
}

/** A longer script is no script that people wrote: it is not looked through. */
const SCRIPT_LIMIT = 256 * 1024;
/** Calls that one file may have; the rest is left out. */
const CALL_LIMIT = 500;
/** Steps that the scripts of a file may take; the rest is left out. */
const STEP_LIMIT = 150_000;
/** A folder that is not known: what lies below it is not known either. */
const LOST = '/\u0004';

/** Parsed once for a file that is all shell; undefined for one that calls no program of Ansible's: most of them. */
const scriptOfFile = new WeakMap<SourceFile, { readonly source: ShellText; readonly script: Script } | undefined>();

/** What the scripts of one file may cost. */
export function newBudget(): Budget {
  return new Budget(STEP_LIMIT, CALL_LIMIT);
}

/** The calls of ansible-playbook and ansible-inventory in a script; what of it is not read, `budget` tells. */
export function findShellCommands(lookup: Lookup, script: ShellScript, budget = newBudget()): readonly ShellCommand[] {
  const text = typeof script.text === 'string' ? script.text : script.text.text;
  const isCalled = text.includes('ansible') || (script.dialect === 'make' && [...script.variables.values()].some((value) => value?.includes('ansible') === true));
  if (!isCalled || budget.isSpent) return [];
  if (text.length > SCRIPT_LIMIT) {
    budget.leaveOut(`is longer than ${SCRIPT_LIMIT / 1024} kB`);
    return [];
  }
  const finder = new Finder(lookup, script, budget);
  if (script.dialect === 'make') for (const source of makeLines(script.file, text, withHome(script))) finder.read(source, readScript(source));
  else {
    const isWhole = script.text === script.file.text;
    let parsed = isWhole ? scriptOfFile.get(script.file) : undefined;
    if (parsed === undefined) {
      const source = typeof script.text === 'string' ? plainText(script.file, script.text) : script.text;
      parsed = { source, script: readScript(source) };
      if (isWhole) scriptOfFile.set(script.file, parsed);
    }
    finder.read(parsed.source, parsed.script);
  }
  return finder.commands;
}

/** The words of the first command of `text` that names a program of Ansible's: what a user writes into a setting. */
export function wordsOfCommand(text: string): readonly CommandWord[] {
  const file: SourceFile = { kind: 'file', path: '', text, executable: false, hasByteOrderMark: false };
  const budget = newBudget();
  const expander = new Expander({ lookup: new Lookup(Tree.empty), budget, self: undefined, repository: () => undefined, runInside: () => undefined });
  const state = new State(budget);
  state.cwd = undefined;
  for (const words of commandsIn(readScript(plainText(file, text)).body)) {
    const found = expander.words(words, state);
    if (found.some((word) => isAnsibleProgram(word.text))) return found.map((word) => ({ text: word.text, span: undefined, ...(word.isUnknown ? { isUnknown: true } : {}) }));
  }
  return [];
}

function* commandsIn(node: Node): IterableIterator<readonly Word[]> {
  if (node.kind === 'simple') yield node.words;
  else if (node.kind === 'list') for (const item of node.items) yield* commandsIn(item.node);
  else if (node.kind === 'chain') for (const step of [node.first, ...node.rest.map((item) => item.node)]) yield* commandsIn(step);
  else if (node.kind === 'pipeline') for (const part of node.parts) yield* commandsIn(part);
  else if (node.kind === 'subshell' || node.kind === 'not') yield* commandsIn(node.body);
}

/** What make has of the environment. */
function withHome({ variables, home }: ShellScript): ReadonlyMap<string, string | undefined> {
  return home === undefined || variables.has('HOME') ? variables : new Map([['HOME', home], ...variables]);
}

/** Goes through the scripts of one text and gathers their calls. */
class Finder {
  readonly commands: ShellCommand[] = [];
  private readonly seen = new Set<string>();
  private readonly own: Path;
  /** The folders it may be started in, the likelier first. */
  private readonly starts: readonly Path[];

  constructor(private readonly lookup: Lookup, private readonly script: ShellScript, private readonly budget: Budget) {
    this.own = folderOf(script.file.path);
    this.starts = script.cwd !== undefined ? [script.cwd] : this.own === script.root ? [script.root] : [script.root, this.own];
  }

  read(source: ShellText, { body, comments, isCut }: Script): void {
    const { file, text } = this.script;
    if (isCut) this.budget.leaveOut('is nested too deeply, or has too many words, to be read to its end');
    this.follow(body, false, text === file.text ? file.path : undefined);
    for (const comment of commentedCalls(source, comments)) this.follow(readScript(comment).body, true, undefined);
  }

  private follow(body: Node, isComment: boolean, self: Path | undefined): void {
    const { lookup, budget, script } = this;
    const following: Following = {
      file: script.file,
      lookup,
      budget,
      self,
      repository: (from) => this.repository(from),
      filesAt: (path) => this.starts.map((start) => placed(path, start)).filter((candidate, index, all) => all.indexOf(candidate) === index && isWithin(candidate, script.root) && lookup.peek(candidate) === 'file'),
      onCall: (call, interpreter) => {
        followProgram(call, interpreter, (found) => this.add(found, isComment));
      },
    };
    const state = new State(budget);
    if (script.cwd !== undefined) state.cwd = script.cwd;
    const environment = script.dialect === 'make' ? script.environment ?? new Map<string, string | undefined>() : script.variables;
    if (script.home !== undefined) state.set('HOME', { ...known(script.home), isExported: true });
    for (const [name, value] of environment) state.set(name, { ...(value === undefined ? unknownValue(`$${name}`) : known(value)), isExported: true });
    if (self === undefined && !isComment) state.positional = undefined;
    new Interpreter(following).runScript(body, state);
  }

  /** `git rev-parse --show-toplevel`. */
  private repository(from: string | undefined): Value | undefined {
    // nothing is looked at elsewhere
    if (from !== undefined && !from.startsWith(START) && !isWithin(from, this.script.root)) return undefined;
    const start = from === undefined || from.startsWith(START) ? this.script.file.path : `${from}/.`;
    const folder = foldersAbove(start).find((candidate) => this.lookup.directory(candidate)?.names.has('.git') === true);
    if (folder !== undefined) return known(folder);
    return known(this.script.root, ['the repository is taken to be the workspace folder']);
  }

  private add(call: AnsibleCall, isComment: boolean): void {
    // it prints and does nothing
    if (call.words.some(({ text }) => text === '--version' || text === '--help' || text === '-h')) return;
    const { container, cwd } = call.state;
    const texts = [cwd ?? '', ...call.words.map(({ text }) => text), ...[...call.environment.values()].map(({ text }) => text), ...(container?.mounts.map(({ host }) => host ?? '') ?? [])];
    const dependsOnStart = texts.some((text) => text.includes(START));
    const candidates = (dependsOnStart ? this.starts : this.starts.slice(0, 1)).map((start) => this.commandAt(call, start, isComment));
    let best = candidates[0]!;
    for (const candidate of candidates) if (candidate.score > best.score) best = candidate;
    const assumptions = [...best.command.assumptions];
    if (dependsOnStart && this.script.cwd === undefined && this.starts.length > 1) assumptions.push(`it is taken to be started in ${best.start === this.own ? 'its own folder' : 'the top folder'}`);
    const command = { ...best.command, assumptions: [...new Set(assumptions)] };
    if (isComment && !isWholeCall(command)) return;
    const key = JSON.stringify([command.span.start, command.cwd, command.words.map(({ text }) => text), command.environment, command.unknown]);
    if (this.seen.has(key) || !this.budget.takeCall()) return;
    this.seen.add(key);
    this.commands.push(command);
  }

  /** The command when the script is started in `start`, and how well that fits what is there. */
  private commandAt(call: AnsibleCall, start: Path, isComment: boolean): { readonly command: ShellCommand; readonly start: Path; readonly score: number } {
    const { file, root } = this.script;
    const { state } = call;
    const unknown = [...call.unknown];
    const words = call.words.map((word): CommandWord => ({ text: placed(word.text, start), span: spanOf(file, ...word.place), ...(word.isUnknown || word.text.includes(NO_TEXT) ? { isUnknown: true } : {}) }));
    const folder = state.cwd === undefined ? undefined : placed(state.cwd, start);
    const container = state.container === undefined ? undefined : { mounts: state.container.mounts.map(({ host, inside }) => ({ inside, host: host === undefined ? undefined : placed(host, start) })) };
    const onHost = (path: Path): Path | undefined => (path === LOST || path.startsWith(`${LOST}/`) ? undefined : container === undefined ? path : hostPath(container, path));
    const cwd = folder === undefined ? undefined : onHost(folder);
    if (cwd === undefined) unknown.push(container === undefined ? 'the folder it is started in is not known' : 'the folder it is started in is one of the container');
    const parsed = onThisMachine(parseCommand(words, folder ?? LOST, container === undefined ? homeIn(state, start) : undefined), folder ?? LOST, container === undefined && folder !== undefined ? undefined : onHost);
    const environment: Record<string, string> = {};
    for (const [name, value] of call.environment) {
      if (value.isUnknown) unknown.push(`${name} is set to something that is not known`);
      else environment[name] = placed(value.text, start);
    }
    const used: string[] = [];
    if (state.isTainted) used.push('what is read in or computed there is taken to set no variable of Ansible');
    used.push(...call.assumptions, ...state.cwdAssumptions, ...call.words.flatMap((word) => word.assumptions), ...[...call.environment.values()].flatMap((value) => value.assumptions));
    const score = (cwd !== undefined && this.lookup.peek(cwd) === 'directory' ? 2 : 0) + ([...parsed.sources, ...parsed.playbooks].every(({ path }) => path === undefined || this.lookup.exists(path) === true) ? 1 : 0);
    return { start, score, command: { words, span: spanOf(file, ...placeOfCall(call)), cwd: cwd ?? root, assumptions: used, parsed, environment, unknown, isComment } };
  }
}

/** The home folder of a program that is called there; undefined where it is not known. */
function homeIn(state: State, start: Path): Path | undefined {
  const home = state.get('HOME');
  const path = home === undefined || home.isUnknown ? '' : placed(home.text, start);
  return isAbsolutePath(path) ? path : undefined;
}

/** `path` with the folder the script is started in put in. */
function placed(text: string, start: Path): string {
  if (!text.includes(START)) return text;
  if (!text.startsWith(START)) return text.replaceAll(START, start);
  const path = text.slice(START.length);
  return path === '' ? start : path.startsWith('/') && !path.includes(START) ? resolvePath(start, `.${path}`) : text.replaceAll(START, start);
}

/** From the program to the last word; where these stand elsewhere, in an array or in the call of a function, the command that makes the call. */
function placeOfCall(call: AnsibleCall): readonly [start: number, end: number] {
  const start = call.words[0]!.place[0];
  let end = start;
  for (const { place } of call.words) {
    if (place[0] < start || place[1] < end) return call.place;
    end = place[1];
  }
  return [start, end];
}

/** What a command names, on this machine: a path that `onHost` does not know is not known. */
function onThisMachine(parsed: ParsedCommand, cwd: Path, onHost: ((path: Path) => Path | undefined) | undefined): ParsedCommand {
  if (onHost === undefined) return parsed;
  const unknown = [...parsed.unknown];
  // a `..` may lead out of a folder that is not known
  const pathOf = (text: string, path: Path): Path | undefined => (cwd === LOST && !isAbsolutePath(text) && !text.startsWith('~') ? undefined : onHost(path));
  const sources = parsed.sources.flatMap((source) => {
    if (source.path === undefined) return [source];
    const path = pathOf(source.text, source.path);
    if (path === undefined) unknown.push(`-i ${source.text}`);
    return path === undefined ? [] : [{ ...source, path }];
  });
  const playbooks = parsed.playbooks.flatMap((playbook) => {
    const path = pathOf(playbook.text, playbook.path);
    if (path === undefined) unknown.push(`playbook ${playbook.text}`);
    return path === undefined ? [] : [{ ...playbook, path }];
  });
  const extraVars = parsed.extraVars.flatMap((extra) => {
    if (!extra.text.startsWith('@')) return [extra];
    const path = pathOf(extra.text.slice(1), resolvePath(cwd, extra.text.slice(1)));
    if (path === undefined) unknown.push(`-e ${extra.text}`);
    return path === undefined ? [] : [{ ...extra, text: `@${path}` }];
  });
  const playbookDir = parsed.playbookDir === undefined ? undefined : onHost(parsed.playbookDir);
  if (parsed.playbookDir !== undefined && playbookDir === undefined) unknown.push('--playbook-dir');
  return { ...parsed, sources, playbooks, extraVars, playbookDir, unknown };
}

/** A comment holds a call when nothing stands in it but options and playbooks: prose names programs too. */
function isWholeCall({ parsed }: ShellCommand): boolean {
  return parsed.problem === undefined && (parsed.playbooks.length > 0 || parsed.unknown.some((text) => text.startsWith('playbook'))) && parsed.playbooks.every(({ text }) => /\.(ya?ml|json)$/.test(text));
}
