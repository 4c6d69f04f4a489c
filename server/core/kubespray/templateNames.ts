// Which variables the texts of a kubespray checkout read, for the catalogue and for what beats a value. Loop variables, macros and what `set` makes are no variables.
//
// Not what template/references.ts tells of one template: this also tells which names may be undefined and what `default(…)` gives instead,
// counts `hostvars[HOST].name` and `vars['name']` as reads of the name, and reads what Jinja refuses as a whole, such as braces in a `when`.
import type { Scalar } from '../value';
import { Float } from '../value';

/** How a text reads one name. */
export interface NameUse {
  readonly name: string;
  /** It may be undefined there: `default(…)` or `is defined` follows. */
  readonly isGuarded: boolean;
  /** The literal of `default(…)`; undefined when there is none or it is no literal. */
  readonly fallback: Fallback | undefined;
}

/** A literal that stands in `default(…)`: a scalar, or an empty list or mapping. */
export type Fallback = Scalar | readonly [] | EmptyMapping;

/** `{}`. */
export class EmptyMapping {
  static readonly only = new EmptyMapping();
}

interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'sign';
  readonly text: string;
}

/** A longer text is not looked through. */
const TEXT_LIMIT = 1_000_000;

const WORDS = new Set(['and', 'or', 'not', 'in', 'is', 'if', 'else', 'elif', 'for', 'recursive', 'true', 'false', 'none', 'True', 'False', 'None', 'ignore', 'missing', 'with', 'without', 'context']);

/** The uses in a template: a text in which `{{ }}` and `{% %}` may stand. */
export function namesInTemplate(text: string): NameUse[] {
  const uses: NameUse[] = [];
  if (text.length > TEXT_LIMIT || !text.includes('{')) return uses;
  const scopes: Set<string>[] = [new Set()];
  for (let at = 0; ; ) {
    const open = /\{[{%#]/g;
    open.lastIndex = at;
    const found = open.exec(text);
    if (found === null) return uses;
    const start = found.index + 2;
    if (found[0] === '{#') {
      const end = text.indexOf('#}', start);
      if (end < 0) return uses;
      at = end + 2;
      continue;
    }
    const isStatement = found[0] === '{%';
    const { tokens, end } = tokensOf(text, start, isStatement ? '%}' : '}}');
    at = end;
    if (!isStatement) readExpression(tokens, scopes, uses);
    else if (tokens[0]?.text === 'raw') {
      const close = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
      close.lastIndex = at;
      if (close.exec(text) === null) return uses;
      at = close.lastIndex;
    } else readStatement(tokens, scopes, uses);
  }
}

/** The uses in a bare expression, as `when:` has it. */
export function namesInExpression(text: string): NameUse[] {
  const uses: NameUse[] = [];
  if (text.length > TEXT_LIMIT) return uses;
  if (/\{[{%]/.test(text)) return namesInTemplate(text);
  readExpression(tokensOf(text, 0, undefined).tokens, [], uses);
  return uses;
}

const TOKEN = /\s+|('(?:\\[^]|[^'\\])*'|"(?:\\[^]|[^"\\])*")|([A-Za-z_]\w*)|(0[xXbBoO][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?)|(==|!=|<=|>=|\/\/|\*\*|[^\s\w])/y;

/** Tokens up to `close`, which does not count inside brackets and texts. */
function tokensOf(text: string, start: number, close: '}}' | '%}' | undefined): { readonly tokens: Token[]; readonly end: number } {
  const tokens: Token[] = [];
  let depth = 0;
  for (let at = start; at < text.length; ) {
    if (close !== undefined && (depth === 0 || close === '%}') && text.startsWith(close, at)) return { tokens, end: at + 2 };
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      at++;
      continue;
    }
    at = TOKEN.lastIndex;
    const [, quoted, name, number, sign] = match;
    if (quoted !== undefined) tokens.push({ kind: 'text', text: unquoted(quoted) });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (sign !== undefined) {
      if ('([{'.includes(sign)) depth++;
      else if (')]}'.includes(sign)) depth = Math.max(0, depth - 1);
      // the `-` and `+` that cut blanks
      if ((sign === '-' || sign === '+') && close !== undefined && (tokens.length === 0 || text.startsWith(close, at))) continue;
      tokens.push({ kind: 'sign', text: sign });
    }
  }
  return { tokens, end: text.length };
}

function unquoted(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\([^])/g, (_whole, character: string) => ({ n: '\n', t: '\t', r: '\r' })[character] ?? ('\'"\\'.includes(character) ? character : '\\' + character));
}

function readExpression(tokens: readonly Token[], scopes: readonly ReadonlySet<string>[], uses: NameUse[]): void {
  for (let index = 0; index < tokens.length; index++) {
    const { kind, text } = tokens[index]!;
    if (kind !== 'name' || WORDS.has(text)) continue;
    const [before, behind] = [tokens[index - 1]?.text, tokens[index + 1]?.text];
    if (before === '.' || before === '|' || isTestName(tokens, index)) continue;
    if (behind === '=') continue;
    if (behind === '(') {
      const named = tokens[index + 4];
      if (/^(lookup|query|q)$/.test(text) && /^(ansible\.builtin\.)?vars$/.test(tokens[index + 2]?.text ?? '') && named?.kind === 'text' && /^[),]$/.test(tokens[index + 5]?.text ?? '')) use(tokens, named.text, index + 4, uses);
      continue;
    }
    if (scopes.some((scope) => scope.has(text))) continue;
    use(tokens, text, index, uses);
    if (text === 'hostvars') readOfOtherHosts(tokens, index, uses);
    else if (text === 'vars' && behind === '[' && tokens[index + 2]?.kind === 'text') use(tokens, tokens[index + 2]!.text, index + 3, uses);
  }
}

function isTestName(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]?.text;
  return before === 'is' || (before === 'not' && tokens[index - 2]?.text === 'is');
}

/** `hostvars[HOST].name`, `hostvars[HOST]['name']`, `map('extract', hostvars, 'name')`. */
function readOfOtherHosts(tokens: readonly Token[], at: number, uses: NameUse[]): void {
  if (tokens[at + 1]?.text === ',') {
    const named = tokens[at + 2]?.text === '[' ? at + 3 : at + 2;
    if (tokens[named]?.kind === 'text') use(tokens, tokens[named]!.text, named, uses);
    return;
  }
  if (tokens[at + 1]?.text !== '[') return;
  let depth = 0;
  for (let index = at + 1; index < tokens.length; index++) {
    const { text } = tokens[index]!;
    if (text === '[') depth++;
    else if (text === ']' && --depth === 0) {
      const [sign, named] = [tokens[index + 1]?.text, tokens[index + 2]];
      if (sign === '.' && named?.kind === 'name' && tokens[index + 3]?.text !== '(') use(tokens, named.text, index + 2, uses);
      else if (sign === '[' && named?.kind === 'text') use(tokens, named.text, index + 3, uses);
      return;
    }
  }
}

/** One use; `end` is the last token of the name's own. */
function use(tokens: readonly Token[], name: string, end: number, uses: NameUse[]): void {
  if (!/^[A-Za-z_]\w*$/.test(name)) return;
  const behind = (distance: number): string | undefined => tokens[end + distance]?.text;
  const isDefault = behind(1) === '|' && /^(default|d)$/.test(behind(2) ?? '');
  const isTest = behind(1) === 'is' && /^(un)?defined$/.test((behind(2) === 'not' ? behind(3) : behind(2)) ?? '');
  uses.push({ name, isGuarded: isDefault || isTest, fallback: isDefault && behind(3) === '(' ? fallbackAt(tokens, end + 4) : undefined });
}

function fallbackAt(tokens: readonly Token[], at: number): Fallback | undefined {
  const { kind, text } = tokens[at] ?? { kind: 'sign', text: '' };
  const ends = (index: number): boolean => /^[),]$/.test(tokens[index]?.text ?? '') && tokens[index]?.kind === 'sign';
  if (kind === 'sign' && text === ')') return '';
  if (kind === 'sign' && text === '[' && tokens[at + 1]?.text === ']') return ends(at + 2) ? [] : undefined;
  if (kind === 'sign' && text === '{' && tokens[at + 1]?.text === '}') return ends(at + 2) ? EmptyMapping.only : undefined;
  if (!ends(at + 1)) return undefined;
  if (kind === 'text') return text;
  if (kind === 'number' && /^0[xXbBoO]/.test(text)) return undefined;
  if (kind === 'number') return /[.eE]/.test(text) ? new Float(Number(text)) : Number(text.replaceAll('_', ''));
  if (kind !== 'name') return undefined;
  const word = text.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : word === 'none' ? null : undefined;
}

function readStatement(tokens: readonly Token[], scopes: Set<string>[], uses: NameUse[]): void {
  const rest = tokens.slice(1);
  const here = scopes[scopes.length - 1]!;
  const namesOf = (part: readonly Token[]): string[] => part.filter(({ kind }) => kind === 'name').map(({ text }) => text);
  switch (tokens[0]?.text) {
    case 'for': {
      const isIn = rest.findIndex(({ kind, text }) => kind === 'name' && text === 'in');
      const condition = indexAtTop(rest, (token) => token.kind === 'name' && token.text === 'if');
      const end = condition < 0 ? rest.length : condition;
      readExpression(rest.slice(isIn + 1, end), scopes, uses);
      scopes.push(new Set([...namesOf(rest.slice(0, isIn)), 'loop']));
      readExpression(rest.slice(end), scopes, uses);
      break;
    }
    case 'macro':
    case 'call': {
      const open = rest.findIndex(({ text }) => text === '(');
      if (tokens[0].text === 'macro') for (const name of namesOf(rest.slice(0, open))) here.add(name);
      const isParameter = (index: number): boolean => rest[index]?.kind === 'name' && /^[(,]$/.test(rest[index - 1]?.text ?? '');
      scopes.push(new Set([...rest.filter((_token, index) => isParameter(index)).map(({ text }) => text), 'varargs', 'kwargs', 'caller']));
      readExpression(rest.slice(open + 1), scopes, uses);
      break;
    }
    case 'with': {
      readExpression(rest, scopes, uses);
      scopes.push(new Set(rest.filter((token, index) => token.kind === 'name' && rest[index + 1]?.text === '=').map(({ text }) => text)));
      break;
    }
    case 'endfor':
    case 'endmacro':
    case 'endcall':
    case 'endwith':
      if (scopes.length > 1) scopes.pop();
      break;
    case 'set': {
      const equals = indexAtTop(rest, ({ text }) => text === '=');
      if (equals >= 0) readExpression(rest.slice(equals + 1), scopes, uses);
      const targets = equals < 0 ? rest : rest.slice(0, equals);
      // `set space.name = …` changes an attribute
      if (!targets.some(({ text }) => text === '.')) for (const name of namesOf(targets)) here.add(name);
      break;
    }
    case 'import':
    case 'from': {
      const second = rest.findIndex(({ text }) => text === 'as' || text === 'import');
      readExpression(rest.slice(0, second), scopes, uses);
      for (const name of namesOf(rest.slice(second + 1))) here.add(name);
      break;
    }
    case 'filter':
      readExpression(rest.slice(1), scopes, uses);
      break;
    default:
      // if, elif, do, include, and what closes or has no expression
      readExpression(rest, scopes, uses);
  }
}

/** The first token outside all brackets that fits; -1 when there is none. */
function indexAtTop(tokens: readonly Token[], fits: (token: Token) => boolean): number {
  let depth = 0;
  return tokens.findIndex((token) => {
    if (token.kind === 'sign' && '([{'.includes(token.text)) depth++;
    else if (token.kind === 'sign' && ')]}'.includes(token.text)) depth--;
    return depth === 0 && fits(token);
  });
}
