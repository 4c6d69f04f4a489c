// The short, fixed part of the random edits: the same ones every time. `npm run soak` makes a million others.
import { caseStarts, checkChain, exampleStart } from './randomEdits';

describe('random edits', function () {
  this.timeout(60_000);

  it('of the example: nothing throws or takes long, and a changed project says what a new one says', () => {
    const start = exampleStart();
    for (let seed = 1; seed <= 3; seed++) checkChain(start, { seed, length: 6, compareEvery: 1 });
  });

  it('of recorded cases: nothing throws or takes long, and a changed project says what a new one says', () => {
    [...caseStarts()].forEach((start, index) => {
      if (index % 4 === 0) checkChain(start, { seed: index, length: 4, compareEvery: 1 });
    });
  });
});
