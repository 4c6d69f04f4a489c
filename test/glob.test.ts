// Patterns that leave folders out: as Git and VS Code read them, and in no more time than they are long.
import { strict as assert } from 'node:assert';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import picomatch from 'picomatch';
import { scanAsync, readEntry } from '../server/disk';
import { globsOf, ignoreRulesOf, isIgnoredBy, matchesGlob, type StepBudget } from '../server/glob';
import { randomNumbers, randomText } from './core/inventory/recorded';

const plenty = (): StepBudget => ({ left: 10_000_000 });
const isExcluded = (pattern: string, path: string): boolean => globsOf(pattern).some((glob) => matchesGlob(glob, path.split('/'), plenty()));
const isIgnored = (text: string, path: string, isFolder = false): boolean | undefined => isIgnoredBy(ignoreRulesOf(text), path.split('/'), isFolder, plenty());

describe('a glob of files.exclude', () => {
  const cases: readonly (readonly [pattern: string, fits: readonly string[], not: readonly string[]])[] = [
    ['build', ['build'], ['a/build', 'build/x', 'Build']],
    ['build/', ['build'], ['a/build']],
    ['**/build', ['build', 'a/build', 'a/b/build'], ['a/build/x', 'rebuild']],
    ['build/**', ['build', 'build/x', 'build/x/y'], ['rebuild/x']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a/b/x', 'ab']],
    ['*.{yml,yaml}', ['a.yml', '.yaml'], ['b/a.yml', 'a.yaml.x']],
    ['{a,b/{c,d}}/x', ['a/x', 'b/c/x', 'b/d/x'], ['b/x']],
    ['a?c', ['abc', 'a.c'], ['ac', 'a/c']],
    ['x[0-9][!a]', ['x1b', 'x9-'], ['x1a', 'xab']],
    ['a\\b', ['a\\b'], ['ab']],
    ['{a', ['{a'], ['a']],
    ['**/.git', ['.git', 'x/.git'], ['git']],
  ];
  for (const [pattern, fits, not] of cases) {
    it(pattern, () => {
      for (const path of fits) assert.ok(isExcluded(pattern, path), path);
      for (const path of not) assert.ok(!isExcluded(pattern, path), path);
    });
  }

  it('random ones fit what a well-known library says', () => {
    const random = randomNumbers(11);
    let count = 0;
    for (let round = 0; round < 3_000; round++) {
      const pattern = randomText(random, ['a', 'b', '*', '**/', '/', '?', '{a,b}', '[ab]', '.'], 6).replace(/\/$/, '');
      // other readers of such: empty names, stars that are no segment
      if (pattern === '' || pattern.endsWith('/') || pattern.endsWith('*/**') || /\/\/|^\/|(^|\/)\.+(\/|$)|\*{2,}(?!\/|$)|[^/]\*\*/.test(pattern) || /\*\*/.test(pattern.replace(/(^|\/)\*\*(?=\/|$)/g, ''))) continue;
      const expected = picomatch(pattern, { dot: true, nobracket: false });
      for (const path of ['a', 'b', 'ab', 'aa', 'a/b', 'b/a/b', 'a/a/a', '.a', 'a.b', 'ab/ba', 'abb/b.a/a']) {
        assert.equal(isExcluded(pattern, path), expected(path), `${pattern} on ${path}`);
        if (isExcluded(pattern, path)) count++;
      }
    }
    assert.ok(count > 1_000, String(count));
  });

  it('too long, or for too many names: leaves nothing out', () => {
    assert.deepEqual(globsOf('a'.repeat(1_001)), []);
    assert.deepEqual(globsOf('{a,b}'.repeat(9)), []);
    assert.equal(globsOf('{a,b}'.repeat(7)).length, 128);
  });
});

describe('a line of .gitignore', () => {
  const cases: readonly (readonly [text: string, fits: readonly string[], not: readonly string[]])[] = [
    ['# x\nx # y\n', ['x # y'], ['x', '# x']],
    ['x  \ny\\ \nz\\\\ ', ['x', 'y ', 'z\\'], ['x  ', 'y']],
    ['\\#a\n\\!b\r\n', ['#a', '!b'], ['a', 'b']],
    ['*.log\n!keep.log', ['a.log', 'd/a.log'], ['keep.log', 'd/keep.log']],
    ['/a\nb/c', ['a', 'b/c'], ['x/a', 'x/b/c']],
    ['a/**\n**/q', ['a/x', 'a/x/y', 'q', 'x/q'], ['a', 'b/a/x']],
    ['[[:digit:]]x\n[]-]\nq[', ['1x', ']', '-'], ['ax', 'q[']],
    ['a\\', [], ['a', 'a\\']],
    ['**\n!*/', ['x'], []],
  ];
  for (const [text, fits, not] of cases) {
    it(JSON.stringify(text), () => {
      for (const path of fits) assert.equal(isIgnored(text, path), true, path);
      for (const path of not) assert.notEqual(isIgnored(text, path), true, path);
    });
  }

  it('with a slash at its end: for folders alone', () => {
    assert.equal(isIgnored('a/', 'a', true), true);
    assert.equal(isIgnored('a/', 'x/a', true), true);
    assert.equal(isIgnored('a/', 'a'), undefined);
  });
});

describe('patterns of a workspace', () => {
  let folder: string;
  beforeEach(() => void (folder = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-glob-')))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('random .gitignore files, one in another: as Git says', async function () {
    this.timeout(60_000);
    if (spawnSync('git', ['--version']).status !== 0) {
      console.log('      skipped: there is no git here');
      return this.skip();
    }
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const names = ['a', 'b', 'ab', 'a.b', '1', '-', ']', 'a b', '!a', '#a'];
    const random = randomNumbers(Number(process.env['GROUPVARS_SEED'] ?? 7));
    const paths: string[] = [];
    for (const upper of names) {
      for (const lower of ['a', 'b', 'ab', '1']) {
        paths.push(upper, `${upper}/${lower}`, `${upper}/${lower}/a`, `${upper}/${lower}/b`, `${upper}/${lower}/a/ab`);
        mkdirSync(join(folder, upper, lower, 'a'), { recursive: true });
        writeFileSync(join(folder, upper, lower, 'b'), '');
        writeFileSync(join(folder, upper, lower, 'a', 'ab'), '');
      }
    }
    const pieces = ['a', 'b', '1', '*', '*', '**/', '/**', '/', '/', '?', '[ab]', '[!a]', '[a-b]', '[[:alpha:]]', '[]', '[]a]', '\\', '!', '#', ' ', '\n', '\n', '\n', '\r\n', '.', '-'];
    let count = 0;
    for (let round = 0; round < 250; round++) {
      const ignoreFiles = { '.gitignore': randomText(random, pieces, 16), 'a/.gitignore': random(2) === 0 ? '' : randomText(random, pieces, 8) };
      // Git itself reads `a**/b` as if a slash stood before the stars, but not `[a]**/b`
      if (Object.values(ignoreFiles).some((text) => /[^/\n!]\*\*/.test(text))) continue;
      for (const [path, text] of Object.entries(ignoreFiles)) writeFileSync(join(folder, path), text);
      // fails when nothing is ignored
      const { stdout } = spawnSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], { cwd: folder, input: paths.join('\0') + '\0', encoding: 'utf8' });
      const { entries } = await scanAsync([folder], [], readEntry, () => {});
      const skippedIn = new Map(entries.flatMap((entry) => (entry.kind === 'directory' ? [[entry.path, entry.skipped] as const] : [])));
      const isSkipped = (path: string): boolean => path !== '.' && (isSkipped(dirname(path)) || skippedIn.get(join(folder, dirname(path)))?.has(path.replace(/^.*\//, '')) === true);
      const expected = new Set(stdout.split('\0').filter((path) => path !== ''));
      count += expected.size;
      assert.deepEqual(paths.filter(isSkipped), paths.filter((path) => expected.has(path)), JSON.stringify(ignoreFiles));
    }
    assert.ok(count > 2_000, String(count));
  });

  it('made to take for ever: they end, and more is looked at than was wanted', async () => {
    const long = 'a'.repeat(250);
    mkdirSync(join(folder, long, 'x'), { recursive: true });
    const deep = Array.from({ length: 40 }, () => 'a').join('/');
    mkdirSync(join(folder, deep), { recursive: true });
    for (const text of [`${'*a'.repeat(100)}b`, 'a/**/'.repeat(30) + 'b', `${'**/a*'.repeat(40)}b`, '{a,{a,'.repeat(100), '('.repeat(500), `[${'a-'.repeat(400)}`]) {
      writeFileSync(join(folder, '.gitignore'), `${text}\n${'/*b\n'.repeat(2_000)}`);
      const started = performance.now();
      const { entries } = await scanAsync([folder], [{ folder, globs: [text, `**/${text}`].flatMap(globsOf) }], readEntry, () => {});
      assert.ok(performance.now() - started < 5_000, text);
      assert.ok(entries.some(({ path }) => path === join(folder, deep)), text);
    }
    // hundreds of thousands of patterns for thousands of names
    for (let index = 0; index < 2_000; index++) mkdirSync(join(folder, `d${index}`));
    writeFileSync(join(folder, '.gitignore'), 'x*y\n'.repeat(100_000));
    const started = performance.now();
    const { gaveUpMatching } = await scanAsync([folder], [], readEntry, () => {});
    assert.ok(performance.now() - started < 10_000);
    assert.ok(gaveUpMatching);
  });
});
