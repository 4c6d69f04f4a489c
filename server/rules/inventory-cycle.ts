// A group that is below itself: Ansible refuses the inventory from there on, or stops altogether.
import type { Rule } from './rule';

export const inventoryCycle: Rule = {
  id: 'inventory-cycle',
  summary: 'A group that is a child of itself, or of a group below it',
  severity: 'error',
  *check({ runs }) {
    for (const run of runs) {
      yield undefined;
      for (const { problems } of run.staticInventory.sources) for (const problem of problems) if (problem.kind === 'inventory-cycle') yield { ...problem };
    }
  },
};
