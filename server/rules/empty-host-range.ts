// A host range that counts backwards: Ansible makes no host of it and says nothing.
import { emptyRange } from '../core/inventory/hostPattern';
import { parseIniInventory } from '../core/inventory/iniInventory';
import type { Rule } from './rule';

export const emptyHostRange: Rule = {
  id: 'empty-host-range',
  summary: 'A host range that stands for no host',
  severity: 'warning',
  *check({ runs }) {
    for (const run of runs) {
      for (const { file, outcome, detail, problems } of run.staticInventory.sources) {
        yield undefined;
        if (file === undefined || outcome !== 'parsed') continue;
        for (const problem of problems) if (problem.kind === 'empty-host-range') yield { ...problem };
        if (detail !== 'ini') continue;
        for (const line of parseIniInventory(file).lines) {
          if (line.kind !== 'hosts' || line.names.length > 0) continue;
          const { patternSpan: span } = line;
          yield { span, message: emptyRange(file.text.slice(span.start, span.end)) };
        }
      }
    }
  },
};
