// The workspace that tests and pictures open: a copy of examples/, so that a run may write into it.
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { removeIfPresent, root, temporaryFolder } from './files.mjs';

/** The workspace file that `npm start` opens. */
export const exampleWorkspace = resolve(root, 'examples/two-repos/two-repos.code-workspace');

/** Copies examples/ to a new folder; gives the workspace file in it, and `remove()`. */
export function copyExamples() {
  const folder = temporaryFolder('examples');
  const workspace = join(folder, 'two-repos/two-repos.code-workspace');
  if (existsSync(exampleWorkspace)) cpSync(resolve(root, 'examples'), folder, { recursive: true, verbatimSymlinks: true });
  else writeStandIn(folder, workspace);
  return { folder, workspace, remove: () => removeIfPresent(folder) };
}

// Two folders are enough to prove a multi-root workspace while the examples are not written.
function writeStandIn(folder, workspace) {
  for (const repository of ['deploy', 'clusters']) mkdirSync(join(folder, 'two-repos', repository, 'group_vars'), { recursive: true });
  writeFileSync(join(folder, 'two-repos/clusters/hosts.ini'), '[kube_node]\nnode1\n');
  writeFileSync(join(folder, 'two-repos/clusters/group_vars/all.yml'), 'kube_pods_subnet: 10.20.0.0/16\n');
  writeFileSync(workspace, JSON.stringify({ folders: [{ path: 'deploy' }, { path: 'clusters' }] }));
}
