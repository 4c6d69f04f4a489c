// One worker of `npm run soak`: chains of random edits, one after the other. Tells what it has done as lines of JSON; ends with 1 at the first failure.
import { caseStarts, checkChain, exampleStart, sharedStarts, type Start } from './randomEdits';
import { randomNumbers } from './inventory/recorded';

const [seed, edits, chainLength] = process.argv.slice(2).map(Number) as [number, number, number];
/** So often memory is measured and progress told. */
const REPORT_EVERY = 1_000;

const starts: readonly Start[] = [exampleStart(), ...caseStarts(), ...sharedStarts()];
let done = 0;
let slowest = 0;
let nextReport = REPORT_EVERY;

for (let chain = seed; done < edits; chain++) {
  const start = starts[randomNumbers(chain)(starts.length)]!;
  const length = Math.min(chainLength, edits - done);
  try {
    checkChain(start, { seed: chain, length, compareEvery: 20, onStep: (milliseconds) => (slowest = Math.max(slowest, milliseconds)) });
  } catch (error) {
    // a chain is repeated as a whole: of the same length, from the same seed
    tell({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error), repeat: `npm run soak -- --seed ${chain} --edits ${length} --workers 1` });
    process.exit(1);
  }
  done += length;
  if (done < nextReport && done < edits) continue;
  nextReport += REPORT_EVERY;
  globalThis.gc?.();
  tell({ done, slowest: Math.round(slowest), heap: process.memoryUsage().heapUsed / 1024 ** 2 });
}

function tell(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(JSON.stringify(line) + '\n');
}
