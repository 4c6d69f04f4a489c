// A key that stands twice in one mapping: the last one counts.
import { check as checkAll } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['duplicate-key'] });

describe('duplicate-key', () => {
  it('in vars files, at any depth, and in YAML inventories', () => {
    check(`
#- clusters/prod/hosts.yaml
all:
  hosts:
    n1: {a: 1, a: 2}
#              ^ warning duplicate-key: a is set twice in this mapping; Ansible uses the last one
  children: {web: {}}
  hosts:
# ^^^^^ warning duplicate-key: hosts is set twice in this mapping; Ansible uses the last one
    n2:
#- clusters/prod/group_vars/all.yml
a: 1
deep:
  - b: 1
    c: 2
    b: 3
#   ^ warning duplicate-key: b is set twice in this mapping; Ansible uses the last one
a: 2
a: 3
#^ warning duplicate-key: a is set 3 times in this mapping; Ansible uses the last one
`);
  });

  it('told once when two groups or runs read the file', () => {
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
n1
#- inventory/group_vars/all.yml
a: 1
a: 2
#^ warning duplicate-key: a is set twice in this mapping; Ansible uses the last one
`);
  });

  const configured = (setting: string): string => `
#- ansible.cfg
[defaults]
inventory = prod.ini
duplicate_dict_key = ${setting}
#- prod.ini
[web]
n1
#- group_vars/all.yml
a: 1
a: 2
`;

  it('I2 duplicate_dict_key = error: Ansible stops', () => {
    check(`${configured('error')}#^ error duplicate-key: a is set twice in this mapping; with duplicate_dict_key = error Ansible stops here
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('where duplicate_dict_key = ignore says so', configured('ignore'));
    silent('about keys of different mappings and of different types', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
a: {x: 1}
b: {x: 1}
"1": text
1: number
`);
    silent('about a key that overrides one of <<', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
base: &base {x: 1, y: 2}
more:
  <<: *base
  x: 3
`);
    silent('about playbooks and files no run reads', `
#- group_vars/all.yml
a: 1
a: 2
`);
  });
});
