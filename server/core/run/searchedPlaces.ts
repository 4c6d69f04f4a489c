// Where a run looks for vars, complete and in order, and what lies there that it does not read.
import type { Host } from '../inventory/inventory';
import type { SearchedPlace } from '../variables/definition';
import type { Run } from './run';

/** For all groups and hosts of a run, or for those of `host` alone. */
export function searchedPlacesOf(run: Run, host: Host | undefined): readonly SearchedPlace[] {
  const places: SearchedPlace[] = [];
  const groups = host === undefined ? run.inventory.sortedGroups : host.groups;
  const hosts = host === undefined ? [...run.inventory.hosts.keys()] : [host.name];
  const playFolders = host === undefined ? run.playFolders : [...new Set(run.plays.length === 0 ? run.playFolders : run.playsOf(host).map((play) => play.folder))];
  for (const folder of [...run.inventoryFolders, ...playFolders.filter((candidate) => !run.inventoryFolders.includes(candidate))]) {
    for (const name of ['all', ...groups.map((group) => group.name)]) places.push(...run.varsFiles(folder, 'group_vars', name).places);
    for (const name of hosts) places.push(...run.varsFiles(folder, 'host_vars', name).places);
    if (host === undefined) places.push(...run.unmatched(folder, 'group_vars'), ...run.unmatched(folder, 'host_vars'));
  }
  return places;
}
