// A variable that kubespray no longer reads: an upgrade has made the line a comment, and nothing says so.
import type { Fix } from '../core/diagnostic';
import { removalText, type NameFate } from '../core/kubespray/nameFate';
import { isUsedInWorkspace } from '../core/kubespray/namesInUse';
import { equalValues, isList, isMapping, type Value } from '../core/value';
import { placesOfGoneNames, renameKey, type JudgedPlace } from './overrideFindings';
import type { Rule } from './rule';

export const removedVariable: Rule = {
  id: 'removed-variable',
  summary: 'A variable that kubespray no longer reads',
  severity: 'warning',
  *check({ project, runs }) {
    for (const place of placesOfGoneNames(project, runs)) {
      if (place === undefined || place.fates.some(({ fate }) => fate.kind !== 'removed')) {
        yield undefined;
        continue;
      }
      const { definition, origin } = place;
      const isRefused = place.fates.some(({ fate }) => fate.kind === 'removed' && fate.isRefused);
      if (!isRefused && isUsedInWorkspace(project, definition.name)) continue;
      for (const { run, fate } of place.fates) {
        if (fate.kind !== 'removed') continue;
        yield {
          span: origin,
          message: `${definition.name} ${removalText(fate)}`,
          run,
          unnecessary: !fate.isRefused,
          fixes: renameFix(place, fate),
          ...(isHarmless(definition.value, fate) ? { severity: 'information' as const } : {}),
        };
      }
    }
  },
};

/** What is switched off or empty and gone is no loss, nor is what was the default anyway, nor what kubespray's own sample still has. Of what has a new name a value is lost, unless it asked for nothing. */
function isHarmless(value: Value, fate: Extract<NameFate, { kind: 'removed' }>): boolean {
  if (fate.isRefused) return false;
  const isOff = value === false || value === null || value === '' || (isList(value) && value.length === 0) || (isMapping(value) && value.size === 0);
  const wasDefault = fate.lastDefault !== undefined && equalValues(value, fate.lastDefault);
  return (fate.renamed?.by.length ?? 0) > 0 ? isOff && wasDefault : fate.isInSample || isOff || wasDefault;
}

/** Only where the new name takes the same value, and the file does not set it yet. */
function renameFix({ definition: { name }, origin }: JudgedPlace, { renamed }: Extract<NameFate, { kind: 'removed' }>): readonly Fix[] {
  const [target, ...others] = renamed?.by ?? [];
  if (renamed === undefined || target === undefined || others.length > 0 || renamed.how !== undefined) return [];
  return renameKey(origin, name, target);
}
