// The hosts of a run by what kubespray does on them: the parts its plays are for.
import type { Host } from '../inventory/inventory';
import type { Run } from '../run/run';
import { hasKubesprayGroups } from './runTimeGroups';

/** Each host stands in one of the first three. */
export interface ClusterHosts {
  readonly controlPlane: ReadonlySet<Host>;
  /** Nodes that are no control plane. */
  readonly workers: ReadonlySet<Host>;
  /** Hosts of group etcd that are no nodes. */
  readonly etcdAlone: ReadonlySet<Host>;
  /** Control plane, workers, and what else is in k8s_cluster. */
  readonly cluster: ReadonlySet<Host>;
  /** The first host of group etcd, which decides for all. */
  readonly firstEtcd: Host | undefined;
}

/** Undefined for a run that is not kubespray's, whose hosts are not known in full, or that is for one part of the hosts. */
export function clusterHostsOf(run: Run): ClusterHosts | undefined {
  if (!answers.has(run)) answers.set(run, findHosts(run));
  return answers.get(run);
}

const answers = new WeakMap<Run, ClusterHosts | undefined>();

function findHosts(run: Run): ClusterHosts | undefined {
  if (run.kubespray === undefined || run.isOpaque || !hasKubesprayGroups(run.staticInventory)) return undefined;
  const members = (name: string): readonly Host[] => {
    const group = run.inventory.groups.get(name);
    // what no play is for gets nothing
    return group === undefined ? [] : run.inventory.hostsOf(group).filter((host) => run.plays.length === 0 || run.playsOf(host).length > 0);
  };
  const cluster = new Set(members('k8s_cluster'));
  const controlPlane = new Set(members('kube_control_plane'));
  const etcd = members('etcd');
  return {
    controlPlane,
    workers: new Set(members('kube_node').filter((host) => !controlPlane.has(host))),
    etcdAlone: new Set(etcd.filter((host) => !cluster.has(host))),
    cluster,
    firstEtcd: etcd[0],
  };
}
