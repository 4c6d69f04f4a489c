// npm run soak: random edits of the example, of the recorded cases and, where they lie beside the checkout, of the shared samples. After each edit every
// answer is asked for: nothing may throw or take more than 2 s of the processor; every 20th time, and when a chain of edits ends, the project must say
// what one made from scratch says. Memory is measured after a collection and must not grow steadily.
// Options: --edits 1000000 · --seed 1 · --workers 2 (if not given, one a processor). Prints how to repeat a failure, and ends with 1.
import { createInterface } from 'node:readline';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { buildTests } from './build.mjs';
import { end, start } from './children.mjs';
import { root } from './files.mjs';

/** Edits of one chain: long enough to ruin a workspace, short enough to begin anew often. */
const CHAIN_LENGTH = 40;
/** What the median of the last quarter may be above that of the second. */
const MOST_GROWTH = { share: 1.25, megabytes: 24 };

const words = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = words.indexOf(name);
  if (at < 0) return otherwise;
  const value = Number(words.splice(at, 2)[1]);
  if (!Number.isInteger(value) || value < 1) fail(`${name} needs a whole number above 0`);
  return value;
};
const edits = option('--edits', 1_000_000), seed = option('--seed', 1), workers = option('--workers', availableParallelism());
if (words.length > 0) fail(`unknown: ${words.join(' ')}; there are --edits, --seed and --workers`);

await buildTests();
const started = performance.now();
const share = Math.ceil(edits / workers);
const all = Array.from({ length: workers }, (_, index) => ({
  done: 0, slowest: 0, heaps: [], failure: undefined,
  edits: Math.min(share, edits - index * share),
  // seeds of two workers never meet
  seed: seed + index * share,
})).filter((worker) => worker.edits > 0);
const children = [];
const progress = setInterval(() => console.log(summary()), 30_000);
const codes = await Promise.all(all.map(runWorker));
clearInterval(progress);

for (const worker of all) worker.failure ??= growthOf(worker.heaps);
const failures = all.filter((worker, index) => worker.failure !== undefined || codes[index] !== 0);
console.log(summary());
for (const { failure, seed: first } of failures) console.log(`\n✖ ${failure ?? `the worker that began with seed ${first} ended before its work did`}`);
process.exitCode = failures.length === 0 ? 0 : 1;

function runWorker(worker) {
  const child = start(process.execPath, ['--expose-gc', join(root, 'out/test/core/soak.js'), worker.seed, worker.edits, CHAIN_LENGTH].map(String), { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { done, slowest, heap, failure, repeat } = JSON.parse(line);
    if (failure !== undefined) {
      worker.failure = `${failure}\n  again: ${repeat}`;
      // one failure is enough to work on
      for (const other of children) if (other !== child && other.exitCode === null) void end(other);
      return;
    }
    Object.assign(worker, { done, slowest });
    worker.heaps.push(heap);
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? (all.some((other) => other.failure !== undefined) ? 0 : 1))));
}

/** Why the heap is not flat; undefined when it is, or when too little was measured to tell. */
function growthOf(heaps) {
  if (heaps.length < 8) return undefined;
  const quarter = Math.floor(heaps.length / 4);
  const before = median(heaps.slice(quarter, 2 * quarter)), after = median(heaps.slice(-quarter));
  return after > before * MOST_GROWTH.share + MOST_GROWTH.megabytes ? `the heap grew from ${before.toFixed(0)} to ${after.toFixed(0)} MB` : undefined;
}

function median(numbers) {
  return [...numbers].sort((left, right) => left - right)[numbers.length >> 1];
}

function summary() {
  const seconds = (performance.now() - started) / 1000;
  const done = all.reduce((sum, worker) => sum + worker.done, 0);
  const heaps = all.map(({ heaps: [first, ...rest] }) => (first === undefined ? '–' : `${first.toFixed(0)} → ${(rest.at(-1) ?? first).toFixed(0)}`)).join(', ');
  return `${done.toLocaleString('en')} of ${edits.toLocaleString('en')} edits in ${seconds.toFixed(0)} s (${(done / seconds).toFixed(0)} a second), slowest ${Math.max(...all.map((worker) => worker.slowest))} ms, heap ${heaps} MB`;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
