// JSON read so that no number loses its spelling: 1.0 stays apart from 1, and every digit of a large integer counts. Independent of the product's own reader.

/** A parsed text; a number is the text of it behind a mark. */
export type Exact = null | boolean | string | readonly Exact[] | { readonly [key: string]: Exact };

/** Stands before every number, and in no text of a file. */
const MARK = '\u0001number ';

/** Takes Python's JSON, `NaN` and `Infinity` included. */
export function exactJson(text: string): Exact {
  return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity|\d[\d.eE+-]*)/g, (token) => (token.startsWith('"') ? token : JSON.stringify(MARK + token)))) as Exact;
}

/** How many leaves a value has; an empty list or mapping is one. */
export function countLeaves(value: Exact): number {
  if (value === null || typeof value !== 'object') return 1;
  const members = Object.values(value);
  return members.length === 0 ? 1 : members.reduce((sum: number, member) => sum + countLeaves(member as Exact), 0);
}
