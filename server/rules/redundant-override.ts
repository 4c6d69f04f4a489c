// A definition that says what kubespray's default says: it hides later changes of that default. Off unless asked for: many write them down on purpose.
import { Checkout } from '../core/kubespray/checkout';
import { filesBelow } from '../core/kubespray/checkoutFiles';
import { otherPatch, overrideOf, ownDefinitions } from '../core/kubespray/overrides';
import type { Project } from '../core/project';
import { joinPath, nameOf } from '../core/path';
import type { Run } from '../core/run/run';
import { isSpan, type SourceFile, type Span } from '../core/tree';
import { equalValues, isMapping, keyText, type Value } from '../core/value';
import { parseYaml } from '../core/yaml';
import type { Rule } from './rule';

export const redundantOverride: Rule = {
  id: 'redundant-override',
  summary: 'A definition that equals kubespray’s default',
  severity: 'off',
  *check({ project, runs }) {
    const places = new Map<SourceFile, Map<number, { readonly origin: Span; readonly name: string; readonly runs: Run[] } | undefined>>();
    for (const run of runs) {
      if (run.kubespray === undefined || run.kubespray.isAssumed || run.isOpaque) continue;
      const samples = new Map<SourceFile, boolean>();
      for (const own of ownDefinitions(project, run)) {
        yield undefined;
        if (own === undefined) continue;
        const { definition, origin } = own;
        const { name } = definition;
        let ofFile = places.get(origin.file);
        if (ofFile === undefined) places.set(origin.file, (ofFile = new Map()));
        const isRedundant = (): boolean => {
          // what is set twice may be there to win over the other
          if (run.definitions(name).some(({ precedence, origin: other }) => precedence !== 'role_defaults' && (!isSpan(other) || other.file !== origin.file || other.start !== origin.start))) return false;
          if (OF_PATCH.test(name) && otherPatch(run.kubespray) !== undefined) return false;
          if (overrideOf(project, run, definition)?.class !== 'equal') return false;
          let isSample = samples.get(origin.file);
          if (isSample === undefined) samples.set(origin.file, (isSample = isLikeSample(project, run, origin.file)));
          return !isSample;
        };
        // universal: for another run it may be none
        if (ofFile.has(origin.start) && ofFile.get(origin.start) === undefined) continue;
        if (!isRedundant()) ofFile.set(origin.start, undefined);
        else if (!ofFile.has(origin.start)) ofFile.set(origin.start, { origin, name, runs: [run] });
        else if (!ofFile.get(origin.start)!.runs.includes(run)) ofFile.get(origin.start)!.runs.push(run);
      }
    }
    for (const ofFile of places.values()) for (const place of ofFile.values()) for (const run of place?.runs ?? []) yield { span: place!.origin, message: `${place!.name} is what the default of ${run.kubespray!.label} is: without this line nothing would change`, cause: 'redundant', run };
  },
};

/** Defaults that differ between two patches of a release. */
const OF_PATCH = /_(version|tag|checksums?)$/;

/** What the sample sets in another way than the roles, in every release. */
const OF_SAMPLE: ReadonlyMap<string, Value> = new Map([['macvlan_interface', 'eth1']]);

/** True for a file of the sample inventory that nobody has changed: its variables and values are the sample's. Without a checkout: where not one differs from its default. */
function isLikeSample(project: Project, run: Run, file: SourceFile): boolean {
  const own = topValues(file);
  const { kubespray } = run;
  if (kubespray instanceof Checkout) {
    return filesBelow(run.context.lookup, joinPath(kubespray.root, 'inventory/sample/group_vars'), /\.ya?ml$/).some((sample) => nameOf(sample.path) === nameOf(file.path) && isSame(own, topValues(sample)));
  }
  return [...own].every(([name, value]) => {
    if (OF_SAMPLE.get(name) === value || OF_PATCH.test(name)) return true;
    const found = overrideOf(project, run, { name, value, precedence: 'groups_plugins_inventory' });
    return found?.class === 'equal' || found?.isComputed === true || found?.defaults.length === 0;
  });
}

function topValues(file: SourceFile): ReadonlyMap<string, Value> {
  const value = parseYaml(file).root?.value;
  return new Map(isMapping(value) ? [...value.entries()].map(([key, member]) => [keyText(key), member]) : []);
}

function isSame(left: ReadonlyMap<string, Value>, right: ReadonlyMap<string, Value>): boolean {
  return left.size === right.size && [...left].every(([name, value]) => right.has(name) && equalValues(value, right.get(name)!));
}
