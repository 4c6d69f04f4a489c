// When vars files are read: `run_vars_plugins`, the stage of host_group_vars, the list of enabled plugins. Recorded from `debug` tasks of ansible-playbook 2.14.
import { strict as assert } from 'node:assert';
import { fixture } from '../../fixture';
import { kubespray } from '../../fixtureRules';
import { whatIsUnknown } from '../../../server/features/unknown';

const WORLD = `
#- inv/hosts
[parent:children]
web
[web]
h1 hl=line
[parent:vars]
p=ini_parent
[web:vars]
x=ini_web
p2=ini_web
[all:vars]
x=ini_all
y=ini_all
#- inv/group_vars/all.yml
x: all_file
y: all_file
z: all_file
#- inv/group_vars/parent.yml
p: parent_file
p2: parent_file
#- inv/host_vars/h1.yml
hl: hv
inventory_hostname_short: hv
#- play/group_vars/all.yml
z: play_all
pz: play_all
#- play/p.yml
- hosts: all
  gather_facts: false
`;

// settings, and what `debug` printed; `-` is a variable that is not defined
const RECORDED = `
 => x=all_file y=all_file z=play_all p=parent_file p2=parent_file hl=hv inventory_hostname_short=hv pz=play_all
ANSIBLE_RUN_VARS_PLUGINS=start => x=ini_web y=all_file z=all_file p=parent_file p2=ini_web hl=hv inventory_hostname_short=h1 pz=-
ANSIBLE_VARS_PLUGIN_STAGE=inventory => x=ini_web y=all_file z=all_file p=parent_file p2=ini_web hl=hv inventory_hostname_short=h1 pz=-
ANSIBLE_VARS_PLUGIN_STAGE=task => x=all_file y=all_file z=play_all p=parent_file p2=parent_file hl=hv inventory_hostname_short=hv pz=play_all
ANSIBLE_VARS_PLUGIN_STAGE=all => x=all_file y=all_file z=play_all p=parent_file p2=parent_file hl=hv inventory_hostname_short=hv pz=play_all
ANSIBLE_VARS_ENABLED=ansible.builtin.host_group_vars => x=all_file y=all_file z=play_all p=parent_file p2=parent_file hl=hv inventory_hostname_short=hv pz=play_all
ANSIBLE_VARS_ENABLED= => x=ini_web y=ini_all z=- p=ini_parent p2=ini_web hl=line inventory_hostname_short=h1 pz=-
`;

describe('core/run: G14 when vars files are read', () => {
  const world = fixture(WORLD);
  for (const row of RECORDED.slice(1, -1).split('\n')) {
    const [settings, pairs] = row.split(' => ') as [string, string];
    it(settings === '' ? 'by default' : settings, () => {
      const run = world.run(`${settings} ansible-playbook -i inv/hosts play/p.yml`.trim());
      const host = run.inventory.hosts.get('h1')!;
      const got = pairs.split(' ').map((pair) => pair.split('=')[0]!).map((name) => `${name}=${String(run.variableOf(host, name).variable?.value ?? '-')}`).join(' ');
      assert.equal(got, pairs);
    });
  }

  const started = world.with('ansible.cfg', '[defaults]\nrun_vars_plugins = start\n').run('ansible-playbook -i inv/hosts play/p.yml');

  it('start: a file loses against the inventory’s vars of a deeper group, and the reason says so', () => {
    const { variable } = started.variableOf(started.inventory.hosts.get('h1')!, 'p2');
    assert.equal(variable!.reason, 'vars of group web in the inventory outrank group_vars of group parent beside the inventory');
    assert.deepEqual(variable!.overridden.map(({ origin }) => world.place(origin)), ['inv/group_vars/parent.yml:2']);
  });

  it('start: what lies beside the playbook is not read', () => {
    assert.deepEqual(started.loadedFiles.map(({ path }) => path), ['/ws/inv/group_vars/all.yml', '/ws/inv/group_vars/parent.yml', '/ws/inv/host_vars/h1.yml']);
    assert.deepEqual(started.searchedPlaces().filter(({ path }) => path.startsWith('/ws/play')), []);
  });

  it('start: groups that are made while the playbook runs get no vars files', () => {
    const cluster = fixture(kubespray() + `#- prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
cp1
#- prod/group_vars/k8s_cluster.yml
mine: 1
`);
    const valueOf = (command: string): unknown => {
      const run = cluster.run(command);
      assert.ok(run.inventory.groups.has('k8s_cluster'));
      return run.variableOf(run.inventory.hosts.get('cp1')!, 'mine').variable?.value;
    };
    assert.equal(valueOf('ansible-playbook -i prod/hosts.ini kubespray/cluster.yml'), 1);
    assert.equal(valueOf('ANSIBLE_RUN_VARS_PLUGINS=start ansible-playbook -i prod/hosts.ini kubespray/cluster.yml'), undefined);
  });

  it('another vars plugin is code: what it sets is unknown, and is said to be', () => {
    const run = world.with('ansible.cfg', '[defaults]\nvars_plugins_enabled = host_group_vars, acme.vault.secrets\n').run('ansible-playbook -i inv/hosts play/p.yml');
    assert.ok(run.isOpaque);
    assert.equal(whatIsUnknown(run), 'The vars plugin acme.vault.secrets is code: other values are possible.');
    assert.equal(run.variableOf(run.inventory.hosts.get('h1')!, 'z').variable!.value, 'play_all');
  });
});
