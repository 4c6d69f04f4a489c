// Of NAME, NAME.yml, NAME.yaml and NAME.json Ansible reads the first that exists and only that one: a folder hides the file of the same name.
import { folderOf, joinPath, nameOf } from '../core/path';
import type { Path } from '../core/tree';
import type { Fix } from '../core/diagnostic';
import type { Project } from '../core/project';
import { firstFileOf, firstLine, varsPlacesOf } from './places';
import type { Rule } from './rule';

export const shadowedVarsFile: Rule = {
  id: 'shadowed-vars-file',
  summary: 'A vars file that a folder or file of the same name hides',
  severity: 'warning',
  *check({ project, runs }) {
    for (const run of runs) {
      for (const place of varsPlacesOf(project, run)) {
        if (place === undefined) yield undefined;
        if (place?.status !== 'hidden' || place.owner === undefined || !('name' in place.owner)) continue;
        const file = firstFileOf(project.lookup, place.path);
        if (file === undefined || file.text.trim() === '') continue;
        const chosen = chosenOver(project, place.path, place.owner.name, run.config.yamlValidExtensions);
        if (chosen === undefined) continue;
        const isFolder = project.lookup.peek(chosen) === 'directory';
        const taken = firstFileOf(project.lookup, chosen);
        const isEmpty = isFolder && project.lookup.directory(chosen)?.names.size === 0;
        const message = `${nameOf(place.path)} is not read: ${isFolder ? `the ${isEmpty ? 'empty ' : ''}folder ${nameOf(chosen)}/` : nameOf(chosen)} beside it is taken instead`;
        yield {
          span: firstLine(file),
          message,
          run,
          related: taken === undefined ? [] : [{ span: firstLine(taken), message: 'this is read instead' }],
          fixes: fixesOf(project, place.path, chosen, isEmpty),
        };
      }
    }
  },
};

/** The first existing form of the name. */
function chosenOver(project: Project, hidden: Path, name: string, extensions: readonly string[]): Path | undefined {
  const folder = folderOf(hidden);
  return ['', ...extensions].map((extension) => joinPath(folder, name + extension)).find((path) => path !== hidden && project.lookup.exists(path) === true);
}

function fixesOf(project: Project, hidden: Path, chosen: Path, isEmpty: boolean): Fix[] {
  if (isEmpty) return [{ title: `Delete the empty folder ${nameOf(chosen)}`, edits: [], operations: [{ kind: 'delete', path: chosen }], preferred: true }];
  if (project.lookup.peek(chosen) !== 'directory' || project.lookup.peek(hidden) !== 'file') return [];
  const target = joinPath(chosen, nameOf(hidden));
  if (project.lookup.peek(target) !== 'absent') return [];
  return [{ title: `Move ${nameOf(hidden)} into ${nameOf(chosen)}/`, edits: [], operations: [{ kind: 'rename', from: hidden, to: target }] }];
}
