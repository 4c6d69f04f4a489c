// The host that no inventory names, as ansible-core 2.14 answered.
import { strict as assert } from 'node:assert';
import { matchHosts } from '../../../server/core/run/hosts';
import { cascadeOf } from '../../../server/features/cascade';
import { fixture } from '../../fixture';

const world = fixture(`
#- hosts
[web]
w1
[all:vars]
z=1
#- with.ini
[web]
w1
127.0.0.1 z=7
#- group_vars/all.yml
a: 1
#- group_vars/ungrouped.yml
u: 1
#- host_vars/localhost.yml
b: 2
#- host_vars/127.0.0.1.yml
b: 3
#- local.yml
- hosts: localhost
- hosts: web
- hosts: 127.0.0.1
#- numbers.yml
- hosts: 127.0.0.1
#- web.yml
- hosts: web
#- everything.yml
- hosts: all
`);

describe('core/run/localhost (K5)', () => {
  const valuesOf = (command: string, host: string): Record<string, unknown> => {
    const run = world.run(command);
    const [found] = matchHosts(run.inventory, host) ?? [];
    if (found === undefined || (!run.inventory.hosts.has(found.name) && run.localhost?.name !== found.name)) return {};
    return Object.fromEntries(['a', 'b', 'u', 'z', 'ansible_connection', 'inventory_hostname', 'group_names', 'inventory_file'].flatMap((name) => {
      const { variable } = run.variableOf(found, name);
      return variable === undefined ? [] : [[name, variable.value]];
    }));
  };

  it('has the vars of all, its host_vars and a connection, and no group', () => {
    const expected = { a: 1, b: 2, z: 1, ansible_connection: 'local', inventory_hostname: 'localhost', group_names: [] };
    assert.deepEqual(valuesOf('ansible-playbook -i hosts local.yml', 'localhost'), expected);
    assert.deepEqual(valuesOf('ansible-inventory -i hosts --host localhost', 'localhost'), expected);
  });

  it('is no host where no play is for it', () => {
    for (const playbook of ['web.yml', 'everything.yml']) {
      const run = world.run(`ansible-playbook -i hosts ${playbook}`);
      assert.equal(run.localhost, undefined);
      assert.deepEqual(run.variable('b').map(({ hosts, variable }) => [hosts.map(({ name }) => name), variable]), [[['w1'], undefined]]);
    }
  });

  it('is one host under all its names, with the first of them', () => {
    assert.equal(world.run('ansible-playbook -i hosts local.yml').localhost?.name, 'localhost');
    const run = world.run('ansible-playbook -i hosts numbers.yml');
    assert.equal(run.localhost?.name, '127.0.0.1');
    assert.equal(valuesOf('ansible-playbook -i hosts numbers.yml', '127.0.0.1')['b'], 3);
    const local = world.run('ansible-playbook -i hosts local.yml');
    assert.deepEqual(local.playsOf(local.localhost!).map(({ name }) => name), ['localhost', '127.0.0.1']);
  });

  it('is left out by --limit', () => {
    assert.equal(world.run('ansible-playbook -i hosts -l web local.yml').localhost, undefined);
    assert.equal(world.run('ansible-playbook -i hosts -l 127.0.0.1 local.yml').localhost?.name, 'localhost');
  });

  it('is the host of the inventory that has one of its names', () => {
    const run = world.run('ansible-playbook -i with.ini local.yml');
    assert.equal(run.localhost, undefined);
    assert.deepEqual(run.playsOf(run.inventory.hosts.get('127.0.0.1')!).map(({ name }) => name), ['localhost', 'web', '127.0.0.1']);
    assert.equal(run.variableOf(run.inventory.hosts.get('127.0.0.1')!, 'b').variable?.value, 3);
  });

  it('counts with the hosts only where something is set for it alone', () => {
    const run = world.run('ansible-playbook -i hosts local.yml');
    const winners = (name: string): unknown => cascadeOf(run, name).winners.map(({ hosts }) => hosts.map(({ name: host }) => host));
    assert.deepEqual([winners('a'), winners('b')], [[['w1']], [['localhost']]]);
  });
});
