// What is known of a `when` before a run.
import { strict as assert } from 'node:assert';
import { holds, NOT_DEFINED, UNKNOWN, type Known } from '../../server/core/kubespray/conditions';
import { Mapping } from '../../server/core/value';

const VALUES: Readonly<Record<string, Known>> = {
  engine: { isDefined: true, value: 'docker' },
  on: { isDefined: true, value: true },
  off: { isDefined: true, value: false },
  empty: { isDefined: true, value: '' },
  groups_of: { isDefined: true, value: ['a', 'b'] },
  table: { isDefined: true, value: new Mapping([['a', 1]]) },
  same: { isDefined: true, value: '{{ engine }}' },
  circle: { isDefined: true, value: '{{ circle }}' },
  computed: { isDefined: true, value: '{{ engine }}-x' },
  decided: { isDefined: true, value: "{{ engine == 'docker' and on }}" },
  fact: UNKNOWN,
};
const known = (name: string): Known => VALUES[name] ?? NOT_DEFINED;

describe('conditions before a run', () => {
  for (const [condition, expected] of Object.entries({
    'on': true, 'not on': false, 'off': false, 'not off': true, 'empty': false, 'table': true, 'engine': undefined,
    "engine == 'docker'": true, 'engine != "docker"': false, "engine == 'crio'": false, "same == 'docker'": true, "decided": true,
    "engine in ['docker', 'crio']": true, "engine not in ['docker']": false, "'a' in groups_of": true, "'c' not in groups_of": true, "('c' in groups_of)": false,
    'fact': undefined, 'fact and off': false, 'off and fact': false, 'fact or on': true, 'fact or off': undefined, 'not fact': undefined, 'not (fact and off)': true,
    'on and not off or fact': true, "fact == 'x'": undefined, "circle == 'x'": undefined, "computed == 'docker-x'": undefined,
    'engine is defined': true, 'engine is not defined': false, 'nothing is defined': false, 'nothing is undefined': true, 'fact is defined': undefined,
    'nothing | default(false)': false, "nothing | default('docker') == engine": true, 'off | default(true)': false, 'off | default(true, true)': undefined, 'fact | default(false)': undefined,
    "'yes' | bool": true, 'on | bool': true, "'Docker' | lower == engine": true, 'engine | length > 3': undefined,
    "engine is version('1.2', '>=')": undefined, "engine is version('1.2', '>=') and off": false, 'engine.part': undefined, "engine[0] == 'd'": undefined, 'f(on)': undefined, 'engine.f(on) or on': true,
    'on if off else off': undefined, 'on and': undefined, '(on': undefined, 'on)': undefined, '': undefined, "'a\\'b' == on": undefined, '{on}': undefined, 'engine == @': undefined,
  })) it(`${condition} is ${expected === undefined ? 'not known' : String(expected)}`, () => assert.equal(holds(condition, known), expected));

  it('neither long texts nor deep brackets are followed', () => {
    assert.equal(holds(`${'('.repeat(5_000)}on${')'.repeat(5_000)}`, known), undefined);
    assert.equal(holds(`${'('.repeat(500)}on${')'.repeat(500)}`, known), undefined);
    assert.equal(holds(`${'not '.repeat(400)}on`, known), true);
  });
});
