// One cluster, two values: a variable that all nodes must agree on is set to one value for some of them and to another for the rest.
import { campsOf, placeOfCamp, type Camp } from '../core/kubespray/hostValues';
import { clusterHostsOf } from '../core/kubespray/clusterHosts';
import { CLUSTER_WIDE, isMeantToDiffer, isWithKubeadm } from '../core/kubespray/clusterWide';
import type { Run } from '../core/run/run';
import { shortValue } from '../core/variables/secrets';
import { enumerate, hostText } from './places';
import type { Finding, Rule } from './rule';

export const splitValue: Rule = {
  id: 'split-value',
  summary: 'A variable that all nodes of a cluster must agree on, set to two values',
  severity: 'warning',
  *check({ runs }) {
    for (const run of runs) {
      const hosts = clusterHostsOf(run);
      if (hosts === undefined || hosts.cluster.size < 2) continue;
      for (const [name, effect] of CLUSTER_WIDE) {
        yield undefined;
        // hosts that are left with a default are missed-hosts' business
        const camps = campsOf(run, name, hosts.cluster).filter((camp) => camp.isSet && !isMeantToDiffer(name, camp));
        if (camps.length > 1 && (name !== 'etcd_deployment_type' || isWithKubeadm(camps))) yield* findingOf(run, name, effect, camps);
      }
    }
  },
};

/** It stands where the fewest hosts get their value from: that is likelier the mistake. */
function* findingOf(run: Run, name: string, effect: string, camps: readonly Camp[]): IterableIterator<Finding> {
  const [last, ...before] = [...camps].reverse();
  const span = placeOfCamp(last!) ?? before.map(placeOfCamp).find((place) => place !== undefined);
  if (span === undefined) return;
  yield {
    span,
    message: `${name} must be the same on all nodes of a cluster: ${enumerate(camps.map(campText), 4)}. ${effect}`,
    cause: `split ${name}`,
    run,
    related: camps.flatMap((camp) => {
      const place = placeOfCamp(camp);
      return place === undefined || place === span ? [] : [{ span: place, message: `${shortValue(camp.value!)} for ${hostText(camp.hosts)}` }];
    }),
  };
}

function campText(camp: Camp): string {
  return `${shortValue(camp.value!)} on ${hostText(camp.hosts)}`;
}
