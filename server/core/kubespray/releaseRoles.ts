// A release without a checkout: which of its roles a run comes to, told by its groups and by what chooses the role, and values of vars files.
// What is not in these tables is not said of a release: the roles of add-ons run under conditions that only a checkout tells.
import { nameOf } from '../path';
import type { Run } from '../run/run';
import type { Path } from '../tree';
import type { Value } from '../value';
import { roleOf } from './catalogue';

/** A role that a run comes to, and on which hosts. */
export interface RoleOfRelease {
  readonly role: string;
  /** Groups whose hosts run it. */
  readonly groups: ReadonlySet<string>;
  /** What chooses it, an expression; undefined when it always runs. */
  readonly condition: string | undefined;
}

const NODES: ReadonlySet<string> = new Set(['k8s_cluster']);
const CONTROL_PLANE: ReadonlySet<string> = new Set(['kube_control_plane']);
const ALL_OF_KUBESPRAY: ReadonlySet<string> = new Set(['k8s_cluster', 'etcd', 'calico_rr']);

/** Roles that run in cluster.yml, scale.yml and upgrade-cluster.yml of v2.24 to v2.31, read in their plays. */
const ALWAYS_RUN: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['kubespray_defaults', ALL_OF_KUBESPRAY],
  ['kubespray-defaults', ALL_OF_KUBESPRAY],
  ['bootstrap_os', ALL_OF_KUBESPRAY],
  ['bootstrap-os', ALL_OF_KUBESPRAY],
  ['system_packages', ALL_OF_KUBESPRAY],
  ['network_facts', ALL_OF_KUBESPRAY],
  ['kubernetes/preinstall', new Set(['k8s_cluster', 'etcd'])],
  ['kubernetes/node', NODES],
  ['kubernetes/control-plane', CONTROL_PLANE],
]);

/** Roles that every playbook of kubespray has on the hosts of its plays. */
const EVERYWHERE = new Set(['kubespray_defaults', 'kubespray-defaults']);

const INSTALLS = /^(cluster|scale|upgrade[-_]cluster)(\.ya?ml)?$/;

/** True for a playbook of kubespray's that sets up all that a cluster has, told by its name. */
export function isInstallation(playbook: Path): boolean {
  return INSTALLS.test(nameOf(playbook));
}

/** None when the role is not known to run. */
export function rolesOfRelease(run: Run, file: string): readonly RoleOfRelease[] {
  const role = roleOf(file);
  // a run whose playbook is not there is told by its name; one without a playbook is taken for an installation
  const isInstalling = run.playbooks.every(({ path }) => isInstallation(path));
  if (!isInstalling && !EVERYWHERE.has(role)) return [];
  const groups = ALWAYS_RUN.get(role);
  if (groups !== undefined) return [{ role, groups, condition: undefined }];
  const plugin = /^network_plugin\/([\w-]+)$/.exec(role)?.[1];
  if (plugin !== undefined) return [{ role, groups: NODES, condition: `kube_network_plugin == '${plugin}'` }];
  const engine = { 'container-engine/docker': 'docker', 'container-engine/cri-o': 'crio' }[role];
  return engine === undefined ? [] : [{ role, groups: NODES, condition: `container_manager == '${engine}'` }];
}

/** What all vars files that set a name set it to, the same in each release from v2.24 to v2.31. */
const VALUES: ReadonlyMap<string, Value> = new Map([
  ['kube_resolv_conf', '/run/systemd/resolve/resolv.conf'],
  ['bin_dir', '/opt/bin'],
]);

/** Undefined where the catalogue does not have it. */
export function valuesOfVarsFile(name: string): Value | undefined {
  return VALUES.get(name);
}
