// Plain YAML values that are read as another type than they look like.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';
import { applied } from '../fixes';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['yaml-type'] });
const findings = (fixture: string) => allFindings(fixture).filter(({ rule }) => rule === 'yaml-type');
const fixed = (fixture: string) => findings(fixture).map(({ fixes }) => fixes.map((fix) => [fix.title, fix.preferred === true, ...applied(fix)]));

describe('yaml-type', () => {
  it('times and MAC addresses of small digits, at any depth and in YAML inventories', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.yml a.yml
#- a.yml
- hosts: all
#- inventory/hosts.yml
all:
  hosts:
    n1: {mac: 52:54:00:12:34:56, window: 22:30}
#             ^^^^^^^^^^^^^^^^^ information yaml-type: “52:54:00:12:34:56” is the number “41135085296” to Ansible, in base 60: put quotes around it if the text is meant
#                                        ^^^^^ information yaml-type: “22:30” is the number “1350” to Ansible, in base 60: put quotes around it if the text is meant
#- inventory/group_vars/all.yml
start: 10:30
#      ^^^^^ information yaml-type: “10:30” is the number “630” to Ansible, in base 60: put quotes around it if the text is meant
backup:
  at: [1:30:00, "10:30"]
#      ^^^^^^^ information yaml-type: “1:30:00” is the number “5400” to Ansible, in base 60: put quotes around it if the text is meant
  length: 190:20:30.15
#         ^^^^^^^^^^^^ information yaml-type: “190:20:30.15” is the number “685230.15” to Ansible, in base 60: put quotes around it if the text is meant
`);
  });

  it('versions that lose a 0', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
kube_version: 1.30
#             ^^^^ information yaml-type: “1.30” is the number “1.3” to Ansible: put quotes around it if the text is meant
go: {min_version: 1.20, releases: [3.9, 3.10]}
#                 ^^^^ information yaml-type: “1.20” is the number “1.2” to Ansible: put quotes around it if the text is meant
#                                       ^^^^ information yaml-type: “3.10” is the number “3.1” to Ansible: put quotes around it if the text is meant
#- clusters/prod/host_vars/n1.yml
release: 2.10
#        ^^^^ information yaml-type: “2.10” is the number “2.1” to Ansible: put quotes around it if the text is meant
`);
  });

  it('values where the role default is a text', () => {
    check(kubespray() + `#- run.sh
ansible-playbook -i inventory/hosts.ini kubespray/cluster.yml
#- kubespray/roles/kubespray_defaults/defaults/main/more.yml
local_release_mode: "0755"
etcd_mode: "file"
empty_one: ""
flag_text: "yes"
flag: false
computed: "{{ flag }}"
numbered: "1000"
#- kubespray/roles/other/defaults/main.yml
mixed: 1
#- kubespray/roles/kubespray_defaults/defaults/main/mixed.yml
mixed: "one"
#- inventory/hosts.ini
[k8s_cluster]
n1
#- inventory/group_vars/all.yml
local_release_mode: 0644
#                   ^^^^ information yaml-type: “0644” is the number “420” to Ansible, where the role default is a text: put quotes around it if the text is meant
etcd_mode: true
#          ^^^^ information yaml-type: “true” is the boolean “True” to Ansible, where the role default is a text: put quotes around it if the text is meant
kube_network_plugin: off
#                    ^^^ information yaml-type: “off” is the boolean “False” to Ansible, where the role default is a text: put quotes around it if the text is meant
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
at: 10:30
#   ^^^^^ information yaml-type: “10:30” is the number “630” to Ansible, in base 60: put quotes around it if the text is meant
`);
  });

  it('a secret is not repeated', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
vnc_password: 12:34
#             ^^^^^ information yaml-type: This value of “vnc_password” is a number to Ansible, in base 60: put quotes around it if the text is meant
pass: {a: {version: 1.10}}
#                   ^^^^ information yaml-type: This value of “version” is a number to Ansible: put quotes around it if the text is meant
`);
  });

  it('puts quotes around it: to take without looking only where nobody means the number', () => {
    assert.deepEqual(fixed(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
at: 10:30 # noon
kube_version: 1.30
a_token: 12:34
later: &at 10:45
`), [
      [['Put quotes around the value', true, 'at: "10:30" # noon']],
      [['Put quotes around the value', true, 'kube_version: "1.30"']],
      [['Put quotes around the value', true, 'a_token: "12:34"']],
      [['Put quotes around the value', true, 'later: &at "10:45"']],
    ]);
    assert.deepEqual(fixed(kubespray() + `#- clusters/prod/hosts.ini
[kube_node]
n1
#- clusters/prod/group_vars/all.yml
kube_network_plugin: off
`), [[['Put quotes around the value', false, 'kube_network_plugin: "off"']]]);
  });

  it('a value with an anchor once, where it stands', () => {
    check(`
#- run.sh
ansible-playbook -i hosts a.yml
#- a.yml
- hosts: all
#- hosts
[web]
n1
#- group_vars/all.yml
a: &at 10:30
#      ^^^^^ information yaml-type: “10:30” is the number “630” to Ansible, in base 60: put quotes around it if the text is meant
b: *at
c: {<<: {d: 1:15}}
#           ^^^^ information yaml-type: “1:15” is the number “75” to Ansible, in base 60: put quotes around it if the text is meant
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about what Ansible reads as a text, and what is quoted', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
a: 02:42:ac:11:00:02
b: 00:30
c: 10:60
d: 8080:80
e: "10:30"
f: '1.30'
kube_version: v1.30.0
g_version: "1.30"
h_version: 1.30.2
i: 10.0.0.0/18
`);
    silent('about versions that stay what they are, and numbers that are no versions', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
version: 1.31
api_version: 2
schema_version: 1.0
conversion_rate: 1.50
currency_conversion: 1.20
inversionFactor: 2.50
ratio: 1.50
timeout: 30
created: 2024-01-10
`);
    silent('about modes, booleans and numbers without a role default', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
mode: 0644
enabled: yes
size: 1_000
hex: 0x1F
nothing: ~
`);
    silent('where the role default is empty, a template, a boolean, or differs between roles', kubespray() + `#- run.sh
ansible-playbook -i inventory/hosts.ini kubespray/cluster.yml
#- kubespray/roles/kubespray_defaults/defaults/main/more.yml
local_release_mode: "0755"
etcd_mode: "file"
empty_one: ""
flag_text: "yes"
flag: false
computed: "{{ flag }}"
numbered: "1000"
#- kubespray/roles/other/defaults/main.yml
mixed: 1
#- kubespray/roles/kubespray_defaults/defaults/main/mixed.yml
mixed: "one"
#- inventory/hosts.ini
[k8s_cluster]
n1
#- inventory/group_vars/all.yml
empty_one: true
flag: yes
computed: yes
flag_text: true
mixed: yes
numbered: 1000
kube_pods_subnet: ~
`);
    silent('about values below a mapping that is called like a role default', kubespray() + `#- run.sh
ansible-playbook -i inventory/hosts.ini kubespray/cluster.yml
#- kubespray/roles/kubespray_defaults/defaults/main/more.yml
local_release_mode: "0755"
etcd_mode: "file"
empty_one: ""
flag_text: "yes"
flag: false
computed: "{{ flag }}"
numbered: "1000"
#- kubespray/roles/other/defaults/main.yml
mixed: 1
#- kubespray/roles/kubespray_defaults/defaults/main/mixed.yml
mixed: "one"
#- inventory/hosts.ini
[k8s_cluster]
n1
#- inventory/group_vars/all.yml
mine:
  etcd_mode: true
  local_release_mode: 0644
`);
    silent('about JSON, tags, aliases and vault', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.json
{"kube_version": 1.30}
#- clusters/prod/group_vars/web.yml
a_version: !!str 1.30
b_version: !!float 1.30
`);
    silent('about files that no run reads', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/nobody.yml
at: 10:30
#- docker-compose.yml
ports: [22:22]
`);
    silent('where a comment says so', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
at: 10:30 # groupvars: ignore yaml-type
b: [10:30] # groupvars: ignore unknown-tag, yaml-type
`);
  });
});
