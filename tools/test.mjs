// npm test: everything, from a bare checkout to the suite inside a real VS Code, closed by one summary line.
// --fast stops before the packages and the editor; --vscode runs the editor suites only.
// Other arguments choose tests: words of a path (inventory, core/run), and --grep TEXT for titles.
import { install } from './npm.mjs';
import { failure, newTally } from './tally.mjs';

const words = process.argv.slice(2);
const fast = take('--fast'), editorOnly = take('--vscode');
const verbose = take('--verbose') || Boolean(process.env.VERBOSE);
const grepAt = words.indexOf('--grep');
const grep = grepAt < 0 ? undefined : words.splice(grepAt, 2)[1];

const tally = newTally();

const installed = await tally.step('dependencies', async () => {
  const { code, output } = await install();
  if (code !== 0) throw failure(output);
  return output === 'up to date' ? output : 'installed';
});
if (installed) {
  // From here on the packages exist, and so do the tools that need them.
  const { checkSources, runMocha } = await import('./fast-tests.mjs');
  const built = await checkSources(tally, { types: !editorOnly });
  if (!editorOnly && built.tests) await runMocha(tally, { paths: words, grep, verbose });
  if (!fast) {
    const { runLive } = await import('./live-tests.mjs');
    if (!editorOnly) await runLive(tally);
    const { checkPackages } = await import('./package.mjs');
    const { runEditorSuites } = await import('./editor-tests.mjs');
    const archives = editorOnly ? undefined : await checkPackages(tally);
    await runEditorSuites(tally, { archives, grep, verbose: true });
  }
}
tally.finish();

function take(flag) {
  const at = words.indexOf(flag);
  if (at >= 0) words.splice(at, 1);
  return at >= 0;
}
