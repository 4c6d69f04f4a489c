// Vars files and YAML inventories that Ansible cannot read: told where a run reads them, and nowhere else.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['yaml-syntax'] });

describe('yaml-syntax', () => {
  it('in a vars file', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
a: 1
b: [1, 2
#  ^ error yaml-syntax: This \`[\` is never closed
c: 3
#- clusters/prod/group_vars/web.yml
a: "unclosed
#  ^^^^^^^^^ error yaml-syntax: This double quote is never closed
#- clusters/prod/host_vars/n1.yml
	tab: 1
#^ error yaml-syntax: A tab cannot indent: use spaces
`);
  });

  it('in a YAML inventory that a run names or that has vars beside it', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/prod.yml a.yml
#- a.yml
- hosts: all
#- inventory/prod.yml
all:
  hosts:
    n1: {a: [}
#            ^ error yaml-syntax: Expected \`,\` or \`]\` before this
#- clusters/prod/hosts.yaml
all:
  hosts:
    n1:
   bad: 1
#  ^^^ error yaml-syntax: Wrong indentation: expected another key of the mapping that starts above
#- clusters/prod/group_vars/all.yml
a: 1
`);
  });

  it('a file that nobody may read', () => {
    const found = findings('#- clusters/prod/hosts.ini\n[web]\nn1\n#- clusters/prod/group_vars/web.yml +unreadable\n#- clusters/prod/group_vars/gone.yml +unreadable\n');
    assert.deepEqual(found.filter(({ rule }) => rule === 'yaml-syntax').map(({ span, severity, message }) => [span.file.path, severity, message]), [
      ['/ws/clusters/prod/group_vars/web.yml', 'error', 'This file cannot be read: where Ansible may not read it either, it stops here'],
    ]);
  });

  it('I5 a file that is not UTF-8', () => {
    const found = findings('#- clusters/prod/hosts.ini\n[web]\nn1\n#- clusters/prod/group_vars/web.yml +not-utf8\na: \ufffd\n');
    assert.deepEqual(found.map(({ rule, severity, message }) => [rule, severity, message]), [['yaml-syntax', 'error', 'Not UTF-8 text: Ansible cannot read this file']]);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about files that no run reads', `
#- docs/example.yml
a: [1
#- group_vars/all.yml
a: [1
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/README.md
a: [1
`);
    silent('about a candidate that only its name speaks for', `
#- inventory/hosts.yml
a: [1
`);
    silent('about a vault file', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
$ANSIBLE_VAULT;1.1;AES256
61626364
`);
    silent('about the configuration of an inventory plugin', `
#- run.sh
ansible-playbook -i inventory/aws_ec2.yml a.yml
#- a.yml
- hosts: all
#- inventory/aws_ec2.yml
plugin: amazon.aws.aws_ec2
regions: [eu-west-1]
`);
    silent('about an empty file and one of comments', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
#- clusters/prod/group_vars/web.yml
# nothing
---
`);
    silent('about templates in quotes and tags that Ansible knows', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
a: "{{ b }}"
c: !unsafe "{{ x }}"
d: !vault |
  $ANSIBLE_VAULT;1.1;AES256
  61626364
`);
  });
});
