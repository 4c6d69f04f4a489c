// The graph of hosts and groups: orders, depths, places, and what became of each source. The conformance cases hold the rest.
import { strict as assert } from 'node:assert';
import { compareText } from '../../../server/core/inventory/inventory';
import { fixture } from '../../fixture';

describe('core/inventory: the graph', () => {
  const workspace = fixture(`
    #- hosts
    h0
    [leaf]
    h1
    [left:children]
    leaf
    [right:children]
    middle
    [middle:children]
    leaf
    [middle]
    h2
    [tie]
    h1
    [tie:vars]
    ansible_group_priority=5
    x=1
    [middle:vars]
    x=2
  `);
  const inventory = workspace.run('ansible-inventory -i hosts').staticInventory;
  const group = (name: string) => inventory.groups.get(name)!;
  const host = (name: string) => inventory.hosts.get(name)!;

  it('depth is the longest way from all', () => {
    assert.deepEqual(['all', 'ungrouped', 'leaf', 'left', 'right', 'middle', 'tie'].map((name) => group(name).depth), [0, 1, 3, 1, 1, 2, 1]);
  });

  it('groups of a host stand weakest first', () => {
    assert.deepEqual(host('h1').groups.map(({ name }) => name), ['left', 'right', 'tie', 'middle', 'leaf']);
    assert.deepEqual(host('h0').groups.map(({ name }) => name), ['ungrouped']);
    assert.deepEqual(inventory.sortedGroups.map(({ name }) => name), ['left', 'right', 'ungrouped', 'tie', 'middle', 'leaf']);
  });

  it('hosts of a group are its own first, then those below it, each once', () => {
    assert.deepEqual(inventory.hostsOf(group('right')).map(({ name }) => name), ['h2', 'h1']);
    assert.deepEqual(inventory.hostsOf(group('all')).map(({ name }) => name).sort(), ['h0', 'h1', 'h2']);
  });

  it('the priority is no variable', () => {
    assert.equal(group('tie').priority, 5);
    assert.deepEqual(group('tie').variables.map(({ name }) => name), ['x']);
  });

  it('hosts and groups know where they are named', () => {
    assert.deepEqual(host('h1').declarations.map((span) => workspace.place(span)), ['hosts:3', 'hosts:13']);
    assert.deepEqual(group('middle').declarations.map((span) => workspace.place(span)).sort(), ['hosts:10', 'hosts:7', 'hosts:8'].filter((place) => group('middle').declarations.some((span) => workspace.place(span) === place)).sort());
    assert.ok(group('middle').declarations.some((span) => workspace.place(span) === 'hosts:10'));
    assert.deepEqual(group('ungrouped').declarations, []);
  });

  it('names are sorted by code point', () => {
    assert.deepEqual(['a', 'B', '_', 'é', '\uffff', '😀', 'a1', 'a10', 'a2', ''].sort(compareText), ['', 'B', '_', 'a', 'a1', 'a10', 'a2', 'é', '\uffff', '😀']);
  });
});

describe('core/inventory: sources', () => {
  const outcomes = (text: string, command: string): string[] => fixture(text).run(command).staticInventory.sources.map((source) => `${source.source}: ${source.outcome}, ${source.detail}`);

  it('each tells what became of it', () => {
    assert.deepEqual(outcomes(`
      #- hosts
      h1
      #- hosts.yml
      all: {hosts: {h2: }}
      #- script +x
      #!/usr/bin/env python3
      #- plugin.yml
      plugin: constructed
      #- broken.ini
      h1 x
      #- x.toml
      [a.hosts]
      h4 = {}
      #- ini.toml
      [a.hosts]
      h5
      #- vaulted
      $ANSIBLE_VAULT;1.1;AES256
      6266
      #- vaulted.yml
      $ANSIBLE_VAULT;1.1;AES256
      6266
      #- secret.ini +unreadable
    `, 'ansible-inventory -i hosts -i hosts.yml -i script -i plugin.yml -i broken.ini -i missing -i h3, -i secret.ini -i x.toml -i ini.toml -i vaulted -i vaulted.yml'), [
      'hosts: parsed, ini',
      'hosts.yml: parsed, yaml',
      'script: opaque, a script: its hosts are known only when it runs',
      'plugin.yml: opaque, the configuration of an inventory plugin: its hosts are known only when it runs',
      'broken.ini: failed, no inventory plugin could read it',
      'missing: missing, there is no such file',
      'h3,: parsed, host_list',
      'secret.ini: failed, the file cannot be read',
      'x.toml: opaque, a TOML inventory: it is not read here',
      'ini.toml: parsed, ini',
      'vaulted: opaque, an encrypted file: its hosts are unknown',
      'vaulted.yml: opaque, an encrypted file: its hosts are unknown',
    ]);
  });

  it('A8 /etc/ansible/hosts is read when nothing else is named', () => {
    const files = '#- /etc/ansible/hosts\n[web]\nh1\n#- /etc/ansible/group_vars/web.yml\na: 1\n#- hosts\nh2\n#- p.yml\n- hosts: all\n';
    const run = fixture(files).run('ansible-playbook p.yml');
    assert.equal(run.variableOf(run.inventory.hosts.get('h1')!, 'a').variable?.value, 1);
    assert.deepEqual([...fixture(files).run('ansible-playbook -i hosts p.yml').inventory.hosts.keys()], ['h2']);
    assert.deepEqual([...fixture(`#- ansible.cfg\n[defaults]\ninventory = hosts\n${files}`).run('ansible-playbook p.yml').inventory.hosts.keys()], ['h2']);
    assert.deepEqual(fixture('#- p.yml\n- hosts: all\n').run('ansible-playbook p.yml').staticInventory.sources, []);
  });

  it('B5 F1 a plugin’s configuration leaves all and ungrouped, and says that there may be more', () => {
    const run = fixture('#- x.yml\nplugin: constructed\n').run('ansible-inventory -i x.yml');
    assert.deepEqual([[...run.inventory.groups.keys()].sort(), run.isOpaque], [['all', 'ungrouped'], true]);
  });

  it('a script makes the inventory opaque, a broken file does not', () => {
    assert.equal(fixture('#- script +x\n#!/bin/sh\n').run('ansible-inventory -i script').isOpaque, true);
    assert.equal(fixture('#- hosts\nh1 x\n').run('ansible-inventory -i hosts').isOpaque, false);
  });

  it('every file of a folder is told', () => {
    assert.deepEqual(outcomes('#- d/a\nh1\n#- d/b.yml\nall: {hosts: {h2: }}\n#- d/c.ini\nh3\n', 'ansible-inventory -i d'), ['d: parsed, ini', 'd: parsed, yaml']);
  });

  it('a group above all is told and kills nothing', () => {
    const { sources, hosts } = fixture('#- hosts.yml\nfoo: {children: {all: {hosts: {h1: }}}}\n').run('ansible-inventory -i hosts.yml').staticInventory;
    assert.deepEqual(sources.map((source) => source.outcome), ['parsed', 'failed']);
    assert.match(sources[1]!.detail, /every group is below all/);
    assert.deepEqual([...hosts.keys()], ['h1']);
  });
});
