// Random edits of whole workspaces, the same ones every time: nothing throws, spans lie in their text, and a project that was changed
// says the same as one made from scratch.
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { compareText } from '../../server/core/inventory/inventory';
import { Lookup } from '../../server/core/lookup';
import { Project } from '../../server/core/project';
import { DEFAULT_SETTINGS, type Settings } from '../../server/core/settings';
import { isSpan, type Origin, type Span, type Tree, type TreeEntry } from '../../server/core/tree';
import { ansibleJson } from '../../server/cli/ansibleJson';
import { variablesByHost } from '../../server/features/variablesByHost';
import { checkProject } from '../../server/rules/index';
import { entriesOf, ROOT, treeOf, type FixtureEntry } from '../fixture';
import { randomNumbers, randomText } from './inventory/recorded';

const root = resolve(__dirname, '../../..');
type Random = (limit: number) => number;

const PIECES = [
  '[', ']', '{', '}', ':', ': ', '\n', '  ', '- ', '&a ', '*a', '<<: *a\n', '!vault ', '!foo ', '"', "'", '#', ' # ', '{{ x }}', '\t', '\r\n', '\u0000', '😀', '\ufeff', '---\n', '...\n', '|\n', '%YAML 9\n',
  '[web]\n', '[web:vars]\n', '[web:children]\nweb\n', '[all:vars]\nx=1\n', 'h1 ', 'h[1:3]', 'h[1:', 'ansible_group_priority=2\n', '=', '[1:90000]', ',', '1:30', '9'.repeat(20),
  'all:\n', 'children:\n', 'hosts:\n', 'vars:\n', 'hosts: all\n', 'roles: [x]\n', 'vars_files: [x.yml]\n', 'import_playbook: cluster.yml\n', 'inventory = hosts\n', 'hash_behaviour = merge\n',
  'ansible-playbook -i hosts cluster.yml\n', 'cd ..\n', '$(', '$ANSIBLE_VAULT;1.1;AES256\n3333\n', 'kube_network_plugin: cilium\n', 'x: 1\n',
];
const NAMES = ['group_vars/all.yml', 'group_vars/web/a.yml', 'group_vars/web.yml', 'host_vars/h1.yml', 'hosts', 'hosts.yml', 'ansible.cfg', 'run.sh', 'x/hosts.ini', '.groupvars.yml', 'roles/x/defaults/main.yml'];

/** One random change of a workspace: of a text most of the time, else of files, folders and links. */
function edited(entries: readonly FixtureEntry[], random: Random): FixtureEntry[] {
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
  for (const entry of to.entries()) if (show(from.at(entry.path)) !== show(entry)) changes.push(entry);
  for (const entry of from.entries()) if (to.at(entry.path) === undefined && entry.kind !== 'absent') changes.push({ kind: 'absent', path: entry.path });
  return from.with(changes);
}

function show(entry: TreeEntry | undefined): string {
  return JSON.stringify(entry, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}

/** Everything a project says, as lines; the places are checked on the way. */
function everything(project: Project): string[] {
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
        lines.push(`    ${name} = ${ansibleJson(variable.value).slice(0, 300)} from ${parts.join(', ')} over ${variable.overridden.map((definition) => placeOf(definition.origin)).join(', ')}: ${variable.reason}`);
      }
    }
  }
  for (const { rule, severity, span, message, related, runs, fixes } of checkProject(project)) {
    lines.push(`${rule} ${severity} ${placeOf(span)} ${message} ${runs.join(',')} ${related.map((other) => `${placeOf(other.span)} ${other.message}`).join('; ')}`);
    for (const fix of fixes) lines.push(`  ${fix.title} ${fix.edits.map((edit) => `${placeOf(edit.span)} ${edit.newText}`).join('; ')} ${JSON.stringify(fix.operations)}`);
  }
  return lines;
}

/** A chain of edits, each checked against a project that never saw the ones before. */
function checkChain(start: readonly FixtureEntry[], settings: Settings, seed: number, length: number): void {
  const random = randomNumbers(seed);
  let entries = start.filter((entry) => !('folder' in entry));
  let project = new Project(treeOf(entries), settings);
  everything(project);
  for (let step = 0; step < length; step++) {
    entries = edited(entries, random);
    const fresh = treeOf(entries);
    const what = `seed ${seed}, step ${step}`;
    let changed: string[];
    try {
      project = project.with(changedTree(project.tree, fresh));
      changed = everything(project);
    } catch (error) {
      throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
    }
    assert.deepEqual(changed, everything(new Project(treeOf(entriesOf(fresh)), settings)), what);
  }
}

function entriesBelow(folder: string): FixtureEntry[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort(compareText).map((name) => join(folder, name)).filter((path) => statSync(path).isFile()).map((path) => ({ path: `${ROOT}/${relative(folder, path).replaceAll('\\', '/')}`, text: readFileSync(path, 'utf8') }));
}

describe('random edits', function () {
  this.timeout(60_000);

  it('of the example: nothing throws, and a changed project says what a new one says', () => {
    const start = entriesBelow(join(root, 'examples/two-repos'));
    const settings: Settings = { ...DEFAULT_SETTINGS, roots: [`${ROOT}/inventory`, `${ROOT}/kubespray`] };
    for (let seed = 1; seed <= 3; seed++) checkChain(start, settings, seed, 6);
  });

  it('of recorded cases: nothing throws, and a changed project says what a new one says', () => {
    const folder = join(root, 'test/conformance/cases');
    const names = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
    names.forEach((name, index) => {
      if (index % 4 !== 0) return;
      const text = readFileSync(join(folder, name), 'utf8');
      const { args, files } = JSON.parse(text.slice(0, text.lastIndexOf(',\n "answer": ')) + '}') as { args: string[]; files: Record<string, string | { text?: string; link?: string; executable?: boolean }> };
      const start = Object.entries(files).flatMap(([path, file]): FixtureEntry[] => {
        if (typeof file === 'string') return [{ path: `${ROOT}/${path}`, text: file }];
        if (file.text !== undefined) return [{ path: `${ROOT}/${path}`, text: file.text, executable: file.executable ?? false }];
        return file.link === undefined ? [] : [{ path: `${ROOT}/${path}`, target: file.link }];
      });
      const inventory = args.filter((_, at) => args[at - 1] === '-i');
      const extraVars = args.filter((_, at) => args[at - 1] === '-e');
      const settings: Settings = { ...DEFAULT_SETTINGS, roots: [ROOT], runs: [{ name: 'case', inventory, extraVars, playbook: ['site.yml'] }] };
      checkChain([...start, { path: `${ROOT}/site.yml`, text: '- hosts: all\n  vars: {c0: 1}\n  roles: [x]\n- import_playbook: play/x.yml\n' }], settings, index, 4);
    });
  });
});
