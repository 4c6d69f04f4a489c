// Values on host lines of INI inventories that end at a #.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings } from '../fixtureRules';
import { applied } from '../fixes';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['ini-cut-by-comment'] });
const findings = (fixture: string) => allFindings(fixture).filter(({ rule }) => rule === 'ini-cut-by-comment');
const fixed = (fixture: string) => findings(fixture).map(({ fixes }) => fixes.map((fix) => [fix.title, fix.preferred === true, ...applied(fix)]));

describe('ini-cut-by-comment', () => {
  it('in the middle of a value, whatever it is and wherever the host stands', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
n0 a=b#c
#     ^^ warning ini-cut-by-comment: The value of “a” ends before this #: a comment begins at any # outside of quotes
[web]
n1 motd=room#4 b=1
#           ^^ warning ini-cut-by-comment: The value of “motd” ends before this #: a comment begins at any # outside of quotes
n2 url=http://n2/#/home # the console
#                ^^^^^^ warning ini-cut-by-comment: The value of “url” ends before this #: a comment begins at any # outside of quotes
n3 b=1 colour=#ff0000
#             ^^^^^^^ warning ini-cut-by-comment: The value of “colour” ends before this #: a comment begins at any # outside of quotes
n4 colour="a"#b
#            ^^ warning ini-cut-by-comment: The value of “colour” ends before this #: a comment begins at any # outside of quotes
n[5:6] channel=abc#
#                 ^ warning ini-cut-by-comment: The value of “channel” ends before this #: a comment begins at any # outside of quotes
`);
  });

  it('behind a number, which Python ends at a #: in quotes on a host line, and in vars', () => {
    const fixture = `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 pin="12#34" b=1
#         ^^^ warning ini-cut-by-comment: The value of “pin” ends before this #: behind a number it begins a comment, in quotes too
n2 pin='12 # 34'
#          ^^^^ warning ini-cut-by-comment: The value of “pin” ends before this #: behind a number it begins a comment, in quotes too
n3 a="'5#3'" b="x#y" c="['#']" d="'a' # b"
[web:vars]
pin=12#34
#     ^^^ warning ini-cut-by-comment: The value of “pin” ends before this #: behind a number it begins a comment
on=True#"
#      ^^ warning ini-cut-by-comment: The value of “on” ends before this #: behind True, False and None it begins a comment
a=12 # 34
b=12 #34
c=12# 34
d=12#34 and more
e="12#34"
f=['#']
g=['a']#b
`;
    check(fixture);
    assert.deepEqual(fixed(fixture.replace(/^#( |\^).*\n/gm, '')), [
      [['Put a second pair of quotes around the value', false, `n1 pin="'12#34'" b=1`]],
      [['Put a second pair of quotes around the value', false, `n2 pin='"12 # 34"'`]],
      [['Put quotes around the value', false, 'pin="12#34"'], ['Put a blank before the comment', false, 'pin=12 #34']],
      [['Put a blank before the comment', false, 'on=True #"']],
    ]);
  });

  it('a secret is not repeated', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 ansible_password=hush#hush
#                       ^^^^^ warning ini-cut-by-comment: The value of “ansible_password” ends before this #: a comment begins at any # outside of quotes
`);
  });

  it('told once when two runs read the file', () => {
    check(`
#- one.sh
ansible-playbook -i inventory/hosts a.yml
ansible-playbook -i inventory/hosts -i other a.yml
#- a.yml
- hosts: all
#- other
[db]
d1
#- inventory/hosts
[web]
n1 a=b#c
#     ^^ warning ini-cut-by-comment: The value of “a” ends before this #: a comment begins at any # outside of quotes
`);
  });

  it('offers quotes, so that Ansible reads the whole, or a blank, so that a reader sees the comment', () => {
    assert.deepEqual(fixed(`
#- run.sh
ansible-playbook -i hosts a.yml
#- a.yml
- hosts: all
#- hosts
[web]
n1 motd=room#4 b=1
n2 number=5#3
n3 part="a"#b
n4 it=a#'b'
`), [
      [['Put quotes around the value', false, 'n1 motd="room#4" b=1'], ['Put a blank before the comment', false, 'n1 motd=room #4 b=1']],
      [['Put quotes around the value', false, `n2 number="'5#3'"`], ['Put a blank before the comment', false, 'n2 number=5 #3']],
      [['Put a blank before the comment', false, 'n3 part="a" #b']],
      [['Put a blank before the comment', false, `n4 it=a #'b'`]],
    ]);
  });

  it('no edit holds the value', () => {
    const [finding] = findings(`
#- run.sh
ansible-playbook -i hosts a.yml
#- a.yml
- hosts: all
#- hosts
[web]
n1 ansible_password=hush#hush
`);
    assert.doesNotMatch(JSON.stringify([finding!.message, finding!.fixes.map(({ title, edits }) => [title, edits.map(({ newText }) => newText)])]), /hush/);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about comments behind a blank, and lines of comments', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
# a=b#c
; a=b#c
[web] # a#b
n1 a=b # c
n2 a=b	#c
n3 # a=b#c
`);
    silent('about a # in quotes or behind a backslash', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 a="b#c"
n2 a='b # c' d=1
n3 a=b\\#c
n4 "a=b#c"
`);
    silent('about a # behind the name of a host: no host is called like that', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1#old
n2# 10.0.0.2
n[3:5]#a=b
`);
    silent('about a # that a blank or words follow: that is a comment', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 a=b# c
n2 a=b#the second of them
n3 a=b## c=d
`);
    silent('about vars sections, where a # cuts nothing off a text, and children sections', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web:vars]
a=b#c
[web]
n1
[db:children]
web#c
`);
    silent('about YAML inventories and vars files', `
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  hosts:
    n1: {a: b#c}
#- inventory/group_vars/all.yml
a: b#c
`);
    silent('about a file that no run reads', `
#- notes/hosts.txt
[web]
n1 a=b#c
`);
    silent('where a comment says so', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
# groupvars: ignore ini-cut-by-comment
[web]
n1 a=b#c
`);
  });
});
