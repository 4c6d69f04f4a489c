// Finds ansible calls in a shell script and follows what is plain in it: `cd`, quotes, line continuations. What the shell would compute is unknown.
import { folderOf, isAbsolutePath, resolvePath, PATH_LIMIT } from '../path';
import { spanOf, type Path, type SourceFile, type Span } from '../tree';
import type { Lookup } from '../lookup';
import type { Environment } from './ansibleConfig';
import { isAnsibleProgram, parseCommand, type CommandWord, type ParsedCommand } from './commandLine';

/** Text of a shell in a file of any format. */
export interface ShellScript {
  readonly file: SourceFile;
  /**
   * What is shell in the file: exactly as long as `file.text`, everything else blanked. The character U+0001 stands for nothing at
   * all (an escape character of the container format) and is dropped from words.
   */
  readonly text: string;
  /** Folder of the repository or workspace. */
  readonly root: Path;
  /** Folder it starts in when the container says so; undefined: the file's own folder or the root, whichever fits. */
  readonly cwd: Path | undefined;
  /** Variables that are set before it starts; undefined: set, but not known. */
  readonly variables: ReadonlyMap<string, string | undefined>;
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
  /** Why something is not known, in plain words. */
  readonly unknown: readonly string[];
  /** It stands in a comment. */
  readonly isComment: boolean;
}

/** A file that is shell from its first to its last line. */
export function scriptOf(file: SourceFile, root: Path): ShellScript {
  return { file, text: file.text, root, cwd: undefined, variables: new Map(), dialect: 'sh' };
}

/** A longer script is no script that people wrote: it is not looked through. */
const SCRIPT_LIMIT = 256 * 1024;
/** Calls that one script may have; the rest is left out. */
const CALL_LIMIT = 500;
/** Characters a `$(…)` may have. */
const SUBSTITUTION_LIMIT = 500;

/** Empty for a script that calls no program of Ansible's: most of them. */
const commandsOfFile = new WeakMap<SourceFile, readonly (readonly CommandWord[])[]>();

/** The calls of ansible-playbook and ansible-inventory in a script. */
export function findShellCommands(lookup: Lookup, script: ShellScript): readonly ShellCommand[] {
  const { root } = script;
  const file = script.text === script.file.text ? script.file : { ...script.file, text: script.text };
  if (file.text.length > SCRIPT_LIMIT) return [];
  let commands = commandsOfFile.get(file);
  if (commands === undefined) {
    commands = splitCommands(file);
    if (!commands.some((words) => words.some((word) => isAnsibleProgram(word.text)))) commands = [];
    commandsOfFile.set(file, commands);
  }
  if (commands.length === 0) return [];
  const own = folderOf(file.path);
  const found: ShellCommand[] = [];
  // undefined: the folder the script is started in, which nothing tells
  let cwd: Path | undefined = script.cwd;
  let isLost = false;
  for (const words of commands) {
    const name = words[0]?.text;
    if (name === 'cd' || name === 'pushd') {
      const target = words[1];
      const text = target?.text.replaceAll('$(dirname "$0")', own).replaceAll('$(dirname $0)', own).replaceAll('`dirname $0`', own);
      if (target === undefined || text === undefined || text.includes('$') || text.includes('`') || text === '-') isLost = true;
      else if (isAbsolutePath(text)) [cwd, isLost] = [resolvePath('/', text), false];
      else if (!isLost) cwd = cwd === undefined ? firstExisting(lookup, [resolvePath(own, text), resolvePath(root, text)]) ?? resolvePath(root, text) : resolvePath(cwd, text);
      // so many `cd` that no folder is that deep
      if (cwd !== undefined && cwd.length > PATH_LIMIT) [cwd, isLost] = [undefined, true];
      continue;
    }
    const start = words.findIndex((word) => isAnsibleProgram(word.text));
    // `sudo ansible-playbook`, `time …`, `poetry run …`: the words before do not change what is read
    if (start < 0 || words.slice(0, start).some((word) => ['echo', 'printf', 'which', 'command', 'type', 'pip', 'pip3', 'apt-get', 'apk', 'dnf'].includes(word.text))) continue;
    if (found.length >= CALL_LIMIT) break;
    const call = words.slice(start);
    if (call[0]!.text.endsWith('ansible') || call[0]!.text.endsWith('ansible-console')) continue;
    const { folder, assumption } = startFolder(lookup, call, cwd, isLost, own, root);
    const span = spanOf(script.file, call[0]!.span!.start, call[call.length - 1]!.span!.end);
    const ownWords = file === script.file ? call : call.map((word) => ({ ...word, span: spanOf(script.file, word.span!.start, word.span!.end) }));
    found.push({
      words: ownWords,
      span,
      cwd: folder,
      assumptions: assumption === undefined || isLost ? [] : [assumption],
      parsed: parseCommand(ownWords, folder, undefined),
      environment: {},
      unknown: isLost ? ['the folder it is started in is not known'] : [],
      isComment: false,
    });
  }
  return found;
}

/** Without a `cd`: the script's own folder or the root, whichever makes the named paths exist; both or neither: the root. */
function startFolder(lookup: Lookup, call: readonly CommandWord[], cwd: Path | undefined, isLost: boolean, own: Path, root: Path): { folder: Path; assumption: string | undefined } {
  if (isLost) return { folder: cwd ?? root, assumption: 'the folder it is started in is not known' };
  if (cwd !== undefined) return { folder: cwd, assumption: undefined };
  const exist = (folder: Path): boolean => {
    const { sources, playbooks } = parseCommand(call, folder, undefined);
    return [...sources, ...playbooks].every(({ path }) => path === undefined || lookup.exists(path) === true);
  };
  const folder = own !== root && exist(own) && !exist(root) ? own : root;
  return { folder, assumption: own === root ? undefined : `assumed to be started in ${folder === own ? 'its own folder' : 'the top folder'}` };
}

function firstExisting(lookup: Lookup, paths: readonly Path[]): Path | undefined {
  return paths.find((path) => lookup.peek(path) === 'directory');
}

/** Splits a script into commands and those into words, quotes removed; a word that the shell would expand is marked. */
export function splitCommands(file: SourceFile): CommandWord[][] {
  const { text } = file;
  const commands: CommandWord[][] = [];
  let words: CommandWord[] = [];
  let index = 0;
  const endCommand = (): void => {
    if (words.length > 0) commands.push(words);
    words = [];
  };
  while (index < text.length) {
    const character = text[index]!;
    if (character === '\\' && text[index + 1] === '\n') index += 2;
    else if (character === '\\' && text.startsWith('\r\n', index + 1)) index += 3;
    else if (character === '\n' || character === ';' || character === '&' || character === '|' || character === '(' || character === ')' || character === '{' || character === '}') {
      endCommand();
      index++;
    } else if (/\s/.test(character)) index++;
    else if (character === '#') {
      while (index < text.length && text[index] !== '\n') index++;
    } else {
      const word = readWord(file, index);
      words.push(word);
      index = Math.max(word.span!.end, index + 1);
    }
  }
  endCommand();
  return commands;
}

function readWord(file: SourceFile, start: number): CommandWord {
  const { text } = file;
  let word = '';
  let isUnknown = false;
  let index = start;
  let quote = '';
  while (index < text.length) {
    const character = text[index]!;
    if (quote === "'") {
      if (character === "'") quote = '';
      else word += character;
      index++;
    } else if (character === '\\') {
      if (text[index + 1] !== '\n') word += text[index + 1] ?? '';
      index += 2;
    } else if (character === '$' && text[index + 1] === '(') {
      const end = closingParenthesis(text, index + 1);
      word += text.slice(index, end);
      isUnknown = true;
      index = end;
    } else if (character === '$' || character === '`') {
      isUnknown = true;
      const name = character === '$' ? /^\$(\{[^}\n]*\}|\w+|.)?/.exec(text.slice(index, index + 200))![0] : '`';
      word += name;
      index += name.length;
    } else if (quote === '"') {
      if (character === '"') quote = '';
      else word += character;
      index++;
    } else if (character === '"' || character === "'") {
      quote = character;
      index++;
    } else if (/[\s;&|()<>]/.test(character)) {
      // a redirection is no word of the command: what follows it is taken as one, which does no harm here
      if ((character === '<' || character === '>') && index === start) index++;
      break;
    } else {
      if (/[*?[]/.test(character)) isUnknown = isUnknown || !word.includes('=');
      word += character;
      index++;
    }
  }
  return { text: word, span: spanOf(file, start, index), ...(isUnknown ? { isUnknown } : {}) };
}

function closingParenthesis(text: string, open: number): number {
  let depth = 0;
  const end = Math.min(text.length, open + SUBSTITUTION_LIMIT);
  for (let index = open; index < end && text[index] !== '\n'; index++) {
    if (text[index] === '(') depth++;
    else if (text[index] === ')' && --depth === 0) return index + 1;
  }
  return Math.min(text.length, open + 1);
}
