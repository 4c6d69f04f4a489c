// A variable is set for some hosts of a cluster, and others that need it too are left with kubespray's default, or with nothing.
// Only what kubespray's own code and documentation show to break is told; each row says what.
import type { RelatedPlace } from '../core/diagnostic';
import type { Host } from '../core/inventory/inventory';
import { campsOf, isLiteral, isSameValue, placeOfCamp, type Camp } from '../core/kubespray/hostValues';
import { clusterHostsOf, type ClusterHosts } from '../core/kubespray/clusterHosts';
import { CLUSTER_WIDE, isMeantToDiffer, isWithKubeadm } from '../core/kubespray/clusterWide';
import { needsEtcd } from '../core/kubespray/etcdClients';
import type { Run } from '../core/run/run';
import { encryptedFilesOf } from '../core/run/varsBeside';
import { nameOf } from '../core/path';
import { shortValue } from '../core/variables/secrets';
import { count, enumerate, hostText } from './places';
import type { Finding, Rule } from './rule';

export const missedHosts: Rule = {
  id: 'missed-hosts',
  summary: 'A variable of the cluster that does not reach all hosts that need it',
  severity: 'warning',
  *check({ runs }) {
    for (const run of runs) {
      const hosts = clusterHostsOf(run);
      if (hosts === undefined) continue;
      for (const [name, effect] of CLUSTER_WIDE) {
        yield undefined;
        yield* amongNodes(run, hosts, name, effect);
      }
      if (hosts.etcdAlone.size > 0) yield* etcdHosts(run, hosts);
    }
  },
};

/** A variable that is set for some hosts and not for others, which have another value. */
interface Gap {
  readonly name: string;
  readonly set: Camp;
  readonly left: readonly Camp[];
}

/** One value on a part of the nodes, the default on the rest; two set values are split-value's business. */
function* amongNodes(run: Run, { cluster }: ClusterHosts, name: string, effect: string): IterableIterator<Finding> {
  const camps = campsOf(run, name, cluster);
  // docker or host is for etcd hosts alone to know, and up to v2.18 kubespray's own sample had it in group_vars/etcd.yml
  if (name === 'etcd_deployment_type' && !isWithKubeadm(camps)) return;
  yield* findingOf(run, gapsBetween(name, camps.filter((camp) => camp.isSet && !isMeantToDiffer(name, camp)), camps.filter(({ isSet }) => !isSet)), effect);
}

/** Hosts of etcd that are no nodes get nothing that is set for k8s_cluster alone, and run a part of the same roles. */
function* etcdHosts(run: Run, { etcdAlone, cluster, firstEtcd }: ClusterHosts): IterableIterator<Finding | undefined> {
  const missing = (name: string, comparing?: 'texts'): readonly Gap[] => gapsBetween(name, campsOf(run, name, cluster, comparing), campsOf(run, name, etcdAlone, comparing));
  const runsDocker = campsOf(run, 'etcd_deployment_type', etcdAlone).every(({ value }) => value === 'docker');
  for (const [name, effect] of ETCD_HOSTS) {
    yield undefined;
    // without docker's etcd there is no engine on them (`deploy_container_engine`)
    if (name !== 'container_manager' || runsDocker) yield* findingOf(run, missing(name), effect);
  }
  // the other way round: what is set for etcd alone decides on the nodes as well
  const types = campsOf(run, 'etcd_deployment_type', etcdAlone);
  if (isWithKubeadm(types)) yield* findingOf(run, gapsBetween('etcd_deployment_type', types, campsOf(run, 'etcd_deployment_type', cluster)), 'The nodes decide with their own value whether and how etcd is set up.');
  const downloads = [...DOWNLOADS, ...(runsDocker ? DOWNLOADS_OF_DOCKER : [])].flatMap((name) => missing(name, 'texts'));
  yield* findingOf(run, downloads, 'Kubespray downloads etcd and packages there as well.');
  if (firstEtcd !== undefined && etcdAlone.has(firstEtcd)) yield* certificates(run, firstEtcd, cluster);
}

/** What the first etcd host sees of the network decides whether the nodes get client certificates of etcd (roles/etcd). */
function* certificates(run: Run, firstEtcd: Host, cluster: ReadonlySet<Host>): IterableIterator<Finding> {
  const alone = new Set([firstEtcd]);
  const one = (hosts: ReadonlySet<Host>, name: string): Camp | undefined => {
    const camps = campsOf(run, name, hosts);
    return camps.length === 1 && camps[0]!.hosts.length === hosts.size ? camps[0] : undefined;
  };
  const needsThem = (hosts: ReadonlySet<Host>): boolean | undefined => {
    const [plugin, datastore, type] = ['kube_network_plugin', 'calico_datastore', 'etcd_deployment_type'].map((name) => one(hosts, name)?.value);
    if (plugin === undefined || type === undefined || type === 'kubeadm') return undefined;
    return plugin === 'calico' && datastore === undefined ? undefined : needsEtcd(plugin, datastore);
  };
  if (run.definitions('cilium_deploy_additionally').some(({ precedence }) => precedence !== 'role_defaults')) return;
  const [onNodes, onEtcd] = [needsThem(cluster), needsThem(alone)];
  if (onNodes === undefined || onEtcd === undefined || onNodes === onEtcd) return;
  const effect = onNodes ? 'It decides for all: the nodes get no client certificates of etcd.' : 'It decides for all, and makes client certificates of etcd that no node needs.';
  const gaps = ['kube_network_plugin', 'calico_datastore'].flatMap((name) => gapsBetween(name, campsOf(run, name, cluster), campsOf(run, name, alone)));
  yield* findingOf(run, gaps.slice(0, 1), effect);
}

/** A gap is one only when the one side has a single value that is set, and the other is left with something else. */
function gapsBetween(name: string, set: readonly Camp[], left: readonly Camp[]): readonly Gap[] {
  const [only] = set;
  if (only === undefined || set.length > 1 || !only.isSet || left.length === 0 || left.some((camp) => camp.isSet || isSameValue(camp.value, only.value))) return [];
  return [{ name, set: only, left }];
}

/** Of several gaps with one cause the first tells the place. */
function* findingOf(run: Run, gaps: readonly Gap[], effect: string): IterableIterator<Finding> {
  const [first] = gaps;
  const span = first === undefined ? undefined : placeOfCamp(first.set);
  if (first === undefined || span === undefined) return;
  const hosts = first.left.flatMap((camp) => camp.hosts);
  const isOne = hosts.length === 1;
  const values = enumerate([...new Set(first.left.map(({ value }) => (value === undefined ? 'no value' : isLiteral(value) ? `the default, ${shortValue(value)}` : 'the default')))]);
  const got = gaps.length === 1 ? `${isOne ? 'that host gets' : 'they get'} ${values}` : `${isOne ? 'that host is' : 'they are'} left with the defaults`;
  const [encrypted] = encryptedFilesOf(run);
  yield {
    span,
    message: `${enumerate(gaps.map(({ name }) => name), 4)} ${gaps.length === 1 ? 'does' : 'do'} not reach ${hostText(hosts)}: ${gaps.length === 1 ? 'it is' : 'they are'} set for ${ownersOf(first.set)}, and ${got}${encrypted === undefined ? '' : `, unless ${nameOf(encrypted.path)}, which is encrypted, says otherwise`}. ${effect}`,
    cause: `missed ${first.name}`,
    run,
    related: [
      ...gaps.slice(1, 6).flatMap(({ name, set }) => placesOf(set, `${name} is set here`)),
      ...(gaps.length === 1 ? first.left.flatMap((camp) => placesOf(camp, `the default, on ${hostText(camp.hosts)}`)) : []),
    ],
  };
}

function placesOf(camp: Camp, message: string): RelatedPlace[] {
  const span = placeOfCamp(camp);
  return span === undefined ? [] : [{ span, message }];
}

/** `group kube_node`, `3 hosts`. */
function ownersOf({ definitions, hosts }: Camp): string {
  const groups = [...new Set(definitions.flatMap(({ owner }) => (owner.kind === 'group' ? [owner.name] : [])))];
  return groups.length > 0 && definitions.every(({ owner }) => owner.kind === 'group') ? `${groups.length === 1 ? 'group' : 'groups'} ${enumerate(groups)}` : count(hosts.length, 'host');
}

/** Read on etcd hosts that are no nodes, by the roles etcd, etcd_defaults and container-engine. */
const ETCD_HOSTS: ReadonlyMap<string, string> = new Map([
  ['etcd_deployment_type', 'Kubespray sets up etcd there in another way.'],
  ['container_manager', 'Kubespray installs another engine there.'],
  ['cluster_name', 'The certificates of etcd are made there, for names in another domain.'],
  ['dns_domain', 'The certificates of etcd are made there, for names in another domain.'],
]);

/** Read on every host of k8s_cluster and etcd: the download of etcd itself, packages of the system. */
const DOWNLOADS: readonly string[] = ['http_proxy', 'https_proxy', 'github_url', 'etcd_download_url'];
/** And where etcd is a container. */
const DOWNLOADS_OF_DOCKER: readonly string[] = ['quay_image_repo', 'etcd_image_repo', 'docker_registry_mirrors', 'docker_insecure_registries'];
