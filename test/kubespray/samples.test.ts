// The sample inventory of every kubespray release, its groups filled with hosts, is clean: of what kubespray ships no rule warns.
import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { hover } from '../../server/features/hover';
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

/** What each `defaults/` of a release's roles has for each name, read here without the project's own reader. */
function defaultsOf(release: string): Map<string, unknown[]> {
  const roles = join(releases, release, 'roles');
  const found = new Map<string, unknown[]>();
  for (const entry of readdirSync(roles, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\/defaults\/main(\.ya?ml$|\/)/.test(path)) continue;
    const values = parse(readFileSync(path, 'utf8'), { version: '1.1', merge: true, maxAliasCount: -1, logLevel: 'silent' }) as Record<string, unknown> | null;
    for (const [name, value] of Object.entries(values ?? {})) found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

function hovers(release: string, sample: Fixture): void {
  const defaults = defaultsOf(release);
  const roles = readdirSync(join(releases, release, 'roles'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry): FixtureEntry => {
    const path = join(entry.parentPath, entry.name);
    return { path: `kubespray/${path.slice(join(releases, release).length + 1)}`, text: readFileSync(path, 'utf8') };
  });
  const world = new Fixture(treeOf([...entriesOf(sample.tree).filter(({ path }) => !path.includes('/roles/')), ...roles]), undefined);
  const project = world.project();
  const wrong: string[] = [];
  const tally = { default: 0, none: 0, removed: 0 };
  for (const file of runNamed(project).loadedFiles) {
    for (const { index, 1: name } of file.text.matchAll(/^(\w+):/gm)) {
      const lines = (hover(project, file, index, {})?.markdown ?? '').split('\n');
      const cells = lines.filter((line) => /^\| kubespray .* default/.test(line)).map((line) => line.split(' | ')[1]!);
      const isRemoved = lines.some((line) => line.startsWith(`\`${name}\` `) && line.includes('since kubespray'));
      const values = defaults.get(name!);
      if (values !== undefined) tally.default++;
      else if (isRemoved) tally.removed++;
      else tally.none++;
      if (values === undefined ? !isRemoved && !cells.every((cell) => cell.startsWith('none')) || (isRemoved ? cells.length > 0 : cells.length !== 1) : !values.every((value) => cells.some((cell) => tells(name!, cell, value)))) wrong.push(`${name}: ${cells.join(' and ')}, not ${JSON.stringify(values)}`);
    }
  }
  assert.deepEqual(wrong, []);
  const counted = COUNTED[release];
  if (counted !== undefined) assert.deepEqual(tally, counted);
}

/** What a sample sets, by what the release has for it: a default, none, or nothing any more. */
const COUNTED: Readonly<Record<string, unknown>> = {
  'v2.31.0': { default: 112, none: 6, removed: 2 },
};

/** Whether a cell tells a default: itself, or what a template comes to (whether rightly is asked of Ansible elsewhere), or dots for a secret. */
function tells(name: string, cell: string, value: unknown): boolean {
  if (cell === '`•••`') return /token|credentials|secret|password|_key$/.test(name);
  if (typeof value === 'string' && value.includes('{')) return cell.startsWith('`') && cell.length > 2;
  const text = typeof value !== 'string' ? JSON.stringify(value).replaceAll('","', '", "') : typeof parse(value, { version: '1.1' }) === 'string' ? value : JSON.stringify(value);
  return cell.endsWith('…`') ? text.startsWith(cell.slice(1, -2)) : cell === `\`${text}\``;
}

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
    it(`${release}: every variable of the sample hovers with the default of the checkout`, () => {
      hovers(release, cluster(release, 'kubespray/inventory/mycluster', playbooks('kubespray') + galaxy('kubespray')));
    });
    it(`${release}, without any checkout`, () => {
      clean(cluster(release, 'inventory/prod', '#- README.md\nclusters\n'), []);
    });
  }
});
