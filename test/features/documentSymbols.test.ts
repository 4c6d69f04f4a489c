// The outline: every symbol's own span covers its name and its children, whatever the file holds.
import { strict as assert } from 'node:assert';
import { documentSymbols, type DocumentSymbol } from '../../server/features/documentSymbols';
import type { SourceFile } from '../../server/core/tree';

function fileOf(path: string, text: string): SourceFile {
  return { kind: 'file', path, text, executable: false, hasByteOrderMark: false };
}

function outline(path: string, text: string): string {
  const lines: string[] = [];
  const visit = (symbols: readonly DocumentSymbol[], depth: number, within: { start: number; end: number }): void => {
    for (const { name, detail, kind, span, selectionSpan, children } of symbols) {
      const what = `${JSON.stringify(text)}: ${name}`;
      assert.ok(name !== '', `${what}: VS Code refuses a symbol without a name`);
      assert.ok(span.start >= within.start && span.end <= within.end && span.start <= span.end, `${what} is inside its parent: ${span.start}–${span.end} in ${within.start}–${within.end}`);
      assert.ok(selectionSpan.start >= span.start && selectionSpan.end <= span.end && selectionSpan.start <= selectionSpan.end, `${what}: its name ${selectionSpan.start}–${selectionSpan.end} is inside ${span.start}–${span.end}`);
      lines.push(`${'  '.repeat(depth)}${kind} ${name}${detail === '' ? '' : ` = ${detail}`}`);
      visit(children, depth + 1, span);
    }
  };
  visit(documentSymbols(fileOf(path, text)), 0, { start: 0, end: text.length });
  return lines.join('\n');
}

describe('documentSymbols', () => {
  it('a vars file: variables, mappings inside one another, secrets hidden', () => {
    assert.equal(outline('/g/all.yml', 'a: 1\nb:\n  c: [1, 2]\n  d: {e: x}\nmy_password: hush\n'), 'variable a = 1\nvariable b\n  variable c = [1, 2]\n  variable d\n    variable e = x\nvariable my_password = •••');
  });

  it('an INI inventory: groups with hosts, children and vars', () => {
    assert.equal(outline('/hosts', 'lonely\n[web]\nn[1:3] a=1\nn9\n[web:vars]\nx = y\n[site:children]\nweb\n'), 'host lonely\ngroup web\n  host n[1:3] = 3 hosts\n  host n9\ngroup web = vars\n  variable x = y\ngroup site = children\n  group web');
  });

  it('a YAML inventory: groups, sections, hosts, variables', () => {
    assert.equal(
      outline('/hosts.yaml', 'all:\n  hosts:\n    n1: {a: 1}\n  vars:\n    b: 2\n  children:\n    web:\n      hosts:\n        n1:\n'),
      'group all\n  section hosts\n    host n1\n      variable a = 1\n  section vars\n    variable b = 2\n  section children\n    group web\n      section hosts\n        host n1',
    );
  });

  it('odd files', () => {
    const yaml = [
      '', '\n', '# only a comment\n', 'a', '- a\n- b\n', 'a:', 'a:\n', '? a\n: b\n', '"": 1\n', '? [x, y]\n: 1\n', 'a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 1\n', 'a: 1\na: 2\n', 'a: [1\nb: 2\n', 'a: "x\nb: 2\n', 'a: |\n  x\n  y\nb: 1', 'a:\r\n  b: 1\r\nc: 2\r\n', '---\na: 1\n---\nb: 1\n',
      '\u202ea: 1\n', '$ANSIBLE_VAULT;1.1;AES256\n6162\n', '{"a": {"b": [1, {"c": 2}]}}', 'a:\n  - b: 1\n    c: 2\n', '{a: 1, b: {c: }}', 'a: !vault |\n  x\nb: !unsafe "{{ y }}"\n', 'null: 1\n1: 2\n1.5: 3\ntrue: 4\n', 'x: &x\n  y: *x\n', '\ta: 1\n', 'a: 1\n b: 2\n', 'ä: 𝒳\n"𝒳": 1\n',
    ];
    const ini = ['[', '[web', '[]', '[web]\n[web]\n', '[web:vars]\n=1\n', '[web:vars]\na\n', '[web]\nn[1:100000]\n', '[web]\n"n 1" a=\'b\n', 'n1\n[a:b:c]\n', '[web]\r\nn1\r\n', '[web] # c\nn1 # d\n', ';\n#\n', '[we b]\nn1\n', '[web:children]\n\n', 'a=1 b=2\n'];
    for (const text of yaml) for (const path of ['/a.yml', '/hosts.yaml', '/a.json', '/a']) outline(path, text);
    for (const text of ini) for (const path of ['/hosts', '/hosts.ini', '/a.cfg']) outline(path, text);
  });
});
