// Where a call writes. Text from files is cleaned of control characters, so that no escape sequence of theirs reaches the terminal.
import { INVISIBLE } from '../core/visible';

export interface Output {
  write(text: string): void;
  error(text: string): void;
}

const UNSEEN = new RegExp(`[\\u0000-\\u001f${INVISIBLE}]`, 'g');

/** Control characters, bidirectional and other invisible ones as visible `\xNN` / `\uNNNN`; a new line too, since every output line is ours. */
export function harmless(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = character.charCodeAt(0);
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
