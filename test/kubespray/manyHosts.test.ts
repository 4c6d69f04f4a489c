// Conditions of kubespray's tasks on more hosts than are looked at one by one: the answers are those of each host by itself.
import { strict as assert } from 'node:assert';
import { hostsOfRole } from '../../server/core/kubespray/beaten';
import { fixture } from '../fixture';
import { kubespray } from '../fixtureRules';

const ROLES = kubespray().replace('- hosts: k8s_cluster:etcd\n  roles: [kubespray_defaults]\n', '- hosts: k8s_cluster:etcd\n  roles:\n  - kubespray_defaults\n  - {role: docker, when: container_manager == "docker"}\n  - {role: first, when: inventory_hostname == "n0"}\n  - {role: fact, when: ansible_distribution == "Debian"}\n  - {role: always}\n')
  + ['docker', 'first', 'fact', 'always'].map((name) => `#- kubespray/roles/${name}/tasks/main.yml\n[]\n`).join('');

/** The hosts of a role, with `?` where only the run can tell. */
function on(count: number, own: readonly string[], role: string): string {
  const hosts = Array.from({ length: count }, (_, index) => `n${index}`);
  const world = fixture(`${ROLES}#- prod/hosts.ini\n[kube_node]\n${hosts.join('\n')}\n${own.map((host) => `#- prod/host_vars/${host}.yml\ncontainer_manager: docker\n`).join('')}`);
  const found = hostsOfRole(world.run('ansible-playbook -i prod/hosts.ini kubespray/cluster.yml'), role)!;
  return `${found.hosts.length > 4 ? found.hosts.length : found.hosts.map(({ name }) => name).join()}${found.isCertain ? '' : '?'}`;
}

describe('conditions on many hosts', () => {
  for (const count of [20, 60]) {
    it(`${count} hosts`, () => {
      assert.equal(on(count, [], 'docker'), '');
      assert.equal(on(count, ['n7'], 'docker'), 'n7');
      assert.equal(on(count, ['n0', 'n19'], 'docker'), 'n0,n19');
      assert.equal(on(count, [], 'always'), String(count));
      assert.equal(on(count, ['n0'], 'always'), String(count));
      assert.equal(on(count, [], 'fact'), `${count}?`);
    });
  }

  it('a host’s own name is asked for only where there are few', () => {
    assert.equal(on(20, [], 'first'), 'n0');
    assert.equal(on(60, [], 'first'), '60?');
  });

  it('of very many with values of their own some are left open, none is left out', () => {
    const own = Array.from({ length: 90 }, (_, index) => `n${index}`);
    assert.equal(on(100, own, 'docker'), '90?');
  });
});
