// Lines and columns for people: both from 1, columns in UTF-16 units. A line ends with LF, CR or CRLF.
import type { SourceFile } from './core/tree';

// counted once a text, when a place in it is first asked for
const lineStarts = new WeakMap<SourceFile, readonly number[]>();

/** The line and column of an offset, both from 1. */
export function positionOf(file: SourceFile, offset: number): { readonly line: number; readonly column: number } {
  let starts = lineStarts.get(file);
  if (starts === undefined) lineStarts.set(file, (starts = startsOf(file.text)));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}

/** The line an offset is on, from 1. */
export function lineAt(file: SourceFile, offset: number): number {
  return positionOf(file, offset).line;
}

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
  }
  return starts;
}
