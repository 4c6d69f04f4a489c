// YAML and JSON as Ansible loads them: values and refusals recorded from ansible-core 2.14, and our own places, problems and budgets.
import { strict as assert } from 'node:assert';
import type { SourceFile, Span } from '../../server/core/tree';
import { Mapping } from '../../server/core/value';
import { parseYaml } from '../../server/core/yaml';
import type { YamlDocument, YamlEntry, YamlNode } from '../../server/core/yamlNode';
import { show } from './show';

// JSON string of the text => value, or `refused`: `ansible.parsing.utils.yaml.from_yaml`, PyYAML 6.0 with libyaml 0.2.5.
const RECORDED = String.raw`
"{a: {a: {a: {a: {a: {a: {a: {a: {a: {a: }}}}}}}}}}" => {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": null}}}}}}}}}}
"x: [[[[[[[[[[]]]]]]]]]]" => {"x": [[[[[[[[[[]]]]]]]]]]}
"- - - - - - - - - - a" => [[[[[[[[[["a"]]]]]]]]]]
"k:\n k:\n  k:\n   k:\n    k:\n     k:\n      k:\n       k:\n        k:\n         k:" => {"k": {"k": {"k": {"k": {"k": {"k": {"k": {"k": {"k": {"k": null}}}}}}}}}}
"[[[[[[[[[[" => refused
"#\n[[[[[[[[[[]]]]]]]]]]" => [[[[[[[[[[]]]]]]]]]]
"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[" => refused
"a: &x {b: *x}" => refused
"a: &x [*x]" => refused
"&x a: *x" => {"a": "a"}
"a: &a [1]\nb: &b [*a,*a]\nc: [*b,*b]" => {"a": [1], "b": [[1], [1]], "c": [[[1], [1]], [[1], [1]]]}
"? a b\n: c" => {"a b": "c"}
"a: 'x' y" => refused
"a:\tb" => {"a": "b"}
"a: b\t# c" => {"a": "b"}
"a: 'x'#c" => {"a": "x"}
"[a]#c" => ["a"]
"a: [1]#c" => {"a": [1]}
"\ta: b" => refused
"a:\n\tb: c" => refused
"- a\n b" => ["a b"]
"- a\n b: c" => refused
"-\ta" => refused
"- \ta: b" => refused
"a: |\n\tx" => refused
"a: |\n  x\n\ty" => refused
"a: \"x\n\ty\"" => {"a": "x y"}
"a: x\n\ty" => refused
"a:\n  x\n \ty" => {"a": "x y"}
"a: 1\n\t\nb: 2" => refused
"a: 1\n \t# c\nb: 2" => {"a": 1, "b": 2}
"%" => refused
"% x: 1" => refused
"a: %" => refused
"%YAML 1.3\n---\na" => refused
"%YAML 1.2\n---\na" => "a"
"%FOO x\n---\na" => refused
"%YAML 1.1\na" => refused
"---|\n x" => "---| x"
"--- |\n x" => "x"
"--- a: b" => refused
"---\ta" => "a"
"---a" => "---a"
"a: ---" => {"a": "---"}
"'---\n---'" => "--- ---"
"\"a\n--- b\"" => refused
"a\n--- b" => refused
"a: b\n..." => {"a": "b"}
"a: b\n...\n# c\n" => {"a": "b"}
"a: b\n... # c" => {"a": "b"}
"a: b\n...x" => refused
"!!x a" => refused
"!x!y a" => refused
"a: !" => {"a": ""}
"a: !!" => refused
"a: !<x" => refused
"a: !<!unsafe> 1" => {"a": unsafe"1"}
"a: ! [1]" => {"a": [1]}
"[!!str,a]" => ["", "a"]
"[!!str a,b]" => ["a", "b"]
"{!!str : b}" => {"": "b"}
"a: !!str,b" => refused
"a: !a,b c" => refused
"a: !a]b c" => refused
"a: &a,b" => refused
"a: &\u00e9" => refused
"a: & b" => refused
"a: *" => refused
"a: *\u00e9" => refused
"[*a]" => refused
"[&a b, *a]" => ["b", "b"]
"[&a b,*a ]" => ["b", "b"]
"{*a : 1}" => refused
"&a a: *a" => {"a": "a"}
"{&a a: *a}" => {"a": "a"}
"*a: 1" => refused
"&a x: 1\n*a : 2" => {"x": 2}
"a: [\n1]" => {"a": [1]}
"a: [\n1\n]" => {"a": [1]}
"a:\n[1]" => refused
"a: {b\n: c}" => refused
"a: {b: c\nd: e}" => refused
"a: [1,,2]" => refused
"a: [,]" => refused
"a: [1,]" => {"a": [1]}
"{,}" => refused
"{a,}" => {"a": null}
"{a: ,b: }" => {"a": null, "b": null}
"{a: b, , }" => refused
"[a: b, c]" => [{"a": "b"}, "c"]
"[a: b: c]" => refused
"{a: b: c}" => refused
"[? a : b]" => [{"a": "b"}]
"{? a : b}" => {"a": "b"}
"? a" => {"a": null}
"? a\n? b" => {"a": null, "b": null}
"? [a]\n: b" => refused
"? - a\n: b" => refused
"- - a\n  - b" => [["a", "b"]]
"-- a" => "-- a"
"- -a" => ["-a"]
"-a: b" => {"-a": "b"}
"?a: b" => {"?a": "b"}
":a: b" => {":a": "b"}
": a" => refused
"a: :" => refused
"a: :b" => {"a": ":b"}
"a: b:" => refused
"a: b:c" => {"a": "b:c"}
"a:: b" => {"a:": "b"}
"a: - b" => refused
"a: ? b" => refused
"a: -" => refused
"- ?" => [{null: null}]
"- :" => refused
"a: >x" => refused
"a: > x" => refused
"a: >-2\n   x" => {"a": " x"}
"a: >2-\n   x" => {"a": " x"}
"a: >0\n x" => refused
"a: >10\n x" => refused
"a: |\n" => {"a": ""}
"a: |" => {"a": ""}
"a: |+" => {"a": ""}
"a: |+\n\n\nb: 1" => {"a": "\n\n", "b": 1}
"a: |\n\n\n  x\n\n" => {"a": "\n\nx\n"}
"a: |\n    x\n  y" => refused
"a: |\n  x\n y: 1" => refused
"a: >\n  x\n\n\n  y\n   z\n  w" => {"a": "x\n\ny\n z\nw"}
"a: |1\n  x\n b" => {"a": " x\nb"}
"- |\n x\n- >\n y" => ["x\n", "y"]
"|\nx" => refused
"|1\n x" => "x"
">\nx: y" => refused
"a: 'b\n\n\n c  \n  d'" => {"a": "b\n\nc d"}
"a: \"b\\\n  c\"" => {"a": "bc"}
"a: \"b \\\n  c\"" => {"a": "b c"}
"a: \"b\\n\n  c\"" => {"a": "b\n c"}
"a: \"\n\"" => {"a": " "}
"a: '\n'" => {"a": " "}
"a: \"\\" => refused
"a: \"\\x4\"" => refused
"a: \"\\xg1\"" => refused
"a: \"\\u00e9\\U0001F600\"" => {"a": "\u00e9\ud83d\ude00"}
"a: \"\\ud83d\\ude00\"" => refused
"a: \"\\/\"" => {"a": "/"}
"a: \"\\z\"" => refused
"a: ''''" => {"a": "'"}
"a: ''' '" => {"a": "' "}
"a: 'x'''" => {"a": "x'"}
"a: ' ''x'" => {"a": " 'x"}
"a: 'x\n ''y'" => {"a": "x 'y"}
"a: 'x" => refused
"a: \"x" => refused
"a: b\r\nc: d\r\n" => {"a": "b", "c": "d"}
"a: b\rc: d" => {"a": "b", "c": "d"}
"a: |\r\n x\r\n y\r\n" => {"a": "x\ny\n"}
"a: b\u2028c: d" => {"a": "b", "c": "d"}
"a: \"b\u2028c\"" => {"a": "b\u2028c"}
"a: |\n x\u2028 y\n" => {"a": "x\u2028y\n"}
"a: >\n x\u2028 y\n" => {"a": "x\u2028y\n"}
"a: b\u0085c: d" => {"a": "b", "c": "d"}
"a\ufeffb: c" => {"a\ufeffb": "c"}
"\ufeffa: b" => {"a": "b"}
"\ufeff" => null
"a: \u200b" => {"a": "\u200b"}
"\u00a0a: b" => {"\u00a0a": "b"}
"a: \u0007" => refused
"a: \ud83d\ude00" => {"a": "\ud83d\ude00"}
"\ud83d\ude00: - x" => refused
"? \ud83d\ude00\n: - x" => {"\ud83d\ude00": ["x"]}
"a b\n  c: d" => refused
"a: b\n c: d" => refused
"a:\n  b: 1\n c: 2" => refused
"a:\n b: 1\n  c: 2" => refused
"a:\n- b\n- c\nd: 1" => {"a": ["b", "c"], "d": 1}
"a:\n  - b\n - c" => refused
"a:\n  - b\n  c: 1" => refused
"- a\nb: 1" => refused
"a: 1\n- b" => refused
"a: [1, 2" => refused
"a: {b: 1" => refused
"a: ]" => refused
"a: }" => refused
"a: ," => refused
"a ]: b" => {"a ]": "b"}
"[a]: b" => refused
"{a: b}: c" => refused
"[a, b" => refused
"{a: b]" => refused
"[a: b}" => refused
"a: [b]]" => refused
"a: [b] c" => refused
"a: {b} c" => refused
"a: {{ b }}" => refused
"a: {{ b }}/c" => refused
"{{ a }}: b" => refused
"a: {{ b }} {{ c }}" => refused
"a: {{ b['c'] }}" => refused
"a: {{ b[0] }}" => refused
"a: {% if %}" => refused
"a: \"{{ b }}\" c" => refused
"a: b {{ c }}" => {"a": "b {{ c }}"}
"a: b: {{ c }}" => refused
"a: b #{{" => {"a": "b"}
"<<: *a" => refused
"<<: {a: 1}\na: 2" => {"a": 2}
"a: <<" => refused
"a: =" => refused
"=: 1" => {"=": 1}
"<<: [{a: 1},{a: 2}]" => {"a": 1}
"<<: [[1]]" => refused
"<<: 1" => refused
"<<:" => refused
"x: &x {a: 1}\ny: {<<: *x, a: 2}" => {"x": {"a": 1}, "y": {"a": 2}}
"x: &x {<<: {b: 1}, a: 1}\ny: {<<: *x, <<: {a: 3, c: 4}}" => {"x": {"b": 1, "a": 1}, "y": {"b": 1, "a": 3, "c": 4}}
"x: &x {a: 1}\n<<: [*x, {a: 2, b: 3}]" => {"a": 1, "b": 3, "x": {"a": 1}}
"x: &x {a: 1}\n'<<': *x" => {"x": {"a": 1}, "<<": {"a": 1}}
"!!set {a, a}" => set {a}
"? !vault x\n: 1" => refused
"? !unsafe x\n: 1" => {unsafe"x": 1}
"{1: a, 1.0: b, true: c, yes: d}" => {1: "d"}
"{0: a, false: b, -0: c}" => {0: "c"}
"{1: a, '1': b}" => {1: "a", "1": "b"}
"{null: 1, ~: 2, '': 3}" => {null: 2, "": 3}
"a: 1_000\nb: 0o17\nc: 0x_" => refused
"a: 0b_" => refused
"a: 2001-02-30" => refused
"a: 190:20:30.15" => {"a": 685230.15}
"a: ." => {"a": "."}
"a: +" => {"a": "+"}
"a: -." => {"a": "-."}
"a: +.5" => {"a": "+.5"}
"a: 1." => {"a": 1.0}
"a: 1e3" => {"a": "1e3"}
"a: 1.e+3" => {"a": 1000.0}
"a: 1.5e+400" => {"a": Infinity}
"a: -1.5e+400" => {"a": -Infinity}
"a: 0.1e-400" => {"a": 0.0}
"a: 123456789012345678901234567890.5" => {"a": 1.2345678901234568e+29}
"a: 9007199254740993" => {"a": 9007199254740993}
"a: -9007199254740993" => {"a": -9007199254740993}
"a: 1e22" => {"a": "1e22"}
"a: 1.0e+16" => {"a": 1e+16}
"a: 1.0e+22" => {"a": 1e+22}
"a: 0.0001" => {"a": 0.0001}
"a: 0.00001" => {"a": 1e-05}
"!!binary aGk=\n: 1" => refused
"!!python/object:os.system x" => refused
"!!omap [a]" => refused
"!!pairs {a: 1}" => refused
"!!null ''" => null
"!!bool x" => refused
"!!int ''" => refused
"!!float ''" => refused
"!unsafe {x: !vault a}" => {unsafe"x": vault"a"}
"!unsafe [!!set {a}]" => [set {}]
"!unsafe [!!omap [a: 1]]" => [[]]
"!unsafe [2001-01-01, !!binary aGk=]" => [date 2001-01-01, b'hi']
"&a !!str x" => "x"
"!!str &a x" => "x"
"&a &b x" => refused
"!!str !!int 1" => refused
"&a *a" => refused
"- &a\n- *a" => [null, null]
"a: &x\n  b: 1\nc: *x" => {"a": {"b": 1}, "c": {"b": 1}}
"a: &x\nb: *x" => {"a": null, "b": null}
"! a" => "a"
"! 1" => 1
"! '1'" => 1
"a: !!str\nb: 1" => {"a": "", "b": 1}
"a: !!int\nb: 1" => refused
"- !!str\n- a" => ["", "a"]
"!!map {}" => {}
"!!seq []" => []
"!!map\na: 1" => {"a": 1}
"!!seq\n- a" => ["a"]
"!foo\na: 1" => refused
"x: !foo [1]" => refused
"--- !!map\na: 1" => {"a": 1}
"--- &a\na: *a" => refused
"--- # c\na: 1" => {"a": 1}
"---\n---\na: 1" => refused
"---\na\n---\nb" => refused
"# only\n" => null
"" => null
"\n" => null
"  " => null
"---" => null
"--- ~" => null
"~" => null
"''" => ""
"a" => "a"
"1" => 1
"[]" => []
"{}" => {}
"{\"a\": 1e3, \"b\": NaN, \"c\": -Infinity, \"d\": 1E400, \"e\": \"2001-01-01\"}" => {"a": 1000.0, "b": NaN, "c": -Infinity, "d": Infinity, "e": "2001-01-01"}
"{\"a\": 1e3, \"b\": NaN,}" => {"a": "1e3", "b": "NaN"}
"{'a': 1e3}" => {"a": "1e3"}
"{\"a\": 1, \"b\": 2, \"a\": 3}" => {"a": 3, "b": 2}
"{\"a\": 010}" => {"a": 8}
"[1, -0, -0.0, 1.0, 1.50, 1e16, 1e-7]" => [1, 0, -0.0, 1.0, 1.5, 1e+16, 1e-07]
"{\"a\": \"\\u00e9\\ud83d\\ude00\\/\\b\"}" => {"a": "\u00e9\ud83d\ude00/\b"}
"{\"a\": \"\t\"}" => {"a": "\t"}
"\"x\"" => "x"
"12 " => 12
"nul" => "nul"
"{\"__ansible_vault\": \"x\"}" => vault"x"
"{\"a\": {\"__ansible_unsafe\": \"x\"}}" => {"a": unsafe"x"}
"{\"__ansible_unsafe\": {\"a\": [\"b\", 1]}}" => {unsafe"a": [unsafe"b", 1]}
"{\"a\": 1} # c" => {"a": 1}
"{a: {\"__ansible_unsafe\": \"x\"}}" => {"a": {"__ansible_unsafe": "x"}}
"{\"a\": 123456789012345678901234567890}" => {"a": 123456789012345678901234567890}
"[]\n\n" => []
"{\"a\": 1}x" => refused
"01" => 1
"-" => [null]
"a: !unsafe {a: {b: c}, d: [1, x], g: 1, h: 010, \"i\": {}}" => {"a": {unsafe"a": {}, unsafe"d": [], unsafe"g": 1, unsafe"h": 8, unsafe"i": {}}}
"a: !!omap [a: 1, b: [2]]" => {"a": [["a", 1], ["b", [2]]]}
"a: !!pairs [a: 1, a: 2]" => {"a": [["a", 1], ["a", 2]]}
"a: !!set {a, b}" => {"a": set {a, b}}
"a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132\nb: !vault-encrypted x" => {"a": vault"$ANSIBLE_VAULT;1.1;AES256\n3132\n", "b": vault"x"}
"x: !unsafe 010" => {"x": unsafe"010"}
"x: !unsafe\n" => {"x": unsafe""}
"x: !unsafe ~" => {"x": unsafe"~"}
"x: !!int \"0644\"" => {"x": 420}
"x: !!bool \"on\"" => {"x": true}
"x: !!float 1" => {"x": 1.0}
"x: !!str 010" => {"x": "010"}
"x: !!null x" => {"x": null}
"x: !!timestamp \"2001-01-01\"" => {"x": date 2001-01-01}
"x: !!binary aGVsbG8=" => {"x": b'hello'}
"1: one\nyes: y" => {1: "y"}
"a: [1 2: 3]" => {"a": [{"1 2": 3}]}
"a: b\n\n  \n c" => {"a": "b\n\nc"}
"x: {a:1,b: 2}" => {"x": {"a:1": null, "b": 2}}
"a:\n- x\n  - y" => {"a": ["x - y"]}
"x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\n  c: 4\nz: {c: 1, <<: [*x, {b: 9, d: 5}]}" => {"x": {"a": 1, "b": 2}, "y": {"a": 1, "b": 3, "c": 4}, "z": {"b": 2, "d": 5, "a": 1, "c": 1}}
`;

describe('parseYaml agrees with Ansible on', () => {
  for (const line of RECORDED.trim().split('\n')) {
    const at = line.indexOf('" => ') + 1;
    it(line, () => assert.equal(outcome(parse(JSON.parse(line.slice(0, at)) as string)), line.slice(at + 4)));
  }
});

// Text with the place of the failure between ⟦ and ⟧ => message.
const FAILURES = String.raw`
b: ⟦{{ foo }}⟧\nc: 1 => Quote a value that starts with '{{': '"{{ foo }}"'
⟦{{ a }}⟧: b => Quote a value that starts with '{{': '"{{ a }}"'
b: ⟦{{ foo }}/bar⟧\nc: 1 => Quote the whole value: it starts with '{{', which is a mapping to YAML
b: ⟦{{ foo[0] }}⟧ => Quote the whole value: it starts with '{{', which is a mapping to YAML
a: 1\n⟦fo⟧\nb: 2 => Expected 'key: value': there is no ':' behind this text
a: 1\n⟦b:2⟧\nc: 3 => A space is missing after ':'
a: 1\n ⟦b⟧: 2 => Wrong indentation: the line above has a value already, so no key can stand below it
a:\n    b: 1\n  ⟦c⟧: 2 => Wrong indentation: expected another key of the mapping that starts above
- a\n⟦b⟧: 1 => Wrong indentation: expected another item of the list that starts above
a: 1\n⟦-⟧ b => A list item where a key is expected: check the indentation
key: ⟦- x⟧\nb: 1 => A list item cannot start here: put it on a line of its own
a: ⟦"x⟧\nb: 2 => This double quote is never closed
a: ⟦'x⟧\nb: 2 => This single quote is never closed
a: 'x' ⟦y⟧\nb: 2 => Text behind a value that is complete: quote the whole value
a: ⟦[⟧1, 2\nb: 3 => This '[' is never closed
a: ⟦{⟧x: 1 => This '{' is never closed
a: ⟦]⟧ => Unexpected ']'
[1,⟦,⟧ 2] => Unexpected ','
a: b⟦:⟧ c => A second ':' on this line: quote the value if the colon belongs to it
a: ⟦@x⟧ => A value cannot start with '@': quote it
a: ⟦%x⟧ => A value cannot start with '%': quote it
a: ⟦*.txt⟧ => A value cannot start with '*' unless a name follows: quote it
a: ⟦*nope⟧ => No anchor '&nope' before this alias
<<: ⟦*nope⟧ => No anchor '&nope' before this alias
a: &x {b: ⟦*x⟧} => The alias '*x' stands inside what it names
a: &x 1\nb: ⟦&x⟧ 2 => The anchor 'x' is defined twice: Ansible refuses the file
a: "C:⟦\\d⟧ir" => '\\d' is not an escape: write '\\\\' for a backslash, or use single quotes
a: ⟦|x⟧ => The text of a block begins on the line below '|': quote the value if it starts with it
a:\n⟦\t⟧b: 1 => A tab cannot indent: use spaces
a: ⟦\u0007⟧ => The character U+0007 is not allowed in YAML
a: 1\n⟦---⟧\nb: 2 => A second document starts here: Ansible reads files of one document only
⟦%FOO⟧\na: 1 => A line that starts with '%' is a directive: only '%YAML 1.1' and '%TAG' are known
a: ⟦!foo⟧ bar => Ansible does not know the tag '!foo' and refuses the file
a: ⟦!!int x⟧ => '!!int' cannot be read from this text
a: ⟦!!seq⟧ x => '!!seq' cannot stand before a scalar
a: ⟦2001-02-30⟧ => There is no such date as '2001-02-30': quote it
a: ⟦=⟧ => '=' alone is not a value: quote it
a: ⟦0x_⟧ => '0x_' is a number without digits: quote it
? ⟦[a]⟧\n: b => A list cannot be a key
⟦<<⟧:\n => Only a mapping, or a list of mappings, can be merged with '<<'
<<: ⟦1⟧ => Only a mapping, or a list of mappings, can be merged with '<<'
`;

describe('parseYaml tells why and where Ansible refuses', () => {
  for (const line of FAILURES.trim().split('\n')) {
    const [marked = '', message = ''] = line.split(' => ');
    it(message + ': ' + marked, () => {
      const text = unescaped(marked);
      const document = parse(text.replace(/[⟦⟧]/g, ''));
      assert(document.failure !== undefined);
      const { start, end } = document.failure.span;
      const found = document.file.text;
      assert.equal(found.slice(0, start) + '⟦' + found.slice(start, end) + '⟧' + found.slice(end), text);
      assert.equal(document.failure.message.replaceAll('`', "'"), unescaped(message));
      assert.equal(document.problems.length, 1);
    });
  }

  it('has a kind for tags it does not know', () => {
    assert.equal(parse('a: !foo 1').failure?.kind, 'unknown-tag');
    assert.equal(parse('a: !!seq 1').failure?.kind, 'yaml-syntax');
  });
});

// Broken text => what is read all the same.
const RECOVERED = String.raw`
a: 1\nb: {{ foo }}\nc: 2 => {"a": 1, "b": "{{ foo }}", "c": 2}
a: 1\nb: {{ foo }}/x\nc: 2 => {"a": 1, "b": null, "c": 2}
a: 1\nfo\nb: 2 => {"a": 1, "b": 2}
a: 1\nfo => {"a": 1}
a: "x\nb: 2\nc: 3 => {"a": null, "b": 2, "c": 3}
a: 'x\nb: 2\nc: 'y'\nd: 4 => {"a": null, "b": 2, "c": "y", "d": 4}
a: [1, 2\nb: 3 => {"a": null, "b": 3}
a:\n  b: 1\n   c: 2\n  d: 3\ne: 4 => {"a": {"b": 1, "d": 3}, "e": 4}
a:\n  h1:\n  h2\n  h3: {x: 1}\n => {"a": {"h1": null, "h3": {"x": 1}}}
a: @x\nb: 'y' z\nc: *d\ne: 1 => {"a": null, "b": "y", "c": null, "e": 1}
{"a": 1,\n "b": [1,, 2],\n "c": 3} => {"a": 1, "b": [1, 2], "c": 3}
{"a": 1,\n "b": [1, 2 => {"a": 1, "b": [1, 2]}
a: 1\n---\nb: 2 => {"a": 1}
a: !foo {b: 1}\nc: !bar 2 => {"a": {"b": 1}, "c": 2}
`;

describe('parseYaml reads on behind an error', () => {
  for (const line of RECOVERED.trim().split('\n')) {
    it(line, () => {
      const [text = '', expected] = line.split(' => ');
      const document = parse(unescaped(text));
      assert(document.failure !== undefined);
      assert(document.root !== undefined);
      assert.equal(show(document.root.value), expected);
    });
  }

  it('and tells one error of those that follow from it', () => {
    assert.equal(parse('a: {\n b: 1\nc: 2\nd: 3\ne:\n- 4\n').problems.length, 1);
    assert.equal(parse('a: 1\nb: @1\nc: 2\nd: @3\n').problems.length, 2);
    assert(parse(Array.from({ length: 50 }, (_, index) => `a${index}: 1\nb${index}: @\n`).join('')).problems.length <= 3);
  });
});

describe('duplicate keys', () => {
  it('are told once a key, at the one that wins, with the earlier ones', () => {
    const document = parse('a: 1\nb: 2\na: 3\nn: {x: 1, x: 2}\n1: x\ntrue: y\na: 4\n');
    assert.equal(document.failure, undefined);
    assert.deepEqual(
      document.problems.map((problem) => [problem.kind, problem.message, at(problem.span), problem.related?.map((place) => at(place.span))]),
      [
        ['duplicate-key', 'x is set twice in this mapping; Ansible uses the last one', 'x@25', ['x@19']],
        ['duplicate-key', 'true is set twice in this mapping; Ansible uses the last one', 'true@36', ['1@31']],
        ['duplicate-key', 'a is set 3 times in this mapping; Ansible uses the last one', 'a@44', ['a@0', 'a@10']],
      ],
    );
  });

  it('are silent in JSON, and where a merged key is overridden', () => {
    assert.deepEqual(parse('{"a": 1, "a": 2}').problems, []);
    assert.deepEqual(parse('x: &x {a: 1}\ny: {<<: *x, a: 2}\nz: {a: 3, <<: [*x, *x]}').problems, []);
  });

  it('leave the first place and the first spelling, with the places of the last', () => {
    const [one, b] = mappingOf(parse('1: x\nb: y\ntrue: z\n')).entries;
    assert.equal(one!.key, 1);
    assert.equal(at(one!.keySpan), 'true@10');
    assert.equal(one!.node.value, 'z');
    assert.equal(b!.key, 'b');
  });
});

describe('places', () => {
  it('cover quotes, tags and anchors, and block texts to their last line', () => {
    const text = 'a: !!str "x"\nb: &n  12 # c\nc: |\n  one\n  two\n\nd:\ne: !vault |\n  $ANSIBLE\nf:\n  g: [1, 2]\n  h: {i: j}\nk: *n\n';
    const root = mappingOf(parse(text));
    const spans = root.entries.map((entry) => `${at(entry.keySpan)} ${JSON.stringify(textOf(entry.node.span))}`);
    assert.deepEqual(spans, [
      'a@0 "!!str \\"x\\""', 'b@13 "&n  12"', 'c@27 "|\\n  one\\n  two"', 'd@45 ""', 'e@48 "!vault |\\n  $ANSIBLE"', 'f@71 "g: [1, 2]\\n  h: {i: j}"', 'k@98 "*n"',
    ]);
    assert.equal(root.entries[3]!.node.span.start, 47);
    assert.equal(textOf(root.span), text.trimEnd());
    assert.equal((root.entries[0]!.node as { tag?: string }).tag, '!!str');
  });

  it('of merged entries are those of the anchored mapping', () => {
    const root = mappingOf(parse('x: &x\n  a: 1\n  b: 2\ny:\n  b: 3\n  <<: *x\n'));
    const y = root.entries[1]!.node;
    assert(y.kind === 'mapping');
    assert.deepEqual(y.entries.map((entry) => [at(entry.keySpan), show(entry.node.value), entry.merged]), [['a@8', '1', true], ['b@25', '3', false]]);
    assert.deepEqual(y.written.map((entry) => at(entry.keySpan)), ['b@25', '<<@32']);
  });

  it('are told for JSON too', () => {
    const root = mappingOf(parse('{"a": [1, "x"],\n "b": {"c": null}}'));
    assert.deepEqual(root.entries.map((entry) => [at(entry.keySpan), at(entry.node.span)]), [['"a"@1', '[1, "x"]@6'], ['"b"@17', '{"c": null}@22']]);
  });
});

describe('kinds of files', () => {
  it('a text is parsed once', () => {
    const file = sourceFile('a: 1');
    assert.equal(parseYaml(file), parseYaml(file));
  });

  it('an empty one has no root and no failure', () => {
    for (const text of ['', '\n', '# only', '---', '---\n...\n', '  \r\n']) {
      const document = parse(text);
      assert.equal(document.root, undefined, JSON.stringify(text));
      assert.deepEqual(document.problems, []);
    }
  });

  it('a vault is encrypted, without a failure', () => {
    const document = parse('$ANSIBLE_VAULT;1.1;AES256\n3132\n');
    assert(document.encrypted);
    assert.equal(document.root, undefined);
    assert.equal(document.failure, undefined);
  });

  it('JSON is not tried behind a byte order mark', () => {
    const text = '{"a": 1e3}';
    assert(parse(text).isJson);
    assert.equal(outcome(parse(text)), '{"a": 1000.0}');
    const marked = parseYaml({ ...sourceFile(text), hasByteOrderMark: true });
    assert(!marked.isJson);
    assert.equal(outcome(marked), '{"a": "1e3"}');
  });

  it('what the disk could not read is told', () => {
    assert.equal(parseYaml({ ...sourceFile(''), problem: 'not-utf8' }).failure?.kind, 'yaml-syntax');
    assert.equal(kindOf(parseYaml({ ...sourceFile(''), problem: 'too-large' })), 'too-large');
    assert.equal(kindOf(parse(' '.repeat(4 * 1024 * 1024 + 1))), 'too-large');
    assert.equal(parseYaml({ ...sourceFile(''), problem: 'unreadable' }).failure, undefined);
  });
});

/** What is wrong first; of what is too large Ansible itself says nothing. */
function kindOf({ failure, problems }: ReturnType<typeof parse>): string | undefined {
  assert.equal(failure, undefined);
  return problems[0]?.kind;
}

describe('budgets', () => {
  it('nesting ends at 500', function () {
    this.timeout(20_000);
    for (const [open, close] of [['[', ']'], ['{a: ', '}'], ['- ', ''], ['? ', '']] as const) {
      for (const depth of [501, 100_000]) {
        assert.equal(kindOf(parse(open.repeat(depth) + close.repeat(depth))), 'too-large', `${open} ${depth}`);
      }
    }
    assert.equal(parse('['.repeat(500) + ']'.repeat(500)).failure, undefined);
    assert.equal(parse('#\n' + '['.repeat(500) + ']'.repeat(500)).failure, undefined);
    assert.equal(kindOf(parse(Array.from({ length: 600 }, (_, depth) => ' '.repeat(depth) + 'k:').join('\n'))), 'too-large');
  });

  it('a billion laughs cost nothing', function () {
    this.timeout(20_000);
    const laughs = (line: (before: string) => string): string =>
      'a0: &a0 {x: 1}\n' + Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} ${line(`*a${index}`)}\n`).join('');
    for (const text of [laughs((before) => `[${Array(9).fill(before).join(', ')}]`), laughs((before) => `{<<: [${Array(9).fill(before).join(', ')}], k: ${before}}`)]) {
      const start = performance.now();
      const document = parse(text);
      assert(performance.now() - start < 1000);
      assert.equal(document.failure, undefined, 'Ansible reads it, if it lives long enough');
      assert.equal(document.problems.filter((problem) => problem.kind === 'too-large').length, 1);
      assert.equal(mappingOf(document).entries.length, 31);
    }
  });

  it('4 MiB and 9,000 keys are read in a moment', function () {
    this.timeout(20_000);
    let text = '';
    for (let index = 0; index < 9000; index++) text += `some_variable_${index}:\n  - name: "value ${index}"\n    flags: [1, 2, ${index}]\n# ${'comment '.repeat(48)}\n`;
    const start = performance.now();
    const document = parse(text.slice(0, 4 * 1024 * 1024));
    assert(performance.now() - start < 5000);
    assert.equal(document.failure, undefined);
    assert(mappingOf(document).entries.length > 8000);
  });
});

describe('any text', () => {
  const pieces = [
    'a', 'b: ', '- ', '? ', ': ', 'x', '"', "'", '\n', '\n  ', '\n ', '\n    ', '[', ']', '{', '}', ',', ', ', '&a ', '*a', '!t ', '!!str ', '#', '  # c', '|', '>', '|-\n', '@', '`', '%', '\t', '---', '...',
    '%YAML 1.1', '<<: *a', '1', 'key: value', '\n- item', '\nkey:', '\n  k: v', 'key:\n', '"q": ', '~', '!unsafe ', '!vault ', '{{ x }}', '\r\n', '\u2028', '\ufeff', '😀', '\ud800', '\0', '\\', '=', '2001-01-01',
  ];

  it('never throws, and its places are true', function () {
    this.timeout(60_000);
    const random = seededRandom(20240607);
    for (let round = 0; round < 6000; round++) {
      let text = '';
      for (let length = random(14) + 1; length > 0; length--) text += pieces[random(pieces.length)]!;
      const start = performance.now();
      const document = parse(text);
      assert(performance.now() - start < 2000, JSON.stringify(text));
      checkDocument(document);
    }
  });

  it('read as JSON or as YAML after an edit, never throws', function () {
    this.timeout(60_000);
    const random = seededRandom(7);
    const base = 'all:\n  hosts:\n    node1: {ansible_host: 10.0.0.1, ip: "10.0.0.1"}\n  vars: &v\n    list:\n    - a\n    - b: |\n        text\n    quoted: \'it\'\'s\'\n  children:\n    kube: {vars: {<<: *v, x: "{{ y }}"}}\n';
    const json = '{"a": [1, 2.5, "x", null], "b": {"c": "\\u00e9", "d": -1e3}}\n';
    for (let round = 0; round < 4000; round++) {
      let text = round % 3 === 0 ? json : base;
      for (let edits = random(3) + 1; edits > 0; edits--) {
        const from = random(text.length + 1);
        text = text.slice(0, from) + (random(2) === 0 ? pieces[random(pieces.length)]! : '') + text.slice(from + random(4));
      }
      checkDocument(parse(text));
    }
  });
});

function checkDocument(document: YamlDocument): void {
  const text = document.file.text;
  const inside = (span: Span): void => assert(span.file === document.file && 0 <= span.start && span.start <= span.end && span.end <= text.length, `${JSON.stringify(text)} ${span.start} ${span.end}`);
  let last = 0;
  for (const problem of document.problems) {
    inside(problem.span);
    assert(problem.span.start >= last, 'in text order');
    last = problem.span.start;
    for (const place of problem.related ?? []) inside(place.span);
  }
  assert.equal(document.failure !== undefined, document.problems.some((problem) => problem.kind !== 'duplicate-key'));
  const visitEntry = (entry: YamlEntry): void => {
    inside(entry.keySpan);
    const written = textOf(entry.keySpan);
    if (typeof entry.key === 'string' && /^[a-z]+$/.test(written)) assert.equal(entry.key, written);
    visit(entry.node);
  };
  const visit = (node: YamlNode): void => {
    inside(node.span);
    if (node.kind === 'sequence') node.items.forEach(visit);
    if (node.kind !== 'mapping') return;
    node.written.forEach(visitEntry);
    node.entries.forEach((entry) => inside(entry.keySpan));
    if (node.value instanceof Mapping) assert.equal(node.value.size, node.entries.length);
  };
  if (document.root !== undefined) visit(document.root);
}

function sourceFile(text: string): SourceFile {
  return { kind: 'file', path: '/project/group_vars/all.yml', text, executable: false, hasByteOrderMark: false };
}

function parse(text: string): YamlDocument {
  return parseYaml(sourceFile(text));
}

function outcome(document: YamlDocument): string {
  if (document.failure !== undefined) return 'refused';
  return document.root === undefined ? 'null' : show(document.root.value);
}

function mappingOf(document: YamlDocument): YamlNode & { kind: 'mapping' } {
  assert(document.root?.kind === 'mapping');
  return document.root;
}

function textOf(span: Span): string {
  return span.file.text.slice(span.start, span.end);
}

function at(span: Span): string {
  return `${textOf(span)}@${span.start}`;
}

// `\n`, `\t`, `\u0007` and `\\` as JSON writes them; quotes stand for themselves.
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code: string | undefined, letter: string | undefined) =>
    code !== undefined ? String.fromCharCode(Number.parseInt(code, 16)) : letter === 'n' ? '\n' : letter === 't' ? '\t' : letter!,
  );
}

// Mulberry32: the same texts in every run.
function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
