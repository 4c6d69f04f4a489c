// Cuts a Jinja template into tokens, by the rules of Jinja 3.1's lexer as Ansible sets it up (`trim_blocks`, one line end at the end left out).
// Knows no grammar.
import { unescape } from '../inventory/pythonTokens';
import { Float } from '../value';

/** Offsets are UTF-16 offsets in the template; `end` closes the list. */
export type JinjaToken = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'data'; readonly text: string }
  | { readonly kind: 'name' | 'operator'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number | bigint | Float }
  | { readonly kind: 'variable begin' | 'variable end' | 'block begin' | 'block end' | 'end' }
);

/** Why Jinja refuses a text, and where: a UTF-16 offset. */
export interface JinjaError {
  readonly message: string;
  readonly offset: number;
}

/** Where a text starts: as a template, or inside the braces, as the conditions of `when` do. */
export type JinjaStart = 'template' | 'expression';

/**
 * What Python's `str.isspace` and `\s` take for blank, as the inside of a character class. It differs from JavaScript's.
 */
export const PYTHON_BLANKS = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const LINE_END = /\r\n|\r|\n/g;
const LAST_LINE_END = /(?:\r\n|\r|\n)$/;
const BLANK = new RegExp(`[${PYTHON_BLANKS}]`);
const TRIMMED = '(?:\\r\\n|\\r|\\n)?';
const sticky = (pattern: string, flags = ''): RegExp => new RegExp(pattern.replaceAll('\\s', `[${PYTHON_BLANKS}]`), 'y' + flags);

const OPENING = /\{\{|\{%|\{#/g;
const RAW_BEGIN = sticky('\\{%([-+]?)\\s*raw\\s*(?:-%\\}\\s*|%\\})');
const RAW_END = new RegExp(`\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}${TRIMMED})`.replaceAll('\\s', `[${PYTHON_BLANKS}]`), 'g');
const COMMENT_END = new RegExp(`\\+#\\}|-#\\}[${PYTHON_BLANKS}]*|#\\}${TRIMMED}`, 'g');
const BLOCK_END = sticky(`\\+%\\}|-%\\}\\s*|%\\}${TRIMMED}`);
const VARIABLE_END = sticky('-\\}\\}\\s*|\\}\\}');

const BLANKS = sticky('\\s+');
const FLOAT = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/y;
const INTEGER = /0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*/y;
const NAME = /[\p{L}\p{N}\p{M}\p{Pc}]+/uy;
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const STRING = /'[^'\\]*(?:\\[^][^'\\]*)*'|"[^"\\]*(?:\\[^][^"\\]*)*"/y;
const OPERATOR = /\*\*|\/\/|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;
const CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };

/** Python converts no longer integers (4300 digits); a template holds none that long. */
const DIGIT_LIMIT = 400;

/**
 * The tokens of `text` with an `end`, or what Jinja refuses. `rawStrings`: a backslash inside `{{ }}` is a backslash, because Ansible
 * doubles it there before Jinja reads it (`_escape_backslashes`; not for files of the template module).
 */
export function jinjaTokens(text: string, rawStrings: boolean, start: JinjaStart): JinjaToken[] | JinjaError {
  return new Lexer(text, rawStrings).all(start);
}

class Lexer {
  private readonly tokens: JinjaToken[] = [];
  private position = 0;
  private readonly text: string;
  private readonly length: number;

  constructor(text: string, private readonly rawStrings: boolean) {
    // Jinja leaves one line end at the end of a template out; twice where Ansible has doubled backslashes with Jinja's lexer before
    const once = text.replace(LAST_LINE_END, '');
    this.text = rawStrings && text.includes('\\') && text.includes('{{') ? once.replace(LAST_LINE_END, '') : once;
    this.length = this.text.length;
  }

  all(start: JinjaStart): JinjaToken[] | JinjaError {
    const error = start === 'expression' ? this.inside('end') : this.template();
    if (error !== undefined) return error;
    this.tokens.push({ kind: 'end', start: this.length, end: this.length });
    return this.tokens;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.position;
    return pattern.exec(this.text) ?? undefined;
  }

  private template(): JinjaError | undefined {
    while (this.position < this.length) {
      const start = this.position;
      const opening = this.match(OPENING);
      if (opening === undefined) {
        this.data(start, this.length, false);
        return undefined;
      }
      this.position = opening.index;
      const raw = this.match(RAW_BEGIN);
      const sign = raw === undefined ? this.text[opening.index + 2] : raw[1];
      this.data(start, opening.index, sign === '-');
      let error: JinjaError | undefined;
      if (raw !== undefined) error = this.raw(raw[0].length);
      else {
        const signLength = sign === '-' || sign === '+' ? 1 : 0;
        this.position = opening.index + 2 + signLength;
        if (opening[0] === '{#') error = this.comment(opening.index);
        else {
          const begin = opening[0] === '{{' ? 'variable' : 'block';
          this.tokens.push({ kind: `${begin} begin`, start: opening.index, end: this.position });
          error = this.inside(begin);
        }
      }
      if (error !== undefined) return error;
    }
    return undefined;
  }

  private data(start: number, end: number, stripped: boolean): void {
    const text = this.text.slice(start, end).replace(LINE_END, '\n');
    let length = text.length;
    while (stripped && length > 0 && BLANK.test(text[length - 1]!)) length--;
    if (length > 0) this.tokens.push({ kind: 'data', text: text.slice(0, length), start, end });
  }

  private raw(beginLength: number): JinjaError | undefined {
    const start = this.position + beginLength;
    this.position = start;
    const end = this.match(RAW_END);
    if (end === undefined) return start === this.length ? undefined : { message: 'raw without endraw', offset: start };
    this.data(start, end.index, end[1] === '-');
    this.position = end.index + end[0].length;
    return undefined;
  }

  private comment(start: number): JinjaError | undefined {
    const end = this.match(COMMENT_END);
    // Jinja takes an opening that ends the text for nothing
    if (end === undefined) {
      if (this.position < this.length) return { message: 'comment without an end', offset: start };
      return undefined;
    }
    this.position = end.index + end[0].length;
    return undefined;
  }

  /** The tokens up to the closing braces. Those are operators while a bracket is open. */
  private inside(closing: 'variable' | 'block' | 'end'): JinjaError | undefined {
    const brackets: string[] = [];
    while (this.position < this.length) {
      const start = this.position;
      if (brackets.length === 0 && closing !== 'end') {
        const end = this.match(closing === 'variable' ? VARIABLE_END : BLOCK_END);
        if (end !== undefined) {
          this.position += end[0].length;
          this.tokens.push({ kind: `${closing} end`, start, end: this.position });
          return undefined;
        }
      }
      const blanks = this.match(BLANKS);
      if (blanks !== undefined) {
        this.position += blanks[0].length;
        continue;
      }
      const token = this.number() ?? this.nameOrString(closing === 'variable' && this.rawStrings) ?? this.operator(brackets);
      if ('message' in token) return token;
      this.tokens.push(token);
      this.position = token.end;
    }
    return closing === 'end' ? undefined : { message: 'braces without an end', offset: this.length };
  }

  private number(): JinjaToken | JinjaError | undefined {
    const start = this.position;
    const float = this.match(FLOAT);
    const found = float ?? this.match(INTEGER);
    if (found === undefined) return undefined;
    const [written] = found;
    const end = start + written.length;
    const plain = written.replaceAll('_', '');
    if (float !== undefined) return { kind: 'number', value: new Float(Number(plain)), start, end };
    if (plain.length > DIGIT_LIMIT) return { message: 'too long a number', offset: start };
    const integer = BigInt(plain);
    return { kind: 'number', value: integer <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(integer) : integer, start, end };
  }

  private nameOrString(raw: boolean): JinjaToken | JinjaError | undefined {
    const start = this.position;
    const name = this.match(NAME);
    if (name !== undefined) {
      const [text] = name;
      return IDENTIFIER.test(text) ? { kind: 'name', text, start, end: start + text.length } : { message: 'no name', offset: start };
    }
    const string = this.match(STRING);
    if (string === undefined) return undefined;
    const [written] = string;
    const content = written.slice(1, -1).replace(LINE_END, '\n');
    const end = start + written.length;
    if (!raw) {
      const value = unescape(content, false);
      return value === undefined ? { message: 'an escape that Python does not know', offset: start } : { kind: 'string', value, start, end };
    }
    // with its backslash doubled, a quote that was escaped ends the string
    if (new RegExp(`\\\\${written[0]!}`).test(content)) return { message: 'a backslash before a quote, which Ansible doubles', offset: start };
    return { kind: 'string', value: content, start, end };
  }

  private operator(brackets: string[]): JinjaToken | JinjaError {
    const start = this.position;
    const operator = this.match(OPERATOR);
    if (operator === undefined) return { message: 'a character that means nothing', offset: start };
    const [text] = operator;
    const closing = CLOSING[text];
    if (closing !== undefined) brackets.push(closing);
    else if ((text === '}' || text === ')' || text === ']') && brackets.pop() !== text) return { message: `${text} without its opening`, offset: start };
    return { kind: 'operator', text, start, end: start + text.length };
  }
}
