// Methods of Python's texts and mappings that templates call: `.split('.')`, `.get('key')`.
import { isList, Mapping, type Value } from '../value';
import type { Given } from './evaluateExpression';
import { expectText, itemsOf, MissingUse, Missing, valueOf, View, type Method, type Operand } from './operand';
import { PYTHON_BLANKS } from './jinjaTokens';
import { bounded, Stop, TEXT_LIMIT } from './pythonText';

const OF_MAPPINGS = 'clear copy fromkeys get items keys pop popitem setdefault update values';
const OF_LISTS = 'append clear copy count extend index insert pop remove reverse sort';
const OF_TEXTS =
  'capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper ' +
  'join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill';
const OF_NUMBERS = 'as_integer_ratio bit_count bit_length conjugate denominator from_bytes fromhex hex imag is_integer numerator real to_bytes';
const [mappingNames, listNames, textNames, numberNames] = [OF_MAPPINGS, OF_LISTS, OF_TEXTS, OF_NUMBERS].map((names) => new Set(names.split(' '))) as [Set<string>, Set<string>, Set<string>, Set<string>];

/** Whether Python finds an attribute of that name before any key. */
export function isAttributeOf(value: Value, name: string): boolean {
  if (name.startsWith('_')) return true;
  if (value instanceof Mapping) return mappingNames.has(name);
  if (isList(value)) return listNames.has(name);
  if (typeof value === 'string') return textNames.has(name);
  if (value === null) return false;
  return typeof value === 'object' || numberNames.has(name);
}

/** What the call gives; stops at methods that are not followed. */
export function callMethod({ object, name }: Method, { positional, named }: Given): Operand {
  if (named.size > 0) throw new Stop(`calls .${name}() with names`);
  return object instanceof Mapping ? ofMapping(object, name, positional) : ofText(object, name, positional);
}

function ofMapping(mapping: Mapping, name: string, args: readonly Operand[]): Operand {
  if (name === 'get' && (args.length === 1 || args.length === 2)) {
    const key = valueOf(args[0]!);
    if (isList(key) || key instanceof Mapping) throw new Stop('fails: a list or mapping as a key');
    return mapping.has(key) ? mapping.get(key)! : args[1] === undefined ? null : args[1];
  }
  if (args.length === 0 && name === 'keys') return new View(itemsOf(mapping));
  if (args.length === 0 && name === 'values') return new View([...mapping.entries()].map(([, value]) => value));
  throw new Stop(`calls .${name}()`);
}

function ofText(text: string, name: string, args: readonly Operand[]): Operand {
  switch (name) {
    case 'split':
      return splitText(text, args);
    case 'lower':
    case 'upper':
      if (args.length > 0) break;
      return changeCase(text, name);
    case 'strip':
      return strip(text, args, true, true);
    case 'lstrip':
      return strip(text, args, true, false);
    case 'rstrip':
      return strip(text, args, false, true);
    case 'startswith':
      if (args.length === 1) return text.startsWith(expectText(args[0]!, 'startswith'));
      break;
    case 'endswith':
      if (args.length === 1) return text.endsWith(expectText(args[0]!, 'endswith'));
      break;
    case 'replace':
      if (args.length === 2) return replaceText(text, expectText(args[0]!, 'replace'), expectText(args[1]!, 'replace'));
      break;
    case 'join':
      if (args.length === 1) return bounded(itemsOf(args[0]!).map((item) => expectText(item, 'join')).join(text));
  }
  throw new Stop(`calls .${name}()`);
}

const BLANKS = new RegExp(`[${PYTHON_BLANKS}]+`);

/** `str.split`: without a separator at blanks, and no empty texts then. A second argument says how often at most. */
export function splitText(text: string, args: readonly Operand[]): Value[] {
  if (args.length > 2) throw new Stop('fails: split takes two values');
  const separator = args[0] === undefined ? null : valueOf(args[0]);
  const most = args[1] === undefined ? -1 : valueOf(args[1]);
  if (separator === null) {
    if (most !== -1) throw new Stop('calls split in a way that is not followed');
    return text.split(BLANKS).filter((part) => part !== '');
  }
  if (typeof separator !== 'string' || separator === '' || typeof most !== 'number') throw new Stop('fails: split needs a text that is not empty');
  const parts = text.split(separator);
  if (most < 0 || parts.length <= most + 1) return parts;
  return [...parts.slice(0, most), parts.slice(most).join(separator)];
}

/** Only ASCII: Python and JavaScript differ in a few letters. */
export function changeCase(text: string, to: 'lower' | 'upper'): string {
  if (/[^\x00-\x7f]/.test(text)) throw new Stop('changes the case of a text that is not ASCII');
  return to === 'lower' ? text.toLowerCase() : text.toUpperCase();
}

/** `str.strip`: blanks, or the characters given. */
export function strip(text: string, args: readonly Operand[], left: boolean, right: boolean): string {
  if (args.length > 1) throw new Stop('fails: strip takes one value');
  const given = args[0] === undefined ? null : args[0] instanceof Missing ? missing(args[0]) : valueOf(args[0]);
  if (given !== null && typeof given !== 'string') throw new Stop('fails: strip needs a text');
  const isStripped = given === null ? (character: string) => BLANKS.test(character) : (character: string) => given.includes(character);
  const characters = Array.from(text);
  let [start, end] = [0, characters.length];
  while (left && start < end && isStripped(characters[start]!)) start++;
  while (right && end > start && isStripped(characters[end - 1]!)) end--;
  return characters.slice(start, end).join('');
}

function missing({ why }: Missing): never {
  throw new MissingUse(why);
}

/** Every occurrence, from the left. */
export function replaceText(text: string, old: string, replacement: string): string {
  if (old === '') throw new Stop('replaces an empty text');
  const parts = text.split(old);
  if (parts.length * replacement.length > TEXT_LIMIT) throw new Stop('gives a very long text');
  return bounded(parts.join(replacement));
}
