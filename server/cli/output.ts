// Where a call writes. Text from files is cleaned of control characters, so that no escape sequence of theirs reaches the terminal.

export interface Output {
  write(text: string): void;
  error(text: string): void;
}

/** Control characters, bidirectional and other invisible ones as visible `\xNN` / `\uNNNN`; a new line too, since every output line is ours. */
export function harmless(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g, (character) => {
    const code = character.charCodeAt(0);
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
