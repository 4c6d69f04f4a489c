// The files of a kubespray checkout that say something about variables.
import type { Lookup } from '../lookup';
import { joinPath } from '../path';
import type { Path, SourceFile } from '../tree';
import { compareText } from '../inventory/inventory';

const DEPTH_LIMIT = 12;

/** The files below a folder whose names fit, in the order of their names; links are not followed. */
export function filesBelow(lookup: Lookup, folder: Path, fits: RegExp, depth = 0): SourceFile[] {
  if (depth > DEPTH_LIMIT || lookup.peek(folder) !== 'directory') return [];
  const directory = lookup.directory(folder);
  if (directory === undefined) return [];
  const files: SourceFile[] = [];
  for (const name of [...directory.names.keys()].sort(compareText)) {
    if (name.startsWith('.')) continue;
    const path = joinPath(folder, name);
    const kind = directory.names.get(name);
    if (kind === 'directory') files.push(...filesBelow(lookup, path, fits, depth + 1));
    else if (kind === 'file' && fits.test(name)) {
      const file = lookup.file(path);
      if (file !== undefined) files.push(file);
    }
  }
  return files;
}

/** Its playbooks: at the root, in `playbooks`, in `extra_playbooks`. */
export function playbooksOf(lookup: Lookup, root: Path): SourceFile[] {
  const folders = ['', 'playbooks', 'extra_playbooks'].map((name) => (name === '' ? root : joinPath(root, name)));
  return folders.flatMap((folder) => {
    const directory = lookup.peek(folder) === 'directory' ? lookup.directory(folder) : undefined;
    const names = directory === undefined ? [] : [...directory.names].filter(([name, kind]) => kind === 'file' && /^[^.].*\.ya?ml$/.test(name) && name !== 'galaxy.yml').map(([name]) => name);
    return names.sort(compareText).flatMap((name) => lookup.file(joinPath(folder, name)) ?? []);
  });
}
