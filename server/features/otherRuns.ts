// A definition in a file that several runs read: where it wins, and where something is stronger.
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';
import { isSpan, type Origin, type Span } from '../core/tree';
import { cascadeOf } from './cascade';
import { plain } from './markup';

/** More runs than this are not asked: each costs as much as the hover itself. */
const RUN_LIMIT = 10;
/** Names that are told of one kind. */
const NAME_LIMIT = 3;

/** `Wins in prod; overridden in qa.`, as Markdown; undefined where one run reads the file, or all agree with `run`. */
export function otherRunsText(project: Project, run: Run, name: string, place: Span): string | undefined {
  const readers = project.runsReading(place.file.path);
  if (readers.length < 2 || !readers.includes(run)) return undefined;
  const asked = [run, ...readers.filter((reader) => reader !== run)].slice(0, RUN_LIMIT);
  const runs = new Map<string, string[]>();
  for (const reader of asked) {
    const kind = stateIn(reader, name, place);
    runs.set(kind, [...(runs.get(kind) ?? []), reader.name]);
  }
  if (runs.size < 2) return undefined;
  const said = ['wins', 'wins on some hosts', 'overridden', 'reaches no host'].flatMap((kind) => {
    const names = runs.get(kind);
    return names === undefined ? [] : [`${kind} in ${enumerated(names)}`];
  });
  const text = `This value ${said.join('; ').replace(/^overridden/, 'is overridden').replace(/; overridden/, '; it is overridden')}.`;
  return readers.length > asked.length ? `${text} ${readers.length - asked.length} more runs read this file.` : text;
}

function stateIn(run: Run, name: string, place: Span): string {
  const isHere = (origin: Origin): boolean => isSpan(origin) && origin.file === place.file && origin.start === place.start;
  const cascade = cascadeOf(run, name);
  const winner = cascade.winners.find(({ definition, variable }) => isHere(definition.origin) || variable.parts.some((part) => isHere(part.definition.origin)));
  const loses = cascade.losers.some(({ origin }) => isHere(origin)) || cascade.winners.some(({ variable }) => variable.overridden.some(({ origin }) => isHere(origin)));
  if (winner !== undefined) return loses ? 'wins on some hosts' : 'wins';
  return loses ? 'overridden' : 'reaches no host';
}

function enumerated(names: readonly string[]): string {
  const shown = names.slice(0, NAME_LIMIT).map((name) => `*${plain(name)}*`).join(', ');
  return names.length > NAME_LIMIT ? `${shown} and ${names.length - NAME_LIMIT} more` : shown;
}
