// The effective vars as a document: it is YAML, its values are the engine's, secrets stay out, and nothing leaves its comment.
import { strict as assert } from 'node:assert';
import { parseYaml } from '../../server/core/yaml';
import { equalValues, isMapping, Mapping, type Value } from '../../server/core/value';
import { effectiveVars, type EffectiveVarsTarget } from '../../server/features/effectiveVars';
import { HIDDEN, isSecretName } from '../../server/core/variables/secrets';
import { fixture, Fixture, treeOf } from '../fixture';
import { kubespray, runNamed } from '../fixtureRules';

function documentOf(world: Fixture, target: EffectiveVarsTarget, showSecrets = false): string {
  const project = world.project();
  return effectiveVars(project, runNamed(project), target, showSecrets).text;
}

/** The document is YAML, and says what the engine says. */
function checkValues(world: Fixture, host: string): void {
  const project = world.project();
  const run = runNamed(project);
  const { text } = effectiveVars(project, run, { host }, true);
  const { root, failure } = parseYaml({ kind: 'file', path: '/effective.yml', text, executable: false, hasByteOrderMark: false });
  assert.equal(failure, undefined, `${failure?.message}\n${text}`);
  const values = root === undefined ? new Mapping([]) : root.value;
  assert.ok(isMapping(values), text);
  const shown = new Map([...values.entries()].map(([key, value]) => [key, value] as const));
  const names = [...run.names({ defaults: true })].filter((name) => name !== 'inventory_file' && name !== 'inventory_dir');
  let count = 0;
  for (const name of names) {
    const { variable } = run.variableOf(run.inventory.hosts.get(host)!, name);
    if (variable === undefined) continue;
    count++;
    assert.ok(equalValues(shown.get(name) as Value, variable.value), `${name}\n${text}`);
  }
  assert.equal(shown.size, count, text);
}

const WORLD = kubespray() + `#- clusters/prod/hosts.ini
[kube_control_plane]
cp1 ip=10.0.0.1
[kube_node]
w1
w2
#- clusters/prod/group_vars/all.yml
kube_network_plugin: flannel
admin_password: hunter2
nested: {user_token: hush, list: [{secret: hush2}, 1]}
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
text: |
  several
  lines
empty: {}
#- clusters/prod/host_vars/w2.yml
kube_network_plugin: calico
only_w2: 1
`;

describe('effectiveVars', () => {
  it('of a host: place, what is overridden, defaults apart', () => {
    assert.equal('\n' + documentOf(fixture(WORLD), { host: 'w1' }), `
# Effective vars of host w1, run prod
# ansible-playbook -i clusters/prod/hosts.ini

admin_password: •••  # group_vars/all.yml:2
empty: {}  # group_vars/k8s_cluster.yml:5
kube_network_plugin: cilium  # group_vars/k8s_cluster.yml:1
  # overrides flannel  group_vars/all.yml:1
  # default calico  kubespray_defaults/defaults/main/main.yml:3
nested:  # group_vars/all.yml:3
  user_token: •••
  list:
    - secret: •••
    - 1
text: |  # group_vars/k8s_cluster.yml:2
  several
  lines

# Role defaults and role vars that nothing overrides

container_manager: containerd  # kubespray_defaults/defaults/main/main.yml:1
etcd_deployment_type: host  # kubespray_defaults/defaults/main/main.yml:2
kube_pods_subnet: 10.233.64.0/18  # kubespray_defaults/defaults/main/main.yml:4
kube_service_addresses: 10.233.0.0/18  # kubespray_defaults/defaults/main/main.yml:5
`);
  });

  it('of a group: the largest camp, and who differs', () => {
    assert.equal('\n' + documentOf(fixture(WORLD), { group: 'k8s_cluster' }), `
# Effective vars of group k8s_cluster (3 hosts), run prod
# ansible-playbook -i clusters/prod/hosts.ini

admin_password: •••  # group_vars/all.yml:2
empty: {}  # group_vars/k8s_cluster.yml:5
ip: 10.0.0.1  # hosts.ini:2
  # not set on w1, w2
kube_network_plugin: cilium  # group_vars/k8s_cluster.yml:1
  # overrides flannel  group_vars/all.yml:1
  # default calico  kubespray_defaults/defaults/main/main.yml:3
  # on w2: calico  host_vars/w2.yml:1
nested:  # group_vars/all.yml:3
  user_token: •••
  list:
    - secret: •••
    - 1
only_w2: 1  # host_vars/w2.yml:2
  # not set on cp1, w1
text: |  # group_vars/k8s_cluster.yml:2
  several
  lines

# Role defaults and role vars that nothing overrides

container_manager: containerd  # kubespray_defaults/defaults/main/main.yml:1
etcd_deployment_type: host  # kubespray_defaults/defaults/main/main.yml:2
kube_pods_subnet: 10.233.64.0/18  # kubespray_defaults/defaults/main/main.yml:4
kube_service_addresses: 10.233.0.0/18  # kubespray_defaults/defaults/main/main.yml:5
`);
  });

  it('of nobody', () => {
    assert.equal(documentOf(fixture(WORLD), { host: 'gone\nx: 1' }), '# There is no host gone⏎x: 1 in run prod\n');
    assert.equal(documentOf(fixture(WORLD), { group: 'gone' }), '# There is no group gone (0 hosts) in run prod\n');
  });

  it('no secret is in it, unless asked for', () => {
    const hidden = documentOf(fixture(WORLD), { host: 'w1' });
    assert.doesNotMatch(hidden, /hunter2|hush/);
    assert.ok(hidden.includes(HIDDEN));
    const shown = documentOf(fixture(WORLD), { host: 'w1' }, true);
    assert.match(shown, /hunter2[^]*hush[^]*hush2/);
  });

  it('says the engine’s values', () => {
    for (const host of ['cp1', 'w1', 'w2']) checkValues(fixture(WORLD), host);
  });

  it('odd values and names stay themselves', () => {
    const odd = [
      '1.0', '1e3', '0o17', '010', '0x1f', '1_000', '10:30', '1:30:00', '2024-01-01', '"2024-01-01"', 'yes', '"yes"', '"no"', 'null', '"null"', '""', '" x "', '"a: b"', '"# c"', '"x # c"', '"- a"', '"{{ x }}"', '"line\\nbreak"', '"\\ttab"', '"\\u0085"', '"\\u202e"', '.inf', '-.inf', '.nan', '1e400', '12345678901234567890',
      '"!x"', '"&a"', '"*a"', '"%x"', '"@x"', '"`x"', '"|"', '">"', '"---"', '"..."', '"a\\n---\\nb"', '"a\\n# b"', '[]', '{}', '[[], {}]', '[1, [2, {a: [3]}]]', '{1: a, true: b, null: c, 1.5: d}', '"' + 'x'.repeat(300) + '"', '|\n    a\n\n    b\n', '|+\n    a\n\n', '>-\n    a\n    b\n', '"0.10"', '"1.30"', '1.30', '"08"', '08', '"+1"', '"0b1"', '"=": 1'.slice(0, 3), '"<<"', '"~"', '~', '"1,000"', '"\\\\"', "'it''s'", '"\\""', '"a\\rb"', '"𝒳ä"',
    ];
    const names = ['a', '"a b"', '"a: b"', '"# x"', '"yes"', '"1"', '"null"', '"- x"', '"a\\nb"', '"{{ x }}"', '"[x]"', '"ä"', `"${'k'.repeat(200)}"`];
    const text = [...odd.map((value, index) => `v${index}: ${value}`), ...names.map((name) => `${name}: 1`)].join('\n') + '\n';
    const world = new Fixture(treeOf([{ path: 'clusters/prod/hosts.ini', text: '[web]\nn1\n' }, { path: 'clusters/prod/group_vars/all.yml', text }]), undefined);
    checkValues(world, 'n1');
    assert.ok(!isSecretName('v1'));
  });

  it('H2 under hash_behaviour=merge each part is told with its place', () => {
    const world = fixture('#- ansible.cfg\n[defaults]\nhash_behaviour = merge\ninventory = prod/hosts\n#- prod/hosts\n[web]\nn1\n#- prod/group_vars/all.yml\nd:\n  a: 1\n  b: {x: 1, y: 2}\n#- prod/group_vars/web.yml\nd:\n  b: {x: 3}\n');
    const text = documentOf(world, { host: 'n1' });
    assert.match(text, /^d: {2}# group_vars\/web\.yml:1\n {2}# a {2}group_vars\/all\.yml:2\n {2}# b\.x {2}group_vars\/web\.yml:2\n {2}# b\.y {2}group_vars\/all\.yml:3\n {2}a: 1\n {2}b:\n {4}x: 3\n {4}y: 2$/m);
    checkValues(world, 'n1');
  });

  it('takes no longer for a variable when there are many', () => {
    const time = (count: number): number => {
      const text = Array.from({ length: count }, (_, index) => `key_${index}: ${index}\n`).join('');
      const world = new Fixture(treeOf([{ path: 'clusters/prod/hosts.ini', text: '[web]\nn1\n' }, { path: 'clusters/prod/group_vars/all.yml', text }]), undefined);
      const started = performance.now();
      assert.match(documentOf(world, { host: 'n1' }), new RegExp(`key_${count - 1}: .*all\\.yml:${count}$`, 'm'));
      return performance.now() - started;
    };
    time(1_000);
    // sixteen times as many: quadratic would be 256 times as long
    const [few, many] = [time(1_250), time(19_900)];
    assert.ok(many < 100 * few, `${few.toFixed()} ms and ${many.toFixed()} ms`);
  });

  it('ends behind more variables than anyone reads, and says so', () => {
    const text = Array.from({ length: 20_500 }, (_, index) => `key_${index}: ${index}\n`).join('');
    const shown = documentOf(new Fixture(treeOf([{ path: 'clusters/prod/hosts.ini', text: '[web]\nn1\n' }, { path: 'clusters/prod/group_vars/all.yml', text }]), undefined), { host: 'n1' });
    assert.match(shown, /\n\n# 5\d\d more variables are not shown: the first 20,000 are\. The command groupvars vars lists all\.\n$/);
  });

  it('nothing leaves its comment: paths, runs and overridden values on several lines', () => {
    const evil = 'x\nevil: 1\n---\nevil: 2\u0085evil: 3\u2028evil: 4\revil: 5';
    const world = new Fixture(treeOf([
      { path: `clusters/${evil.replace(/\//g, '')}/hosts.ini`, text: '[web]\nn1\nn2\n' },
      { path: `clusters/${evil}/group_vars/all.yml`, text: `a: ${JSON.stringify(evil)}\nb: {c: ${JSON.stringify(evil)}}\n` },
      { path: `clusters/${evil}/group_vars/web/${evil}.yml`, text: `a: ${JSON.stringify(evil)}\nb: 2\n` },
      { path: `clusters/${evil}/host_vars/n2.yml`, text: `a: ${JSON.stringify(evil + '2')}\n` },
    ]), undefined);
    checkValues(world, 'n1');
    const text = documentOf(world, { group: 'web' }, true);
    const { root } = parseYaml({ kind: 'file', path: '/e.yml', text, executable: false, hasByteOrderMark: false });
    assert.deepEqual(root?.kind === 'mapping' ? root.entries.map(({ key }) => key) : [], ['a', 'b']);
  });
});
