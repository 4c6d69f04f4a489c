// `${X%pattern}` and its like: patterns of `*` and `?`, matched in one pass.

/** Longer ones are not followed. */
const TEXT_LIMIT = 4_096;
const PATTERN_LIMIT = 200;

/** `text` without the shortest or longest beginning or end that fits `pattern`; undefined where that is not decided here. */
export function removeMatch(text: string, pattern: string, operator: string): string | undefined {
  if (text.length > TEXT_LIMIT || pattern.length > PATTERN_LIMIT || /[[\]\\()]/.test(pattern)) return undefined;
  const isEnd = operator.startsWith('%');
  const isLongest = operator.length === 2;
  const read = (value: string): string => (isEnd ? [...value].reverse().join('') : value);
  const length = matchLength(read(text), read(pattern), isLongest);
  if (length === undefined) return text;
  return isEnd ? text.slice(0, text.length - length) : text.slice(length);
}

/** How much of the beginning of `text` fits. */
function matchLength(text: string, pattern: string, isLongest: boolean): number | undefined {
  let found: number | undefined;
  // the places of the pattern that may be reached
  let places = closure(pattern, new Set([0]));
  for (let index = 0; ; index++) {
    if (places.has(pattern.length)) {
      found = index;
      if (!isLongest) return found;
    }
    if (index >= text.length || places.size === 0) return found;
    const next = new Set<number>();
    for (const place of places) {
      const wanted = pattern[place];
      if (wanted === '*') next.add(place);
      else if (wanted !== undefined && (wanted === '?' || wanted === text[index])) next.add(place + 1);
    }
    places = closure(pattern, next);
  }
}

function closure(pattern: string, places: Set<number>): Set<number> {
  for (const place of places) if (pattern[place] === '*') places.add(place + 1);
  return places;
}
