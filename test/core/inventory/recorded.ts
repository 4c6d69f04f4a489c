// Reads the tables of recorded facts, and makes the random texts of the fuzz tests. No test itself.

/** The lines `text => result` of a table. */
export function recorded(table: string): [text: string, result: string][] {
  const lines = table.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const arrow = line.lastIndexOf(' =>');
    return [line.slice(0, arrow), line.slice(arrow + 4)];
  });
}

/** Whole numbers from 0 to below `limit`, the same for the same seed. */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * limit);
  };
}

/** A text of up to `length` of the pieces. */
export function randomText(random: (limit: number) => number, pieces: readonly string[], length: number): string {
  return Array.from({ length: random(length + 1) }, () => pieces[random(pieces.length)]!).join('');
}
