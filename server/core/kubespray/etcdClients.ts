// The group `_kubespray_needs_etcd` that kubespray makes since v2.24: workers that need client certificates of etcd (playbooks/install_etcd.yml).
import type { Host, Inventory } from '../inventory/inventory';
import { withRunTimeMemberships } from '../inventory/runTimeMemberships';
import type { Run } from '../run/run';
import type { Value } from '../value';

const NAME = '_kubespray_needs_etcd';

/** The first minor release that makes it. */
const SINCE = 24;

/** True for a network plugin whose nodes need client certificates of etcd, as long as etcd is not kubeadm's; Calico's by where it keeps its data. */
export function needsEtcd(plugin: Value | undefined, calicoDatastore: Value | undefined): boolean {
  return plugin === 'flannel' || plugin === 'canal' || plugin === 'cilium' || (plugin === 'calico' && calicoDatastore === 'etcd');
}

/**
 * The graph with that group, where one of the run's plays is for it, and the run as it was before. Its members depend on variables as they are
 * before the play: network plugins that keep their data in etcd, unless etcd is kubeadm's. A host of which one of them is a template is left out.
 */
export function withEtcdClients(run: Run, inventory: Inventory): { readonly inventory: Inventory; readonly before: Run | undefined } {
  const { kubespray } = run;
  const nodes = inventory.groups.get('kube_node');
  if (kubespray === undefined || nodes === undefined || (kubespray.minor ?? SINCE) < SINCE || !run.plays.some((play) => play.hosts?.includes(NAME) === true)) return { inventory, before: undefined };
  const before = run.withGraph(inventory);
  const given = (name: string): ReadonlyMap<Host, Value> => new Map(before.variable(name).flatMap(({ hosts, variable }) => (variable === undefined ? [] : hosts.map((host) => [host, variable.value] as const))));
  const [plugins, datastores, types, additional] = ['kube_network_plugin', 'calico_datastore', 'etcd_deployment_type', 'cilium_deploy_additionally'].map(given) as [ReadonlyMap<Host, Value>, ReadonlyMap<Host, Value>, ReadonlyMap<Host, Value>, ReadonlyMap<Host, Value>];
  if ([plugins, datastores, additional].every(({ size }) => size === 0)) return { inventory, before };
  const needing = inventory.hostsOf(nodes).filter((host) => {
    // the defaults are the same in all of these releases
    const [plugin, type] = [plugins.get(host) ?? 'calico', types.get(host) ?? 'host'];
    if (typeof type !== 'string' || type === 'kubeadm' || type.includes('{{')) return false;
    return additional.get(host) === true || needsEtcd(plugin, datastores.get(host));
  });
  return { inventory: needing.length === 0 ? inventory : withRunTimeMemberships(inventory, needing.map((host) => ({ group: NAME, host: host.name, by: kubespray.label }))), before };
}
