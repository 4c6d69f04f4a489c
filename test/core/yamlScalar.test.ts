// Plain scalars: what ansible-core 2.14 (PyYAML 6.0) made of each, recorded.
import { strict as assert } from 'node:assert';
import { UnreadableScalar, binaryOf, floatOf, integerOf, plainScalar, timestampOf } from '../../server/core/yamlScalar';
import { Timestamp } from '../../server/core/value';
import { show } from './show';

// text => value; `refused` where Ansible refuses the file.
const RECORDED = String.raw`
yes => true
Yes => true
YES => true
no => false
No => false
NO => false
true => true
True => true
TRUE => true
false => false
False => false
FALSE => false
on => true
On => true
ON => true
off => false
Off => false
OFF => false
y => "y"
Y => "Y"
n => "n"
N => "N"
yEs => "yEs"
tRue => "tRue"
~ => null
null => null
Null => null
NULL => null
nULL => "nULL"
None => "None"
none => "none"
0 => 0
00 => 0
-0 => 0
+0 => 0
7 => 7
-7 => -7
+7 => 7
010 => 8
0644 => 420
0755 => 493
0777 => 511
+012 => 10
-007 => -7
08 => "08"
09 => "09"
0888 => "0888"
0123456789 => "0123456789"
0o17 => "0o17"
0o644 => "0o644"
0X1F => "0X1F"
0B101 => "0B101"
0O17 => "0O17"
-0x1F => -31
+0x1F => 31
0x1F => 31
0xfF => 255
0b101 => 5
-0b11 => -3
0x1_F => 31
1_000 => 1000
1_ => 1
1__0 => 10
0_7 => 7
00_ => 0
0_8 => "0_8"
0_ => 0
_1 => "_1"
+_1 => "+_1"
+ => "+"
-- => "--"
+-1 => "+-1"
1- => "1-"
0x => "0x"
0b => "0b"
0x_ => refused
0b_ => refused
-0x_ => refused
0xg => "0xg"
0b2 => "0b2"
1_000.5 => 1000.5
1.5_0 => 1.5
1._5 => 1.5
685_230.15 => 685230.15
-.5 => "-.5"
+.5 => "+.5"
-.5e+3 => "-.5e+3"
._5 => "._5"
. => "."
.. => ".."
.5 => 0.5
.5_ => 0.5
5. => 5.0
5._ => 5.0
-5. => -5.0
e3 => "e3"
1e3 => "1e3"
1E3 => "1E3"
12e03 => "12e03"
1e5 => "1e5"
3e-4 => "3e-4"
1e+3 => "1e+3"
1E-3 => "1E-3"
0e0 => "0e0"
1e400 => "1e400"
1.0e3 => "1.0e3"
1.5e10 => "1.5e10"
.5e3 => ".5e3"
1.e3 => "1.e3"
1.0e+3 => 1000.0
1.0E-3 => 0.001
.5e+3 => 500.0
1.e+3 => 1000.0
1.0e+ => "1.0e+"
1.0e+400 => Infinity
-1.0e+400 => -Infinity
1.0e-400 => 0.0
1.0e+16 => 1e+16
1.0e+15 => 1000000000000000.0
0.0001 => 0.0001
0.00001 => 1e-05
1.10 => 1.1
123456789012345678901234567890.5 => 1.2345678901234568e+29
1.2.3 => "1.2.3"
10.0.0.1 => "10.0.0.1"
10.233.64.0/18 => "10.233.64.0/18"
v1.2 => "v1.2"
1.2.3.4:80 => "1.2.3.4:80"
0.1 => 0.1
100.0 => 100.0
1e => "1e"
1.5. => "1.5."
.inf => Infinity
.Inf => Infinity
.INF => Infinity
-.inf => -Infinity
+.INF => Infinity
.iNF => ".iNF"
inf => "inf"
.nan => NaN
.NaN => NaN
.NAN => NaN
-.nan => "-.nan"
nan => "nan"
10:30 => 630
1:30 => 90
22:22 => 1342
10:5 => 605
-10:30 => -630
1_0:30 => 630
1:30:00 => 5400
12:30:45 => 45045
52:54:00:12:34:56 => 41135085296
0:30 => "0:30"
00:30 => "00:30"
01:30 => "01:30"
09:30 => "09:30"
07:30 => "07:30"
0:0 => "0:0"
10:60 => "10:60"
99:99 => "99:99"
10:30:60 => "10:30:60"
02:42:ac:11:00:02 => "02:42:ac:11:00:02"
10:30.5 => 630.5
190:20:30.15 => 685230.15
1:2:3:4:5 => 13403045
1:1_0 => "1:1_0"
10:30. => 630.0
1:60.5 => "1:60.5"
0:30.5 => 30.5
80:443 => "80:443"
8080:80 => "8080:80"
1::2 => "1::2"
9007199254740991 => 9007199254740991
9007199254740992 => 9007199254740992
9007199254740993 => 9007199254740993
-9007199254740993 => -9007199254740993
123456789012345678901234567890 => 123456789012345678901234567890
0x1fffffffffffff => 9007199254740991
0x20000000000000 => 9007199254740992
0xffffffffffffffffffff => 1208925819614629174706175
0777777777777777777777 => 9223372036854775807
2001-12-14 => date 2001-12-14
2001-12-14T21:59:43Z => date 2001-12-14T21:59:43+00:00
2001-12-14t21:59:43.10-05:00 => date 2001-12-14T21:59:43.100000-05:00
2001-12-14T21:59:43.1234567 => date 2001-12-14T21:59:43.123456
2001-12-14T1:02:03 => date 2001-12-14T01:02:03
2001-1-1 => "2001-1-1"
2001-1-1T1:02:03 => date 2001-01-01T01:02:03
2001-99-99 => refused
2001-02-29 => refused
2000-02-29 => date 2000-02-29
1900-02-29 => refused
2001-02-30 => refused
0000-01-01 => refused
9999-12-31 => date 9999-12-31
2001-12-14T25:00:00Z => refused
2001-12-14T21:60:00 => refused
2001-12-14T21:59:60 => refused
2001-12-14T21:59:43+5 => date 2001-12-14T21:59:43+05:00
2001-12-14T21:59:43+05:30 => date 2001-12-14T21:59:43+05:30
2001-12-14T21:59:43-0 => date 2001-12-14T21:59:43+00:00
2001-12-14T21:59:43+24 => refused
2001-12-14T21:59:43-23:59 => date 2001-12-14T21:59:43-23:59
2001-12-14T21:59:43. => date 2001-12-14T21:59:43
2001-12 => "2001-12"
2001-12-14T => "2001-12-14T"
20011214 => 20011214
2001-12-14T21:59 => "2001-12-14T21:59"
02001-12-14 => "02001-12-14"
= => refused
<< => refused
== => "=="
<<< => "<<<"
=a => "=a"
<a => "<a"
2001-12-14 21:59:43.10 -5 => date 2001-12-14T21:59:43.100000-05:00
2001-12-14  21:59:43 Z => date 2001-12-14T21:59:43+00:00
2001-12-14 21:59:43 +0 => date 2001-12-14T21:59:43+00:00
1 2 => "1 2"
1 000 => "1 000"
yes no => "yes no"
2001-12-14 x => "2001-12-14 x"
null ~ => "null ~"
0x 1 => "0x 1"
 => null
`;

describe('a plain scalar', () => {
  for (const line of RECORDED.trim().split('\n')) {
    it(line, () => {
      const [text = '', expected] = splitAtArrow(line);
      const value = plainScalar(text);
      assert.equal(value instanceof UnreadableScalar ? 'refused' : show(value), expected);
    });
  }

  it('of millions of digits is refused without computing', function () {
    this.timeout(20_000);
    const start = performance.now();
    assert(plainScalar('1'.repeat(4_000_000)) instanceof UnreadableScalar);
    assert(plainScalar('1' + ':1'.repeat(2_000_000)) instanceof UnreadableScalar);
    assert(performance.now() - start < 5000);
  });
});

describe('a tagged scalar', () => {
  it('!!int reads what Python\'s int reads', () => {
    for (const [text, value] of [['0644', 420], [' 12 ', 12], ['0o17', 15], ['-0b11', -3], ['1:30', 90], ['1_0', 10], ['0', 0], ['-0', 0]] as const) assert.equal(integerOf(text), value, text);
    for (const text of ['', 'x', '1.5', '08', '0o', '0x', '1:', '_']) assert.equal(integerOf(text), undefined, text);
  });

  it('!!float reads what Python\'s float reads', () => {
    for (const [text, value] of [['1', '1.0'], ['1e3', '1000.0'], ['.5e3', '500.0'], ['inf', 'Infinity'], ['-Infinity', '-Infinity'], ['nan', 'NaN'], ['1:30', '90.0'], ['12_3', '123.0']] as const) {
      const float = floatOf(text);
      assert.equal(float === undefined ? undefined : show(float), value, text);
    }
    for (const text of ['', 'x', '1e', '0x1', '1.2.3']) assert.equal(floatOf(text), undefined, text);
  });

  it('!!timestamp allows the short date that a plain scalar does not', () => {
    const value = timestampOf('2001-1-1');
    assert(value instanceof Timestamp || value instanceof UnreadableScalar);
    assert.equal(value instanceof Timestamp ? value.iso : value.message, '2001-01-01');
  });

  it('!!binary skips what is not base64', () => {
    assert.equal(binaryOf('aGVs\n bG8=')?.text, "b'hello'");
    assert.equal(binaryOf('=')?.text, "b''");
    assert.equal(binaryOf('abc'), undefined);
    assert.equal(binaryOf('é'), undefined);
  });
});

function splitAtArrow(line: string): [string, string] {
  const at = line.lastIndexOf(' => ');
  return [line.slice(0, at), line.slice(at + 4)];
}
