// Random edits of whole workspaces, the same ones for the same seed, and what must hold after each: nothing throws, spans lie in their text,
// no step takes long, and a project that was changed says the same as one made from scratch. For the fuzz test and for `npm run soak`.
import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ansibleJson } from '../../server/cli/ansibleJson';
import { UsageError } from '../../server/cli/arguments';
import { compareText } from '../../server/core/inventory/inventory';
import { Lookup } from '../../server/core/lookup';
import { Project } from '../../server/core/project';
import { DEFAULT_SETTINGS, type Settings } from '../../server/core/settings';
import { isSpan, type Origin, type SourceFile, type Span, type Tree, type TreeEntry } from '../../server/core/tree';
import { isList, isMapping, type Value } from '../../server/core/value';
import { documentSymbols } from '../../server/features/documentSymbols';
import { delta } from '../../server/features/delta';
import { effectiveVars } from '../../server/features/effectiveVars';
import { explainText } from '../../server/features/explain';
import { hover } from '../../server/features/hover';
import { runList } from '../../server/features/runList';
import { variablesByHost } from '../../server/features/variablesByHost';
import { checkProject } from '../../server/rules/index';
import { entriesOf, ROOT, treeOf, type FixtureEntry } from '../fixture';
import { randomNumbers, randomText } from './inventory/recorded';

export const checkout = resolve(__dirname, '../../..');
type Random = (limit: number) => number;

/** Aliases that stand for a billion values. */
const BOMB = Array.from({ length: 11 }, (_, level) => `b${level}: &b${level} [${Array(9).fill(level === 0 ? '1' : `*b${level - 1}`).join(', ')}]\n`).join('');

const PIECES = [
  '[', ']', '{', '}', ':', ': ', '\n', '  ', '- ', '&a ', '*a', '<<: *a\n', '!vault ', '!foo ', '"', "'", '#', ' # ', '{{ x }}', '\t', '\r\n', '\u0000', '😀', '\ufeff', '---\n', '...\n', '|\n', '%YAML 9\n',
  '[web]\n', '[web:vars]\n', '[web:children]\nweb\n', '[all:vars]\nx=1\n', 'h1 ', 'h[1:3]', 'h[1:', 'ansible_group_priority=2\n', '=', '[1:90000]', ',', '1:30', '9'.repeat(20),
  'all:\n', 'children:\n', 'hosts:\n', 'vars:\n', 'hosts: all\n', 'roles: [x]\n', 'vars_files: [x.yml]\n', 'import_playbook: cluster.yml\n', 'inventory = hosts\n', 'hash_behaviour = merge\n',
  // hostile ones: ranges, bombs and nesting over their budgets, line ends and marks, names that lead away or that JavaScript knows, markup
  'node[1:10000000]\n', 'all:\n  hosts:\n    n[1:10000000]:\n', BOMB, '['.repeat(600), '{"a":'.repeat(600), ' - '.repeat(600), '\r', '\n\r', '\u0085', '\u2028', '\ufffd', '\u202e', '\u001b[31m', '\ud800',
  '__proto__', 'constructor: ', 'toString=1 ', '[__proto__]\n', '[../../etc]\n', '[..]\n', '[/etc]\n', '../../x ', '<img src=x>', '[x](command:y)', '`', '|', '$(alert)', '<<: [*a, *a]\n', 'x: &a {<<: *a}\n',
  '[a:children]\nb\n[b:children]\na\n', 'a:\n  children:\n    b:\n      children:\n        a:\n', '- import_playbook: site.yml\n', '- import_playbook: ../play/x.yml\n', 'db_password: x\n', "x={[]: 1}\n", '-e \'{"a": ',
  'ansible-playbook -i hosts cluster.yml\n', 'cd ..\n', '$(', '$ANSIBLE_VAULT;1.1;AES256\n3333\n', 'kube_network_plugin: cilium\n', 'x: 1\n',
];
const NAMES = ['group_vars/all.yml', 'group_vars/web/a.yml', 'group_vars/web.yml', 'host_vars/h1.yml', 'hosts', 'hosts.yml', 'ansible.cfg', 'run.sh', 'x/hosts.ini', '.groupvars.yml', 'roles/x/defaults/main.yml'];

/** One random change of a workspace: of a text most of the time, else of files, folders and links. */
export function edited(entries: readonly FixtureEntry[], random: Random): FixtureEntry[] {
  const files = entries.filter((entry) => 'text' in entry);
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)]!;
  const without = (path: string): FixtureEntry[] => entries.filter((entry) => entry.path !== path && !entry.path.startsWith(path + '/'));
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
  const place = files.length === 0 ? `${ROOT}/hosts` : pick(files).path;
  switch (random(12)) {
    case 0:
      return without(place);
    case 1:
      return folderOf(place) === ROOT ? [...entries] : without(folderOf(place));
    case 2:
      return added(entries, { path: `${folderOf(place)}/${pick(NAMES)}`, text: randomText(random, PIECES, 12) });
    case 3:
      return added(without(place), { path: place, target: pick(['../hosts', './', 'nowhere', '..', place]) });
    case 4:
      return added(without(place), { path: `${place}/x.yml`, text: 'x: 1\n' });
    case 5:
      return added(without(place), { path: place, text: '', problem: pick(['unreadable', 'too-large', 'outside'] as const) });
    default: {
      const entry = pick(files);
      if (entry === undefined || !('text' in entry)) return [...entries];
      const { text } = entry;
      const start = random(text.length + 1);
      const length = random(4) === 0 ? random(40) : 0;
      const piece = random(5) === 0 ? text.slice(random(text.length + 1)).slice(0, 60) : randomText(random, PIECES, 3);
      return added(without(entry.path), { ...entry, text: text.slice(0, start) + piece + text.slice(start + length) });
    }
  }
}

/** With one more entry, unless a file or link stands where its folder has to be. */
function added(entries: readonly FixtureEntry[], entry: FixtureEntry): FixtureEntry[] {
  const isBlocked = entries.some((known) => !('folder' in known) && (entry.path.startsWith(known.path + '/') || known.path === entry.path));
  return isBlocked || entries.some((known) => known.path.startsWith(entry.path + '/')) ? [...entries] : [...entries, entry];
}

/** `from` with what differs in `to`: what an editor's server makes of a change. Texts that stayed are the same objects. */
function changedTree(from: Tree, to: Tree): Tree {
  const changes: TreeEntry[] = [];
  for (const entry of to.entries()) if (!isSame(from.at(entry.path), entry)) changes.push(entry);
  for (const entry of from.entries()) if (to.at(entry.path) === undefined && entry.kind !== 'absent') changes.push({ kind: 'absent', path: entry.path });
  return from.with(changes);
}

function isSame(known: TreeEntry | undefined, entry: TreeEntry): boolean {
  if (known?.kind !== entry.kind) return false;
  if (entry.kind === 'file') {
    const { text, executable, hasByteOrderMark, problem } = known as SourceFile;
    return text === entry.text && executable === entry.executable && hasByteOrderMark === entry.hasByteOrderMark && problem === entry.problem;
  }
  return show(known) === show(entry);
}

function show(entry: TreeEntry): string {
  return JSON.stringify(entry, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}

/** Everything a project says, as lines; the places are checked on the way. */
export function everything(project: Project): string[] {
  const lookup = new Lookup(project.tree);
  const placeOf = (origin: Origin): string => {
    if (!isSpan(origin)) return `${origin.from}: ${origin.text}`;
    const { file, start, end }: Span = origin;
    assert.ok(0 <= start && start <= end && end <= file.text.length, `a span outside of ${file.path}: ${start}–${end} of ${file.text.length}`);
    // what stands in no file, such as a run of the settings, has a text of its own
    if (file.path.startsWith('/')) assert.equal(lookup.file(file.path), file, `a span in a text of ${file.path} that is gone`);
    return `${file.path}:${start}-${end}`;
  };
  const lines: string[] = [];
  for (const run of project.runs) {
    lines.push(`run ${run.name} ${run.standing} in ${run.cwd}: ${run.command}; ${run.places.map(placeOf).join(' ')}; ${run.allUnknown.join(', ')}; ${run.kubespray?.how ?? ''}`);
    for (const source of run.staticInventory.sources) lines.push(`  source ${source.source} ${source.outcome} ${source.detail} ${source.problems.map((problem) => `${placeOf(problem.span)} ${problem.message}`).join('; ')}`);
    for (const group of run.inventory.groups.values()) lines.push(`  group ${group.name} ${group.depth} ${group.priority} ${group.declarations.map(placeOf).join(' ')}: ${group.children.map((child) => child.name).join(' ')}; ${group.hosts.length > 50 ? group.hosts.length : group.hosts.map((host) => host.name).join(' ')}`);
    for (const searched of run.searchedPlaces().slice(0, 400)) lines.push(`  place ${searched.path} ${searched.status} ${searched.detail}`);
    let count = 0;
    for (const { host, variables } of variablesByHost(run, run.names({ defaults: true }))) {
      if (count++ >= 4) break;
      lines.push(`  host ${host.name} ${host.groups.map((group) => group.name).join(' ')} ${host.declarations.map(placeOf).join(' ')}`);
      for (const { name, variable } of variables) {
        const parts = variable.parts.map((part) => `${part.path.map(String).join('.')} ${placeOf(part.definition.origin)}`);
        lines.push(`    ${name} = ${jsonOf(variable.value)} from ${parts.join(', ')} over ${variable.overridden.map((definition) => placeOf(definition.origin)).join(', ')}: ${variable.reason}`);
      }
    }
  }
  // a tree gives its entries in the order they came
  for (const entry of [...project.tree.entries()].sort((left, right) => compareText(left.path, right.path))) {
    if (entry.kind !== 'file' || entry.text.length > 20_000) continue;
    lines.push(`outline of ${entry.path}: ${documentSymbols(entry).length}`);
    const offset = entry.text.length >> 1;
    lines.push(hover(project, entry, offset, {})?.markdown ?? '');
  }
  for (const run of project.runs.slice(0, 2)) {
    lines.push(effectiveVars(project, run, { group: 'all' }, false).text, delta(project, run, false).text, explainText(project, run, 'x'));
  }
  lines.push(JSON.stringify(runList(project).map(({ name, detail, readsVars }) => [name, detail, readsVars])));
  for (const { rule, severity, span, message, related, runs, fixes } of checkProject(project)) {
    lines.push(`${rule} ${severity} ${placeOf(span)} ${message} ${runs.join(',')} ${related.map((other) => `${placeOf(other.span)} ${other.message}`).join('; ')}`);
    for (const fix of fixes) lines.push(`  ${fix.title} ${fix.edits.map((edit) => `${placeOf(edit.span)} ${edit.newText}`).join('; ')} ${JSON.stringify(fix.operations)}`);
  }
  return lines;
}

const MOST_PARTS = 50_000;

/** How many values there are in a value, counted up to `most`. */
function partsOf(value: Value, most: number): number {
  let count = 1;
  const members = isList(value) ? value : isMapping(value) ? [...value.entries()].map(([, member]) => member) : [];
  for (const member of members) {
    if (count >= most) break;
    count += partsOf(member, most - count);
  }
  return count;
}

const texts = new WeakMap<object, string>();

/** Made once for a value, as `list` does: of aliases a value may hold a million others, and each host has it. */
function jsonOf(value: Value): string {
  const known = typeof value === 'object' && value !== null ? texts.get(value) : undefined;
  if (known !== undefined) return known;
  let text: string;
  // what aliases multiply is printed in full by `list`, as Ansible does, and takes its seconds: that is another test's
  if (partsOf(value, MOST_PARTS) >= MOST_PARTS) text = 'more than is printed here';
  else try {
    text = ansibleJson(value).slice(0, 300);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    text = error.message;
  }
  if (typeof value === 'object' && value !== null) texts.set(value, text);
  return text;
}

export interface Start {
  readonly name: string;
  readonly entries: readonly FixtureEntry[];
  readonly settings: Settings;
}

/** Longer takes no single change with all its answers; of the processor's time, for others use the machine too. */
const MOST_MILLISECONDS = 2_000;

export interface ChainOptions {
  readonly seed: number;
  readonly length: number;
  /** So often a changed project is compared with one made from scratch; the last of the chain always is. */
  readonly compareEvery: number;
  readonly onStep?: (milliseconds: number) => void;
}

/** A chain of edits, each answered; fails with seed and step. */
export function checkChain({ name, entries: start, settings }: Start, { seed, length, compareEvery, onStep }: ChainOptions): void {
  const random = randomNumbers(seed);
  let entries = start.filter((entry) => !('folder' in entry));
  let project = new Project(treeOf(entries), settings);
  everything(project);
  for (let step = 0; step < length; step++) {
    entries = edited(entries, random);
    const fresh = treeOf(entries);
    const tree = changedTree(project.tree, fresh);
    const what = `${name}, seed ${seed}, step ${step}`;
    const started = process.cpuUsage();
    let changed: string[];
    try {
      project = project.with(tree);
      changed = everything(project);
    } catch (error) {
      throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
    }
    const { user, system } = process.cpuUsage(started);
    const milliseconds = (user + system) / 1000;
    // all answers together, of every run: an edit that makes a hundred thousand hosts of a range has more of them
    const hosts = project.runs.reduce((sum, run) => sum + run.inventory.hosts.size, 0);
    assert.ok(milliseconds <= MOST_MILLISECONDS * Math.max(1, hosts / 10_000), `${what}: ${milliseconds.toFixed(0)} ms, ${hosts} hosts`);
    onStep?.(milliseconds);
    if ((step + 1) % compareEvery === 0 || step === length - 1) assert.deepEqual(changed, everything(new Project(treeOf(entriesOf(fresh)), settings)), what);
  }
}

/** The example workspace. */
export function exampleStart(): Start {
  return { name: 'example', entries: entriesBelow(join(checkout, 'examples/two-repos')), settings: { ...DEFAULT_SETTINGS, roots: [`${ROOT}/inventory`, `${ROOT}/kubespray`] } };
}

/** The recorded cases, each with a playbook. */
export function* caseStarts(): IterableIterator<Start> {
  const folder = join(checkout, 'test/conformance/cases');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json')).sort()) {
    const text = readFileSync(join(folder, name), 'utf8');
    const { args, files } = JSON.parse(text.slice(0, text.lastIndexOf(',\n "answer": ')) + '}') as { args: string[]; files: Record<string, string | { text?: string; link?: string; executable?: boolean }> };
    const entries = Object.entries(files).flatMap(([path, file]): FixtureEntry[] => {
      if (typeof file === 'string') return [{ path: `${ROOT}/${path}`, text: file }];
      if (file.text !== undefined) return [{ path: `${ROOT}/${path}`, text: file.text, executable: file.executable ?? false }];
      return file.link === undefined ? [] : [{ path: `${ROOT}/${path}`, target: file.link }];
    });
    yield withPlaybook(name, entries, args.filter((_, at) => args[at - 1] === '-i'), args.filter((_, at) => args[at - 1] === '-e'));
  }
}

/** Samples that lie beside the checkout, where they do: random inventories and small real ones. */
export function* sharedStarts(): IterableIterator<Start> {
  const shared = resolve(checkout, '../shared');
  for (const parent of [join(shared, 'conformance'), join(shared, 'corpus/repos')]) {
    const names = existsSync(parent) ? readdirSync(parent).sort() : [];
    for (const name of names) {
      const folder = [join(parent, name, 'tree'), join(parent, name)].find((path) => existsSync(path) && statSync(path).isDirectory());
      const entries = folder === undefined ? [] : entriesBelow(folder);
      // a chain is to edit often, not to read much
      if (entries.length > 0 && entries.length < 150 && entries.reduce((sum, entry) => sum + ('text' in entry ? entry.text.length : 0), 0) < 300_000) yield withPlaybook(name, entries, ['hosts'], []);
    }
  }
}

function withPlaybook(name: string, entries: readonly FixtureEntry[], inventory: readonly string[], extraVars: readonly string[]): Start {
  const playbook = { path: `${ROOT}/site.yml`, text: '- hosts: all\n  vars: {c0: 1}\n  roles: [x]\n- import_playbook: play/x.yml\n' };
  return { name, entries: [...entries, playbook], settings: { ...DEFAULT_SETTINGS, roots: [ROOT], runs: [{ name: 'case', inventory, extraVars, playbook: ['site.yml'] }] } };
}

export function entriesBelow(folder: string): FixtureEntry[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort(compareText).map((name) => join(folder, name)).filter((path) => statSync(path).isFile()).map((path) => ({ path: `${ROOT}/${relative(folder, path).replaceAll('\\', '/')}`, text: readFileSync(path, 'utf8') }));
}
