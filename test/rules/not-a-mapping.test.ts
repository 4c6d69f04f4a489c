// What must be a mapping and is none: vars files, files of -e, parts of YAML inventories.
import { check as checkAll } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['not-a-mapping'] });

describe('not-a-mapping', () => {
  it('a vars file that is a list or a text, beside inventory and playbook', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/all.yml
# a list
- a
#^^^ error not-a-mapping: A vars file is a mapping of names and values: Ansible stops here
#- inventory/group_vars/web/a.yml
---
just a text
#^^^^^^^^^^^ error not-a-mapping: A vars file is a mapping of names and values: Ansible stops here
#- host_vars/n1.json
[1, 2]
#^^^^^^ error not-a-mapping: A vars file is a mapping of names and values: Ansible stops here
`);
  });

  it('a file of -e, empty too', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.ini -e @list.yml -e @empty.yml -e @comments.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.ini
[web]
n1
#- list.yml
- a
#^^^ error not-a-mapping: What -e @FILE reads is a mapping of names and values. Ansible stops here (run inventory)
#- empty.yml

#^ error not-a-mapping: This file is empty: what -e @FILE reads is a mapping of names and values. Ansible stops here (run inventory)
#- comments.yml
# nothing yet
#^^^^^^^^^^^^^ error not-a-mapping: This file is empty: what -e @FILE reads is a mapping of names and values. Ansible stops here (run inventory)
`);
  });

  it('hosts as a list: Ansible reads nothing of the inventory', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  children:
    web:
      hosts: [n1, n2]
#            ^^^^^^^^ error not-a-mapping: “hosts” of group “web” must be a mapping: each name followed by a colon
`);
  });

  it('a value behind the name of a host', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  hosts:
    n1: 10.0.0.1
#       ^^^^^^^^ error not-a-mapping: what follows a host name must be a mapping of variables
`);
  });

  it('a value behind the name of a child group: Ansible reads nothing of the inventory', () => {
    const inventory = (value: string, finding: string): string => `
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  hosts:
    n1:
  children:
    nope: ${value}
${finding}`;
    const message = 'error not-a-mapping: group “nope” must be a mapping with hosts, children or vars, or have nothing behind its colon';
    check(inventory('3', `#         ^ ${message}\n`));
    check(inventory('[n1]', `#         ^^^^ ${message}\n`));
    check(inventory('""', `#         ^^ ${message}\n`));
    check(inventory('', ''));
    check(inventory('{}', ''));
  });

  it('a value behind a group or host that is known is passed over: the child is there all the same', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
web:
  hosts:
    n1:
all:
  children:
    web: 3
#   ^^^ warning not-a-mapping: “web” is skipped: a group is a mapping with hosts, children or vars. So is 1 more part of this file
    db:
      children:
        n1: 3
`);
  });

  it('a playbook where an inventory is meant', () => {
    check(`
#- run.sh
ansible-playbook -i site.yml a.yml
#- a.yml
- hosts: all
#- site.yml
- hosts: all
#^^^^^^^^^^^^ error not-a-mapping: a YAML inventory is a mapping of groups
`);
  });

  it('parts of an inventory that are passed over: a warning, one for a file', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  hosts:
    n1:
  ansible_user: root
# ^^^^^^^^^^^^ warning not-a-mapping: “ansible_user” in group “all” is skipped: it is not a mapping. So are 2 more parts of this file
  web:
    hosts:
      n2:
db: [n3]
`);
  });

  it('one part is told alone; the rest of the file is read', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  hosts:
    n1:
web:
  vars:
    a: 1
  host:
# ^^^^ warning not-a-mapping: “host” in group “web” is skipped: only hosts, children and vars are read
    n2:
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
- a
#^^^ error not-a-mapping: A vars file is a mapping of names and values: Ansible stops here
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about what is empty or false', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
[]
#- clusters/prod/group_vars/web/a.yml
---
#- clusters/prod/group_vars/web/b.yml
false
#- clusters/prod/group_vars/web/c.yml
#- clusters/prod/group_vars/web/d.yml
{}
`);
    silent('about an empty mapping of -e', `
#- run.sh
ansible-playbook -i inventory/hosts.ini -e @e.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.ini
[web]
n1
#- e.yml
{}
`);
    silent('about vault files', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
$ANSIBLE_VAULT;1.1;AES256
61626364
`);
    silent('about vars_files, where a list of mappings is read', `
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
  vars_files: [v.yml]
#- v.yml
- a: 1
- b: 2
#- inventory/hosts.ini
[web]
n1
`);
    silent('about files that no run reads', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/nobody.yml
- a
#- tasks/main.yml
- debug:
`);
    silent('about empty groups, sections and hosts, and a single name for a mapping', `
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  hosts:
    n1:
    n2: {}
  vars:
  children:
    web: {hosts: n1}
    db:
    k8s_cluster: {children: web}
`);
    silent('about the configuration of an inventory plugin', `
#- run.sh
ansible-playbook -i inventory/aws_ec2.yml a.yml
#- a.yml
- hosts: all
#- inventory/aws_ec2.yml
plugin: amazon.aws.aws_ec2
regions: [eu-west-1]
keyed_groups: [{key: tags}]
`);
    silent('about a candidate that only its name speaks for', `
#- inventory/hosts.yml
- a
#- environments/deploy.yml
- hosts: all
`);
    silent('where a comment says so', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
- a # groupvars: ignore not-a-mapping
`);
  });

  it('vars of a play that are a list, since 2.18', () => {
    const workspace = (finding: string): string => `
#- run.sh
ansible-playbook -i hosts.ini site.yml
#- hosts.ini
[web]
n1
#- site.yml
- hosts: web
  vars:
    - a: 1
${finding}`;
    check(workspace('#   ^^^^^^ error not-a-mapping: vars of a play are a mapping since ansible-core 2.18, no list: Ansible stops here\n'), { ansibleCore: '2.18' });
    check(workspace(''), { ansibleCore: '2.17' });
  });
});
