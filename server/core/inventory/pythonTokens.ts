// Cuts the text of a Python expression into tokens, by the rules of Python 3.11's tokenizer; decodes numbers and strings.
// Knows no grammar.
import { Float, Odd } from '../value';

/** A token; `end` closes the list and stands for the end of the text. */
export type Token =
  | { readonly kind: 'name' | 'keyword' | 'operator'; readonly text: string }
  | { readonly kind: 'number'; readonly value: PythonNumber }
  | { readonly kind: 'string'; readonly value: string; readonly type: 'str' | 'bytes' | 'formatted' }
  | { readonly kind: 'end'; readonly text: '' };

export type PythonNumber = number | bigint | Float | Imaginary | Odd;

/** The imaginary part of a complex number: `2j`. */
export class Imaginary {
  constructor(readonly number: number) {}
}

/** `int` literals and `str(int)` beyond this many decimal digits are errors in Python. */
const DIGIT_LIMIT = 4300;

/** Python calls deeper brackets a syntax error. */
const NESTING_LIMIT = 200;

const KEYWORDS = new Set(
  ('False None True and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield').split(' '),
);

const CONTINUATION = /\\(?:\r\n|\n|\r)/y;
const NAME = /[\p{XID_Start}_][\p{XID_Continue}]*/uy;
const NAME_CHARACTER = /[\p{XID_Continue}]/uy;
const RADIX_NUMBER = /0(?:[xX](?:_?[0-9a-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)/y;
const FLOAT_NUMBER = /(?:(?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*|[0-9](?:_?[0-9])*\.?)(?:[eE][+-]?[0-9](?:_?[0-9])*)?/y;
const KEYWORD_BEHIND_NUMBER = /and|else|for|i[fns]|or|not/y;
const STRING_START = /(?:[bB][rR]?|[rR][bB]?|[uU]|[fF][rR]?|[rR][fF])?("""|'''|"|')/y;
const OPERATOR = /\.\.\.|\*\*|\/\/|<<|>>|==|!=|<=|>=|:=|[-+*/%@&|^~<>()[\]{},:.=]/y;

/** The tokens of `text` with an `end`, or undefined when Python's tokenizer refuses it or it goes on after a whole line. */
export function pythonTokens(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const brackets: string[] = [];
  let position = 0;
  let ended = false;
  while (position < text.length) {
    position = endOfBlanks(text, position);
    const character = text[position];
    if (character === undefined) break;
    if (character === '#') {
      position = endOfLine(text, position);
    } else if (character === '\n' || character === '\r') {
      position++;
      if (brackets.length > 0) continue;
      ended = tokens.length > 0;
      // An expression behind blank lines must not be indented, nor the end of the text.
      const next = endOfBlanks(text, position);
      if (next > position && (next === text.length || (!ended && !'\r\n#'.includes(text[next]!)))) return undefined;
    } else if (ended) {
      return undefined;
    } else if (character === '\\') {
      const length = matchAt(CONTINUATION, text, position)?.[0].length ?? 0;
      if (length === 0 || position + length === text.length) return undefined;
      position += length;
    } else {
      const string = matchAt(STRING_START, text, position);
      if (string !== undefined) {
        const token = stringToken(text, position, string[0], string[1]!);
        if (token === undefined) return undefined;
        tokens.push(token.token);
        position = token.end;
        continue;
      }
      const next = text.charCodeAt(position + 1);
      if (isDigit(character.charCodeAt(0)) || (character === '.' && isDigit(next))) {
        const token = numberToken(text, position);
        if (token === undefined) return undefined;
        tokens.push(token.token);
        position = token.end;
        continue;
      }
      const name = matchAt(NAME, text, position);
      if (name !== undefined) {
        tokens.push({ kind: KEYWORDS.has(name[0]) ? 'keyword' : 'name', text: name[0] });
        position += name[0].length;
        continue;
      }
      const operator = matchAt(OPERATOR, text, position)?.[0];
      if (operator === undefined || !balance(brackets, operator)) return undefined;
      tokens.push({ kind: 'operator', text: operator });
      position += operator.length;
    }
  }
  return closed(tokens, brackets);
}

function closed(tokens: Token[], brackets: readonly string[]): Token[] | undefined {
  if (brackets.length > 0) return undefined;
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

function balance(brackets: string[], operator: string): boolean {
  if (operator === '(' || operator === '[' || operator === '{') return brackets.push(operator) <= NESTING_LIMIT;
  if (operator === ')') return brackets.pop() === '(';
  if (operator === ']') return brackets.pop() === '[';
  if (operator === '}') return brackets.pop() === '{';
  return true;
}

function endOfBlanks(text: string, start: number): number {
  let end = start;
  while (text[end] === ' ' || text[end] === '\t' || text[end] === '\f') end++;
  return end;
}

function endOfLine(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  return end;
}

function numberToken(text: string, start: number): { token: Token; end: number } | undefined {
  const radix = matchAt(RADIX_NUMBER, text, start)?.[0];
  const written = radix ?? matchAt(FLOAT_NUMBER, text, start)?.[0];
  if (written === undefined) return undefined;
  let end = start + written.length;
  const plain = written.replaceAll('_', '');
  let value: PythonNumber | undefined;
  if (radix !== undefined) value = integerOf(BigInt(plain.toLowerCase()), written);
  else if (/^[jJ]/.test(text.slice(end, end + 1))) {
    value = new Imaginary(Number(plain));
    end++;
  } else if (/[.eE]/.test(plain)) value = new Float(Number(plain));
  else value = decimalOf(plain);
  if (value === undefined) return undefined;
  // `1if x` is two tokens, `1x` an error.
  if (matchAt(NAME_CHARACTER, text, end) !== undefined && matchAt(KEYWORD_BEHIND_NUMBER, text, end) === undefined) return undefined;
  return { token: { kind: 'number', value }, end };
}

/** Leading zeros are an error, but for zero itself. */
function decimalOf(digits: string): PythonNumber | undefined {
  if (digits.startsWith('0')) return /^0+$/.test(digits) ? 0 : undefined;
  if (digits.length > DIGIT_LIMIT) return undefined;
  return digits.length < 16 ? Number(digits) : integerOf(BigInt(digits), digits);
}

/** An integer too long for Python to print stays text: not even `ansible-inventory` can show it. */
function integerOf(integer: bigint, written: string): PythonNumber {
  if (written.length > 3500 && integer >= 10n ** BigInt(DIGIT_LIMIT)) return new Odd('int', written);
  return integer <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(integer) : integer;
}

function stringToken(text: string, start: number, opening: string, quote: string): { token: Token; end: number } | undefined {
  const prefix = opening.slice(0, opening.length - quote.length).toLowerCase();
  const contentStart = start + opening.length;
  const contentEnd = endOfString(text, contentStart, quote);
  if (contentEnd === undefined) return undefined;
  const end = contentEnd + quote.length;
  const content = text.slice(contentStart, contentEnd).replace(/\r\n?/g, '\n');
  const type = prefix.includes('b') ? 'bytes' : prefix.includes('f') ? 'formatted' : 'str';
  if (type === 'bytes' && /[^\x00-\x7f]/.test(content)) return undefined;
  const value = prefix.includes('r') || type === 'formatted' ? content : unescape(content, type === 'bytes');
  return value === undefined ? undefined : { token: { kind: 'string', value, type }, end };
}

function endOfString(text: string, start: number, quote: string): number | undefined {
  for (let position = start; position < text.length; position++) {
    const character = text[position];
    if (character === '\\') {
      if (text[position + 1] === '\r' && text[position + 2] === '\n') position++;
      position++;
    } else if (character === quote[0] && text.startsWith(quote, position)) return position;
    else if (quote.length === 1 && (character === '\n' || character === '\r')) return undefined;
  }
  return undefined;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '', '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v',
};

const ESCAPE = /\\(?:([0-7]{1,3})|x(.{0,2})|u(.{0,4})|U(.{0,8})|N(\{[^{}]+\})?|([^]))/g;
const BYTES_ESCAPE = /\\(?:([0-7]{1,3})|x(.{0,2})|([^]))/g;

/** The content of a string literal, decoded. Unknown escapes stay as they are; undefined when Python refuses one. The characters of bytes are their codes. */
export function unescape(content: string, bytes: boolean): string | undefined {
  if (!content.includes('\\')) return content;
  let refused = false;
  const text = content.replace(bytes ? BYTES_ESCAPE : ESCAPE, (whole: string, octal?: string) => {
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & (bytes ? 0xff : 0x1ff));
    const letter = whole[1]!;
    // The names of characters would be a table of 1 MB: `\N{DASH}` stays as written.
    if (letter === 'N' && !bytes) refused ||= whole.length === 2;
    const length = letter === 'x' ? 2 : bytes ? 0 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
    if (length === 0) return SIMPLE_ESCAPES[letter] ?? whole;
    const code = /^[0-9a-fA-F]+$/.test(whole.slice(2)) && whole.length === length + 2 ? parseInt(whole.slice(2), 16) : Infinity;
    refused ||= code > 0x10ffff;
    return refused ? whole : String.fromCodePoint(code);
  });
  return refused ? undefined : text;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function matchAt(expression: RegExp, text: string, position: number): RegExpExecArray | undefined {
  expression.lastIndex = position;
  return expression.exec(text) ?? undefined;
}
