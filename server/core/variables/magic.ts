// Variables that Ansible sets itself (K of its rules): some for each host, which host_vars and what is stronger override, some above everything.
import { compareText, type Host, type Inventory } from '../inventory/inventory';
import { LOCALHOST } from '../run/localhost';
import { Odd, type Value } from '../value';
import type { VariableDefinition } from './definition';
import { DefinitionIndex } from './definitionIndex';
import type { Precedence } from './precedence';

/** What they hold, and what overrides them, by name; for a reader. */
const OF_HOSTS: Readonly<Record<string, string>> = {
  inventory_hostname: 'the name of the host in the inventory',
  inventory_hostname_short: 'the name of the host up to its first dot',
  group_names: 'the groups of the host, sorted, without all',
};

/** They win over everything, `-e` included (`_get_magic_variables`, options of the command). */
const ALWAYS: Readonly<Record<string, string>> = {
  groups: 'all groups with the names of their hosts',
  hostvars: 'the variables of all hosts',
  omit: 'what makes a module leave a parameter out',
  playbook_dir: 'the folder of the playbook',
  ansible_version: 'the version of Ansible',
  ansible_check_mode: 'whether --check is given',
  ansible_diff_mode: 'whether --diff is given',
  ansible_forks: 'the value of --forks',
  ansible_inventory_sources: 'the inventories of the run',
  ansible_limit: 'the value of --limit',
  ansible_run_tags: 'the values of --tags',
  ansible_skip_tags: 'the values of --skip-tags',
  ansible_verbosity: 'how often -v is given',
  ansible_playbook_python: 'the Python that runs Ansible',
  ansible_config_file: 'the ansible.cfg in force',
  ansible_play_name: 'the name of the play',
  ansible_play_hosts: 'the hosts of the play that have not failed',
  ansible_play_hosts_all: 'all hosts of the play',
  ansible_play_batch: 'the hosts of the batch at hand',
  play_hosts: 'the hosts of the play; ansible_play_hosts by now',
  ansible_role_names: 'the roles of the play, dependencies included',
  ansible_play_role_names: 'the roles that the play names',
  ansible_dependent_role_names: 'the roles that other roles depend on',
  role_names: 'the roles of the play; ansible_play_role_names by now',
  ansible_search_path: 'where files and templates are looked for',
  environment: 'the environment of the task',
  vars: 'all variables of the host',
};

const OF_SOURCES: Readonly<Record<string, string>> = {
  inventory_file: 'the inventory that names the host first',
  inventory_dir: 'the folder of the inventory that names the host first',
};

/** What a variable of Ansible's own holds and whether it can be overridden, as a sentence; undefined for any other name. */
export function magicText(name: string): string | undefined {
  const [ofHosts, always, ofSources] = [OF_HOSTS, ALWAYS, OF_SOURCES].map((texts) => (Object.hasOwn(texts, name) ? texts[name] : undefined));
  if (ofHosts !== undefined) return `Ansible sets it for each host: ${ofHosts}. It is stronger than group vars and the host's line; host_vars files, play vars and -e override it.`;
  if (always !== undefined) return `Ansible sets it itself: ${always}. Nothing overrides it, not even -e.`;
  if (ofSources !== undefined) return `Ansible sets it for each host: ${ofSources}. Vars of the host override it, group vars do not.`;
  return undefined;
}

/** Names that Ansible sets for each host, above the inventory's own vars of a host. */
export function isOfHosts(name: string): boolean {
  return Object.hasOwn(OF_HOSTS, name);
}

/** Ansible's own definitions of a name, in one index or none. Most of those that always win are there only while a playbook runs. */
export function magicDefinitions(name: string, inventory: Inventory, localhost: Host | undefined, ranks: ReadonlyMap<Precedence, number>, isPlaybook: boolean): readonly DefinitionIndex[] {
  const index = new DefinitionIndex(ranks);
  const define = (value: Value, precedence: Precedence, owner: VariableDefinition['owner']): void =>
    index.add({ name, value, origin: { from: 'ansible', text: 'Ansible itself' }, valueSpan: undefined, node: undefined, precedence, owner }, 0);
  if (isOfHosts(name)) {
    for (const host of localhost === undefined ? inventory.hosts.values() : [...inventory.hosts.values(), localhost]) {
      const value = name === 'inventory_hostname' ? host.name : name === 'inventory_hostname_short' ? shortName(host.name) : host.groups.map((group) => group.name).sort(compareText);
      define(value, 'host_magic', { kind: 'host', name: host.name });
    }
    return [index];
  }
  if (name === 'ansible_connection' && localhost !== undefined) {
    for (const alias of LOCALHOST) define('local', 'host_inventory', { kind: 'host', name: alias });
    return [index];
  }
  if (!isPlaybook || !Object.hasOwn(ALWAYS, name)) return [];
  define(new Odd('magic', `… ${ALWAYS[name]!}`), 'magic', { kind: 'run' });
  return [index];
}

/** Up to the first dot; an IP address whole. */
function shortName(host: string): string {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.includes(':') ? host : host.split('.')[0]!;
}
