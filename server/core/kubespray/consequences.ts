// What it does to a cluster when a run gets another value than the cluster was built with.
import { isList, isMapping, keyText, type Value } from '../value';
import { shortValue } from '../variables/secrets';
import { isNetworkPlugin, leftoverText } from './cniFiles';
import { isLiteral } from './hostValues';

/** The variables whose change is told, the most visible first. */
export const TOLD: readonly string[] = ['kube_network_plugin', 'kube_pods_subnet', 'container_manager', 'etcd_deployment_type'];

/** In whole sentences, `own` being the cluster's value and `other` what the run gets; undefined where they agree, or nothing is known to break. */
export function consequenceOf(name: string, own: Value, other: Value, minor: number | undefined): string | undefined {
  const [before, after] = [shortValue(own), shortValue(other)];
  if (isList(own) || isMapping(own) || isList(other) || isMapping(other) || !isLiteral(own) || !isLiteral(other) || keyText(own) === keyText(other)) return undefined;
  switch (name) {
    case 'kube_network_plugin': {
      const files = isNetworkPlugin(before) && isNetworkPlugin(after) ? `; once it has, ${leftoverText(before, after, minor)}` : '';
      return `On a cluster built with ${before}, ${after} would come up beside it${files}.`;
    }
    case 'kube_pods_subnet':
      return `Pods would get addresses from ${after}.`;
    case 'container_manager':
      return `The running engine ${before} would be removed for ${after}.`;
    case 'etcd_deployment_type':
      return `A second etcd would be set up: etcd_deployment_type is ${after} in this run, and ${before} there.`;
    default:
      return undefined;
  }
}
