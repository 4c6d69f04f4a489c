// `key=value` texts of `-e`: what ansible-core 2.14's `parse_kv` made of each, recorded.
import { strict as assert } from 'node:assert';
import { parseKeyValues } from '../../../server/core/run/keyValues';
import { fixture } from '../../fixture';
import { recorded } from '../inventory/recorded';

// JSON string of the text => what it sets; `refused` where quotes or braces do not close.
const RECORDED = String.raw`
"a=1" => {"a": "1"}
"a=1 b=2" => {"a": "1", "b": "2"}
"a=True" => {"a": "True"}
"a=\"b c\" d=e" => {"a": "b c", "d": "e"}
"a='b c'" => {"a": "b c"}
"a=b=c" => {"a": "b=c"}
"=a" => {"_raw_params": "=a"}
"=a=b" => {"=a": "b"}
"a=" => {"a": ""}
"a" => {"_raw_params": "a"}
"a b" => {"_raw_params": "a b"}
"a=1 loose words b=2" => {"a": "1", "b": "2", "_raw_params": "loose words"}
"a=\"x" => refused
"a={{ b c }} d=1" => {"a": "{{ b c }}", "d": "1"}
"a={{ b" => refused
"a={% if x %} 1 {% endif %} b=2" => {"a": "{% if x %}", "b": "2", "_raw_params": "1 {% endif %}"}
"a={# c d #}" => {"a": "{# c d #}"}
"a=\"{{ x }}\"" => {"a": "{{ x }}"}
"a=\\t\\n" => {"a": ""}
"a=\\x41\\u00e9\\U0001F600" => {"a": "Aé😀"}
"a=\\q" => {"a": "\\q"}
"a\\=b" => {"_raw_params": "a=b"}
"a\\=b=c" => {"a\\=b": "c"}
"a=\"b\\\"c\"" => {"a": "b\"c"}
"a='b\\'c'" => {"a": "b'c"}
"a=1  b=2" => {"a": "1", "b": "2"}
"a=1\tb=2" => {"a": "1\tb=2"}
"a=1 " => {"a": "1"}
"  a=1" => refused
"a=1\nb=2" => {"a": "1", "b": "2"}
"a=\"x\ny\" b=1" => {"a": "x\ny", "b": "1"}
"a=1 \\\nb=2" => {"a": "1", "b": "2"}
"a = 1" => {"_raw_params": "a = 1"}
"a= 1" => {"a": "", "_raw_params": "1"}
"a =1" => {"_raw_params": "a =1"}
"a=\"b\"c" => {"a": "\"b\"c"}
"a=b\"c d\"e" => {"a": "b\"c d\"e"}
"\"a=1\"" => {"\"a": "1\""}
"'a b'=c" => {"'a b'": "c"}
"a=1 a=2" => {"a": "2"}
"a=é b=😀" => {"a": "é", "b": "😀"}
"a=}} b=1" => {"a": "}}", "b": "1"}
"a=-1" => {"a": "-1"}
"a.b=1" => {"a.b": "1"}
"a=\"\" b=''" => {"a": "", "b": ""}
"a='\"'" => {"a": "\""}
"a={\"x\": 1}" => {"a": "{\"x\":", "_raw_params": "1}"}
"a={'x': 1, 'y': 2}" => {"a": "{'x':", "_raw_params": "1, 'y': 2}"}
"x" => {"_raw_params": "x"}
"-" => {"_raw_params": "-"}
"loose  two" => {"_raw_params": "loose  two"}
"loose\nlines" => {"_raw_params": "loose\nlines"}
"loose\\tx" => {"_raw_params": "loose\\tx"}
"a=\"\\\\\"" => refused
"a=\\\\ b=1" => {"a": "\\", "b": "1"}
"a=\"b\" \"c\"" => {"a": "b", "_raw_params": "\"c\""}
"a=[1, 2]" => {"a": "[1,", "_raw_params": "2]"}
"'%}= \"{%=" => refused
"= nn " => {"_raw_params": "= nn "}
" n=\"\\" => refused
"%}=" => {"%}": ""}
"='\nn'" => {"_raw_params": "='\nn'"}
"\n{{\"" => refused
"{%\" =}}" => refused
"n\t11{%\n\\{{\\" => refused
"\n  x41" => refused
"1\n \"  n{{" => refused
"'x41n= \t\t" => refused
"x411  bx41 " => {"_raw_params": "x411  bx41 "}
"\n1" => refused
"%}{%a1{%{{" => refused
"x41=}}" => {"x41": "}}"}
"'\\%}%}x41 " => refused
"1%}b'" => refused
"bn{%%}\\' {{" => refused
"\\\\ax41" => {"_raw_params": "\\\\ax41"}
"b\na'" => refused
"{%\t'  =1%}%}" => refused
"%}\"x41%}=}} }}" => refused
"{{\"\t=\"a'\"{%" => refused
" }}" => {"_raw_params": "}}"}
"'b{%{%x41\"\"x41" => refused
"x41x41\n '\"\tbx41" => refused
"  a}}  " => refused
"'a  \n b  " => refused
"{{{%\\  \t\\}}" => refused
"%}\\}}  x41" => {"_raw_params": "%}\\}}  x41"}
"aabx41b}}{%" => refused
"{%{% \\\"\\x41}}\t" => refused
"x41ax41{% " => refused
"%}}}x41" => {"_raw_params": "%}}}x41"}
"n\t %}" => {"_raw_params": "n\t %}"}
"%} {{{{'a'1'" => refused
"{%''aa\"  'n" => refused
"}}ab}}\n" => {"_raw_params": "}}ab}}\n"}
"\tbn'=" => refused
"1  n  ''  " => {"_raw_params": "1  n  ''  "}
"1{{" => refused
"'{{" => refused
"x41\"=\t" => refused
"\"=\\}}b=\"  1" => {"\"": "\\}}b=\"", "_raw_params": "1"}
" 1" => {"_raw_params": "1"}
"    }}b1  x41" => refused
"  b}}1'" => refused
"\"%}1\t \\n " => refused
"\n\"'{%'" => refused
"'1\\\"%}x41" => refused
"\\{{n  " => refused
"\tn}}{%\t {%a" => refused
"11a%}\t  \n" => {"_raw_params": "11a%}\t  \n"}
"\"\\\"" => refused
"bb=" => {"bb": ""}
"b'nb" => refused
"'  x41\t b={{" => refused
" ba b \\ " => {"_raw_params": "ba b "}
"\"1a\tnb" => refused
"=  \\\"" => {"_raw_params": "=  \\\""}
"b={{}}" => {"b": "{{}}"}
"\n  }}\n1  " => refused
"b{%ab" => refused
"aa" => {"_raw_params": "aa"}
"  x41\\1\"" => refused
"x41%}  \n}}\\\t}}" => {"_raw_params": "x41%}  \n}}\\\t}}"}
"%}{%='" => refused
" b" => {"_raw_params": "b"}
"{{= %}  \n\\\n" => refused
"b1ab" => {"_raw_params": "b1ab"}
"\t\t\\=\n}}{%" => refused
"a\t%} " => {"_raw_params": "a\t%} "}
"b  }}\\  a b " => {"_raw_params": "b  }}\\  a b "}
"%}=%}a" => {"%}": "%}a"}
"\n\\   '%}" => refused
"x41'\n'=  n" => {"x41'\n'": "", "_raw_params": "n"}
"    a\\" => refused
"a='" => refused
"\"%}1=a\\x41" => refused
"a1      " => {"_raw_params": "a1      "}
"x41b " => {"_raw_params": "x41b "}
"\\}}\\1x41%}" => {"_raw_params": "\\}}\\1x41%}"}
"x41\n=" => {"_raw_params": "x41\n="}
" '\tb\n" => refused
"ax41=x41" => {"ax41": "x41"}
"\"}}x41\n  \n" => refused
"11\"}}\n x41a\n" => refused
"   1b%}}}}}  " => refused
"  b{%'" => refused
"\"{%\\x41x41%}" => refused
"{{a" => refused
"1%}\n'n{%%}\t\"" => refused
"a\t\t%}\"}}a" => refused
"b{% %}%} " => {"_raw_params": "b{% %}%} "}
"nb=b\"=\n" => refused
"\\bn  " => {"_raw_params": "\\bn  "}
"}}{%na%}}} " => {"_raw_params": "}}{%na%}}} "}
"n1" => {"_raw_params": "n1"}
"\nx41='" => refused
"x41n\t\n" => {"_raw_params": "x41n\t\n"}
"bb%}\\\nx41" => {"_raw_params": "bb%}\\\nx41"}
"\"{{{{ }}  x41\\" => refused
"\t1n'}}\\ {{\t" => refused
"\t\\{%" => refused
"}}an%}n  " => {"_raw_params": "}}an%}n  "}
"%}b\t=x41" => {"%}b": "x41"}
"{%'    }} " => refused
"\\%}%}1n\n" => {"_raw_params": "\\%}%}1n\n"}
"'=" => refused
"x41x41a %}  11" => {"_raw_params": "x41x41a %}  11"}
"\"\\''  " => refused
"1 =" => {"_raw_params": "1 ="}
"'\\" => refused
"\n'" => refused
"  n\"\" \n" => refused
"%}b\\aa" => {"_raw_params": "%}b\\aa"}
"1b\t\\x41  " => {"_raw_params": "1b\t\\x41  "}
"\\an\n=" => {"_raw_params": "\\an\n="}
"}}x41" => {"_raw_params": "}}x41"}
`;

describe('core/run/keyValues', () => {
  it('splits texts as Ansible does', () => {
    for (const [text, result] of recorded(RECORDED)) {
      const pairs = parseKeyValues(JSON.parse(text) as string);
      // of equal names the last one stays, at the first one's place
      const shown = pairs === undefined ? 'refused' : Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
      assert.deepEqual(shown, result === 'refused' ? result : JSON.parse(result), text);
    }
  });

  it('tells each word as it is written', () => {
    assert.deepEqual(parseKeyValues('a=1  b="x y" c d')!.map(({ word }) => word), ['a=1', 'b="x y"', 'c d']);
  });
});

describe('core/run/extraVars', () => {
  const problemsOf = (words: string, files = '') => fixture(`#- hosts\nh1\n${files}`).run(`ansible-playbook -i hosts ${words}`).readExtraVars.problems;

  it('tells what Ansible stops at', () => {
    assert.deepEqual(problemsOf('-e @x.yml'), ['-e @x.yml: there is no such file']);
    assert.deepEqual(problemsOf('-e @x.yml', '#- x.yml\n- a\n'), ['-e @x.yml: the file is not a mapping']);
    assert.match(problemsOf('-e @x.yml', '#- x.yml\na: 1\n@b\n')[0]!, /^-e @x\.yml: ./);
    assert.match(problemsOf(`-e '{"a": [}'`)[0]!, /^-e {"a": \[}: ./);
    assert.deepEqual(problemsOf('-e ./x.yml'), ['-e ./x.yml: a file needs an @ before its name']);
    assert.deepEqual(problemsOf(`-e 'a="b'`), ['-e a="b: Ansible cannot split it into key=value words']);
    assert.deepEqual(problemsOf(`-e a=1 -e '{b: 2}' -e @x.yml`, '#- x.yml\nc: 1\n'), []);
  });
});
