// Which names a template reads.
import { strict as assert } from 'node:assert';
import { namesInExpression, namesInTemplate, type NameUse } from '../../server/core/kubespray/templateNames';
import { Float } from '../../server/core/value';

/** `name`, `name?` for one that may be undefined, `name?=literal`; each once, in the order of the text. */
function shown(uses: readonly NameUse[]): string {
  return [...new Set(uses.map(({ name, isGuarded, fallback }) => `${name}${isGuarded ? '?' : ''}${fallback === undefined ? '' : '=' + (fallback instanceof Float ? `float ${fallback.number}` : JSON.stringify(fallback))}`))].join(' ');
}

describe('names that a template reads', () => {
  const cases: readonly (readonly [text: string, names: string])[] = [
    ['no template: name', ''],
    ['{{ a }}/{{ b.c }}:{{ d["e"] }}', 'a b d'],
    ['{{ a|lower }} {{ b | ansible.utils.ipaddr("net") | first }}', 'a b'],
    ['{{ "a" ~ \'b {{ c }}\' }}', ''],
    ['{{ f(a, key=b) }} {{ a.split("/")[i] }}', 'a b i'],
    ['{{ a if b is defined else c }}', 'a b? c'],
    ['{{ a is not defined and b is undefined or c is ansible.builtin.version(d, ">=") }}', 'a? b? c d'],
    ['{{ a | default("x") }} {{ b | d(false) }} {{ c | default(1, true) }} {{ e | default(1.5) }} {{ f | default([]) }} {{ g | default({}) }} {{ h | default(none) }} {{ i | default() }}', 'a?="x" b?=false c?=1 e?=float 1.5 f?=[] g?={} h?=null i?=""'],
    ['{{ a | default(b) }} {{ c | default(d | default("e")) }} {{ f | default("x" + y) }}', 'a? b c? d?="e" f? y'],
    ['{{ a.b | default("x") }}', 'a'],
    ['{{ {"a": b, "c": {"d": e}} }} {{ [f, (g, h)] }}', 'b e f g h'],
    ['{# {{ a }} #}{{ b }}', 'b'],
    ['{% raw %}{{ a }}{% endraw %}{{ b }}', 'b'],
    ['{%- if a -%} x {%- elif not b %} y {% endif +%}', 'a b'],
    ['{% for x in list if x.y == z %}{{ x }}{{ loop.index }}{{ w }}{% endfor %}{{ x }}', 'list z w x'],
    ['{% for key, value in map.items() %}{{ key }}={{ value }}{% endfor %}', 'map'],
    ['{% set a = b %}{{ a }} {% set space.c = d %}{{ e }}', 'b d e'],
    ['{% set a %}{{ b }}{% endset %}{{ a }}', 'b'],
    ['{% macro m(a, b=c) %}{{ a }}{{ b }}{{ d }}{% endmacro %}{{ m(e) }}', 'c d e'],
    ['{% import "x" as y %}{% from "x" import z %}{{ y.q }}{{ z }}', ''],
    ['{{ hostvars[h]["a"] }} {{ hostvars[groups["g"][0]].b | default("x") }} {{ hostvars[h].get("z") }}', 'hostvars a h b?="x" groups'],
    ['{{ groups["all"] | map("extract", hostvars, "a") | list }}', 'groups hostvars a'],
    ['{{ lookup("vars", "a") }} {{ lookup("vars", b + "_c") }} {{ vars["d"] }}', 'a b vars d'],
    ['{{ true and False or None }} {{ 1.5e3 + 0x10 }}', ''],
    ['{{ a', 'a'],
    ['{{ a }} {% for', 'a'],
  ];
  for (const [text, names] of cases) it(text, () => assert.equal(shown(namesInTemplate(text)), names));

  it('a condition needs no braces, and may have them', () => {
    assert.equal(shown(namesInExpression("a == 'b' and c | bool and d is not defined")), 'a c d?');
    assert.equal(shown(namesInExpression('{{ a }}')), 'a');
  });

  it('reads what is no template in time', () => {
    const started = performance.now();
    for (const text of ['{{ ' + '('.repeat(50_000), '{{ "' + '\\'.repeat(50_001), '{%'.repeat(50_000), '{{ hostvars[' + '['.repeat(20_000), "{{ '".repeat(20_000)]) namesInTemplate(text);
    assert.ok(performance.now() - started < 2_000);
  });
});
