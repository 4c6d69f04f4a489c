// Holds our answers for random inventories against those of the ansible-core that is installed, where it is the version the recorded answers are of.
import { join } from 'node:path';
import { run } from './children.mjs';
import { root } from './files.mjs';
import { failure } from './tally.mjs';

/** Inventories as they are, and with random edits in their texts; none of them is among the recorded ones. */
const ROUNDS = [['--seeds', '5001..5030'], ['--seeds', '6001..6020', '--edits', '3']];
const VERSION = '2.14';

export async function runLive(tally) {
  const title = 'ansible-inventory, asked now';
  const version = await run('ansible-inventory', ['--version']).then(({ code, output }) => (code === 0 ? /core ([\d.]+)/.exec(output)?.[1] : undefined), () => undefined);
  if (version === undefined) return tally.skip(title, 'it is not installed');
  if (!version.startsWith(`${VERSION}.`)) return tally.skip(title, `it is ${version}, and what is compared is that of ${VERSION}`);
  for (const words of ROUNDS) {
    await tally.step(`${title}: ${words.join(' ')}`, async () => {
      const { code, output } = await run(process.execPath, [join(root, 'tools/conformance-record.mjs'), '--live', ...words]);
      if (code !== 0) throw failure(output.slice(-4_000));
      return /\d+ of \d+ equal.*/.exec(output)?.[0];
    });
  }
}
