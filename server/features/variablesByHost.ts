// All variables of all hosts of a run, host by host: never a map for every host at once (10,000 hosts with 1,500 variables are 2 GB).
import type { Host } from '../core/inventory/inventory';
import { compareText } from '../core/inventory/inventory';
import type { Play } from '../core/run/playbook';
import type { Run } from '../core/run/run';
import type { EffectiveVariable } from '../core/variables/resolve';

export interface NamedVariable {
  readonly name: string;
  readonly play: Play | undefined;
  readonly variable: EffectiveVariable;
}

export interface VariablesOfHost {
  readonly host: Host;
  /** Sorted by name. */
  readonly variables: readonly NamedVariable[];
}

/** Hosts in inventory order; `names` limits the variables, `hosts` the hosts. */
export function* variablesByHost(run: Run, names: Iterable<string>, hosts?: ReadonlySet<Host>, play?: Play): IterableIterator<VariablesOfHost> {
  const sorted = [...names].sort(compareText);
  const wanted = new Set(sorted);
  const ofClass = new Map<Host, readonly NamedVariable[]>();
  for (const group of run.hostClasses) {
    let shared: readonly NamedVariable[] | undefined;
    for (const host of group.hosts) {
      if (hosts !== undefined && !hosts.has(host)) continue;
      shared ??= sorted.flatMap((name) => named(name, run.variableOfClass(group, name, play)));
      ofClass.set(host, shared);
    }
  }
  for (const host of run.inventory.hosts.values()) {
    const shared = ofClass.get(host);
    if (shared === undefined) continue;
    const own = [...(run.ownNames.get(host.name) ?? [])].filter((name) => wanted.has(name)).sort(compareText);
    yield { host, variables: own.length === 0 ? shared : withOwn(run, host, shared, own, play) };
  }
  // the implicit localhost is told only to those who ask for it
  const { localhost } = run;
  if (localhost !== undefined && hosts?.has(localhost) === true) yield { host: localhost, variables: sorted.flatMap((name) => named(name, run.variableOf(localhost, name, play))) };
}

function withOwn(run: Run, host: Host, shared: readonly NamedVariable[], own: readonly string[], play: Play | undefined): NamedVariable[] {
  const variables: NamedVariable[] = [];
  let at = 0;
  for (const name of own) {
    while (at < shared.length && compareText(shared[at]!.name, name) < 0) variables.push(shared[at++]!);
    if (shared[at]?.name === name) at++;
    variables.push(...named(name, run.variableOf(host, name, play)));
  }
  for (; at < shared.length; at++) variables.push(shared[at]!);
  return variables;
}

function named(name: string, { play, variable }: { readonly play: Play | undefined; readonly variable: EffectiveVariable | undefined }): NamedVariable[] {
  return variable === undefined ? [] : [{ name, play, variable }];
}
