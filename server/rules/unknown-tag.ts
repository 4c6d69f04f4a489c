// A tag that Ansible does not know: it refuses the whole file.
import { parseYaml } from '../core/yaml';
import type { Rule } from './rule';
import { brokenSources, varsFilesOf } from './yaml-syntax';

export const unknownTag: Rule = {
  id: 'unknown-tag',
  summary: 'A YAML tag that Ansible does not know',
  severity: 'error',
  *check(context) {
    for (const file of varsFilesOf(context)) {
      yield undefined;
      for (const problem of parseYaml(file).problems) if (problem.kind === 'unknown-tag') yield { ...problem };
    }
    for (const { problems } of brokenSources(context, 'yaml-syntax')) for (const problem of problems) if (problem.kind === 'unknown-tag') yield { ...problem };
  },
};
