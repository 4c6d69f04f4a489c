// A definition that is overridden on every host it reaches, in every run that reads it: changing it changes nothing.
import { isSpan, type Span } from '../core/tree';
import type { VariableDefinition } from '../core/variables/definition';
import { contests } from '../core/run/contests';
import type { Run } from '../core/run/run';
import { displayPath } from '../core/path';
import type { Rule } from './rule';

export const neverWins: Rule = {
  id: 'never-wins',
  summary: 'A definition that is overridden on every host',
  severity: 'hint',
  *check({ project, runs }) {
    // universal: what one run hides may be what another lives on
    if (runs.some((run) => run.isOpaque)) return;
    const winning = new Set<string>();
    const losing = new Map<string, { definition: VariableDefinition; winner: VariableDefinition; run: Run }[]>();
    for (const run of runs) {
      for (const { definition, winner } of contests(run)) {
        if (!isSpan(definition.origin)) continue;
        const key = keyOf(definition.origin);
        if (winner === definition) winning.add(key);
        else {
          const list = losing.get(key);
          if (list === undefined) losing.set(key, [{ definition, winner, run }]);
          else list.push({ definition, winner, run });
        }
      }
    }
    for (const [key, contests] of losing) {
      if (winning.has(key)) continue;
      const { definition } = contests[0]!;
      const origin = definition.origin as Span;
      if (project.checkouts.some((checkout) => origin.file.path.startsWith(checkout.root + '/roles/'))) continue;
      const winners = [...new Set(contests.map((contest) => contest.winner))];
      const first = winners[0]!;
      const where = isSpan(first.origin) ? (first.origin.file === origin.file ? 'further down' : displayPath(project.show(first.origin.file.path), undefined)) : first.origin.text;
      const span = definition.valueSpan?.file === origin.file ? { file: origin.file, start: origin.start, end: Math.max(origin.end, definition.valueSpan.end) } : origin;
      for (const run of new Set(contests.map((contest) => contest.run))) {
        yield {
          span,
          message: `${definition.name} never wins here: it is overridden by ${where}${winners.length > 1 ? ` and ${winners.length - 1} more` : ''}`,
          cause: 'never wins',
          run,
          unnecessary: true,
          related: winners.slice(0, 5).flatMap((winner) => (isSpan(winner.origin) ? [{ span: winner.origin, message: `this ${winner.name} wins` }] : [])),
        };
      }
    }
  },
};

function keyOf(span: Span): string {
  return `${span.file.path}\0${span.start}`;
}
