// Words of a host line: what Python's `shlex.split(line, comments=True)` made of each, recorded.
import { strict as assert } from 'node:assert';
import { shellWords } from '../../../server/core/inventory/shellWords';
import { randomNumbers, randomText, recorded } from './recorded';

// line => words; `refused` where shlex refuses it.
const RECORDED = String.raw`
a b c => ["a", "b", "c"]
  a	b   => ["a", "b"]
a#b c => ["a"]
a # b => ["a"]
"a # b" c => ["a # b", "c"]
a\#b => ["a#b"]
a\ b c => ["a b", "c"]
"a b"c d => ["a bc", "d"]
a"b"'c' => ["abc"]
'' "" => ["", ""]
"a\"b" "a\\b" "a\nb" => ["a\"b", "a\\b", "a\\nb"]
'a\b' => ["a\\b"]
'a"b' "c'd" => ["a\"b", "c'd"]
k="v w" x='y' => ["k=v w", "x=y"]
d={"i":"v"} => ["d={i:v}"]
p="'x'" => ["p='x'"]
"open => refused
it's => refused
end\ => refused
a\ => refused
#only => []
a ;b=c => ["a", ";b=c"]
é="ü" => ["é=ü"]
a''b => ["ab"]
\"a\" => ["\"a\""]
a'#'b => ["a#b"]
`;

function words(line: string): unknown {
  const result = shellWords(line);
  return 'error' in result ? 'refused' : result.words.map((word) => word.text);
}

describe('core/inventory/shellWords', () => {
  for (const [line, result] of recorded(RECORDED)) {
    it(`${line} => ${result}`, () => assert.deepEqual(words(line), result === 'refused' ? result : JSON.parse(result)));
  }

  it('a comment ends with its line', () => assert.deepEqual(words('a #b\nc'), ['a', 'c']));

  it('knows where words and their characters stand', () => {
    assert.deepEqual(shellWords('a  b'), { words: [{ text: 'a', start: 0, end: 1 }, { text: 'b', start: 3, end: 4 }] });
    assert.deepEqual(shellWords(' k="v\\"w" '), { words: [{ text: 'k=v"w', start: 1, end: 9, offsets: [1, 2, 4, 6, 7] }] });
  });

  it('says where an error begins', () => {
    assert.deepEqual(shellWords('a "b'), { error: 'the quote " is not closed', at: 2 });
    assert.deepEqual(shellWords('a b\\'), { error: 'the backslash at the end has nothing to escape', at: 3 });
  });

  it('never throws, and each character comes from where it is said to', () => {
    const random = randomNumbers(20263);
    for (let round = 0; round < 20_000; round++) {
      const line = randomText(random, [...'ab= \t\n\'"\\#;é'], 16);
      const result = shellWords(line);
      if ('error' in result) continue;
      for (const { text, start, end, offsets } of result.words) {
        if (offsets === undefined) assert.equal(line.slice(start, end), text);
        else assert.equal(offsets.map((offset) => line[offset]).join(''), text);
        assert.ok(offsets === undefined || offsets.every((offset) => start <= offset && offset < end));
      }
    }
  });
});
