// Line ends, marks and bytes that no editor shows: places stay true, and nothing is lost behind them.
import { strict as assert } from 'node:assert';
import { explainText } from '../../server/features/explain';
import { lineAt } from '../../server/lines';
import { checkProject } from '../../server/rules/index';
import { Fixture, treeOf, type FixtureEntry } from '../fixture';

function worldOf(files: Readonly<Record<string, string>>): Fixture {
  return new Fixture(treeOf(Object.entries(files).map(([path, text]): FixtureEntry => ({ path, text }))), undefined);
}

describe('texts', () => {
  for (const [name, end] of [['line feeds', '\n'], ['CRLF', '\r\n'], ['lone carriage returns', '\r']] as const) {
    it(`${name}: inventory, vars, playbook and what is ignored in them`, () => {
      const lines = (...texts: string[]): string => texts.map((text) => text + end).join('');
      const world = worldOf({
        hosts: lines('[web]', 'h1 a=1', 'h2'),
        'p.yml': lines('- hosts: web', '  vars:', '    c: 3'),
        'group_vars/web.yml': lines('b: 1', 'b: 2 # groupvars: ignore duplicate-key', 'd: 1', 'd: 2'),
      });
      const project = world.project();
      const run = world.run('ansible-playbook -i hosts p.yml', { project });
      const host = run.inventory.hosts.get('h1')!;
      for (const [variable, line] of [['a', 2], ['b', 2], ['c', 3], ['d', 4]] as const) {
        const { origin } = run.variableOf(host, variable).variable!.winner;
        assert.ok('file' in origin);
        assert.equal(lineAt(origin.file, origin.start), line, variable);
      }
      assert.match(explainText(project, run, 'd'), /web\.yml:4/);
      assert.deepEqual(checkProject(project, [run]).filter(({ rule }) => rule === 'duplicate-key').map(({ message }) => message), ['d is set twice in this mapping; Ansible uses the last one']);
    });
  }

  it('texts of 10 MB and of one line: scripts, configurations, playbooks', () => {
    const long = 'x'.repeat(10_000_000);
    for (const [path, text] of [['run.sh', `# ${'line\n# '.repeat(1_500_000)}`], ['ansible.cfg', `[defaults]\n${'a = b\n'.repeat(1_500_000)}`], ['p.yml', `- hosts: ${long}\n`]] as const) {
      const world = worldOf({ hosts: '[web]\nh1\n', 'p.yml': '- hosts: web\n', [path]: text });
      const project = world.project();
      const run = world.run('ansible-playbook -i hosts p.yml', { project });
      checkProject(project, [run]);
      assert.equal(run.inventory.hosts.size, 1, path);
    }
  });

  it('sixty thousand findings beside a comment that ignores something', () => {
    for (const [items, ignored] of [['\n- 1:30'.repeat(60_000), 'never-wins'], [` [${'1:30,'.repeat(60_000)}]`, 'never-wins'], [` [${'1:30,'.repeat(60_000)}]`, 'yaml-type']] as const) {
      const world = worldOf({ hosts: '[web]\nh1\n', 'group_vars/web.yml': `#\nb: 2 # groupvars: ignore never-wins\na:${items} # groupvars: ignore ${ignored}` });
      const project = world.project();
      const found = checkProject(project, [world.run('ansible-inventory -i hosts', { project })]);
      assert.equal(found.length, ignored === 'yaml-type' ? 0 : 60_000);
    }
  });

  it('NUL and U+FFFD in names and values are text like any other', () => {
    const world = worldOf({ hosts: '[w\u0000b]\nh\ufffd1 a=x\u0000y\n', 'group_vars/w\u0000b.yml': 'z: 1\n' });
    const run = world.run('ansible-playbook -i hosts');
    assert.equal(run.variableOf(run.inventory.hosts.get('h\ufffd1')!, 'a').variable?.value, 'x\u0000y');
  });
});
