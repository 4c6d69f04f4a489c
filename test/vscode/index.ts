// The one mocha entry for every VS Code: the server with a browser (npm test) and the desktop (npm run test:desktop).
// VS Code's extension host calls run(); a rejected promise becomes its exit code.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const suite = process.env['GROUPVARS_SUITE'];
  const grep = process.env['GROUPVARS_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    color: false,
    // Without a launcher (F5 in the editor) there is no results file, but a terminal.
    reporter: process.env['GROUPVARS_RESULTS'] ? resolve(__dirname, '../../../tools/mocha-lines.cjs') : 'spec',
  });
  if (grep) mocha.fgrep(grep);
  for (const file of readdirSync(__dirname).sort()) {
    // `x.alone.test.ts` belongs to the suite `alone`, what has no such word to the trusted one
    const [, kind = 'trusted'] = /^[^.]+(?:\.(\w+))?\.test\.js$/.exec(file) ?? [];
    if (file.endsWith('.test.js') && kind === (suite ?? 'trusted')) mocha.addFile(join(__dirname, file));
  }
  const failures = await new Promise<number>((done) => mocha.run(done));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
