// What the code may not do: imports that go the wrong way, names that say nothing, files that nobody can read in one go.
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const LEFT_OUT = new Set(['node_modules', 'dist', 'out', '.git', '.shots', '.vscode-host', '.vscode-test', '.bench']);

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

const files = filesBelow('');
const sources = files.filter((path) => /^(server|client|test|tools)\/.*\.(ts|mjs|cjs)$/.test(path));
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Who may import whom. The first pattern that fits a file decides; an import has to fit one of its list. */
const MAY_IMPORT: readonly (readonly [RegExp, readonly RegExp[]])[] = [
  [/^server\/core\//, [/^server\/core\//]],
  [/^server\/rules\//, [/^server\/core\//, /^server\/rules\//]],
  [/^server\/features\//, [/^server\/core\//, /^server\/features\//, /^server\/rules\/index$/, /^server\/lines$/, /^yaml$/]],
  [/^server\/lsp\//, [/^server\/(core|features|rules|lsp)\//, /^server\/(disk|glob|walk|protocol)$/, /^vscode-languageserver(-textdocument|\/node)?$/, /^vscode-uri$/]],
  [/^server\/cli\//, [/^server\/(core|features|rules|cli)\//, /^server\/(disk|lines|protocol)$/, /^node:/]],
  [/^server\/disk\.ts$/, [/^server\/core\//, /^server\/walk$/, /^node:(fs|os|path)$/]],
  [/^server\/walk\.ts$/, [/^server\/core\//, /^server\/glob$/]],
  [/^server\/(glob|lines)\.ts$/, [/^server\/core\//]],
  [/^server\/protocol\.ts$/, [/^server\/(core|features)\//]],
  [/^server\/main\.ts$/, [/^server\/(lsp|core)\//, /^vscode-languageserver\/node$/]],
  [/^client\//, [/^client\//, /^server\/protocol$/, /^vscode$/, /^vscode-languageclient\/node$/, /^node:(child_process|fs)$/]],
];

/** One of a kind, and why. */
const MAY_BE_LONG: ReadonlyMap<string, string> = new Map([
  ['server/core/yamlScanner.ts', 'one state machine, which is read with libyaml beside it'],
  ['test/core/yaml.test.ts', 'a table of recorded answers'],
]);

function importsOf(path: string): string[] {
  const found = [...textOf(path).matchAll(/^(?:import|export)\s(?:[^;'"]*?\sfrom\s)?['"]([^'"]+)['"]|\b(?:require|import)\(['"]([^'"]+)['"]\)/gm)].map((match) => (match[1] ?? match[2])!);
  return found.map((name) => (name.startsWith('.') ? relative(root, resolve(root, dirname(path), name)).replaceAll('\\', '/') : name));
}

describe('architecture', () => {
  it('every import goes the way it may', () => {
    const wrong: string[] = [];
    let count = 0;
    for (const path of sources.filter((source) => /^(server|client)\//.test(source))) {
      const allowed = MAY_IMPORT.find(([pattern]) => pattern.test(path))?.[1];
      if (allowed === undefined) wrong.push(`${path} lies in no folder of the table`);
      else for (const name of importsOf(path)) if (++count && !allowed.some((pattern) => pattern.test(name))) wrong.push(`${path} imports ${name}`);
    }
    assert.deepEqual(wrong, []);
    assert.ok(count > 200, `only ${count} imports were found`);
  });

  it('no file is longer than 500 lines', () => {
    const long = sources.filter((path) => textOf(path).trimEnd().split('\n').length > 500 && !MAY_BE_LONG.has(path));
    assert.deepEqual(long, []);
    for (const path of MAY_BE_LONG.keys()) assert.ok(textOf(path).split('\n').length > 500, `${path} is short enough by now`);
  });

  it('names say what a thing is', () => {
    const empty = /(Manager|Service|Provider|Helper|Util|Utils|Info|Data)s?$/;
    const wrong = sources.filter((path) => empty.test(path.replace(/^.*\//, '').replace(/(\.test)?\.\w+$/, '').replace(/^./, (letter) => letter.toUpperCase())));
    for (const path of sources.filter((source) => source.endsWith('.ts'))) {
      for (const [, name] of textOf(path).matchAll(/^(?:export )?(?:abstract )?(?:class|interface|type|enum) (\w+)/gm)) if (empty.test(name!) || /^I[A-Z][a-z]/.test(name!)) wrong.push(`${path}: ${name}`);
      for (const [, name] of textOf(path).matchAll(/^(?:export )?(?:async )?(?:function\*?|const) (\w+)/gm)) if (/(Manager|Service|Provider|Helper|Util|Utils)s?$/.test(name!) || /[a-z]2$/.test(name!)) wrong.push(`${path}: ${name}`);
    }
    assert.deepEqual(wrong, []);
  });

  it('every file opens with what it is', () => {
    assert.deepEqual(sources.filter((path) => !/^(#!.*\n)?(\/\/ |\/\*)/.test(textOf(path))), []);
  });

  it('no file tells where it was written or where packages come from', () => {
    const forbidden = new RegExp(['/wor' + 'k/', 'registry\\.(npm' + 'js|yarn' + 'pkg)', 'npm' + 'js\\.(org|com)', 'py' + 'pi\\.org'].join('|'));
    const telling = files.filter((path) => !/\.(png|gif|ico|woff2?|gz)$/.test(path)).flatMap((path) => {
      const found = forbidden.exec(textOf(path));
      return found === null ? [] : [`${path}: ${found[0]}`];
    });
    assert.deepEqual(telling, []);
  });
});
