// What the user's definitions do to kubespray's defaults: one class each, with a checkout and with the facts of a release alone.
import { strict as assert } from 'node:assert';
import { overrideBy, type Override } from '../../server/core/kubespray/overrides';
import { valueText } from '../../server/features/describe';
import type { Project } from '../../server/core/project';
import { fixture, type Fixture } from '../fixture';
import { kubespray, runNamed, type World } from '../fixtureRules';

const HOSTS = '#- prod/hosts.ini\n[kube_control_plane]\ncp1\n[kube_node]\nw1\n';
const RUN = '#- run.sh\nansible-playbook -i prod/hosts.ini kubespray/cluster.yml\n';
const VARS = '#- prod/group_vars/all.yml\n';

function overridesIn(world: Fixture, settings?: World): Record<string, string> {
  const project: Project = world.project(settings);
  const run = runNamed(project);
  const host = run.inventory.hosts.get('w1')!;
  const shown = ({ class: kind, defaults, isComputed, fate }: Override): string =>
    [kind, ...(fate.kind === 'known' ? [] : [`(${fate.kind})`]), ...defaults.map(({ value }) => valueText('', value)), ...(isComputed ? ['computed'] : [])].join(' ');
  return Object.fromEntries([...run.names({ defaults: false })].sort().flatMap((name) => {
    const { variable } = run.variableOf(host, name);
    const found = variable === undefined ? undefined : overrideBy(project, run, variable, host);
    return found === undefined ? [] : [[name, shown(found.override)]];
  }));
}
const withCheckout = (vars: string, more = '') => overridesIn(fixture(kubespray() + RUN + HOSTS + VARS + vars + more));
const withRelease = (vars: string, release?: string) => overridesIn(fixture(HOSTS + VARS + vars), release === undefined ? {} : { kubesprayVersion: release });

const ROLES = `#- kubespray/roles/one/defaults/main.yml
port: "6443"
mode: a
flag: true
folder: "{{ base }}/x"
#- kubespray/roles/two/defaults/main.yml
port: 6443
mode: b
#- kubespray/roles/two/vars/main.yml
fixed_names: [a]
#- kubespray/roles/two/tasks/main.yml
- debug: {msg: "{{ fixed_names }} {{ optional_name | default('x') }}"}
`;

describe('overrides', () => {
  it('changed and equal: a port is the same as text and number, a boolean is no number', () => {
    assert.deepEqual(withCheckout('kube_network_plugin: cilium\nkube_pods_subnet: 10.233.64.0/18\nport: 6443\nflag: 1\n', ROLES), {
      flag: 'changed true',
      kube_network_plugin: 'changed calico',
      kube_pods_subnet: 'equal 10.233.64.0/18',
      port: 'equal "6443" 6443',
    });
  });
  it('defaults that differ by role: equal to one of them is changed', () => assert.deepEqual(withCheckout('mode: a\n', ROLES), { mode: 'changed a b' }));
  it('a computed default: the same template is the same value, anything else is changed', () => {
    assert.deepEqual(withCheckout('folder: "{{ base }}/x"\n', ROLES), { folder: 'equal {{ base }}/x computed' });
    assert.deepEqual(withCheckout('folder: /x\n', ROLES), { folder: 'changed {{ base }}/x computed' });
    assert.deepEqual(withRelease('dns_domain: "{{ cluster_name }}"\n', 'v2.31.0'), { dns_domain: 'changed computed from cluster_name computed' });
  });
  it('a name without a default that something reads', () => {
    assert.deepEqual(withCheckout('optional_name: 1\n', ROLES), { optional_name: 'changed' });
    assert.deepEqual(withRelease('http_proxy: x\n', 'v2.31.0'), { http_proxy: 'changed' });
  });
  it('removed, later, unknown', () => {
    assert.deepEqual(withRelease('krew_enabled: true\nnobody_knows: 1\n', 'v2.31.0'), { krew_enabled: 'removed (removed)', nobody_knows: 'unknown (unknown)' });
    assert.deepEqual(withRelease('kube_vip_enabled: true\n', 'v2.17.0'), { kube_vip_enabled: 'unknown (later)' });
  });
  it('role vars are stronger than an inventory, and weaker than -e', () => {
    assert.deepEqual(withCheckout('fixed_names: [b]\n', ROLES), { fixed_names: 'without-effect [a]' });
    const given = fixture(kubespray() + '#- run.sh\nansible-playbook -i prod/hosts.ini -e @own.yml kubespray/cluster.yml\n' + HOSTS + ROLES + '#- own.yml\nfixed_names: [b]\n');
    assert.deepEqual(overridesIn(given), { fixed_names: 'changed' });
  });
  it('Ansible’s own names and those of own files are no overrides', () => {
    assert.deepEqual(withRelease('ansible_user: root\nown: 1\nkube_version: "{{ own }}"\n', 'v2.31.0'), { kube_version: 'changed computed from kubelet_checksums computed' });
  });
  it('what the assumed release says where none is known', () => {
    assert.deepEqual(withRelease('kube_network_plugin: calico\nkrew_enabled: true\nnobody_knows: 1\n'), { krew_enabled: 'removed (removed)', kube_network_plugin: 'equal calico', nobody_knows: 'unknown (unknown)' });
  });
  it('nothing for a run that is not kubespray’s, and for a release that is not in the catalogue', () => {
    assert.deepEqual(withRelease('kube_network_plugin: calico\n', 'v2.12.0'), {});
    assert.deepEqual(overridesIn(fixture('#- prod/hosts.ini\n[web]\nw1\n' + VARS + 'kube_network_plugin: calico\n')), {});
  });
});
