// group_vars/k8s_cluster/kube_control_plane.yml: the folder decides who gets a file, its name does not.
import type { Fix } from '../core/diagnostic';
import { extensionOf, folderOf, joinPath, nameOf } from '../core/path';
import type { Path, SourceFile } from '../core/tree';
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';
import { definitionsOfFile } from '../core/variables/definition';
import { count, enumerate, firstLine, varsPlacesOf } from './places';
import type { Rule } from './rule';

export const groupFileInGroupFolder: Rule = {
  id: 'group-file-in-group-folder',
  summary: 'A vars file that is named after a group and lies in the folder of another',
  severity: 'warning',
  *check({ project, runs }) {
    for (const run of runs) {
      // who else is in a group is not known
      if (run.isOpaque) continue;
      for (const place of varsPlacesOf(project, run)) {
        if (place === undefined) {
          yield undefined;
          continue;
        }
        const { owner, path } = place;
        if (place.status !== 'loaded' || owner === undefined || (owner.kind !== 'group' && owner.kind !== 'host')) continue;
        // a file right in the folder of a group: what is sorted further down is sorted by something else
        if (nameOf(folderOf(path)) !== owner.name) continue;
        const meant = nameMeant(run, path);
        if (meant === owner.name || owner.name === 'all') continue;
        const others = othersThan(run, owner.kind, owner.name, meant);
        if (others.length === 0) continue;
        const file = project.lookup.file(path);
        if (file === undefined || isAbout(file, meant)) continue;
        const who = owner.kind === 'group' ? `${count(others.length, 'host')} of ${owner.name} outside of ${meant} ${others.length === 1 ? 'gets' : 'get'} it as well, ${enumerate(others)}` : `${owner.name} gets it, ${meant} does not`;
        yield {
          span: firstLine(file),
          message: `${nameOf(path)} lies in the folder of ${owner.name}, and the folder decides: ${who}`,
          cause: path,
          run,
          fixes: fixesOf(project, path, meant),
        };
      }
    }
  },
};

function nameMeant({ config }: Run, path: Path): string {
  const name = nameOf(path);
  const extension = extensionOf(name);
  return config.yamlValidExtensions.includes(extension) ? name.slice(0, -extension.length) : name;
}

/**
 * Hosts that get the file though its name says they should not. Only where the named group is a part of the folder's:
 * of a group with other hosts the file may well speak without being for it, as `web/db.yml` does of what the web servers need of the database.
 */
function othersThan({ inventory }: Run, kind: 'group' | 'host', owner: string, meant: string): readonly string[] {
  if (kind === 'host') return inventory.hosts.has(meant) && inventory.hosts.has(owner) ? [owner] : [];
  const [folder, named] = [inventory.groups.get(owner), inventory.groups.get(meant)];
  if (folder === undefined || named === undefined) return [];
  const all = new Set(inventory.hostsOf(folder));
  const part = new Set(inventory.hostsOf(named));
  if (part.size === 0 || [...part].some((host) => !all.has(host))) return [];
  return [...all].filter((host) => !part.has(host)).map(({ name }) => name);
}

/** True when the file sets nothing, or is about the thing that the group is called after: `nginx.yml` with `nginx_port` is for all who have to do with nginx. */
function isAbout(file: SourceFile, name: string): boolean {
  const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '_').toLowerCase();
  const definitions = definitionsOfFile(file, 'groups_plugins_inventory', { kind: 'group', name });
  return definitions.length === 0 || definitions.some((definition) => plain(definition.name).startsWith(plain(name).replace(/s$/, '')));
}

/** To the vars of the group it is named after: beside the folder, or into that group's own. */
function fixesOf({ lookup }: Project, path: Path, meant: string): Fix[] {
  const vars = folderOf(folderOf(path));
  const names = [...(lookup.directory(vars)?.names.keys() ?? [])].filter((name) => name === meant || (extensionOf(name) !== '' && name.slice(0, -extensionOf(name).length) === meant));
  const target = names.length === 0 ? joinPath(vars, nameOf(path)) : names.includes(meant) && lookup.peek(joinPath(vars, meant)) === 'directory' ? joinPath(joinPath(vars, meant), nameOf(path)) : undefined;
  if (target === undefined || lookup.peek(target) !== 'absent') return [];
  return [{ title: `Move ${nameOf(path)} to ${nameOf(vars)}${names.length === 0 ? '' : `/${meant}`}`, edits: [], operations: [{ kind: 'rename', from: path, to: target }] }];
}
