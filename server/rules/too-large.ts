// More than is read: a range of millions of hosts, aliases that stand for billions of values, a file of many megabytes, imports without end.
// Ansible takes hours over them or runs out of memory; here what is too large is left out, and the rest is answered.
import type { ParseProblem } from '../core/diagnostic';
import { parseYaml, TOO_LARGE } from '../core/yaml';
import type { Run } from '../core/run/run';
import { extraVarsFilesOf } from './places';
import type { Rule } from './rule';

export const tooLarge: Rule = {
  id: 'too-large',
  summary: 'An expansion over its budget',
  severity: 'warning',
  *check({ runs }) {
    for (const run of runs) for (const problem of problemsOf(run)) if (problem.kind === 'too-large') yield { ...problem };
  },
};

/** What the texts a run reads say of themselves. */
function* problemsOf(run: Run): IterableIterator<ParseProblem> {
  for (const { problems } of run.staticInventory.sources) yield* problems;
  for (const file of [...run.loadedFiles, ...extraVarsFilesOf(run)]) yield* parseYaml(file).problems;
  yield* run.playbookProblems;
  const { file, problems: ofConfig } = run.config;
  for (const { kind, message, span } of ofConfig) if (kind !== undefined && span !== undefined) yield { kind, message, span };
  if (file?.problem === 'too-large') yield { kind: 'too-large', message: TOO_LARGE, span: { file, start: 0, end: 0 } };
}
