// The sample inventory of every kubespray release, its groups filled with hosts, is clean: of what kubespray ships no rule warns.
import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkProject } from '../../server/rules/index';
import { entriesOf, Fixture, fixture, treeOf, type FixtureEntry } from '../fixture';
import { runNamed } from '../fixtureRules';

const releases = resolve(__dirname, '../../../../shared/kubespray');

/** The hosts stand in the sample as comments. */
function filled(inventory: string): string {
  return inventory.replace(/^# ?((?:node\d|bastion)\b.*)$/gm, '$1');
}

/** The sample of a release at `sample`, in the world of `others`. */
function cluster(release: string, sample: string, others: string): Fixture {
  const from = join(releases, release, 'inventory/sample');
  const copied = readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry): FixtureEntry => {
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, 'utf8');
    return { path: `${sample}/${path.slice(from.length + 1)}`, text: entry.name === 'inventory.ini' ? filled(text) : text };
  });
  return new Fixture(treeOf([...entriesOf(fixture(others).tree), ...copied]), undefined);
}

/** Names that a release's sample sets although nothing reads them any more. */
function deadNames(minor: number): string[] {
  return [...(minor >= 26 ? ['information docker_container_storage_setup'] : []), ...(minor >= 31 ? ['information deploy_netchecker'] : [])];
}

const playbooks = (folder: string): string => `\
#- ${folder}/cluster.yml
- import_playbook: playbooks/cluster.yml
#- ${folder}/playbooks/cluster.yml
- hosts: k8s_cluster:etcd
- hosts: kube_node
- hosts: kube_control_plane
#- ${folder}/roles/kubespray_defaults/defaults/main/main.yml
kube_network_plugin: calico
`;

describe('kubespray samples', () => {
  const there = existsSync(releases);
  before(function () {
    if (there) return;
    console.log(`    ${releases} is not there: the samples of kubespray’s releases are not tried`);
    this.skip();
  });
  const names = there ? readdirSync(releases).filter((name) => /^v2\.\d+\.\d+$/.test(name)) : [];
  it(there ? 'are sixteen' : 'are sixteen: skipped, they are not beside the checkout', () => assert.equal(names.length, 16));

  for (const release of names) {
    const clean = (world: Fixture, dead: readonly string[]): void => {
      const project = world.project();
      const run = runNamed(project);
      assert.ok(run.inventory.hosts.size >= 6, `${run.inventory.hosts.size} hosts`);
      assert.ok(run.inventory.groups.has('k8s_cluster'), 'k8s_cluster is there, or made at run time');
      assert.ok(run.loadedFiles.some(({ path }) => path.includes('/group_vars/k8s_cluster/')), 'group_vars/k8s_cluster is read');
      const found = checkProject(project);
      assert.deepEqual(found.filter(({ rule }) => rule !== 'removed-variable').map((finding) => `${world.place(finding.span)} ${finding.rule}: ${finding.message}`), []);
      // what kubespray itself has left in its sample is information
      assert.deepEqual(found.filter(({ rule }) => rule === 'removed-variable').map(({ severity, message }) => `${severity} ${message.split(' ')[0]!}`), dead);
    };
    const version = release.slice(1);
    const left = deadNames(Number(release.split('.')[1]));
    const galaxy = (folder: string): string => `#- ${folder}/galaxy.yml\nnamespace: kubernetes_sigs\nname: kubespray\nversion: ${version}\n`;

    it(`${release}, copied within the checkout`, () => {
      clean(cluster(release, 'kubespray/inventory/mycluster', playbooks('kubespray') + galaxy('kubespray')), left);
    });
    it(`${release}, in a repository of its own, named by a script`, () => {
      clean(cluster(release, 'clusters/prod', `${playbooks('kubespray')}${galaxy('kubespray')}#- deploy.sh\ncd kubespray\nansible-playbook -i ../clusters/prod/inventory.ini -b cluster.yml\n`), left);
    });
    it(`${release}, without any checkout`, () => {
      clean(cluster(release, 'inventory/prod', '#- README.md\nclusters\n'), []);
    });
  }
});
