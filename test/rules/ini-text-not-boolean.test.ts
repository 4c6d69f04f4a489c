// Booleans in INI inventories that are texts.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';
import { applied } from '../fixes';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['ini-text-not-boolean'] });
const findings = (fixture: string) => allFindings(fixture).filter(({ rule }) => rule === 'ini-text-not-boolean');
const fixed = (fixture: string) => findings(fixture).map(({ fixes }) => fixes.map((fix) => [fix.title, fix.preferred === true, ...applied(fix)]));

describe('ini-text-not-boolean', () => {
  it('false on a host line and in a vars section', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 use_proxy=false monitored=FALSE
#            ^^^^^ information ini-text-not-boolean: “false” is a text here, and without | bool it counts as true. In an INI inventory the boolean is False
#                            ^^^^^ information ini-text-not-boolean: “FALSE” is a text here, and without | bool it counts as true. In an INI inventory the boolean is False
[web:vars]
cleanup = false
#         ^^^^^ information ini-text-not-boolean: “false” is a text here, and without | bool it counts as true. In an INI inventory the boolean is False
`);
  });

  it('no, off and true where the role default is a boolean', () => {
    check(kubespray() + `#- run.sh
ansible-playbook -i inventory/hosts kubespray/cluster.yml
#- kubespray/roles/kubespray_defaults/defaults/main/more.yml
metrics_enabled: true
podsecurity: "off"
computed: "{{ metrics_enabled }}"
#- inventory/hosts
[kube_node]
n1 metrics_enabled=no
#                  ^^ information ini-text-not-boolean: “no” is a text here, where the role default is a boolean, and without | bool it counts as true. In an INI inventory the boolean is False
n2 metrics_enabled=true
#                  ^^^^ information ini-text-not-boolean: “true” is a text here, where the role default is a boolean. In an INI inventory the boolean is True
[kube_node:vars]
metrics_enabled=off
#               ^^^ information ini-text-not-boolean: “off” is a text here, where the role default is a boolean, and without | bool it counts as true. In an INI inventory the boolean is False
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
n1 a=false
#    ^^^^^ information ini-text-not-boolean: “false” is a text here, and without | bool it counts as true. In an INI inventory the boolean is False
`);
  });

  it('writes the boolean: to take without looking only where the role default is one', () => {
    assert.deepEqual(fixed(`
#- run.sh
ansible-playbook -i hosts a.yml
#- a.yml
- hosts: all
#- hosts
[web]
n1 use_proxy=false b=1
`), [[['Write False', false, 'n1 use_proxy=False b=1']]]);
    assert.deepEqual(fixed(kubespray() + `#- kubespray/roles/kubespray_defaults/defaults/main/more.yml
metrics_enabled: true
#- inventory/hosts
[kube_node]
n1 metrics_enabled=no
n2 metrics_enabled=yes
`), [[['Write False', true, 'n1 metrics_enabled=False']], [['Write True', true, 'n2 metrics_enabled=True']]]);
  });

  it('among values of other types, with blanks around it', () => {
    check(`
#- run.sh
ansible-playbook -i hosts a.yml
#- a.yml
- hosts: all
#- hosts
[web]
n1 port=80 proxy=false name=web
#                ^^^^^ information ini-text-not-boolean: “false” is a text here, and without | bool it counts as true. In an INI inventory the boolean is False
[all:vars]
  debug  =  false
#           ^^^^^ information ini-text-not-boolean: “false” is a text here, and without | bool it counts as true. In an INI inventory the boolean is False
port=80
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about True, False, numbers and other texts', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 a=False b=True c=0 d=falsehood e= f=None
[web:vars]
a=False
g=no, not now
h=not false
`);
    silent('about quotes: a text is meant', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 a="false" b='false'
[web:vars]
c="false"
`);
    silent('about no, off, yes, on and true where no role default is known', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 permit_root_login=no ssl=off country=no x=yes y=on z=true
`);
    silent('about settings of Ansible', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 ansible_become=false ansible_host_key_checking=no ansible_ssh_pipelining=off
`);
    silent('where the role default is a text or a template', kubespray() + `#- run.sh
ansible-playbook -i inventory/hosts kubespray/cluster.yml
#- kubespray/roles/kubespray_defaults/defaults/main/more.yml
metrics_enabled: true
podsecurity: "off"
computed: "{{ metrics_enabled }}"
#- inventory/hosts
[kube_node]
n1 podsecurity=false computed=no
n2 podsecurity=off
`);
    silent('about names of secrets', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 vault_password=false
`);
    silent('about YAML, where false is a boolean', `
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  hosts:
    n1: {a: false}
#- inventory/group_vars/all.yml
a: false
`);
    silent('about a file that no run reads', `
#- notes/hosts.txt
[web]
n1 a=false
`);
    silent('where a comment says so', `
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1 a=false # groupvars: ignore ini-text-not-boolean
`);
  });
});
