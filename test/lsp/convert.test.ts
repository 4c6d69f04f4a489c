// Lines, characters and URIs: the odd ones.
import * as assert from 'node:assert/strict';
import { pathOf, toOffset, toRange, uriOfPath } from '../../server/lsp/convert';
import type { SourceFile } from '../../server/core/tree';

const fileOf = (text: string): SourceFile => ({ kind: 'file', path: '/x', text, executable: false, hasByteOrderMark: false });

describe('conversion', () => {
  const paths: readonly (readonly [uri: string, path: string | undefined])[] = [
    ['file:///home/me/a.yml', '/home/me/a.yml'],
    ['file:///home/me/', '/home/me'],
    ['file:///a%20b/%C3%BC%25.yml', '/a b/ü%.yml'],
    ['file:///c%3A/clusters/hosts', 'C:/clusters/hosts'],
    ['file:///C:/clusters/hosts', 'C:/clusters/hosts'],
    ['file:///', '/'],
    ['file://server/share/x', undefined],
    ['untitled:Untitled-1', undefined],
    ['groupvars:/prod/node1.yaml', undefined],
    ['vscode-remote://host/x', undefined],
    ['no uri at all', undefined],
    ['', undefined],
  ];
  for (const [uri, path] of paths) it(`reads ${JSON.stringify(uri)}`, () => assert.equal(pathOf(uri), path));

  it('reads no address of another machine, however it is spelled', () => {
    for (const uri of ['file:////server/share', 'file:///%2Fserver/share', 'file:///x%00']) assert.throws(() => assert.ok(pathOf(uri)), uri);
  });

  for (const path of ['/home/me/a b.yml', '/a%b/ü#?.yml', 'C:/clusters/hosts']) it(`writes ${path} so that it reads the same`, () => assert.equal(pathOf(uriOfPath(path)), path));

  it('writes drives as VS Code does', () => assert.equal(uriOfPath('C:/x'), 'file:///c%3A/x'));

  const texts: readonly (readonly [name: string, text: string, offset: number, line: number, character: number])[] = [
    ['a Windows line end', 'a\r\nbc', 4, 1, 1],
    ['a lone carriage return', 'a\rbc', 3, 1, 1],
    ['a pair of surrogates', '😀x: 1', 2, 0, 2],
    ['the end', 'ab\n', 3, 1, 0],
    ['an empty text', '', 0, 0, 0],
  ];
  for (const [name, text, offset, line, character] of texts) {
    it(`counts over ${name}`, () => {
      const file = fileOf(text);
      assert.deepEqual(toRange({ file, start: offset, end: offset }).start, { line, character });
      assert.equal(toOffset(file, { line, character }), offset);
    });
  }

  it('draws a position outside the text into it', () => {
    const file = fileOf('ab\ncd');
    assert.equal(toOffset(file, { line: 9, character: 9 }), 5);
    assert.equal(toOffset(file, { line: 0, character: 9 }), 2);
    assert.equal(toOffset(file, { line: -1, character: 3 }), 0);
  });
});
