// Whether a `when` of a task holds, as far as that is known before a run: variables with literal values are known, facts and results are not.
import { Computed, equalValues, isList, isMapping, isTruthy, keyText, Odd, Unsafe, Vaulted, type Value } from '../value';

/** What is known of an expression: whether it is defined, and its value. Each `undefined` where only the run tells. */
export interface Known {
  readonly isDefined: boolean | undefined;
  readonly value: Value | undefined;
}

/** Asked for a variable by name. */
export type KnownOf = (name: string) => Known;

export const UNKNOWN: Known = { isDefined: undefined, value: undefined };
export const NOT_DEFINED: Known = { isDefined: false, value: undefined };

interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'end';
  readonly text: string;
}

/** A longer condition is known only when it runs. */
const TEXT_LIMIT = 2_000;
/** As many values are followed that name another variable, and so deep may brackets stand. */
const DEPTH_LIMIT = 8;

/** True or false where every host with these variables agrees; undefined where it is known only when the play runs. */
export function holds(condition: string, known: KnownOf): boolean | undefined {
  return truthOf(evaluate(condition, known, 0));
}

/** What is known of a value that may be a template: `{{ other }}` is what `other` is. */
export function knownValue(value: Value, known: KnownOf, depth = 0): Known {
  if (value instanceof Vaulted || value instanceof Computed || value instanceof Odd) return { isDefined: true, value: undefined };
  if (value instanceof Unsafe) return { isDefined: true, value: value.text };
  if (typeof value === 'string' && /\{[{%]/.test(value)) {
    const inner = /^\s*\{\{-?((?:(?!\}\}|\{\{)[^])*?)-?\}\}\s*$/.exec(value)?.[1];
    const found = inner === undefined || depth >= DEPTH_LIMIT ? UNKNOWN : evaluate(inner, known, depth + 1);
    return { isDefined: true, value: found.value };
  }
  if (isList(value) || isMapping(value)) return { isDefined: true, value: hasTemplate(value, 0) ? undefined : value };
  return { isDefined: true, value };
}

function hasTemplate(value: Value, depth: number): boolean {
  if (depth > DEPTH_LIMIT || value instanceof Vaulted || value instanceof Computed || value instanceof Odd) return true;
  if (typeof value === 'string') return /\{[{%]/.test(value);
  if (isList(value)) return value.some((item) => hasTemplate(item, depth + 1));
  return isMapping(value) && [...value.entries()].some(([key, member]) => keyText(key).includes('{{') || hasTemplate(member, depth + 1));
}

function evaluate(text: string, known: KnownOf, depth: number): Known {
  const tokens = text.length > TEXT_LIMIT ? undefined : tokensOf(text);
  if (tokens === undefined) return UNKNOWN;
  const reader = new Reader(tokens, known, depth);
  const result = reader.expression();
  return reader.isAtEnd ? result : UNKNOWN;
}

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const token = /\s*(?:([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+(?:\.\d+)?)|(==|!=|<=|>=|[()[\]{},.|:<>~+\-*/%]))/y;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const found = token.exec(text);
    if (found === null) return undefined;
    const [, name, quoted, number, sign] = found;
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    // an escape may be any character: such a text is compared with nothing
    else if (quoted !== undefined) {
      if (quoted.includes('\\')) return undefined;
      tokens.push({ kind: 'text', text: quoted.slice(1, -1) });
    } else tokens.push(number !== undefined ? { kind: 'number', text: number } : { kind: 'sign', text: sign! });
  }
  return tokens;
}

const END: Token = { kind: 'end', text: '' };

/** Reads an expression once, from left to right; what it does not understand makes the whole unknown. */
class Reader {
  private at = 0;
  private isLost = false;
  private brackets = 0;

  constructor(private readonly tokens: readonly Token[], private readonly known: KnownOf, private readonly depth: number) {}

  get isAtEnd(): boolean {
    return !this.isLost && this.at === this.tokens.length;
  }

  private get next(): Token {
    return this.tokens[this.at] ?? END;
  }

  private takes(text: string): boolean {
    const { kind } = this.next;
    if (this.next.text !== text || kind === 'text' || kind === 'end') return false;
    this.at++;
    return true;
  }

  private lose(): Known {
    this.isLost = true;
    this.at = this.tokens.length;
    return UNKNOWN;
  }

  expression(): Known {
    // `a if b else c`: not told apart
    let result = this.conjunction();
    while (this.takes('or')) {
      const [left, right] = [truthOf(result), truthOf(this.conjunction())];
      result = truth(left === true || right === true ? true : left === false && right === false ? false : undefined);
    }
    return result;
  }

  private conjunction(): Known {
    let result = this.negation();
    while (this.takes('and')) {
      const [left, right] = [truthOf(result), truthOf(this.negation())];
      result = truth(left === false || right === false ? false : left === true && right === true ? true : undefined);
    }
    return result;
  }

  private negation(): Known {
    if (!this.takes('not')) return this.comparison();
    const value = truthOf(this.negation());
    return truth(value === undefined ? undefined : !value);
  }

  private comparison(): Known {
    const left = this.operand();
    if (this.takes('==')) return truth(equal(left, this.operand()));
    if (this.takes('!=')) return truth(opposite(equal(left, this.operand())));
    if (this.takes('in')) return truth(isIn(left, this.operand()));
    if (this.next.text === 'not' && this.tokens[this.at + 1]?.text === 'in') {
      this.at += 2;
      return truth(opposite(isIn(left, this.operand())));
    }
    if (this.takes('is')) return this.test(left);
    for (const sign of ['<', '>', '<=', '>=']) {
      if (!this.takes(sign)) continue;
      this.operand();
      return UNKNOWN;
    }
    return left;
  }

  private test(subject: Known): Known {
    const isNegated = this.takes('not');
    const name = this.next.kind === 'name' ? this.tokens[this.at++]!.text : '';
    if (name === '') return this.lose();
    while (this.takes('.')) this.at++;
    if (this.takes('(')) this.skip(')');
    const found = name === 'defined' ? subject.isDefined : name === 'undefined' ? opposite(subject.isDefined) : undefined;
    return truth(isNegated ? opposite(found) : found);
  }

  private operand(): Known {
    let result = this.primary();
    for (;;) {
      if (this.takes('.')) {
        this.at++;
        result = UNKNOWN;
      } else if (this.takes('[')) {
        this.skip(']');
        result = UNKNOWN;
      } else if (this.takes('(')) {
        this.skip(')');
        result = UNKNOWN;
      } else if (this.takes('|')) result = this.filter(result);
      else if (['~', '+', '-', '*', '/', '%'].some((sign) => this.takes(sign))) {
        this.primary();
        result = UNKNOWN;
      } else return result;
    }
  }

  private filter(subject: Known): Known {
    const name = this.next.kind === 'name' ? this.tokens[this.at++]!.text : '';
    if (name === '') return this.lose();
    while (this.takes('.')) this.at++;
    const hasArguments = this.takes('(');
    if (name === 'default' || name === 'd') {
      const fallback = hasArguments ? this.expression() : { isDefined: true, value: '' };
      if (hasArguments && !this.takes(')')) {
        // `default(x, true)` takes the place of what is empty too
        this.skip(')');
        return truthOf(subject) === true ? subject : UNKNOWN;
      }
      return subject.isDefined === true ? subject : subject.isDefined === false ? fallback : UNKNOWN;
    }
    if (hasArguments) this.skip(')');
    if (subject.value === undefined || hasArguments) return { isDefined: subject.isDefined, value: undefined };
    // `to_bool`
    if (name === 'bool') return truth(['true', 'yes', 'on', '1', 'y', 't'].includes(String(subject.value).toLowerCase()));
    if ((name === 'lower' || name === 'trim') && typeof subject.value === 'string') return { isDefined: true, value: name === 'lower' ? subject.value.toLowerCase() : subject.value.trim() };
    return { isDefined: subject.isDefined, value: undefined };
  }

  private primary(): Known {
    const token = this.tokens[this.at++] ?? END;
    switch (token.kind) {
      case 'text':
        return { isDefined: true, value: token.text };
      case 'number':
        return { isDefined: true, value: token.text.includes('.') ? undefined : Number(token.text) };
      case 'name': {
        const word = { true: true, True: true, false: false, False: false, none: null, None: null }[token.text];
        if (word !== undefined) return { isDefined: true, value: word };
        if (['if', 'else', 'and', 'or', 'in', 'is', 'not'].includes(token.text)) return this.lose();
        const found = this.known(token.text);
        return found.value === undefined ? found : knownValue(found.value, this.known, this.depth);
      }
      case 'sign':
        return token.text === '(' || token.text === '[' ? this.inBrackets(token.text) : this.lose();
      case 'end':
        return this.lose();
    }
  }

  private inBrackets(open: string): Known {
    if (++this.brackets > DEPTH_LIMIT) return this.lose();
    const inner = open === '(' ? this.group() : this.list();
    this.brackets--;
    return inner;
  }

  private group(): Known {
    const inner = this.expression();
    return this.takes(')') ? inner : this.lose();
  }

  private list(): Known {
    const items: (Value | undefined)[] = [];
    while (!this.takes(']')) {
      if (this.next.kind === 'end') return this.lose();
      items.push(this.expression().value);
      if (!this.takes(',') && this.next.text !== ']') return this.lose();
    }
    return { isDefined: true, value: items.every((item): item is Value => item !== undefined) ? items : undefined };
  }

  /** Goes behind the bracket that closes the one before. */
  private skip(close: string): void {
    const open: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
    const waiting = [close];
    while (waiting.length > 0) {
      const token = this.tokens[this.at++];
      if (token === undefined) return void this.lose();
      if (token.kind !== 'sign') continue;
      if (open[token.text] !== undefined) waiting.push(open[token.text]!);
      else if (token.text === waiting.at(-1)) waiting.pop();
    }
  }
}

function truth(value: boolean | undefined): Known {
  return { isDefined: value === undefined ? undefined : true, value };
}

/** A text alone is no condition Ansible's releases agree on. */
function truthOf({ value }: Known): boolean | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' && value !== '' ? undefined : isTruthy(value);
}

function opposite(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function equal({ value: left }: Known, { value: right }: Known): boolean | undefined {
  return left === undefined || right === undefined ? undefined : equalValues(left, right);
}

function isIn({ value: item }: Known, { value: list }: Known): boolean | undefined {
  if (item === undefined || list === undefined) return undefined;
  if (isList(list)) return list.some((candidate) => equalValues(candidate, item));
  return typeof list === 'string' && typeof item === 'string' ? list.includes(item) : undefined;
}

