// The steps that need no editor: build, type check, and mocha over out/test in a child process.
import { relative, resolve, sep } from 'node:path';
import { start, run } from './children.mjs';
import { filesBelow, root } from './files.mjs';
import { followResults } from './results.mjs';
import { failure } from './tally.mjs';

/** Builds both halves and type-checks; each step is reported by itself, so that one broken part does not hide the rest. */
export async function checkSources(tally, { types }) {
  // esbuild is loaded here, not at the top: these tools must load before anything is installed.
  const { buildProduct, buildTests } = await import('./build.mjs');
  const said = (work) => async () => { try { return await work(); } catch (error) { throw error.errors ? failure(error.message) : error; } };
  const checked = types ? run(process.execPath, [resolve(root, 'node_modules/typescript/bin/tsc'), '-p', '.', '--noEmit', '--pretty', 'false'], { cwd: root }) : undefined;
  const product = await tally.step('build', said(async () => `${(await buildProduct()).length} files in dist/`));
  const tests = await tally.step('build for the tests', said(async () => `${await buildTests()} files in out/`));
  if (checked) {
    await tally.step('types', async () => {
      const { code, output, seconds } = await checked;
      if (code !== 0) throw failure(output);
      return `tsc took ${seconds.toFixed(1)} s`;
    });
  }
  return { product, tests };
}

/** Runs the mocha tests whose path contains one of `paths` (all without any). */
export async function runMocha(tally, { paths, grep, verbose }) {
  const tests = filesBelow(resolve(root, 'out/test')).filter((file) => file.endsWith('.test.js')
    && !file.includes(`${sep}test${sep}vscode${sep}`)
    && (paths.length === 0 || paths.some((word) => relative(root, file).split(sep).join('/').includes(word))));
  if (tests.length === 0) return tally.skip('mocha', 'no test file matches');
  const before = { ...tally.counts };
  // the server's tests mostly wait for its pauses: they run beside the others
  const isOfServer = (file) => file.includes(`${sep}test${sep}lsp${sep}`);
  const halves = [tests.filter(isOfServer), tests.filter((file) => !isOfServer(file))].filter((files) => files.length > 0);
  await Promise.all(halves.map((files) => runFiles(tally, files, { grep, verbose })));
  tally.progress(`mocha: ${tally.counts.passed - before.passed} tests passed in ${tests.length} files`);
}

async function runFiles(tally, tests, { grep, verbose }) {
  let ended = false;
  const results = followResults((record) => { ended ||= record.event === 'end'; tally.record(record, verbose); });
  const mocha = start(process.execPath, ['--enable-source-maps', resolve(root, 'node_modules/mocha/bin/mocha.js'), '--no-config', '--timeout', '20000',
    '--reporter', resolve(root, 'tools/mocha-lines.cjs'), ...(grep === undefined ? [] : ['--fgrep', grep]), ...tests],
  { cwd: root, env: { ...process.env, GROUPVARS_RESULTS: results.file }, stdio: ['ignore', 'inherit', 'inherit'] });
  const limit = setTimeout(() => mocha.kill('SIGKILL'), 300_000);
  const code = await new Promise((done) => mocha.once('exit', done));
  clearTimeout(limit);
  results.stop();
  if (!ended) tally.fail('mocha', `the test process ended before its tests did (exit ${code})`);
}
