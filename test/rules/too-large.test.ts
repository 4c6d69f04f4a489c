// Expansions over their budgets: told once, at their place, and nothing beside them is lost.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings, projectOf } from '../fixtureRules';

/** All rules: what is too large is told by this one alone. */
const check = (fixture: string) => checkAll(fixture);

describe('too-large', () => {
  it('ranges, in both kinds of inventory; the other hosts stay', () => {
    const project = check(`
#- run.sh
ansible-playbook -i a.ini -i b.yml p.yml
#- p.yml
- hosts: all
#- a.ini
[web]
node[1:10000000]
#^^^^^^^^^^^^^^^^ warning too-large: “node[1:10000000]” stands for 10,000,000 hosts: at most 100,000 are read from one inventory
a1
#- b.yml
all:
  hosts:
    node[1:10000000]:
#   ^^^^^^^^^^^^^^^^ warning too-large: “node[1:10000000]” stands for 10,000,000 hosts: at most 100,000 are read from one inventory
    b1:
`);
    assert.deepEqual([...project.runs[0]!.inventory.hosts.keys()], ['a1', 'b1']);
    assert.equal(project.runs[0]!.isOpaque, true, 'the hosts left out are unknown');
  });

  it('a playbook that imports what imports it', () => {
    check(`
#- run.sh
ansible-playbook -i hosts p.yml
#- hosts
[web]
w1
#- p.yml
- import_playbook: q.yml
- hosts: all
#- q.yml
- import_playbook: p.yml
#                  ^^^^^ warning too-large: this import leads back to a playbook it stands in: it goes round without end
`);
  });

  it('a file that is too large, as vars, as a playbook, as a configuration, as an inventory', () => {
    for (const file of ['group_vars/all.yml', 'p.yml', 'ansible.cfg', 'hosts']) {
      const found = findings(`#- run.sh\nansible-playbook -i hosts p.yml\n${['hosts', 'p.yml'].filter((name) => name !== file).map((name) => `#- ${name}\n${name === 'hosts' ? '[web]\nw1' : '- hosts: all'}\n`).join('')}#- ${file} +too-large\n`);
      assert.deepEqual(found.map(({ rule, span, message }) => [rule, span.file.path, message]), [['too-large', `/ws/${file}`, 'Larger than 4 MiB: not read']]);
    }
  });

  it('is silent about what no run reads, and where it is ignored', () => {
    check(`
#- other/hosts.yml
all:
  hosts:
    node[1:10000000]:
`);
    check(`
#- run.sh
ansible-playbook -i a.ini p.yml
#- p.yml
- hosts: all
#- a.ini
[web]
w1
node[1:10000000] # groupvars: ignore too-large
`);
  });

  it('the same hosts in many groups are no more hosts', () => {
    const groups = Array.from({ length: 2 }, (_, index) => `[g${index}]\nn[1:60000]\n`).join('');
    const project = projectOf(`#- run.sh\nansible-playbook -i hosts p.yml\n#- p.yml\n- hosts: all\n#- hosts\n${groups}`);
    assert.equal(project.runs[0]!.inventory.hosts.size, 60_000);
    assert.equal(project.runs[0]!.isOpaque, false);
  });
});
