// `groupvars catalogue`: the same checkouts give the same text, and what is no checkout is refused.
import { strict as assert } from 'node:assert';
import { Terminal } from './terminal';

const checkout = (folder: string, version: string, port: string): string => `\
#- ${folder}/galaxy.yml
name: kubespray
version: ${version}
#- ${folder}/cluster.yml
[]
#- ${folder}/roles/kubespray_defaults/defaults/main/main.yml
port: ${port}
computed: "{{ port }}"
#- ${folder}/roles/net/templates/x.j2
{{ name | default('x') }}
#- ${folder}/roles/net/tasks/main.yml
[]
`;

describe('groupvars catalogue', () => {
  const world = new Terminal(`${checkout('a', '2.30.0', '1')}${checkout('b', '2.31.0', '1')}${checkout('c', '2.31.1', '2')}${checkout('unknown', 'devel', '2')}#- plain/hosts.ini\nn1\n#- other/galaxy.yml\nname: other\nversion: 2.31.0\n#- other/roles/x/tasks/main.yml\n[]\n`);

  it('prints JSON, by release, the same each time', () => {
    const { code, out, err } = world.call('catalogue b a');
    assert.deepEqual([code, err], [0, '']);
    assert.equal(out, world.call('catalogue a b').out);
    assert.equal(out, world.call('catalogue . ../b', { cwd: 'a' }).out);
    assert.deepEqual(JSON.parse(out), {
      releases: ['v2.30.0', 'v2.31.0'],
      files: ['roles/kubespray_defaults/defaults/main/main.yml'],
      variables: { computed: { default: [[30, 31, 0, null, ['port']]] }, name: { read: [[30, 31, 3, ['x']]] }, port: { default: [[30, 31, 0, 1]] } },
      includes: [],
    });
  });

  it('refuses what it cannot tell anything of', () => {
    for (const [words, told] of [
      ['catalogue', 'catalogue needs a kubespray checkout, or several'],
      ['catalogue a plain', 'plain is no kubespray checkout'],
      ['catalogue other', 'other is no kubespray checkout'],
      ['catalogue nowhere', 'nowhere is no kubespray checkout'],
      ['catalogue b c', 'two checkouts are of release v2.31: each release can be there once'],
      ['catalogue b b', 'two checkouts are of release v2.31: each release can be there once'],
      ['catalogue unknown', 'which release unknown is cannot be told'],
    ]) assert.deepEqual(world.call(words!), { code: 2, out: '', err: `groupvars: ${told}\n` });
  });
});
