// The groups kubespray makes while it runs, by release, against recorded Ansible runs of stand-in plays (record.mjs).
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { depthsBelowDeclared } from '../../server/core/kubespray/declaredCluster';
import type { Run } from '../../server/core/run/run';
import type { Value } from '../../server/core/value';
import { groupsOfList, graphLines } from '../../server/features/inventoryList';
import { entriesOf, Fixture, fixture, treeOf } from '../fixture';
import { kubespray } from '../fixtureRules';

const folder = resolve(__dirname, '../../../test/kubespray');
const read = <Content>(name: string): Content => JSON.parse(readFileSync(resolve(folder, name), 'utf8')) as Content;
const cases = read<Record<string, Record<string, string>>>('cases.json');
const { answers } = read<{ answers: Record<string, Record<string, Record<string, Record<string, Value>>>> }>('answers.json');

function worldOf(name: string, checkout: string): Fixture {
  const { what: _, ...files } = cases[name]!;
  const entries = Object.entries(files).map(([path, text]) => ({ path: `clusters/prod/${path}`, text }));
  return new Fixture(treeOf([...(checkout === '' ? [] : entriesOf(fixture(checkout).tree)), ...entries]), undefined);
}

/** What the run gives each host, in the form of the recorded answers. */
function answersOf(run: Run): Record<string, Record<string, Value>> {
  const hosts: Record<string, Record<string, Value>> = {};
  for (const host of run.inventory.hosts.values()) {
    const values: Record<string, Value> = {};
    for (const name of ['v', 'w', 'of_new_name', 'of_old_name']) {
      const { variable } = run.variableOf(host, name);
      if (variable !== undefined) values[name] = variable.value;
    }
    hosts[host.name] = { ...values, group_names: host.groups.map((group) => group.name).filter((group) => group !== 'ungrouped').sort() };
  }
  return hosts;
}

const RELEASES = [['2.16.0', 'v2.26'], ['2.23.3', 'v2.26'], ['2.26.1', 'v2.26'], ['2.27.0', 'v2.31'], ['2.28.1', 'v2.31'], ['2.31.0', 'v2.31'], ['2.99.0', 'v2.31']] as const;

describe('run-time groups', () => {
  it('every case is recorded', () => assert.deepEqual(Object.keys(answers), Object.keys(cases)));

  for (const name of Object.keys(cases)) {
    describe(`${name}: ${cases[name]!['what']}`, () => {
      for (const [release, recorded] of RELEASES) {
        it(`kubespray ${release}`, () => {
          const run = worldOf(name, kubespray(release)).run('ansible-playbook -i clusters/prod/hosts.ini kubespray/cluster.yml');
          assert.equal(run.kubespray?.version, `v${release}`);
          assert.deepEqual(answersOf(run), answers[name]![recorded]);
        });
      }

      it('a release that nothing tells counts as a current one', () => {
        const run = worldOf(name, '').run('ansible-playbook -i clusters/prod/hosts.ini');
        assert.equal(run.kubespray?.isAssumed, true);
        assert.deepEqual(answersOf(run), answers[name]!['v2.31']);
      });

      it('the setting tells the release', () => {
        const world = worldOf(name, '');
        const run = world.run('ansible-playbook -i clusters/prod/hosts.ini', { project: world.project({ kubesprayVersion: '2.26.0' }) });
        assert.deepEqual(answersOf(run), answers[name]!['v2.26']);
      });

      it('list and graph show the inventory as ansible-inventory does', () => {
        const world = worldOf(name, kubespray());
        const lone = worldOf(name, '').run('ansible-inventory -i clusters/prod/hosts.ini --list');
        const run = world.run('ansible-inventory -i ../clusters/prod/hosts.ini --list', { cwd: 'kubespray' });
        const playing = world.run('ansible-playbook -i clusters/prod/hosts.ini kubespray/cluster.yml');
        void playing.inventory;
        for (const inventory of [run.staticInventory, run.inventory, playing.staticInventory]) {
          assert.deepEqual(groupsOfList(inventory), groupsOfList(lone.staticInventory));
          assert.deepEqual(graphLines(inventory.all), graphLines(lone.staticInventory.all));
          for (const host of inventory.hosts.values()) assert.equal(host.runTimeGroups.size, 0);
        }
      });
    });
  }

  it('a group that is made says so, and a host says which memberships are', () => {
    const run = worldOf('t6', kubespray()).run('ansible-playbook -i clusters/prod/hosts.ini kubespray/cluster.yml');
    const group = run.inventory.groups.get('k8s_cluster')!;
    assert.equal(group.madeAtRunTime, 'kubespray v2.31.0');
    assert.equal(group.depth, 1);
    assert.deepEqual(group.declarations, []);
    assert.deepEqual(run.inventory.hostsOf(group).map((host) => host.name), ['node1', 'node4']);
    assert.deepEqual([...run.inventory.hosts.get('node1')!.runTimeGroups], [['k8s_cluster', 'kubespray v2.31.0']]);
  });

  for (const name of Object.keys(cases).filter((candidate) => cases[candidate + ' static'] !== undefined)) {
    it(`${name}: depths below a declared k8s_cluster are those of the inventory that declares it`, () => {
      const [made, declared] = [name, name + ' static'].map((which) => worldOf(which, kubespray()).run('ansible-playbook -i clusters/prod/hosts.ini kubespray/cluster.yml').inventory);
      const deeper = depthsBelowDeclared(made!);
      assert.ok(deeper.size > 0);
      assert.deepEqual(depthsBelowDeclared(declared!).size, 0);
      for (const group of made!.groups.values()) {
        const other = declared!.groups.get(group.name);
        if (other !== undefined) assert.equal(deeper.get(group) ?? group.depth, other.depth, group.name);
      }
    });
  }

  it('a group of the inventory stays where it is: a membership that is there is not made again', () => {
    const run = worldOf('t6 static', kubespray()).run('ansible-playbook -i clusters/prod/hosts.ini kubespray/cluster.yml');
    assert.equal(run.inventory.groups.get('k8s_cluster')!.madeAtRunTime, undefined);
    for (const host of run.inventory.hosts.values()) assert.equal(host.runTimeGroups.size, 0, host.name);
    assert.equal(run.inventory.groups.get('kube_node')!.depth, 2);
  });

  it('nothing is made before v2.16, and for playbooks that are not kubespray’s', () => {
    const old = worldOf('t6c', kubespray('2.15.0')).run('ansible-playbook -i clusters/prod/hosts.ini kubespray/cluster.yml');
    assert.equal(old.inventory.groups.has('k8s_cluster'), false);
    const world = worldOf('t6', '#- site.yml\n- hosts: all\n').run('ansible-playbook -i clusters/prod/hosts.ini site.yml');
    assert.equal(world.inventory.groups.has('k8s_cluster'), false);
  });

  describe('workers that need certificates of etcd', () => {
    const world = (vars: string, release = '2.31.0', playbook = 'cluster.yml') => new Fixture(treeOf(entriesOf(fixture(kubespray(release).replace('- hosts: kube_node\n', '- hosts: etcd:kube_control_plane:_kubespray_needs_etcd\n') + `#- kubespray/reset.yml
- hosts: k8s_cluster
#- clusters/prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
w2
[etcd:children]
kube_control_plane
#- clusters/prod/group_vars/_kubespray_needs_etcd.yml
v: from clients
w: from clients
${vars}`).tree)), undefined).run(`ansible-playbook -i clusters/prod/hosts.ini kubespray/${playbook}`);
    const members = (run: Run) => run.inventory.hostsOf(run.inventory.groups.get('_kubespray_needs_etcd') ?? run.inventory.groups.get('ungrouped')!).map((host) => host.name);

    it('are in a group that is made at run time, with its vars; the play for it reaches them', () => {
      // as ansible-playbook 2.14 has it: of groups side by side the last by name wins, and _ comes before k
      const run = world('#- clusters/prod/group_vars/kube_node.yml\nkube_network_plugin: cilium\nv: from nodes\n');
      const worker = run.inventory.hosts.get('w1')!;
      assert.deepEqual(worker.groups.map((group) => group.name), ['_kubespray_needs_etcd', 'k8s_cluster', 'kube_node']);
      assert.equal(worker.runTimeGroups.get('_kubespray_needs_etcd'), 'kubespray v2.31.0');
      assert.deepEqual(['v', 'w'].map((name) => run.variableOf(worker, name).variable?.value), ['from nodes', 'from clients']);
      assert.deepEqual(run.playsOf(worker).map((play) => play.hosts), ['k8s_cluster:etcd', 'etcd:kube_control_plane:_kubespray_needs_etcd']);
    });

    it('the plays of hosts are those of the run, made or not', () => {
      for (const plugin of ['calico', 'cilium']) {
        const run = world(`#- clusters/prod/group_vars/all.yml\nkube_network_plugin: ${plugin}\n`);
        for (const { plays } of run.hostClasses) for (const play of plays) assert.ok(run.plays.includes(play), plugin);
        assert.ok(run.hostClasses.some(({ plays }) => plays.length > 0));
      }
    });

    for (const [what, expected, vars, release, playbook] of [
      ['calico', [], ''],
      ['calico that keeps its data in etcd', ['w1', 'w2'], '#- clusters/prod/group_vars/all.yml\ncalico_datastore: etcd\n'],
      ['flannel on one of them', ['w2'], '#- clusters/prod/host_vars/w2.yml\nkube_network_plugin: flannel\n'],
      ['another plugin, with cilium beside it', ['w1', 'w2'], '#- clusters/prod/group_vars/all.yml\nkube_network_plugin: macvlan\ncilium_deploy_additionally: true\n'],
      ['etcd of kubeadm', [], '#- clusters/prod/group_vars/all.yml\nkube_network_plugin: cilium\netcd_deployment_type: kubeadm\n'],
      ['a template', [], '#- clusters/prod/group_vars/all.yml\nkube_network_plugin: "{{ plugin }}"\n'],
      ['cilium since v2.24', ['w1', 'w2'], '#- clusters/prod/group_vars/all.yml\nkube_network_plugin: cilium\n', '2.24.0'],
      ['before v2.24', [], '#- clusters/prod/group_vars/all.yml\nkube_network_plugin: cilium\n', '2.23.3'],
      ['a playbook that makes none', [], '#- clusters/prod/group_vars/all.yml\nkube_network_plugin: cilium\n', '2.31.0', 'reset.yml'],
    ] as const) it(`${what}: ${expected.length === 0 ? 'none' : expected.join()}`, () => assert.deepEqual(members(world(vars, release, playbook)), expected));
  });
});
