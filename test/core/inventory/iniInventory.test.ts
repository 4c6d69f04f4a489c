// INI inventories: what ansible-core 2.14 made of each line, recorded; then spans, failures and budgets.
import { strict as assert } from 'node:assert';
import { parseIniInventory } from '../../../server/core/inventory/iniInventory';
import type { IniDocument, IniLine } from '../../../server/core/inventory/iniDocument';
import { textOf, type SourceFile, type Span } from '../../../server/core/tree';
import { show } from '../show';
import { randomNumbers, randomText, recorded } from './recorded';

// line => hosts with port, variables; `refused` where Ansible refuses it.
const HOST_LINES = String.raw`
h1 => "h1"
h1 a=1 b=two => "h1" "a"=1 "b"="two"
h1 p="07" n='"7"' D="'x'" m='\n' => "h1" "p"="07" "n"="7" "D"="x" "m"="\\n"
h1 E="'a\nb'" => "h1" "E"="a\nb"
h1 d={"i":"v"} => "h1" "d"="{i:v}"
h1 d="{'i':'v'}" => "h1" "d"={"i": "v"}
h1 d='{"i": [1, 2]}' => "h1" "d"={"i": [1, 2]}
h1#c => "h1"
h1 c=a#b => "h1" "c"="a"
h1 c="a # b" d=a\#b => "h1" "c"="a # b" "d"="a#b"
h1 x=a ;b=c => "h1" "x"="a" ";b"="c"
h1 x=a ;b => refused
h1 x =y => refused
h1 x= y => refused
h1 =x => "h1" ""="x"
h1 x==y => "h1" "x"="=y"
h1 x=1 x=2 => "h1" "x"=2
h1 "x=5" => "h1" "x"=5
h1 "a b"=c => "h1" "a b"="c"
h1 h2 => refused
h1 x="a => refused
h1 x={{ foo }} => refused
h1 x="{{ foo }}" => "h1" "x"="{{ foo }}"
h1 x="{{ 'abc' }}" => refused
h1 x="'{{ abc }}'" => "h1" "x"="{{ abc }}"
h1:22 ansible_port=33 => "h1":22 "ansible_port"=33
"h 1" x=1 => "h 1" "x"=1
'' => refused
foo: => refused
"foo: " => refused
--- => refused
web[1-3] => refused
web[3:1] x=1 => none
web[01:02].x:22 x=1 => "web01.x":22 "x"=1 "web02.x":22 "x"=1
[g] ; c => refused
h1 x=C:\dir => "h1" "x"="C:dir"
h1 x=" 5" => "h1" "x"=5
h1 x="5 " => "h1" "x"=5
h1=2 x=3 => "h1=2" "x"=3
`;

// line => variable
const VARS_LINES = String.raw`
a=1 => "a"=1
a = 1 => "a"=1
 a = b c  => "a"="b c"
a => refused
=x => ""="x"
a= => "a"=""
a==b => "a"="=b"
a=b=c => "a"="b=c"
h=val # not => "h"="val # not"
i=val ; semi => "i"="val ; semi"
j=5 # n => "j"=5
k=[1, 2] # l => "k"=[1, 2]
o="a" # b => "o"="a"
o='it''s' => "o"="its"
D="'x'" => "D"="'x'"
n="\n" => "n"="\n"
m=\n => "m"="\\n"
http_port=8080 => "http_port"=8080
x={{ foo }} => "x"="{{ foo }}"
x={{ 'abc' }} => refused
x="{{ 'abc' }}" => "x"="{{ 'abc' }}"
x={[1]:2} => refused
x=0644 => "x"="0644"
x=true => "x"="true"
a b=c => "a b"="c"
"a"=1 => "\"a\""=1
ansible_group_priority=5 => "ansible_group_priority"=5
ansible_group_priority=high => refused
ansible_group_priority="7" => "ansible_group_priority"="7"
ansible_group_priority=1.5 => "ansible_group_priority"=1.5
ansible_group_priority=None => refused
ansible_group_priority=[1] => refused
[x = 1 => "[x"=1
[x] = 1 => "[x]"=1
[x]=[1] => refused
`;

// line => child
const CHILDREN_LINES = String.raw`
a => child "a"
a # c => child "a"
a #c => child "a"
a#c => child "a#c"
a#b c => child "a"
a b => refused
a:b => refused
a] => refused
a; => child "a;"
a ; c => refused
a-b.c => child "a-b.c"
a=b => child "a=b"
[a => child "[a"
`;

// line => `section`, `refused`, or the host it is
const HEADERS = String.raw`
[g] => section
[g:vars] => section
[g:children] => section
[g:hosts] => section
[g:foo] => refused
[g:Vars] => refused
[g] # c => section
[g:vars] #c => section
[g]#c => section
[g:vars] x => refused
[g => refused
g] => "g]"
[] => refused
[ g ] => refused
[g ] => refused
[:vars] => refused
[g:] => refused
[g:vars:x] => refused
[::1] => refused
[g]] => refused
[[g]] => refused
[a-b.c] => section
[a#b] => section
[1:3] => refused
[a:b] # c] => refused
[é] => section
[g] ; c] => refused
`;

function fileOf(text: string, more: Partial<SourceFile> = {}): SourceFile {
  return { kind: 'file', path: '/hosts', text, executable: false, hasByteOrderMark: false, ...more };
}

function parse(text: string, more: Partial<SourceFile> = {}): IniDocument {
  return parseIniInventory(fileOf(text, more));
}

/** What the last line of a text does, in the form of the tables. */
function effect(text: string): string {
  const { lines, failure } = parse(text);
  if (failure !== undefined) return 'refused';
  const last = lines[lines.length - 1];
  return last === undefined ? 'none' : effectOf(last);
}

function effectOf(line: IniLine): string {
  if (line.kind === 'section') return 'section';
  if (line.kind === 'child') return 'child ' + JSON.stringify(line.name);
  if (line.kind === 'variable') return `${JSON.stringify(line.key)}=${show(line.value)}`;
  const variables = new Map(line.variables.map(({ key, value }) => [key, value]));
  const written = [...variables].map(([key, value]) => ` ${JSON.stringify(key)}=${show(value)}`).join('');
  const port = line.port === undefined ? '' : `:${line.port}`;
  return line.names.map((name) => JSON.stringify(name) + port + written).join(' ') || 'none';
}

/** The wrong lines with the text they are marked at. */
function problems(text: string): string[] {
  return parse(text).problems.map(({ span, message }) => `${textOf(span)} | ${message}`);
}

function spansOf(line: IniLine): Span[] {
  switch (line.kind) {
    case 'section':
      return [line.span, line.groupSpan];
    case 'child':
      return [line.span, line.nameSpan];
    case 'variable':
      return [line.span, line.keySpan, line.valueSpan];
    case 'hosts':
      return [line.span, line.patternSpan, ...line.variables.flatMap(({ keySpan, valueSpan }) => [keySpan, valueSpan])];
  }
}

describe('core/inventory/iniInventory', () => {
  const tables: [name: string, table: string, before: string][] = [
    ['host line', HOST_LINES, ''],
    ['vars line', VARS_LINES, '[all:vars]\n'],
    ['children line', CHILDREN_LINES, '[all:children]\n'],
    ['header', HEADERS, ''],
  ];
  for (const [name, table, before] of tables) {
    for (const [line, result] of recorded(table)) it(`${name} ${line} => ${result}`, () => assert.equal(effect(before + line), result));
  }

  it('reads sections in order; hosts above the first belong to none', () => {
    const { lines } = parse('h0\n# comment\n; comment\n\n[web]\nweb[1:2]\n[web:vars]\nx = 1\n[all:children]\nweb # here\n');
    assert.deepEqual(lines.map((line) => `${line.kind} ${textOf(line.span)}`), [
      'hosts h0', 'section [web]', 'hosts web[1:2]', 'section [web:vars]', 'variable x = 1', 'section [all:children]', 'child web # here',
    ]);
  });

  it('marks names, keys and values as written', () => {
    const { lines } = parse(String.raw`h1:22 a=1 b="x y" "c=5" d\=e= f='"7"' # end`);
    assert.deepEqual(lines.flatMap(spansOf).slice(1).map(textOf), ['h1:22', 'a', '1', 'b', '"x y"', 'c', '5', 'd', 'e=', 'f', `'"7"'`]);
    const section = parse('\t[ab:vars] # c\n  key =  [1, 2]  \n[ab:children]\n ch # c');
    assert.deepEqual(section.lines.flatMap(spansOf).map(textOf), [
      '[ab:vars] # c', 'ab', 'key =  [1, 2]', 'key', '[1, 2]', '[ab:children]', 'ab', 'ch # c', 'ch',
    ]);
  });

  it('ends lines where Python does, strips the blanks Python strips', () => {
    for (const separator of ['\n', '\r\n', '\r', '\v', '\f', '\x1c', '\x1d', '\x1e', '\x85', '\u2028', '\u2029']) {
      assert.equal(parse(`h1 x=1${separator}h2`).lines.length, 2, JSON.stringify(separator));
    }
    assert.equal(effect('\u00a0\x1f\u3000h1\u2003'), '"h1"');
    assert.equal(effect('\ufeffh1'), '"\ufeffh1"');
    assert.equal(effect('h\u00a01'), '"h\u00a01"');
  });

  it('keeps the lines above the first wrong one, and lists all wrong ones', () => {
    const text = '[web]\nh1\nh2 x\nh3\n[web:vars]\nfoo\nbar=1\n[ web ]\nanything goes\n[all:children]\na b\n[web:hsots]\n[db]\ndb: \n---\nx = y\nz="1';
    const document = parse(text);
    assert.deepEqual(document.lines.map((line) => textOf(line.span)), ['[web]', 'h1']);
    assert.equal(document.failure, document.problems[0]);
    assert.deepEqual(problems(text), [
      'x | “x” is not key=value: a host line is a name followed by key=value pairs',
      'foo | “foo” is not key=value: each line of a vars section sets one variable',
      '[ web ] | “[ web ]” is no section: write [group], [group:vars] or [group:children], without blanks inside',
      'a b | “a b” is no group name: each line of a children section names one group, without blanks, : or ]',
      'hsots | “hsots” is no kind of section: it is hosts, vars or children',
      'db: | “db:” ends in a colon: what follows a colon is the port',
      '--- | “---” is no host: it begins a YAML file',
      'y | “y” is not key=value: a host line is a name followed by key=value pairs',
      '" | the quote " is not closed: a \\ before a quote takes it as a character',
    ]);
    assert.deepEqual(problems('h x = y'), ['x | “x” is not key=value: no blanks stand around the =']);
  });

  it('says how to write a value that Python chokes on', () => {
    const stop = "Ansible reads this value as Python and stops (unhashable type: 'set'); as a string it is";
    assert.deepEqual(problems("[all:vars]\nx = {{ 'abc' }}"), [`{{ 'abc' }} | ${stop} x="{{ 'abc' }}"`]);
    assert.deepEqual(problems('h x="{{ \'abc\' }}"'), [`"{{ 'abc' }}" | ${stop} x="\\"{{ 'abc' }}\\""`]);
    assert.deepEqual(problems('h x="{{ 1 }}"'), [`"{{ 1 }}" | ${stop} x='"{{ 1 }}"'`]);
    assert.equal(effect('[all:vars]\nx="{{ \'abc\' }}"'), `"x"="{{ 'abc' }}"`);
    assert.equal(effect('h x="\\"{{ \'abc\' }}\\""'), `"h" "x"="{{ 'abc' }}"`);
    assert.equal(effect(`h x='"{{ 1 }}"'`), '"h" "x"="{{ 1 }}"');
  });

  it('takes a byte order mark for part of the first line', () => {
    const mark = { hasByteOrderMark: true };
    const document = parse('[web]\nh1', mark);
    assert.equal(document.lines.length, 0);
    assert.match(document.failure!.message, /byte order mark/);
    assert.equal(textOf(document.failure!.span), '[web]');
    const host = parse('h1 x=1\nh2', mark).lines;
    assert.deepEqual(host.map((line) => (line.kind === 'hosts' ? line.names : [])), [['\ufeffh1'], ['h2']]);
    assert.deepEqual(host.flatMap(spansOf).map(textOf), ['h1 x=1', 'h1', 'x', '1', 'h2', 'h2']);
    assert.equal(parse('# comment', mark).lines.length, 1);
  });

  it('reads what is not UTF-8, as Ansible does', () => {
    const { failure, lines } = parse('# caf\ufffd\nh1', { problem: 'not-utf8' });
    assert.equal(failure, undefined);
    assert.equal(lines.length, 1);
  });

  it('reads 100,000 hosts of a file and lines of 1 MiB', () => {
    assert.equal(parse('a[1:50000]\nb[1:50000]').failure, undefined);
    const { failure, problems, lines } = parse('a[1:100001]\nc\nd');
    assert.equal(failure, undefined, 'Ansible reads it');
    assert.deepEqual(problems.map((problem) => [problem.kind, textOf(problem.span)]), [['too-large', 'a[1:100001]']]);
    assert.equal(lines.length, 2);
    assert.deepEqual(parse('a[1:100000]\n'.repeat(12)).problems.map((problem) => problem.kind), ['too-large'], 'names are counted line by line, and told once');
    assert.deepEqual(parse('h\n' + 'x'.repeat(1024 * 1024 + 1)).problems.map((problem) => problem.kind), ['too-large']);
    assert.equal(parse('#' + 'x'.repeat(1024 * 1024 + 1)).failure, undefined);
  });

  it('parses a file once', () => {
    const file = fileOf('h1');
    assert.equal(parseIniInventory(file), parseIniInventory(file));
  });

  it('never throws, spans lie in the text, time is bounded', () => {
    const pieces = [
      ...'[]:=#;\'"\\ \t\r\n\v,.{}(|é', '\n', '\n', ' ', '[g]\n', '[g:vars]\n', '[g:children]\n', 'h1', 'web[1:3]', ' k=v', ' k="v w"', '{{ x }}', '{{1}}', ':22', '\u2028',
    ];
    const random = randomNumbers(20264);
    for (let round = 0; round < 10_000; round++) {
      const text = randomText(random, pieces, 30);
      const document = parse(text, { hasByteOrderMark: round % 10 === 0 });
      const spans = [...document.lines.flatMap(spansOf), ...document.problems.map((problem) => problem.span)];
      for (const { start, end } of spans) assert.ok(0 <= start && start <= end && end <= text.length, JSON.stringify(text));
    }
    for (const piece of pieces) parse(piece.repeat(20_000));
    for (const piece of pieces) parse('[g:vars]\nx=' + piece.repeat(20_000));
  });
});
