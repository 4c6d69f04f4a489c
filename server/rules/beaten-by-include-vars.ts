// A value of the inventory that kubespray replaces on hosts of some systems: a role brings in a vars file for them, which is stronger.
import type { Beating } from '../core/kubespray/beaten';
import { catalogue } from '../core/kubespray/catalogue';
import { compareText, type Host } from '../core/inventory/inventory';
import { isRareSystem, systemText } from '../core/kubespray/systems';
import { namesInExpression } from '../core/kubespray/templateNames';
import type { Run } from '../core/run/run';
import { beatenDefinitions, isDefault, levelText, placesOf, rolesText, whereText } from './beatenDefinitions';
import { enumerate } from './places';
import type { Rule } from './rule';

export const beatenByIncludeVars: Rule = {
  id: 'beaten-by-include-vars',
  summary: 'A value that kubespray replaces on hosts of some systems',
  severity: 'warning',
  *check(context) {
    for (const beaten of beatenDefinitions(context, 'include_vars')) {
      if (beaten === undefined) {
        yield undefined;
        continue;
      }
      const { run, definition, span, hosts, where } = beaten;
      // a file of the catalogue whose value is not known may say the same
      const known = beaten.beatings.filter(({ value, conditions }) => value !== undefined && conditions.every((condition) => isOfInventory(run, condition)));
      const isRare = known.every((beating) => isRareHere(hosts, beating));
      // the sample has some defaults written out: who left them has no other wish for a system that is hardly theirs
      if (known.length === 0 || (isRare && isDefault(run, definition))) continue;
      yield {
        span,
        message: `${definition.name} does not hold ${conditionText(known)}${where}: ${rolesText(known)} ${new Set(known.map(({ role }) => role)).size === 1 ? 'brings' : 'bring'} in a vars file there, which beats ${levelText(definition)}`,
        cause: 'beaten by include_vars',
        run,
        related: placesOf(known, ({ system, role }) => (system === undefined ? `what role ${role} brings in` : `on hosts with ${systemText(system)}`)),
        ...(isRare ? { severity: 'information' as const } : {}),
      };
    }
  },
};

/** True for a condition that variables decide: not what is found on a host, or whether an engine is being removed. */
function isOfInventory(run: Run, condition: string): boolean {
  const { kubespray } = run;
  return namesInExpression(condition).every(({ name }) => {
    const facts = kubespray?.minor === undefined ? undefined : catalogue().factsIn(kubespray.minor, name);
    return facts?.isRegistered !== true && (facts?.included.length ?? 0) === 0 && (run.definitions(name).length > 0 || (kubespray?.defaultsOf(name).length ?? 0) > 0);
  });
}

/** Where a vars file is brought in, in plain words. */
function conditionText(beatings: readonly Beating[]): string {
  const systems = [...new Set(beatings.flatMap(({ system }) => (system === undefined ? [] : [systemText(system)])))].sort(compareText);
  if (systems.length > 0) return `on hosts with ${enumerate(systems, 5)}`;
  return beatings.some((beating) => beating.isCertain) ? 'on the hosts of the role' : whereText(beatings);
}

/** A system that few clusters have, and that no name of the hosts and their groups points to. */
function isRareHere(hosts: readonly Host[], { system }: Beating): boolean {
  if (system === undefined || !isRareSystem(system)) return false;
  const word = /^[a-z]+/.exec(system)?.[0] ?? system;
  return !hosts.some((host) => [host, ...host.groups].some(({ name }) => name.toLowerCase().includes(word)));
}
