// Between values and text as Python has it: `str()`, `repr()`, and the data that Ansible reads out of the text a template gives.
import { parsePythonExpression, type Expression } from '../inventory/pythonExpression';
import { Imaginary } from '../inventory/pythonTokens';
import { Float, floatText, isList, keyIdentity, Mapping, Odd, Timestamp, Unsafe, Vaulted, type Scalar, type Value } from '../value';

/** Evaluation ends here: the answer is not surely Ansible's. Thrown inside this folder only. */
export class Stop {
  /** `why` in plain words, for a reader. */
  constructor(readonly why: string) {}

  /** Ansible itself surely ends with an error here, other than that something is not set: so does everything that reads it. */
  get isFailure(): boolean {
    return this.why.startsWith('fails');
  }
}

/** UTF-16 units of a text that an expression or template may give. */
export const TEXT_LIMIT = 200_000;

/** Values, keys and items in all, that an expression may give. */
const SIZE_LIMIT = 200_000;

/** The text itself; stops when it is too long. */
export function bounded(text: string): string {
  if (text.length > TEXT_LIMIT) throw new Stop('gives a very long text');
  return text;
}

const sizes = new WeakMap<object, number>();

/** How many values, keys and items there are in one, shared ones counted each time; stops when there are too many. */
export function sizeOf(value: Value): number {
  if (!isList(value) && !(value instanceof Mapping)) return 1;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  let size = 1;
  if (isList(value)) for (const item of value) size += sizeOf(item);
  else for (const [, member] of value.entries()) size += 1 + sizeOf(member);
  if (size > SIZE_LIMIT) throw new Stop('gives a very large value');
  sizes.set(value, size);
  return size;
}

/** The filter `string` inside a list or mapping, where what Ansible makes of the text later is not followed. */
export const KEPT_INSIDE = 'has a text that stays text in a list or mapping';

const HELD_BACK = 'holds a value that has no plain text';

/** `str(value)`; undefined for values whose text Ansible would not show like this. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  return reprOf(value);
}

/** `repr(value)` of plain data. Stops at anything else. */
export function reprOf(value: Value): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return reprOfText(value);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Float) {
    if (!Number.isFinite(value.number)) throw new Stop(HELD_BACK);
    return floatText(value.number);
  }
  if (isList(value)) return `[${value.map(reprOf).join(', ')}]`;
  if (value instanceof Mapping) return `{${[...value.entries()].map(([key, member]) => `${reprOf(key)}: ${reprOf(member)}`).join(', ')}}`;
  throw new Stop(value instanceof Vaulted ? 'is encrypted with Ansible Vault' : HELD_BACK);
}

function reprOfText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[^ -~]|[\\'"]/gu, (character) => {
    if (character === '\\') return '\\\\';
    if (character === "'" || character === '"') return character === quote ? `\\${character}` : character;
    const known = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    if (known !== undefined) return known;
    if (character <= '\xff' && /[\x00-\x1f\x7f-\xa0\xad]/.test(character)) return '\\x' + character.charCodeAt(0).toString(16).padStart(2, '0');
    // what Python prints and what it escapes is a table of its own
    if (/[\p{L}\p{M}\p{N}]/u.test(character) || character <= '\xff') return character;
    throw new Stop(HELD_BACK);
  });
  return quote + escaped + quote;
}

/** The deepest lists that go through Python's parser unharmed, with a margin. */
const NESTING_LIMIT = 80;

/** Stops unless `repr` and Python's parser give the value back, which is how a list or mapping comes out of a template. */
export function expectPlain(value: Value, depth = 0): void {
  if (depth === 0 && typeof value === 'object' && value !== null && knownPlain.has(value)) return;
  if (value instanceof Float ? !Number.isFinite(value.number) : value instanceof Timestamp || value instanceof Odd || depth > NESTING_LIMIT) throw new Stop(HELD_BACK);
  if (value instanceof Vaulted) throw new Stop('is encrypted with Ansible Vault');
  if (value instanceof Unsafe) throw new Stop('holds a text that is marked unsafe');
  if (isList(value)) for (const item of value) expectPlain(item, depth + 1);
  else if (value instanceof Mapping) {
    for (const [key, member] of value.entries()) {
      expectPlain(key, depth + 1);
      expectPlain(member, depth + 1);
    }
  }
  if (depth === 0 && typeof value === 'object' && value !== null) knownPlain.add(value);
}

const knownPlain = new WeakSet<object>();

/**
 * What Ansible up to 2.18 makes of the text of a template (`ansible_eval_concat`): a text that starts like a mapping or a list, `True`
 * or `False` is read as a Python literal in which `true`, `false` and `null` are known, and stays text when it is none.
 */
export function dataOf(text: string): Value {
  if (text === 'True' || text === 'False') return text === 'True';
  if (!text.startsWith('{') && !text.startsWith('[')) return text;
  const expression = parsePythonExpression(text);
  if (expression === undefined) return text;
  const value = literal(expression, 0);
  return value === NO_LITERAL ? text : (value as Value);
}

const NO_LITERAL = Symbol('no literal');
const JSON_WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([['true', true], ['false', false], ['null', null]]);

function literal(expression: Expression, depth: number): Value | typeof NO_LITERAL {
  if (depth > NESTING_LIMIT) throw new Stop('gives data that nests too deep');
  switch (expression.kind) {
    case 'string':
    case 'constant':
      return expression.value;
    case 'number':
      if (expression.value instanceof Imaginary || expression.value instanceof Odd) throw new Stop(HELD_BACK);
      return expression.value;
    case 'sign': {
      const { operand } = expression;
      if (operand.kind !== 'number') return NO_LITERAL;
      const value = literal(operand, depth + 1) as number | bigint | Float;
      if (expression.operator === '+') return value;
      return value instanceof Float ? new Float(-value.number) : value === 0 ? 0 : -value;
    }
    case 'name':
      return JSON_WORDS.get(expression.text) ?? (expression.text === 'null' ? null : NO_LITERAL);
    case 'list': {
      const items = expression.items.map((item) => literal(item, depth + 1));
      return items.includes(NO_LITERAL) ? NO_LITERAL : (items as Value[]);
    }
    case 'mapping': {
      const entries: [Scalar, Value][] = [];
      let refused = false;
      for (const [keyExpression, memberExpression] of expression.entries) {
        const key = keyExpression === undefined ? NO_LITERAL : literal(keyExpression, depth + 1);
        const member = literal(memberExpression, depth + 1);
        if (typeof key === 'object' && (isList(key) || key instanceof Mapping)) throw new Stop('gives data that Python refuses');
        if (key === NO_LITERAL || member === NO_LITERAL) refused = true;
        else entries.push([key as Scalar, member as Value]);
      }
      return refused ? NO_LITERAL : new Mapping(entries);
    }
    case 'tuple':
    case 'set':
      for (const item of expression.items) {
        const value = literal(item, depth + 1);
        if (value === NO_LITERAL) return NO_LITERAL;
        if (expression.kind === 'set' && typeof value === 'object' && (isList(value) || value instanceof Mapping)) throw new Stop('gives data that Python refuses');
      }
      throw new Stop(HELD_BACK);
    case 'other':
    case 'member':
    case 'starred':
      return NO_LITERAL;
    default:
      // bytes, complex numbers and their like
      throw new Stop(HELD_BACK);
  }
}

/** Whether two results look the same to a reader: `5` and `'5'` do, `true` and `'True'` do not. */
export function looksSame(left: Value, right: Value): boolean {
  if (isList(left)) return isList(right) && left.length === right.length && left.every((item, index) => looksSame(item, right[index]!));
  if (left instanceof Mapping) {
    if (!(right instanceof Mapping) || left.size !== right.size) return false;
    return [...left.entries()].every(([key, member]) => right.has(key) && looksSame(member, right.get(key)!));
  }
  if (isList(right) || right instanceof Mapping) return false;
  const [first, second] = [left, right].map((value) => (value instanceof Unsafe ? value.text : value)) as [Scalar, Scalar];
  if (typeof first === 'boolean' || typeof second === 'boolean' || first === null || second === null) return first === second;
  if (first instanceof Timestamp || first instanceof Vaulted || first instanceof Odd) return keyIdentity(first) === keyIdentity(second);
  return textOf(first) === textOf(second);
}
