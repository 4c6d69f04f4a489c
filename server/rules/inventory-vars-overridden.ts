// group_vars/all beats the vars of a group that stand in the inventory file: the general wins over the particular.
import { isSpan, type Span } from '../core/tree';
import { equalValues } from '../core/value';
import { count } from './places';
import type { Rule } from './rule';

export const inventoryVarsOverridden: Rule = {
  id: 'inventory-vars-overridden',
  summary: 'Vars of a group in the inventory that group_vars/all overrides',
  severity: 'information',
  *check({ project, runs }) {
    for (const run of runs) {
      const names = new Set<string>();
      for (const group of run.staticInventory.groups.values()) if (group.name !== 'all') for (const { name } of group.variables) names.add(name);
      for (const name of names) {
        yield undefined;
        const beaten = new Map<string, { readonly span: Span; readonly winner: Span; hosts: number }>();
        for (const { hosts, variable } of run.variable(name)) {
          if (variable === undefined || !OF_ALL.has(variable.winner.precedence) || !isSpan(variable.winner.origin)) continue;
          for (const { precedence, origin, value } of variable.overridden) {
            if (precedence !== 'groups_inventory' || !isSpan(origin) || equalValues(value, variable.winner.value)) continue;
            const place = `${origin.file.path}\0${origin.start}`;
            const known = beaten.get(place);
            if (known !== undefined) known.hosts += hosts.length;
            else beaten.set(place, { span: origin, winner: variable.winner.origin, hosts: hosts.length });
          }
        }
        for (const { span, winner, hosts } of beaten.values()) {
          const file = project.show(winner.file.path);
          yield {
            span,
            message: `${name} is overridden by ${file} on ${count(hosts, 'host')}: group_vars/all is stronger than vars of a group in the inventory`,
            cause: `overridden by ${file}`,
            run,
            related: [{ span: winner, message: `this ${name} wins` }],
          };
        }
      }
    }
  },
};

/** What group_vars/all sets. */
export const OF_ALL: ReadonlySet<string> = new Set(['all_plugins_inventory', 'all_plugins_play']);
