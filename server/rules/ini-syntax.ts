// An INI inventory with a line that Ansible refuses: what stands above it is kept, the rest is lost, and the run goes on.
import { parseIniInventory } from '../core/inventory/iniInventory';
import type { Rule } from './rule';
import { brokenSources } from './yaml-syntax';

export const iniSyntax: Rule = {
  id: 'ini-syntax',
  summary: 'An INI inventory line that Ansible refuses',
  severity: 'error',
  *check(context) {
    for (const { file, problems } of brokenSources(context, 'ini-syntax')) {
      const all = parseIniInventory(file).problems.filter((problem) => problem.kind !== 'too-large');
      for (const problem of all.length > 0 ? all : problems) if (problem.kind === 'yaml-syntax' || problem.kind === 'ini-syntax') yield { ...problem };
    }
  },
};
