// Vars beside an inventory in a sub-folder of the folder that a run names.
import { strict as assert } from 'node:assert';
import { applied } from '../fixes';
import { check as checkAll, findings as allFindings } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['nested-vars-folder'] });

describe('nested-vars-folder', () => {
  it('group_vars and host_vars in a sub-folder', () => {
    check(`
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/prod/hosts
[web]
#^^^^^ warning nested-vars-folder: The vars beside this inventory are not read: a run that names inventory looks for group_vars and host_vars in inventory itself (run ws)
n1
#- inventory/prod/group_vars/web.yml
a: 1
#- inventory/group_vars/all.yml
b: 1
#- inventory/qa/hosts.yml
all: {hosts: {q1: }}
#^^^^^^^^^^^^^^^^^^^^ warning nested-vars-folder: The vars beside this inventory are not read: a run that names inventory looks for group_vars and host_vars in inventory itself (run ws)
#- inventory/qa/host_vars/q1.yml
a: 1
`);
  });

  it('told once when two runs name the folder', () => {
    check(`
#- one.sh
ansible-playbook -i inventory a.yml
ansible-playbook -i inventory -i other a.yml
#- a.yml
- hosts: all
#- other
[db]
d1
#- inventory/prod/hosts
[web]
#^^^^^ warning nested-vars-folder: The vars beside this inventory are not read: a run that names inventory looks for group_vars and host_vars in inventory itself (runs inventory and inventory (2))
n1
#- inventory/prod/group_vars/web.yml
a: 1
#- inventory/group_vars/all.yml
b: 1
`);
  });

  it('leaves the folder that inventory-without-vars names to it', () => {
    const rulesFor = (name: string): string[] => [
      ...new Set(
        allFindings(`
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/prod/${name}
[web]
n1
#- inventory/prod/group_vars/web.yml
a: 1
`).map(({ rule }) => rule),
      ),
    ];
    assert.deepEqual(rulesFor('nodes'), ['inventory-without-vars']);
    assert.deepEqual(rulesFor('hosts'), ['nested-vars-folder']);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('where the vars lie in the folder itself', `
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/prod/hosts
[web]
n1
#- inventory/group_vars/web.yml
a: 1
`);
    silent('where the folder is named as well', `
#- run.sh
ansible-playbook -i inventory -i inventory/prod a.yml
#- a.yml
- hosts: all
#- inventory/prod/hosts
[web]
n1
#- inventory/prod/group_vars/web.yml
a: 1
#- inventory/group_vars/all.yml
b: 1
`);
    silent('where the file is named', `
#- run.sh
ansible-playbook -i inventory/prod/hosts a.yml
#- a.yml
- hosts: all
#- inventory/prod/hosts
[web]
n1
#- inventory/prod/group_vars/web.yml
a: 1
`);
    silent('where the playbook lies beside the vars', `
#- run.sh
ansible-playbook -i inventory inventory/prod/a.yml
#- inventory/prod/a.yml
- hosts: all
#- inventory/prod/hosts
[web]
n1
#- inventory/prod/group_vars/web.yml
a: 1
`);
    silent('about vars for groups and hosts that the run has not', `
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/prod/hosts
[web]
n1
#- inventory/prod/group_vars/gone.yml
a: 1
#- inventory/prod/host_vars/gone.yml
a: 1
#- inventory/group_vars/all.yml
b: 1
`);
    silent('about a sub-folder without an inventory, and an empty one', `
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
#- inventory/group_vars/all.yml
b: 1
#- inventory/prod/group_vars/web.yml
a: 1
#- inventory/qa/hosts.ini
[web]
n1
#- inventory/qa/group_vars/web.yml
a: 1
#- inventory/dev/hosts
[web]
n2
#- inventory/dev/group_vars/
`);
    silent('where a comment says so', `
#- run.sh
ansible-playbook -i inventory a.yml
#- a.yml
- hosts: all
#- inventory/prod/hosts
# groupvars: ignore nested-vars-folder
[web]
n1
#- inventory/prod/group_vars/web.yml
a: 1
#- inventory/group_vars/all.yml
b: 1
`);
  });

  it('a fix names the inventory itself, where it is the only one and the folder stands there as text', () => {
    const files = '#- a.yml\n- hosts: all\n#- inventory/prod/hosts\n[web]\nn1\n#- inventory/prod/group_vars/web.yml\na: 1\n#- inventory/group_vars/all.yml\nb: 1\n';
    const fixes = (fixture: string) => allFindings(fixture).filter(({ rule }) => rule === 'nested-vars-folder').flatMap((finding) => finding.fixes);
    const [fix] = fixes(`#- run.sh\nansible-playbook -i inventory/ a.yml\n${files}`);
    assert.equal(fix!.title, 'Change to inventory/prod/hosts');
    assert.deepEqual(applied(fix!), ['ansible-playbook -i inventory/prod/hosts a.yml']);
    assert.deepEqual(fixes(`#- run.sh\nI=inventory\nansible-playbook -i $I a.yml\n${files}`), []);
    assert.deepEqual(fixes(`#- run.sh\nansible-playbook -i inventory a.yml\n${files}#- inventory/qa/hosts\n[db]\nd1\n`), []);
  });
});
