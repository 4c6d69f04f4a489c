// A key that stands twice in one mapping: Ansible takes the last one, with a warning that scrolls by.
import { parseYaml } from '../core/yaml';
import type { SourceFile } from '../core/tree';
import type { Rule } from './rule';
import { varsFilesOf } from './yaml-syntax';

export const duplicateKey: Rule = {
  id: 'duplicate-key',
  summary: 'A key that stands twice in one mapping',
  severity: 'warning',
  *check(context) {
    const files = new Set<SourceFile>(varsFilesOf(context));
    for (const run of context.runs) for (const { file, detail } of run.staticInventory.sources) if (file !== undefined && detail === 'yaml') files.add(file);
    for (const file of files) {
      yield undefined;
      for (const problem of parseYaml(file).problems) if (problem.kind === 'duplicate-key') yield { ...problem };
    }
  },
};
