// The value of a default as a fact: a literal, what it is computed from, or how large it is.
import { Float, isList, isMapping, keyText, Mapping, Timestamp, type Scalar, type Value } from '../value';
import { compareText } from '../inventory/inventory';
import { namesInTemplate } from './templateNames';

/** What is kept of a value. */
export type FactValue =
  | { readonly kind: 'literal'; readonly value: Value }
  /** It has Jinja in it; the names are sorted, each once. */
  | { readonly kind: 'computed'; readonly from: readonly string[] }
  /** Its type and its number of keys, items or characters. */
  | { readonly kind: 'large'; readonly type: LargeType; readonly size: number };

/** What a value is of which only the size is kept. */
export type LargeType = 'mapping' | 'list' | 'text';

/** A value whose JSON has more characters is only told by its size. */
const LITERAL_LIMIT = 300;

/** What is kept of the value of `name`. A mapping of checksums is told by its size, however small it is. */
export function valueOfFact(name: string, value: Value): FactValue {
  const texts = textsOf(value);
  if (texts.some((text) => /\{[{%]/.test(text))) return { kind: 'computed', from: [...new Set(texts.flatMap(namesInTemplate).map((use) => use.name))].sort(compareText) };
  if (isMapping(value) && (name.endsWith('_checksums') || tooLong(value))) return { kind: 'large', type: 'mapping', size: value.size };
  if (isList(value) && tooLong(value)) return { kind: 'large', type: 'list', size: value.length };
  if (tooLong(value)) return { kind: 'large', type: 'text', size: keyText(value as Scalar).length };
  return { kind: 'literal', value };
}

function tooLong(value: Value): boolean {
  const encoded = encodeValue(value);
  return encoded === undefined || JSON.stringify(encoded).length > LITERAL_LIMIT;
}

/** Every text in a value, keys too. */
export function textsOf(value: Value): string[] {
  if (typeof value === 'string') return [value];
  if (isList(value)) return value.flatMap(textsOf);
  if (isMapping(value)) return [...value.entries()].flatMap(([key, member]) => [keyText(key), ...textsOf(member)]);
  return [];
}

// --- as JSON ---

/** JSON with a place for what JSON lacks: `{"!": ["float", "1.0"]}`, and `map` with its pairs where keys are no plain texts. */
export type Encoded = null | boolean | number | string | readonly Encoded[] | { readonly [key: string]: Encoded };

/** Undefined for what no file of kubespray holds: vaulted and unsafe texts, bytes, sets. */
export function encodeValue(value: Value): Encoded | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return { '!': ['int', String(value)] };
  if (value instanceof Float) return { '!': ['float', value.number] };
  if (value instanceof Timestamp) return { '!': ['time', value.iso] };
  if (isList(value)) {
    const items = value.map(encodeValue);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (!isMapping(value)) return undefined;
  const pairs: [Encoded, Encoded][] = [];
  for (const [key, member] of value.entries()) {
    const [encodedKey, encoded] = [encodeValue(key), encodeValue(member)];
    if (encodedKey === undefined || encoded === undefined) return undefined;
    pairs.push([encodedKey, encoded]);
  }
  // keys that look like numbers would change places in an object
  if (pairs.every(([key]) => typeof key === 'string' && key !== '!' && key !== '__proto__' && !/^\d+$/.test(key))) return Object.fromEntries(pairs) as Encoded;
  return { '!': ['map', pairs] };
}

/** What `encodeValue` made of it. */
export function decodeValue(encoded: Encoded): Value {
  if (encoded === null || typeof encoded !== 'object') return encoded;
  if (isItems(encoded)) return encoded.map(decodeValue);
  const special = encoded['!'];
  if (special === undefined || !isItems(special)) return new Mapping(Object.entries(encoded).map(([key, member]) => [key, decodeValue(member)]));
  const [kind, content] = special;
  if (kind === 'int') return BigInt(String(content));
  if (kind === 'float') return new Float(Number(content));
  if (kind === 'time') return new Timestamp(String(content));
  return new Mapping((content as readonly (readonly [Encoded, Encoded])[]).map(([key, member]) => [decodeValue(key) as Scalar, decodeValue(member)]));
}

function isItems(encoded: Encoded): encoded is readonly Encoded[] {
  return Array.isArray(encoded);
}
