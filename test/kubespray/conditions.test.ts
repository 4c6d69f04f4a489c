// What is known of a `when` before a run.
import { strict as assert } from 'node:assert';
import { holds } from '../../server/core/kubespray/conditions';
import type { LookedUp, Lookup } from '../../server/core/template/evaluate';
import { Mapping, type Value } from '../../server/core/value';

const UNKNOWN: LookedUp = { kind: 'unknown', why: 'is a fact' };
const set = (value: Value): LookedUp => ({ kind: 'set', value });
const VALUES: Readonly<Record<string, LookedUp>> = {
  engine: set('docker'),
  on: set(true),
  off: set(false),
  empty: set(''),
  groups_of: set(['a', 'b']),
  table: set(new Mapping([['a', 1]])),
  same: set('{{ engine }}'),
  circle: set('{{ circle }}'),
  computed: set('{{ fact }}-x'),
  decided: set("{{ engine == 'docker' and on }}"),
  release: set('1.30.1'),
  fact: UNKNOWN,
};
const lookup: Lookup = (name) => VALUES[name] ?? { kind: 'not set' };

describe('conditions before a run', () => {
  for (const [condition, expected] of Object.entries({
    'on': true, 'not on': false, 'off': false, 'not off': true, 'empty': false, 'table': true, 'engine': undefined,
    "engine == 'docker'": true, 'engine != "docker"': false, "engine == 'crio'": false, "same == 'docker'": true, "decided": true,
    "engine in ['docker', 'crio']": true, "engine not in ['docker']": false, "'a' in groups_of": true, "'c' not in groups_of": true, "('c' in groups_of)": false,
    'fact': undefined, 'fact and off': false, 'off and fact': false, 'fact or on': true, 'fact or off': undefined, 'not fact': undefined, 'not (fact and off)': true,
    'on and not off or fact': true, "fact == 'x'": undefined, "circle == 'x'": undefined, "computed == 'docker-x'": undefined,
    'engine is defined': true, 'engine is not defined': false, 'nothing is defined': false, 'nothing is undefined': true, 'fact is defined': undefined,
    'nothing | default(false)': false, "nothing | default('docker') == engine": true, 'off | default(true)': false, 'off | default(true, true)': true, 'fact | default(false)': undefined,
    "'yes' | bool": true, 'on | bool': true, "'Docker' | lower == engine": true, 'engine | length > 3': true,
    "release is version('1.29.0', '>=')": true, "release is not version('1.29.0', '>=')": false, "not release is version('1.29.0', '>=')": false, "release is version('1.31', '>=')": false, 'engine.part': undefined, "engine[0] == 'd'": true, 'f(on)': undefined, 'engine.f(on) or on': true,
    'on if off else off': undefined, 'on and': undefined, '(on': undefined, 'on)': undefined, '': undefined, "'a\\'b' == on": undefined, '{on}': undefined, 'engine == @': undefined,
  })) it(`${condition} is ${expected === undefined ? 'not known' : String(expected)}`, () => assert.equal(holds(condition, lookup, { ansibleCore: 18 }), expected));

  it('neither long texts nor deep brackets are followed', () => {
    assert.equal(holds(`${'('.repeat(5_000)}on${')'.repeat(5_000)}`, lookup, { ansibleCore: 18 }), undefined);
    assert.equal(holds(`${'('.repeat(500)}on${')'.repeat(500)}`, lookup, { ansibleCore: 18 }), undefined);
    assert.equal(holds(`${'not '.repeat(400)}on`, lookup, { ansibleCore: 18 }), undefined);
  });
});
