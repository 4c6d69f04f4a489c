// Regular expressions and globs that a workspace wrote: matched only where that cannot take for ever. Undefined: it cannot be decided here.

/** More than a name pattern needs; what is longer is not tried. */
const LENGTH_LIMIT = 200;

/** Python's expression as JavaScript's; undefined for one that is no expression here, or that repeats what repeats (`(a+)+`). */
export function safeExpression(source: string): RegExp | undefined {
  if (source.length > LENGTH_LIMIT) return undefined;
  // a group that is repeated must hold no repetition and no alternative: both can take exponential time
  if (/\((?:[^()\\]|\\.)*[+*{|](?:[^()\\]|\\.)*\)[+*{?]/.test(source) || /\)[^()]*\)[+*{]/.test(source)) return undefined;
  // several open repetitions in a row are polynomial of that degree
  if ((source.match(/[+*]/g) ?? []).length > 3) return undefined;
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

/** `fnmatch`: `*`, `?`, `[seq]`, `[!seq]`, over the whole name, in time that grows with name times pattern. */
export function matchesGlob(pattern: string, name: string): boolean {
  const parts = [...pattern.matchAll(/\[!?\]?[^\]]*\]|[^]/g)].map(([part]) => part);
  let [at, part, star, mark] = [0, 0, -1, 0];
  while (at < name.length) {
    const current = parts[part];
    if (current === '*') {
      star = part++;
      mark = at;
    } else if (current !== undefined && matchesOne(current, name[at]!)) {
      part++;
      at++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++mark;
    } else return false;
  }
  while (parts[part] === '*') part++;
  return part === parts.length;
}

function matchesOne(part: string, character: string): boolean {
  if (part === '?') return true;
  if (part.length < 2) return part === character;
  const isNot = part[1] === '!';
  const set = part.slice(isNot ? 2 : 1, -1);
  let isIn = false;
  for (let index = 0; index < set.length; index++) {
    if (set[index + 1] === '-' && index + 2 < set.length) {
      isIn ||= set[index]! <= character && character <= set[index + 2]!;
      index += 2;
    } else isIn ||= set[index] === character;
  }
  return isIn !== isNot;
}
