// Literals: what Python 3.11's `ast.literal_eval` made of each, as Ansible uses it, recorded.
import { strict as assert } from 'node:assert';
import { pythonLiteral } from '../../../server/core/inventory/pythonLiteral';
import { show } from '../show';
import { randomNumbers, randomText, recorded } from './recorded';

// text => value; `text` where it is no literal, `fatal` where Ansible gives up the file.
const RECORDED = String.raw`
1 => 1
+5 => 5
-5 => -5
- 5 => -5
-0 => 0
01 => text
007 => text
0644 => text
08 => text
0 => 0
00 => 0
0_0 => 0
0_7 => text
0x10 => 16
0XfF => 255
0o17 => 15
0b11 => 3
0b12 => text
0x => text
1_000 => 1000
1__0 => text
1_ => text
_1 => text
9007199254740991 => 9007199254740991
9007199254740992 => 9007199254740992
-9007199254740993 => -9007199254740993
123456789012345678901234567890 => 123456789012345678901234567890
1.5 => 1.5
.5 => 0.5
1. => 1.0
1.0 => 1.0
1e3 => 1000.0
1E-3 => 0.001
1e16 => 1e+16
1e22 => 1e+22
1e400 => Infinity
-0.0 => -0.0
0.1 => 0.1
0777.5 => 777.5
09e1 => 90.0
1_0.0_1 => 10.01
1e => text
1._5 => text
True => true
False => false
None => null
true => text
FALSE => text
null => text
yes => text
no => text
nan => text
inf => text
[1,2] => [1, 2]
[1, 2,] => [1, 2]
[,] => text
(1,2) => [1, 2]
(1) => 1
(1,) => [1]
1,2 => [1, 2]
1, => [1]
{'a': 1} => {"a": 1}
{'a': 1, 'a': 2} => {"a": 2}
{1: 'a', True: 'b', 1.0: 'c'} => {1: "c"}
{(1, 2): 3} => {(1, 2): 3}
{None: 1, 1.5: 2} => {null: 1, 1.5: 2}
[] => []
() => []
{} => {}
[[1, (2, {'k': [None]})]] => [[1, [2, {"k": [null]}]]]
['a', true] => text
{a: 1} => text
[{{ x }}] => text
"x" => "x"
'x' => "x"
"p" "q" => "pq"
'it''s' => "its"
"it's" => "it's"
u"uni" => "uni"
U'x' => "x"
r"\n" => "\\n"
R'a\' => text
"""x""" => "x"
'''a"b''' => "a\"b"
"" => ""
"\n\t\x41\u00e9\U0001F600\101\777" => "\n\tA\u00e9\ud83d\ude00A\u01ff"
"\x4" => text
"\u12" => text
"\U00110000" => text
"\N" => text
"\d\8" => "\\d\\8"
'\'' => "'"
b"x" => "x"
b"\xe2\x82\xac" => "\u20ac"
b"\xff" => "\udcff"
rb"\n" => "\\n"
b"é" => text
[b"x'", b"\xff"] => [b"x'", b'\xff']
"a" b"b" => text
bu"x" => text
f"x" => text
"a" f"b" => text
é => text
"é" => "\u00e9"
"multi => text
"a" # b => "a"
'a#b' => "a#b"
5 # n => 5
[1, 2] # l => [1, 2]
True # c => true
# c => text
val # not => text
i ; semi => text
"x" ; y => text
1 + 2 => text
1 - 2 => text
1+2j => (1+2j)
-1-2.5j => (-1-2.5j)
2j => 2j
-1j => (-0-1j)
0+0j => 0j
1j+2 => text
10:30 => text
5;6 => text
127.0.0.1 => text
1.2.3 => text
--5 => text
+-5 => text
~5 => text
not 1 => text
-(5) => -5
(((5))) => 5
{{ foo }} => text
{{ foo.bar | default('x') }} => text
{{ 'abc' }} => fatal unhashable type: 'set'
{{ 1 }} => fatal unhashable type: 'set'
{{ }} => fatal unhashable type: 'dict'
{{}} => fatal unhashable type: 'dict'
{[1]:2} => fatal unhashable type: 'list'
{1: 2, [1]: 3} => fatal unhashable type: 'list'
{[1]: foo} => text
{foo: [1]} => text
{[1], foo} => fatal unhashable type: 'list'
{foo, [1]} => text
[{{1}}, foo] => fatal unhashable type: 'set'
[foo, {{1}}] => text
[{{1}}, foo(] => text
[{{1}}, foo bar] => text
[{{1}}, lambda x, *y, z=1, **k: x] => fatal unhashable type: 'set'
[{{1}}, lambda x=1, y: x] => text
[{{1}}, [a for a, (b, *c) in d if e]] => fatal unhashable type: 'set'
[{{1}}, [a for f() in d]] => text
[{{1}}, a if b else c] => fatal unhashable type: 'set'
[{{1}}, a if b] => text
[{{1}}, f(a, *b, c=1, **d)] => fatal unhashable type: 'set'
[{{1}}, f(c=1, a)] => text
[{{1}}, a[1:2, ::3]] => fatal unhashable type: 'set'
[{{1}}, a[]] => text
[{{1}}, (yield a)] => fatal unhashable type: 'set'
[{{1}}, x := 1] => fatal unhashable type: 'set'
[{{1}}, class] => text
[{{1}}, 1if x else 2] => fatal unhashable type: 'set'
[{{1}}, 1x] => text
{{1}}, *a => text
({{1}}, *a) => fatal unhashable type: 'set'
{(1, [2]): 3} => fatal unhashable type: 'list'
{set(): 1} => fatal unhashable type: 'set'
{1} => set {1}
{1, 1.0, True} => set {1}
set() => set set()
set(1) => text
... => Ellipsis
.... => text
{**a} => text
*a => text
x = 1 => text
$x => text
a!b => text
`;

function read(text: string): string {
  const result = pythonLiteral(text);
  if ('value' in result) return show(result.value);
  return 'fatal' in result ? 'fatal ' + result.fatal : 'text';
}

describe('core/inventory/pythonLiteral', () => {
  for (const [text, result] of recorded(RECORDED)) it(`${text} => ${result}`, () => assert.equal(read(text), result));

  it('takes blanks before and behind, lines and comments as Python does', () => {
    for (const text of [' \t5 ', '5\n', '5\n#x\n  \n', '#x\n5', '\\\n5']) assert.equal(read(text), '5', text);
    assert.equal(read('[5, # five\n6]'), '[5, 6]');
    assert.equal(read('"a\\\nb"'), '"ab"');
    for (const text of ['', '\n 5', '5\n6', '5\n ', '5\\\n', '"a\nb"', '5\u00a0', '\ufeff5', '\uff15', '1\0']) assert.equal(read(text), 'text', text);
  });

  it('keeps integers to 4300 digits, and longer ones written otherwise as something odd', () => {
    assert.equal(read('9'.repeat(4300)), '9'.repeat(4300));
    assert.equal(read('9'.repeat(4301)), 'text');
    assert.equal(read('0x' + 'f'.repeat(4000)), '0x' + 'f'.repeat(4000));
    assert.equal(read('1' + '0'.repeat(400) + '+1j'), 'fatal int too large to convert to float');
  });

  it('nests 200 brackets and gives up the file at very long chains', () => {
    assert.equal(read('['.repeat(200) + ']'.repeat(200)), '['.repeat(200) + ']'.repeat(200));
    assert.equal(read('['.repeat(201) + ']'.repeat(201)), 'text');
    for (const chain of ['-', 'not ', '1+', '1**', 'lambda:', '1 if 1 else ']) assert.match(read(chain.repeat(3000) + '1'), /^fatal/, chain);
  });

  it('never throws and takes bounded time', () => {
    const pieces = [...'[](){},:=\'"\\#.*+-~|&@<>! \n01_jexbrfu', 'True', 'lambda ', ' for x in ', ' if ', ' else ', ' not ', '**', ':=', '...', 'set()', '"""', '{{', '}}'];
    const random = randomNumbers(20261);
    for (let round = 0; round < 20_000; round++) pythonLiteral(randomText(random, pieces, 14));
    for (const piece of pieces) pythonLiteral(piece.repeat(50_000) + '1');
    for (const text of ['f(' + 'a=1,'.repeat(200_000) + ')', '1' + ',1'.repeat(200_000), '[1 if 1 else -1**'.repeat(200) + '1' + ']'.repeat(200)]) pythonLiteral(text);
  });
});
