// A definition that is overridden on every host it reaches, in every run that reads it: changing it changes nothing.
import { isShipped } from '../core/kubespray/overrides';
import { joinPath } from '../core/path';
import type { Project } from '../core/project';
import { isSpan, type Path, type Span } from '../core/tree';
import type { VariableDefinition } from '../core/variables/definition';
import { contests } from '../core/run/contests';
import type { Run } from '../core/run/run';
import { equalValues } from '../core/value';
import { OF_ALL } from './inventory-vars-overridden';
import type { Rule } from './rule';

export const neverWins: Rule = {
  id: 'never-wins',
  summary: 'A definition that is overridden on every host',
  severity: 'hint',
  *check({ project, runs }) {
    // universal: what one run hides may be what another lives on
    if (runs.some((run) => run.isOpaque || run.takesMore === true)) return;
    // places, not definitions: hosts of a range share one, and each run has its own definitions
    const winning = new Map<Path, Set<number>>();
    const losing = new Map<string, { definition: VariableDefinition; winner: VariableDefinition; run: Run }[]>();
    for (const run of runs) {
      if (sharesVars(project, run, runs)) continue;
      for (const contest of contests(run)) {
        if (contest === undefined) {
          yield undefined;
          continue;
        }
        const { definition, winner } = contest;
        if (!isSpan(definition.origin)) continue;
        const { file, start } = definition.origin;
        if (winner === definition) {
          const places = winning.get(file.path);
          if (places === undefined) winning.set(file.path, new Set([start]));
          else places.add(start);
        } else {
          const key = `${file.path}\0${start}`;
          const list = losing.get(key);
          if (list === undefined) losing.set(key, [{ definition, winner, run }]);
          else list.push({ definition, winner, run });
        }
      }
    }
    for (const contests of losing.values()) {
      yield undefined;
      const { definition } = contests[0]!;
      const origin = definition.origin as Span;
      if (winning.get(origin.file.path)?.has(origin.start)) continue;
      // what kubespray ships is not the user's to mend
      if (isShipped(project, contests[0]!.run, origin)) continue;
      const winners = [...new Set(contests.map((contest) => contest.winner))];
      const first = winners[0]!;
      // inventory-vars-overridden says more about that
      if (definition.precedence === 'groups_inventory' && winners.every(({ precedence, value }) => OF_ALL.has(precedence) && !equalValues(value, definition.value))) continue;
      const where = isSpan(first.origin) ? (first.origin.file === origin.file ? 'further down' : `by ${project.show(first.origin.file.path)}`) : `by ${first.origin.text}`;
      const span = definition.valueSpan?.file === origin.file ? { file: origin.file, start: origin.start, end: Math.max(origin.end, definition.valueSpan.end) } : origin;
      for (const run of new Set(contests.map((contest) => contest.run))) {
        yield {
          span,
          message: `${definition.name} never wins here: it is overridden ${where}${winners.length > 1 ? ` and ${winners.length - 1} more` : ''}`,
          cause: 'never wins',
          run,
          unnecessary: true,
          related: winners.slice(0, 5).flatMap((winner) => (isSpan(winner.origin) ? [{ span: winner.origin, message: `this ${winner.name} wins` }] : [])),
        };
      }
    }
  },
};

/** True for a guess beside another guess: files that share their vars may be parts of one inventory, which nobody has named. */
function sharesVars({ lookup }: Project, run: Run, runs: readonly Run[]): boolean {
  if (run.standing !== 'inferred') return false;
  const [folder] = run.inventoryFolders;
  const hasVars = folder !== undefined && ['group_vars', 'host_vars'].some((vars) => lookup.peek(joinPath(folder, vars)) === 'directory');
  return hasVars && runs.some((other) => other !== run && other.standing === 'inferred' && other.inventoryFolders.includes(folder));
}
