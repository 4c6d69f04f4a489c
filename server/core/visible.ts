// Text of files as it may stand in a message, a comment or a line of a terminal: what no reader sees is written out.

/**
 * Characters that no reader sees, or that turn the text around them, as part of a regular expression's class: C1 controls, soft hyphen,
 * without width, bidirectional, line and paragraph ends of Unicode, byte order mark, annotations. C0 controls are not among them.
 */
export const INVISIBLE = '\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb';

const UNSEEN = new RegExp(`[\\u0000-\\u001f${INVISIBLE}\\u{e0000}-\\u{e007f}]`, 'gu');

/** Controls, line ends and bidirectional characters as visible text. */
export function makeVisible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    if (character === '\n') return '⏎';
    if (character === '\r') return '␍';
    if (character === '\t') return '⇥';
    const digits = character.codePointAt(0)!.toString(16);
    return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`;
  });
}

/** Kind and places of an error, for a log or a terminal: its message may quote a file and is left out. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return [error.constructor.name, ...(error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8)].join('\n');
}
