// A key that stands twice in one mapping: Ansible takes the last one, with a warning that scrolls by; with `duplicate_dict_key = error` it stops.
import { parseYaml } from '../core/yaml';
import type { SourceFile } from '../core/tree';
import type { Rule } from './rule';
import { extraVarsFilesOf } from './places';

export const duplicateKey: Rule = {
  id: 'duplicate-key',
  summary: 'A key that stands twice in one mapping',
  severity: 'warning',
  *check({ runs }) {
    const files = new Map<SourceFile, 'warn' | 'error'>();
    for (const run of runs) {
      const setting = run.config.duplicateDictKey;
      // who has chosen not to be told is not told
      if (setting === 'ignore') continue;
      const inventories = run.staticInventory.sources.flatMap(({ file, detail }) => (file !== undefined && detail === 'yaml' ? [file] : []));
      for (const file of [...run.loadedFiles, ...extraVarsFilesOf(run), ...inventories]) if (files.get(file) !== 'error') files.set(file, setting);
    }
    for (const [file, setting] of files) {
      yield undefined;
      for (const problem of parseYaml(file).problems) {
        if (problem.kind !== 'duplicate-key') continue;
        yield setting === 'error' ? { ...problem, message: problem.message.replace('Ansible uses the last one', 'with duplicate_dict_key = error Ansible stops here'), severity: 'error' } : { ...problem };
      }
    }
  },
};
