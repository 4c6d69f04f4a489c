// Inputs that a careless reader never comes back from: each must be answered, and its limit kept. Time is bounded by the test runner only.
import { strict as assert } from 'node:assert';
import { matchHosts } from '../../server/core/run/hosts';
import { matchesGlob, safeExpression } from '../../server/core/run/pattern';
import { maskedCommand, withoutSecrets, HIDDEN } from '../../server/core/variables/secrets';
import { Vaulted } from '../../server/core/value';
import { checkProject } from '../../server/rules/index';
import { delta } from '../../server/features/delta';
import { effectiveVars } from '../../server/features/effectiveVars';
import { explainText } from '../../server/features/explain';
import { hover } from '../../server/features/hover';
import { documentSymbols } from '../../server/features/documentSymbols';
import { graphLines, GRAPH_CUT, groupsOfList } from '../../server/features/inventoryList';
import { runList } from '../../server/features/runList';
import { tooLarge } from '../../server/rules/too-large';
import { valueText } from '../../server/features/describe';
import { ansibleJson } from '../../server/cli/ansibleJson';
import { fixture } from '../fixture';

/** What a world says of all rules, as `rule line message`; and that every feature answers, in no more than so many characters. */
function told(text: string, command = 'ansible-playbook -i hosts'): { found: string[]; run: ReturnType<ReturnType<typeof fixture>['run']> } {
  const world = fixture(text);
  const project = world.project();
  const run = world.run(command, { project });
  const found = checkProject(project, [run]).map(({ rule, span, message }) => `${rule} ${span.file.path.slice(4)}:${span.file.text.slice(0, span.start).split('\n').length} ${message}`);
  const texts = [effectiveVars(project, run, { group: 'all' }, false).text, delta(project, run, false).text, explainText(project, run, 'x'), JSON.stringify(runList(project))];
  for (const entry of project.tree.entries()) if (entry.kind === 'file') texts.push(JSON.stringify(documentSymbols(entry).length), hover(project, entry, 1, {})?.markdown ?? '');
  for (const shown of texts) assert.ok(shown.length < 3_000_000, `${shown.length} characters: ${shown.slice(0, 80)}`);
  return { found, run };
}

/** Lists of nine of the list before, `levels` deep. */
function bomb(levels: number, indent = ''): string {
  return Array.from({ length: levels }, (_, level) => `${indent}x${level === levels - 1 ? '' : level}: &a${level} [${Array(9).fill(level === 0 ? 'lol' : `*a${level - 1}`).join(', ')}]\n`).join('');
}

describe('budgets of texts', () => {
  it('aliases of aliases, in vars and in an inventory', () => {
    const vars = told(`#- hosts\n[g]\nh\n#- group_vars/all.yml\nbefore: 1\n${bomb(11)}after: 2\n`);
    assert.deepEqual(vars.found, ['too-large group_vars/all.yml:8 The aliases of this file stand for more than 1000000 nodes: not read']);
    for (const [name, value] of [['before', 1], ['after', 2]] as const) assert.equal(vars.run.variableOf(vars.run.inventory.hosts.get('h')!, name).variable?.value, value);
    const inventory = told(`#- hosts.yml\nall:\n  hosts: {h: }\n  vars:\n${bomb(11, '    ')}    after: 2\n`, 'ansible-playbook -i hosts.yml');
    assert.deepEqual(inventory.found, ['too-large hosts.yml:10 The aliases of this file stand for more than 1000000 nodes: not read']);
    assert.equal(inventory.run.variableOf(inventory.run.inventory.hosts.get('h')!, 'after').variable?.value, 2);
  });

  it('aliases of a long text', () => {
    const { found } = told(`#- hosts\n[g]\nh\n#- group_vars/all.yml\na: &a ${'y'.repeat(100_000)}\nx: [${Array(1000).fill('*a').join(', ')}]\n`);
    assert.deepEqual(found, ['too-large group_vars/all.yml:2 The aliases of this file stand for more than 32 MiB of text: not read']);
  });

  it('what aliases below the budget stand for is not written out', () => {
    const { found, run } = told(`#- hosts\n[g]\nh\n#- group_vars/all.yml\n${bomb(5)}`);
    assert.deepEqual(found, []);
    const { value } = run.variableOf(run.inventory.hosts.get('h')!, 'x').variable!;
    assert.ok(valueText('x', value).length < 60_000);
    assert.ok(ansibleJson(value).length > 500_000, 'the JSON is whole');
  });

  it('JSON that would be longer than a text can be is refused, not died of', () => {
    const deep = `${'['.repeat(400)}*a${']'.repeat(400)}`;
    const run = fixture(`#- hosts\n[g]\nh\n#- group_vars/all.yml\na: &a [${'1, '.repeat(90_000)}1]\nx: ${deep}\n`).run('ansible-playbook -i hosts');
    assert.throws(() => ansibleJson(run.variableOf(run.inventory.hosts.get('h')!, 'x').variable!.value), /a value of more than 128 MiB is not printed/);
  });

  it('a document of many long values shows the first ones', () => {
    const world = fixture(`#- hosts\n[g]\nh\n#- group_vars/all.yml\nlong: ${'y'.repeat(300_000)}\nshort: 1\n`);
    const { text } = effectiveVars(world.project(), world.run('ansible-playbook -i hosts'), { host: 'h' }, false);
    assert.match(text, /^long: …  # .*\n  # the value is too long to be shown here\nshort: 1/m);
  });

  it('nesting of 10,000 levels; the other lines stay', () => {
    for (const [open, close, name] of [['[', ']', 'all.yml'], ['{a: ', '}', 'all.yml'], ['{"a":', '}', 'all.json']] as const) {
      const deep = `${open.repeat(10_000)}1${close.repeat(10_000)}`;
      const { found, run } = told(`#- hosts\n[g]\nh\n#- group_vars/${name}\n${name === 'all.json' ? `{"x": ${deep}}` : `before: 1\nx: ${deep}\nafter: 2`}\n`);
      assert.deepEqual(found, [`too-large group_vars/${name}:${name === 'all.json' ? 1 : 2} Nested more than 500 levels deep: not read`]);
      if (name !== 'all.json') for (const [variable, value] of [['before', 1], ['after', 2]] as const) assert.equal(run.variableOf(run.inventory.hosts.get('h')!, variable).variable?.value, value);
    }
    const { found } = told(`#- hosts\n[g]\nh\n#- group_vars/all.yml\n${Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}x:\n`).join('')}`);
    assert.deepEqual(found.map((text) => text.replace(/:\d+/, '')), ['too-large group_vars/all.yml Nested more than 500 levels deep: not read']);
  });

  it('a merge key on itself', () => {
    const { found, run } = told('#- hosts\n[g]\nh\n#- group_vars/all.yml\nx: &a\n  <<: *a\n  k: 1\ny: 2\n');
    assert.deepEqual(found, ['yaml-syntax group_vars/all.yml:2 The alias `*a` stands inside what it names']);
    assert.equal(run.variableOf(run.inventory.hosts.get('h')!, 'y').variable?.value, 2);
  });

  it('circles of groups', () => {
    assert.deepEqual(told('#- hosts\n[a:children]\nb\n[b:children]\na\n[a]\nh\n').found, ['inventory-cycle hosts:4 “a” cannot be a child of “b”: that would be a circle of groups']);
    assert.deepEqual(told('#- hosts.yml\na:\n  children:\n    b:\n      children:\n        a:\n      hosts: {h: }\n', 'ansible-playbook -i hosts.yml').found, ['inventory-cycle hosts.yml:3 “b” cannot be a child of “a”: that would be a circle of groups']);
  });

  it('chains of 20,000 groups, written downwards and upwards, take no square of their length', () => {
    const length = 20_000;
    const links = Array.from({ length }, (_, at) => `[g${at}:children]\ng${at + 1}\n`);
    for (const chain of [`${links.join('')}[g${length}]\nh\n`, `[g${length}]\nh\n${[...links].reverse().join('')}`]) {
      const { inventory } = fixture(`#- hosts\n${chain}`).run('ansible-playbook -i hosts');
      assert.equal(inventory.hosts.get('h')!.groups.length, length + 1);
      assert.equal(inventory.groups.get(`g${length}`)!.depth, length + 1);
      assert.equal(inventory.groupsWithHosts.length, length + 2);
      assert.equal(matchHosts(inventory, 'g*')!.size, 1);
    }
  });

  it('hosts at every link of a long chain: those after the budget are left out, and said to be', () => {
    const length = 4_000;
    const world = fixture(`#- hosts\n${Array.from({ length }, (_, at) => `[g${at}]\nh${at}\n[g${at}:children]\ng${at + 1}\n`).join('')}[g${length}]\n`);
    const project = world.project();
    const run = world.run('ansible-playbook -i hosts', { project });
    const found = [...tooLarge.check({ project, runs: [run], rules: [] })].map((finding) => finding?.message);
    assert.match(found.join(), /^“h\d+” and the hosts after it are left out: the hosts above are in more than 5,000,000 groups$/);
    assert.ok(run.inventory.hosts.size > 3_000 && run.inventory.hosts.size < length);
    assert.equal(run.isOpaque, true);
  });

  it('graphs whose every group is reached on two ways', () => {
    const { run } = told(`#- hosts\n${Array.from({ length: 40 }, (_, at) => `[a${at}:children]\na${at + 1}\nb${at + 1}\n[b${at}:children]\na${at + 1}\nb${at + 1}\n`).join('')}[a40]\nh\n[b40]\n`);
    assert.equal(graphLines(run.inventory.all).at(-1), GRAPH_CUT);
    assert.equal(run.inventory.hosts.get('h')!.groups.length, 81);
  });

  it('a line of more than 1 MiB, a text of more than 4 MiB', () => {
    const line = told(`#- hosts\n[g]\nh x=${'a'.repeat(1_100_000)}\nother\n`);
    assert.deepEqual(line.found, ['too-large hosts:2 a line of more than 1 MiB is not read']);
    assert.deepEqual([...line.run.inventory.hosts.keys()], ['other']);
    assert.deepEqual(told(`#- hosts\n[g]\n${'h # a comment\n'.repeat(330_000)}`).found, ['too-large hosts:1 Larger than 4 MiB: not read']);
    assert.deepEqual(told(`#- hosts\n[g]\nh\n#- group_vars/all.yml\n${'x: 1\n'.repeat(850_000)}`).found, ['too-large group_vars/all.yml:1 Larger than 4 MiB: not read']);
  });
});

describe('names that JavaScript knows', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '1', '007']) {
    it(name, () => {
      const world = fixture(`#- hosts\n[${name}]\n${name} ${name}=3\nother\n[${name}:vars]\nk=1\n#- group_vars/${name}.yml\n"${name}": {"${name}": v, ab: 2}\n#- host_vars/${name}.yml\nz: 1\n`);
      const run = world.run('ansible-playbook -i hosts');
      const groups = groupsOfList(run.staticInventory);
      assert.deepEqual(Object.keys(groups).sort(), ['all', name].sort());
      assert.deepEqual(groups[name], { hosts: [name, 'other'] });
      assert.match(ansibleJson(groups as never), new RegExp(`"${name}": \\{`));
      // a host line's variable goes to the group of that name (`set_variable`), and the file outranks it
      for (const host of [name, 'other']) assert.equal(ansibleJson(run.variableOf(run.inventory.hosts.get(host)!, name).variable!.value, { indent: 0, sortKeys: true }).replace(/\s/g, ''), name < 'ab' ? `{"${name}":"v","ab":2}` : `{"ab":2,"${name}":"v"}`);
      assert.equal(run.variableOf(run.inventory.hosts.get(name)!, 'z').variable?.value, 1);
    });
  }

  it('a variable of the environment by such a name is none', () => {
    const world = fixture('#- ansible.cfg\n[defaults]\ninventory = $constructor/hosts\n');
    assert.deepEqual(world.run('ansible-playbook p.yml').config.inventory, ['/ws/$constructor/hosts']);
  });
});

describe('budgets of a run', () => {
  it('patterns that repeat what repeats are not decided', () => {
    for (const source of ['(a+)+$', '(a|aa)+$', '(?:x*)*', '((a+))+', 'a*a*a*a*b', 'a'.repeat(300)]) assert.equal(safeExpression(source), undefined, source);
    for (const source of ['web\\d+', '(web|db)\\.example', '^node[0-9]+$']) assert.ok(safeExpression(source), source);
    const { inventory } = fixture(`#- hosts\n[web]\n${'a'.repeat(42)}!\n`).run('ansible-playbook -i hosts');
    assert.equal(matchHosts(inventory, '~(a+)+$'), undefined);
  });

  it('globs cost name times pattern', () => {
    assert.equal(matchesGlob('*a'.repeat(100) + 'b', 'a'.repeat(5000)), false);
    assert.deepEqual(['web*', 'w?b1', '[wd]eb1', '[!d]eb1', 'web[0-9]', '*1', 'web'].map((pattern) => matchesGlob(pattern, 'web1')), [true, true, true, true, true, true, false]);
  });

  it('an ansible.cfg of blanks', () => {
    const { config } = fixture(`#- hosts\nh\n#- ansible.cfg\n[defaults]\na${' '.repeat(100_000)}b\nhash_behaviour = merge\n`).run('ansible-playbook -i hosts');
    assert.equal(config.hashMerge, true);
  });

  it('a file of blank lines is no inventory', () => {
    const project = fixture(`#- inventory/hosts\n${'\n'.repeat(300_000)}x\n`).project();
    assert.deepEqual(project.runs, []);
  });

  it('scripts: unclosed substitutions, thousands of calls', () => {
    const calls = 'ansible-playbook -i hosts p.yml\n'.repeat(5_000);
    const project = fixture(`#- hosts\n[g]\nh\n#- a.sh\nansible-playbook -i hosts ${'$('.repeat(100_000)}\n#- b.sh\n${calls}`).project();
    assert.ok(project.runs.some((run) => run.places.length === 500), 'the first 500 calls are one run');
  });

  it('playbooks that import twice each', () => {
    const books = Array.from({ length: 30 }, (_, index) => `#- p${index}.yml\n- import_playbook: p${index + 1}.yml\n- import_playbook: p${index + 1}.yml\n`).join('');
    const run = fixture(`#- hosts\n[g]\nh\n${books}#- p30.yml\n- hosts: all\n`).run('ansible-playbook -i hosts p0.yml');
    assert.ok(run.plays.length <= 1_000);
    assert.ok(run.allUnknown.some((text) => /more than 1000 files/.test(text)));
  });

  it('roles that depend twice on the next', () => {
    const roles = Array.from({ length: 30 }, (_, index) => `#- roles/r${index}/meta/main.yml\ndependencies: [r${index + 1}, r${index + 1}]\n`).join('');
    const run = fixture(`#- hosts\n[g]\nh\n#- p.yml\n- hosts: all\n  roles: [r0]\n${roles}#- roles/r30/defaults/main.yml\nx: 1\n`).run('ansible-playbook -i hosts p.yml');
    assert.equal(run.rolesOf(run.plays[0]!).length, 31);
    assert.equal(run.variableOf(run.inventory.hosts.get('h')!, 'x').variable?.value, 1);
  });

  it('links that lead up or sideways in a circle', () => {
    const sideways = ['a', 'b', 'c', 'd'].flatMap((from) => ['a', 'b', 'c', 'd'].filter((to) => to !== from).map((to) => `#- roles/r/defaults/main/${from}/${to} -> ../${to}\n`)).join('');
    const run = fixture(`#- inv/hosts\n[g]\nh\n#- inv/loop -> .\n#- inv/top -> /\n#- inv/gone -> nowhere\n#- inv/group_vars/g/x.yml\nx: 1\n#- inv/group_vars/g/up -> ..\n#- p.yml\n- hosts: all\n  roles: [r]\n${sideways}#- roles/r/defaults/main/a/x.yml\ny: 2\n`).run('ansible-playbook -i inv p.yml');
    const host = run.inventory.hosts.get('h')!;
    assert.equal(run.variableOf(host, 'x').variable?.value, 1);
    assert.equal(run.variableOf(host, 'y').variable?.value, 2);
    assert.ok(run.searchedPlaces().some((place) => /above it is not followed/.test(place.detail)));
    assert.deepEqual(run.staticInventory.sources.map((source) => source.outcome).sort(), ['parsed', 'skipped']);
  });

  it('an ansible.cfg with hundreds of thousands of inventories', () => {
    const world = fixture(`#- ansible.cfg\n[defaults]\ninventory = ${'a,'.repeat(400_000)}hosts\n#- a\n[g]\nh\n#- p.yml\n- hosts: all\n`);
    const project = world.project();
    const run = world.run('ansible-playbook p.yml', { project });
    assert.deepEqual([run.sources.length, run.inventory.hosts.size], [1_000, 1]);
    assert.deepEqual(checkProject(project, [run]).map(({ rule, message }) => [rule, message]), [['too-large', 'more than 1,000 inventories: the rest is left out']]);
  });

  it('folders of the system are no inventories', () => {
    for (const path of ['/', '/proc', '/dev']) assert.equal(fixture('#- /proc/hosts\n[g]\nh\n#- /dev/hosts\n[g]\nh\n').run(`ansible-playbook -i ${path}`).inventory.hosts.size, 0, path);
  });
});

describe('secrets of a command line', () => {
  for (const [command, shown] of [
    ['ansible-playbook -e db_password=correct horse battery -i hosts', `ansible-playbook -e db_password=${HIDDEN} -i hosts`],
    ['-e {"db_password": {"value": "S1"}}', `-e {"db_password":${HIDDEN}`],
    ['-e {"tokens": ["S1", "S2"]}', `-e {"tokens":${HIDDEN}`],
    ["-e 'db_password=ab,S1' -l web", `-e 'db_password=${HIDDEN} -l web`],
    ['-e a=1 -i hosts', '-e a=1 -i hosts'],
  ] as const) it(command, () => assert.equal(maskedCommand(command), shown));
  it('does not take for ever', () => assert.ok(maskedCommand('-e ' + 'a'.repeat(200_000)).length < 3_000));
  it('hides vault texts', () => assert.equal(withoutSecrets('plain', new Vaulted('$ANSIBLE_VAULT;1.1;AES256')), HIDDEN));
});
