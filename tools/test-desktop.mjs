// npm run test:desktop: the suite of test/vscode in a desktop VS Code, downloaded by @vscode/test-electron
// (VSCODE_VERSION, default stable) or an installed one (VSCODE_EXECUTABLE). On Linux without a display: xvfb-run -a.
import { resolve } from 'node:path';
import { copyExamples } from './examples.mjs';
import { root, temporaryFolder } from './files.mjs';
import { install } from './npm.mjs';
import { followResults } from './results.mjs';
import { failure, newTally } from './tally.mjs';

const tally = newTally();
const installed = await tally.step('dependencies', async () => {
  const { code, output } = await install();
  if (code !== 0) throw failure(output);
});
if (installed) {
  const { checkSources } = await import('./fast-tests.mjs');
  await checkSources(tally, { types: false });
  const { runTests } = await import('@vscode/test-electron');
  const examples = copyExamples();
  const results = followResults((record) => { if (record.event !== 'end' && record.event !== 'shot') tally.record(record, true); });
  const userData = temporaryFolder('desktop');
  try {
    await runTests({
      version: process.env.VSCODE_VERSION ?? 'stable',
      ...(process.env.VSCODE_EXECUTABLE ? { vscodeExecutablePath: process.env.VSCODE_EXECUTABLE } : {}),
      extensionDevelopmentPath: root,
      extensionTestsPath: resolve(root, 'out/test/vscode/index.js'),
      extensionTestsEnv: { GROUPVARS_RESULTS: results.file, GROUPVARS_SUITE: 'trusted' },
      launchArgs: [examples.workspace, `--user-data-dir=${userData}`, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
    });
  } catch (error) {
    results.stop();
    if (tally.counts.failed === 0) tally.fail('desktop VS Code', `${error.name}: ${error.message}`);
  } finally {
    results.stop();
  }
}
tally.finish();
