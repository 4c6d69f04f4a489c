// What templates of variables give: recorded from ansible-core 2.14 (record.py), and what is not answered, and why.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { evaluateValue, holdsTemplate, type Evaluated, type Lookup } from '../../../server/core/template/evaluate';
import { Mapping, Timestamp, Vaulted, type Value } from '../../../server/core/value';
import { typed, valueOf, type Answer, type Json } from './askAnsible';
import { show } from '../show';

interface RecordedCase {
  readonly value: Json;
  readonly vars: Readonly<Record<string, Json>>;
  readonly answer: Answer;
}

const recordedCases = JSON.parse(readFileSync(resolve(__dirname, '../../../../test/core/template/answers.json'), 'utf8')) as RecordedCase[];

function lookupOf(vars: Readonly<Record<string, Value>>): Lookup {
  return (name) => (Object.hasOwn(vars, name) ? { kind: 'set', value: vars[name]! } : { kind: 'not set' });
}

function evaluate(value: Value, vars: Readonly<Record<string, Value>> = {}, ansibleCore = 18): Evaluated {
  return evaluateValue(value, lookupOf(vars), { ansibleCore });
}

/** The value, or the reason why there is none. */
function shown(evaluated: Evaluated): string {
  return evaluated.kind === 'known' ? show(evaluated.value) : evaluated.why;
}


describe('templates of variables, as Ansible answered', () => {
  for (const { value, vars, answer } of recordedCases) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    it(JSON.stringify(text), () => {
      const evaluated = evaluate(valueOf(value), Object.fromEntries(Object.entries(vars).map(([name, json]) => [name, valueOf(json)])));
      if ('fails' in answer) {
        assert.equal(evaluated.kind, 'unknown');
        // a text that is marked unsafe can be added to anything from 2.16 on, so that this is not called a failure
        assert.match(shown(evaluated), /^fails: |^adds a text and what is none$/);
      } else {
        assert.equal(evaluated.kind, 'known', shown(evaluated));
        assert.deepEqual(evaluated.kind === 'known' && typed(evaluated.value), answer.gives);
      }
    });
  }
});

describe('templates of variables', () => {
  it('what only a run knows is told', () => {
    const why: readonly [string, string][] = [
      ['{{ ansible_facts.os }}', 'reads facts of the host'],
      ["{{ ansible_os_family | default('x') }}", 'reads facts of the host'],
      ["{{ hostvars['h'].ip }}", 'reads other hosts'],
      ["{{ groups['etcd'] | length }}", 'reads other hosts'],
      ["{{ lookup('env', 'HOME') }}", 'calls lookup()'],
      ["{{ query('file', 'x') }}", 'calls query()'],
      ['{{ range(3) | list }}', 'calls range()'],
      ['{{ dict is defined }}', 'uses dict of Jinja'],
      ['{{ now().year }}', 'calls now()'],
      ['{{ inventory_dir }}/x', 'reads what only the run knows'],
      ['{{ item.x }}', 'reads what only a task knows'],
      ["{{ a | to_json }}", 'has a filter that is not followed: to_json'],
      ["{{ a is match('x') }}", 'has a test that is not followed: match'],
      ['{% macro m() %}{% endmacro %}x', 'has a tag that is not followed: macro'],
      ["{% include 'x' %}", 'has a tag that is not followed: include'],
      ['#jinja2: trim_blocks: False\n{{ a }}', 'changes the settings of Jinja'],
    ];
    for (const [text, reason] of why) assert.equal(shown(evaluate(text, { a: 'x' })), reason, text);
  });

  it('a reason is that of the variable that has it', () => {
    assert.equal(shown(evaluate('{{ a }}', { a: 'x{{ b }}', b: '{{ ansible_host }}' })), 'reads facts of the host');
    assert.equal(shown(evaluate('{{ a }}', { a: '{{ b }}', b: '{{ c.d }}', c: new Mapping([]) })), 'fails: a value it reads has no d');
    assert.equal(shown(evaluate('{{ a }}', { a: new Vaulted('x') })), 'is encrypted with Ansible Vault');
    assert.equal(shown(evaluate('{{ a }}-', { a: new Timestamp('2001-01-01') })), 'holds a value that has no plain text');
    const lookup: Lookup = (name) => (name === 'a' ? { kind: 'unknown', why: 'is set by a task' } : { kind: 'not set' });
    assert.equal(shown(evaluateValue("{{ a | default('x') }}", lookup, { ansibleCore: 18 })), 'is set by a task');
  });

  it('a variable that is not known matters only where its value does', () => {
    assert.equal(shown(evaluate('{{ a | default(ansible_host) }}', { a: 'x' })), '"x"');
    assert.equal(shown(evaluate('{{ a if b else ansible_host }}', { a: 'x', b: true })), '"x"');
    assert.equal(shown(evaluate("{{ b | ternary(a, ansible_facts['x']) }}", { a: 'x', b: true })), '"x"');
    assert.equal(shown(evaluate('{{ a or inventory_dir }}', { a: 'x' })), '"x"');
    assert.equal(shown(evaluate('{{ a | default(ansible_host | int) }}', { a: 'x' })), 'reads facts of the host');
  });

  it('one leaf that is not known is named', () => {
    const value = new Mapping([['a', ['x', '{{ b }}', new Mapping([['c', '{{ ansible_host }}']])]], ['d', 1]]);
    const evaluated = evaluate(value, { b: 'y' });
    assert.deepEqual(evaluated, { kind: 'unknown', why: 'reads facts of the host', at: ['a', 2, 'c'], inputs: ['b', 'ansible_host'] });
    assert.equal(holdsTemplate(value), true);
    assert.equal(holdsTemplate(new Mapping([['{{ a }}', 'b']])), false);
  });

  it('inputs are the variables that the text names', () => {
    assert.deepEqual(evaluate('{{ a }}{{ b if a else c }}', { a: '{{ d }}', b: 'x', d: '1' }).inputs, ['a', 'b', 'c']);
    assert.deepEqual(evaluate('{{ a').inputs, []);
  });

  it('from 2.19 on a lone expression keeps its type, and what would look different is not answered', () => {
    const vars = { five: 5, alias: '{{ five }}', text: 'x' };
    const both = (text: string): string[] => [18, 19].map((ansibleCore) => shown(evaluate(text, vars, ansibleCore)));
    assert.deepEqual(both('{{ 5 }}'), ['"5"', '5']);
    assert.deepEqual(both('{{ alias }}'), ['"5"', '5']);
    assert.deepEqual(both('{{ text }}-{{ five }}'), ['"x-5"', '"x-5"']);
    assert.deepEqual(both("{{ '[1, 2]' }}"), ['[1, 2]', 'differs between releases of Ansible']);
    assert.deepEqual(both('{{ none }}'), ['""', 'differs between releases of Ansible']);
    assert.deepEqual(both("{{ 'x' if five == 6 }}"), ['""', 'differs between releases of Ansible']);
    assert.deepEqual(both('[{{ five }}]'), ['[5]', 'differs between releases of Ansible']);
  });

  it('what is kept is kept for one lookup only', () => {
    assert.equal(shown(evaluate('{{ a }}', { a: '{{ b }}', b: 'x' })), '"x"');
    assert.equal(shown(evaluate('{{ a }}', { a: '{{ b }}', b: 'y' })), '"y"');
  });

  it('is bounded', () => {
    const vars: Record<string, Value> = { v0: 'q', s0: 'q', c60: 'q' };
    for (let index = 1; index < 60; index++) {
      vars[`v${index}`] = [`{{ v${index - 1} }}`, `{{ v${index - 1} }}`];
      vars[`s${index}`] = `{{ s${index - 1} }}{{ s${index - 1} }}`;
      vars[`c${index}`] = `{{ c${index + 1} }}`;
    }
    const loop = '{% for a in x %}';
    const cases: readonly [string, string][] = [
      ['{{ v30 }}', 'gives a very large value'],
      ['{{ s39 }}', 'gives a very long text'],
      ['{{ c1 }}', 'reads a long chain of variables'],
      ['{% set a = [1] %}' + '{% set a = [a, a] %}'.repeat(60) + '{{ a == [a] }}', 'gives a very large value'],
      ['{% set a = "x" %}' + '{% set a = a ~ a %}'.repeat(60) + '{{ a }}', 'gives a very long text'],
      [loop.repeat(5) + 'x' + '{% endfor %}'.repeat(5), 'takes too long to evaluate'],
      ['{{ 2 ** 64 ** 64 }}', 'gives a very large number'],
      ['{{' + ' '.repeat(100_000) + 'a', 'fails: is no template that Jinja reads'],
    ];
    for (const [text, reason] of cases) assert.equal(shown(evaluate(text, { ...vars, x: 'x'.repeat(100) })), reason, text.slice(0, 40));
  });
});
