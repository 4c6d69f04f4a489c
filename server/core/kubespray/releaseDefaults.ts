// A kubespray that is not there: which release it is taken to be, and which hosts its role defaults reach, told by their groups.
import type { Group } from '../inventory/inventory';
import { orderOf } from '../variables/definitionIndex';
import type { Precedence } from '../variables/precedence';
import type { RankedDefinition } from '../variables/resolve';
import type { RunContext } from '../run/runContext';
import type { Path } from '../tree';
import { newestRelease, releaseOf } from './catalogue';
import { BareRelease, type Kubespray } from './kubespray';

/** Groups that kubespray's plays are for. */
export const REACHED: ReadonlySet<string> = new Set(['kube_control_plane', 'kube_node', 'etcd', 'k8s_cluster', 'calico_rr', 'kube-master', 'kube-node', 'k8s-cluster', 'calico-rr']);

/**
 * The default of `name` for a host in `groups`; undefined: whomever it reaches. Of several the one of the common defaults role counts, which all
 * plays have; it stands first. Role vars are left out: they hold in some plays only.
 */
export function collectRelease(kubespray: Kubespray | undefined, name: string, groups: readonly Group[] | undefined, ranks: ReadonlyMap<Precedence, number>, into: RankedDefinition[]): void {
  const [first] = kubespray?.defaultsOf(name) ?? [];
  if (first === undefined || (groups !== undefined && !groups.some((group) => REACHED.has(group.name)))) return;
  const level = ranks.get('role_defaults')!;
  into.push({ definition: first, level, batch: 0, order: orderOf(level, 0) });
}

/** The release that is chosen in the settings, else the one that files name nearest to `places`, else the newest known, which is said to be assumed. */
export function releaseFor({ chosenVersion, chosenVersionFrom, releaseNamedFor }: RunContext, places: readonly Path[]): Kubespray {
  const { version, how } = chosenVersion !== undefined ? { version: chosenVersion, how: chosenVersionFrom } : releaseNamedFor(places);
  return version === undefined ? newestRelease(how) : releaseOf(version, how) ?? new BareRelease(version, how);
}
