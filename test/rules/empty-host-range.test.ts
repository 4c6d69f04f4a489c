// Host ranges that stand for no host.
import { check as checkAll } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['empty-host-range'] });

describe('empty-host-range', () => {
  it('in INI inventories', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n[3:1]
#^^^^^^ warning empty-host-range: “n[3:1]” stands for no host: a range counts from its first number up to its second
a[2:1].example.com:2222 x=1
#^^^^^^^^^^^^^^^^^^^^^^^ warning empty-host-range: “a[2:1].example.com:2222” stands for no host: a range counts from its first number up to its second
"b[5:1]"
#^^^^^^ warning empty-host-range: “b[5:1]” stands for no host: a range counts from its first number up to its second
c[1:3]d[2:1]
#^^^^^^^^^^^^ warning empty-host-range: “c[1:3]d[2:1]” stands for no host: a range counts from its first number up to its second
e[1:3:-1]
#^^^^^^^^^ warning empty-host-range: “e[1:3:-1]” stands for no host: a range counts from its first number up to its second
`);
  });

  it('in YAML inventories', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  hosts:
    n[3:1]:
#   ^^^^^^ warning empty-host-range: “n[3:1]” stands for no host: a range counts from its first number up to its second
    n[1:2]:
    "a[9:8].example.com": {x: 1}
#   ^^^^^^^^^^^^^^^^^^^^ warning empty-host-range: “a[9:8].example.com” stands for no host: a range counts from its first number up to its second
`);
  });

  it('in one that has vars beside it', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
n[5:4]
#^^^^^^ warning empty-host-range: “n[5:4]” stands for no host: a range counts from its first number up to its second
#- clusters/prod/group_vars/all.yml
a: 1
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
n1
n[3:1]
#^^^^^^ warning empty-host-range: “n[3:1]” stands for no host: a range counts from its first number up to its second
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about ranges with hosts', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n[1:3]
n[4:4]
n[01:20].example.com:2222
n[0:10:5]
n[a:c]
n[:3]
`);
    silent('about names with brackets that are addresses', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
[fe80::1]:22
10.0.0.[1:3]
`);
    silent('about ranges that are refused: ini-syntax speaks', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
n[c:a]
n[3:1]
`);
    silent('about host lists and comments', `
#- run.sh
ansible-playbook -i n[3:1], a.yml
#- a.yml
- hosts: all
#- inventory/hosts
# n[3:1]
[web]
n1
`);
    silent('about a file that no run reads', `
#- notes/hosts.txt
[web]
n[3:1]
`);
    silent('about a range in a file with hosts and vars, each with its own', `
#- run.sh
ansible-playbook -i hosts a.yml
#- a.yml
- hosts: all
#- hosts
[web]
web[01:03] ansible_host=10.0.0.[1:3]
[db]
db-[a:c].example.com
[rack]
r[1:2]n[1:4]
[lb]
lb[0:0]
[v6]
[2001:db8::1]
`);
    silent('where a comment says so', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
n[3:1] # groupvars: ignore empty-host-range
`);
  });
});
