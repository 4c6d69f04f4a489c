// How much is done at a stretch, and how much at a time.

/** Work goes on this long, in milliseconds, before others may work. */
const SLICE = 20;
/** Files and folders read at a time. */
const PARALLEL = 32;

/** Lets others work when enough work was done at a stretch. */
export class Slice {
  private started = performance.now();

  async end(): Promise<void> {
    if (performance.now() - this.started < SLICE) return;
    await new Promise<void>((done) => setImmediate(done));
    this.started = performance.now();
  }
}

/** As `Promise.all`, with so many under way at a time that no system runs out of open files. */
export async function inParallel<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = new Array<Result>(items.length);
  let next = 0;
  const go = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index]!);
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, items.length) }, go));
  return results;
}
