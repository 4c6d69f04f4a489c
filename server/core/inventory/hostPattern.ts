// What a host pattern stands for: `web[01:20].example.com:2222` is twenty names and a port. For every kind of inventory.
// Knows no file; the caller places the errors.

/** The names of a pattern, in order, or why Ansible refuses it. */
export type HostPattern =
  | { readonly names: readonly string[]; readonly port: number | undefined }
  | { readonly error: string; readonly tooLarge?: true };

/** So many hosts are read from one inventory. */
export const HOST_BUDGET = 100_000;

/** A pattern whose names together would have more characters than this counts as too large. */
const CHARACTER_BUDGET = 64 * 1024 * 1024;

/** The names of `text`, at most `budget` of them: more is an error with `tooLarge`, found without building any. */
export function expandHostPattern(text: string, budget: number): HostPattern {
  if (text === '') return { error: 'a host name is empty' };
  const { pattern, port } = splitPort(text);
  const parts = splitRanges(pattern);
  if ('error' in parts) return parts;
  const limit = Math.min(budget, Math.floor(CHARACTER_BUDGET / text.length));
  let count = 1;
  for (const { range } of parts.ranges) {
    count *= range.count;
    if (count > limit) return tooLarge(text, parts);
  }
  if (count > limit) return tooLarge(text, parts);
  let names = [''];
  for (const { head, range } of parts.ranges) names = names.flatMap((name) => membersOf(range).map((member) => name + head + member));
  return { names: names.map((name) => name + parts.tail), port };
}

function tooLarge(text: string, parts: Parts): HostPattern {
  const count = countOf(parts);
  const counted = count > HOST_BUDGET && count < Number.MAX_SAFE_INTEGER ? `stands for ${count.toLocaleString('en-US')} hosts` : 'is too many hosts';
  return { error: `“${shown(text)}” ${counted}: at most ${HOST_BUDGET.toLocaleString('en-US')} are read from one inventory`, tooLarge: true };
}

/** Why a pattern that Ansible takes has no names (C10). */
export function emptyRange(text: string): string {
  return `“${shown(text)}” stands for no host: a range counts from its first number up to its second`;
}

/** How many names `text` stands for, without building them; 0 when it is refused. */
export function countHosts(text: string): number {
  if (text === '') return 0;
  const parts = splitRanges(splitPort(text).pattern);
  return 'error' in parts ? 0 : countOf(parts);
}

/** Ansible takes a port off only when what is left looks like a host name or address; else the whole text is the name. */
function splitPort(text: string): { pattern: string; port: number | undefined } {
  return (text.includes(':') ? addressAndPort(text) : undefined) ?? { pattern: text, port: undefined };
}

/** Whether `text` is one host name or address, ranges and a port included: no colon in it then parts two patterns (`split_host_pattern`). */
export function isAddress(text: string): boolean {
  return addressAndPort(text) !== undefined;
}

/** parsing/utils/addresses.py parse_address; undefined where it fails. */
function addressAndPort(text: string): { pattern: string; port: number | undefined } | undefined {
  let address = text;
  let digits: string | undefined;
  // Both are tried one after the other: `[foo:22]:33` is foo, port 22.
  for (const form of [BRACKETS_AND_PORT, NAME_AND_PORT]) {
    const match = form.exec(address);
    if (match === null) continue;
    address = match[1]!;
    digits = match[2]!;
  }
  if (digits !== undefined && digits.length > 4300) return undefined;
  return ADDRESSES.some((form) => form.test(address)) ? { pattern: address, port: digits === undefined ? undefined : Number(digits) } : undefined;
}

const BRACKETS_AND_PORT = /^\[([^\n]+)\]:([0-9]+)\n?$/;
const NAME_AND_PORT = /^((?:[^:[\]]|\[[^\]]*\])*):([0-9]+)\n?$/;
const ADDRESSES = [ipv4Form(), ipv6Form(), hostnameForm()];

function ipv4Form(): RegExp {
  const part = '(?:[01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5]|\\[[0-9]+:[0-9]+(?::[0-9]+)?\\])';
  return new RegExp(`^(?:${part}\\.){3}${part}\\n?$`);
}

/** In Ansible's expression the end is required of the last form only, which the others include: anything may follow an address. */
function ipv6Form(): RegExp {
  const part = '(?:[0-9a-f]{1,4}|\\[[0-9a-f]+:[0-9a-f]+(?::[0-9]+)?\\])';
  const forms = [`(?:${part}:){7}${part}`, `(?:${part}:){1,6}:`, `:(?::${part}){1,6}`, `${part}?::`];
  for (let before = 1; before <= 6; before++) forms.push(`(?:${part}:){${before}}(?::${part}){1,${7 - before}}`);
  const embedded = `(?:${part}\\.){3}${part}`;
  forms.push(`(?:0:){6}${embedded}`, `::(?:ffff:)?${embedded}`);
  return new RegExp(`^(?:${forms.join('|')})`, 'i');
}

/** Labels of word characters (Python's `\w`: any letter or number), `-` and `_` inside, ranges anywhere. */
function hostnameForm(): RegExp {
  const range = '\\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?\\]';
  const label = `(?:[\\p{L}\\p{N}_]|${range})(?:[\\p{L}\\p{N}_-]|${range})*(?<![_-])`;
  return new RegExp(`^${label}(?:\\.${label})*\\n?$`, 'iu');
}

interface Range {
  readonly count: number;
  readonly member: (index: number) => string;
}

interface Parts {
  readonly ranges: readonly { readonly head: string; readonly range: Range }[];
  readonly tail: string;
}

/** Ansible calls itself once for each range and is stopped by Python at about this many. */
const RANGE_LIMIT = 900;

type Refused = { readonly error: string };

/** The first `[` and the first `]`, whichever comes first, enclose the first range; and so on behind it. */
function splitRanges(pattern: string): Parts | Refused {
  if (!pattern.includes('[')) return { ranges: [], tail: pattern };
  const bars = pattern.split('|').length - 1;
  const closer = pattern.includes(']') ? ']' : '|';
  // Ansible turns the brackets to `|` and splits there: when the `]` is missing, one `|` takes its place; else none may stand in the text.
  if (bars > (closer === '|' ? 1 : 0)) return { error: `“${shown(pattern)}” has a range, so it cannot have a |` };
  const ranges: { head: string; range: Range }[] = [];
  let position = 0;
  for (;;) {
    const opening = pattern.indexOf('[', position);
    if (opening < 0) break;
    const closing = pattern.indexOf(closer, position);
    if (closing < 0) return { error: `“${shown(pattern)}” has a [ without a ]` };
    if (ranges.length === RANGE_LIMIT) return { error: `“${shown(pattern)}” has more than ${RANGE_LIMIT} ranges` };
    const first = Math.min(opening, closing);
    const last = Math.max(opening, closing);
    const range = parseRange(pattern.slice(first + 1, last));
    if ('error' in range) return range;
    ranges.push({ head: pattern.slice(position, first), range });
    position = last + 1;
    // Ansible looks at the next range once for each name of this one: when there is none, never.
    if (range.count === 0) break;
  }
  return { ranges, tail: pattern.slice(position) };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function parseRange(text: string): Range | Refused {
  const shownRange = `“[${shown(text)}]”`;
  const bounds = text.split(':');
  if (bounds.length !== 2 && bounds.length !== 3) return { error: `${shownRange} is not a range: write [begin:end] or [begin:end:step]` };
  const begin = bounds[0] === '' ? '0' : bounds[0]!;
  const end = bounds[1]!;
  if (end === '') return { error: `the range ${shownRange} has no end` };
  const width = begin.startsWith('0') && begin.length > 1 ? begin.length : 0;
  if (width > 0 && [...end].length !== [...begin].length) {
    return { error: `the range ${shownRange} begins with a 0, so begin and end need the same number of digits` };
  }
  const step = bounds.length === 3 ? pythonInteger(bounds[2]!) : 1n;
  if (step === undefined || step === 0n) return { error: `the step of the range ${shownRange} is not a whole number other than 0` };
  return letterRange(begin, end, step, shownRange) ?? numberRange(begin, end, step, width, shownRange);
}

/** Python's `str.index` finds more than one letter, too: `[ab:ef]` is a to e. */
function letterRange(begin: string, end: string, step: bigint, shownRange: string): Range | Refused | undefined {
  const first = LETTERS.indexOf(begin);
  const last = LETTERS.indexOf(end);
  if (first < 0 || last < 0) return undefined;
  if (first > last) return { error: `the range ${shownRange} runs backwards: letters go from a to z, then from A to Z` };
  if (step < 0n) return { count: 0, member: () => '' };
  const distance = step > 52n ? 52 : Number(step);
  return { count: Math.floor((last - first) / distance) + 1, member: (index) => LETTERS[first + index * distance]! };
}

function numberRange(begin: string, end: string, step: bigint, width: number, shownRange: string): Range | Refused {
  const first = pythonInteger(begin);
  const last = pythonInteger(end);
  if (first === undefined || last === undefined) return { error: `the range ${shownRange} needs two whole numbers or two single letters` };
  // Python's `range(first, last + 1, step)`: counting down it stops one earlier than one would think.
  const length = step > 0n ? last + 1n - first : first - (last + 1n);
  const size = step > 0n ? step : -step;
  const count = length <= 0n ? 0 : Number((length - 1n) / size + 1n);
  return { count, member: (index) => padded(first + BigInt(index) * step, width) };
}

function padded(number: bigint, width: number): string {
  return number < 0n ? '-' + String(-number).padStart(width - 1, '0') : String(number).padStart(width, '0');
}

/** Python's `int(text)` for ASCII digits: blanks around, a sign and single underscores between digits are allowed. */
function pythonInteger(text: string): bigint | undefined {
  const match = /^\s*([+-]?)([0-9]+(?:_[0-9]+)*)\s*$/.exec(text);
  if (match === null) return undefined;
  const digits = match[2]!.replaceAll('_', '');
  if (digits.length > 4300) return undefined;
  return match[1] === '-' ? -BigInt(digits) : BigInt(digits);
}

function membersOf(range: Range): string[] {
  return Array.from({ length: range.count }, (_, index) => range.member(index));
}

function countOf(parts: Parts): number {
  return parts.ranges.reduce((product, { range }) => product * range.count, 1);
}

function shown(text: string): string {
  return text.length > 60 ? text.slice(0, 59) + '…' : text;
}
