// The shell text in a file of another format: as long as the file, everything else blank, so that places in it are places in the file.
import type { YamlNode, YamlScalar } from '../../yamlNode';

/** Stands for nothing: an escape character of the format around the shell text. */
export const NOTHING = '\u0001';

export class Mask {
  private readonly characters: string[];

  constructor(private readonly text: string) {
    this.characters = Array.from({ length: text.length }, (_, index) => (text[index] === '\n' ? '\n' : ' '));
  }

  /** Shows what stands from `start` to `end` as it is. */
  show(start: number, end: number): void {
    for (let index = start; index < end; index++) this.characters[index] = this.text[index]!;
  }

  set(index: number, character: string): void {
    if (index >= 0 && index < this.characters.length) this.characters[index] = character;
  }

  /** Shows the text of a scalar without its quotes and escapes, and ends the line behind it. */
  showScalar({ span: { start, end }, style }: YamlScalar): void {
    if (style === 'block') this.showBlock(start, end);
    else if (style === 'double') this.showEscaped(start + 1, end - 1);
    else if (style === 'single') this.showDoubled(start + 1, end - 1);
    else if (style === 'plain') {
      this.show(start, end);
      this.join(start, end);
    }
    if (this.characters[end] === ' ' || end >= this.text.length) this.set(end, '\n');
    if (style === 'double' || style === 'single') this.set(end - 1, '\n');
  }

  /** The lines of a scalar that is not a block are one line. */
  private join(start: number, end: number): void {
    for (let index = start; index < end; index++) if (this.characters[index] === '\n' || this.characters[index] === '\r') this.characters[index] = ' ';
  }

  private showBlock(start: number, end: number): void {
    const header = this.text.indexOf('\n', start);
    if (header < 0 || header >= end) return;
    this.show(header + 1, end);
    if (/^[^\n]*>/.test(this.text.slice(start, header))) this.join(header + 1, end - 1);
  }

  private showEscaped(start: number, end: number): void {
    this.show(start, end);
    this.join(start, end);
    for (let index = start; index < end; index++) {
      if (this.text[index] !== '\\') continue;
      this.characters[index] = NOTHING;
      const escaped = this.text[++index];
      if (escaped === 'n' || escaped === 't' || escaped === 'r') this.characters[index] = escaped === 'n' ? '\n' : ' ';
    }
  }

  private showDoubled(start: number, end: number): void {
    this.show(start, end);
    this.join(start, end);
    for (let index = start; index < end - 1; index++) if (this.text[index] === "'" && this.text[index + 1] === "'") this.characters[index++] = NOTHING;
  }

  /** What a CI system puts in before the shell sees it, `${{ … }}`: to the shell reader a variable that is not known. */
  hideExpressions(): void {
    for (let start = this.text.indexOf('${{'); start >= 0; start = this.text.indexOf('${{', start + 3)) {
      const end = this.text.indexOf('}}', start);
      if (end < 0) return;
      this.set(start + 2, NOTHING);
      this.set(end, NOTHING);
    }
  }

  toString(): string {
    return this.characters.join('');
  }
}

/** The texts in a node: itself, or those of the list and of the lists in it. */
export function* textsIn(node: YamlNode | undefined, depth = 0): IterableIterator<YamlScalar> {
  if (node?.kind === 'scalar' && typeof node.value === 'string') yield node;
  if (node?.kind === 'sequence' && depth < 10) for (const item of node.items) yield* textsIn(item, depth + 1);
}
