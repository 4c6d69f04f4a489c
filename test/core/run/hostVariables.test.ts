// What a template comes to on a host of a run, and when that is not said.
import { strict as assert } from 'node:assert';
import { evaluatedOn, evaluatedOnHosts } from '../../../server/core/run/hostVariables';
import { fixture } from '../../fixture';
import { kubespray } from '../../fixtureRules';

const REST = `#- prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
#- prod/group_vars/all.yml
a: 1
b: "{{ a }}-{{ inventory_hostname }}"
#- prod/group_vars/kube_node.yml
a: 2
`;
const WORLD = kubespray() + REST;

/** The value on w1, or why it is not known. */
function on(host: string, template: string, { files = '', command = 'ansible-playbook -i prod/hosts.ini kubespray/cluster.yml' } = {}): unknown {
  const run = fixture(WORLD + files).run(command);
  const evaluated = evaluatedOn(run, run.inventory.hosts.get(host)!, template);
  return evaluated.kind === 'known' ? evaluated.value : `unknown: ${evaluated.why}`;
}

describe('templates on a host', () => {
  it('variables of the host, templates in them too', () => {
    assert.equal(on('w1', '{{ b }}'), '2-w1');
    assert.equal(on('cp1', '{{ b }}'), '1-cp1');
    assert.equal(on('w1', "{{ 'k8s_cluster' in group_names }}"), true);
    assert.equal(on('w1', 'plain'), 'plain');
  });

  it('extra vars win', () => assert.equal(on('w1', '{{ b }}', { command: 'ansible-playbook -i prod/hosts.ini -e a=9 kubespray/cluster.yml' }), '9-w1'));

  it('what tasks of kubespray may set is not known', () => {
    assert.equal(on('w1', '{{ calico_datastore }}'), 'unknown: uses calico_datastore, which tasks may set');
    assert.equal(on('w1', '{{ kube_resolv_conf }}'), 'unknown: uses kube_resolv_conf, which tasks may set');
  });

  it('nor is what tasks of some release may set, where the release is told by nothing or is none of those known', () => {
    const kindWith = (files: string): string => {
      const run = fixture(`${files}${REST}#- prod/host_vars/w1.yml\netcd_cert_dir: /certs\n`).run(`ansible-playbook -i prod/hosts.ini ${files === '' ? '' : 'kubespray/cluster.yml'}`);
      return `${run.kubespray!.label}: ${evaluatedOn(run, run.inventory.hosts.get('w1')!, '{{ etcd_cert_dir }}').kind}`;
    };
    assert.equal(kindWith(kubespray('2.99.0')), 'kubespray v2.99.0: unknown');
    assert.equal(kindWith(''), 'kubespray (v2.31 is assumed): unknown');
  });

  it('what is not set is known to be so only where all plays are kubespray’s', () => {
    assert.equal(on('w1', '{{ nobody | default(3) }}'), '3');
    assert.equal(on('w1', '{{ nobody | default(3) }}', { files: '#- site.yml\n- hosts: all\n', command: 'ansible-playbook -i prod/hosts.ini site.yml kubespray/cluster.yml' }), 'unknown: uses nobody, which is not set here');
  });

  it('nothing is said where other values are possible', () => {
    assert.equal(on('w1', '{{ b }}', { command: 'ansible-playbook -i prod/hosts.ini -i prod/more.py kubespray/cluster.yml', files: '#- prod/more.py +x\n#!/usr/bin/env python3\n' }), 'unknown: depends on what only the run knows');
    assert.equal(on('w1', '{{ nobody | default(3) }}', { files: '#- prod/group_vars/all/vault.yml\n$ANSIBLE_VAULT;1.1;AES256\n3030\n' }), 'unknown: uses nobody, which an encrypted file may set');
    assert.equal(on('w1', '{{ b }}', { files: '#- ansible.cfg\n[defaults]\njinja2_native = True\n' }), 'unknown: is evaluated in another way: a setting of Ansible changes how templates work');
    assert.equal(on('w1', '{{ ansible_distribution }}'), 'unknown: reads facts of the host');
  });
});

describe('what is made of a secret', () => {
  const FILES = '#- prod/group_vars/etcd.yml\n[]\n#- prod/host_vars/w1.yml\ndb_password: hush\ncreds: {user: me, password: hush}\nlogin: "me:{{ db_password }}"\nplain: "{{ creds.user }}"\nall_of_it: "{{ creds | dict2items }}"\npath: "/run/{{ inventory_hostname }}"\n';

  for (const template of ['{{ db_password }}', '{{ login }}', '{{ creds.password }}', "{{ creds['pass' ~ 'word'] }}", '{{ creds | dict2items }}', '{{ plain }}', '{{ all_of_it }}', '{{ [creds] | first }}', "{{ other_password | default('x') }}"]) {
    it(`is not known: ${template}`, () => assert.equal(on('w1', template, { files: FILES }), 'unknown: uses a secret'));
  }

  it('is known where secrets are shown', () => {
    const run = fixture(WORLD + FILES).run('ansible-playbook -i prod/hosts.ini kubespray/cluster.yml');
    const evaluated = evaluatedOn(run, run.inventory.hosts.get('w1')!, '{{ login }}', true);
    assert.equal(evaluated.kind === 'known' && evaluated.value, 'me:hush');
  });

  it('other values of the host are', () => assert.equal(on('w1', '{{ path }}', { files: FILES }), '/run/w1'));
});

describe('templates on many hosts', () => {
  const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
  const worldOf = (own: readonly string[]) => fixture(`${kubespray()}#- prod/hosts.ini\n[kube_node]\n${names.join('\n')}\n#- prod/group_vars/all.yml\nzone: a\nbetween: "{{ zone }}"\ndomain: "{{ between }}.example"\n${own.map((host) => `#- prod/host_vars/${host}.yml\nzone: ${host}\n`).join('')}`);
  const outcome = (own: readonly string[], template: string) => {
    const run = worldOf(own).run('ansible-playbook -i prod/hosts.ini kubespray/cluster.yml');
    return evaluatedOnHosts(run, [...run.inventory.hosts.values()], template).map(({ hosts, evaluated }) => `${evaluated.kind === 'known' ? String(evaluated.value) : evaluated.why}: ${hosts.length > 3 ? hosts.length : hosts.map(({ name }) => name).join()}`);
  };

  it('one stands for all, but for those that have a value of their own for what it is made of', () => {
    assert.deepEqual(outcome([], '{{ domain }}'), ['a.example: 40']);
    assert.deepEqual(outcome(['n7'], '{{ domain }}'), ['a.example: 39', 'n7.example: n7']);
    // the first of them too
    assert.deepEqual(outcome(['n0', 'n39'], '{{ domain }}'), ['a.example: 38', 'n0.example: n0', 'n39.example: n39']);
    // what it is not made of does not matter
    assert.deepEqual(outcome(['n0', 'n7'], '{{ 1 + 1 }}'), ['2: 40']);
  });

  it('each is asked for its name, up to a number', () => {
    const found = outcome([], '{{ inventory_hostname }}');
    assert.equal(found.length, 40);
    assert.equal(found[7], 'n7: n7');
  });
});
