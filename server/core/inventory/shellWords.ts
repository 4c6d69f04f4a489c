// Cuts a line into words as Python's `shlex.split(line, comments=True)` does, and remembers where each character stood.
// Knows nothing of inventories.

/** One word, quotes and backslashes taken away. */
export interface ShellWord {
  readonly text: string;
  /** Of the word as written, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Offset of each character of `text`; absent when the word is written as it reads. */
  readonly offsets?: readonly number[];
}

export type ShellWords = { readonly words: readonly ShellWord[] } | { readonly error: string; readonly at: number };

const SPACE = 0x20;
const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const HASH = 0x23;
const BACKSLASH = 0x5c;
const SINGLE_QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;

/**
 * The words of `text`, up to an unquoted `#` (which ends a word, too). Offsets count from the start of `text`.
 * An open quote or a backslash at the end gives an error and its place.
 */
export function shellWords(text: string): ShellWords {
  const words: ShellWord[] = [];
  let position = 0;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (isBlank(code)) position++;
    else if (code === HASH) position = endOfComment(text, position);
    else {
      const end = plainEnd(text, position);
      if (end === text.length || isBlank(text.charCodeAt(end)) || text.charCodeAt(end) === HASH) {
        words.push({ text: text.slice(position, end), start: position, end });
        position = end;
        continue;
      }
      const word = quotedWord(text, position);
      if ('error' in word) return word;
      words.push(word);
      position = word.end;
    }
  }
  return { words };
}

function quotedWord(text: string, start: number): ShellWord | { error: string; at: number } {
  const characters: string[] = [];
  const offsets: number[] = [];
  let quote = 0;
  let quoteStart = start;
  let position = start;
  const take = (at: number): void => {
    characters.push(text[at]!);
    offsets.push(at);
  };
  for (; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === BACKSLASH && quote !== SINGLE_QUOTE) {
      if (position + 1 === text.length) return { error: 'the backslash at the end has nothing to escape', at: position };
      const next = text.charCodeAt(position + 1);
      // Between double quotes a backslash escapes only `"` and itself.
      if (quote === DOUBLE_QUOTE && next !== DOUBLE_QUOTE && next !== BACKSLASH) take(position);
      position++;
      take(position);
    } else if (quote !== 0) {
      if (code === quote) quote = 0;
      else take(position);
    } else if (code === SINGLE_QUOTE || code === DOUBLE_QUOTE) {
      quote = code;
      quoteStart = position;
    } else if (isBlank(code) || code === HASH) break;
    else take(position);
  }
  if (quote !== 0) return { error: `the quote ${text[quoteStart]!} is not closed`, at: quoteStart };
  return { text: characters.join(''), start, end: position, offsets };
}

function plainEnd(text: string, start: number): number {
  let position = start;
  for (; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code <= BACKSLASH && (isBlank(code) || code === HASH || code === BACKSLASH || code === SINGLE_QUOTE || code === DOUBLE_QUOTE)) break;
  }
  return position;
}

function endOfComment(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  return newline < 0 ? text.length : newline + 1;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB || code === NEWLINE || code === RETURN;
}
