// Answers about a run whose inventory is not read to the end: every command says so.
import { strict as assert } from 'node:assert';
import { Terminal } from './terminal';

const WORLD = `#- hosts
[web]
h1
#- hosts.toml
[web.hosts]
t1 = { x = 1 }
#- group_vars/web.yml
y: 1
#- site.yml
- hosts: web
`;

describe('a TOML inventory beside another', () => {
  const world = new Terminal(WORLD);
  const WARNING = 'warning: hosts.toml is a TOML inventory: it is not read here. Other hosts and values are possible\n';
  for (const words of ['vars', 'vars --format json', 'vars --format yaml', 'explain y', 'explain y --format json', 'explain nothing', 'check', 'check --format json']) {
    it(`D9 ${words} says that it is not read`, () => {
      const { code, err } = world.call(`${words} -- ansible-playbook -i hosts -i hosts.toml site.yml`);
      assert.equal(code, words === 'explain nothing' ? 1 : 0);
      assert.ok(err.includes(WARNING), err);
    });
  }

  it('D9 a run that is known to the end says nothing', () => assert.equal(world.call('check -- ansible-playbook -i hosts site.yml').err, ''));
});

describe('vars beside the inventory and the playbook at once', () => {
  const world = new Terminal(WORLD);
  it('a line that wins is not said to reach no host', () => assert.equal(world.call('explain y -- ansible-playbook -i hosts site.yml').out, `y, run ${world.folder.split('/').at(-1)}

h1
  wins  1  group_vars of a group beside the playbook  group_vars/web.yml:1

searched, in this order
  not found  group_vars/all
  sets it    group_vars/web.yml
  not found  host_vars/h1
`));
});
