// Reads the lines of an INI inventory as Ansible's ini plugin does: sections, hosts with typed variables, children.
// Knows no group graph: what a line needs from other lines is inventory.ts's to judge.
import { PYTHON_SPACES, splitLines, trimLine, type Line } from '../splitLines';
import { spanOf, type SourceFile, type Span } from '../tree';
import { Float, type Value } from '../value';
import { HIDDEN, isSecretName } from '../variables/secrets';
import type { ParseProblem } from '../diagnostic';
import type { IniAssignment, IniDocument, IniHosts, IniLine, IniSection } from './iniDocument';
import { MOST_CHARACTERS, TOO_LARGE } from '../yaml';
import { expandHostPattern, HOST_BUDGET } from './hostPattern';
import { pythonLiteral } from './pythonLiteral';
import { shellWords, type ShellWord } from './shellWords';

const LINE_LIMIT = 1024 * 1024;
const PROBLEM_LIMIT = 1000;
/** Names that the host lines of one file may come to; a host may stand in many groups. */
const NAME_BUDGET = 1_000_000;

const documents = new WeakMap<SourceFile, IniDocument>();

/** The document of a file; the same object for the same file. Never throws. */
export function parseIniInventory(file: SourceFile): IniDocument {
  let document = documents.get(file);
  if (document === undefined) {
    document = new IniParser(file).parse();
    documents.set(file, document);
  }
  return document;
}

/** `[name]` or `[name:kind]`, then blanks and a comment. Python's `\w` and `\s`. */
const HEADER = new RegExp(`^\\[([^:\\]${PYTHON_SPACES}]+)(?::([\\p{L}\\p{N}_]+))?\\][${PYTHON_SPACES}]*(?:#.*)?$`, 'su');
const CHILD = new RegExp(`^([^:\\]${PYTHON_SPACES}]+)[${PYTHON_SPACES}]*(?:#.*)?$`, 'su');

type State = IniSection['state'] | 'unknown';

class IniParser {
  private readonly lines: IniLine[] = [];
  private readonly problems: ParseProblem[] = [];
  private state: State = 'hosts';
  private namesLeft = NAME_BUDGET;
  private failure: ParseProblem | undefined;
  /** What stands before the file's text for Ansible: a byte order mark is a character of the first line. */
  private readonly mark: string;

  constructor(private readonly file: SourceFile) {
    this.mark = file.hasByteOrderMark ? '\ufeff' : '';
  }

  parse(): IniDocument {
    const { file } = this;
    if (file.text.length > MOST_CHARACTERS) return { file, lines: [], failure: undefined, problems: [{ kind: 'too-large', message: TOO_LARGE, span: spanOf(file, 0, 0) }] };
    const text = this.mark + file.text;
    for (const line of splitLines(text)) {
      if (this.problems.length >= PROBLEM_LIMIT) break;
      this.readLine(text, trimLine(text, line.start, line.end));
    }
    return { file, lines: this.lines, failure: this.failure, problems: this.problems };
  }

  private readLine(text: string, { start, end }: Line): void {
    if (start === end || text[start] === '#' || text[start] === ';') return;
    if (end - start > LINE_LIMIT) {
      this.report(this.span(start, start + 80), 'a line of more than 1 MiB is not read', 'too-large');
      return;
    }
    const line = text.slice(start, end);
    if (line.startsWith('[') && this.readHeader(line, start)) return;
    if (this.state === 'hosts') this.readHosts(line, start);
    else if (this.state === 'vars') this.readVariable(line, start);
    else if (this.state === 'children') this.readChild(line, start);
  }

  /** False when the line, though it begins with `[`, is no header to Ansible but a line like others. */
  private readHeader(line: string, start: number): boolean {
    const span = this.span(start, start + line.length);
    const match = HEADER.exec(line);
    if (match === null) {
      if (!line.endsWith(']')) return false;
      this.state = 'unknown';
      this.report(span, `“${shown(line)}” is no section: write [group], [group:vars] or [group:children], without blanks inside`);
      return true;
    }
    const group = match[1]!;
    const kind = match[2] ?? 'hosts';
    if (kind !== 'hosts' && kind !== 'vars' && kind !== 'children') {
      this.state = 'unknown';
      const kindStart = start + 1 + group.length + 1;
      this.report(this.span(kindStart, kindStart + kind.length), `“${shown(kind)}” is no kind of section: it is hosts, vars or children`);
      return true;
    }
    this.state = kind;
    this.add({ kind: 'section', group, groupSpan: this.span(start + 1, start + 1 + group.length), state: kind, span });
    return true;
  }

  private readHosts(line: string, start: number): void {
    const span = this.span(start, start + line.length);
    const result = shellWords(line);
    if ('error' in result) {
      this.report(this.span(start + result.at, start + result.at + 1), `${result.error}: a \\ before a quote takes it as a character`);
      return;
    }
    const { words } = result;
    const pattern = words[0];
    if (pattern === undefined) return;
    const patternSpan = this.inside(pattern, start, 0, pattern.text.length);
    const hosts = this.expand(pattern.text, patternSpan);
    if (hosts === undefined) return;
    const variables: IniAssignment[] = [];
    for (let index = 1; index < words.length; index++) {
      const assignment = this.readAssignment(words, index, line, start);
      if (assignment === undefined) return;
      variables.push(assignment);
    }
    this.add({ kind: 'hosts', span, patternSpan, names: hosts.names, port: hosts.port, variables });
  }

  private expand(pattern: string, span: Span): Pick<IniHosts, 'names' | 'port'> | undefined {
    if (this.namesLeft <= 0) return undefined;
    const hosts = expandHostPattern(pattern, HOST_BUDGET);
    if ('error' in hosts) {
      const isFirst = this.mark !== '' && span.start === 0;
      const message = isFirst ? `${hosts.error}; the byte order mark at the start of the file belongs to this line, too: save the file without it` : hosts.error;
      this.report(span, message, hosts.tooLarge === true ? 'too-large' : 'ini-syntax');
      return undefined;
    }
    this.namesLeft -= hosts.names.length;
    if (this.namesLeft <= 0) {
      this.report(span, `more than ${NAME_BUDGET.toLocaleString('en-US')} host names in one file: the rest is left out`, 'too-large');
      return undefined;
    }
    if (hosts.port === undefined && trimmed(pattern).endsWith(':')) {
      this.report(span, `“${shown(pattern)}” ends in a colon: what follows a colon is the port`);
      return undefined;
    }
    if (hosts.names.some((name) => trimmed(name) === '---')) {
      this.report(span, '“---” is no host: it begins a YAML file');
      return undefined;
    }
    return hosts;
  }

  private readAssignment(words: readonly ShellWord[], index: number, line: string, start: number): IniAssignment | undefined {
    const word = words[index]!;
    const equals = word.text.indexOf('=');
    if (equals < 0) {
      const advice = words[index + 1]?.text.startsWith('=') === true ? 'no blanks stand around the =' : 'a host line is a name followed by key=value pairs';
      // behind the name of a secret it may be its value, parted by a blank
      const isSecret = words.slice(1, index).some((before) => isSecretName(before.text.split('=')[0]!));
      this.report(this.span(start + word.start, start + word.end), `“${isSecret ? HIDDEN : shown(word.text)}” is not key=value: ${advice}`);
      return undefined;
    }
    const key = word.text.slice(0, equals);
    const text = word.text.slice(equals + 1);
    const at = (word.offsets?.[equals] ?? word.start + equals) + 1;
    const valueSpan = this.span(start + at, start + endOfValue(word, at, line));
    const literal = pythonLiteral(text);
    if ('fatal' in literal) {
      this.reportFatal(valueSpan, literal.fatal, key + '=' + shellQuoted(pythonQuoted(abridged(key, text))));
      return undefined;
    }
    const value = 'value' in literal ? literal.value : text;
    const keySpan = equals === 0 ? this.span(start + at - 1, start + at - 1) : this.inside(word, start, 0, equals);
    return { key, keySpan, value, valueSpan };
  }

  private readVariable(line: string, start: number): void {
    const span = this.span(start, start + line.length);
    const equals = line.indexOf('=');
    if (equals < 0) {
      this.report(span, `“${shown(line.split(/\s/)[0]!)}” is not key=value: each line of a vars section sets one variable`);
      return;
    }
    const keyLine = trimLine(line, 0, equals);
    const valueLine = trimLine(line, equals + 1, line.length);
    const key = line.slice(keyLine.start, keyLine.end);
    const valueSpan = this.span(start + valueLine.start, start + valueLine.end);
    const text = line.slice(valueLine.start, valueLine.end);
    const literal = pythonLiteral(text);
    if ('fatal' in literal) {
      this.reportFatal(valueSpan, literal.fatal, key + '=' + pythonQuoted(abridged(key, text)));
      return;
    }
    const value = 'value' in literal ? literal.value : text;
    if (key === 'ansible_group_priority' && !isPythonInteger(value)) {
      this.report(valueSpan, 'the priority of a group is a whole number');
      return;
    }
    this.add({ kind: 'variable', span, key, keySpan: this.span(start + keyLine.start, start + keyLine.end), value, valueSpan });
  }

  private readChild(line: string, start: number): void {
    const span = this.span(start, start + line.length);
    const name = CHILD.exec(line)?.[1];
    if (name === undefined) {
      this.report(span, `“${shown(line)}” is no group name: each line of a children section names one group, without blanks, : or ]`);
      return;
    }
    this.add({ kind: 'child', span, name, nameSpan: this.span(start, start + name.length) });
  }

  private reportFatal(span: Span, fatal: string, mended: string): void {
    this.report(span, `Ansible reads this value as Python and stops (${fatal}); as a string it is ${mended}`);
  }

  /** Lines behind the first wrong one are read for their own problems only. */
  private add(line: IniLine): void {
    if (this.failure === undefined) this.lines.push(line);
  }

  private report(span: Span, message: string, kind: ParseProblem['kind'] = 'ini-syntax'): void {
    const problem = { kind, message, span };
    this.problems.push(problem);
    // a line that is too large is left out here, not by Ansible: what follows it counts
    if (kind !== 'too-large') this.failure ??= problem;
  }

  /** Of offsets in the text Ansible sees; the byte order mark is not in the file's own. */
  private span(start: number, end: number): Span {
    const { length } = this.mark;
    return spanOf(this.file, Math.max(0, start - length), Math.max(0, end - length));
  }

  /** The characters from `from` to `to` of a word, without the quotes around them. */
  private inside(word: ShellWord, start: number, from: number, to: number): Span {
    if (word.offsets === undefined || from === to) return this.span(start + word.start + from, start + word.start + to);
    return this.span(start + word.offsets[from]!, start + word.offsets[to - 1]! + 1);
  }
}

/** Where the value ends as written: with its closing quote, but not with one that opened before the `=` (`"x=5"`). */
function endOfValue(word: ShellWord, at: number, line: string): number {
  if (word.offsets === undefined || !('error' in shellWords(line.slice(at, word.end)))) return word.end;
  return Math.max(at, word.offsets[word.offsets.length - 1]! + 1);
}

function abridged(key: string, text: string): string {
  return isSecretName(key) ? HIDDEN : text.length > 60 ? '…' : text;
}

/** The string literal of Python that stands for `text`. */
function pythonQuoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\');
  return escaped.includes('"') && !escaped.includes("'") ? `'${escaped}'` : `"${escaped.replaceAll('"', '\\"')}"`;
}

/** `text` as one word of a host line. */
function shellQuoted(text: string): string {
  return text.includes("'") ? `"${text.replace(/[\\"]/g, '\\$&')}"` : `'${text}'`;
}

/** What Python's `int(value)` takes. */
function isPythonInteger(value: Value): boolean {
  if (typeof value === 'string') return /^\s*[+-]?[0-9]+(?:_[0-9]+)*\s*$/.test(value);
  if (value instanceof Float) return Number.isFinite(value.number);
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

function trimmed(text: string): string {
  const { start, end } = trimLine(text, 0, text.length);
  return text.slice(start, end);
}

function shown(text: string): string {
  return text.length > 60 ? text.slice(0, 59) + '…' : text;
}
