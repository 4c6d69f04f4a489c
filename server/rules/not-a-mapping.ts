// What must be a mapping of names and values and is none: Ansible stops, or passes over that part.
import type { Span } from '../core/tree';
import { isTruthy } from '../core/value';
import { parseYaml } from '../core/yaml';
import type { YamlNode } from '../core/yamlNode';
import { extraVarsFilesOf, firstLine } from './places';
import type { Rule } from './rule';
import { brokenSources } from './yaml-syntax';
import { stopsOf } from '../core/run/playVars';

export const notAMapping: Rule = {
  id: 'not-a-mapping',
  summary: 'A vars file, or a part of an inventory, that is no mapping',
  severity: 'error',
  *check(context) {
    for (const file of new Set(context.runs.flatMap((run) => run.loadedFiles))) {
      yield undefined;
      const { root, failure } = parseYaml(file);
      // what is empty or false is passed by; anything else that is no mapping stops Ansible (G8, G9)
      if (failure === undefined && root !== undefined && root.kind !== 'mapping' && isTruthy(root.value)) yield { span: firstLineOf(root), message: 'A vars file is a mapping of names and values: Ansible stops here' };
    }
    for (const run of context.runs) {
      for (const file of extraVarsFilesOf(run)) {
        if (file.problem !== undefined) continue;
        const { root, failure, encrypted, problems } = parseYaml(file);
        if (failure !== undefined || encrypted || root?.kind === 'mapping' || problems.some((problem) => problem.kind === 'too-large')) continue;
        // here an empty file is refused as well (J11)
        yield { span: root === undefined ? firstLine(file) : firstLineOf(root), message: `${root === undefined ? 'This file is empty: what' : 'What'} -e @FILE reads is a mapping of names and values. Ansible stops here`, run };
      }
      for (const stop of stopsOf(run)) if (stop.kind === 'not-a-mapping') yield stop;
      // what Ansible passes over with a warning (D1, D3)
      for (const { problems, outcome } of run.staticInventory.sources) {
        const [first, ...rest] = outcome === 'parsed' ? problems.filter((problem) => problem.kind === 'not-a-mapping') : [];
        if (first === undefined) continue;
        // a file of something else, in a folder of inventories, may have hundreds
        yield { ...first, message: rest.length === 0 ? first.message : `${first.message}. So ${rest.length === 1 ? 'is 1 more part' : `are ${rest.length} more parts`} of this file`, severity: 'warning', related: rest.slice(0, 5).map(({ span, message }) => ({ span, message })) };
      }
    }
    for (const { problems } of brokenSources(context, 'yaml-syntax')) for (const problem of problems) if (problem.kind === 'not-a-mapping') yield { ...problem };
  },
};

/** Behind comments and `---`: where the value itself begins, up to the end of that line. */
function firstLineOf({ span: { file, start, end } }: YamlNode): Span {
  const length = file.text.slice(start, end).search(/[\r\n]/);
  return { file, start, end: length < 0 ? end : start + length };
}
