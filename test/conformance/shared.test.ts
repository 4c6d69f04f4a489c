// The recorded answers that lie beside the checkout, when they do: random inventories and real ones. Told and skipped where they are missing.
import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Project } from '../../server/core/project';
import { parseCommand } from '../../server/core/run/commandLine';
import type { Run } from '../../server/core/run/run';
import { joinPath, resolvePath } from '../../server/core/path';
import { DEFAULT_SETTINGS } from '../../server/core/settings';
import { parseYaml } from '../../server/core/yaml';
import { Tree, type Path, type TreeEntry } from '../../server/core/tree';
import { bring, readEntry, toPath } from '../../server/disk';
import { main } from '../../server/cli/main';
import { assertOrigins, assertSameList, differences, emptyTally, parseList, type ListAnswer, type Tally, type WrittenDefinition } from './answer';
import { exactJson } from './exactJson';

const shared = resolve(__dirname, '../../../../shared');

interface Call {
  readonly cwd: Path;
  readonly sources: readonly string[];
  readonly playbookDir: string | undefined;
  readonly extraVars: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

function wordsOf({ sources, playbookDir, extraVars }: Call): string[] {
  return [...sources.flatMap((source) => ['-i', source]), ...(playbookDir === undefined ? [] : ['--playbook-dir', playbookDir]), ...extraVars.flatMap((text) => ['-e', text])];
}

/** The run of a call on the real disk; `entries` stand in for what lies nowhere. */
function runOf(call: Call, entries: readonly TreeEntry[] = []): Run {
  const made = new Map(entries.map((entry) => [entry.path, entry]));
  const words = ['ansible-inventory', ...wordsOf(call)].map((text) => ({ text, span: undefined }));
  const { sources, extraVars, playbookDir } = parseCommand(words, call.cwd, undefined);
  const declaration = { name: 'case', standing: 'declared', places: [], cwd: call.cwd, command: '', sources, playbooks: [], extraVars, limit: undefined, playbookDir, unknown: [], environment: call.environment, program: 'inventory' } as const;
  const project = bring(new Project(Tree.empty, DEFAULT_SETTINGS), (candidate) => candidate.runOf(declaration).touch(), (path) => made.get(path) ?? readEntry(path));
  return project.runOf(declaration);
}

describe('random inventories beside the checkout', function () {
  const folder = join(shared, 'conformance');
  if (!existsSync(folder)) {
    it(`skipped: there is no ${folder}`, function () { this.skip(); });
    return;
  }
  const tally = emptyTally();
  let count = 0;
  const names = readdirSync(folder).filter((name) => name.startsWith('case-')).sort();
  for (const name of names) {
    const read = (file: string): string => readFileSync(join(folder, name, file), 'utf8');
    const facts = JSON.parse(read('case.json')) as { features: string[]; cwd: string; sources: string[]; playbook_dir: string | null; config: string | null; extra_vars: string[] };
    it(`${name}: ${facts.features.join(', ')}`, () => {
      const tree = toPath(join(folder, name, 'tree'));
      const below = (text: string): string => (text.includes(',') ? text : joinPath(tree, text));
      const call: Call = {
        cwd: resolvePath(tree, facts.cwd),
        sources: facts.sources.map(below),
        playbookDir: facts.playbook_dir === null ? undefined : below(facts.playbook_dir),
        extraVars: facts.extra_vars.map((text) => (text.startsWith('@') && !text.includes(':') ? '@' + joinPath(tree, text.slice(1)) : text)),
        environment: { HOME: '/nonexistent', ANSIBLE_CONFIG: facts.config === null ? '/nonexistent/ansible.cfg' : joinPath(tree, facts.config) },
      };
      const expected = exactJson(read('expected.json')) as unknown as ListAnswer;
      const run = runOf(call);
      assertSameList(run, expected, tally);
      assertOrigins(run, tree, tally, JSON.parse(read('defs.json')) as WrittenDefinition[]);
      let output = '';
      assert.equal(main(['list', ...wordsOf(call)], { cwd: call.cwd, environment: call.environment }, { write: (text) => (output += text), error: () => undefined }), 0);
      assert.deepEqual(differences(parseList(output), expected), []);
      count++;
    });
  }
  it('docs/parity.md tells the same figures', () => assert.equal(told('random inventories'), figuresOf(count, tally)));
  after(() => console.log(`    random inventories: ${count} of ${names.length} equal; ${tally.hosts} hosts, ${tally.groups} groups, ${tally.values} values, ${tally.origins} places`));
});

describe('real inventories beside the checkout', function () {
  this.timeout(30_000);
  const folder = join(shared, 'corpus');
  if (!existsSync(folder)) {
    it(`skipped: there is no ${folder}`, function () { this.skip(); });
    return;
  }
  const tally = emptyTally();
  let count = 0;
  const rows = readFileSync(join(folder, 'cases.tsv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t'));
  for (const [repo, , , source, playbookDir, variant, code, settings, expected] of rows as string[][]) {
    it(`${repo}: ${source}${variant === 'plain' ? '' : `, ${variant}`}${code === '0' ? '' : `, which Ansible refuses (${code})`}`, () => {
      const tree = toPath(join(folder, 'repos', repo!.replace('/', '+')));
      const config: TreeEntry = { kind: 'file', path: '/made/ansible.cfg', text: configText(settings!), executable: false, hasByteOrderMark: false };
      const made: TreeEntry = { kind: 'directory', path: '/made', names: new Map([['ansible.cfg', 'file']]), complete: true };
      const call: Call = { cwd: resolvePath(tree, playbookDir!), sources: source!.split(',').map((text) => joinPath(tree, text)), playbookDir: resolvePath(tree, playbookDir!), extraVars: [], environment: { HOME: '/nonexistent', ANSIBLE_CONFIG: '/made/ansible.cfg' } };
      const run = runOf(call, [config, made]);
      if (expected === '-') {
        const encrypted = run.loadedFiles.filter((file) => parseYaml(file).encrypted).length;
        const broken = run.staticInventory.sources.filter((entry) => entry.outcome !== 'parsed').length;
        assert.ok(encrypted + broken > 0, 'nothing tells why Ansible refuses it');
      } else {
        // `novault` was recorded without the files that are encrypted as a whole: they set nothing here
        assertSameList(run, parseList(gunzipSync(readFileSync(join(folder, expected!))).toString('utf8')), tally);
      }
      count++;
    });
  }
  it('docs/parity.md tells the same figures', () => assert.equal(told('real inventories'), figuresOf(rows.filter((row) => row[8] !== '-').length, tally)));
  after(() => console.log(`    real inventories: ${count} of ${rows.length} equal; ${tally.hosts} hosts, ${tally.groups} groups, ${tally.values} values`));
});

/** The row of docs/parity.md that begins with `what`. */
function told(what: string): string | undefined {
  const parity = readFileSync(resolve(__dirname, '../../../docs/parity.md'), 'utf8');
  return parity.split('\n').find((line) => line.startsWith(`| ${what} |`))?.split('|').slice(2, 6).map((cell) => cell.trim().replaceAll(',', '')).join(' | ');
}

function figuresOf(count: number, { hosts, groups, values }: Tally): string {
  return [count, hosts, groups, values].join(' | ');
}

/** `section.key=value; …` as an ansible.cfg. */
function configText(settings: string): string {
  if (settings === '-') return '';
  return settings.split('; ').map((setting) => {
    const [, section, key, value] = /^(\w+)\.(\w+)=(.*)$/s.exec(setting)!;
    return `[${section}]\n${key} = ${value}\n`;
  }).join('');
}
