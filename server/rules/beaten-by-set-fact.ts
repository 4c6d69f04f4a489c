// A value of the inventory that a task of kubespray replaces while the run goes on.
import { beatenDefinitions, isDefault, levelText, placesOf, rolesText, whereText } from './beatenDefinitions';
import type { Rule } from './rule';

export const beatenBySetFact: Rule = {
  id: 'beaten-by-set-fact',
  summary: 'A value that a task of kubespray replaces',
  severity: 'information',
  *check(context) {
    for (const beaten of beatenDefinitions(context, 'set_fact')) {
      if (beaten === undefined) {
        yield undefined;
        continue;
      }
      const { run, definition, span, where } = beaten;
      if (LEFT_ALONE.has(definition.name) || run.kubespray?.root === undefined) continue;
      // what is made of the value takes it into account
      const others = beaten.beatings.filter(({ isMadeOfItself }) => !isMadeOfItself);
      const isCertain = others.some((beating) => beating.isCertain);
      // where nothing is certain, who has written out the default loses nothing that they have asked for
      if (others.length === 0 || others.length < beaten.beatings.length || (!isCertain && isDefault(run, definition))) continue;
      const when = isCertain ? '' : ` ${whereText(others)}`;
      yield {
        span,
        message: `${definition.name} ${isCertain ? 'is' : 'may be'} replaced${where}: a task of ${rolesText(others)} sets it too${when}, which beats ${levelText(definition)}`,
        cause: 'beaten by set_fact',
        run,
        related: placesOf(others, ({ role }) => `set by a task of ${role === '' ? 'a play' : `role ${role}`}`),
      };
    }
  },
};

/**
 * Names whose task respects the value, though its text does not show it; read in v2.24 to v2.31. Of the 123 names that tasks of v2.31 set, those
 * made of themselves (`crio_runtimes`, `docker_dns_search_domains`, `download_force_cache`, `kubelet_config_extra_args`) and those set where they
 * are not defined (`kubelet_cgroup_driver`, `no_proxy`) tell it themselves; `calico_datastore` is `etcd` only on a
 * host whose own configuration says so; `cilium_encryption_*`, `etcd_cert_dir`, `kube_etcd_*_file`, `kubelet_*_cgroups` and
 * `kubeadm_config_api_fqdn` stand under conditions that the inventory decides; the others are results that no inventory has a reason to set.
 */
const LEFT_ALONE: ReadonlySet<string> = new Set([
  // made only where none is given: the task before it is skipped then, and has no output
  'kubeadm_token',
  // what kubeadm prints: the key of its configuration, which is this value
  'kubeadm_certificate_key',
  // the file that a link under the given name leads to
  'sysctl_file_path',
  // what is found installed, while another engine is being removed
  'containerd_package',
  // what the cluster has already, which a new value would make unreadable
  'kube_encrypt_token',
  // names of Ansible's facts
  'ansible_distribution_major_version',
  'ansible_os_family',
]);
