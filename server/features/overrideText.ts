// What is told of kubespray's default beside an override, in words that terminal and documents share.
import { BareRelease } from '../core/kubespray/kubespray';
import { removalText } from '../core/kubespray/nameFate';
import { otherPatch, type Override } from '../core/kubespray/overrides';
import type { Run } from '../core/run/run';
import { valueText } from './describe';

/** `default calico`; for a name that kubespray does not read, what has become of it. */
export function defaultText(name: string, override: Override, showSecrets: boolean): string {
  const { class: kind, defaults, fate } = override;
  if (fate.kind === 'removed') return removalText(fate);
  if (fate.kind === 'later') return `comes with kubespray v2.${fate.since}`;
  if (kind === 'unknown') return 'nothing reads it';
  if (defaults.length === 0) return 'no default';
  // two that are computed from the same may differ and read the same
  const texts = [...new Set(defaults.map(({ value }) => valueText(name, value, showSecrets)))];
  return `${kind === 'without-effect' ? 'role var' : texts.length > 1 ? 'default by role' : 'default'} ${texts.join(' or ')}`;
}

/** Why there is nothing to compare with, or with what it is compared although nobody names it. */
export function nothingCompared({ kubespray }: Run): readonly string[] {
  if (kubespray === undefined) return ['this run is not kubespray’s: nothing is compared'];
  if (kubespray instanceof BareRelease) return [`the defaults of ${kubespray.label} are not known: nothing is compared`];
  const patch = otherPatch(kubespray);
  if (patch !== undefined) return [`compared with the defaults of ${patch}, of ${kubespray.label} none are known: versions may differ`];
  return kubespray.isAssumed ? [`compared with ${kubespray.label}: ${kubespray.how}`] : [];
}
