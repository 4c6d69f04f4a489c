// Reads the commands of a shell script: lists, pipes, subshells, if, while, for, case, functions, here-documents. Never throws; what is broken is passed over.
import type { Node, Word } from './syntax';
import { literalOf } from './syntax';
import { WordReader } from './words';
import type { ShellText } from './source';

/** A script and the comments in it. */
export interface Script {
  readonly body: Node;
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  /** It is not read to its end: too many words, or too deep. */
  readonly isCut: boolean;
}

export function readScript(source: ShellText): Script {
  const reader = new ScriptReader(source);
  const body = reader.whole();
  return { body, comments: reader.comments, isCut: reader.isLost };
}

/** Commands whose arguments may be assignments. */
const DECLARING = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);
const KEYWORD = /(?:if|then|elif|else|fi|while|until|for|do|done|case|esac|select|function|coproc|time|[{}!]|\[\[|\]\])(?=[\s;&|()<>]|$)/y;
const CLOSING = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}']);
const FUNCTION_HEAD = /([\w.:+-]{1,200})[ \t]*\([ \t]*\)/y;
const NAME = /[\w.:+-]{1,200}/y;
const BLANKS = /(?:[ \t\r\v\f]|\\\r?\n)+/y;
const REDIRECTION = /(?:\d{1,4}|\{\w{1,60}\})?(?:<<<|<<-?|<>|<&|>&|>>|>\||&>>|&>|<(?!\()|>(?!\())/y;
const EMPTY: Node = { kind: 'list', items: [] };

class ScriptReader extends WordReader {
  readonly comments: { readonly start: number; readonly end: number }[] = [];
  private heredocs: { readonly delimiter: string; readonly stripTabs: boolean }[] = [];

  whole(): Node {
    const items: { node: Node; inBackground: boolean }[] = [];
    while (this.at < this.text.length) {
      const before = this.at;
      const list = this.list();
      if (list.kind === 'list') items.push(...list.items);
      // a closing word that nothing opened
      if (this.at < this.text.length && this.match(KEYWORD) === null) this.at++;
      if (this.at <= before) this.at = before + 1;
    }
    return { kind: 'list', items };
  }

  protected substitution(): Node {
    if (!this.deeper()) return EMPTY;
    const outer = this.heredocs;
    this.heredocs = [];
    const body = this.closedList();
    this.heredocs = outer;
    this.depth--;
    return body;
  }

  protected nested(source: ShellText): Node {
    const reader = new ScriptReader(source);
    reader.depth = this.depth + 10;
    reader.partsLeft = this.partsLeft;
    const body = reader.whole();
    this.spend(this.partsLeft - reader.partsLeft);
    return body;
  }

  /** A list and the `)` behind it. */
  private closedList(): Node {
    const items: { node: Node; inBackground: boolean }[] = [];
    while (this.at < this.text.length) {
      const list = this.list();
      if (list.kind === 'list') items.push(...list.items);
      if (this.at >= this.text.length || this.text[this.at] === ')') break;
      if (this.match(KEYWORD) === null) this.at++;
    }
    this.at = Math.min(this.text.length, this.at + 1);
    return { kind: 'list', items };
  }

  /** Commands up to a closing keyword, a `)` or a `;;`, none of which is passed. */
  private list(): Node {
    const items: { node: Node; inBackground: boolean }[] = [];
    for (;;) {
      this.skipLines();
      if (this.at >= this.text.length || this.text[this.at] === ')' || this.text.startsWith(';;', this.at) || this.text.startsWith(';&', this.at)) break;
      if (this.text[this.at] === ';' || this.text[this.at] === '&' || this.text[this.at] === '|') {
        this.at++;
        continue;
      }
      const keyword = this.peekKeyword();
      if (keyword !== undefined && CLOSING.has(keyword)) break;
      const before = this.at;
      const node = this.chain();
      this.skipBlanks();
      const inBackground = this.text[this.at] === '&' && this.text[this.at + 1] !== '&';
      if (inBackground) this.at++;
      items.push({ node, inBackground });
      if (this.at === before) this.at++;
    }
    return { kind: 'list', items };
  }

  private chain(): Node {
    const first = this.pipeline();
    const rest: { operator: '&&' | '||'; node: Node }[] = [];
    for (;;) {
      this.skipBlanks();
      const operator = this.text.startsWith('&&', this.at) ? '&&' : this.text.startsWith('||', this.at) ? '||' : undefined;
      if (operator === undefined) return rest.length === 0 ? first : { kind: 'chain', first, rest };
      this.at += 2;
      this.skipLines();
      rest.push({ operator, node: this.pipeline() });
    }
  }

  private pipeline(): Node {
    this.skipBlanks();
    let [isNot, isApart] = [false, false];
    for (let keyword = this.peekKeyword(); keyword === '!' || keyword === 'time' || keyword === 'coproc'; keyword = this.peekKeyword()) {
      this.match(KEYWORD);
      this.skipBlanks();
      if (keyword === '!') isNot = !isNot;
      if (keyword === 'coproc') isApart = true;
      while (keyword === 'time' && this.match(/-[-p](?=\s)/y) !== null) this.skipBlanks();
    }
    const parts = [this.command()];
    for (;;) {
      this.skipBlanks();
      if (this.text[this.at] !== '|' || this.text[this.at + 1] === '|') break;
      this.at += this.text[this.at + 1] === '&' ? 2 : 1;
      this.skipLines();
      parts.push(this.command());
    }
    const inside: Node = parts.length === 1 ? parts[0]! : { kind: 'pipeline', parts };
    const node: Node = isApart ? { kind: 'subshell', body: inside } : inside;
    return isNot ? { kind: 'not', body: node } : node;
  }

  private command(): Node {
    this.skipBlanks();
    this.spend(1);
    if (!this.deeper()) return EMPTY;
    const node = this.compound() ?? this.simple();
    this.depth--;
    return node;
  }

  private compound(): Node | undefined {
    const { text } = this;
    if (text[this.at] === '(') {
      const start = this.at;
      if (text[start + 1] === '(') {
        const inside = this.skipArithmetic(start + 2);
        if (inside !== undefined) return this.withRedirections({ kind: 'arithmetic', text: inside });
        if (this.isLost) return EMPTY;
      }
      this.at = start + 1;
      return this.withRedirections({ kind: 'subshell', body: this.closedList() });
    }
    const keyword = this.peekKeyword();
    if (keyword === undefined) {
      const head = this.match(FUNCTION_HEAD);
      return head === null ? undefined : this.functionBody(head[1]!);
    }
    if (CLOSING.has(keyword)) return EMPTY;
    this.match(KEYWORD);
    switch (keyword) {
      case '{': {
        const body = this.list();
        this.expect('}');
        return this.withRedirections(body);
      }
      case 'if': return this.withRedirections(this.ifCommand());
      case 'while':
      case 'until': {
        const condition = this.list();
        return this.withRedirections({ kind: 'while', condition, body: this.doGroup() });
      }
      case 'for':
      case 'select': return this.withRedirections(this.forCommand(keyword === 'select'));
      case 'case': return this.withRedirections(this.caseCommand());
      case 'function': {
        this.skipBlanks();
        const name = this.match(NAME)?.[0];
        this.match(/[ \t]*\([ \t]*\)/y);
        return name === undefined ? EMPTY : this.functionBody(name);
      }
      case '[[': {
        this.condition();
        return this.withRedirections(EMPTY);
      }
      default: return undefined;
    }
  }

  private functionBody(name: string): Node {
    this.skipLines();
    return { kind: 'function', name, body: this.compound() ?? this.simple() };
  }

  private ifCommand(): Node {
    const clauses: { condition: Node; body: Node }[] = [];
    let otherwise: Node | undefined;
    do {
      const condition = this.list();
      this.expect('then');
      clauses.push({ condition, body: this.list() });
    } while (this.expect('elif'));
    if (this.expect('else')) otherwise = this.list();
    this.expect('fi');
    return { kind: 'if', clauses, otherwise };
  }

  private doGroup(): Node {
    this.skipLines();
    if (this.text[this.at] === ';') this.at++;
    this.skipLines();
    const isBrace = this.peekKeyword() === '{';
    this.expect(isBrace ? '{' : 'do');
    const body = this.list();
    this.expect(isBrace ? '}' : 'done');
    return body;
  }

  private forCommand(isSelect: boolean): Node {
    this.skipBlanks();
    if (this.text.startsWith('((', this.at)) {
      const inside = this.skipArithmetic(this.at + 2) ?? '';
      const body = this.doGroup();
      return { kind: 'while', condition: { kind: 'arithmetic', text: inside }, body };
    }
    const name = this.match(NAME)?.[0] ?? '';
    this.skipLines();
    let words: Word[] | undefined;
    if (this.match(/in(?=[\s;])/y) !== null) {
      words = [];
      for (;;) {
        this.skipBlanks();
        const word = this.at < this.text.length && !/[\n;&|()]/.test(this.text[this.at]!) ? this.readWord() : undefined;
        if (word === undefined) break;
        words.push(word);
      }
    }
    return { kind: 'for', name, isSelect, words, body: this.doGroup() };
  }

  private caseCommand(): Node {
    this.skipBlanks();
    this.readWord();
    this.skipLines();
    this.match(/in(?=[\s;]|$)/y);
    const branches: { isDefault: boolean; body: Node; fallsThrough: boolean }[] = [];
    for (;;) {
      this.skipLines();
      if (this.at >= this.text.length || this.peekKeyword() === 'esac') break;
      if (this.text[this.at] === '(') this.at++;
      let isDefault = false;
      for (;;) {
        this.skipBlanks();
        const pattern = this.readWord();
        if (literalOf(pattern) === '*' && pattern!.end - pattern!.start === 1) isDefault = true;
        this.skipBlanks();
        if (this.text[this.at] !== '|') break;
        this.at++;
      }
      if (this.text[this.at] === ')') this.at++;
      const before = this.at;
      const body = this.list();
      const end = this.match(/;;&|;;|;&/y)?.[0];
      branches.push({ isDefault, body, fallsThrough: end === ';&' || end === ';;&' });
      if (this.at === before) this.at++;
    }
    this.expect('esac');
    return { kind: 'case', branches };
  }

  /** The words of `[[ … ]]`. */
  private condition(): void {
    while (this.at < this.text.length) {
      this.skipLines();
      if (this.match(/\]\](?=[\s;&|()<>]|$)/y) !== null) return;
      if (this.readWord() === undefined) this.at++;
    }
  }

  private simple(): Node {
    const { source } = this;
    const start = this.at;
    const assignments: Word[] = [];
    const words: Word[] = [];
    let end = this.at;
    let isDeclaring = false;
    for (;;) {
      this.skipBlanks();
      if (this.redirection()) continue;
      if (this.at >= this.text.length || /[\n;&|()]/.test(this.text[this.at]!)) break;
      if (words.length === 0 || isDeclaring) {
        const assignment = this.readAssignment();
        if (assignment !== undefined) {
          (words.length === 0 ? assignments : words).push(assignment);
          end = this.at;
          continue;
        }
      }
      const word = this.readWord();
      if (word === undefined) break;
      // a line continuation alone is no word
      if (word.parts.length > 0) words.push(word);
      if (words.length <= 2 && !isDeclaring) isDeclaring = DECLARING.has(literalOf(words[words.length - 1]) ?? '') && (words.length === 1 || ['command', 'builtin'].includes(literalOf(words[0]) ?? ''));
      end = this.at;
    }
    return { kind: 'simple', source, assignments, words, start, end };
  }

  private withRedirections(node: Node): Node {
    do this.skipBlanks();
    while (this.redirection());
    return node;
  }

  private redirection(): boolean {
    const operator = this.match(REDIRECTION)?.[0];
    if (operator === undefined) return false;
    this.skipBlanks();
    const target = this.readWord();
    const isHeredoc = /<<-?$/.test(operator) && !operator.endsWith('<<<');
    if (isHeredoc && target !== undefined) {
      const delimiter = target.parts.map((part) => (part.kind === 'text' ? part.text : this.text.slice(part.start, part.end))).join('');
      this.heredocs.push({ delimiter, stripTabs: operator.endsWith('-') });
    }
    return true;
  }

  private peekKeyword(): string | undefined {
    KEYWORD.lastIndex = this.at;
    return KEYWORD.exec(this.text)?.[0];
  }

  private expect(keyword: string): boolean {
    this.skipLines();
    if (this.peekKeyword() !== keyword) return false;
    this.match(KEYWORD);
    return true;
  }

  private skipBlanks(): void {
    this.match(BLANKS);
    if (this.text[this.at] === '#') this.skipComment();
  }

  private skipComment(): void {
    const start = this.at;
    const newline = this.text.indexOf('\n', start);
    this.at = newline < 0 ? this.text.length : newline;
    this.comments.push({ start, end: this.at });
  }

  /** Blanks, comments and line ends, with the here-documents that begin behind them. */
  private skipLines(): void {
    for (;;) {
      this.skipBlanks();
      if (this.text[this.at] !== '\n') return;
      this.at++;
      if (this.heredocs.length > 0) this.skipHeredocs();
    }
  }

  private skipHeredocs(): void {
    const pending = this.heredocs;
    this.heredocs = [];
    for (const { delimiter, stripTabs } of pending) {
      while (this.at < this.text.length) {
        const newline = this.text.indexOf('\n', this.at);
        const end = newline < 0 ? this.text.length : newline;
        let line = this.text.slice(this.at, end);
        if (line.endsWith('\r')) line = line.slice(0, -1);
        this.at = Math.min(this.text.length, end + 1);
        if ((stripTabs ? line.replace(/^\t+/, '') : line) === delimiter) break;
      }
    }
  }
}
