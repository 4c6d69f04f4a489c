// The inventory as `ansible-inventory --list --export` tells it: what is set for each group and host itself, not what a host gets in the end.
import { compareText, type Group } from '../core/inventory/inventory';
import type { Run } from '../core/run/run';
import { definitionsIn } from '../core/run/varsBeside';
import { Mapping, type Value } from '../core/value';
import type { OwnerOfFiles, VariableDefinition } from '../core/variables/definition';
import { definitionOf } from '../core/variables/definitionIndex';
import { resolve, type RankedDefinition } from '../core/variables/resolve';
import { groupsBelow, groupsOfList, INTERNAL_NAMES } from './inventoryList';

/**
 * The variables of one group or host itself, sorted by name: those of the inventory, of the files beside each source, and of those in
 * `--playbook-dir`. The levels that `precedence` leaves out count as well, the working directory and `-e` do not (`_get_group_variables`).
 */
export function ownVariables(run: Run, { name, variables, ...rest }: Pick<Group, 'name' | 'variables'> & { readonly priority?: number }, kind: 'group' | 'host'): Mapping {
  const owner: OwnerOfFiles = { kind, name };
  const byName = new Map<string, RankedDefinition[]>();
  let order = 0;
  const add = (definitions: Iterable<VariableDefinition>, level: number, batch = 0): void => {
    for (const definition of definitions) {
      const ranked: RankedDefinition = { definition, order: order++, level, batch };
      const known = byName.get(definition.name);
      if (known === undefined) byName.set(definition.name, [ranked]);
      else known.push(ranked);
    }
  };
  const inventoryLevel = kind === 'host' ? 'host_inventory' : name === 'all' ? 'all_inventory' : 'groups_inventory';
  add(variables.map((variable) => definitionOf(variable, inventoryLevel, owner)), 0);
  // folded in when the inventory was parsed, then read once more
  if (run.isReadAtStart) for (const [batch, folder] of run.inventoryFolders.entries()) add(definitionsIn(run, folder, owner), 1, batch);
  if (run.isReadOnDemand) for (const [batch, folder] of run.inventoryFolders.entries()) add(definitionsIn(run, folder, owner), 2, batch);
  const playbookDir = run.playbookDir ?? run.config.playbookDir;
  if (run.isReadOnDemand && playbookDir !== undefined) add(definitionsIn(run, playbookDir, owner, 'play'), 3);
  const values = new Map<string, Value>();
  for (const [variable, definitions] of byName) if (!INTERNAL_NAMES.has(variable)) values.set(variable, resolve(variable, definitions, run.config.hashMerge).value);
  if (kind === 'group' && rest.priority !== undefined && rest.priority !== 1) values.set('ansible_group_priority', rest.priority);
  return new Mapping([...values].sort(([left], [right]) => compareText(left, right)));
}

/** What `--list --export` prints of every group, by name: its hosts and children, and its own variables. */
export function groupsOfExport(run: Run): Record<string, { hosts?: string[]; children?: string[]; vars?: Mapping }> {
  const groups: ReturnType<typeof groupsOfExport> = groupsOfList(run.staticInventory);
  for (const group of groupsBelow(run.staticInventory.all)) {
    const vars = ownVariables(run, group, 'group');
    if (vars.size > 0) groups[group.name] = { ...groups[group.name], vars };
  }
  return groups;
}
