// What a play sets itself: its `vars:` and its `vars_files:`, and what of them stops Ansible.
import type { ParseProblem } from '../diagnostic';
import type { Lookup } from '../lookup';
import type { SourceFile } from '../tree';
import { definitionsOf, definitionsOfFile, type Owner } from '../variables/definition';
import { DefinitionIndex } from '../variables/definitionIndex';
import type { Precedence } from '../variables/precedence';
import { varsFilePaths, type Play, type VarsFileUse } from './playbook';
import type { Run } from './run';

/** Since ansible-core 2.15 a missing file is passed by (J8). */
const MISSING_IS_PASSED_BY = 15;
/** Since ansible-core 2.18 `vars:` of a play is no list (J9). */
const NO_LIST = 18;

export function definitionsOfPlay(lookup: Lookup, play: Play, ranks: ReadonlyMap<Precedence, number>): DefinitionIndex {
  const index = new DefinitionIndex(ranks);
  const owner: Owner = { kind: 'play', name: play.name };
  for (const vars of play.vars) for (const definition of definitionsOf(vars, 'play_vars', owner)) index.add(definition, 0);
  for (const use of play.varsFiles) {
    const file = fileOfUse(lookup, play, use);
    if (file !== undefined) for (const definition of definitionsOfFile(file, 'play_vars_files', owner)) index.add(definition, 0);
  }
  return index;
}

/** The file that one entry of `vars_files:` stands for: the first candidate that is there. */
export function fileOfUse(lookup: Lookup, play: Play, { candidates }: VarsFileUse): SourceFile | undefined {
  for (const name of candidates) {
    if (name.includes('{{')) continue;
    for (const path of varsFilePaths(play.folder, name)) if (lookup.peek(path) === 'file') return lookup.file(path);
  }
  return undefined;
}

/** What stops the ansible-core in force in the vars of a run's plays. */
export function stopsOf(run: Run): readonly ParseProblem[] {
  return run.plays.flatMap((play) => stopsOfPlay(run.context.lookup, play, run.ansibleCore));
}

/** What of a play's own vars stops ansible-core 2.`minor`. */
function stopsOfPlay(lookup: Lookup, play: Play, minor: number): readonly ParseProblem[] {
  const problems: ParseProblem[] = [];
  if (minor >= NO_LIST && play.varsList !== undefined) problems.push({ kind: 'not-a-mapping', message: `vars of a play are a mapping since ansible-core 2.${NO_LIST}, no list: Ansible stops here`, span: play.varsList });
  if (minor >= MISSING_IS_PASSED_BY) return problems;
  for (const { candidates, span } of play.varsFiles) {
    // a template may be any file; what nobody has looked at yet may be there
    if (candidates.length === 0 || candidates.some((name) => name.includes('{{') || varsFilePaths(play.folder, name).some((path) => lookup.peek(path) !== 'absent'))) continue;
    problems.push({ kind: 'missing-vars-file', message: `${candidates.length === 1 ? `the vars file ${candidates[0]} is not` : `none of the vars files ${candidates.join(', ')} is`} there: before 2.${MISSING_IS_PASSED_BY} Ansible stops here, unless an earlier play makes it`, span });
  }
  return problems;
}
