// A second opinion: what we read and write is read by the `yaml` package too, and says the same. It knows nothing of Ansible, so only plain texts are put to it.
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { parseYaml } from '../../server/core/yaml';
import { yamlEntry } from '../../server/features/yamlText';
import { Float, isList, isMapping, keyText, Mapping, type Value } from '../../server/core/value';

const example = resolve(__dirname, '../../../examples/two-repos');
const files = readdirSync(example, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name)).sort();

describe('a second YAML reader', () => {
  it('has files to read', () => assert.ok(files.length >= 20, String(files.length)));
  for (const name of files) {
    it(`reads ${name} as we do`, () => {
      const text = readFileSync(join(example, name), 'utf8');
      const document = parseYaml({ kind: 'file', path: '/' + name, text, executable: false, hasByteOrderMark: false });
      assert.equal(document.failure, undefined);
      const theirs: unknown = parse(text, { version: '1.1' });
      assert.deepEqual(plainOf(document.root?.value ?? null), theirs);
      // and what we write of it, it reads as the same again
      if (!isMapping(document.root?.value)) return;
      const written = [...document.root.value.entries()].flatMap(([key, value]) => yamlEntry(key, value, () => undefined)).join('\n') + '\n';
      assert.deepEqual(parse(written, { version: '1.1' }), theirs);
    });
  }
});

function plainOf(value: Value): unknown {
  if (isList(value)) return value.map(plainOf);
  if (value instanceof Mapping) return Object.fromEntries([...value.entries()].map(([key, member]) => [keyText(key), plainOf(member)]));
  return value instanceof Float ? value.number : value;
}
