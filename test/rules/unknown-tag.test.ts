// Tags that Ansible does not know.
import { check as checkAll } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['unknown-tag'] });

describe('unknown-tag', () => {
  it('in vars files and files of -e', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.ini -e @e.yml a.yml
#- a.yml
- hosts: all
#- e.yml
x: !env HOME
#  ^^^^ error unknown-tag: Ansible does not know the tag \`!env\` and refuses the file
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/web.yml
a: 1
b:
  - !include other.yml
#   ^^^^^^^^ error unknown-tag: Ansible does not know the tag \`!include\` and refuses the file
#- inventory/host_vars/n1.yml
c: !Ref Bucket
#  ^^^^ error unknown-tag: Ansible does not know the tag \`!Ref\` and refuses the file
`);
  });

  it('in a YAML inventory that a run names', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  vars:
    a: !secret name
#      ^^^^^^^ error unknown-tag: Ansible does not know the tag \`!secret\` and refuses the file
  hosts:
    n1:
`);
  });

  it('told once when two runs read the file', () => {
    check(`
#- one.sh
ansible-playbook -i inventory/prod.ini a.yml
ansible-playbook -i inventory/qa.ini a.yml
#- a.yml
- hosts: all
#- inventory/prod.ini
[web]
n1
#- inventory/qa.ini
[web]
n2
#- inventory/group_vars/all.yml
a: !foo 1
#  ^^^^ error unknown-tag: Ansible does not know the tag \`!foo\` and refuses the file
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about the tags that Ansible knows', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
a: !unsafe "{{ x }}"
b: !vault |
  $ANSIBLE_VAULT;1.1;AES256
  61626364
c: !vault-encrypted |
  $ANSIBLE_VAULT;1.1;AES256
  61626364
d: !!str 10
e: !!binary aGk=
f: !!set {x, y}
g: !!float 1
h: ! text
`);
    silent('about a ! in quotes, in a text and in a comment', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
a: "!foo bar"
b: hello !world
c: 1 # !foo
d: |
  !foo
`);
    silent('about files that no run reads', `
#- clusters/prod/hosts.ini
[web]
n1
#- .gitlab-ci.yml
a: !reference [b, c]
#- clusters/prod/group_vars/nobody.yml
a: !foo 1
#- template.yaml
a: !Ref b
`);
    silent('about a candidate that only its name speaks for', `
#- inventory/hosts.yml
all: !foo
`);
    silent('about tags in a vault file, and in templates', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
$ANSIBLE_VAULT;1.1;AES256
61626364
#- clusters/prod/templates/a.yml
a: !foo 1
`);
    silent('where a comment says so', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
# groupvars: ignore unknown-tag, yaml-type
a: !foo 1
`);
  });
});
