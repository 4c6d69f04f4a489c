// Random templates over the followed subset, and the variables they read; the same for the same seed. No test itself.
import { randomNumbers } from '../inventory/recorded';
import type { Json, Question } from './askAnsible';

type Random = (limit: number) => number;

/** What they read: every type, texts that look like data, templates of templates, and names that are not set. */
export const VARIABLES: Readonly<Record<string, Json>> = {
  zero: 0, five: 5, big: 9007199254740, minus: -3, half: 2.5, yes: true, no: false, nothing: null,
  text: 'abc', empty: '', blank: ' a b  c ', digits: '12', octal: '012', decimal: '3.7', word_true: 'True', word_yes: 'yes', json: '[1, true, null]', broken: '[1, 2', braces: "{'a': 1}", quotes: `it's "x"`, lines: 'a\nb\n', back: 'a\\d',
  letters: ['b', 'a', 'B', 'b'], mixed: [1, '1', true, null, 2.5, 'x'], none_list: [], nested: [['a'], [], ['b', ['c']]], lists: [[1], { a: 1 }, [1]],
  map: { a: 1, b: 'two', items: 'shadowed', 'c d': [1, 2], no: null }, no_map: {}, versions: { '1.10.2': 'sha', '1.9.0': 'older' }, deep: { a: { b: { c: 'leaf' } } },
  version: '1.30.4', release: 'v1.9', alias: '{{ five }}', alias_of_alias: '{{ alias }}', alias_text: '{{ text }}', joined: '{{ text }}-{{ five }}', list_text: '[{{ five }}, {{ zero }}]', kept: '{{ json | string }}', kept_true: '{{ yes | string }}',
  computed: { a: '{{ text }}', list: ['{{ five }}', '{{ joined }}'] }, kept_inside: ['{{ yes | string }}', '{{ text | string }}'], failing: '{{ nope }}', failing_map: { a: 1, b: '{{ nope.x }}' }, failing_chain: 'x{{ failing }}', other_failure: '{{ 1 // 0 }}', none_text: '{{ none }}', bool_text: '{{ five > 3 }}', no_else: "{{ 'x' if no }}",
  itself: '{{ itself }}', unsafe: { unsafe: '{{ five }}' }, unsafe_list: { unsafe: '[1, 2]' }, range4: '10.233.0.0/18', range6: 'fd85:ee78:d8a6:8607::1000/116', address: '10.233.0.7', path: '/etc/kubernetes//audit/policy.yaml', slash: '//x', subnets: '10.233.0.0/18,fd85::/116',
};

const NAMES = [...Object.keys(VARIABLES), 'nope', 'gone'];
const LITERALS = ['0', '1', '2', '-1', '10', '1.5', 'true', 'false', 'none', "'abc'", "'a'", "''", "'5'", "'True'", "'1.2'", "'>='", "'[1, 2]'", '"b"', '[]', '[1, 2]', "['a', 'b']", '{}', "{'a': 1}", "'a\\d'", "'\\n'"];
const FILTERS = [
  'default', "default('d')", 'default(1)', "default('d', true)", 'default(text, true)', 'default(nope)', 'default({})', 'd([])', 'int', 'int(7)', 'bool', 'string', 'lower', 'upper', 'trim', "trim('a')", 'length', 'count', 'first', 'last', 'join', "join(',')", 'join(five)', 'list', 'unique',
  "split('.')", "split(',')", 'split', "split('a', 1)", "ternary('y', 'n')", "ternary('y', 'n', 'none')", 'ternary(nope, 1)', 'mandatory', 'dict2items', "combine({'a': 2})", 'combine(map)', 'combine(map, computed)', 'flatten', "difference(['a'])", "replace('a', 'x')", "regex_replace('^v', '')", "regex_replace('[0-9]+', 'n')", "regex_replace('\\.', '-')", 'ansible.builtin.bool', 'ansible.builtin.unique', 'dirname', 'basename', 'ansible.builtin.dirname', 'select', "select('string')", "reject('in', letters)", "select('version', '1.10', '<')", "select('eq', 1) | first", String.raw`regex_replace('^(?P<first>[0-9]+)\.([0-9]+).*$', '\g<first>-\2')`, String.raw`regex_replace('(.)b', '<\1>')`, String.raw`regex_replace('a?(b+)[c/]*', '\g<1>')`,
  "ansible.utils.ipaddr('net')", 'ansible.utils.ipaddr(1)', 'ansible.utils.ipaddr(-2)', 'ansible.utils.ipaddr(10000)', "ansible.utils.ipaddr('address')", 'ansible.utils.ipaddr', "ipaddr('prefix')", "ipaddr('network')", "ipaddr('subnet')",
];
const TESTS = ['defined', 'undefined', 'none', 'string', 'mapping', 'sequence', 'iterable', 'number', 'integer', 'float', 'boolean', 'true', 'false', 'truthy', 'falsy', "version('1.9', '>')", "version('1.9.1', '<=')", "version('v1.10', 'lt')", 'version(version)', 'in [1, 5, none]', "in ('abc', 'b')", 'in letters', 'eq(5)', "ne('abc')", 'gt(1)', "contains('a')", "ansible.builtin.version('1.30.4', '==')"];
const METHODS = ["split('.')", "split(',', 1)", 'split()', "split('/')[0]", "split('.')[-1]", 'lower()', 'upper()', 'strip()', "lstrip('a')", "rstrip('c')", "startswith('a')", "endswith(text)", "replace('b', '')", "join(['x', 'y'])", 'keys()', 'values()', "get('a')", "get('z')", "get('z', 1)", 'keys() | list', 'values() | first', "get('a').b"];
const POSTFIX = ['.a', '.b', '.items', '.no', '.zz', "['a']", "['c d']", '[0]', '[1]', '[-1]', '[7]', '.0', '[five]', '[text]', '[1:]', '[:2]', '[:-1]', '[0:1]', "['keys']", '.a.b.c', '.list[0]', '.list.1'];

class Writer {
  constructor(private readonly random: Random) {}

  pick<Item>(items: readonly Item[]): Item {
    return items[this.random(items.length)]!;
  }

  primary(): string {
    return this.random(3) === 0 ? this.pick(LITERALS) : this.pick(NAMES);
  }

  expression(depth: number): string {
    if (depth <= 0) return this.primary();
    const inner = (): string => this.expression(depth - 1);
    switch (this.random(16)) {
      case 0:
      case 1:
        return this.primary();
      case 2:
      case 3:
      case 4:
        return `${inner()} | ${this.pick(FILTERS)}`;
      case 5:
        return `${inner()} is ${this.pick(['', '', 'not '])}${this.pick(TESTS)}`;
      case 6:
        return this.pick(NAMES) + this.pick(POSTFIX);
      case 7:
        return `(${inner()})${this.pick(POSTFIX)}`;
      case 8:
        return `${this.pick(NAMES)}.${this.pick(METHODS)}`;
      case 9:
        return `${inner()} ~ ${inner()}`;
      case 10:
        return `${inner()} ${this.pick(['+', '-', '*', '/', '//', '%', '+'])} ${inner()}`;
      case 11:
        return `${inner()} ${this.pick(['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'])} ${inner()}`;
      case 12:
        return `${inner()} ${this.pick(['and', 'or'])} ${inner()}`;
      case 13:
        return this.pick(['not ', '-', '']) + inner();
      case 14:
        return `${inner()} if ${inner()}${this.random(4) === 0 ? '' : ` else ${inner()}`}`;
      default:
        return this.pick([`(${inner()})`, `[${inner()}, ${inner()}]`, `{'k': ${inner()}}`, `(${inner()} | dict2items)[0].key`, `(${inner()}, ${inner()}) | ${this.pick(['join', "join('/')", 'first', 'list', 'length'])}`]);
    }
  }

  template(): string {
    const output = (depth: number): string => `{{ ${this.expression(depth)} }}`;
    switch (this.random(14)) {
      case 12:
        return `{% if ${this.expression(1)} %}{% set text = ${this.expression(1)} %}{% endif %}{{ text }}{% for i in letters %}{% set five = i %}{{ five }}{% endfor %}${output(1)}`;
      case 13:
        return `{% for i in ${this.pick(['letters', 'nested', 'map', 'text'])} %}{% for j in ${this.pick(['i', 'mixed'])} %}{{ ${this.pick(['i', 'j', 'loop.index', 'loop.first', 'i ~ j'])} }}{% endfor %}{{ loop.${this.pick(['last', 'index0', 'length'])} }}{% endfor %}{{ i | default('gone') }}`;
      case 0:
        return `${this.pick(['[', '{', 'a', 'a ', '- ', "{'x': "])}${output(2)}${this.pick([']', '}', '', '\n', ', 1]'])}`;
      case 1:
        return output(1) + this.pick(['', ' ', '\n', ':', '/', ', ']) + output(1);
      case 2:
        return output(2) + this.pick(['\n', '\n\n', ' ']);
      case 3:
        return `{% if ${this.expression(2)} %}${output(1)}{% elif ${this.expression(1)} %}b{% else %}${this.pick(['', 'c', output(1)])}{% endif %}`;
      case 4:
        return `{%- set v = ${this.expression(2)} -%}\n${this.pick(['{{ v }}', 'x{{ v }}', "{{ v | default('e') }}"])}`;
      case 5:
        return `{% for i in ${this.expression(1)}${this.pick(['', ` if ${this.pick(['i', 'i is string', 'i != 1'])}`])} %}{{ i }}{% if not loop.last %},{% endif %}{% else %}none{% endfor %}`;
      default:
        return output(3);
    }
  }
}

/** `count` templates for one seed. */
export function randomQuestion(seed: number, count: number): Question {
  const random = randomNumbers(seed);
  for (let warm = 0; warm < 10; warm++) random(2);
  const writer = new Writer(random);
  return { vars: VARIABLES, values: Array.from({ length: count }, () => writer.template()) };
}
