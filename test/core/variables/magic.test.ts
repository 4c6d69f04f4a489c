// Variables that Ansible sets itself, held against what a playbook of ansible-core 2.14.18 printed over these files.
import { strict as assert } from 'node:assert';
import { magicText } from '../../../server/core/variables/magic';
import { Odd, type Value } from '../../../server/core/value';
import { fixture } from '../../fixture';

const world = fixture(`
#- hosts
[web]
h1.x.org inventory_hostname=line inventory_hostname_short=sline group_names=gline inventory_dir=dline groups=q
h2
10.0.0.5
[web:vars]
inventory_file=gv
inventory_hostname=gvh
#- host_vars/h2.yml
inventory_hostname: hv
inventory_file: hvf
#- group_vars/web.yml
ansible_forks: 9
ansible_check_mode: yes
role_name: z
ansible_facts: {a: 1}
inventory_dir: gdir
#- p.yml
- hosts: all
#- q.yml
- hosts: all
  vars: {inventory_hostname_short: playvar}
`);

const value = (command: string, host: string, name: string): Value | undefined => {
  const run = world.run(command);
  return run.variableOf(run.inventory.hosts.get(host)!, name).variable?.value;
};

describe('variables of Ansible’s own', () => {
  const P = 'ansible-playbook -i hosts p.yml';
  const cases: readonly (readonly [what: string, command: string, host: string, name: string, expected: Value | 'Ansible’s own'])[] = [
    ['K2 a host line does not override the name of the host', P, 'h1.x.org', 'inventory_hostname', 'h1.x.org'],
    ['K2 nor its short name', P, 'h1.x.org', 'inventory_hostname_short', 'h1'],
    ['K2 an address is not cut', P, '10.0.0.5', 'inventory_hostname_short', '10.0.0.5'],
    ['K2 nor its groups', P, 'h1.x.org', 'group_names', ['web']],
    ['K2 a host_vars file does', P, 'h2', 'inventory_hostname', 'hv'],
    ['K2 vars of a play do', 'ansible-playbook -i hosts q.yml', 'h1.x.org', 'inventory_hostname_short', 'playvar'],
    ['K2 -e does', `${P} -e inventory_hostname=EE`, 'h2', 'inventory_hostname', 'EE'],
    ['K1 the source is a variable of the host: its line overrides it', P, 'h1.x.org', 'inventory_dir', 'dline'],
    ['K1 a host_vars file does', P, 'h2', 'inventory_file', 'hvf'],
    ['K1 group vars do not', P, 'h2', 'inventory_dir', '/ws'],
    ['K3 groups are Ansible’s, whatever a host says', P, 'h1.x.org', 'groups', 'Ansible’s own'],
    ['K3 so are its options, over -e too', `${P} -e ansible_forks=77`, 'h2', 'ansible_forks', 'Ansible’s own'],
    ['K3 without a playbook there is no check mode', 'ansible-inventory -i hosts', 'h2', 'ansible_check_mode', true],
    ['names that Ansible sets within roles alone are free elsewhere', P, 'h2', 'role_name', 'z'],
  ];
  for (const [what, command, host, name, expected] of cases) {
    it(what, () => {
      const found = value(command, host, name);
      if (expected === 'Ansible’s own') assert.ok(found instanceof Odd, String(found));
      else assert.deepEqual(found, expected);
    });
  }

  it('over all hosts and over one the answer is the same', () => {
    const run = world.run(P);
    for (const name of ['inventory_hostname', 'group_names', 'groups', 'ansible_forks']) {
      const told = new Map(run.variable(name).flatMap(({ hosts, variable }) => hosts.map((host) => [host.name, variable?.value] as const)));
      for (const host of run.inventory.hosts.values()) assert.deepEqual(told.get(host.name), run.variableOf(host, name).variable?.value, `${name} on ${host.name}`);
    }
  });

  it('are explained, others are not', () => {
    assert.match(magicText('omit')!, /not even -e/);
    assert.match(magicText('group_names')!, /host_vars files, play vars and -e override it/);
    assert.match(magicText('inventory_dir')!, /Vars of the host override it/);
    for (const name of ['port', 'constructor', '__proto__', 'role_name']) assert.equal(magicText(name), undefined);
  });
});
