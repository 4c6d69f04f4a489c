// Lines and blanks of a text as Python sees them (`str.splitlines`, `str.strip`): more separators than an editor knows.
// Knows no format.

/** A line without its separator: UTF-16 offsets, `end` exclusive. */
export interface Line {
  readonly start: number;
  readonly end: number;
}

const SEPARATOR = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/g;

/** All lines of a text; a separator at its very end starts no further line. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  SEPARATOR.lastIndex = 0;
  for (let match = SEPARATOR.exec(text); match !== null; match = SEPARATOR.exec(text)) {
    lines.push({ start, end: match.index });
    start = SEPARATOR.lastIndex;
  }
  if (start < text.length) lines.push({ start, end: text.length });
  return lines;
}

/** What `str.isspace` is true for, as the inside of a character class of a regular expression. Unlike JavaScript's `\s`: with U+001C to U+001F and U+0085, without U+FEFF. */
export const PYTHON_SPACES = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const SPACE = new RegExp(`[${PYTHON_SPACES}]`);

function isPythonSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
  return code >= 0x85 && SPACE.test(String.fromCharCode(code));
}

/** The part from `start` to `end` without blanks at either side; empty at `end` when there is nothing else. */
export function trimLine(text: string, start: number, end: number): Line {
  while (start < end && isPythonSpace(text.charCodeAt(start))) start++;
  while (end > start && isPythonSpace(text.charCodeAt(end - 1))) end--;
  return { start, end };
}
