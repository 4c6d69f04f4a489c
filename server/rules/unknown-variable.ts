// A name that kubespray does not have and nothing uses, and that looks like one of kubespray's: a slip of the pen that no run ever tells.
import { catalogue } from '../core/kubespray/catalogue';
import { isUsedInWorkspace } from '../core/kubespray/namesInUse';
import type { Kubespray } from '../core/kubespray/kubespray';
import type { Project } from '../core/project';
import { parseYaml } from '../core/yaml';
import { keyText } from '../core/value';
import { placesOfGoneNames, renameKey, type JudgedPlace } from './overrideFindings';
import { editDistance, numbersOf } from './places';
import type { Finding, Rule } from './rule';

export const unknownVariable: Rule = {
  id: 'unknown-variable',
  summary: 'A variable that kubespray does not have, with a name like one it has',
  severity: 'warning',
  *check({ project, runs }) {
    for (const place of placesOfGoneNames(project, runs)) {
      yield undefined;
      if (place !== undefined) yield* findingsAt(project, place);
    }
  },
};

function* findingsAt(project: Project, place: JudgedPlace): IterableIterator<Finding> {
  const { definition: { name, owner, node }, origin } = place;
  // what a call gives with -e may be for a task of the call alone
  if (owner.kind === 'run' && node === undefined) return;
  // what one release has had and another never had is removed for the one; removed-variable tells it
  if (place.fates.some(({ fate }) => fate.kind === 'removed')) return;
  const told = place.fates.map(({ run, fate }) => ({ run, ...wordsFor(run.kubespray!, name, fate.kind === 'later' ? fate.since : undefined, place) }));
  if (told.some(({ message }) => message === undefined) || isUsedInWorkspace(project, name)) return;
  for (const { run, message, near } of told) {
    // a newer sample, or values for the next release, are no slip of the pen
    const severity = place.fates.every(({ fate }) => fate.kind === 'later') ? { severity: 'information' as const } : {};
    yield { span: origin, message: message!, run, fixes: near === undefined ? [] : renameKey(origin, name, near), ...severity };
  }
}

function wordsFor(kubespray: Kubespray, name: string, since: number | undefined, place: JudgedPlace): { readonly message: string | undefined; readonly near?: string } {
  if (since !== undefined) return { message: `${name} does nothing with ${kubespray.label}: it comes with v2.${since}` };
  const known = namesOf(kubespray);
  const near = nearNames(name, known).filter((candidate) => !isSetBeside(place, candidate));
  const nothing = `nothing reads ${name}: ${kubespray.isAssumed ? 'no release of kubespray has such a variable' : `${kubespray.label} has no such variable`}`;
  if (near.length > 0) return { message: `${nothing}; did you mean ${near.slice(0, 3).map((candidate) => `“${candidate}”`).join(' or ')}?`, ...(near.length === 1 ? { near: near[0] } : {}) };
  return { message: !kubespray.isAssumed && isOfFamily(name, known) ? nothing : undefined };
}

const names = new Map<number, readonly string[]>();

/** What may be set in that release, or in the newest where it is not one of the catalogue. */
function namesOf({ minor, isAssumed }: Kubespray): readonly string[] {
  const facts = catalogue();
  const release = minor !== undefined && !isAssumed && facts.releases.includes(minor) ? minor : facts.releases.at(-1)!;
  let known = names.get(release);
  if (known === undefined) {
    known = facts.names.filter((name) => name.length >= SHORTEST && ['default', 'read'].includes(facts.stateIn(release, name) ?? ''));
    names.set(release, known);
  }
  return known;
}

/** In shorter names one letter is too much of the word. */
const SHORTEST = 8;

/** The nearest names: of those with the same first word one letter is another, two in long ones. Another number is another thing. */
function nearNames(name: string, known: readonly string[]): readonly string[] {
  if (name.length < SHORTEST) return [];
  const plain = name.toLowerCase().replace(/-/g, '_');
  let [best, found]: [number, string[]] = [name.length >= 16 ? 3 : 2, []];
  for (const candidate of known) {
    if (numbersOf(candidate) !== numbersOf(name) || firstWord(candidate) !== firstWord(plain)) continue;
    const distance = editDistance(plain, candidate, best + 1);
    if (distance < best) [best, found] = [distance, [candidate]];
    else if (distance === best && found.length > 0) found.push(candidate);
  }
  return found;
}

function firstWord(name: string): string {
  return name.split('_')[0]!;
}

/** As many names of one release begin with the same two words; so does what is kubespray's alone. */
const FAMILY = 6;

/** True for a name that begins as a whole family of kubespray's variables does: `kube_apiserver_…`, `cilium_hubble_…`. */
function isOfFamily(name: string, known: readonly string[]): boolean {
  const head = /^((?:kube|kubelet|kubeadm|etcd|calico|cilium|containerd|coredns|nodelocaldns|metallb)_[a-z]+_)[a-z]/.exec(name)?.[1];
  return head !== undefined && known.filter((candidate) => candidate.startsWith(head)).length >= FAMILY;
}

/** A file that sets both means both. */
function isSetBeside({ origin: { file } }: JudgedPlace, candidate: string): boolean {
  const { root } = parseYaml(file);
  return root?.kind === 'mapping' && root.entries.some(({ key }) => keyText(key) === candidate);
}
