// INI inventory lines that Ansible refuses.
import { check as checkAll } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['ini-syntax'] });

describe('ini-syntax', () => {
  it('in an inventory that a run names', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/a.ini -i inventory/b.ini -i inventory/c.ini -i inventory/d.ini a.yml
#- a.yml
- hosts: all
#- inventory/a.ini
[web
#^^^^ error ini-syntax: “[web” has a [ without a ]
n1
#- inventory/b.ini
[web]
n1 port 22
#  ^^^^ error ini-syntax: “port” is not key=value: a host line is a name followed by key=value pairs
#- inventory/c.ini
[web:kids]
#    ^^^^ error ini-syntax: “kids” is no kind of section: it is hosts, vars or children
n1
#- inventory/d.ini
[web:vars]
just_a_name
#^^^^^^^^^^^ error ini-syntax: “just_a_name” is not key=value: each line of a vars section sets one variable
`);
  });

  it('in one that has vars beside it', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1 "a=1
#  ^ error ini-syntax: the quote " is not closed: a \\ before a quote takes it as a character
#- clusters/prod/group_vars/all.yml
a: 1
`);
  });

  it('a group that is used and never declared, where the run is written', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/a.ini a.yml
#- a.yml
- hosts: all
#- inventory/a.ini
[web:children]
nginx
#^^^^^ error ini-syntax: group “nginx” is not declared: add a [nginx] section
[web]
n1
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about a candidate that only its name speaks for', `
#- inventory/hosts.ini
[web
n1
`);
    silent('about a group that another file of the folder may declare, where no run is written', `
#- inventory/hosts
[web]
n1
#- inventory/groups
[all:children]
nginx
#- inventory/group_vars/all.yml
a: 1
`);
    silent('about a script without a shebang', `
#- run.sh
ansible-playbook -i inventory/hosts.sh a.yml
#- a.yml
- hosts: all
#- inventory/hosts.sh +x
#!/bin/sh
echo '{}'
`);
    silent('about comments, ranges and quotes', `
#- run.sh
ansible-playbook -i inventory/a.ini a.yml
#- a.yml
- hosts: all
#- inventory/a.ini
; one
# two
n[1:3] a="b c" d='e # f' # three
[web:vars]
x = y = z
[web]
[web:children]
`);
  });
});
