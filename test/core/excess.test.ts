// Far more of something than anyone writes: every answer comes, soon, and what stands beside it is answered as if it were not there.
import { strict as assert } from 'node:assert';
import type { Run } from '../../server/core/run/run';
import { documentSymbols } from '../../server/features/documentSymbols';
import { effectiveVars } from '../../server/features/effectiveVars';
import { explainText } from '../../server/features/explain';
import { runList } from '../../server/features/runList';
import { checkProject } from '../../server/rules/index';
import { Fixture, treeOf } from '../fixture';

/** Milliseconds of the processor for all questions about one world; each of these took many times as long. */
const MOST = 5_000;

const GOOD = { 'prod/hosts.ini': '[web]\nw1\n', 'prod/group_vars/web.yml': 'port: 1\n', 'site.yml': '- hosts: all\n' };

/** Asks everything there is to ask; gives the run of prod. */
function askAll(files: Readonly<Record<string, string>>): Run {
  const world = new Fixture(treeOf(Object.entries({ ...GOOD, ...files }).map(([path, text]) => ({ path, text }))), undefined);
  const started = process.cpuUsage();
  const project = world.project();
  runList(project);
  checkProject(project);
  for (const run of project.runs) {
    effectiveVars(project, run, { group: 'all' }, false);
    explainText(project, run, 'port');
    run.searchedPlaces();
  }
  for (const path of Object.keys(files)) documentSymbols(world.file(path));
  const { user, system } = process.cpuUsage(started);
  assert.ok((user + system) / 1000 < MOST, `${((user + system) / 1000).toFixed(0)} ms`);
  return project.runs.find((run) => run.sources.some(({ path }) => path === '/ws/prod/hosts.ini')) ?? assert.fail('the run of prod is gone');
}

describe('far too much', () => {
  const deep = 'a/'.repeat(20_000);
  const many = (count: number, text: string | ((index: number) => string)): string => Array.from({ length: count }, (_, index) => (typeof text === 'string' ? text : text(index))).join('');
  const cases: readonly (readonly [what: string, files: Readonly<Record<string, string>>])[] = [
    ['a path of ansible.cfg with thousands of folders', { 'ansible.cfg': `[defaults]\ninventory = ${deep}hosts\n` }],
    ['a path of a script with thousands of folders', { 'run.sh': `ansible-playbook -i ${deep}hosts site.yml\nansible-playbook -i prod/hosts.ini site.yml\n` }],
    ['paths of a playbook with thousands of folders', { 'site.yml': `- hosts: all\n  vars_files: [${deep}x.yml]\n  roles: [${deep}r]\n`, 'run.sh': 'ansible-playbook -i prod/hosts.ini site.yml\n' }],
    ['thousands of cd', { 'run.sh': `${many(15_000, 'cd aaaaaaaa\n')}${many(400, 'ansible-playbook -i hosts site.yml\n')}` }],
    ['thousands of cd to the folder of the script', { 'run.sh': `cd x\ncd ${many(15_000, '$(dirname "$0")')}\nansible-playbook -i hosts site.yml\n` }],
    ['braces that do not close in ansible.cfg', { 'ansible.cfg': `[defaults]\ninventory = ${many(50_000, '${')}\nroles_path = {{${' '.repeat(500_000)}\n` }],
    ['hundreds of thousands of entries in settings of ansible.cfg', { 'ansible.cfg': `[defaults]\nyaml_valid_extensions = .yml,${many(300_000, (index) => `.e${index},`)}\n[inventory]\nignore_patterns = ${many(100_000, 'nothing,')}\n`, 'more/hosts.ini': many(300, (index) => `[g${index}]\nh${index}\n`), 'more/group_vars/g1.yml': 'a: 1\n' }],
    ['thousands of imports of thousands of imports', { 'site.yml': many(20_000, '- import_playbook: a.yml\n'), 'a.yml': many(20_000, '- import_playbook: b.yml\n'), 'b.yml': many(5_000, '- hosts: all\n'), 'run.sh': 'ansible-playbook -i prod/hosts.ini site.yml\n' }],
    ['a mapping merged over a thousand groups', { 'ansible.cfg': '[defaults]\nhash_behaviour = merge\n', 'more/hosts.ini': many(1_000, (index) => `[g${index}]\nh\n`), ...Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`more/group_vars/g${index}.yml`, `d: {${many(40, (key) => `k${index}_${key}: 1, `)}}\n`])) }],
    ['hundreds of terms of a limit over thousands of hosts', { 'more/hosts': `[web]\n${many(10_000, (index) => `w${index}\n`)}`, 'run.sh': `ansible-playbook -i more/hosts -l "w*${many(900, (index) => `:!d*:&[a-z]*:!x${index}`)}" site.yml\n` }],
    ['one key hundreds of thousands of times', { 'prod/group_vars/all.yml': many(150_000, 'k: 1\n') }],
  ];
  for (const [what, files] of cases) {
    it(what, function () {
      this.timeout(60_000);
      const run = askAll(files);
      assert.equal(run.variableOf(run.inventory.hosts.get('w1')!, 'port').variable?.value, 1);
    });
  }

  it('an outline ends behind many entries', () => {
    const world = new Fixture(treeOf([{ path: 'a.yml', text: many(30_000, (index) => `k${index}: {a: 1}\n`) }]), undefined);
    assert.equal(documentSymbols(world.file('a.yml')).length, 10_000);
  });
});
