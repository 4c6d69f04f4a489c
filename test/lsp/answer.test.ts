// One answer, whatever happens on the way to it.
import * as assert from 'node:assert/strict';
import { CancellationToken, CancellationTokenSource, ResponseError } from 'vscode-languageserver';
import { answer } from '../../server/lsp/answer';

describe('answer', () => {
  const logged: string[] = [];
  const context = { log: (text: string) => void logged.push(text), logError: (text: string) => void logged.push(text), isReady: async () => true };
  const params = { textDocument: { uri: 'file:///a.yml' }, position: { line: 1, character: 2 } };
  beforeEach(() => void (logged.length = 0));

  it('gives what the work gives, and logs the place', async () => {
    assert.equal(await answer(context, 'hover', 'none', () => 'found')(params, CancellationToken.None), 'found');
    assert.match(logged.join('\n'), /^hover file:\/\/\/a\.yml#1:2 ok in [\d.]+ ms, waited [\d.]+ ms$/);
  });

  it('gives the harmless answer when the work throws, and does not log what it says', async () => {
    const work = (): string => {
      throw new RangeError('password: hunter2');
    };
    assert.equal(await answer(context, 'hover', 'none', work)(params, CancellationToken.None), 'none');
    assert.match(logged.join('\n'), /RangeError/);
    assert.doesNotMatch(logged.join('\n'), /hunter2/);
  });

  it('gives the harmless answer while there is no project', async () => {
    assert.equal(await answer({ ...context, isReady: async () => false }, 'hover', 'none', () => 'found')(params, CancellationToken.None), 'none');
  });

  it('does no work for a request that is cancelled meanwhile', async () => {
    let isDone = false;
    const source = new CancellationTokenSource();
    const asked = answer(context, 'hover', 'none', () => ((isDone = true), 'found'))(params, source.token);
    source.cancel();
    assert.ok((await asked) instanceof ResponseError);
    assert.equal(isDone, false);
  });
});
