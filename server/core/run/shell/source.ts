// The text of a shell script together with the place of each of its characters in a file: what a container format or make did to the text is undone here.
import type { SourceFile } from '../../tree';

/** Text to read as a script; character `i` of it stands in the file from `starts[i]` to `ends[i]`. */
export interface ShellText {
  readonly file: SourceFile;
  readonly text: string;
  /** Undefined: the file's own text from its beginning. */
  readonly starts: Int32Array | undefined;
  readonly ends: Int32Array | undefined;
}

/** Stands in a text for something that is not known. */
export const UNKNOWN = '\u0002';
/** Stands in a path for the folder the script is started in. */
export const START = '\u0003';

/** Where the characters from `start` to `end` stand in the file. */
export function placeOf({ starts, ends }: ShellText, start: number, end: number): readonly [start: number, end: number] {
  if (starts === undefined || ends === undefined) return [start, end];
  if (starts.length === 0) return [0, 0];
  const last = Math.min(Math.max(start, end - 1), starts.length - 1);
  const from = starts[Math.min(start, starts.length - 1)]!;
  return [from, Math.max(from, ends[last]!)];
}

/** The characters from `start` to `end` as they are written in the file. */
export function writtenOf(source: ShellText, start: number, end: number): string {
  if (source.starts === undefined) return source.text.slice(start, end);
  const [from, to] = placeOf(source, start, end);
  return source.file.text.slice(from, to).replaceAll('\u0001', '');
}

/** Puts a text together from parts of files. */
export class TextBuilder {
  private readonly pieces: string[] = [];
  private starts: number[] = [];
  private ends: number[] = [];

  constructor(private readonly file: SourceFile) {}

  /** Text as it stands in the file, from `start` on. */
  literal(text: string, start: number): void {
    this.pieces.push(text);
    for (let index = 0; index < text.length; index++) {
      this.starts.push(start + index);
      this.ends.push(start + index + 1);
    }
  }

  /** Text that something else in the file stands for. */
  instead(text: string, start: number, end: number): void {
    this.pieces.push(text);
    for (let index = 0; index < text.length; index++) {
      this.starts.push(start);
      this.ends.push(end);
    }
  }

  get length(): number {
    return this.starts.length;
  }

  build(): ShellText {
    return { file: this.file, text: this.pieces.join(''), starts: Int32Array.from(this.starts), ends: Int32Array.from(this.ends) };
  }
}

/** The script's text without the characters that stand for nothing. */
export function plainText(file: SourceFile, text: string): ShellText {
  if (!/[\u0001-\u0003]/.test(text)) return { file, text, starts: undefined, ends: undefined };
  const builder = new TextBuilder(file);
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    if (index < text.length && !(text[index]! >= '\u0001' && text[index]! <= '\u0003')) continue;
    builder.literal(text.slice(start, index), start);
    start = index + 1;
  }
  return builder.build();
}

/** As many characters as a line of make may have when its variables are put in. */
const LINE_LIMIT = 64 * 1024;

/**
 * The lines of a recipe, each a script of its own: make's `@`, `-` and `+` in front taken away, its variables put in as text, `$$` the
 * shell's `$`. A variable that is not known, and what make computes, becomes UNKNOWN.
 */
export function makeLines(file: SourceFile, text: string, variables: ReadonlyMap<string, string | undefined>): ShellText[] {
  const lines: ShellText[] = [];
  for (let start = 0; start < text.length; ) {
    let end = start;
    for (;;) {
      const newline = text.indexOf('\n', end);
      end = newline < 0 ? text.length : newline + 1;
      if (newline < 0 || !endsWithBackslash(text, text[newline - 1] === '\r' ? newline - 1 : newline)) break;
    }
    let at = start;
    while (at < end && ' \t@+-'.includes(text[at]!)) at++;
    if (text.slice(at, end).trim() !== '') lines.push(makeLine(file, text, at, end, variables));
    start = end;
  }
  return lines;
}

function makeLine(file: SourceFile, text: string, start: number, end: number, variables: ReadonlyMap<string, string | undefined>): ShellText {
  const builder = new TextBuilder(file);
  for (let index = start; index < end && builder.length < LINE_LIMIT; ) {
    const character = text[index]!;
    if (character >= '\u0001' && character <= '\u0003') {
      index++;
      continue;
    }
    if (character !== '$') {
      let next = index;
      while (next < end && text[next] !== '$' && !(text[next]! >= '\u0001' && text[next]! <= '\u0003')) next++;
      builder.literal(text.slice(index, next), index);
      index = next;
      continue;
    }
    const following = text[index + 1];
    if (following === '$') {
      builder.instead('$', index, index + 2);
      index += 2;
    } else if (following === '(' || following === '{') {
      const close = matching(text, index + 1, end);
      const value = variables.get(text.slice(index + 2, close - 1).trim());
      builder.instead(value ?? UNKNOWN, index, close);
      index = close;
    } else {
      const value = following === undefined ? undefined : variables.get(following);
      builder.instead(value ?? UNKNOWN, index, Math.min(end, index + 2));
      index += 2;
    }
  }
  return builder.build();
}

/** Behind the bracket that closes the one at `open`; the end of the line when none does. */
function matching(text: string, open: number, end: number): number {
  const [opening, closing] = text[open] === '(' ? '()' : '{}';
  let depth = 0;
  for (let index = open; index < end; index++) {
    if (text[index] === opening) depth++;
    else if (text[index] === closing && --depth === 0) return index + 1;
  }
  return end;
}

/** An odd number of backslashes before `index`. */
export function endsWithBackslash(text: string, index: number): boolean {
  let count = 0;
  while (text[index - 1 - count] === '\\') count++;
  return count % 2 === 1;
}
