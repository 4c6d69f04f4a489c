// What the rules about kubespray's variables share: each definition of a user's with what every run that reads it makes of it.
import type { Fix } from '../core/diagnostic';
import type { Project } from '../core/project';
import { fateOf, type NameFate } from '../core/kubespray/nameFate';
import { isOfAnsible, ownDefinitions, ownNames } from '../core/kubespray/overrides';
import type { Run } from '../core/run/run';
import { isWithin } from '../core/path';
import type { Path, SourceFile, Span } from '../core/tree';
import type { VariableDefinition } from '../core/variables/definition';

/** A place that sets a variable, with what the kubespray of each run that reads it makes of the name. */
export interface JudgedPlace {
  readonly definition: VariableDefinition;
  /** The key. */
  readonly origin: Span;
  readonly fates: readonly { readonly run: Run; readonly fate: NameFate }[];
}

/**
 * The places whose name no run knows. Universal: what one run's kubespray reads is no mistake. `undefined` in between is a pause.
 * A run whose playbooks cannot all be read may read any name.
 */
export function* placesOfGoneNames(project: Project, runs: readonly Run[]): IterableIterator<JudgedPlace | undefined> {
  const fates = new Map<Run, ReadonlyMap<string, NameFate>>();
  const gone = new Set<string>();
  for (const run of runs) {
    const ofRun = new Map<string, NameFate>();
    fates.set(run, ofRun);
    if (!knowsItsReaders(project, run)) continue;
    for (const name of ownNames(run)) {
      yield undefined;
      const fate = isOfAnsible(name) ? undefined : fateOf(run, name);
      if (fate === undefined || fate.kind === 'known') continue;
      ofRun.set(name, fate);
      gone.add(name);
    }
  }
  if (gone.size === 0) return;
  const places = new Map<SourceFile, Map<number, { definition: VariableDefinition; origin: Span; fates: { run: Run; fate: NameFate }[] } | undefined>>();
  for (const run of runs) {
    for (const own of ownDefinitions(project, run, (name) => gone.has(name))) {
      if (own === undefined) {
        yield undefined;
        continue;
      }
      const { definition, origin } = own;
      const fate = fates.get(run)?.get(definition.name);
      let ofFile = places.get(origin.file);
      if (ofFile === undefined) places.set(origin.file, (ofFile = new Map()));
      const known = ofFile.get(origin.start);
      if (fate === undefined) ofFile.set(origin.start, undefined);
      else if (!ofFile.has(origin.start)) ofFile.set(origin.start, { definition, origin, fates: [{ run, fate }] });
      // hosts of a range share a place
      else if (known !== undefined && known.fates.at(-1)?.run !== run) known.fates.push({ run, fate });
    }
  }
  for (const ofFile of places.values()) for (const place of ofFile.values()) if (place !== undefined) yield place;
}

/** False when a playbook of somebody else's is not known, or lies with its roles where nobody looks for uses of a name. */
function knowsItsReaders(project: Project, run: Run): boolean {
  if (run.allUnknown.some((text) => /playbook|imports itself|list of plays/.test(text) && !OF_KUBESPRAY.test(text))) return false;
  const root = run.kubespray?.root;
  const isLookedThrough = (path: Path): boolean => project.isBelowRoots(path) || (root !== undefined && isWithin(path, root));
  return run.plays.every((play) => {
    if (root !== undefined && isWithin(play.file.path, root)) return true;
    const found = new Map(run.rolesOf(play).map(({ name, path }) => [name, path]));
    return project.isBelowRoots(play.file.path) && play.roles.every(({ name }) => isLookedThrough(found.get(name) ?? '/'));
  });
}

/** Playbooks of kubespray by their names, where they themselves are not at hand. */
const OF_KUBESPRAY = /(^|[\s/.“])(cluster|scale|upgrade[-_]cluster|reset|remove[-_]node|recover[-_]control[-_]plane|facts)(\.ya?ml)?([\s”]|$)/;

/** The fix that gives a key another name; nothing where the key is not written as its name, or the file has the other name as well. */
export function renameKey(origin: Span, name: string, target: string): readonly Fix[] {
  const { file, start, end } = origin;
  const at = file.text.slice(start, end).indexOf(name);
  if (at < 0 || new RegExp(`(^|[\\s"'])${target}["']?\\s*[:=]`, 'm').test(file.text)) return [];
  const span = { file, start: start + at, end: start + at + name.length };
  return [{ title: `Rename ${name} to ${target}`, edits: [{ span, newText: target }], operations: [] }];
}
