// Comments by which a text says that it lives with a finding: `# groupvars: ignore RULE`, several rules parted by commas.
import type { SourceFile, Span } from '../core/tree';

interface IgnoreComment {
  /** Its line, without the end. */
  readonly start: number;
  readonly end: number;
  readonly rules: ReadonlySet<string>;
}

/** True when such a comment stands on the line of the finding, or on the first line of its file. */
export function isIgnored(rule: string, { file, start }: Span): boolean {
  const comments = ignoreCommentsOf(file);
  const [first] = comments;
  if (first === undefined) return false;
  if (first.start === 0 && first.rules.has(rule)) return true;
  let [low, high] = [0, comments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.end < start) low = middle + 1;
    else high = middle;
  }
  const own = comments[low];
  return own !== undefined && own.start <= start && own.rules.has(rule);
}

const MARK = 'groupvars: ignore';
const ofFile = new WeakMap<SourceFile, readonly IgnoreComment[]>();

/** In the order of the text. Found once for each text: a file may have a hundred thousand findings. */
function ignoreCommentsOf(file: SourceFile): readonly IgnoreComment[] {
  let comments = ofFile.get(file);
  if (comments === undefined) ofFile.set(file, (comments = file.text.includes(MARK) ? findComments(file.text) : []));
  return comments;
}

function findComments(text: string): IgnoreComment[] {
  const comments: IgnoreComment[] = [];
  let start = 0;
  // a carriage return alone ends a line as well
  for (const line of text.split(/[\r\n]/)) {
    const rules = line.includes(MARK) ? /[#;]\s*groupvars: ignore\s+([\w, -]+)/.exec(line)?.[1] : undefined;
    if (rules !== undefined) comments.push({ start, end: start + line.length, rules: new Set(rules.split(/[\s,]+/)) });
    start += line.length + 1;
  }
  return comments;
}
