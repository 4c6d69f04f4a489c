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
        for (const { origin } of variable === undefined ? [] : [...variable.parts.map((part) => part.definition), variable.winner, ...variable.overridden]) {
          if (!isSpan(origin)) continue;
          yield { span: origin, message: `${NAME} has no effect here: it orders groups only where the inventory file itself sets it for a group`, cause: NAME, run };
        }
      }
    }
  },
};
