// What `groupvars vars --overrides` tells of each override: its class, and kubespray's default as text and as JSON.
import { jsonOrigin, type JsonOrigin } from './paths';
import type { WorldWithRun } from './world';
import { isLiteral } from '../core/kubespray/hostValues';
import { BareRelease } from '../core/kubespray/kubespray';
import { removalText } from '../core/kubespray/nameFate';
import { overrideBy, type Override } from '../core/kubespray/overrides';
import type { Run } from '../core/run/run';
import type { Value } from '../core/value';
import { bring } from '../disk';
import { valueText } from '../features/describe';

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

/** Why there is nothing to compare with, or with what it is compared although nobody names it. */
export function nothingCompared({ kubespray }: Run): readonly string[] {
  if (kubespray === undefined) return ['this run is not kubespray’s: nothing is compared'];
  if (kubespray instanceof BareRelease) return [`the defaults of ${kubespray.label} are not known: nothing is compared`];
  return kubespray.isAssumed ? [`compared with ${kubespray.label}: ${kubespray.how}`] : [];
}

/** `default calico`; for a name that kubespray does not read, what has become of it. */
export function defaultText(name: string, override: Override, showSecrets: boolean): string {
  const { class: kind, defaults, fate } = override;
  if (fate.kind === 'removed') return removalText(fate);
  if (fate.kind === 'later') return `comes with kubespray v2.${fate.since}`;
  if (kind === 'unknown') return 'nothing reads it';
  if (defaults.length === 0) return 'no default';
  const texts = defaults.map(({ value }) => valueText(name, value, showSecrets)).join(' or ');
  return `${kind === 'without-effect' ? 'role var' : defaults.length > 1 ? 'default by role' : 'default'} ${texts}`;
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
