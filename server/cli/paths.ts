// How the terminal tells places: lines and columns from 1, files relative to the working directory where they lie below it.
import { isSpan, type Origin, type Path, type Span } from '../core/tree';
import { displayPath } from '../core/path';
import { positionOf } from '../lines';

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
