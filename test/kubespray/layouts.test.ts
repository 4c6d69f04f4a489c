// How people lay out kubespray and their vars, and which rule speaks of what Ansible then does not read or find. What Ansible does was tried with each.
import { strict as assert } from 'node:assert';
import { checkProject } from '../../server/rules/index';
import { fixture } from '../fixture';
import { findings, kubespray } from '../fixtureRules';

const RULES = new Set(['inventory-without-vars', 'missing-inventory', 'nested-vars-folder', 'symlinked-inventory', 'wrapper-vars', 'unread-vars', 'roles-not-found', 'group-file-in-group-folder']);

/** Rule and file of what is found about where vars and roles are, each once. */
const told = (text: string, world = {}): string[] => [...new Set(findings(text, world).filter(({ rule }) => RULES.has(rule)).map(({ rule, severity, span }) => `${severity} ${rule} ${span.file.path.replace('/ws/', '')}`))];

const CHECKOUT = kubespray();
const HOSTS = '[kube_control_plane]\ncp1\n[kube_node]\nw1\n';
const VARS = 'kube_network_plugin: cilium\n';

describe('layouts of kubespray', () => {
  it('the sample copied, its inventory named', () =>
    assert.deepEqual(told(CHECKOUT + `#- run.sh\ncd kubespray\nansible-playbook -i inventory/mine/inventory.ini cluster.yml\n#- kubespray/inventory/mine/inventory.ini\n${HOSTS}#- kubespray/inventory/mine/group_vars/k8s_cluster/k8s-cluster.yml\n${VARS}`), []));

  it('the folder of the copy named: its inventory.ini is passed over', () =>
    assert.deepEqual(
      told(CHECKOUT + `#- kubespray/inventory/mine/inventory.ini\n${HOSTS}#- kubespray/inventory/mine/group_vars/all.yml\na: 1\n`, { runs: [{ name: 'mine', command: 'ansible-playbook -i inventory/mine cluster.yml', cwd: 'kubespray' }] }),
      ['error missing-inventory command line'],
    ));

  it('the folder above named: the vars of the sub-folder are not read', () =>
    assert.deepEqual(told(CHECKOUT + `#- run.sh\ncd kubespray\nansible-playbook -i inventory cluster.yml\n#- kubespray/inventory/mine/hosts.yaml\nall:\n  children:\n    kube_node:\n      hosts:\n        w1:\n#- kubespray/inventory/mine/group_vars/kube_node.yml\n${VARS}`), ['warning inventory-without-vars kubespray/inventory/mine/hosts.yaml', 'warning nested-vars-folder kubespray/inventory/mine/hosts.yaml', 'warning inventory-without-vars run.sh']));

  it('a link to an inventory, with the vars beside the file it leads to', () =>
    assert.deepEqual(told(CHECKOUT + `#- run.sh\ncd kubespray\nansible-playbook -i ../links/hosts cluster.yml\n#- links/hosts -> ../clusters/prod/hosts\n#- clusters/prod/hosts\n${HOSTS}#- clusters/prod/group_vars/k8s_cluster.yml\n${VARS}`), ['error inventory-without-vars clusters/prod/hosts', 'error inventory-without-vars run.sh']));

  it('vars beside kubespray’s cluster.yml', () =>
    assert.deepEqual(told(CHECKOUT + `#- run.sh\ncd kubespray\nansible-playbook -i ../hosts.ini cluster.yml\n#- hosts.ini\n${HOSTS}#- group_vars/all.yml\na: 1\n#- kubespray/group_vars/k8s_cluster.yml\n${VARS}`), ['warning wrapper-vars kubespray/group_vars/k8s_cluster.yml']));

  it('vars beside kubespray’s playbooks, where the plays are: they are read', () =>
    assert.deepEqual(told(CHECKOUT + `#- run.sh\ncd kubespray\nansible-playbook -i ../hosts.ini cluster.yml\n#- hosts.ini\n${HOSTS}#- kubespray/playbooks/group_vars/k8s_cluster.yml\n${VARS}`), []));

  it('a submodule and a wrapper, with the vars beside the wrapper and nothing beside the inventory', () =>
    assert.deepEqual(told(kubespray('2.31.0', '3d/kubespray') + `#- ansible.cfg\n[defaults]\nroles_path = 3d/kubespray/roles\n#- run.sh\nansible-playbook -i inventory/hosts.ini kubernetes.yml\n#- kubernetes.yml\n- import_playbook: 3d/kubespray/cluster.yml\n#- inventory/hosts.ini\n${HOSTS}#- group_vars/k8s_cluster.yml\n${VARS}`), ['error inventory-without-vars inventory/hosts.ini', 'error inventory-without-vars run.sh']));

  it('a submodule whose roles the repository’s own ansible.cfg does not name', () =>
    assert.deepEqual(told(kubespray('2.31.0', '3d/kubespray') + `#- ansible.cfg\n[defaults]\ntimeout = 30\n#- run.sh\nansible-playbook -i inventory/hosts.ini kubernetes.yml\n#- kubernetes.yml\n- import_playbook: 3d/kubespray/cluster.yml\n#- inventory/hosts.ini\n${HOSTS}#- inventory/group_vars/k8s_cluster.yml\n${VARS}`), ['warning roles-not-found run.sh']));

  it('configuration in its own folder, kubespray started from the top', () =>
    assert.deepEqual(told(CHECKOUT + `#- run.sh\nansible-playbook -i ./config/hosts.ini ./kubespray/cluster.yml\n#- config/hosts.ini\n${HOSTS}#- config/group_vars/k8s_cluster.yml\n${VARS}`), ['warning roles-not-found run.sh']));

  it('a copied sample in which the run is started', () =>
    assert.deepEqual(told(CHECKOUT + `#- run.sh\ncd kubespray/inventory/mine\nansible-playbook -i inventory.ini ../../cluster.yml -b -v\n#- kubespray/inventory/mine/inventory.ini\n${HOSTS}#- kubespray/inventory/mine/group_vars/k8s_cluster.yml\n${VARS}`), ['warning roles-not-found run.sh']));

  it('an inventory with no vars beside it, the sample’s elsewhere: all values are defaults', () =>
    assert.deepEqual(told(CHECKOUT + `#- run.sh\ncd kubespray\nansible-playbook -i ./inventory/hosts ./cluster.yml -e ansible_user=ubuntu\n#- kubespray/inventory/hosts\n${HOSTS}#- kubespray/inventory/sample/inventory.ini\n${HOSTS}#- kubespray/inventory/sample/group_vars/k8s_cluster/k8s-cluster.yml\n${VARS}`), ['warning inventory-without-vars kubespray/inventory/hosts', 'warning inventory-without-vars run.sh']));

  it('vars above an inventory of another repository', () =>
    assert.deepEqual(told(CHECKOUT + `#- run.sh\ncd kubespray\nansible-playbook -i ../inv-repo/clusters/prod/hosts.ini cluster.yml\n#- inv-repo/clusters/prod/hosts.ini\n${HOSTS}#- inv-repo/group_vars/kube_node.yml\n${VARS}`), ['error inventory-without-vars inv-repo/clusters/prod/hosts.ini', 'error inventory-without-vars run.sh']));

  it('an absolute path, for which nothing tells where the script starts: no word about roles', () =>
    assert.deepEqual(told(CHECKOUT + `#- run.sh\nansible-playbook -i /ws/config/hosts.ini /ws/kubespray/cluster.yml\n#- config/hosts.ini\n${HOSTS}#- config/group_vars/k8s_cluster.yml\n${VARS}`), []));

  it('the same command in the terminal, which knows where it starts', () => {
    const world = fixture(CHECKOUT + `#- config/hosts.ini\n${HOSTS}#- config/group_vars/k8s_cluster.yml\n${VARS}`);
    const project = world.project();
    const run = world.run('HOME=/root ansible-playbook -i /ws/config/hosts.ini /ws/kubespray/cluster.yml', { project });
    assert.deepEqual(checkProject(project, [run]).map(({ rule, span }) => [rule, span.file.path]), [['roles-not-found', '/ws/kubespray/playbooks/cluster.yml']]);
  });

  it('a checkout in the home folder, which the terminal knows and a script does not', () => {
    const text = `${kubespray('2.31.0', '/home/me/kubespray-master')}#- inventory.yaml\nall: {children: {kube_node: {hosts: {w1: {}}}}}\n#- group_vars/kube_node.yml\n${VARS}`;
    const command = 'ansible-playbook -i inventory.yaml ~/kubespray-master/cluster.yml';
    assert.deepEqual(told(`${text}#- run.sh\n${command}\n`), []);
    const world = fixture(text);
    const project = world.project();
    const run = world.run(`HOME=/home/me ${command}`, { project });
    assert.deepEqual([run.plays.length, run.loadedFiles.map(({ path }) => path), checkProject(project, [run]).map(({ rule }) => rule)], [2, ['/ws/group_vars/kube_node.yml'], ['roles-not-found']]);
  });
});
