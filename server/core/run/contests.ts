// Which definitions of a run win somewhere and which never do.
import type { Group, Host } from '../inventory/inventory';
import type { VariableDefinition } from '../variables/definition';
import { hostsWithOwn, type DefinitionIndex } from '../variables/definitionIndex';
import { resolve, type RankedDefinition } from '../variables/resolve';
import type { Run } from './run';

/**
 * For each definition of the inventory, its vars files and the extra vars that reaches a host: whether it gives a part of the value on one of
 * them (then `winner` is itself), else what beats it. Plays are left out: what their vars and roles do holds in some plays only.
 * With 10,000 hosts that takes a while: `undefined` comes in between, for whoever wants to do something else.
 */
export function* contests(run: Run): IterableIterator<{ readonly definition: VariableDefinition; readonly winner: VariableDefinition } | undefined> {
  const indexes: DefinitionIndex[] = [];
  const parts = [() => run.sourceDefinitions, () => run.inventoryDefinitions, ...run.playFolders.map((folder) => () => run.definitionsBesidePlay(folder))];
  const names = new Set<string>();
  for (const part of parts) {
    const index = part();
    yield undefined;
    indexes.push(index);
    for (const name of index.names()) names.add(name);
    yield undefined;
  }
  const beaten = new Map<VariableDefinition, VariableDefinition>();
  const winners = new Set<VariableDefinition>();
  const contest = (name: string, groups: readonly Group[], layers: readonly (readonly DefinitionIndex[])[], host: Host | undefined): void => {
    for (const layer of layers) {
      const found: RankedDefinition[] = [];
      for (const index of layer) index.collect(name, groups, host, found);
      if (found.length === 0) continue;
      if (found.length === 1) {
        winners.add(found[0]!.definition);
        continue;
      }
      const variable = resolve(name, found, run.config.hashMerge);
      for (const { definition } of variable.parts) winners.add(definition);
      for (const loser of variable.overridden) if (!beaten.has(loser)) beaten.set(loser, variable.winner);
    }
  };
  // what holds in every play of a folder: the inventory's definitions, and those beside the playbook
  const always = [run.sourceDefinitions, run.inventoryDefinitions];
  // without plays Ansible looks beside the working directory
  if (run.plays.length === 0) always.push(...run.playFolders.map((folder) => run.definitionsBesidePlay(folder)));
  const classes = run.hostClasses.map(({ hosts, groups, plays }) => {
    const folders = [...new Set(plays.map((play) => play.folder))];
    return { hosts, groups, layers: folders.length === 0 ? [always] : folders.map((folder) => [...always, run.definitionsBesidePlay(folder)]) };
  });
  yield undefined;
  for (const name of names) {
    yield undefined;
    const withOwn = hostsWithOwn(name, indexes);
    for (const { hosts, groups, layers } of classes) {
      if (withOwn.size === 0 || hosts.some((host) => !withOwn.has(host.name))) contest(name, groups, layers, undefined);
      if (withOwn.size > 0) for (const host of hosts) if (withOwn.has(host.name)) contest(name, groups, layers, host);
    }
  }
  yield undefined;
  let count = 0;
  for (const definition of winners) {
    if (++count % 1_000 === 0) yield undefined;
    yield { definition, winner: definition };
  }
  for (const [definition, winner] of beaten) if (!winners.has(definition)) yield { definition, winner };
}
