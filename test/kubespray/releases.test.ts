// The bundled catalogue against kubespray itself: the defaults of sixteen releases, counts and differences that were told by other means,
// and the tables that are written by hand against the catalogue.
import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { allowedIn, ALLOWED_VALUES } from '../../server/core/kubespray/allowedValues';
import { catalogue } from '../../server/core/kubespray/catalogue';
import { minorOf } from '../../server/core/kubespray/kubespray';
import { Checkout } from '../../server/core/kubespray/checkout';
import { DESCRIPTIONS, descriptionOf } from '../../server/core/kubespray/descriptions';
import { encodeValue, type FactValue } from '../../server/core/kubespray/factValue';
import { collectFacts, type DefinitionFact } from '../../server/core/kubespray/releaseFacts';
import { isRefused, NEW_FORMS, RENAMED, renamedIn, type Renamed } from '../../server/core/kubespray/renamed';
import { Project } from '../../server/core/project';
import { DEFAULT_SETTINGS } from '../../server/core/settings';
import { Tree } from '../../server/core/tree';
import { equalValues } from '../../server/core/value';
import { bring, scan, toPath } from '../../server/disk';
import { valueText } from '../../server/features/describe';

const shared = resolve(__dirname, '../../../../shared');
const bundled = catalogue();
const NEWEST = bundled.releases.at(-1)!;

const definitionsIn = (minor: number): DefinitionFact[] => bundled.names.flatMap((name) => bundled.factsIn(minor, name)?.definitions ?? []);

/** Variables of one sort in one release. */
interface Names {
  readonly defaults: ReadonlySet<string>;
  readonly vars: ReadonlySet<string>;
}

const namesOf = (definitions: readonly DefinitionFact[]): Names => ({
  defaults: new Set(definitions.filter(({ level }) => level === 'role_defaults').map(({ name }) => name)),
  vars: new Set(definitions.filter(({ level }) => level === 'role_vars').map(({ name }) => name)),
});

describe('the bundled catalogue', () => {
  it('is well-formed: ranges of known releases, files by number, one variable once', () => {
    const text = readFileSync(resolve(__dirname, '../../../server/core/kubespray/catalogueData.json'), 'utf8');
    assert.ok(text.length < 400_000, `${text.length} characters`);
    assert.doesNotMatch(text, /\{\{|\{%/, 'no expression stands in it');
    const data = JSON.parse(text) as { files: string[]; variables: Record<string, Record<string, [number, number, number][]>> };
    assert.equal(text.match(/^"\w+":\{"/gm)?.length, Object.keys(data.variables).length);
    for (const [name, sections] of Object.entries(data.variables)) {
      for (const [section, entries] of Object.entries(sections)) {
        assert.ok(entries.length > 0, `${name} ${section}`);
        for (const [since, until, number] of entries) {
          assert.ok(since <= until && bundled.releases.includes(since) && bundled.releases.includes(until), `${name} ${section} ${since} ${until}`);
          if (section !== 'read' && section !== 'registered') assert.ok(data.files[number] !== undefined, `${name} ${section}`);
        }
      }
    }
  });

  it('names with a default or a role var have no entry as a mention as well', () => {
    for (const minor of bundled.releases) {
      for (const name of bundled.names) {
        const facts = bundled.factsIn(minor, name);
        if (facts?.mention !== undefined) assert.deepEqual(facts.definitions, [], `${name} in v2.${minor}`);
      }
    }
  });

  it('knows what has no default and is read all the same', () => {
    for (const name of ['loadbalancer_apiserver', 'http_proxy', 'https_proxy', 'access_ip', 'node_labels', 'calico_pool_cidr', 'cilium_pool_cidr', 'cilium_ipsec_key', 'kubelet_cgroup_driver', 'coredns_external_zones', 'nodelocaldns_external_zones', 'calico_mtu', 'peers', 'cluster_id']) {
      assert.equal(bundled.stateIn(NEWEST, name), 'read', name);
      assert.equal(bundled.factsIn(NEWEST, name)?.mention?.isGuarded, true, name);
    }
  });

  it('knows what only the sample names, and what left it for role vars', () => {
    for (const name of ['docker_container_storage_setup', 'deploy_netchecker', 'metallb_protocol', 'files_repo']) assert.equal(bundled.stateIn(NEWEST, name), 'sample', name);
    assert.deepEqual(bundled.historyOf('kubelet_checksums'), { since: 16, until: 31, roleVarSince: 28, removedIn: undefined });
    assert.deepEqual(bundled.historyOf('kube_major_version'), { since: 16, until: 31, roleVarSince: 29, removedIn: undefined });
    assert.deepEqual(bundled.historyOf('dashboard_enabled'), { since: 16, until: 30, roleVarSince: undefined, removedIn: 31 });
  });

  it('knows what tasks set over a default, with the task’s file', () => {
    const setOver = bundled.names.filter((name) => bundled.stateIn(NEWEST, name) === 'default' && bundled.factsIn(NEWEST, name)!.set.length > 0);
    assert.deepEqual(setOver, ['calico_datastore', 'cilium_encryption_enabled', 'cilium_encryption_type', 'containerd_package', 'crio_runtimes', 'docker_dns_search_domains', 'download_force_cache', 'etcd_cert_dir', 'kube_encrypt_token', 'kube_etcd_cacert_file', 'kube_etcd_cert_file', 'kube_etcd_key_file', 'kubeadm_images', 'kubelet_config_extra_args', 'kubelet_flexvolumes_plugins_dir', 'kubelet_kubelet_cgroups', 'kubelet_runtime_cgroups', 'sysctl_file_path']);
    assert.deepEqual(bundled.factsIn(NEWEST, 'calico_datastore')!.set, [{ name: 'calico_datastore', file: 'roles/network_plugin/calico/tasks/pre.yml', hasCondition: true }]);
    assert.deepEqual(bundled.factsIn(NEWEST, 'bin_dir')!.included.map(({ file }) => file), ['roles/bootstrap_os/vars/flatcar.yml']);
    assert.ok(bundled.includesIn(NEWEST).some(({ file, patterns }) => file === 'extra_playbooks/migrate_openstack_provider.yml' && patterns[0]!.endsWith('kubespray_defaults/defaults/main/main.yml')));
  });
});

describe('tables beside the catalogue', () => {
  const isAlive = (minor: number, name: string): boolean => !['sample', undefined].includes(bundled.stateIn(minor, name));

  const familyOf = new Map<Renamed, string[]>();
  const patterns = RENAMED.map((row) => [row, new RegExp(`^${row.old.replace('*', '\\w*')}$`)] as const);
  for (const name of bundled.names) {
    const row = patterns.find(([{ except }, pattern]) => pattern.test(name) && except?.test(name) !== true)?.[0];
    if (row !== undefined) familyOf.set(row, [...(familyOf.get(row) ?? []), name]);
  }

  for (const row of RENAMED) {
    it(`${row.old} does nothing since v2.${row.since}`, () => {
      const oldest = bundled.releases[0]!;
      const names = familyOf.get(row) ?? [];
      if (row.since > oldest || row.refused !== undefined) assert.ok(names.length > 0, 'the catalogue has such a name');
      for (const name of names) {
        for (const minor of bundled.releases.filter((release) => release >= row.since)) {
          if (isRefused(row, minor) || row.remains !== undefined) continue;
          assert.ok(!isAlive(minor, name), `${name} in v2.${minor}`);
        }
        if (row.remains === 'still read') assert.equal(bundled.stateIn(NEWEST, name), 'read');
        if (row.remains === 'leftover') assert.equal(bundled.stateIn(row.since, name), 'default');
        for (const by of renamedIn(NEWEST, name)!.by) assert.ok(isAlive(Math.max(row.since, oldest), by), `${by} in v2.${row.since}`);
        assert.equal(renamedIn(row.since - 1, name), undefined);
      }
      if (row.since > oldest) assert.ok(names.some((name) => isAlive(row.since - 1, name)) || row.refused !== undefined, 'it did something before');
      for (const by of row.by.filter((text) => !text.includes('*'))) assert.ok(isAlive(Math.max(row.since, oldest), by), `${by} in v2.${row.since}`);
    });
  }

  it('families have their exceptions and keep what the star stands for', () => {
    assert.deepEqual(renamedIn(27, 'kube_master_memory_reserved')?.by, ['kube_memory_reserved']);
    assert.equal(renamedIn(27, 'kube_master_memory_reserved')?.old, 'kube_master_memory_reserved');
    assert.equal(renamedIn(31, 'vsphere_csi_enabled'), undefined);
    assert.equal(renamedIn(31, 'ingress_nginx_enabled')?.since, 31);
    assert.equal(renamedIn(30, 'ingress_nginx_enabled'), undefined);
    assert.equal(renamedIn(31, 'kube_network_plugin'), undefined);
  });

  it('new forms are of variables that live on', () => {
    for (const { name, since } of NEW_FORMS) assert.ok(isAlive(since - 1, name) && isAlive(since, name), name);
  });

  it('each release accepts one list of values at most, and its own literal default is among them', () => {
    let compared = 0;
    for (const minor of bundled.releases) {
      for (const name of new Set(ALLOWED_VALUES.map((row) => row.name))) {
        assert.ok(ALLOWED_VALUES.filter((row) => row.name === name && row.since <= minor && minor <= (row.until ?? NEWEST)).length <= 1, `${name} in v2.${minor}`);
        const allowed = allowedIn(minor, name);
        for (const { value } of bundled.factsIn(minor, name)?.definitions ?? []) {
          if (allowed === undefined || value.kind !== 'literal' || (name === 'external_cloud_provider' && value.value === '')) continue;
          compared++;
          assert.ok(allowed.values.some((one) => equalValues(one, value.value)), `${name} ${valueText(name, value.value)} in v2.${minor}`);
        }
      }
    }
    assert.ok(compared > 190, `${compared} defaults`);
    for (const { name, since, where } of ALLOWED_VALUES) for (const known of [name, ...(where === undefined ? [] : [where.name])]) assert.ok(isAlive(since, known), `${known} in v2.${since}`);
  });

  it('descriptions are short, sorted, and of variables that the newest release has', () => {
    const names = Object.keys(DESCRIPTIONS);
    assert.ok(names.length >= 100);
    assert.deepEqual(names, [...names].sort());
    for (const name of names) {
      assert.ok(isAlive(NEWEST, name), name);
      const text = descriptionOf(name)!;
      assert.ok(text.length <= 90 && !text.endsWith('.') && text === text.trim(), text);
    }
    assert.equal(descriptionOf('constructor'), undefined);
  });
});

/** What tells two values apart in JSON. */
function formOf(value: FactValue): unknown {
  return value.kind === 'literal' ? [encodeValue(value.value)] : value;
}

const releases = join(shared, 'kubespray');
describe('the bundled catalogue against kubespray', () => {
  const there = existsSync(releases);
  before(function () {
    if (there) return;
    console.log(`    ${releases} is not there: the catalogue is not held against kubespray’s releases`);
    this.skip();
  });

  for (const version of there ? readdirSync(releases).filter((name) => /^v2\.\d+\.\d+$/.test(name)) : []) {
    it(`has the defaults and role vars of ${version}`, () => {
      const root = toPath(join(releases, version));
      // of releases without a galaxy.yml only a part is there, which does not tell what it is
      const collect = ({ lookup }: Project) => collectFacts(lookup, new Checkout(lookup, root, { version, minor: minorOf(version), by: 'its folder' }));
      const facts = collect(bring(new Project(scan(Tree.empty, [root]), { ...DEFAULT_SETTINGS, roots: [root] }), collect)) ?? assert.fail('no release');
      const shown = ({ name, level, file, value }: DefinitionFact): string => JSON.stringify([name, level, file, formOf(value)]);
      assert.deepEqual(definitionsIn(facts.minor).map(shown).sort(), facts.definitions.map(shown).sort());
    });
  }

  it('has as many as were counted', () => {
    // the counts are of .0 releases: these are the ones that the catalogue has, or that no later one has changed
    const rows = readFileSync(join(shared, 'facts/kubespray.md'), 'utf8').matchAll(/^\| v2\.(\d+)\.0 \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$/gm);
    const counted = new Map([...rows].map(([, minor, ...numbers]) => [Number(minor), numbers.map(Number)]));
    for (const minor of [16, 19, 20, 21, 30, 31]) {
      const definitions = definitionsIn(minor);
      const defaults = definitions.filter(({ level }) => level === 'role_defaults');
      const byName = new Map<string, DefinitionFact[]>();
      for (const fact of defaults) byName.set(fact.name, [...(byName.get(fact.name) ?? []), fact]);
      const shared = [...byName.values()].filter((group) => group.length > 1);
      const isComputed = ({ value }: DefinitionFact): boolean => value.kind === 'computed';
      const told = counted.get(minor)!;
      assert.deepEqual([defaults.length, byName.size, defaults.filter((fact) => !isComputed(fact)).length, defaults.filter(isComputed).length, shared.length, definitions.length - defaults.length], told.filter((_number, index) => index !== 5), `v2.${minor}`);
      // of two expressions that read the same names the catalogue cannot say whether they differ: one pair since v2.21
      const conflicting = shared.filter((group) => new Set(group.map(({ value }) => JSON.stringify(formOf(value)))).size > 1).length;
      assert.equal(conflicting, told[5]! - (minor >= 21 ? 1 : 0), `v2.${minor}`);
    }
  });

  it('differs from release to release as was told', () => {
    const told = readFileSync(join(shared, 'facts/kubespray-defaults-diff.tsv'), 'utf8').trimEnd().split('\n').slice(1).map((line) => line.split('\t') as [string, string, string, string]);
    let compared = 0;
    for (const minor of bundled.releases.slice(0, -1)) {
      const [before, after] = [atFirst(minor), atFirst(minor + 1)];
      const without = (names: ReadonlySet<string>, others: ReadonlySet<string>): string[] => [...names].filter((name) => !others.has(name));
      const left = without(before.defaults, after.defaults);
      const changes = {
        added: without(after.defaults, before.defaults),
        removed: left.filter((name) => !after.vars.has(name)),
        to_role_vars: left.filter((name) => after.vars.has(name)),
        role_var_added: without(after.vars, before.vars).filter((name) => !before.defaults.has(name)),
        role_var_removed: without(before.vars, after.vars),
      };
      for (const [change, names] of Object.entries(changes)) {
        const rows = told.filter((row) => row[0] === `v2.${minor}.0` && row[1] === `v2.${minor + 1}.0` && row[3] === change).map((row) => row[2]);
        compared += rows.length;
        assert.deepEqual(names.sort(), rows.sort(), `v2.${minor} to v2.${minor + 1} ${change}`);
      }
    }
    assert.equal(compared, 1187);
  });
});

/** The differences were told of .0 releases. What a later one of the minor release has brought, and what it has taken away. */
const BROUGHT_LATER: Readonly<Record<number, string>> = {
  17: 'drain_fallback_enabled drain_fallback_grace_period drain_fallback_retries drain_fallback_retry_delay_seconds drain_fallback_timeout metrics_server_resizer',
  18: 'cert_manager_leader_election_namespace crictl_image_info_command crictl_image_pull_command docker_image_info_command docker_image_pull_command image_command_tool image_command_tool_on_localhost image_info_command image_info_command_on_localhost image_pull_command image_pull_command_on_localhost nerdctl_extra_flags nerdctl_image_info_command nerdctl_image_pull_command',
  22: 'pod_infra_supported_version',
  23: 'calico_ipam_host_local nri_enabled pod_infra_supported_version',
  24: 'ingress_nginx_service_nodeport_http ingress_nginx_service_nodeport_https ingress_nginx_service_type',
  25: 'ingress_nginx_service_nodeport_http ingress_nginx_service_nodeport_https',
  27: 'kubeadm_image_pull_serial',
  28: 'argocd_install_checksum argocd_install_checksums cilium_hubble_peer_service_cluster_domain cilium_remove_old_resources kubeadm_upgrade_node_phases_skip kubeadm_upgrade_node_phases_skip_default',
};
const TAKEN_LATER: Readonly<Record<number, string>> = {
  22: 'metallb_auto_assign metallb_avoid_buggy_ips metallb_peers metallb_pool_name metallb_protocol',
  24: 'coredns_host_network coredns_port',
  26: 'calico_flexvol_image_repo calico_flexvol_image_tag calico_flexvol_version',
};

function atFirst(minor: number): Names {
  const { defaults, vars } = namesOf(definitionsIn(minor));
  const brought = new Set(BROUGHT_LATER[minor]?.split(' '));
  const keep = (names: ReadonlySet<string>): Set<string> => new Set([...names].filter((name) => !brought.has(name)));
  return { defaults: new Set([...keep(defaults), ...(TAKEN_LATER[minor]?.split(' ') ?? [])]), vars: keep(vars) };
}
