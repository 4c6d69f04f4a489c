// The grammar of sh and bash as far as it decides which commands run where: words with their parts, and commands in commands.
import type { ShellText } from './source';

/** A part of a word. Offsets are those of the text the word stands in; text of a part is exactly what stands there. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean; readonly start: number; readonly end: number }
  | { readonly kind: 'parameter'; readonly name: string; readonly index: string | undefined; readonly operator: string; readonly argument: Word | undefined; readonly quoted: boolean; readonly start: number; readonly end: number }
  | { readonly kind: 'command'; readonly body: Node; readonly quoted: boolean; readonly start: number; readonly end: number }
  | { readonly kind: 'unknown'; readonly quoted: boolean; readonly start: number; readonly end: number };

export interface Word {
  readonly source: ShellText;
  readonly parts: readonly Part[];
  readonly start: number;
  readonly end: number;
  /** `NAME=…` in front of a command or behind `export` and its like; `parts` are those of the value. */
  readonly assignment?: { readonly name: string; readonly append: boolean; readonly index: string | undefined; readonly elements: readonly Word[] | undefined };
}

export type Node =
  | { readonly kind: 'simple'; readonly source: ShellText; readonly assignments: readonly Word[]; readonly words: readonly Word[]; readonly start: number; readonly end: number }
  | { readonly kind: 'list'; readonly items: readonly { readonly node: Node; readonly inBackground: boolean }[] }
  | { readonly kind: 'chain'; readonly first: Node; readonly rest: readonly { readonly operator: '&&' | '||'; readonly node: Node }[] }
  | { readonly kind: 'pipeline'; readonly parts: readonly Node[] }
  | { readonly kind: 'subshell'; readonly body: Node }
  | { readonly kind: 'not'; readonly body: Node }
  | { readonly kind: 'if'; readonly clauses: readonly { readonly condition: Node; readonly body: Node }[]; readonly otherwise: Node | undefined }
  | { readonly kind: 'while'; readonly condition: Node; readonly body: Node }
  | { readonly kind: 'for'; readonly name: string; readonly isSelect: boolean; readonly words: readonly Word[] | undefined; readonly body: Node }
  | { readonly kind: 'case'; readonly branches: readonly { readonly isDefault: boolean; readonly body: Node; readonly fallsThrough: boolean }[] }
  | { readonly kind: 'function'; readonly name: string; readonly body: Node }
  | { readonly kind: 'arithmetic'; readonly text: string };

/** The text of a word without expansions; undefined for any other. */
export function literalOf(word: Word | undefined): string | undefined {
  if (word === undefined || word.assignment !== undefined) return undefined;
  let text = '';
  for (const part of word.parts) {
    if (part.kind !== 'text') return undefined;
    text += part.text;
  }
  return text;
}
