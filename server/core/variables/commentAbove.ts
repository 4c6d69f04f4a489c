// The comment right above a key: what people write about a variable.
import type { Span } from '../tree';

const LINE_LIMIT = 12;
const LENGTH_LIMIT = 400;

/** The lines of comment directly above `key`, as one text; undefined when there is none, or nothing but rules and commented-out keys. */
export function commentAbove({ file: { text }, start }: Span): string | undefined {
  const lines: string[] = [];
  let end = text.lastIndexOf('\n', start - 1);
  while (end > 0 && lines.length < LINE_LIMIT) {
    const begin = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(begin, end).trim();
    if (!line.startsWith('#')) break;
    // `# -- text` is how charts write it
    lines.unshift(line.replace(/^#+\s?(--\s+(?=\S))?/, '').trim());
    end = begin - 1;
  }
  // a key that is commented out above belongs to that one
  let from = lines.findLastIndex((line) => /^[\w-]+:(\s|$)/.test(line) || line === '' || /^[-=#*\s]+$/.test(line)) + 1;
  // and so do items, its own and those of the key before
  while (/^-\s/.test(lines[from] ?? '')) from++;
  const words = lines.slice(from).join(' ').replace(/\s+/g, ' ').trim();
  return words === '' ? undefined : words.length > LENGTH_LIMIT ? words.slice(0, LENGTH_LIMIT - 1) + '…' : words;
}
