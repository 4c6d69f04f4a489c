// A picture of the workbench from inside a test: asks the launcher, which owns the browser, through the results file.
import { appendFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Writes `.shots/<name>.png` and gives its path; undefined on the desktop, where nobody can take it. */
export async function shot(name: string): Promise<string | undefined> {
  const results = process.env['GROUPVARS_RESULTS'];
  const folder = process.env['GROUPVARS_SHOTS'];
  if (!results || !folder) return undefined;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.png`);
  rmSync(file, { force: true });
  appendFileSync(results, `${JSON.stringify({ event: 'shot', file })}\n`);
  const deadline = Date.now() + 10_000;
  while (!existsSync(file)) {
    if (Date.now() > deadline) throw new Error(`no picture ${name} within 10 s`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return file;
}
