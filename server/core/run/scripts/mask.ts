// The shell text in a file of another format: as long as the file, everything else blank, so that places in it are places in the file.

export class Mask {
  private readonly characters: string[];

  constructor(private readonly text: string) {
    this.characters = Array.from({ length: text.length }, (_, index) => (text[index] === '\n' ? '\n' : ' '));
  }

  /** Shows what stands from `start` to `end` as it is. */
  show(start: number, end: number): void {
    for (let index = start; index < end; index++) this.characters[index] = this.text[index]!;
  }

  toString(): string {
    return this.characters.join('');
  }
}
