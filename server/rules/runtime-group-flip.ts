// A k8s_cluster that kubespray makes while it runs lies beside its groups, not above them: vars of a narrower group lose that would win below a declared one.
import { isSpan, type SourceFile, type Span } from '../core/tree';
import type { Fix } from '../core/diagnostic';
import { nameOf } from '../core/path';
import type { Project } from '../core/project';
import { compareGroups, type Group, type Host } from '../core/inventory/inventory';
import { clusterChildrenOf, depthsBelowDeclared } from '../core/kubespray/declaredCluster';
import { fateOfOldNames } from '../core/kubespray/runTimeGroups';
import { equalValues, isMapping } from '../core/value';
import type { VariableDefinition } from '../core/variables/definition';
import { definitionsIn } from '../core/run/varsBeside';
import { namesAllItReads } from '../core/run/declaration';
import type { Run } from '../core/run/run';
import { enumerate } from './places';
import type { Rule } from './rule';

export const runtimeGroupFlip: Rule = {
  id: 'runtime-group-flip',
  summary: 'Vars of a group that lose because kubespray makes k8s_cluster at run time',
  severity: 'warning',
  *check({ project, runs }) {
    for (const run of runs) {
      const told: Flip[] = [];
      for (const flip of flipsOf(run)) {
        yield undefined;
        if (flip?.isSurprising === true) told.push(flip);
      }
      const fixes = told.length === 0 ? [] : fixesOf(project, run);
      for (const { loser, winner, hosts } of told) {
        const by = run.kubespray?.label ?? 'kubespray';
        const why =
          winner.group.name === 'k8s_cluster' ? `${by} makes k8s_cluster while it runs, beside ${loser.group.name} and not above it`
          : `${loser.group.name} lies beside ${winner.group.name}, not below k8s_cluster, which ${by} makes while it runs`;
        const file = project.show(winner.span.file.path);
        yield {
          span: loser.span,
          message: `${loser.definition.name} is overridden by ${file} on ${enumerate(hosts.map((host) => host.name))}: ${why}, and of groups side by side the last by name wins`,
          cause: `overridden by ${file}`,
          run,
          related: [{ span: winner.span, message: `this ${loser.definition.name} wins` }],
          fixes,
        };
      }
    }
  },
};

interface Side {
  readonly definition: VariableDefinition;
  readonly group: Group;
  readonly span: Span;
}

/** Two definitions of which the other one would win below a declared k8s_cluster. */
interface Flip {
  readonly loser: Side;
  readonly winner: Side;
  readonly hosts: Host[];
  /** The loser's group is a part of the winner's and would lie deeper, and no priority says otherwise: one expects it to win. Of others nobody knows which of the two is meant to. */
  readonly isSurprising: boolean;
}

/** What has another value than it would have below a declared k8s_cluster; `undefined` between variables. */
function* flipsOf(run: Run): IterableIterator<Flip | undefined> {
  const { inventory, kubespray } = run;
  if (kubespray === undefined || fateOfOldNames(kubespray) !== 'left out' || !run.isReadOnDemand) return;
  // another source may declare it
  if (run.staticInventory.isOpaque || !namesAllItReads(run)) return;
  const deeper = depthsBelowDeclared(inventory);
  const names = new Set<string>();
  for (const { name, variables } of deeper.keys()) {
    for (const variable of variables) names.add(variable.name);
    for (const folder of new Set([...run.inventoryFolders, ...run.playFolders])) for (const definition of definitionsIn(run, folder, { kind: 'group', name })) names.add(definition.name);
  }
  const declared = (group: Group): Group => ({ ...group, depth: deeper.get(group) ?? group.depth });
  for (const name of names) {
    yield undefined;
    const flips = new Map<string, Flip>();
    for (const { hosts, variable } of run.variable(name)) {
      const winner = variable === undefined ? undefined : sideOf(run, variable.winner);
      if (variable === undefined || winner === undefined || (run.config.hashMerge && isMapping(variable.value))) continue;
      const rivals = variable.overridden.flatMap((definition) => {
        const side = definition.precedence === winner.definition.precedence ? sideOf(run, definition) : undefined;
        return side === undefined || baseOf(side) !== baseOf(winner) || compareGroups(declared(side.group), declared(winner.group)) <= 0 ? [] : [side];
      });
      // of one group the strongest stands first, and a sort keeps it there
      const [loser] = rivals.sort((left, right) => compareGroups(declared(right.group), declared(left.group)));
      if (loser === undefined || equalValues(loser.definition.value, winner.definition.value)) continue;
      const key = [loser.span, winner.span].map(({ file, start }) => `${file.path}\0${start}`).join('\0');
      const known = flips.get(key);
      if (known !== undefined) known.hosts.push(...hosts);
      else flips.set(key, { loser, winner, hosts: [...hosts], isSurprising: isPart(run, loser.group, winner.group) && declared(loser.group).depth > declared(winner.group).depth && loser.group.priority === winner.group.priority });
    }
    yield* flips.values();
  }
}

function sideOf({ inventory }: Run, definition: VariableDefinition): Side | undefined {
  const group = definition.owner.kind === 'group' ? inventory.groups.get(definition.owner.name) : undefined;
  return group === undefined || !isSpan(definition.origin) ? undefined : { definition, group, span: definition.origin };
}

/** Vars beside one inventory are merged before those beside the next: groups are sorted within a folder. The inventories themselves are one graph. */
function baseOf({ definition: { precedence }, span: { file } }: Side): string {
  return precedence === 'groups_inventory' ? '' : file.path.slice(0, file.path.lastIndexOf('/group_vars/'));
}

/** True when all hosts of `group` are in `whole`, and others too. */
function isPart({ inventory }: Run, group: Group, whole: Group): boolean {
  const all = new Set(inventory.hostsOf(whole));
  const part = inventory.hostsOf(group);
  return part.length < all.size && part.every((host) => all.has(host));
}

/** Declares k8s_cluster in the INI file that has its groups. Only where that changes nothing but what is told, for all who read the file. */
function fixesOf(project: Project, run: Run): Fix[] {
  const children = clusterChildrenOf(run.inventory);
  const sources = run.staticInventory.sources.filter(({ file, outcome }) => file !== undefined && outcome === 'parsed');
  const source = sources.find(({ file, detail }) => detail === 'ini' && children.every(({ declarations }) => declarations.some((span) => span.file === file)));
  const file = source?.file;
  if (file === undefined || !project.isBelowRoots(file.path) || project.tree.at(file.path) !== file) return [];
  for (const reader of new Set([run, ...project.runsReading(file.path)])) {
    if (reader.kubespray === undefined || fateOfOldNames(reader.kubespray) !== 'left out' || reader.staticInventory.groups.has('k8s_cluster')) return [];
    for (const flip of flipsOf(reader)) if (flip?.isSurprising === false) return [];
  }
  const names = children.map(({ name }) => name);
  const text = sectionFor(file, names);
  const end = file.text.length;
  return [{ title: `Declare k8s_cluster in ${nameOf(file.path)}, above ${enumerate(names)}`, edits: [{ span: { file, start: end, end }, newText: text }], operations: [] }];
}

function sectionFor({ text }: SourceFile, names: readonly string[]): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return `${text === '' || text.endsWith('\n') ? '' : end}${['', '[k8s_cluster:children]', ...names].join(end)}${end}`;
}
