// What Groupvars says in each documented case: the values, the files that are read, and every finding.
import { strict as assert } from 'node:assert';
import { checkProject } from '../../server/rules/index';
import { displayPath } from '../../server/core/path';
import type { Run } from '../../server/core/run/run';
import type { Project } from '../../server/core/project';
import { fixture, ROOT } from '../fixture';
import { kubespray, projectOf } from '../fixtureRules';
import { DOCUMENTED, scriptOf, valuesByHost, type DocumentedCase } from './documentedCases';

/** The run that the script of a case makes; of ansible-inventory, which makes none, the run of the command itself. */
function runOf(project: Project, documented: DocumentedCase, path: string): Run {
  if (documented.command.startsWith('ansible-inventory')) return fixture(documented.world).run(documented.command, { project, cwd: documented.cwd });
  return project.runs.find((candidate) => candidate.places.some(({ file }) => file.path === `${ROOT}/${path}`)) ?? assert.fail(`no run in ${path}`);
}

/** The values of the names that a case asks for, in its form. */
function valuesOf(run: Run, asked: readonly string[]): Record<string, Record<string, unknown>> {
  const hosts: Record<string, Record<string, unknown>> = {};
  for (const host of run.inventory.hosts.values()) {
    hosts[host.name] = {};
    for (const name of asked) {
      const { variable } = run.variableOf(host, name);
      if (variable !== undefined) hosts[host.name]![name] = variable.value;
    }
  }
  return hosts;
}

function check(documented: DocumentedCase): void {
  const { path, text } = scriptOf(documented);
  const project = projectOf(`${documented.world}#- ${path}\n${text}`);
  const run = runOf(project, documented, path);
  const runs = project.runs.includes(run) ? project.runs : [run];
  const { hosts, asked } = valuesByHost(documented);
  assert.equal(run.isOpaque && run.inventory.hosts.size === 0, documented.withoutHosts ?? false);
  if (documented.withoutHosts === undefined) assert.deepEqual(valuesOf(run, asked), hosts);
  assert.deepEqual(run.loadedFiles.map((file) => displayPath(file.path, ROOT)).sort(), [...documented.reads].sort());
  assert.deepEqual([...new Set(checkProject(project, runs).map(({ rule, severity, span }) => `${severity} ${rule} ${displayPath(span.file.path, ROOT)}`))].sort(), [...documented.told].sort());
  assert.equal(run.allUnknown.join('; '), documented.unknown ?? '');
}

describe('documented layouts of kubespray', () => {
  for (const documented of DOCUMENTED) it(documented.what, () => check(documented));

  it('the checkout opened, its sample without hosts: nothing is run with it, nothing is wrong with it', () => {
    const project = projectOf(`${kubespray()}#- kubespray/inventory/sample/inventory.ini\n[kube_control_plane]\n# cp1 ansible_host=10.9.0.11\n[etcd:children]\nkube_control_plane\n[kube_node]\n#- kubespray/inventory/sample/group_vars/k8s_cluster/k8s-cluster.yml\nkube_network_plugin: calico\n`);
    assert.deepEqual([project.checkouts.map(({ label }) => label), project.runs, checkProject(project)], [['kubespray v2.31.0'], [], []]);
  });

  it('its links to inventories and vars: one run for each inventory, no finding twice', () => {
    const sample = '#- kubespray/inventory/sample/group_vars/k8s_cluster.yml\nkube_network_plugin: calico\n#- kubespray/inventory/local/hosts.ini\n[kube_control_plane]\ncp1\n#- kubespray/inventory/local/group_vars -> ../sample/group_vars\n';
    const links = '#- kubespray/extra_playbooks/inventory -> ../inventory\n#- kubespray/contrib/cloud/group_vars -> ../../inventory/local/group_vars\n#- kubespray/contrib/cloud/one/sample-inventory/group_vars -> ../../../../inventory/sample/group_vars\n';
    const project = projectOf(kubespray() + sample + links);
    const said = (): unknown => [project.runs.map(({ name, loadedFiles }) => [name, loadedFiles.map(({ path }) => path)]), checkProject(project)];
    assert.deepEqual(said(), [[['local', ['/ws/kubespray/inventory/sample/group_vars/k8s_cluster.yml']]], []]);
  });

  it('commands that a README gives for the image, one to start it and one for inside: offered, nothing is said', () => {
    const image = 'docker run --rm -it --mount type=bind,source="$(pwd)"/inventory/sample,dst=/inventory example.test/kubespray bash';
    const project = projectOf(`${kubespray()}#- kubespray/inventory/sample/inventory.ini\n[kube_node]\nw1\n#- kubespray/inventory/sample/group_vars/kube_node.yml\nkube_network_plugin: calico\n#- kubespray/README.md\n\`\`\`ShellSession\n${image}\n# Inside the container\nansible-playbook -i /inventory/inventory.ini --private-key /root/.ssh/id_rsa cluster.yml\n\`\`\`\n`);
    assert.deepEqual([project.documentedRuns.map(({ sources }) => sources.map(({ path }) => path)), checkProject(project)], [[['/inventory/inventory.ini']], []]);
  });

  describe('a folder that holds an inventory.ini alone, by release of ansible-core (dir)', () => {
    const hostsOf = (config: string, ansibleCore: string): number => {
      const world = fixture(`#- mine/inventory.ini\n[web]\nw1\n#- ansible.cfg\n[defaults]\n${config}#- site.yml\n- hosts: all\n`);
      return world.run('ansible-playbook -i mine site.yml', { project: world.project({ ansibleCore }) }).inventory.hosts.size;
    };
    const IGNORING = 'inventory_ignore_extensions = ~, .orig, .bak, .ini, .cfg\n';
    it('passed over by all where ansible.cfg says so, as kubespray’s does', () => assert.deepEqual(['2.14', '2.18', '2.19'].map((release) => hostsOf(IGNORING, release)), [0, 0, 0]));
    it('read since 2.19 where nothing says so', () => assert.deepEqual(['2.14', '2.18', '2.19'].map((release) => hostsOf('', release)), [0, 0, 1]));
  });
});
