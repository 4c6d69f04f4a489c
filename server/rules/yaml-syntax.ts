// A vars file or a YAML inventory that is no YAML: Ansible stops, or reads nothing of it.
import { parseIniInventory } from '../core/inventory/iniInventory';
import { isPluginConfiguration } from '../core/inventory/yamlInventory';
import { spanOf, type SourceFile } from '../core/tree';
import type { ParseProblem } from '../core/diagnostic';
import type { Run } from '../core/run/run';
import { extensionOf } from '../core/path';
import { parseYaml } from '../core/yaml';
import { extraVarsFilesOf, varsPlacesOf } from './places';
import type { Rule, RuleContext } from './rule';

export const yamlSyntax: Rule = {
  id: 'yaml-syntax',
  summary: 'A vars file or YAML inventory that Ansible cannot read',
  severity: 'error',
  *check(context) {
    for (const run of context.runs) {
      for (const place of varsPlacesOf(context.project, run)) {
        const file = place?.status === 'unreadable' && context.project.lookup.peek(place.path) === 'file' ? context.project.lookup.file(place.path) : undefined;
        if (file !== undefined) yield { span: spanOf(file, 0, 0), message: 'This file cannot be read: where Ansible may not read it either, it stops here' };
        else if (place === undefined) yield undefined;
      }
    }
    for (const file of varsFilesOf(context)) {
      yield undefined;
      for (const problem of parseYaml(file).problems) if (problem.kind === 'yaml-syntax') yield { ...problem };
    }
    for (const { problems } of brokenSources(context, 'yaml-syntax')) for (const problem of problems) if (problem.kind === 'yaml-syntax' || problem.kind === 'ini-syntax') yield { ...problem };
  },
};

/** The vars files that some run reads, those of `-e` included, each once. */
export function varsFilesOf({ runs }: RuleContext): ReadonlySet<SourceFile> {
  return new Set(runs.flatMap((run) => [...run.loadedFiles, ...extraVarsFilesOf(run)]));
}

/** Inventory files of runs that no plugin could read, with what the plugin that fits them best says. */
export function* brokenSources({ runs }: RuleContext, kind: 'yaml-syntax' | 'ini-syntax'): IterableIterator<{ run: Run; file: SourceFile; problems: readonly ParseProblem[] }> {
  for (const run of runs) {
    for (const { outcome, file, problems } of run.staticInventory.sources) {
      if (file === undefined || outcome !== 'failed' || isPluginConfiguration(parseYaml(file))) continue;
      const isYaml = looksLikeYaml(file);
      if (isYaml !== (kind === 'yaml-syntax')) continue;
      // a group that is missing may come from another source that nobody named
      if (!isYaml && run.standing === 'inferred' && parseIniInventory(file).failure === undefined) continue;
      const fitting = problems.filter((problem) => (problem.kind === 'ini-syntax' || (!isYaml && problem.kind === 'inventory-cycle')) !== isYaml);
      yield { run, file, problems: fitting.length > 0 ? fitting : problems };
    }
  }
}

/** Extension first; a file without one is INI when it has a section header. */
function looksLikeYaml(file: SourceFile): boolean {
  const extension = extensionOf(file.path);
  if (extension === '.yml' || extension === '.yaml' || extension === '.json') return true;
  return extension === '' && !/^[ \t]*\[[^\]\s]+\][ \t]*(#.*)?$/m.test(file.text) && /^[ \t]*[\w.-]+:(\s|$)/m.test(file.text);
}
