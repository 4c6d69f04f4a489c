// How the terminal tells places: lines and columns from 1, columns in UTF-16 units, files relative to the working directory where they lie below it.
import { isSpan, type Origin, type Path, type SourceFile, type Span } from '../core/tree';
import { displayPath } from '../core/path';

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

export function positionOf(file: SourceFile, offset: number): { line: number; column: number } {
  let starts = lineStarts.get(file);
  if (starts === undefined) {
    const found = [0];
    for (let index = 0; index < file.text.length; index++) {
      const code = file.text.charCodeAt(index);
      if (code === 10) found.push(index + 1);
      else if (code === 13 && file.text.charCodeAt(index + 1) !== 10) found.push(index + 1);
    }
    lineStarts.set(file, (starts = found));
  }
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}

export interface JsonOrigin {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly from: string;
}

/** `from` is `file`, or what the value comes from where there is no text. */
export function jsonOrigin(origin: Origin, cwd: Path): JsonOrigin {
  if (!isSpan(origin)) return { file: null, line: null, column: null, from: origin.from };
  return { file: displayPath(origin.file.path, cwd), ...positionOf(origin.file, origin.start), from: 'file' };
}

/** `group_vars/all.yml:4`, or the text of what stands in no file. */
export function placeText(origin: Origin, cwd: Path): string {
  if (!isSpan(origin)) return origin.text;
  return spanText(origin, cwd);
}

export function spanText(span: Span, cwd: Path): string {
  return `${displayPath(span.file.path, cwd)}:${positionOf(span.file, span.start).line}`;
}
