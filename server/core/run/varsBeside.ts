// The vars files beside the inventories and playbooks of a run: where they are looked for, and the level each is read at.
import type { Path, SourceFile } from '../tree';
import type { Host } from '../inventory/inventory';
import { definitionsOfFile, type OwnerOfFiles, type SearchedPlace, type VariableDefinition } from '../variables/definition';
import type { DefinitionIndex } from '../variables/definitionIndex';
import type { Precedence } from '../variables/precedence';
import { hostsNamedIn } from '../variables/varsFiles';
import { joinPath } from '../path';
import { parseYaml } from '../yaml';
import { LOCALHOST } from './localhost';
import type { Run } from './run';

/** The level of what a vars file sets: beside an inventory or a playbook, for `all`, for a group or a host. */
function levelOf(owner: OwnerOfFiles, beside: 'inventory' | 'play'): Precedence {
  return `${owner.kind === 'host' ? 'host' : owner.name === 'all' ? 'all' : 'groups'}_plugins_${beside}`;
}

/** What the vars files beside `folder` set, group by group in the order they are merged, then host by host. */
export function addVarsBeside(run: Run, index: DefinitionIndex, folder: Path, batch: number, beside: 'inventory' | 'play'): void {
  const add = (owner: OwnerOfFiles): void => {
    for (const definition of definitionsIn(run, folder, owner, beside)) index.add(definition, batch);
  };
  add({ kind: 'group', name: 'all' });
  for (const { name } of run.inventory.sortedGroups) add({ kind: 'group', name });
  for (const name of run.hostsWithFiles(folder)) add({ kind: 'host', name });
}

/** What the vars files beside `folder` set for one group or host. */
export function* definitionsIn(run: Run, folder: Path, owner: OwnerOfFiles, beside: 'inventory' | 'play' = 'inventory'): IterableIterator<VariableDefinition> {
  if (owner.kind === 'group' ? !run.inventoryWithVars.groups.has(owner.name) : !run.hostsWithFiles(folder).has(owner.name)) return;
  const level = levelOf(owner, beside);
  for (const file of run.varsFiles(folder, owner.kind === 'group' ? 'group_vars' : 'host_vars', owner.name).files) yield* definitionsOfFile(file, level, owner);
}

/** Every place where a run looks for vars of a group (all of them) or of `host` alone, and what lies there unread. */
export function searchedPlacesOf(run: Run, host: Host | undefined): readonly SearchedPlace[] {
  const places: SearchedPlace[] = [];
  const { inventoryWithVars: inventory, inventoryFolders } = run;
  const groups = host === undefined ? inventory.sortedGroups : host.groups.filter((group) => inventory.groups.has(group.name));
  const hosts = host === undefined ? [...inventory.hosts.keys()] : [host.name];
  const playFolders = host === undefined || run.plays.length === 0 || !run.isReadOnDemand ? run.playFolders : [...new Set(run.playsOf(host).map((play) => play.folder))];
  for (const folder of [...inventoryFolders, ...playFolders.filter((candidate) => !inventoryFolders.includes(candidate))]) {
    for (const name of ['all', ...groups.map((group) => group.name)]) places.push(...run.varsFiles(folder, 'group_vars', name).places);
    for (const name of hosts) places.push(...run.varsFiles(folder, 'host_vars', name).places);
    if (host === undefined) places.push(...run.unmatched(folder, 'group_vars'), ...run.unmatched(folder, 'host_vars'));
  }
  return places;
}

/** The vars files that a run reads, each once. */
export function loadedFilesOf(run: Run): readonly SourceFile[] {
  const files = new Set<SourceFile>();
  for (const folder of [...run.inventoryFolders, ...run.playFolders]) {
    for (const name of run.inventoryWithVars.groups.keys()) for (const file of run.varsFiles(folder, 'group_vars', name).files) files.add(file);
    for (const name of run.hostsWithFiles(folder)) for (const file of run.varsFiles(folder, 'host_vars', name).files) files.add(file);
  }
  return [...files];
}

/** Those of them that are encrypted as a whole: which variables they set is not known. */
export function encryptedFilesOf({ loadedFiles }: Run): readonly SourceFile[] {
  return loadedFiles.filter((file) => parseYaml(file).encrypted);
}

/** Hosts that may have a file in `folder`/host_vars, told by the listing: few of thousands. */
export function hostsWithFilesIn(run: Run, folder: Path): ReadonlySet<string> {
  const path = joinPath(folder, 'host_vars');
  const { lookup } = run.context;
  const directory = lookup.peek(path) === 'directory' ? lookup.directory(path) : undefined;
  if (directory === undefined) return new Set<string>();
  const { localhost } = run;
  const hosts = localhost === undefined ? run.inventory.hosts : new Map([...run.inventory.hosts, ...(run.program === 'inventory' ? LOCALHOST : [localhost.name]).map((name) => [name, localhost] as const)]);
  return new Set(hostsNamedIn(directory.names.keys(), hosts, run.config.yamlValidExtensions));
}
