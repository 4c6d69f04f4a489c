// A vars folder that no known run reads.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';
import { lineOf } from '../fixture';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['unread-vars'] });
const findings = (fixture: string, world = {}) => allFindings(fixture, world).filter(({ rule }) => rule === 'unread-vars');

const RUN = `#- run.sh
ansible-playbook -i inventories/prod/hosts playbooks/site.yml
#- playbooks/site.yml
- hosts: all
#- inventories/prod/hosts
[web]
n1
[db]
n2
#- inventories/prod/group_vars/all.yml
b: 1
`;
const VARS = '#- group_vars/web.yml\na: 1\n';

describe('unread-vars', () => {
  it('at the top, away from inventory and playbook', () => {
    check(RUN + `#- group_vars/db.yml
c: 1
#^^^^ warning unread-vars: group_vars has vars for db and web, and no run that is known reads them: Ansible looks for group_vars beside the inventory and beside the file that holds the plays only
#- group_vars/web/main.yml
a: 1
#- group_vars/all.yml
a: 1
#- group_vars/zzz.yml
a: 1
#- host_vars/n1.yml
a: 1
#^^^^ warning unread-vars: host_vars has vars for n1, and no run that is known reads them: Ansible looks for host_vars beside the inventory and beside the file that holds the plays only
`);
  });

  it('in the folder above the inventories', () => {
    check(RUN + `#- inventories/group_vars/web.yml
a: 1
#^^^^ warning unread-vars: inventories/group_vars has vars for web, and no run that is known reads them: Ansible looks for group_vars beside the inventory and beside the file that holds the plays only
`);
  });

  it('leads to the runs', () => {
    assert.deepEqual(findings(RUN + VARS)[0]!.related.map(({ span, message }) => `${span.file.path}:${lineOf(span)} ${message}`), ['/ws/run.sh:1 this run has web, and looks elsewhere']);
  });

  describe('is silent, for another rule has it', () => {
    const rulesFor = (fixture: string): string[] => [...new Set(allFindings(fixture).map(({ rule }) => rule))];
    it('inventory-without-vars', () => assert.deepEqual(rulesFor(RUN.replace(/#- inventories\/prod\/group_vars(.|\n)*/, '') + VARS + '#- more/here/group_vars/web.yml\na: 1\n'), ['inventory-without-vars']));
    it('wrapper-vars', () => assert.deepEqual(rulesFor(RUN.replace('playbooks/site.yml', 'site.yml') + VARS + '#- site.yml\n- import_playbook: playbooks/site.yml\n'), ['wrapper-vars']));
    it('nested-vars-folder', () => assert.deepEqual(rulesFor(RUN.replace('prod/hosts', '') + '#- inventories/group_vars/all.yml\na: 1\n#- inventories/prod/group_vars/web.yml\na: 1\n'), ['nested-vars-folder']));
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('without a run that is written', RUN.replace(/#- run.sh\n.*\n/, '') + VARS);
    silent('about vars for all, and for what the runs have not', RUN + '#- group_vars/all.yml\na: 1\n#- group_vars/zzz.yml\na: 1\n#- host_vars/zzz.yml\na: 1\n');
    silent('about files that set nothing', RUN + '#- group_vars/web.yml\n# a: 1\n');
    silent('when a run’s inventory is not known in full', RUN + VARS + '#- other.sh\nansible-playbook -i "$INVENTORY" playbooks/site.yml\n');
    silent('when an inventory is a script', RUN.replace('[web]', '#!/bin/sh\n[web]').replace('prod/hosts\n#!', 'prod/hosts +x\n#!') + VARS);
    silent('when a playbook is not known', RUN + VARS + '#- other.sh\nansible-playbook -i inventories/prod/hosts "$1"\n');
    silent('when a playbook is not there', RUN + VARS + '#- other.sh\nansible-playbook -i inventories/prod/hosts gone.yml\n');
    silent('beside another inventory', RUN + VARS + '#- hosts\n[web]\nn9\n');
    silent('beside an inventory of another name', RUN + VARS + '#- nodes.ini\n[web]\nn9\n');
    silent('beside an inventory plugin’s file', RUN + VARS + '#- cloud.yml\nplugin: amazon.aws.aws_ec2\n');
    silent('beside a script that may list hosts', RUN + VARS + '#- list_hosts.py +x\n#!/usr/bin/env python3\n');
    silent('beside a playbook that no known run names', RUN + VARS + '#- other.yml\n- hosts: web\n');
    silent('beside a playbook of imports', RUN + VARS + '#- all.yml\n- ansible.builtin.import_playbook: playbooks/site.yml\n');
    silent('where another run starts a playbook', RUN + VARS + '#- other.sh\nansible-playbook -i inventories/prod/hosts top.yml\n#- top.yml\n- hosts: web\n');
    silent('where ansible.cfg names an inventory: what is started there reads it', RUN + VARS + '#- ansible.cfg\n[defaults]\ninventory = inventories/prod/hosts\n');
    for (const folder of ['roles/web', 'collections/ansible_collections/a/b', 'tests', 'molecule/default', 'templates', 'docs/sample', 'examples/one', 'old', 'vendor/x']) silent(`in ${folder}`, RUN + VARS.replace('#- ', `#- ${folder}/`));
    silent('in a kubespray checkout', kubespray() + RUN + VARS.replace('#- ', '#- kubespray/inventory/'));
    silent('at the place of another inventory, which is not there now', RUN + VARS.replace('#- ', '#- inventories/qa/'));
    silent('of another repository', '#- .git/HEAD\nref: x\n' + RUN + VARS.replace('#- ', '#- sub/') + '#- sub/.git\ngitdir: ../.git/modules/sub\n');
    silent('that a link leads to', RUN.replace('#- inventories/prod/group_vars/all.yml\nb: 1\n', '#- inventories/prod/group_vars -> ../../group_vars\n') + VARS);
    silent('that a link of one file leads to', RUN + VARS + '#- inventories/prod/group_vars/web.yml -> ../../../group_vars/web.yml\n');
    silent('that -e brings', RUN.replace('-i inv', '-e @group_vars/web.yml -i inv') + VARS);
    silent('that vars_files brings', RUN.replace('- hosts: all', '- hosts: all\n  vars_files: [../group_vars/web.yml]') + VARS);
    silent('that a task may bring', RUN.replace('- hosts: all', '- hosts: all\n  tasks: [{include_vars: {dir: ../group_vars}}]') + VARS);
    silent('that a role may bring', RUN.replace('- hosts: all', '- hosts: all\n  roles: [x]') + VARS + '#- playbooks/roles/x/tasks/main.yml\n- include_vars: "{{ playbook_dir }}/../group_vars/web.yml"\n');
    silent('that a script copies', RUN.replace('ansible-playbook', 'cp -r group_vars playbooks/\nansible-playbook') + VARS);
    silent('where ansible.cfg makes Ansible look elsewhere', RUN + VARS + '#- ansible.cfg\n[defaults]\nplaybook_vars_root = all\n');
    silent('where a comment says so', RUN + '#- group_vars/web.yml\na: 1 # groupvars: ignore unread-vars\n');
  });
});
