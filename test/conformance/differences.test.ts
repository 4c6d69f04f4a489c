// Each difference from Ansible that docs/parity.md tells: what is done here, in a case of its own. A row without a case, or a case without a row, fails.
import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Terminal, type Answer } from '../cli/terminal';

const list = (files: string, words = '-i hosts', prepare: (world: Terminal) => void = () => {}): Answer & { readonly data: { readonly _meta: { readonly hostvars: Record<string, Record<string, unknown>> } } & Record<string, { readonly hosts?: string[] }> } => {
  const world = new Terminal(files);
  prepare(world);
  const answer = world.call(`list ${words}`);
  return { ...answer, data: JSON.parse(answer.out) as never };
};
const graph = (files: string): string => new Terminal(files).call('graph --vars -i hosts.yml').out;

const CASES: Readonly<Record<string, () => void>> = {
  'inventory scripts, inventory plugins (`plugin:`), TOML': () => {
    for (const [name, text] of [['run.sh +x', '#!/bin/sh\necho "{}"\n'], ['aws.yml', 'plugin: amazon.aws.aws_ec2\n'], ['hosts.toml', '[web.hosts]\nw1 = {}\n']]) {
      const { code, err, data } = list(`#- ${name}\n${text}`, `-i ${name!.split(' ')[0]}`);
      assert.deepEqual([code, data._meta.hostvars], [0, {}]);
      assert.match(err, /^warning: /, name);
    }
  },
  'files encrypted as a whole': () => {
    const { code, err, data } = list('#- hosts\n[web]\nw1\n#- group_vars/web.yml\n$ANSIBLE_VAULT;1.1;AES256\n3031\n#- group_vars/all.yml\na: 1\n');
    assert.deepEqual([code, data._meta.hostvars], [0, { w1: { a: 1 } }]);
    assert.match(err, /group_vars\/web\.yml: encrypted/);
  },
  'vars files and inventories that Ansible stops at (rc 1, 4, 5)': () => {
    const { code, err, data } = list('#- hosts\n[web]\nw1 b=2\n#- group_vars/web.yml\n- no mapping\n');
    assert.deepEqual([code, data._meta.hostvars], [0, { w1: { b: 2 } }]);
    assert.match(err, /group_vars\/web\.yml: Ansible stops here/);
  },
  '`ansible_python_interpreter` of the implicit localhost, which no inventory names': () => {
    const { out, err } = new Terminal('#- hosts\n[web]\nw1\n').call('host localhost -i hosts');
    assert.deepEqual(JSON.parse(out), { ansible_connection: 'local' });
    assert.match(err, /ansible_python_interpreter/);
  },
  'a host called `all`': () => assert.deepEqual(Object.keys(list('#- hosts\n[web]\nw1 a=1\nall b=2\n').data._meta.hostvars), ['all', 'w1']),
  'sets, complex numbers, `...`, bytes': () => {
    const { data } = list('#- hosts\n[web]\nw1 s="{1, 2}" c=1j e=... b="b\'x\'"\n');
    assert.deepEqual(Object.entries(data._meta.hostvars['w1']!).map(([name, value]) => [name, typeof value]), [['b', 'string'], ['c', 'string'], ['e', 'string'], ['s', 'string']]);
  },
  'bytes that are not UTF-8 in a value of an INI inventory': () => {
    const { data } = list('', '-i hosts', (world) => writeFileSync(join(world.folder, 'hosts'), Buffer.concat([Buffer.from('[web]\nw1 a=x'), Buffer.from([0xe9]), Buffer.from('\n')])));
    assert.deepEqual(data._meta.hostvars, { w1: { a: 'x\ufffd' } });
  },
  'vars plugins other than `host_group_vars`': () => {
    const { err } = new Terminal('#- hosts\n[web]\nw1 a=1\n#- ansible.cfg\n[defaults]\nvars_plugins_enabled = host_group_vars, my.own.plugin\n').call('vars -i hosts');
    assert.match(err, /my\.own\.plugin/);
  },
  '`advanced_host_list`': () => assert.deepEqual(Object.keys(list('#- ansible.cfg\n[inventory]\nenable_plugins = advanced_host_list, ini\n', '-i web[1:2],').data['ungrouped'] ?? {}), []),
  'regular expressions of `ignore_patterns` and `~pattern`': () => {
    // a group with a name of its own is written so in Python alone
    const { data } = list('#- ansible.cfg\n[inventory]\nignore_patterns = ^(?P<x>old)\n#- inv/old\n[web]\nw1 a=1\n#- inv/new\n[web]\nw2 a=1\n', '-i inv');
    assert.deepEqual(Object.keys(data._meta.hostvars), ['w1', 'w2']);
  },
  'order of hosts of a group whose children are three levels deep': () => {
    const world = new Terminal('#- hosts\n[all:vars]\nx=1\n[a]\na1\n[b]\nb1\n[c]\nc1\n[top:children]\nmid\n[mid:children]\nlow\nb\n[low:children]\na\nc\n');
    assert.deepEqual([0, 1, 2].map((index) => world.call(`vars x -i hosts -l top[${index}]`).out.trim().split(/ +/).at(-1)), ['b1', 'a1', 'c1']);
  },
  'order of keys, where a mapping has keys of types that Python cannot order; in `graph --vars`, of mappings that were merged': () => {
    assert.match(list('#- hosts.yml\nweb:\n  hosts:\n    w1:\n      m: {b: 1, 1: 2, a: 3}\n', '-i hosts.yml').out, /"1": 2,\s+"a": 3,\s+"b": 1/);
  },
  'tuples in `graph --vars`': () => assert.match(new Terminal('#- hosts\n[web]\nw1 t="(1, 2)"\n').call('graph --vars -i hosts').out, /\{t = \[1, 2\]\}/),
  'line ends and control characters in values, `graph --vars`': () => assert.match(graph('#- hosts.yml\nweb:\n  hosts:\n    w1:\n      t: "a\\nb\\e[31m"\n'), /\{t = a\\nb\\x1b\[31m\}/),
  'lines of warnings': () => assert.equal(list('#- hosts\n[my-web]\nw1 a=1\n').err, ''),
};

describe('docs/parity.md', () => {
  const parity = readFileSync(resolve(__dirname, '../../../docs/parity.md'), 'utf8');
  const rows = [...parity.split('## What differs\n')[1]!.matchAll(/^\| (?!what \||-)(.*?) \| /gm)].map((match) => match[1]!);

  it('tells each difference that has a case here, and no other', () => assert.deepEqual(rows, Object.keys(CASES)));

  for (const [what, check] of Object.entries(CASES)) it(`what differs: ${what}`, check);
});
