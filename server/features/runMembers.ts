// The parts of a run for a tree: where it looks for vars, its inventory with groups and hosts, what is not known of it.
import { displayPath, isWithin, joinPath } from '../core/path';
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';
import type { Path } from '../core/tree';
import type { SearchedPlace } from '../core/variables/definition';
import { maskedCommand } from '../core/variables/secrets';
import { STATUS_TEXT } from './explain';
import { makeVisible } from './markup';

export interface RunMembers {
  /** Folders beside which the run looks for vars, in the order of the search. */
  readonly folders: readonly FolderItem[];
  readonly sources: readonly SourceItem[];
  readonly groups: readonly GroupItem[];
  readonly unknown: readonly string[];
}

export interface FolderItem {
  readonly label: string;
  /** What it is to the run. */
  readonly what: 'beside the inventory' | 'beside the playbook' | 'beside inventory and playbook' | 'the working directory';
  /** In the order of the search. */
  readonly places: readonly PlaceItem[];
  readonly read: number;
  /** All places, those included that are not listed: without a file, most of them. */
  readonly count: number;
}

export interface PlaceItem {
  /** From the folder. */
  readonly label: string;
  readonly path: Path;
  readonly status: SearchedPlace['status'];
  /** The status in words, with what else is known. */
  readonly description: string;
}

export interface SourceItem {
  readonly label: string;
  readonly path: Path | undefined;
  readonly outcome: string;
  readonly detail: string;
}

export interface GroupItem {
  readonly name: string;
  readonly hosts: readonly string[];
  /** What makes the group, or memberships in it, at run time; '' when the inventory declares all. */
  readonly madeAtRunTime: string;
}

/** Places without a file that are listed. */
const MISSING_LIMIT = 100;
const PLACE_LIMIT = 1_000;

export function runMembers(project: Project, run: Run): RunMembers {
  const all = run.searchedPlaces();
  return {
    folders: [...new Set([...run.inventoryFolders, ...run.playFolders])].map((folder) => folderItem(project, run, folder, all.filter(({ path }) => isWithin(path, joinPath(folder, 'group_vars')) || isWithin(path, joinPath(folder, 'host_vars'))))),
    sources: run.staticInventory.sources.map(({ source, path, outcome, detail }) => ({ label: makeVisible(path === undefined ? source : project.show(path)), path: outcome === 'missing' ? undefined : path, outcome, detail: makeVisible(detail) })),
    groups: [...run.inventory.groupsWithHosts].filter((group) => group.name !== 'all').map((group) => {
      const hosts = run.inventory.hostsOf(group);
      const made = group.madeAtRunTime ?? hosts.map((host) => host.runTimeGroups.get(group.name)).find((text) => text !== undefined) ?? '';
      return { name: makeVisible(group.name), hosts: hosts.map((host) => makeVisible(host.name)), madeAtRunTime: makeVisible(made) };
    }),
    unknown: run.allUnknown.map((text) => makeVisible(maskedCommand(text))),
  };
}

function folderItem(project: Project, run: Run, folder: Path, all: readonly SearchedPlace[]): FolderItem {
  let missing = 0;
  const places = all.filter(({ status }) => status !== 'not-found' || missing++ < MISSING_LIMIT).slice(0, PLACE_LIMIT);
  const [isInventory, isPlay] = [run.inventoryFolders.includes(folder), run.playFolders.includes(folder)];
  return {
    label: makeVisible(project.show(folder)),
    what: isInventory && isPlay ? 'beside inventory and playbook' : isInventory ? 'beside the inventory' : run.plays.length > 0 ? 'beside the playbook' : 'the working directory',
    places: places.map(({ path, status, detail }) => ({ label: makeVisible(displayPath(path, folder)), path, status, description: makeVisible(STATUS_TEXT[status] + (detail === '' ? '' : `: ${detail}`)) })),
    read: all.filter(({ status }) => status === 'loaded').length,
    count: all.length,
  };
}
