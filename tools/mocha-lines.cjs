// A mocha reporter that appends one JSON line per test to the file in GROUPVARS_RESULTS.
// Used by the plain run and inside VS Code alike; CommonJS, because the extension host loads it too.
const { appendFileSync } = require('node:fs');

module.exports = function lines(runner) {
  const file = process.env.GROUPVARS_RESULTS;
  const emit = (record) => { if (file) appendFileSync(file, JSON.stringify(record) + '\n'); };
  runner.on('pass', (test) => emit({ event: 'pass', title: test.fullTitle(), milliseconds: test.duration }));
  runner.on('pending', (test) => emit({ event: 'skip', title: test.fullTitle() }));
  runner.on('fail', (test, error) => emit({ event: 'fail', title: test.fullTitle(), error: describe(error) }));
  runner.on('end', () => emit({ event: 'end' }));
};

// assert's own message holds the difference; of the stack only our lines tell something.
function describe(error) {
  const text = error && error.stack ? error.stack : String(error);
  return text.split('\n').filter((line) => !/^\s+at .*\((node:internal|.*node_modules\/mocha)/.test(line) && !/^\s+at node:internal/.test(line)).join('\n');
}
