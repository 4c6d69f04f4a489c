// Globs that a workspace wrote: those of VS Code's `files.exclude`, and the lines of a .gitignore. A match takes at most as many steps as
// the name is long times the pattern, never more for being written cleverly; and who matches says how many steps all may take together.

/** Steps that matching may still take; below 0 nothing matches any more. */
export interface StepBudget {
  left: number;
}

const STAR = 0;
const ANY = 1;
const SLASH = 2;
const GLOBSTAR = 3;

/** One character, as itself, or as one of many. */
type Part = string | typeof STAR | typeof ANY | typeof SLASH | CharacterSet;

/** What one name between slashes must be: this text, this pattern, or any number of names. */
type Segment = string | readonly Part[] | typeof GLOBSTAR;

/** A pattern for the names of a path, from the top. */
export type Glob = readonly Segment[];

/** True when a glob fits all the names of a path. */
export function matchesGlob(glob: Glob, names: readonly string[], budget: StepBudget): boolean {
  let [at, segment, star, mark] = [0, 0, -1, 0];
  while (at < names.length) {
    if (budget.left-- < 0) return false;
    const current = glob[segment];
    if (current === GLOBSTAR) {
      star = segment++;
      mark = at;
    } else if (current !== undefined && matchesSegment(current, names[at]!, budget)) {
      segment++;
      at++;
    } else if (star >= 0) {
      // one name more for the last `**`; what an earlier one took need not be tried again
      segment = star + 1;
      at = ++mark;
    } else return false;
  }
  while (glob[segment] === GLOBSTAR) segment++;
  return segment === glob.length;
}

function matchesSegment(segment: string | readonly Part[], name: string, budget: StepBudget): boolean {
  if (typeof segment === 'string') return segment === name;
  let [at, part, star, mark] = [0, 0, -1, 0];
  while (at < name.length) {
    if (budget.left-- < 0) return false;
    const current = segment[part];
    if (current === STAR) {
      star = part++;
      mark = at;
    } else if (current !== undefined && matchesPart(current, name[at]!, budget)) {
      part++;
      at++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++mark;
    } else return false;
  }
  while (segment[part] === STAR) part++;
  return part === segment.length;
}

function matchesPart(part: Part, character: string, budget: StepBudget): boolean {
  if (!(part instanceof CharacterSet)) return part === ANY || part === character;
  budget.left -= part.size;
  return part.has(character);
}

/** `[a-z]`: what lies in one of the ranges or classes, or in none of them. */
class CharacterSet {
  constructor(private readonly ranges: readonly (readonly [low: string, high: string])[], private readonly classes: readonly RegExp[], private readonly isNot: boolean) {}

  /** Steps that a look takes. */
  get size(): number {
    return this.ranges.length + this.classes.length;
  }

  has(character: string): boolean {
    // Git takes the first of a range that runs backwards
    return (this.ranges.some(([low, high]) => character === low || (low <= character && character <= high)) || this.classes.some((one) => one.test(character))) !== this.isNot;
  }
}

// --- from text ---

/** Reads a pattern character by character; undefined for one that fits nothing. `hasEscapes`: a backslash takes its meaning from the next. */
function partsOf(text: string, hasEscapes: boolean): Part[] | undefined {
  const parts: Part[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === '\\' && hasEscapes) {
      const escaped = text[++index];
      if (escaped === undefined) return undefined;
      parts.push(escaped === '/' ? SLASH : escaped);
    } else if (character === '*') parts.push(STAR);
    else if (character === '?') parts.push(ANY);
    else if (character === '/') parts.push(SLASH);
    else if (character === '[') {
      const set = setOf(text, index, hasEscapes);
      if (set === undefined) return undefined;
      parts.push(set.characters);
      index = set.end;
    } else parts.push(character);
  }
  return parts;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/, alpha: /[A-Za-z]/, blank: /[ \t]/, cntrl: /[\0-\x1f\x7f]/, digit: /[0-9]/, graph: /[!-~]/, lower: /[a-z]/,
  print: /[ -~]/, punct: /[!-/:-@[-`{-~]/, space: /[\t-\r ]/, upper: /[A-Z]/, xdigit: /[A-Fa-f0-9]/,
};

/** `[a-z]` at `start`, up to its `]` at `end`; undefined when there is none. */
function setOf(text: string, start: number, hasEscapes: boolean): { readonly characters: CharacterSet; readonly end: number } | undefined {
  let index = start + 1;
  const isNot = text[index] === '!' || text[index] === '^';
  if (isNot) index++;
  const ranges: (readonly [low: string, high: string])[] = [];
  const classes: RegExp[] = [];
  for (const first = index; index < text.length; index++) {
    if (text[index] === ']' && index > first) {
      return { characters: new CharacterSet(ranges, classes, isNot), end: index };
    }
    if (hasEscapes && text[index] === '[' && text[index + 1] === ':') {
      const close = text.indexOf(':]', index + 2);
      const known = close < 0 ? undefined : CLASSES[text.slice(index + 2, close)];
      if (known === undefined) return undefined;
      classes.push(known);
      index = close + 1;
      continue;
    }
    if (hasEscapes && text[index] === '\\') index++;
    const low = text[index];
    let high = low;
    if (text[index + 1] === '-' && text[index + 2] !== undefined && text[index + 2] !== ']') {
      index += 2;
      if (hasEscapes && text[index] === '\\') index++;
      high = text[index];
    }
    if (low === undefined || high === undefined) return undefined;
    ranges.push([low, high]);
  }
  return undefined;
}

/** Parts as the segments between their slashes. */
function globOfParts(parts: readonly Part[]): Glob {
  const segments: Segment[] = [];
  let segment: Part[] = [];
  for (const part of [...parts, SLASH] as const) {
    if (part !== SLASH) segment.push(part);
    else {
      segments.push(segment.length > 1 && segment.every((star) => star === STAR) ? GLOBSTAR : segment.every((character) => typeof character === 'string') ? segment.join('') : segment);
      segment = [];
    }
  }
  return segments;
}

// --- files.exclude ---

/** Longer globs are not used. */
const GLOB_LIMIT = 1_000;
/** Nor are those whose braces stand for more than this. */
const ALTERNATIVE_LIMIT = 200;

/** A glob as VS Code reads it: `**` for any number of folders, `{a,b}` for either. What it stands for, one glob each; none for one that is too long. */
export function globsOf(text: string): readonly Glob[] {
  if (text.length > GLOB_LIMIT) return [];
  return alternatives(text.replace(/\/$/, '')).flatMap((alternative) => {
    const parts = partsOf(alternative, false);
    return parts === undefined || parts.length === 0 ? [] : [globOfParts(parts)];
  });
}

/** What the braces of a text stand for; braces that do not close are text. */
function alternatives(text: string): readonly string[] {
  const done: string[] = [];
  const open = [text];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const group = innermostBraces(next);
    if (group === undefined) done.push(next);
    else for (const choice of next.slice(group.start + 1, group.end).split(',')) open.push(next.slice(0, group.start) + choice + next.slice(group.end + 1));
    if (done.length + open.length > ALTERNATIVE_LIMIT) return [];
  }
  return [...new Set(done)];
}

function innermostBraces(text: string): { readonly start: number; readonly end: number } | undefined {
  for (let index = 0, start = -1; index < text.length; index++) {
    if (text[index] === '{') start = index;
    else if (text[index] === '}' && start >= 0) return { start, end: index };
  }
  return undefined;
}

// --- .gitignore ---

interface IgnoreRule {
  readonly glob: Glob;
  /** The pattern is for the last name alone, wherever it stands. */
  readonly isForName: boolean;
  readonly isForFolders: boolean;
  readonly ignores: boolean;
}

/** The lines of one .gitignore, the last first. What no pattern fits stays as it was. */
export type IgnoreRules = readonly IgnoreRule[];

/** The rules of a .gitignore, as gitignore(5) and Git's own matching have them. */
export function ignoreRulesOf(text: string): IgnoreRules {
  return text.split('\n').flatMap((line) => ruleOf(line) ?? []).reverse();
}

function ruleOf(line: string): IgnoreRule | undefined {
  if (line.startsWith('#') || line.length > GLOB_LIMIT) return undefined;
  let pattern = withoutTrailingSpaces(line.replace(/\r$/, ''));
  const ignores = !pattern.startsWith('!');
  if (!ignores) pattern = pattern.slice(1);
  const isForFolders = pattern.endsWith('/');
  if (isForFolders) pattern = pattern.slice(0, -1);
  const isForName = !pattern.includes('/');
  const parts = partsOf(pattern.replace(/^\//, ''), true);
  if (parts === undefined || parts.length === 0) return undefined;
  const glob = isForName ? [parts.every((part) => typeof part === 'string') ? parts.join('') : parts] : globOfParts(parts);
  // `a/**` is for what lies in `a`, not for `a`
  return { glob: glob.at(-1) === GLOBSTAR ? [...glob.slice(0, -1), [STAR], GLOBSTAR] : glob, isForName, isForFolders, ignores };
}

/** Spaces at the end do not count unless a backslash stands before them. */
function withoutTrailingSpaces(line: string): string {
  let end = 0;
  for (let index = 0; index < line.length; index++) {
    if (line[index] === '\\') end = Math.min(++index + 1, line.length);
    else if (line[index] !== ' ') end = index + 1;
  }
  return line.slice(0, end);
}

/** True or false as the last rule that fits says; undefined when none does. `names` lead from the .gitignore's folder to the path. */
export function isIgnoredBy(rules: IgnoreRules, names: readonly string[], isFolder: boolean, budget: StepBudget): boolean | undefined {
  const last = names.slice(-1);
  for (const { glob, isForName, isForFolders, ignores } of rules) {
    if (budget.left-- < 0) return undefined;
    if (isForFolders && !isFolder) continue;
    if (matchesGlob(glob, isForName ? last : names, budget)) return ignores;
  }
  return undefined;
}
