// Prints values as ansible-inventory's JSON does: four blanks, sorted keys, floats and big integers as Python writes them.
import { Computed, Float, floatText, keyText, Mapping, Odd, Timestamp, Unsafe, Vaulted, type Value } from '../core/value';
import { UsageError } from './arguments';
import { compareText } from '../core/inventory/inventory';
import { INVISIBLE } from '../core/visible';

/** Anything of our own that is printed: plain objects, lists, texts and numbers, with Ansible's values inside. */
export type Printable = Value | undefined | { readonly [key: string]: Printable } | readonly Printable[];

export interface JsonStyle {
  readonly indent: number;
  /** Sort keys of plain objects by code point; Ansible's own mappings always are. */
  readonly sortKeys: boolean;
}

export function ansibleJson(value: Printable, style: JsonStyle = { indent: 4, sortKeys: true }, level = 0): string {
  return textOf(value, style, level, { left: TEXT_BUDGET });
}

/** Characters that one value may print to: aliases can stand for more than a text of JavaScript holds. */
const TEXT_BUDGET = 128 * 1024 * 1024;

function textOf(value: Printable, style: JsonStyle, level: number, budget: { left: number }): string {
  budget.left -= typeof value === 'string' ? value.length + 2 : 8;
  const { indent } = style;
  budget.left -= indent * level;
  if (budget.left < 0) throw new UsageError(`a value of more than ${TEXT_BUDGET / 1024 / 1024} MiB is not printed`);
  const pad = '\n' + ' '.repeat(indent * (level + 1));
  const close = '\n' + ' '.repeat(indent * level);
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return jsonText(value);
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Float) return floatText(value.number);
  if (value instanceof Timestamp) return jsonText(value.iso);
  if (value instanceof Vaulted) return textOf({ __ansible_vault: value.ciphertext }, style, level, budget);
  if (value instanceof Unsafe) return textOf({ __ansible_unsafe: value.text }, style, level, budget);
  if (value instanceof Odd || value instanceof Computed) return jsonText(value.text);
  if (Array.isArray(value)) {
    const items = value as readonly Printable[];
    return items.length === 0 ? '[]' : '[' + items.map((item) => pad + textOf(item, style, level + 1, budget)).join(',') + close + ']';
  }
  const isAnsible = value instanceof Mapping;
  const entries: [string, Printable][] = isAnsible ? [...value.entries()].map(([key, member]) => [keyText(key), member]) : Object.entries(value as { [key: string]: Printable });
  if (isAnsible || style.sortKeys) entries.sort(([left], [right]) => compareText(left, right));
  if (entries.length === 0) return '{}';
  return '{' + entries.map(([key, member]) => pad + jsonText(key) + ': ' + textOf(member, style, level + 1, budget)).join(',') + close + '}';
}

const UNSEEN = new RegExp(`[${INVISIBLE}]`, 'g');

/**
 * ansible-inventory writes text beyond ASCII as it is, control characters escaped. Those that JSON would let through and a terminal
 * or a reader would not (C1, bidirectional, without width) are escaped as well: to a parser that is the same text.
 */
export function jsonText(text: string): string {
  return JSON.stringify(text).replace(UNSEEN, (character) => '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0'));
}
