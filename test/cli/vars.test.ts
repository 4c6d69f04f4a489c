// `groupvars vars`: effective values as a table, as YAML and as JSON.
import { strict as assert } from 'node:assert';
import { parseYaml } from '../../server/core/yaml';
import { isMapping, keyText, type Value } from '../../server/core/value';
import { ansibleJson } from '../../server/cli/ansibleJson';
import { kubespray } from '../fixtureRules';
import { Terminal } from './terminal';

const WORLD = kubespray() + `#- clusters/prod/hosts.ini
[kube_control_plane]
cp1 ip=10.0.0.1
[etcd]
e1
[kube_node]
w1
w2
#- clusters/prod/group_vars/all.yml
kube_network_plugin: flannel
number: 1.0
text: |
  two
  lines
list: [1, {b: 0644}]
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
#- clusters/prod/host_vars/w2.yml
kube_network_plugin: calico
`;

describe('vars', () => {
  const world = new Terminal(WORLD);
  const vars = (words: string): string => {
    const { code, out, err } = world.call(`vars ${words} -i clusters/prod/hosts.ini`);
    assert.deepEqual([code, err], [0, '']);
    return out;
  };

  it('all of them: one line a value, the hosts that share it together', () => assert.equal('\n' + vars(''), `
ip                   10.0.0.1        cp1
kube_network_plugin  cilium          cp1, w1
kube_network_plugin  flannel         e1
kube_network_plugin  calico          w2
list                 [1, {b: 420}]   all hosts
number               1.0             all hosts
text                 "two\\nlines\\n"  all hosts
`));
  it('with their places', () => assert.equal('\n' + vars('--origins -l w2'), `
kube_network_plugin  calico          clusters/prod/host_vars/w2.yml:1    w2
list                 [1, {b: 420}]   clusters/prod/group_vars/all.yml:6  w2
number               1.0             clusters/prod/group_vars/all.yml:2  w2
text                 "two\\nlines\\n"  clusters/prod/group_vars/all.yml:3  w2
`));
  it('one by name, its default too', () => {
    assert.equal('\n' + vars('kube_network_plugin kube_pods_subnet'), `
kube_network_plugin  cilium          clusters/prod/group_vars/k8s_cluster.yml:1                   cp1, w1
kube_network_plugin  flannel         clusters/prod/group_vars/all.yml:1                           e1
kube_network_plugin  calico          clusters/prod/host_vars/w2.yml:1                             w2
kube_pods_subnet     10.233.64.0/18  kubespray/roles/kubespray_defaults/defaults/main/main.yml:4  all hosts
`);
  });
  it('defaults on request', () => {
    assert.match(vars('--defaults'), /^kube_pods_subnet +10.233.64.0\/18/m);
    assert.doesNotMatch(vars(''), /kube_pods_subnet/);
  });
  it('what differs between the hosts', () => {
    assert.deepEqual(vars('--differs').split('\n').map((line) => line.split(' ')[0]), ['ip', 'kube_network_plugin', 'kube_network_plugin', 'kube_network_plugin', '']);
    assert.equal(world.call('vars --differs -l w1 -i clusters/prod/hosts.ini').out, '');
  });

  it('YAML that says the same values', () => {
    const { root, failure } = parseYaml({ kind: 'file', path: '/a.yml', text: vars('--format yaml --origins'), executable: false, hasByteOrderMark: false });
    assert.equal(failure, undefined);
    const hosts = root!.value as Value;
    assert.ok(isMapping(hosts));
    assert.deepEqual([...hosts.entries()].map(([host]) => keyText(host)), ['cp1', 'e1', 'w1', 'w2']);
    const values = (host: string): string => ansibleJson([...hosts.entries()].find(([name]) => name === host)![1], { indent: 0, sortKeys: true }).replace(/\n/g, '');
    assert.equal(values('w2'), '{"kube_network_plugin": "calico","list": [1,{"b": 420}],"number": 1.0,"text": "two\\nlines\\n"}');
    assert.equal(vars('gone --format yaml'), '"cp1": {}\n"e1": {}\n"w1": {}\n"w2": {}\n');
  });

  it('JSON by host and name, with what is overridden', () => {
    const all = JSON.parse(vars('--format json')) as Record<string, Record<string, { value: unknown; level: string; origin: object; overridden: { value: unknown }[] }>>;
    assert.deepEqual(Object.keys(all), ['cp1', 'e1', 'w1', 'w2']);
    assert.deepEqual(Object.keys(all['cp1']!), ['ip', 'kube_network_plugin', 'list', 'number', 'text']);
    const { value, level, origin, overridden } = all['w2']!['kube_network_plugin']!;
    assert.deepEqual([value, level, origin], ['calico', 'host_plugins_inventory', { file: 'clusters/prod/host_vars/w2.yml', line: 1, column: 1, from: 'file' }]);
    assert.deepEqual(overridden.map((loser) => loser.value), ['cilium', 'flannel', 'calico']);
    assert.match(vars('number --format json'), /"value": 1\.0,/);
  });

  it('nothing: one line on stderr; exit 1 where a name was asked for', () => {
    assert.deepEqual(world.call('vars gone -i clusters/prod/hosts.ini'), { code: 1, out: '', err: 'nothing is set\n' });
    const bare = new Terminal('#- hosts.ini\n[web]\nn1\n');
    assert.deepEqual(bare.call('vars -i hosts.ini'), { code: 0, out: '', err: 'nothing is set\n' });
    assert.equal(bare.call('vars -i hosts.ini --format json').out, '{\n  "n1": {}\n}\n');
  });

  it('the play that is chosen', () => {
    const plays = new Terminal('#- hosts.ini\n[web]\nn1\n#- one/a.yml\n- name: One\n  hosts: all\n#- one/group_vars/all.yml\na: 1\n#- two/b.yml\n- name: Two\n  hosts: all\n#- two/group_vars/all.yml\na: 2\n');
    const value = (words: string): string => plays.call(`vars a -i hosts.ini --playbook one/a.yml --playbook two/b.yml ${words}`).out.split(/ +/)[1] ?? '';
    assert.equal(value(''), '2');
    assert.equal(value('--play One'), '1');
    assert.match(plays.call('vars a --format json -i hosts.ini --playbook one/a.yml --playbook two/b.yml --play One').out, /"value": 1,/);
  });

  it('other formats are refused', () => assert.deepEqual(world.call('vars --format csv'), { code: 2, out: '', err: 'groupvars: vars prints table, yaml, json, not csv\n' }));
});
