// Every recorded answer of Ansible that the project keeps: the same values, groups and places from our side. One test a case; nothing is asked here.
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { emptyTally } from './answer';
import { exactJson } from './exactJson';
import { checkAnswer, type CaseAnswer, type ConformanceCase } from './recordedCase';

const folder = resolve(__dirname, '../../../test/conformance/cases');

/** The answer's part of a case, its numbers as written. */
function answerOf(text: string): CaseAnswer & { readonly ansible: string } {
  const marker = ' "answer": ';
  const answer = text.slice(text.lastIndexOf('\n' + marker) + 1 + marker.length, text.lastIndexOf('}'));
  const { ansible, rc, error } = exactJson(answer) as unknown as { ansible: string; rc: string; error?: string };
  const list = answer.indexOf('"list": ');
  return { ansible, rc: Number(rc.replace(/^\D+/, '')), ...(error === undefined ? {} : { error }), ...(list < 0 ? {} : { list: answer.slice(list + '"list": '.length, answer.lastIndexOf('}')) }) };
}

/** The question; the answer's numbers may be none of JSON's. */
function questionOf(text: string): ConformanceCase {
  return JSON.parse(text.slice(0, text.lastIndexOf(',\n "answer": ')) + '}') as ConformanceCase;
}

describe('recorded answers of ansible-core', () => {
  const tally = emptyTally();
  let count = 0;
  const names = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
  const versions = new Set<string>();
  for (const name of names) {
    const text = readFileSync(resolve(folder, name), 'utf8');
    const asked = questionOf(text);
    const answer = answerOf(text);
    versions.add(answer.ansible);
    it(asked.name, () => {
      const problems = checkAnswer(asked, answer, tally);
      assert.ok(problems.length === 0, `${name}: ${problems.length} differences\n${problems.slice(0, 10).join('\n')}`);
      count++;
    });
  }

  it('docs/parity.md tells the same figures', () => {
    const generated = names.filter((name) => name.startsWith('generated-')).length;
    const parity = readFileSync(resolve(__dirname, '../../../docs/parity.md'), 'utf8');
    const told = (what: string): string | undefined => new RegExp(`^\\| ${what} \\| ([\\d,.]+) \\|`, 'm').exec(parity)?.[1]?.replaceAll(',', '');
    assert.equal(told('cases that show one rule'), String(names.length - generated));
    assert.equal(told('generated cases'), String(generated));
    for (const [what, figure] of [['hosts', tally.hosts], ['groups', tally.groups], ['values', tally.values], ['places of values', tally.origins]] as const) assert.equal(told(what), String(figure), what);
    assert.deepEqual([...versions], [told('ansible-core')]);
  });

  after(() => console.log(`    recorded answers: ${count} of ${names.length} equal; ${tally.hosts} hosts, ${tally.groups} groups, ${tally.values} values, ${tally.origins} places`));
});
