// Gives a text of an INI inventory its type: the value of a Python literal, as Ansible gets it from `ast.literal_eval`.
// Knows no inventory.
import { Computed, Float, floatText, keyIdentity, Mapping, Odd, type Scalar, type Value } from '../value';
import { parsePythonExpression, type Expression } from './pythonExpression';
import { Imaginary, type PythonNumber } from './pythonTokens';

/** `notLiteral`: the text itself is the value. `fatal`: Python's message; Ansible gives up the whole file. */
export type PythonLiteral = { readonly value: Value } | { readonly notLiteral: true } | { readonly fatal: string };

const NOT_LITERAL: PythonLiteral = { notLiteral: true };

/** Python builds no higher trees (it counts its own calls too, so that the exact number varies by a few). */
const HEIGHT_LIMIT = 2900;

/** In a text this short no tree can be too high; then its first characters often tell that it is no literal. */
const SHORT = 150;
const PLAIN_INTEGER = /^[1-9][0-9]{0,14}$/;
const ADDRESS_START = /^[0-9]+\.[0-9]+\./;
const MAY_BE_LITERAL = /^[ \t]*(?:[-+.0-9'"([{\f\r\n\\#]|True|False|None|set[ \t\f(]|(?:[bB][rR]?|[rR][bB]?|[uU])['"])/;

/** `text` as Python reads it. Sets, complex numbers, inner bytes and `...` become `Odd`; bytes alone become text, as Ansible does it. */
export function pythonLiteral(text: string): PythonLiteral {
  if (PLAIN_INTEGER.test(text)) return { value: Number(text) };
  if (text.length <= SHORT && (!MAY_BE_LITERAL.test(text) || ADDRESS_START.test(text))) return NOT_LITERAL;
  if (text.includes('\0')) return NOT_LITERAL;
  const expression = parsePythonExpression(text.replace(/^[ \t]+/, ''));
  if (expression === undefined) return NOT_LITERAL;
  if (expression.depth > HEIGHT_LIMIT) return { fatal: 'maximum recursion depth exceeded' };
  if (expression.kind === 'bytes') return { value: decodeBytes(expression.value) };
  const value = evaluate(expression);
  if (!(value instanceof Refusal)) return { value };
  return value.fatal === undefined ? NOT_LITERAL : { fatal: value.fatal };
}

/** Evaluation stops here: at what is no literal (ValueError), or at what makes Python raise something else. */
class Refusal {
  constructor(readonly fatal: string | undefined) {}
}

const MALFORMED = new Refusal(undefined);

/** From left to right, as it matters which refusal comes first. */
function evaluate(expression: Expression): Value | Refusal {
  switch (expression.kind) {
    case 'string':
    case 'constant':
      return expression.value;
    case 'bytes':
      return new Odd('bytes', bytesText(expression.value));
    case 'ellipsis':
      return new Odd('ellipsis', 'Ellipsis');
    case 'list':
    case 'tuple':
      return evaluateItems(expression.items);
    case 'set':
      return evaluateSet(expression.items);
    case 'empty set':
      return new Odd('set', 'set()');
    case 'mapping':
      return evaluateMapping(expression.entries);
    case 'number':
    case 'sign':
    case 'sum':
      return evaluateNumber(expression);
    default:
      return MALFORMED;
  }
}

function evaluateItems(items: readonly Expression[]): Value | Refusal {
  const values: Value[] = [];
  for (const item of items) {
    const value = evaluate(item);
    if (value instanceof Refusal) return value;
    values.push(value);
  }
  return values;
}

function evaluateSet(items: readonly Expression[]): Value | Refusal {
  const members = new Map<string, string>();
  for (const item of items) {
    const value = evaluate(item);
    if (value instanceof Refusal) return value;
    const type = unhashableType(item);
    if (type !== undefined) return new Refusal(`unhashable type: '${type}'`);
    const text = pythonText(item, value);
    const identity = isScalar(value) ? keyIdentity(value) : text;
    if (!members.has(identity)) members.set(identity, text);
  }
  return new Odd('set', `{${[...members.values()].join(', ')}}`);
}

function evaluateMapping(entries: readonly (readonly [Expression | undefined, Expression])[]): Value | Refusal {
  const pairs: [Scalar, Value][] = [];
  for (const [keyExpression, valueExpression] of entries) {
    if (keyExpression === undefined) return MALFORMED;
    const key = evaluate(keyExpression);
    if (key instanceof Refusal) return key;
    const value = evaluate(valueExpression);
    if (value instanceof Refusal) return value;
    const type = unhashableType(keyExpression);
    if (type !== undefined) return new Refusal(`unhashable type: '${type}'`);
    pairs.push([isScalar(key) ? key : new Odd('tuple', pythonText(keyExpression, key)), value]);
  }
  return new Mapping(pairs);
}

function isScalar(value: Value): value is Scalar {
  return !(Array.isArray(value) || value instanceof Mapping);
}

function unhashableType(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'list':
    case 'set':
      return expression.kind;
    case 'empty set':
      return 'set';
    case 'mapping':
      return 'dict';
    case 'tuple':
      for (const item of expression.items) {
        const type = unhashableType(item);
        if (type !== undefined) return type;
      }
      return undefined;
    default:
      return undefined;
  }
}

/** Numbers with one sign, and a real number plus or minus an imaginary one. */
function evaluateNumber(expression: Expression): Value | Refusal {
  if (expression.kind !== 'sum') {
    const number = signedNumber(expression);
    if (number === undefined) return MALFORMED;
    if (!(number instanceof Imaginary)) return number;
    return complexOf(expression.kind === 'sign' && expression.operator === '-' ? -0 : 0, number.number);
  }
  const left = signedNumber(expression.left);
  const right = expression.right.kind === 'number' ? expression.right.value : undefined;
  if (left === undefined || left instanceof Imaginary || !(right instanceof Imaginary)) return MALFORMED;
  const real = left instanceof Float ? left.number : left instanceof Odd ? Infinity : Number(left);
  if (!(left instanceof Float) && !Number.isFinite(real)) return new Refusal('int too large to convert to float');
  const negative = expression.operator === '-';
  // In C a real number is `real + 0j`, so that `-0.0 + 1j` has the real part 0.
  return complexOf(negative ? real - 0 : real + 0, negative ? 0 - right.number : 0 + right.number);
}

function signedNumber(expression: Expression): PythonNumber | undefined {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind !== 'sign' || expression.operand.kind !== 'number') return undefined;
  const { value } = expression.operand;
  if (expression.operator === '+') return value;
  if (value instanceof Float) return new Float(-value.number);
  if (value instanceof Imaginary) return new Imaginary(-value.number);
  if (value instanceof Odd) return new Odd(value.pythonType, '-' + value.text);
  // Python's integers know no negative zero.
  return value === 0 ? 0 : -value;
}

function complexOf(real: number, imaginary: number): Odd {
  const part = (number: number): string => floatText(number).replace(/\.0$/, '').replace('Infinity', 'inf').replace('NaN', 'nan');
  if (Object.is(real, 0)) return new Odd('complex', part(imaginary) + 'j');
  const sign = imaginary < 0 || Object.is(imaginary, -0) ? '' : '+';
  return new Odd('complex', `(${part(real)}${sign}${part(imaginary)}j)`);
}

/** Python's `repr` of a hashable value. */
function pythonText(expression: Expression, value: Value): string {
  if (expression.kind === 'tuple' && Array.isArray(value)) {
    const items = expression.items.map((item, index) => pythonText(item, value[index] as Value));
    return items.length === 1 ? `(${items[0]!},)` : `(${items.join(', ')})`;
  }
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (value instanceof Float) return floatText(value.number).replace('Infinity', 'inf');
  if (value instanceof Odd || value instanceof Computed) return value.text;
  return String(value);
}

function bytesText(codes: string): string {
  const escaped = codes.replace(/[^ -~]|\\/g, (character) => {
    const known = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    return known ?? '\\x' + character.charCodeAt(0).toString(16).padStart(2, '0');
  });
  return codes.includes("'") && !codes.includes('"') ? `b"${escaped}"` : `b'${escaped.replaceAll("'", "\\'")}'`;
}

/** As UTF-8; a byte that is none becomes a lone surrogate (Python's `surrogateescape`). */
function decodeBytes(codes: string): string {
  return codes.replace(
    /[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[^]/g,
    (part) => {
      if (part.length === 1) return part < '\x80' ? part : String.fromCharCode(0xdc00 + part.charCodeAt(0));
      return part < '\x80' ? part : decodeURIComponent(part.replace(/[^]/g, (code) => '%' + code.charCodeAt(0).toString(16)));
    },
  );
}
