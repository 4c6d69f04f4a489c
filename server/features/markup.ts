// The one way for text from files into Markdown: a code span it cannot leave. Links carry our own commands only.
import { makeVisible } from '../core/visible';
import { isSpan, type Origin, type Path } from '../core/tree';

export { makeVisible };

const LENGTH_LIMIT = 120;

/**
 * Text of a file as a code span: fenced longer than any run of backticks in it, on one line, invisible characters shown, cut.
 * A bar ends a table's cell in a code span too, and an escape for it counts the backslashes before it: bars stand between two spans.
 */
export function code(text: string, limit = LENGTH_LIMIT): string {
  const cut = shortened(makeVisible(text), limit);
  return cut.includes('|') ? cut.split('|').map((part) => (part === '' ? '' : span(part))).join('\\|') : span(cut);
}

/** Text of a file inside the brackets of a link: renderers look for the closing one in code spans too, so brackets and backticks are escaped there. */
export function linkText(text: string, limit = LENGTH_LIMIT): string {
  return /[`[\]]/.test(text) ? plain(shortened(makeVisible(text), limit)) : code(text, limit);
}

function shortened(text: string, limit: number): string {
  const characters = [...text];
  return characters.length > limit ? characters.slice(0, limit - 1).join('') + '…' : text;
}

function span(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padded = text === '' ? ' ' : text.startsWith('`') || text.endsWith('`') || (text.startsWith(' ') && text.endsWith(' ')) ? ` ${text} ` : text;
  return fence + padded + fence;
}

/** Plain words around which nothing is markup: for texts of ours that hold a name. */
export function plain(text: string): string {
  return makeVisible(text).replace(/[\\`*_{}[\]()#+\-.!|<>~&:/@]/g, '\\$&');
}

/** The same for whole sentences: a full stop at the end is none of Markdown's. */
export function plainSentence(text: string): string {
  return plain(text).replace(/\\\.$/, '.');
}

/** A link that runs one of our commands. `label` is Markdown of ours. */
export function commandLink(label: string, command: string, argument: unknown, title: string): string {
  return `[${label}](command:${command}?${encodeURIComponent(JSON.stringify([argument])).replace(/[()']/g, (character) => '%' + character.charCodeAt(0).toString(16))} "${title}")`;
}

/** The place of an origin as a link that opens it, or its text where it stands in no file. */
export function placeLink(origin: Origin, show: (path: Path) => string, lineOf: (origin: Origin) => number | undefined): string {
  if (!isSpan(origin)) return code(origin.from === 'catalogue' ? origin.text.replace(/^roles\//, '') : origin.text, 100);
  const line = lineOf(origin);
  const label = linkText(show(origin.file.path) + (line === undefined ? '' : `:${line}`), 100);
  return commandLink(label, 'groupvars.openPlace', { path: origin.file.path, offset: origin.start }, 'Open') + (origin.file.unsaved === true ? NOT_SAVED : '');
}

/** Stands behind the place of a file that only the editor has. */
export const NOT_SAVED = ' (not saved)';
