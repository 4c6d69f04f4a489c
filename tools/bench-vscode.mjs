// Opens a workspace in a real VS Code and lets test/bench/vscode measure there.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runInside } from './editor-tests.mjs';
import { manifest, removeIfPresent, root, temporaryFolder } from './files.mjs';
import { openBrowser, startServer, unattendedSettings } from './vscode-host.mjs';

/** Gives the rows measured; throws with what went wrong inside. */
export async function measureInVsCode(chromium, workspace) {
  const scratch = temporaryFolder('bench-vscode');
  // The extension as it is, but for what starts it: the suite does, so that it knows when.
  const developed = join(scratch, 'groupvars');
  mkdirSync(developed);
  for (const folder of ['dist', 'syntaxes']) cpSync(join(root, folder), join(developed, folder), { recursive: true });
  writeFileSync(join(developed, 'package.json'), JSON.stringify({ ...manifest(), activationEvents: [] }));
  const result = join(scratch, 'result.json');
  const extensionsFolder = join(scratch, 'extensions');
  mkdirSync(extensionsFolder);
  const undo = [() => removeIfPresent(scratch)];
  try {
    const server = await startServer({
      settings: unattendedSettings, extensionsFolder, testDriver: true, log: process.env.VERBOSE ? (text) => process.stderr.write(text) : undefined,
      environment: { GROUPVARS_BENCH: JSON.stringify(workspace), GROUPVARS_BENCH_RESULT: result },
    });
    undo.push(server.stop);
    const { browser, page } = await openBrowser(chromium);
    undo.push(() => browser.close());
    await runInside({ server, page, developed, opened: workspace.opened, suite: resolve(root, 'out/test/bench/vscode/index.js'), limitSeconds: 300 });
    const { rows, error } = existsSync(result) ? JSON.parse(readFileSync(result, 'utf8')) : { error: 'the extension host ended before it had measured' };
    if (error !== undefined) throw new Error(error);
    return rows;
  } finally {
    for (const step of undo.reverse()) await Promise.resolve(step()).catch(() => {});
  }
}
