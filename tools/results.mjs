// Reads the JSON lines that tools/mocha-lines.cjs writes, while they are written.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeIfPresent, temporaryFolder } from './files.mjs';

/** Follows a new results file; `onRecord` gets every record once, in order. `stop()` reads the rest and removes the file. */
export function followResults(onRecord) {
  const folder = temporaryFolder('results');
  const file = join(folder, 'results.jsonl');
  let read = 0;
  const drain = () => {
    if (!existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    const complete = text.lastIndexOf('\n') + 1;
    const fresh = text.slice(read, complete);
    read = complete;
    for (const line of fresh.split('\n')) if (line !== '') onRecord(JSON.parse(line));
  };
  const timer = setInterval(drain, 100);
  const stop = () => {
    clearInterval(timer);
    drain();
    removeIfPresent(folder);
  };
  return { file, stop };
}
