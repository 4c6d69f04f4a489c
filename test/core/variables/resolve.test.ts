// Winner, losers, parts and the reason: what is told about one variable of one host. The conformance cases hold the values.
import { strict as assert } from 'node:assert';
import { keyText } from '../../../server/core/value';
import type { EffectiveVariable } from '../../../server/core/variables/resolve';
import { fixture, type Fixture } from '../../fixture';

function variableOf(workspace: Fixture, command: string, name: string, hostName = 'h1'): EffectiveVariable {
  const run = workspace.run(command);
  return run.variableOf(run.inventory.hosts.get(hostName)!, name).variable ?? assert.fail(`${name} is not set`);
}

const LAYERS = fixture(`
  #- hosts
  [all:vars]
  x=all
  [web]
  h1 x=host
  [parent:children]
  web
  [web:vars]
  x=web
  #- group_vars/all.yml
  x: all file
  #- group_vars/parent.yml
  x: parent file
  #- group_vars/web.yml
  x: web file
  #- host_vars/h1.yml
  x: host file
  y: 1
  #- play/group_vars/all.yml
  x: play all
  #- play/site.yml
  - hosts: all
    vars: {x: play}
`);

describe('core/variables/resolve', () => {
  it('tells all that lost, strongest first', () => {
    const { winner, overridden, value } = variableOf(LAYERS, 'ansible-playbook -i hosts play/site.yml', 'x');
    assert.equal(value, 'play');
    assert.deepEqual([winner, ...overridden].map(({ origin }) => LAYERS.place(origin)), [
      'play/site.yml:2', 'host_vars/h1.yml:1', 'hosts:4', 'group_vars/web.yml:1', 'group_vars/parent.yml:1', 'play/group_vars/all.yml:1', 'group_vars/all.yml:1', 'hosts:8', 'hosts:2',
    ]);
  });

  it('extra vars stand in no file', () => {
    const { winner, overridden } = variableOf(LAYERS, 'ansible-playbook -i hosts play/site.yml -e x=1 -e "{x: 2}"', 'x');
    assert.deepEqual([winner, overridden[0]!].map(({ origin }) => LAYERS.place(origin)), ['-e {x: 2}', '-e x=1']);
  });

  it('a file that is read twice does not lose against itself', () => {
    const workspace = fixture('#- hosts\n[web]\nh1\n#- group_vars/all.yml\nx: 1\n#- group_vars/web.yml\nx: 2\n#- site.yml\n- hosts: all\n');
    const { winner, overridden } = variableOf(workspace, 'ansible-playbook -i hosts site.yml', 'x');
    assert.deepEqual([winner, ...overridden].map(({ origin }) => workspace.place(origin)), ['group_vars/web.yml:1', 'group_vars/all.yml:1']);
    assert.equal(winner.precedence, 'groups_plugins_play');
  });

  it('gives no reason where nothing else sets it', () => {
    const { reason, overridden } = variableOf(LAYERS, 'ansible-playbook -i hosts play/site.yml', 'y');
    assert.deepEqual(overridden, []);
    assert.equal(reason, '');
  });

  it('a repeated line of an INI inventory loses to the later one', () => {
    const workspace = fixture('#- hosts\n[web]\nh1 x=1\n[web:vars]\ny=1\ny=2\n[db]\nh1 x=2\n');
    assert.deepEqual(['x', 'y'].map((name) => variableOf(workspace, 'ansible-inventory -i hosts', name)).map(({ winner, overridden }) => [winner, ...overridden].map(({ origin }) => workspace.place(origin))), [['hosts:7', 'hosts:2'], ['hosts:5', 'hosts:4']]);
  });
});

describe('core/variables/resolve: hash_behaviour=merge', () => {
  const workspace = fixture(`
    #- hosts
    [web]
    h1
    h2
    #- group_vars/all.yml
    d:
      a: 1
      b: 1
      n: {x: 1, y: 1}
    e: {a: 1}
    l: [1]
    #- group_vars/web.yml
    d:
      b: 2
      n: {y: 2}
    e: {}
    l: [2]
    #- host_vars/h1.yml
    d: {c: 3}
    #- host_vars/h2.yml
    d: {a: 4, b: 4, n: {x: 4, y: 4}}
  `);
  const command = 'ANSIBLE_HASH_BEHAVIOUR=merge ansible-inventory -i hosts --playbook-dir play';
  const partsOf = ({ parts }: EffectiveVariable): string[] => parts.map(({ path, definition }) => `${path.map(keyText).join('.')} ${workspace.place(definition.origin)}`);

  it('every leaf has its own winner', () => {
    const variable = variableOf(workspace, command, 'd');
    assert.deepEqual(partsOf(variable), ['a group_vars/all.yml:1', 'b group_vars/web.yml:1', 'n.x group_vars/all.yml:1', 'n.y group_vars/web.yml:1', 'c host_vars/h1.yml:1']);
    assert.equal(workspace.place(variable.winner.origin), 'host_vars/h1.yml:1');
    assert.deepEqual(variable.overridden, []);
  });

  it('a definition loses only when every leaf of it does', () => {
    const variable = variableOf(workspace, command, 'd', 'h2');
    assert.deepEqual(new Set(variable.parts.map(({ definition }) => workspace.place(definition.origin))), new Set(['host_vars/h2.yml:1']));
    assert.deepEqual(variable.overridden.map(({ origin }) => workspace.place(origin)), ['group_vars/web.yml:1', 'group_vars/all.yml:1']);
  });

  it('an empty mapping changes nothing, a list is replaced', () => {
    assert.deepEqual(partsOf(variableOf(workspace, command, 'e')), [' group_vars/all.yml:5']);
    assert.deepEqual(partsOf(variableOf(workspace, command, 'l')), [' group_vars/web.yml:5']);
  });
});
