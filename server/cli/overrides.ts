// What `groupvars vars --overrides` tells of each override: what has to be read for it, and kubespray's default as JSON.
import { jsonOrigin, type JsonOrigin } from './paths';
import type { WorldWithRun } from './world';
import { isLiteral } from '../core/kubespray/hostValues';
import { overrideBy, type Override } from '../core/kubespray/overrides';
import type { Value } from '../core/value';
import { bring } from '../disk';

/** Reads what is needed to tell unknown names from those that the user's own files use. */
export function bringOverrides(world: WorldWithRun): WorldWithRun {
  const { declaration } = world.run;
  const project = bring(world.project, (candidate) => {
    const run = candidate.runOf(declaration);
    run.touch();
    run.touchRoles();
    for (const name of run.names({ defaults: false })) for (const { variable } of run.variable(name)) if (variable !== undefined) void overrideBy(candidate, run, variable);
  });
  return { ...world, project, run: project.runOf(declaration) };
}

/** One default in JSON. */
export interface JsonDefault {
  readonly value: Value;
  readonly origin: JsonOrigin;
  readonly computed: boolean;
}

/** The first default, that of the common defaults role if it has one, with those of other roles that differ from it; null when there is none. */
export function defaultJson({ class: kind, defaults, isComputed }: Override, shown: (value: Value) => Value, cwd: string): (JsonDefault & { readonly others?: readonly JsonDefault[] }) | null {
  const [first, ...others] = defaults.map(({ value, origin }, index) => ({ value: shown(value), origin: jsonOrigin(origin, cwd), computed: index === 0 ? isComputed : !isLiteral(value) }));
  return first === undefined || kind === 'removed' || kind === 'unknown' ? null : { ...first, ...(others.length === 0 ? {} : { others }) };
}
