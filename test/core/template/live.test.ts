// Holds our trees and values against those of the ansible-core that is installed: random templates, and the defaults of kubespray releases beside the checkout.
// Told and skipped where either is missing. GROUPVARS_SEEDS=1..200 takes other seeds.
import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { evaluateValue, type Lookup } from '../../../server/core/template/evaluate';
import { isJinjaError, parseTemplate } from '../../../server/core/template/jinja';
import { isList, Mapping, Odd, Timestamp, type Value } from '../../../server/core/value';
import { ask, pythonOfAnsible, releaseOf, treeOf, typed, valueOf, type Answer, type Json } from './askAnsible';
import { hostOfRelease } from './kubesprayDefaults';
import { randomQuestion } from './randomTemplates';

const [first, last] = (process.env.GROUPVARS_SEEDS ?? '1..4').split('..').map(Number) as [number, number];
const releases = resolve(__dirname, '../../../../../shared/kubespray');
const RELEASES = ['v2.31.0', 'v2.27.1', 'v2.20.0'];

/** A figure of known values below which the evaluation has lost something. */
const AT_LEAST: Readonly<Record<string, number>> = { 'v2.31.0': 234, 'v2.27.1': 207, 'v2.20.0': 172 };

interface Tally {
  known: number;
  unknown: number;
  wrong: string[];
}

/** What we call known has to be what Ansible gives; what we call a failure has to fail. */
function compare(tally: Tally, value: Value, lookup: Lookup, answer: Answer): void {
  const evaluated = evaluateValue(value, lookup, { ansibleCore: 18 });
  tally[evaluated.kind]++;
  if (evaluated.kind === 'known') {
    const ours = JSON.stringify({ gives: typed(evaluated.value) });
    if (ours !== JSON.stringify(answer)) tally.wrong.push(`${JSON.stringify(typed(value))} ours ${ours}, Ansible's ${JSON.stringify(answer)}`);
    // a template whose constants Jinja cannot compile is given back as it is, whatever else it reads
  } else if (evaluated.why.startsWith('fails') && 'gives' in answer && answer.gives !== value) tally.wrong.push(`${JSON.stringify(typed(value))} ${evaluated.why}, but Ansible gives ${JSON.stringify(answer.gives)}`);
}

function textsIn(value: Value): string[] {
  if (typeof value === 'string') return /\{[{%#]/.test(value) ? [value] : [];
  if (isList(value)) return value.flatMap(textsIn);
  return value instanceof Mapping ? [...value.entries()].flatMap(([, member]) => textsIn(member)) : [];
}

function ourTree(text: string): Json {
  const template = parseTemplate(text, { rawStrings: false });
  return isJinjaError(template) ? 'refused' : treeOf(template);
}

describe('templates, held against the ansible-core that is installed', function () {
  this.timeout(120_000);
  const python = pythonOfAnsible();
  if (python === undefined) {
    it('skipped: there is no ansible', function () { this.skip(); });
    return;
  }

  const release = releaseOf(python);
  if (!(release >= 14 && release <= 18)) {
    it(`skipped: the rules are those of ansible-core 2.14 to 2.18, and this is 2.${release}`, function () { this.skip(); });
    return;
  }
  // the collection with ipaddr may be missing, or Python's netaddr
  const [[address]] = ask(python, [{ vars: {}, values: ["{{ '10.0.0.0/8' | ansible.utils.ipaddr(1) | ipaddr('address') }}"] }]) as unknown as [[Answer]];
  const isAsked = (value: Json): boolean => 'gives' in address || !JSON.stringify(value).includes('ipaddr');

  it(`random templates of the seeds ${first} to ${last}`, () => {
    const questions = Array.from({ length: last - first + 1 }, (_, index) => randomQuestion(first + index, 250)).map(({ vars, values }) => ({ vars, values: values.filter(isAsked) }));
    const answers = ask(python, questions);
    const tally: Tally = { known: 0, unknown: 0, wrong: [] };
    questions.forEach(({ vars, values }, index) => {
      const lookup: Lookup = (name) => (Object.hasOwn(vars, name) ? { kind: 'set', value: valueOf(vars[name]!) } : { kind: 'not set' });
      values.forEach((value, at) => compare(tally, valueOf(value), lookup, answers[index]![at] as unknown as Answer));
    });
    assert.deepEqual(tally.wrong.slice(0, 10), []);
    assert.ok(tally.known > questions.length * 60, `only ${tally.known} are known`);
    const texts = questions.flatMap(({ values }) => values as string[]);
    const [trees] = ask(python, [{ trees: texts }]);
    assert.deepEqual(texts.filter((text, index) => JSON.stringify(ourTree(text)) !== JSON.stringify(trees![index])), []);
  });

  const told: string[] = [];
  // without ipaddr the values that go through it fail there
  for (const kubespray of 'gives' in address ? RELEASES : []) {
    const folder = join(releases, kubespray);
    if (!existsSync(folder)) {
      it(`skipped: there is no ${kubespray} beside the checkout`, function () { this.skip(); });
      continue;
    }
    it(`the defaults of ${kubespray} on a host of its sample`, () => {
      const host = hostOfRelease(folder);
      const list = [...host.computed, ...host.computedVars];
      const plain = [...host.variables].filter(([, value]) => !(value instanceof Timestamp || value instanceof Odd));
      const texts = [...new Set([...host.defaults.map(({ value }) => value), ...host.variables.values()].flatMap(textsIn))];
      const question = { vars: Object.fromEntries(plain.map(([name, value]) => [name, typed(value)])), values: list.map(({ value }) => typed(value)) };
      const [answers, trees] = ask(python, [question, { trees: texts }]);
      const [ofDefaults, ofVars]: [Tally, Tally] = [{ known: 0, unknown: 0, wrong: [] }, { known: 0, unknown: 0, wrong: [] }];
      list.forEach(({ value }, index) => compare(index < host.computed.length ? ofDefaults : ofVars, value, host.lookup, answers![index] as unknown as Answer));
      assert.deepEqual([...ofDefaults.wrong, ...ofVars.wrong], []);
      assert.ok(ofDefaults.known >= AT_LEAST[kubespray]!, `only ${ofDefaults.known} are known`);
      assert.deepEqual(texts.filter((text, index) => JSON.stringify(ourTree(text)) !== JSON.stringify(trees![index])), []);
      assert.ok(texts.length > 300, `only ${texts.length} were found`);
      told.push(`${kubespray}: of ${host.computed.length} computed defaults ${ofDefaults.known} are known and equal, ${ofDefaults.unknown} are not known; of ${host.computedVars.length} role vars ${ofVars.known} and ${ofVars.unknown}; ${texts.length} trees equal`);
    });
  }
  after(() => told.forEach((line) => console.log(`    ${line}`)));
});
