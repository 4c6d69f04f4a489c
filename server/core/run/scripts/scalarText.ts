// The shell text that scalars of YAML or JSON hold: their quotes and escapes undone, each character with its place. As long as the scalars,
// not as the file: a file may hold thousands of them.
import type { SourceFile } from '../../tree';
import type { YamlNode, YamlScalar } from '../../yamlNode';
import { TextBuilder, UNKNOWN, type ShellText } from '../shell/source';

/** What the program around the shell puts into the text first: the value of a match of `pattern`; undefined: not known. */
export interface Replacement {
  /** Global. */
  readonly pattern: RegExp;
  readonly valueOf: (text: string) => string | undefined;
}

/** The texts one behind the other: each ends its line. */
export function linesOfScalars(file: SourceFile, scalars: readonly YamlScalar[], replacement?: Replacement): ShellText {
  const reader = new ScalarReader(file, replacement);
  for (const scalar of scalars) {
    reader.read(scalar);
    reader.put('\n', scalar.span.end);
  }
  return reader.builder.build();
}

/** A command and its words as one line; a word with blanks is one word all the same. */
export function commandOfScalars(file: SourceFile, [command, ...words]: readonly YamlScalar[], replacement?: Replacement): ShellText {
  const reader = new ScalarReader(file, replacement);
  if (command !== undefined) reader.read(command);
  for (const word of words) {
    const quote = typeof word.value === 'string' && (word.value === '' || /\s/.test(word.value)) && !/['"]/.test(word.value) ? "'" : '';
    reader.put(` ${quote}`, word.span.start);
    reader.read(word);
    reader.put(quote, word.span.end);
  }
  return reader.builder.build();
}

/** The texts in a node: itself, or those of the list and of the lists in it. */
export function* textsIn(node: YamlNode | undefined, depth = 0): IterableIterator<YamlScalar> {
  if (node?.kind === 'scalar' && typeof node.value === 'string') yield node;
  if (node?.kind === 'sequence' && depth < 10) for (const item of node.items) yield* textsIn(item, depth + 1);
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: ' ', r: ' ' };

class ScalarReader {
  readonly builder: TextBuilder;

  constructor(private readonly file: SourceFile, private readonly replacement: Replacement | undefined) {
    this.builder = new TextBuilder(file);
  }

  /** Text that stands nowhere. */
  put(text: string, at: number): void {
    if (text !== '') this.builder.instead(text, at, at);
  }

  read({ span: { start, end }, style }: YamlScalar): void {
    if (style === 'plain') this.part(start, end, style, true);
    else if (style === 'single' || style === 'double') this.part(start + 1, end - 1, style, true);
    else if (style === 'block') {
      const header = this.file.text.indexOf('\n', start);
      if (header >= 0 && header < end) this.part(header + 1, end, style, this.file.text.slice(start, header).includes('>'));
    }
  }

  /** `isFolded`: its lines are one. */
  private part(start: number, end: number, style: YamlScalar['style'], isFolded: boolean): void {
    if (this.replacement === undefined) return this.plain(start, end, style, isFolded);
    const text = this.file.text.slice(start, end);
    let from = 0;
    for (const match of text.matchAll(this.replacement.pattern)) {
      const to = match.index + match[0].length;
      this.plain(start + from, start + match.index, style, isFolded);
      this.builder.instead(this.replacement.valueOf(match[0]) ?? UNKNOWN, start + match.index, start + to);
      from = to;
    }
    this.plain(start + from, end, style, isFolded);
  }

  private plain(start: number, end: number, style: YamlScalar['style'], isFolded: boolean): void {
    const { text } = this.file;
    for (let index = start; index < end; index++) {
      const character = text[index]!;
      const next = text[index + 1];
      if (style === 'double' && character === '\\' && index + 1 < end) {
        const code = /^(?:u([\da-fA-F]{4})|x([\da-fA-F]{2}))/.exec(text.slice(index + 1, Math.min(end, index + 6)));
        const length = code === null ? 2 : 1 + code[0].length;
        const value = code === null ? ESCAPED[next!] ?? next! : String.fromCharCode(parseInt(code[1] ?? code[2]!, 16));
        if (value !== '\n' || next !== '\n') this.builder.instead(value < ' ' && value !== '\n' ? ' ' : value, index, index + length);
        index += length - 1;
      } else if (style === 'single' && character === "'" && next === "'" && index + 1 < end) {
        this.builder.instead("'", index, index + 2);
        index++;
      } else if (isFolded && (character === '\n' || character === '\r')) this.builder.instead(' ', index, index + 1);
      // stand for something else in a shell text
      else if (!(character >= '\u0001' && character <= '\u0003')) this.builder.literal(character, index);
    }
  }
}
