// `groupvars catalogue`: the facts of kubespray checkouts as JSON, as server/core/kubespray/catalogueData.json holds them.
import { UsageError, type Arguments } from './arguments';
import type { Output } from './output';
import type { Surroundings } from './world';
import { bring, scan, toPath } from '../disk';
import { checkoutAt } from '../core/kubespray/checkout';
import { catalogueText } from '../core/kubespray/catalogueText';
import { collectFacts, type ReleaseFacts } from '../core/kubespray/releaseFacts';
import { displayPath, resolvePath } from '../core/path';
import { Project } from '../core/project';
import { DEFAULT_SETTINGS } from '../core/settings';
import { Tree, type Path } from '../core/tree';

export function catalogue(args: Arguments, surroundings: Surroundings, output: Output): number {
  const cwd = toPath(surroundings.cwd);
  if (args.positionals.length === 0) throw new UsageError('catalogue needs a kubespray checkout, or several');
  const releases: ReleaseFacts[] = [];
  for (const word of args.positionals) {
    const root = resolvePath(cwd, word);
    const facts = factsOf(root);
    if (facts === 'no checkout') throw new UsageError(`${displayPath(root, cwd)} is no kubespray checkout`);
    if (facts === 'no release') throw new UsageError(`which release ${displayPath(root, cwd)} is cannot be told`);
    if (releases.some(({ minor }) => minor === facts.minor)) throw new UsageError(`two checkouts are of release v2.${facts.minor}: each release can be there once`);
    releases.push(facts);
  }
  output.write(catalogueText(releases));
  return 0;
}

function factsOf(root: Path): ReleaseFacts | 'no checkout' | 'no release' {
  const project = bring(new Project(scan(Tree.empty, [root]), { ...DEFAULT_SETTINGS, roots: [root] }), ({ lookup }) => {
    const checkout = checkoutAt(lookup, root);
    if (checkout !== undefined) void collectFacts(lookup, checkout);
  });
  const checkout = checkoutAt(project.lookup, root);
  if (checkout === undefined) return 'no checkout';
  return collectFacts(project.lookup, checkout) ?? 'no release';
}
