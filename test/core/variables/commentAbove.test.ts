// The comment that says what a variable is for, told from what belongs to the key before or is commented out.
import { strict as assert } from 'node:assert';
import type { SourceFile } from '../../../server/core/tree';
import { commentAbove } from '../../../server/core/variables/commentAbove';

/** What is said of `name` in a file of this text. */
function said(text: string): string | undefined {
  const file: SourceFile = { kind: 'file', path: '/defaults.yml', text, executable: false, hasByteOrderMark: false };
  const start = /^name:/m.exec(text)!.index;
  return commentAbove({ file, start, end: start + 'name'.length });
}

describe('the comment above a key', () => {
  it('its lines, as one text', () => assert.equal(said('## How many\n#   there are\nname: 1\n'), 'How many there are'));
  it('without the dashes of charts', () => assert.equal(said('# -- Mounts it\nname: 1\n'), 'Mounts it'));
  it('nothing above an empty line, a rule, or a key that is commented out', () => {
    assert.equal(said('# no\n\nname: 1\n'), undefined);
    assert.equal(said('# no\n# ----\n# yes\nname: 1\n'), 'yes');
    assert.equal(said('# no\n# other: 1\n# yes\nname: 1\n'), 'yes');
  });
  it('no items: they are values of the key before, or of one that is commented out', () => {
    assert.equal(said('other: []\n# - dns\n# - drop\n### Install it\nname: 1\n'), 'Install it');
    assert.equal(said('# name:\n#   - a\n#   - b\nname: []\n'), undefined);
  });
  it('items inside of a text are its own', () => assert.equal(said('# One of\n# - a\n# - b\nname: a\n'), 'One of - a - b'));
});
