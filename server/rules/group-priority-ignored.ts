// ansible_group_priority orders groups only when the inventory itself sets it for a group: elsewhere it is a variable like any other.
import { isSpan } from '../core/tree';
import type { Rule } from './rule';

const NAME = 'ansible_group_priority';

export const groupPriorityIgnored: Rule = {
  id: 'group-priority-ignored',
  summary: 'An ansible_group_priority that orders nothing',
  severity: 'information',
  *check({ runs }) {
    for (const run of runs) {
      yield undefined;
      // what the inventory sets for a group is no variable of its hosts: all that hosts get of this name has no effect (F5)
      for (const { variable } of run.variable(NAME)) {
        for (const { origin, precedence } of variable === undefined ? [] : [...variable.parts.map((part) => part.definition), variable.winner, ...variable.overridden]) {
          if (!isSpan(origin)) continue;
          const where = precedence.startsWith('groups_') ? '[group:vars] or vars: of the group' : 'a group of the inventory';
          yield { span: origin, message: `${NAME} orders groups only where the inventory itself sets it, for ${where}: here it is a variable like any other`, cause: NAME, run };
        }
      }
    }
  },
};
