// Reads one word of a shell script: quotes, escapes, `$NAME`, `${NAME…}`, `$(…)` and what else the shell puts in. One pass, never back.
import type { Node, Part, Word } from './syntax';
import { UNKNOWN, type ShellText } from './source';

/** Commands and words in one another, deeper than this, were not written by people: the script is read up to there. */
const DEPTH_LIMIT = 60;
/** Words and parts of words that one script may have, the rest is not read: as many as in ten thousand lines. */
const PART_LIMIT = 60_000;

const ENDS_WORD = /[\s;&|()<>]/;
const PARAMETER_NAME = /[A-Za-z_]\w*|\d+|[@*#?$!-]/y;
const SIMPLE_NAME = /[A-Za-z_]\w*|[\d@*#?$!_-]/y;
const INDEX = /\[([@*\w$-]{0,60})\]/y;
const OPERATOR = /:?[-=+?]|%%?|##?|\/[/#%]?|\^\^?|,,?|@|:/y;
const ASSIGNMENT = /([A-Za-z_]\w*)(?:\[([^\]\s'"$`;&|()<>]{0,100})\])?(\+?)=/y;
const ANSI_ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"', '?': '?' };

/** What all readers of one text share; `list` of the command reader is in `scripts.ts`. */
export abstract class WordReader {
  at = 0;
  /** Given up: nested too deep. */
  isLost = false;
  protected depth = 0;
  protected partsLeft = PART_LIMIT;

  constructor(readonly source: ShellText) {}

  get text(): string {
    return this.source.text;
  }

  /** The commands up to the `)` that closes them, which is passed. */
  protected abstract substitution(): Node;
  /** The commands of a text of its own: what stands between backquotes. */
  protected abstract nested(source: ShellText): Node;

  protected giveUp(): void {
    this.isLost = true;
    this.at = this.text.length;
  }

  /** One level deeper; false when that is too deep. */
  protected deeper(): boolean {
    if (++this.depth <= DEPTH_LIMIT) return true;
    this.giveUp();
    return false;
  }

  protected spend(parts: number): void {
    this.partsLeft -= parts;
    if (this.partsLeft <= 0) this.giveUp();
  }

  protected match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text);
    if (found !== null) this.at = expression.lastIndex;
    return found;
  }

  /** A word at `at`; undefined where none begins. */
  readWord(): Word | undefined {
    const start = this.at;
    const parts: Part[] = [];
    this.readParts(parts, 'word', false);
    this.spend(parts.length + 1);
    return this.at === start ? undefined : { source: this.source, parts, start, end: this.at };
  }

  /** `NAME=value`, `NAME+=(a b)`, `NAME[1]=x` at `at`. */
  readAssignment(): Word | undefined {
    const start = this.at;
    const head = this.match(ASSIGNMENT);
    if (head === null) return undefined;
    this.spend(1);
    const assignment = { name: head[1]!, append: head[3] === '+', index: head[2], elements: undefined };
    if (this.text[this.at] === '(') {
      this.at++;
      return { source: this.source, parts: [], start, assignment: { ...assignment, elements: this.readElements() }, end: this.at };
    }
    const parts: Part[] = [];
    this.readParts(parts, 'word', false);
    return { source: this.source, parts, start, end: this.at, assignment };
  }

  private readElements(): Word[] {
    const elements: Word[] = [];
    if (!this.deeper()) return elements;
    while (this.at < this.text.length) {
      const character = this.text[this.at]!;
      if (character === ')') break;
      if (character === '#') while (this.at < this.text.length && this.text[this.at] !== '\n') this.at++;
      else if (/[\s;&|<>(]/.test(character)) this.at++;
      else {
        const word = this.readWord();
        if (word === undefined) this.at++;
        else if (word.parts.length > 0) elements.push(word);
      }
    }
    this.at++;
    this.depth--;
    return elements;
  }

  /** Reads to the end of a word, to a `"` or to a `}`, neither of which is passed. */
  private readParts(parts: Part[], until: 'word' | 'quote' | 'brace', inQuotes: boolean): void {
    const { text } = this;
    let run = this.at;
    const quoted = until === 'quote' || inQuotes;
    const flush = (): void => {
      if (this.at > run) parts.push({ kind: 'text', text: text.slice(run, this.at), quoted, start: run, end: this.at });
    };
    while (this.at < text.length) {
      const character = text[this.at]!;
      if (until === 'word' ? ENDS_WORD.test(character) : until === 'quote' ? character === '"' : character === '}') {
        if (until === 'word' && character === '(' && this.at > run && '?*+@!'.includes(text[this.at - 1]!)) {
          flush();
          this.skipParentheses(parts);
          run = this.at;
          continue;
        }
        if (until === 'word' && (character === '<' || character === '>') && text[this.at + 1] === '(') {
          flush();
          const start = this.at;
          this.at += 2;
          parts.push({ kind: 'command', body: this.substitution(), quoted: true, start, end: this.at }, { kind: 'unknown', quoted: true, start, end: this.at });
          run = this.at;
          continue;
        }
        break;
      }
      if (character === '\\') {
        flush();
        this.readEscape(parts, quoted);
      } else if (character === '$') {
        flush();
        this.readDollar(parts, quoted);
      } else if (character === '`') {
        flush();
        this.readBackquotes(parts, quoted);
      } else if (character === UNKNOWN) {
        flush();
        parts.push({ kind: 'unknown', quoted, start: this.at, end: ++this.at });
      } else if (!quoted && character === "'") {
        flush();
        const end = text.indexOf("'", this.at + 1);
        const close = end < 0 ? text.length : end;
        this.pushQuoted(parts, this.at + 1, close);
        this.at = Math.min(text.length, close + 1);
      } else if (character === '"' && until !== 'quote') {
        flush();
        this.readQuotes(parts);
      } else {
        this.at++;
        continue;
      }
      run = this.at;
      if (parts.length > PART_LIMIT / 4) return this.giveUp();
    }
    flush();
  }

  /** Text between single quotes: what make or a CI system puts in there is not known either. */
  private pushQuoted(parts: Part[], from: number, end: number): void {
    let start = from;
    for (let at = this.text.indexOf(UNKNOWN, start); at >= 0 && at < end; at = this.text.indexOf(UNKNOWN, start)) {
      parts.push({ kind: 'text', text: this.text.slice(start, at), quoted: true, start, end: at }, { kind: 'unknown', quoted: true, start: at, end: at + 1 });
      start = at + 1;
      if (parts.length > PART_LIMIT / 4) return this.giveUp();
    }
    parts.push({ kind: 'text', text: this.text.slice(start, end), quoted: true, start, end });
  }

  private readQuotes(parts: Part[]): void {
    const start = this.at++;
    if (!this.deeper()) return;
    const before = parts.length;
    this.readParts(parts, 'quote', true);
    // an empty pair of quotes is a word all the same
    if (parts.length === before) parts.push({ kind: 'text', text: '', quoted: true, start: start + 1, end: start + 1 });
    this.at = Math.min(this.text.length, this.at + 1);
    this.depth--;
  }

  private readEscape(parts: Part[], quoted: boolean): void {
    const start = this.at;
    const next = this.text[start + 1];
    if (next === '\n') this.at += 2;
    else if (next === '\r' && this.text[start + 2] === '\n') this.at += 3;
    else if (next === undefined) this.at++;
    else if (quoted && !'$`"\\}'.includes(next)) {
      parts.push({ kind: 'text', text: '\\', quoted: true, start, end: start + 1 });
      this.at++;
    } else {
      parts.push({ kind: 'text', text: next, quoted: true, start: start + 1, end: start + 2 });
      this.at += 2;
    }
  }

  private skipParentheses(parts: Part[]): void {
    const start = this.at;
    let depth = 0;
    for (; this.at < this.text.length; this.at++) {
      if (this.text[this.at] === '(') depth++;
      else if (this.text[this.at] === ')' && --depth === 0) break;
    }
    this.at = Math.min(this.text.length, this.at + 1);
    parts.push({ kind: 'unknown', quoted: true, start, end: this.at });
  }

  private readDollar(parts: Part[], quoted: boolean): void {
    const { text } = this;
    const start = this.at++;
    const next = text[this.at];
    if (next === '(') {
      if (text[this.at + 1] === '(' && this.skipArithmetic(this.at + 2) !== undefined) parts.push({ kind: 'unknown', quoted, start, end: this.at });
      else if (!this.isLost) {
        this.at++;
        const body = this.substitution();
        parts.push({ kind: 'command', body, quoted, start, end: this.at });
      }
    } else if (next === '{') this.readBraces(parts, start, quoted);
    else if (next === "'" && !quoted) this.readAnsiQuotes(parts);
    else if (next === '"' && !quoted) this.readQuotes(parts);
    else {
      const name = this.match(SIMPLE_NAME);
      if (name === null) parts.push({ kind: 'text', text: '$', quoted, start, end: this.at });
      else parts.push({ kind: 'parameter', name: name[0], index: undefined, operator: '', argument: undefined, quoted, start, end: this.at });
    }
  }

  /** Passes `…))` that begins at `from`, and gives what stands in it; undefined where the brackets close otherwise. */
  protected skipArithmetic(from: number): string | undefined {
    const { text } = this;
    let depth = 2;
    for (let index = from; index < text.length; index++) {
      if (text[index] === '(') depth++;
      else if (text[index] === ')' && --depth === 1) {
        if (text[index + 1] !== ')') return undefined;
        this.at = index + 2;
        return text.slice(from, index);
      }
    }
    this.giveUp();
    return undefined;
  }

  private readBraces(parts: Part[], start: number, quoted: boolean): void {
    this.at++;
    if (!this.deeper()) return;
    const { text } = this;
    let prefix = '';
    if ((text[this.at] === '#' || text[this.at] === '!') && text[this.at + 1] !== '}' && !/[-:=+?%/^,]/.test(text[this.at + 1] ?? '')) prefix = text[this.at++]!;
    const name = this.match(PARAMETER_NAME);
    const index = name === null ? undefined : this.match(INDEX)?.[1];
    const operator = name === null ? '' : this.match(OPERATOR)?.[0] ?? '';
    const from = this.at;
    const argument: Part[] = [];
    // quotes around the whole do not quote a pattern in it
    this.readParts(argument, 'brace', quoted && !/^[%#]/.test(operator));
    const to = this.at;
    this.at = Math.min(text.length, this.at + 1);
    this.depth--;
    if (name === null || prefix === '!' || (operator === '' && to > from)) parts.push({ kind: 'unknown', quoted, start, end: this.at });
    else parts.push({ kind: 'parameter', name: name[0], index, operator: prefix === '#' ? 'length' : operator, argument: operator === '' ? undefined : { source: this.source, parts: argument, start: from, end: to }, quoted, start, end: this.at });
  }

  private readAnsiQuotes(parts: Part[]): void {
    const { text } = this;
    this.at++;
    let run = this.at;
    const flush = (): void => {
      if (this.at > run) parts.push({ kind: 'text', text: text.slice(run, this.at), quoted: true, start: run, end: this.at });
    };
    parts.push({ kind: 'text', text: '', quoted: true, start: run, end: run });
    while (this.at < text.length && text[this.at] !== "'") {
      if (text[this.at] !== '\\') {
        this.at++;
        continue;
      }
      flush();
      const known = ANSI_ESCAPES[text[this.at + 1] ?? ''];
      if (known === undefined) parts.push({ kind: 'unknown', quoted: true, start: this.at, end: this.at + 2 });
      else parts.push({ kind: 'text', text: known, quoted: true, start: this.at, end: this.at + 2 });
      this.at += 2;
      run = this.at;
    }
    this.at = Math.min(this.at, text.length);
    flush();
    this.at = Math.min(text.length, this.at + 1);
  }

  private readBackquotes(parts: Part[], quoted: boolean): void {
    const { text, source } = this;
    const start = this.at++;
    const places: number[] = [];
    let inside = '';
    for (; this.at < text.length && text[this.at] !== '`'; this.at++) {
      if (text[this.at] === '\\' && /[$`\\]/.test(text[this.at + 1] ?? '')) this.at++;
      inside += text[this.at] ?? '';
      places.push(this.at);
    }
    this.at = Math.min(text.length, this.at + 1);
    this.spend(10);
    if (!this.deeper()) return;
    const starts = new Int32Array(places.length);
    const ends = new Int32Array(places.length);
    places.forEach((place, index) => {
      starts[index] = source.starts?.[place] ?? place;
      ends[index] = source.ends?.[place] ?? place + 1;
    });
    const body = this.nested({ file: source.file, text: inside, starts, ends });
    this.depth--;
    parts.push({ kind: 'command', body, quoted, start, end: this.at });
  }
}
