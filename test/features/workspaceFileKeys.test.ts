// Completion and hover in `.groupvars.yml`, and its schema for other editors.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FILE_KEYS, IGNORE_KEYS, KUBESPRAY_KEYS, RUN_KEYS } from '../../server/core/run/workspaceFile';
import { completions, keyHover } from '../../server/features/workspaceFileKeys';
import { RULES } from '../../server/rules/index';
import { fixture } from '../fixture';

const names = (keys: readonly { readonly name: string }[]): string[] => keys.map(({ name }) => name);
const rules = RULES.map(({ id }) => id);

function at(text: string, path = '.groupvars.yml'): { labels: string[]; first: string | undefined } {
  const { cursor } = fixture(`#- ${path}\n${text}\n`);
  const found = completions(cursor!.file, cursor!.offset);
  const [first] = found;
  const source = cursor!.file.text;
  return { labels: found.map(({ label }) => label), first: first && source.slice(0, first.span.start) + first.newText + source.slice(first.span.end) };
}

describe('features/workspaceFileKeys', () => {
  it('completes keys by level', () => {
    assert.deepEqual(at('$0').labels, names(FILE_KEYS));
    assert.deepEqual(at('# a\nru$0').labels, names(FILE_KEYS));
    for (const text of ['runs:\n  - $0', 'runs:\n- na$0', 'runs:\n  - name: a\n    $0', 'runs:\n- name: a\n  $0', 'kubespray:\n  version: v2.31.0\nruns:\n  - inventory: [a]\n    pl$0', 'runs:\n  - name: a\n    inventory:\n      - b\n    $0']) assert.deepEqual(at(text).labels, names(RUN_KEYS), text);
    assert.deepEqual(at('kubespray:\n  $0').labels, names(KUBESPRAY_KEYS));
    assert.deepEqual(at('ignore:\n  - rule: a\n    $0').labels, names(IGNORE_KEYS));
    assert.deepEqual(at('runs:\n  - name: a\n\nse$0').labels, names(FILE_KEYS));
    assert.deepEqual(at('severity:\n  $0').labels, rules);
  });

  it('completes rules and severities, and replaces the word at the cursor', () => {
    assert.deepEqual(at('severity:\n  never-wins: $0').labels, ['error', 'warning', 'information', 'hint', 'off']);
    assert.deepEqual(at('ignore:\n  - rule: or$0').labels, rules);
    assert.equal(at('severity:\n  ne$0ver').first, `severity:\n  ${rules[0]}: \n`);
    assert.equal(at('severity:\n  never-wins: w$0').first, 'severity:\n  never-wins: error\n');
  });

  it('has nothing to say elsewhere', () => {
    assert.deepEqual(at('$0', 'group_vars/all.yml').labels, []);
    for (const text of ['runs:\n  - name: $0', 'runs:\n  - ansible-playbook -i $0', 'other:\n  $0', 'ignore:\n  - path: $0', 'runs:\n  - inventory:\n      x: $0']) assert.deepEqual(at(text).labels, [], text);
  });

  it('tells in a hover what a key means', () => {
    const world = fixture('#- .groupvars.yml\nruns:\n  - inve$0ntory: a\n');
    assert.equal(keyHover(world.cursor!.file, world.cursor!.offset)?.markdown, '`inventory`: Inventories as after \\-i, a text or a list\\.');
    const none = fixture('#- .groupvars.yml\nruns:\n  - inventory: a$0bc\n');
    assert.equal(keyHover(none.cursor!.file, none.cursor!.offset), undefined);
  });

  it('the schema knows the same keys, texts and rules', () => {
    interface Schema { readonly properties: Record<string, Schema>; readonly items: Schema; readonly anyOf: readonly Schema[]; readonly enum: unknown; readonly propertyNames: Schema; readonly description: string }
    const schema = JSON.parse(readFileSync(resolve(__dirname, '../../../docs/schema/groupvars.schema.json'), 'utf8')) as Schema;
    const told = ({ properties }: Schema): unknown => Object.entries(properties).map(([name, { description }]) => ({ name, text: description }));
    const { runs, kubespray, severity, ignore } = schema.properties as Record<'runs' | 'kubespray' | 'severity' | 'ignore', Schema>;
    assert.deepEqual([told(schema), told(runs.items.anyOf[1]!), told(kubespray), told(ignore.items)], [FILE_KEYS, RUN_KEYS, KUBESPRAY_KEYS, IGNORE_KEYS]);
    assert.deepEqual([severity.propertyNames.enum, ignore.items.properties['rule']!.enum], [rules, rules]);
  });
});
