// The catalogue of kubespray's releases: what is collected from a checkout, how it is written down, and what is read out of it again.
import { strict as assert } from 'node:assert';
import { Catalogue, catalogue, Release, releaseOf, roleOf } from '../../server/core/kubespray/catalogue';
import { catalogueText, type CatalogueEntries } from '../../server/core/kubespray/catalogueText';
import { checkoutAt } from '../../server/core/kubespray/checkout';
import { decodeValue, encodeValue, valueOfFact, type FactValue } from '../../server/core/kubespray/factValue';
import { collectFacts, type ReleaseFacts } from '../../server/core/kubespray/releaseFacts';
import { Computed, equalValues, Float, Large, Mapping, Odd, Unsafe, type Value } from '../../server/core/value';
import { valueText } from '../../server/features/describe';
import { yamlEntry } from '../../server/features/yamlText';
import { ansibleJson } from '../../server/cli/ansibleJson';
import { pythonText } from '../../server/cli/pythonText';
import { fixture, ROOT, type Fixture } from '../fixture';

const galaxy = (version: string): string => `#- galaxy.yml\nnamespace: kubernetes_sigs\nname: kubespray\nversion: ${version}\n`;

function factsOf(world: Fixture): ReleaseFacts {
  const { lookup } = world.project();
  const facts = collectFacts(lookup, checkoutAt(lookup, ROOT) ?? assert.fail('no checkout')) ?? assert.fail('no release');
  assert.deepEqual([...lookup.wanted], []);
  return facts;
}

const older = fixture(`${galaxy('2.30.1')}\
#- cluster.yml
- import_playbook: playbooks/cluster.yml
#- playbooks/cluster.yml
- hosts: all
  vars: {from_play: "{{ asked | default('all') }}"}
  roles:
    - {role: kubespray_defaults}
    - {role: net/green, parameter: 1, when: colour == 'green'}
#- roles/kubespray_defaults/defaults/main/main.yml
colour: green
port: 6443
folder: "{{ base }}/{{ colour }}"
gone: 1
moved: {a: 1}
#- roles/kubespray_defaults/defaults/main/download.yml
tool_checksums: {amd64: {1.2.3: abc}}
long_text: "${'x'.repeat(301)}"
seconds: 1.0
#- roles/net/green/defaults/main.yml
port: "6443"
own: [1, "{{ item_of }}"]
#- roles/net/green/vars/main.yml
fixed: yes
#- roles/net/green/vars/debian.yml
packages: ["{{ package_base }}"]
#- roles/net/green/tasks/main.yml
- include_vars: "{{ item }}"
  with_first_found:
    - files: ["{{ ansible_os_family | lower }}-{{ release_name }}.yml", debian.yml]
- name: Ask {{ told }}
  command: x {{ argument | default(5) }}
  register: answer
  loop: "{{ things }}"
  loop_control: {loop_var: thing}
  when: thing.ok and not wanted
  vars: {local_name: "{{ parameter }}"}
- block:
    - set_fact: {made: "{{ answer.stdout }}", colour: red}
  when: made is not defined
- set_fact: always=1
- assert: {that: [limit | int > 3, "local_name == from_play"]}
#- roles/net/green/templates/conf.j2
{% for peer in peers | default([]) %}{{ peer }} {{ made }}{% endfor %}
#- roles/net/green/handlers/main.yml
- debug: {var: shown}
#- inventory/sample/group_vars/all/all.yml
## comment_only: 1
colour: blue
active_only: 2
# note: not a name
# peers: []
#   nested: 1
`);

const newer = fixture(`${galaxy('2.31.0')}\
#- cluster.yml
- hosts: all
#- roles/kubespray_defaults/defaults/main/main.yml
colour: green
port: 6443
folder: "{{ base }}"
fresh: {b: {c: [1, null, true]}, 1: x}
#- roles/kubespray_defaults/vars/main/main.yml
moved: {a: 1}
`);

describe('facts of a checkout', () => {
  const facts = factsOf(older);

  it('definitions: literals, what is computed from what, and what is too large', () => {
    const shown = (value: FactValue): string => (value.kind === 'literal' ? valueText('', value.value) : value.kind === 'computed' ? `from ${value.from.join(' ')}` : `${value.type} ${value.size}`);
    assert.deepEqual(facts.definitions.map(({ name, level, file, value }) => `${name} ${level === 'role_vars' ? 'var ' : ''}${file.replace(/^roles\//, '')} ${shown(value)}`), [
      'colour kubespray_defaults/defaults/main/main.yml green',
      'fixed var net/green/vars/main.yml true',
      'folder kubespray_defaults/defaults/main/main.yml from base colour',
      'gone kubespray_defaults/defaults/main/main.yml 1',
      'long_text kubespray_defaults/defaults/main/download.yml text 301',
      'moved kubespray_defaults/defaults/main/main.yml {a: 1}',
      'own net/green/defaults/main.yml from item_of',
      'port kubespray_defaults/defaults/main/main.yml 6443',
      'port net/green/defaults/main.yml "6443"',
      'seconds kubespray_defaults/defaults/main/download.yml 1.0',
      'tool_checksums kubespray_defaults/defaults/main/download.yml mapping 1',
    ]);
  });

  it('mentions: what is read or in the sample, but nothing that tasks and plays make themselves', () => {
    assert.deepEqual(facts.mentions.map(({ name, isRead, isGuarded, sample, fallbacks }) => [name, isRead ? 'read' : '', isGuarded ? 'guarded' : '', sample ?? '', ...fallbacks.map((value) => valueText('', value))].filter((word) => word !== '').join(' ')), [
      'active_only active',
      'argument read guarded 5',
      'asked read guarded all',
      'base read',
      'comment_only commented',
      'item_of read',
      'limit read',
      // a task sets it only where nobody else has
      'made read guarded',
      'package_base read',
      'peers read guarded commented []',
      'release_name read',
      'shown read',
      'things read',
      'told read',
      'wanted read',
    ]);
  });

  it('what tasks set, bring in and register', () => {
    const tasks = 'roles/net/green/tasks/main.yml';
    assert.deepEqual(facts.set, [
      { name: 'always', file: tasks, hasCondition: false },
      { name: 'colour', file: tasks, hasCondition: true },
      { name: 'made', file: tasks, hasCondition: true },
    ]);
    assert.deepEqual(facts.registered, ['answer']);
    assert.deepEqual(facts.includes, [{ file: tasks, patterns: ['*-*.yml', 'debian.yml'], hasCondition: true }]);
    assert.deepEqual(facts.included, [{ name: 'packages', file: 'roles/net/green/vars/debian.yml', hasCondition: true }]);
  });

  it('need a release: of a checkout whose release cannot be told there are none', () => {
    const { lookup } = fixture('#- cluster.yml\n[]\n#- roles/kubespray-defaults/defaults/main.yaml\nkube_version: v9.9.9\n').project();
    assert.equal(collectFacts(lookup, checkoutAt(lookup, ROOT)!), undefined);
  });
});

describe('the text of a catalogue', () => {
  const text = catalogueText([factsOf(newer), factsOf(older)]);

  it('has one variable a line, what stays the same once, and is the same for the same facts', () => {
    assert.equal(text, catalogueText([factsOf(older), factsOf(newer)]));
    const lines = text.split('\n');
    assert.ok(lines.includes('"releases":["v2.30.1","v2.31.0"],'));
    for (const line of [
      '"colour":{"default":[[30,31,1,"green"]],"set":[[30,30,4,1]]},',
      '"folder":{"default":[[30,30,1,null,["base","colour"]],[31,31,1,null,["base"]]]},',
      '"fresh":{"default":[[31,31,1,{"!":["map",[["b",{"c":[1,null,true]}],[1,"x"]]]}]]},',
      '"moved":{"default":[[30,30,1,{"a":1}]],"var":[[31,31,2,{"a":1}]]},',
      '"peers":{"read":[[30,30,11,[[]]]]},',
      '"tool_checksums":{"default":[[30,30,0,null,"mapping",1]]},',
      '"answer":{"registered":[[30,30]]},',
    ]) assert.ok(lines.includes(line), `${line}\nis not in\n${text}`);
    for (const line of lines) assert.doesNotMatch(line, /\{\{|\{%/);
  });

  it('values come back as they were', () => {
    const values: readonly Value[] = [null, true, 1, '', 'x', 12345678901234567890n, new Float(1), new Float(-0.5), [], [[1], null], Mapping.empty, new Mapping([['a', new Float(2)], ['!', 1]]), new Mapping([[1, 'x'], ['b', 2]]), new Mapping([['10', 1], ['9', 2]])];
    for (const value of values) {
      const back = decodeValue(JSON.parse(JSON.stringify(encodeValue(value))));
      assert.ok(equalValues(back, value) && valueText('', back) === valueText('', value), valueText('', value));
    }
    for (const value of [new Odd('set', '{1}'), [new Unsafe('x')], new Mapping([['a', new Odd('bytes', 'b')]])]) assert.equal(valueOfFact('x', value).kind, 'large', 'what has no form is not kept');
  });

  it('is read by release and over time', () => {
    const world = new Catalogue(JSON.parse(text) as CatalogueEntries);
    assert.deepEqual(world.releases, [30, 31]);
    assert.equal(world.versionOf(30), 'v2.30.1');
    assert.equal(world.versionOf(29), undefined);
    assert.deepEqual(world.factsIn(30, 'port')?.definitions.map(({ file }) => roleOf(file)), ['kubespray_defaults', 'net/green']);
    assert.deepEqual(world.factsIn(30, 'peers')?.mention, { name: 'peers', isRead: true, isGuarded: true, sample: 'commented', fallbacks: [[]] });
    assert.deepEqual(world.factsIn(31, 'peers'), undefined);
    assert.deepEqual(world.factsIn(29, 'port'), undefined);
    for (const name of ['nothing', 'constructor', '__proto__']) assert.deepEqual([world.factsIn(30, name), world.historyOf(name)], [undefined, undefined]);
    const states = (name: string): unknown[] => world.releases.map((minor) => world.stateIn(minor, name));
    assert.deepEqual(['port', 'moved', 'peers', 'always', 'answer', 'packages', 'comment_only', 'gone'].map(states), [['default', 'default'], ['default', 'role_var'], ['read', undefined], ['set', undefined], ['set', undefined], ['set', undefined], ['sample', undefined], ['default', undefined]]);
    assert.deepEqual(world.historyOf('port'), { since: 30, until: 31, roleVarSince: undefined, removedIn: undefined });
    assert.deepEqual(world.historyOf('moved'), { since: 30, until: 31, roleVarSince: 31, removedIn: undefined });
    assert.deepEqual(world.historyOf('fixed'), { since: 30, until: 30, roleVarSince: 30, removedIn: 31 });
    assert.deepEqual(world.historyOf('gone'), { since: 30, until: 30, roleVarSince: undefined, removedIn: 31 });
    assert.deepEqual(world.historyOf('fresh'), { since: 31, until: 31, roleVarSince: undefined, removedIn: undefined });
    assert.equal(world.historyOf('comment_only'), undefined);
    assert.deepEqual(world.includesIn(30).map(({ patterns }) => patterns), [['*-*.yml', 'debian.yml']]);
    assert.deepEqual(world.includesIn(31), []);
  });
});

describe('a release as a kubespray', () => {
  const facts = new Catalogue(JSON.parse(catalogueText([factsOf(newer), factsOf(older)])) as CatalogueEntries);
  const release = releaseOf('2.30', 'a setting', facts)!;

  it('says what the checkout says, in the same order', () => {
    const { lookup } = older.project();
    const checkout = checkoutAt(lookup, ROOT)!;
    assert.deepEqual([...release.names()].sort(), [...checkout.names()].sort());
    for (const name of checkout.names()) {
      for (const of of ['defaultsOf', 'roleVarsOf'] as const) {
        const [told, read] = [release[of](name), checkout[of](name)];
        assert.deepEqual(told.map(({ owner, precedence, origin }) => [owner, precedence, older.place(origin)]), read.map(({ owner, precedence, origin }) => [owner, precedence, older.place(origin).replace(/:\d+$/, '')]), name);
        told.forEach(({ value }, index) => assert.ok(value instanceof Computed || equalValues(value, read[index]!.value), name));
      }
    }
  });

  it('has values that are not at hand, and says so', () => {
    const text = (name: string): string => valueText(name, release.defaultsOf(name)[0]!.value);
    assert.deepEqual(['folder', 'own', 'tool_checksums', 'long_text'].map(text), ['computed from base, colour', 'computed from item_of', 'a mapping of 1 key', 'a text of 301 characters']);
    assert.equal(valueText('x', new Computed([])), 'computed');
    const computed = new Computed(['a', 'b']);
    assert.deepEqual([ansibleJson(computed), pythonText(computed), yamlEntry('x', computed, () => undefined)], ['"computed from a, b"', 'computed from a, b', ['x: computed from a, b']]);
    assert.equal(valueText('x', new Large('list', 40)), 'a list of 40 items');
    assert.ok(!equalValues(new Computed(['a']), new Computed(['a'])), 'two that read the same need not be the same');
  });

  it('is known by its number', () => {
    assert.deepEqual([release.version, release.minor, release.root, release.label, release.how], ['v2.30', 30, undefined, 'kubespray v2.30', 'a setting']);
    assert.equal(releaseOf('v2.29.0', 'x', facts), undefined);
    assert.equal(releaseOf('latest', 'x', facts), undefined);
    assert.equal(release.defaultsOf('port')[1], release.defaultsOf('port')[1], 'the same object each time');
    assert.deepEqual(release.defaultsOf('nothing'), []);
  });

  it('of the bundled catalogue needs no argument more', () => {
    assert.deepEqual(catalogue().releases, Array.from({ length: 16 }, (_none, index) => 16 + index));
    const [definition] = new Release(31, 'v2.31.0', 'x').defaultsOf('kube_network_plugin');
    assert.deepEqual(definition, { name: 'kube_network_plugin', value: 'calico', origin: { from: 'catalogue', text: 'roles/kubespray_defaults/defaults/main/main.yml' }, valueSpan: undefined, node: undefined, precedence: 'role_defaults', owner: { kind: 'role', name: 'kubespray_defaults' } });
  });
});
