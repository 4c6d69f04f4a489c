// What is remembered from tree to tree: only what an edit of a text cannot change, and never that something is still wanted.
import { strict as assert } from 'node:assert';
import { Lookup } from '../../server/core/lookup';
import { Project } from '../../server/core/project';
import { DEFAULT_SETTINGS } from '../../server/core/settings';
import { Tree, type Directory, type NameKind, type SourceFile } from '../../server/core/tree';

const file = (path: string, text: string): SourceFile => ({ kind: 'file', path, text, executable: false, hasByteOrderMark: false });
const folder = (path: string, names: Readonly<Record<string, NameKind>>): Directory => ({ kind: 'directory', path, names: new Map(Object.entries(names)), complete: true });
const start = Tree.empty.with([folder('/w', { 'a.yml': 'file', link: 'link' }), file('/w/a.yml', 'a: 1\n')]);

describe('the shape of a tree', () => {
  it('stays when a text changes, however often', () => {
    let tree = start;
    for (let edit = 0; edit < 600; edit++) tree = tree.with([file('/w/a.yml', `a: ${edit}\n`)]);
    assert.equal(tree.shape, start.shape);
  });

  it('changes when a file comes or goes, when a listing or a link does', () => {
    for (const tree of [start.with([file('/w/b.yml', '')]), start.without(['/w/a.yml']), start.with([folder('/w', {})]), start.with([{ kind: 'link', path: '/w/link', target: '.' }]), start.with([{ kind: 'absent', path: '/w/a.yml' }])]) {
      assert.notEqual(tree.shape, start.shape);
    }
  });
});

describe('a lookup', () => {
  it('says again what is wanted on the way, also behind a link nobody has read', () => {
    for (let reader = 0; reader < 2; reader++) {
      const lookup = new Lookup(start);
      lookup.peek('/w/link/hosts');
      assert.ok(lookup.wanted.has('/w/link'), `reader ${reader}`);
    }
  });

  it('follows a link once it has been read', () => {
    new Lookup(start).peek('/w/link/a.yml');
    const read = new Lookup(start.with([{ kind: 'link', path: '/w/link', target: '/w' }]));
    assert.equal(read.file('/w/link/a.yml')?.text, 'a: 1\n');
  });

  it('remembers an answer while the files it looked at stand, and makes it anew when one does not', () => {
    const answer = (tree: Tree): readonly [string, number] => {
      let made = 0;
      const lookup = new Lookup(tree);
      const text = lookup.remember('outer', () => lookup.remember('inner', () => (made++, lookup.file('/w/a.yml')?.text ?? '')));
      return [text, made];
    };
    const tree = start.with([file('/w/b.yml', ''), folder('/w', { 'a.yml': 'file', 'b.yml': 'file' })]);
    assert.deepEqual(answer(tree), ['a: 1\n', 1]);
    assert.deepEqual(answer(tree.with([file('/w/b.yml', 'b: 1\n')])), ['a: 1\n', 0]);
    assert.deepEqual(answer(tree.with([file('/w/a.yml', 'a: 2\n')])), ['a: 2\n', 1]);
    assert.deepEqual(answer(tree.with([folder('/w', {})])), ['a: 1\n', 1]);
  });

  it('remembers nothing that was made while something was wanted', () => {
    const tree = Tree.empty.with([folder('/v', { 'a.yml': 'file' })]);
    for (let reader = 0; reader < 2; reader++) {
      const lookup = new Lookup(tree);
      lookup.remember('a', () => lookup.file('/v/a.yml'));
      assert.deepEqual([...lookup.wanted], ['/v/a.yml'], `reader ${reader}`);
    }
  });
});

describe('a project after an edit', () => {
  it('knows the run of a script that is edited, and other roots find their own scripts', () => {
    const tree = Tree.empty.with([folder('/w', { one: 'directory', two: 'directory' }), folder('/w/one', { 'a.sh': 'file' }), folder('/w/two', { 'b.sh': 'file' }), file('/w/one/a.sh', 'ls\n'), file('/w/two/b.sh', 'ansible-playbook -i two.ini site.yml\n')]);
    const names = (roots: readonly string[], of: Tree): string[] => new Project(of, { ...DEFAULT_SETTINGS, roots }).runs.map((run) => run.name);
    assert.deepEqual(names(['/w/one'], tree), []);
    assert.deepEqual(names(['/w/one'], tree.with([file('/w/one/a.sh', 'ansible-playbook -i one.ini site.yml\n')])), ['one']);
    assert.deepEqual(names(['/w/two'], tree), ['two']);
  });
});
