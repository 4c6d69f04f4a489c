// Mappings and lists on host lines of INI inventories that lose their quotes.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings } from '../fixtureRules';
import { applied } from '../fixes';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['ini-quotes-eaten'] });
const findings = (fixture: string) => allFindings(fixture).filter(({ rule }) => rule === 'ini-quotes-eaten');
const fixed = (fixture: string) => findings(fixture).map(({ fixes }) => fixes.map((fix) => [fix.title, fix.preferred === true, ...applied(fix)]));

describe('ini-quotes-eaten', () => {
  it('mappings and lists with quotes inside', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 labels={"zone":"a"} taints=['x','y']
#         ^^^^^^^^^^^^ information ini-quotes-eaten: A host line takes the inner quotes away: “labels” is a text, not a mapping
#                             ^^^^^^^^^ information ini-quotes-eaten: A host line takes the inner quotes away: “taints” is a text, not a list
n2 nested={"a":{"b":[1,"c"]}} # why
#         ^^^^^^^^^^^^^^^^^^^ information ini-quotes-eaten: A host line takes the inner quotes away: “nested” is a text, not a mapping
n[3:4] first=1 users=["root"]
#                    ^^^^^^^^ information ini-quotes-eaten: A host line takes the inner quotes away: “users” is a text, not a list
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
n1 labels={"zone":"a"}
#         ^^^^^^^^^^^^ information ini-quotes-eaten: A host line takes the inner quotes away: “labels” is a text, not a mapping
`);
  });

  it('a secret is not repeated', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 tokens=["hush","hush"]
#         ^^^^^^^^^^^^^^^ information ini-quotes-eaten: A host line takes the inner quotes away: “tokens” is a text, not a list
`);
  });

  it('puts quotes of the other kind around the whole', () => {
    assert.deepEqual(fixed(`
#- run.sh
ansible-playbook -i hosts a.yml
#- a.yml
- hosts: all
#- hosts
[web]
n1 labels={"zone":"a"} b=1
n2 taints=['x','y'] # why
n3 both={'x':"y"}
n4 tokens=["hush"]
`), [
      [['Put quotes around the whole value', true, `n1 labels='{"zone":"a"}' b=1`]],
      [['Put quotes around the whole value', true, `n2 taints="['x','y']" # why`]],
      [],
      [['Put quotes around the whole value', true, `n4 tokens='["hush"]'`]],
    ]);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about a mapping or list in quotes', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 labels='{"zone": "a"}' taints="['x', 'y']"
n2 'labels={"zone": "a"}'
n3 labels={\\"zone\\":\\"a\\"}
`);
    silent('about lists and mappings without quotes inside', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 ports=[80,443] map={1:2} empty=[] none={}
`);
    silent('about texts and templates', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 a="b" c='[x]' d={a} e=[a-z] f="{{ lookup('env', 'HOME') }}" g={{b}}
n2 args='-o ProxyCommand="ssh -W %h:%p"'
`);
    silent('about vars sections, where quotes stay', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
[web:vars]
labels={"zone": "a"}
taints=['x', 'y']
`);
    silent('about YAML', `
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  hosts:
    n1: {labels: {"zone": "a"}}
`);
    silent('about a file that no run reads', `
#- notes/hosts.txt
[web]
n1 labels={"zone":"a"}
`);
    silent('where a comment says so', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 labels={"zone":"a"} # groupvars: ignore ini-quotes-eaten
`);
  });
});
