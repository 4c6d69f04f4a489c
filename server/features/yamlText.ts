// Values as YAML that Ansible reads as those values again (YAML 1.1: `yes`, `010` and `10:30` are no texts there). Values that no YAML has show as their text.
import { Computed, Float, floatText, isList, isMapping, keyText, Odd, Timestamp, Unsafe, Vaulted, type Scalar, type Value } from '../core/value';
import { INVISIBLE } from '../core/visible';
import { plainScalar } from '../core/yamlScalar';

/** Stands for a value that is not shown; `key` is the innermost key it stands under. */
export type Replacement = (key: string) => string | undefined;

/** True when a value has more members, or characters, than a document shows of one variable; counted no further than that. */
export function isTooLong(value: Value): boolean {
  let left = VALUE_BUDGET;
  const open: Value[] = [value];
  for (let next = open.pop(); next !== undefined && left >= 0; next = open.pop()) {
    left -= typeof next === 'string' ? 10 + next.length : 10;
    if (isMapping(next)) {
      for (const [key, member] of next.entries()) {
        left -= 10 + keyText(key).length;
        if (left < 0) break;
        open.push(member);
      }
    } else if (isList(next)) for (let index = 0; index < next.length && index * 10 <= VALUE_BUDGET; index++) open.push(next[index]!);
  }
  return left < 0;
}

const VALUE_BUDGET = 200_000;

/** The lines of one entry of a block mapping. */
export function yamlEntry(key: Scalar, value: Value, replacement: Replacement): string[] {
  const hidden = replacement(keyText(key));
  const [first = '', ...rest] = hidden === undefined ? yamlValue(value, replacement) : [textScalar(hidden)];
  const name = scalar(key);
  // YAML has a limit on keys that stand before a colon
  const lead = name.length > 1000 ? [`? ${name}`, ':'] : [`${name}:`];
  const end = lead.pop()!;
  if (isOpen(value) && hidden === undefined) return [...lead, end, ...[first, ...rest].map((line) => '  ' + line)];
  return [...lead, `${end} ${first}`, ...rest.map((line) => (line === '' ? '' : '  ' + line))];
}

/** The lines of a value; a mapping or list with members stands below its key. */
function yamlValue(value: Value, replacement: Replacement): string[] {
  if (isMapping(value)) return value.size === 0 ? ['{}'] : [...value.entries()].flatMap(([key, member]) => yamlEntry(key, member, replacement));
  if (isList(value)) {
    if (value.length === 0) return ['[]'];
    return value.flatMap((item) => {
      const [first = '', ...rest] = yamlValue(item, replacement);
      return [`- ${first}`, ...rest.map((line) => (line === '' ? '' : '  ' + line))];
    });
  }
  if (typeof value === 'string' && isBlock(value)) return [value.endsWith('\n') ? '|' : '|-', ...value.replace(/\n$/, '').split('\n')];
  return [scalar(value)];
}

/** True for what has lines of its own below its key. */
function isOpen(value: Value): boolean {
  return isMapping(value) ? value.size > 0 : isList(value) && value.length > 0;
}

function scalar(value: Scalar): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Float) return float(floatText(value.number));
  if (value instanceof Timestamp) return value.iso;
  if (value instanceof Vaulted) return textScalar('!vault');
  if (value instanceof Unsafe) return textScalar(value.text);
  if (value instanceof Odd || value instanceof Computed) return textScalar(value.text);
  return textScalar(value);
}

/** `1e+20` and `Infinity` are texts in YAML. */
function float(text: string): string {
  if (/Infinity|NaN/.test(text)) return text.replace('Infinity', '.inf').replace('NaN', '.nan');
  return text.includes('.') ? text : text.replace('e', '.0e');
}

function textScalar(text: string): string {
  return isPlain(text) ? text : quoted(text);
}

/** What an editor could take for more than text, halves of characters among it. */
const UNSEEN = `${INVISIBLE}\\ud800-\\udfff\\ufffc-\\uffff`;
const UNSAFE_PLAIN = new RegExp(`: |:$| #|\\s$|^\\.\\.\\.|[\\u0000-\\u001f${UNSEEN}]`);
const UNSAFE_BLOCK = new RegExp(`^\\s|\\n\\n$|[\\u0000-\\u0009\\u000b-\\u001f${UNSEEN}]`);
const QUOTED_UNSEEN = new RegExp(`[${INVISIBLE}\\ufffc-\\uffff]`, 'g');
/** What YAML 1.2 takes for a number, as an editor may. */
const NUMBER = /^[-+]?(?:0o[0-7]+|0x[0-9a-fA-F]+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)$/;

function isPlain(text: string): boolean {
  return /^[^\s\-?:,[\]{}#&*!|>'"%@`]/.test(text) && !UNSAFE_PLAIN.test(text) && !NUMBER.test(text) && plainScalar(text) === text;
}

/** Lines that read as they are: no blanks that YAML would count or drop, nothing invisible. */
function isBlock(text: string): boolean {
  return text.includes('\n') && !UNSAFE_BLOCK.test(text);
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(QUOTED_UNSEEN, (character) => '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0'));
}
