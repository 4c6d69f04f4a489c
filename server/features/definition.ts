// Where a variable is defined, the winner first; where a host or group is declared.
import type { Project } from '../core/project';
import { isSpan, type Origin, type SourceFile, type Span } from '../core/tree';
import { cascadeOf } from './cascade';
import { runFor, type Selection } from './selection';
import { symbolAt } from './symbolAt';

export function definition(project: Project, file: SourceFile, offset: number, selection: Selection): readonly Span[] {
  const symbol = symbolAt(project, file, offset);
  const run = symbol === undefined ? undefined : runFor(project, file, selection);
  if (symbol === undefined || run === undefined) return [];
  if (symbol.kind === 'host') return run.inventory.hosts.get(symbol.name)?.declarations ?? [];
  if (symbol.kind === 'group') return run.inventory.groups.get(symbol.name)?.declarations ?? [];
  const cascade = cascadeOf(run, symbol.name);
  const definitions = [...cascade.winners.map((winner) => winner.definition), ...cascade.losers, ...cascade.unreached, ...cascade.defaults];
  return distinct(definitions.map((found) => found.origin));
}

function distinct(origins: readonly Origin[]): Span[] {
  const seen = new Set<string>();
  return origins.filter(isSpan).filter(({ file, start }) => {
    const key = `${file.path}\0${start}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
