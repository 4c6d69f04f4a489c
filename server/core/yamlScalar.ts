// What a YAML scalar means to Ansible: YAML 1.1 as PyYAML types it. Text in, value out; knows no places.
import { Float, Odd, Timestamp } from './value';
import type { Scalar } from './value';

/** A text that looks like a number or a date and is none: Ansible refuses the whole file. */
export class UnreadableScalar {
  constructor(readonly message: string) {}
}

const BOOLEAN = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const INTEGER = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const TIMESTAMP =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/;
const TIMESTAMP_PARTS =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(?:[ \t]*(Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?)?$/;

// Python's limit for reading and printing whole numbers (3.11, 3.10.7).
const MOST_DIGITS = 4300;

/** The type an unquoted text has. `=` and `<<` have none. */
export function plainScalar(text: string): Scalar | UnreadableScalar {
  switch (text.charAt(0)) {
    case '':
    case '~':
    case 'n':
    case 'N':
      if (text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL') return null;
      return BOOLEAN.test(text) ? booleanOf(text)! : text;
    case 'y': case 'Y': case 't': case 'T': case 'f': case 'F': case 'o': case 'O':
      return BOOLEAN.test(text) ? booleanOf(text)! : text;
    case '=':
    case '<':
      if (text === '=' || text === '<<') return new UnreadableScalar(`\`${text}\` alone is not a value: quote it`);
      return text;
    case '+': case '-': case '.':
    case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
      if (FLOAT.test(text)) return floatOf(text) ?? new UnreadableScalar(`\`${text}\` is not a number: quote it`);
      if (INTEGER.test(text)) return readInteger(text);
      if (TIMESTAMP.test(text)) return timestampOf(text);
      return text;
    default:
      return text;
  }
}

function readInteger(text: string): Scalar | UnreadableScalar {
  const value = integerOf(text);
  if (value !== undefined) return value;
  return new UnreadableScalar(text.length > MOST_DIGITS ? `A whole number of more than ${MOST_DIGITS} digits: quote it` : `\`${text}\` is a number without digits: quote it`);
}

/** `!!bool`: any letter case, no other words. */
export function booleanOf(text: string): boolean | undefined {
  switch (text.toLowerCase()) {
    case 'yes': case 'true': case 'on':
      return true;
    case 'no': case 'false': case 'off':
      return false;
    default:
      return undefined;
  }
}

/** `!!int`, more lenient than an unquoted number: `" 12 "` and `0o17` pass. Undefined when Python's `int` refuses the text. */
export function integerOf(text: string): number | bigint | undefined {
  let digits = text.replaceAll('_', '');
  const negative = digits.startsWith('-');
  if (/^[-+]/.test(digits)) digits = digits.slice(1);
  if (digits === '') return undefined;
  let value: bigint;
  if (digits.startsWith('0b')) {
    if (!/^[01]+$/.test(digits.slice(2))) return undefined;
    value = BigInt(digits);
  } else if (digits.startsWith('0x')) {
    if (!/^[0-9a-fA-F]+$/.test(digits.slice(2))) return undefined;
    value = BigInt(digits);
  } else if (digits.startsWith('0')) {
    const octal = digits.trim().replace(/^0[oO](?=.)/, '0');
    if (!/^[0-7]+$/.test(octal)) return undefined;
    value = BigInt('0o' + octal);
  } else {
    if (digits.length > MOST_DIGITS) return undefined;
    value = 0n;
    for (const part of digits.split(':')) {
      if (!/^\s*[-+]?[0-9]+\s*$/.test(part)) return undefined;
      value = value * 60n + BigInt(part.trim());
    }
  }
  if (value.toString(16).length > MOST_DIGITS) return undefined;
  return shortInteger(negative ? -value : value);
}

/** A number while it is exact, else a bigint. */
export function shortInteger(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** `!!float`. Undefined when Python's `float` refuses the text. */
export function floatOf(text: string): Float | undefined {
  let digits = text.replaceAll('_', '').toLowerCase();
  const sign = digits.startsWith('-') ? -1 : 1;
  if (/^[-+]/.test(digits)) digits = digits.slice(1);
  if (digits === '.inf') return new Float(sign * Infinity);
  if (digits === '.nan') return new Float(NaN);
  if (!digits.includes(':')) {
    const value = pythonFloat(digits);
    return value === undefined ? undefined : new Float(sign * value);
  }
  // The sum goes from the last part to the first, as PyYAML's does: the rounding is the same.
  let value = 0;
  let base = 1;
  for (const part of digits.split(':').reverse()) {
    const number = pythonFloat(part);
    if (number === undefined) return undefined;
    value += number * base;
    base *= 60;
  }
  return new Float(sign * value);
}

function pythonFloat(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?$/.test(trimmed)) return Number(trimmed);
  const word = /^([-+]?)(inf|infinity|nan)$/.exec(trimmed);
  if (word === null) return undefined;
  return word[2] === 'nan' ? NaN : word[1] === '-' ? -Infinity : Infinity;
}

/** `!!timestamp`, as Python's `isoformat` prints it. */
export function timestampOf(text: string): Timestamp | UnreadableScalar {
  const parts = TIMESTAMP_PARTS.exec(text);
  if (parts === null) return new UnreadableScalar(`\`${text}\` is not a date: quote it`);
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return new UnreadableScalar(`There is no such date as \`${text}\`: quote it`);
  const date = `${parts[1]}-${twoDigits(month)}-${twoDigits(day)}`;
  if (parts[4] === undefined) return new Timestamp(date);
  if (hour > 23 || minute > 59 || second > 59) return new UnreadableScalar(`There is no such time as \`${text}\`: quote it`);
  const micros = (parts[7] ?? '').slice(0, 6).padEnd(6, '0');
  const zone = zoneText(parts[8], parts[9], Number(parts[10] ?? 0) * 60 + Number(parts[11] ?? 0));
  if (zone === undefined) return new UnreadableScalar(`There is no such time zone as in \`${text}\`: quote it`);
  return new Timestamp(`${date}T${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}${micros === '000000' ? '' : '.' + micros}${zone}`);
}

function zoneText(zone: string | undefined, sign: string | undefined, minutes: number): string | undefined {
  if (zone === undefined) return '';
  if (minutes >= 24 * 60) return undefined;
  return `${sign === '-' && minutes > 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/** `!!binary`: base64 as Python reads it, which skips what is not of its alphabet. Undefined when it is refused. */
export function binaryOf(text: string): Odd | undefined {
  if (/[^\0-\x7f]/.test(text)) return undefined;
  const bytes: number[] = [];
  let buffer = 0;
  let held = 0;
  let padding = 0;
  for (const character of text) {
    if (character === '=') {
      padding++;
      if (held >= 2 && held + padding >= 4) return new Odd('bytes', bytesText(bytes));
      continue;
    }
    const index = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(character);
    if (index < 0) continue;
    padding = 0;
    buffer = ((buffer << 6) | index) & 0xffffff;
    held = (held + 1) % 4;
    if (held === 2) bytes.push((buffer >> 4) & 255);
    else if (held === 3) bytes.push((buffer >> 2) & 255);
    else if (held === 0) bytes.push(buffer & 255);
  }
  return held === 0 ? new Odd('bytes', bytesText(bytes)) : undefined;
}

function bytesText(bytes: readonly number[]): string {
  const quote = bytes.includes(39) && !bytes.includes(34) ? '"' : "'";
  let text = 'b' + quote;
  for (const byte of bytes) {
    if (byte === 9) text += '\\t';
    else if (byte === 10) text += '\\n';
    else if (byte === 13) text += '\\r';
    else if (byte === 92) text += '\\\\';
    else if (byte === 39 && quote === "'") text += "\\'";
    else if (byte < 32 || byte > 126) text += '\\x' + byte.toString(16).padStart(2, '0');
    else text += String.fromCharCode(byte);
  }
  return text + quote;
}
