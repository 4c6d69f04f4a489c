// Names from files in the labels of VS Code: what looks like an icon there is text.
import { strict as assert } from 'node:assert';
import { asLabel } from '../client/label';

describe('client/label', () => {
  it('what would be an icon is text, all else stands as it is', () => {
    assert.equal(asLabel('a $(alert) $(sync~spin) $(A-1)'), 'a \\$(alert) \\$(sync~spin) \\$(A-1)');
    assert.equal(asLabel('-i $(cat x) $HOME $() [a](b) \\'), '-i $(cat x) $HOME $() [a](b) \\');
  });
});
