// Trees of templates, recorded from Jinja 3.1; and what our parser adds: offsets, budgets, two ways to read a backslash.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isJinjaError, parseExpression, parseTemplate, TEMPLATE_LIMIT } from '../../../server/core/template/jinja';
import { randomNumbers, randomText } from '../inventory/recorded';
import { treeOf, type Json } from './askAnsible';

const recordedTrees = JSON.parse(readFileSync(resolve(__dirname, '../../../../test/core/template/trees.json'), 'utf8')) as { text: string; tree: Json }[];

function shown(text: string): Json {
  const template = parseTemplate(text, { rawStrings: false });
  return isJinjaError(template) ? 'refused' : treeOf(template);
}

describe('Jinja templates', () => {
  for (const { text, tree } of recordedTrees) it(JSON.stringify(text), () => assert.deepEqual(shown(text), tree));

  it('an error names its place', () => {
    assert.deepEqual(parseTemplate('{{ a b }}', { rawStrings: false }), { message: 'the end of the braces is missing', offset: 5 });
    assert.deepEqual(parseTemplate('{% if a %}x', { rawStrings: false }), { message: 'elif or else or endif is missing', offset: 11 });
    assert.deepEqual(parseTemplate('{{ (a] }}', { rawStrings: false }), { message: '] without its opening', offset: 5 });
  });

  it('a backslash is one in variables, and starts an escape in files', () => {
    for (const [rawStrings, value] of [[true, 'a\\tb'], [false, 'a\tb']] as const) {
      const template = parseTemplate("{{ 'a\\tb' }}", { rawStrings });
      assert.ok(!isJinjaError(template) && template[0]?.kind === 'output');
      assert.deepEqual(template[0].expression.kind === 'constant' && template[0].expression.value, value);
    }
    assert.ok(isJinjaError(parseTemplate("{{ 'it\\'s' }}", { rawStrings: true })), 'Ansible doubles the backslash, and the string ends');
    const tag = parseTemplate("{% set a = 'a\\tb' %}", { rawStrings: true });
    assert.ok(!isJinjaError(tag) && tag[0]?.kind === 'set' && tag[0].value.kind === 'constant');
    assert.equal(tag[0].value.value, 'a\tb', 'in tags nothing is doubled');
  });

  it('an expression without braces', () => {
    const expression = parseExpression('a is defined\n  and b | bool');
    assert.ok(!isJinjaError(expression) && expression.kind === 'binary' && expression.operator === 'and');
    assert.deepEqual([expression.start, expression.end], [0, 27]);
    assert.deepEqual(parseExpression('a }}'), { message: '} without its opening', offset: 2 });
    assert.deepEqual(parseExpression(''), { message: 'an expression is missing', offset: 0 });
  });

  it('offsets are those of the text, line ends and all', () => {
    const text = 'é\r\n{{ a.b }}\r\n';
    const template = parseTemplate(text, { rawStrings: true });
    assert.ok(!isJinjaError(template));
    const [data, output] = template;
    assert.ok(data?.kind === 'data' && output?.kind === 'output');
    assert.equal(data.text, 'é\n');
    assert.equal(text.slice(output.expression.start, output.expression.end), 'a.b');
  });

  it('is bounded', () => {
    const refused: readonly [string, string][] = [
      ['{{ ' + '('.repeat(5000) + '1' + ')'.repeat(5000) + ' }}', 'too deep'],
      ['{{ ' + 'not '.repeat(5000) + '1 }}', 'too deep'],
      ['{{ ' + '1 + '.repeat(5000) + '1 }}', 'too deep'],
      ['{{ a' + '.b'.repeat(5000) + ' }}', 'too deep'],
      ['{% if 1 %}'.repeat(3000) + '{% endif %}'.repeat(3000), 'too deep'],
      [' '.repeat(TEMPLATE_LIMIT + 1), 'too long'],
      ['{{ ' + '1'.repeat(5000) + ' }}', 'too long a number'],
    ];
    for (const [text, message] of refused) {
      const parsed = parseTemplate(text, { rawStrings: true });
      assert.equal(isJinjaError(parsed) && parsed.message, message);
    }
  });

  it('never throws', () => {
    const pieces = ['{{', '}}', '{%', '%}', '{#', '#}', '-', '+', ' ', '\n', 'a', 'if', 'else', 'endif', 'for', 'in', 'endfor', 'set', 'is', 'not', '(', ')', '[', ']', '{', '}', ':', ',', '.', '|', '~', "'", '"', '\\', '1', 'raw', 'endraw', '=', '\u{1f600}', '\ud800'];
    const random = randomNumbers(7);
    let read = 0;
    for (let count = 0; count < 3000; count++) {
      const parsed = parseTemplate(randomText(random, pieces, 12), { rawStrings: count % 2 === 0 });
      if (!isJinjaError(parsed)) read++;
    }
    assert.ok(read > 100 && read < 2900, `${read} were read`);
  });
});
