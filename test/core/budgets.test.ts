// Inputs that a careless reader never comes back from: each must be answered, and its limit kept. Time is bounded by the test runner only.
import { strict as assert } from 'node:assert';
import { matchHosts } from '../../server/core/run/hosts';
import { matchesGlob, safeExpression } from '../../server/core/run/pattern';
import { maskedCommand, withoutSecrets, HIDDEN } from '../../server/core/variables/secrets';
import { Vaulted } from '../../server/core/value';
import { fixture } from '../fixture';

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
