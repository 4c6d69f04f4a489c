// Variables that templates read. `^` under a template marks each of them; what is not marked is not read.
import { strict as assert } from 'node:assert';
import { referencesIn } from '../../../server/core/template/references';

function check(text: string, marks: string): void {
  const found = referencesIn(text, { rawStrings: true });
  let line = '';
  for (const { start, end, name } of found) {
    assert.equal(text.slice(start, end), name);
    line = line.padEnd(start) + '^'.repeat(end - start);
  }
  assert.equal(line, marks);
}

const CASES = String.raw`
a {{ b }} c
     ^
{{ a.b['c'][d] | f(e, k=g) }}
   ^        ^      ^    ^
{{ a is version(b, '>') and c is not defined }}
   ^            ^           ^
{{ a if b else c }}{{ true and none }}
   ^    ^      ^
{{ lookup('env', a) }}{{ query('x', b) }}{{ f(c) }}
                 ^                  ^       ^ ^
{{ {'k': a, b: 1} }}{{ [a, (b, c)] }}{{ a[b:c] }}
         ^  ^           ^   ^  ^        ^ ^ ^
{% for a in b if a != c %}{{ a }}{{ loop.index }}{{ d }}{% else %}{{ a }}{% endfor %}{{ loop }}
            ^         ^                             ^                ^                  ^^^^
{% for a, b in c.items() %}{{ a }}{{ b }}{% endfor %}
               ^
{{ a }}{% set a = b %}{{ a }}
   ^              ^
{% if a %}{% set x = 1 %}{% endif %}{{ x }}
      ^                                ^
{% if a %}{% set x = 1 %}{% else %}{% set x = 2 %}{% endif %}{{ x }}
      ^
{% for i in a %}{% set x = i %}{% endfor %}{{ x }}
            ^                                 ^
{% set n.x = a %}{% set t %}{{ b }}{% endset %}{{ t }}
       ^     ^                 ^
{% macro m(a, b=c) %}{{ a ~ b ~ varargs ~ d }}{% endmacro %}{{ m(e) }}
                ^                         ^                      ^
{% call(x) m(y) %}{{ x }}{% endcall %}
           ^ ^
{% with a = b %}{{ a }}{% endwith %}{{ a }}
            ^                          ^
{% import a as b %}{{ b.c }}{% from 'x' import d %}{{ d }}
          ^
{% filter f(a) %}{{ b }}{% endfilter %}{% block c %}{{ super() ~ d }}{% endblock %}
            ^       ^                                            ^
{% raw %}{{ a }}{% endraw %}{# {{ b }} #}{{ c }}
                                            ^
{{ a
`.slice(1).trimEnd().split('\n');

describe('variables that a template reads', () => {
  for (let index = 0; index < CASES.length; index++) {
    const text = CASES[index]!;
    const next = CASES[index + 1];
    const marks = next !== undefined && /^[ ^]*\^$/.test(next) ? next : '';
    if (marks !== '') index++;
    it(text, () => check(text, marks));
  }
});
