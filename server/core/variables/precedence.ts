// The one list of precedence levels, weakest first, in Ansible's own order and, where it has them, Ansible's own names.

/** Names of VARIABLE_PRECEDENCE where Ansible has one; the others are named after what Ansible's documentation calls them. */
export const PRECEDENCE = [
  'role_defaults',
  'all_inventory',
  'groups_inventory',
  'all_plugins_inventory',
  'all_plugins_play',
  'groups_plugins_inventory',
  'groups_plugins_play',
  'host_inventory',
  'host_magic',
  'host_plugins_inventory',
  'host_plugins_play',
  'cached_facts',
  'play_vars',
  'play_vars_prompt',
  'play_vars_files',
  'role_vars',
  'block_vars',
  'task_vars',
  'include_vars',
  'set_fact',
  'role_params',
  'include_params',
  'extra_vars',
  'magic',
] as const;

export type Precedence = (typeof PRECEDENCE)[number];

/** The levels that `[defaults] precedence` may permute or leave out (`VARIABLE_PRECEDENCE`). */
export const INVENTORY_LEVELS: readonly Precedence[] = ['all_inventory', 'groups_inventory', 'all_plugins_inventory', 'all_plugins_play', 'groups_plugins_inventory', 'groups_plugins_play'];

/** What a level is, as part of a sentence. */
export const PRECEDENCE_TEXT: Readonly<Record<Precedence, string>> = {
  role_defaults: 'role defaults',
  all_inventory: 'vars of group all in the inventory',
  groups_inventory: 'vars of a group in the inventory',
  all_plugins_inventory: 'group_vars/all beside the inventory',
  all_plugins_play: 'group_vars/all beside the playbook',
  groups_plugins_inventory: 'group_vars of a group beside the inventory',
  groups_plugins_play: 'group_vars of a group beside the playbook',
  host_inventory: 'vars of a host in the inventory',
  host_magic: 'variables Ansible sets for each host',
  host_plugins_inventory: 'host_vars beside the inventory',
  host_plugins_play: 'host_vars beside the playbook',
  cached_facts: 'cached facts',
  play_vars: 'vars of the play',
  play_vars_prompt: 'vars_prompt of the play',
  play_vars_files: 'vars_files of the play',
  role_vars: 'vars of a role',
  block_vars: 'vars of a block',
  task_vars: 'vars of a task',
  include_vars: 'include_vars',
  set_fact: 'set_fact',
  role_params: 'parameters of a role',
  include_params: 'parameters of an include',
  extra_vars: 'extra vars (-e)',
  magic: 'variables Ansible always sets itself',
};

/** Rank of each level under the order in force: a higher number wins. A level that is switched off has no rank. */
export function precedenceRanks(inventoryLevels: readonly Precedence[]): ReadonlyMap<Precedence, number> {
  const first = PRECEDENCE.indexOf('all_inventory');
  const last = PRECEDENCE.indexOf('groups_plugins_play');
  const order = [...PRECEDENCE.slice(0, first), ...inventoryLevels, ...PRECEDENCE.slice(last + 1)];
  return new Map(order.map((level, rank) => [level, rank]));
}
