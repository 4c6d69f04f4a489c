// Values as one line of text, every type told apart: what the tables of recorded facts hold.
import { Computed, Float, Mapping, Odd, Timestamp, Unsafe, Vaulted, floatText } from '../../server/core/value';
import type { Value } from '../../server/core/value';

export function show(value: Value): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Object.is(value, -0) ? 'minus zero' : String(value);
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Float) return floatText(value.number);
  if (value instanceof Vaulted) return 'vault' + quoted(value.ciphertext);
  if (value instanceof Unsafe) return 'unsafe' + quoted(value.text);
  if (value instanceof Timestamp) return 'date ' + value.iso;
  if (value instanceof Computed) return value.text;
  if (value instanceof Odd) return value.pythonType === 'set' ? 'set ' + value.text : value.text;
  if (value instanceof Mapping) return `{${[...value.entries()].map(([key, inner]) => `${show(key)}: ${show(inner)}`).join(', ')}}`;
  return `[${value.map(show).join(', ')}]`;
}

// As Python's json.dumps writes it.
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (character) => '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0'));
}
