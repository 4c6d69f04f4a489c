// Counts what passed, failed and was skipped over all steps of a test run, and prints it as it comes.

export function newTally() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  const started = performance.now();
  const seconds = () => `[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s]`;
  const tally = {
    counts,
    progress: (text) => console.log(`${seconds()} ${text}`),
    pass(title) { counts.passed += 1; tally.progress(`✔ ${title}`); },
    fail(title, reason) {
      counts.failed += 1;
      failures.push({ title, reason });
      tally.progress(`✖ ${title}\n${indent(reason)}`);
    },
    skip(title, reason) { counts.skipped += 1; tally.progress(`- ${title}: skipped, ${reason}`); },
    /** One step that is one test: passes unless it throws; returns whether it passed. */
    async step(title, work) {
      const from = performance.now();
      try {
        const detail = await work();
        tally.pass(`${title}${detail ? `: ${detail}` : ''} (${((performance.now() - from) / 1000).toFixed(1)} s)`);
        return true;
      } catch (error) {
        tally.fail(title, error.expected === true ? error.message : error.stack ?? String(error));
        return false;
      }
    },
    /** Takes one record of tools/mocha-lines.cjs. Passed tests are only printed when `verbose`. */
    record({ event, title, error, milliseconds }, verbose) {
      if (event === 'pass') { counts.passed += 1; if (verbose) console.log(`    ✔ ${title} (${milliseconds} ms)`); }
      if (event === 'fail') tally.fail(title, error);
      if (event === 'skip') { counts.skipped += 1; console.log(`    - ${title}: skipped`); }
    },
    /** The closing line, and the exit code. */
    finish() {
      if (failures.length > 0) console.log(`\nFailed:\n${failures.map(({ title }) => `  ✖ ${title}`).join('\n')}`);
      console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
      process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
    },
  };
  return tally;
}

/** An error whose message alone is worth printing. */
export const failure = (message) => Object.assign(new Error(message), { expected: true });

const indent = (text) => text.trimEnd().split('\n').map((line) => `      ${line}`).join('\n');
