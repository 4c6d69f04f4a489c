// Names that have a value only while Ansible runs: why an expression that reads one is not known here.

const OTHER_HOSTS: ReadonlySet<string> = new Set(['groups', 'hostvars', 'play_hosts', 'ansible_play_hosts', 'ansible_play_hosts_all', 'ansible_play_batch', 'ansible_limit']);

const OF_THE_RUN: ReadonlySet<string> = new Set([
  'inventory_dir', 'inventory_file', 'playbook_dir', 'role_path', 'role_name', 'role_names', 'ansible_role_name', 'ansible_collection_name', 'ansible_parent_role_names', 'ansible_parent_role_paths',
  'ansible_version', 'ansible_check_mode', 'ansible_diff_mode', 'ansible_forks', 'ansible_inventory_sources', 'ansible_run_tags', 'ansible_skip_tags', 'ansible_verbosity', 'ansible_playbook_python',
  'ansible_config_file', 'ansible_play_name', 'ansible_role_names', 'ansible_play_role_names', 'ansible_dependent_role_names', 'ansible_search_path', 'environment', 'vars', 'omit',
  'inventory_hostname', 'inventory_hostname_short', 'group_names',
]);

const OF_A_TASK: ReadonlySet<string> = new Set(['item', 'ansible_loop', 'ansible_loop_var', 'ansible_index_var', 'ansible_managed', 'ansible_failed_task', 'ansible_failed_result', 'template_host', 'template_path', 'template_fullpath', 'template_destpath', 'template_mtime', 'template_run_date', 'template_uid']);

/** Functions of Jinja and Ansible, which are there as values too. */
export const TEMPLATE_FUNCTIONS: ReadonlySet<string> = new Set(['lookup', 'query', 'q', 'now', 'undef', 'range', 'dict', 'lipsum', 'cycler', 'joiner', 'namespace']);

/** Why a name that nothing sets may have a value all the same, in plain words; undefined for a name that is simply not set. */
export function whyNotKnown(name: string): string | undefined {
  if (TEMPLATE_FUNCTIONS.has(name) || name === 'self') return `uses ${name} of Jinja`;
  if (OTHER_HOSTS.has(name)) return 'reads other hosts';
  if (OF_THE_RUN.has(name)) return 'reads what only the run knows';
  if (OF_A_TASK.has(name)) return 'reads what only a task knows';
  return name.startsWith('ansible_') || name === 'facter' || name === 'ohai' ? 'reads facts of the host' : undefined;
}
