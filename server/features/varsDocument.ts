// What read-only documents of variables share: how hosts are put together, how an entry and its place are written, and how long it all may be.
import type { Project } from '../core/project';
import type { Host } from '../core/inventory/inventory';
import type { Run } from '../core/run/run';
import { isSpan, type Origin } from '../core/tree';
import { equalValues, type Value } from '../core/value';
import type { VariableDefinition } from '../core/variables/definition';
import type { EffectiveVariable } from '../core/variables/resolve';
import { lineAt } from '../lines';
import { showIn } from './describe';
import { makeVisible, NOT_SAVED } from './markup';

/** What stands for a value that is too long. */
export const CUT = '…';
/** Characters of a document behind which values are cut. */
export const DOCUMENT_BUDGET = 8 * 1024 * 1024;

/** More different values of one variable than are listed. */
export const CAMP_LIMIT = 20;

/** Hosts with equal values of the same definition together, the largest camp first; and those on which nothing sets it. */
export function hostsByWinner(run: Run, name: string, wanted: ReadonlySet<Host>, definitionOf = ({ winner }: EffectiveVariable): VariableDefinition => winner): { camps: readonly { variable: EffectiveVariable; hosts: Host[] }[]; unset: readonly Host[] } {
  const camps: { variable: EffectiveVariable; hosts: Host[] }[] = [];
  const byWinner = new Map<unknown, { variable: EffectiveVariable; hosts: Host[] }>();
  const unset: Host[] = [];
  for (const { hosts: members, variable } of run.variable(name)) {
    const here = members.filter((host) => wanted.has(host));
    if (variable === undefined) unset.push(...here);
    if (here.length === 0 || variable === undefined) continue;
    const definition = definitionOf(variable);
    const known = byWinner.get(definition);
    if (known !== undefined && equalValues(known.variable.value, variable.value)) known.hosts.push(...here);
    else {
      const camp = { variable, hosts: here };
      byWinner.set(definition, camp);
      camps.push(camp);
    }
  }
  return { camps: camps.sort((left, right) => right.hosts.length - left.hosts.length), unset };
}

/** The winner's place stands behind the first line, what it overrides in lines of comment below it. */
export function annotated([first = '', ...rest]: readonly string[], value: Value, winner: string, notes: readonly string[]): string {
  // a very long key is written as `? key`: nothing may stand behind it
  if (first.startsWith('?')) return [`# ${makeVisible(winner)}`, first, ...rest].join('\n');
  const comments = notes.map((note) => `  # ${makeVisible(note)}`);
  const top = `${first}  # ${makeVisible(winner)}`;
  // the lines of a block text are all text: comments stand before it
  return (rest.length > 0 && typeof value === 'string' ? [...comments.map((comment) => comment.trimStart()), top, ...rest] : [top, ...comments, ...rest]).join('\n');
}

/** `group_vars/all.yml:3`, or where it comes from in words. */
export function placeIn(project: Project, run: Run, origin: Origin): string {
  return isSpan(origin) ? `${showIn(project, run, origin.file.path)}:${lineAt(origin.file, origin.start)}${origin.file.unsaved === true ? NOT_SAVED : ''}` : origin.text;
}
