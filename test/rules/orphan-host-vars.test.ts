// host_vars for a host that no inventory has.
import { check as checkAll } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['orphan-host-vars'] });

describe('orphan-host-vars', () => {
  it('names the host that is meant', () => {
    check(`
#- clusters/prod/hosts.yaml
all:
  hosts:
    prod-worker2: {}
  children: {web: {}}
#- clusters/prod/host_vars/prod-wroker2.yml
a: 1
#^^^^ warning orphan-host-vars: clusters/prod/host_vars/prod-wroker2.yml is never read: there is no host “prod-wroker2”; did you mean “prod-worker2”?
`);
  });

  it('takes the whole name: a domain is no extension', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1.example.com
n2.example.com
#- clusters/prod/host_vars/n1.example.com.yml
a: 1
#- clusters/prod/host_vars/n2.example.com/a.yml
a: 1
#- clusters/prod/host_vars/n3.example.com/a.yml
a: 1
#^^^^ warning orphan-host-vars: clusters/prod/host_vars/n3.example.com is never read: there is no host “n3.example.com”
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));

    silent('about hosts of a range', `
#- clusters/prod/hosts.ini
[web]
n[01:12]
#- clusters/prod/host_vars/n07.yml
a: 1
`);
    silent('about localhost, which is there without being named', `
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: localhost
#- inventory/hosts.ini
[web]
n1
#- inventory/host_vars/localhost.yml
a: 1
#- inventory/host_vars/127.0.0.1.yml
a: 1
`);
    silent('when another run has the host', `
#- run.sh
ansible-playbook -i inventory/prod.ini a.yml
ansible-playbook -i inventory/spare.ini a.yml
#- a.yml
- hosts: all
#- inventory/prod.ini
[web]
n1
#- inventory/spare.ini
[web]
n2
#- inventory/host_vars/n2.yml
a: 1
`);
    silent('when a run is opaque', `
#- run.sh
ansible-playbook -i inventory/ec2.py -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
#- inventory/ec2.py +x
#!/usr/bin/python3
#- inventory/hosts.ini
[web]
n1
#- inventory/host_vars/ip-10-0-0-1.yml
a: 1
`);
    silent('when a play adds the host', `
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
  tasks:
    - add_host:
        hostname: fresh
        groups: web
    - block:
        - ansible.builtin.add_host:
            name: fresher
#- inventory/hosts.ini
[web]
n1
#- inventory/host_vars/fresh.yml
a: 1
#- inventory/host_vars/fresher.yml
a: 1
`);
    silent('when a play adds hosts of computed names', `
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
  tasks:
    - add_host: name={{ item.name }} groups=web
#- inventory/hosts.ini
[web]
n1
#- inventory/host_vars/fresh.yml
a: 1
`);
    silent('about README.md and backups', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/host_vars/README.md
hello
#- clusters/prod/host_vars/n2.yml.orig
a: 1
`);
  });

  it('a computed group says nothing about hosts', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- a.yml
- hosts: all
  tasks:
    - group_by: key=os_{{ ansible_os_family }}
#- inventory/hosts.ini
[web]
n1
#- inventory/host_vars/n2.yml
a: 1
#^^^^ warning orphan-host-vars: inventory/host_vars/n2.yml is never read: there is no host “n2”
`);
  });
});
