// A vars file for a group that no inventory has: Ansible never opens it and says nothing.
import { extensionOf, folderOf, joinPath, nameOf } from '../core/path';
import type { Path, SourceFile } from '../core/tree';
import type { Fix } from '../core/diagnostic';
import type { VarsFolder } from '../core/variables/varsFiles';
import { makesNoCluster, runTimeGroupNames } from '../core/kubespray/runTimeGroups';
import { parseYaml } from '../core/yaml';
import { firstFileOf, firstLine, nearName } from './places';
import { runTimeNames, type MadeNames } from './runTimeNames';
import type { Finding, Rule, RuleContext } from './rule';

export const orphanGroupVars: Rule = {
  id: 'orphan-group-vars',
  summary: 'group_vars for a group that no inventory has',
  severity: 'warning',
  check: (context) => orphans(context, 'group_vars'),
};

/** Universal: silent unless every run is known in full and none has the name. */
export function* orphans({ project, runs }: RuleContext, vars: VarsFolder): IterableIterator<Finding> {
  const what = vars === 'group_vars' ? 'group' : 'host';
  if (runs.some((run) => run.isOpaque || run.takesMore === true)) return;
  const known = new Set<string>();
  for (const run of runs) for (const name of what === 'group' ? run.inventory.groups.keys() : run.inventory.hosts.keys()) known.add(name);
  // the implicit localhost gets its host_vars although no inventory names it
  if (what === 'host') for (const name of ['localhost', '127.0.0.1', '::1']) known.add(name);
  if (what === 'group') for (const { kubespray } of runs) if (kubespray !== undefined) for (const name of runTimeGroupNames(kubespray)) known.add(name);
  let made: MadeNames | undefined;
  const seen = new Set<Path>();
  for (const run of runs) {
    for (const folder of [...run.inventoryFolders, ...run.playFolders]) {
      if (run.inventory.hosts.size === 0 || (run.standing === 'inferred' && mayHoldAnother(project, folder))) continue;
      for (const { path } of run.unmatched(folder, vars)) {
        if (seen.has(path)) continue;
        seen.add(path);
        const file = nameOf(path);
        const extension = extensionOf(file);
        const isFolder = project.lookup.peek(path) === 'directory';
        const name = !isFolder && run.config.yamlValidExtensions.includes(extension) ? file.slice(0, -extension.length) : file;
        // other extensions are no vars files (README.md); their names say nothing about groups
        if (!isFolder && extension !== '' && name === file) continue;
        if (known.has(name)) continue;
        const source = firstFileOf(project.lookup, path);
        if (source === undefined || (!isFolder && extension === '' && !isVarsFile(source))) continue;
        // looking through tasks costs most and is seldom needed
        made ??= runTimeNames(project.lookup, runs)[what];
        if (made === 'any') return;
        if (made.has(name)) continue;
        const candidates = what === 'group' ? run.inventory.groups.keys() : run.inventory.hosts.keys();
        const isMadeLater = name === 'k8s_cluster' && run.kubespray !== undefined && makesNoCluster(run.kubespray);
        const near = isMadeLater ? undefined : nearName(name, candidates);
        const message = isMadeLater ? `${project.show(path)} is never read: the inventory has no k8s_cluster, and ${run.kubespray.label} does not make it, as v2.27 and later do` : `${project.show(path)} is never read: there is no ${what} “${name}”${near === undefined ? '' : `; did you mean “${near}”?`}`;
        yield { span: firstLine(source), message, cause: path, fixes: near === undefined ? [] : renameFix(project, path, name, near) };
      }
    }
  }
}

/** A script or another file beside an inventory that nobody names may be the inventory that has the name. */
function mayHoldAnother(project: RuleContext['project'], folder: Path): boolean {
  return [...(project.lookup.directory(folder)?.names.keys() ?? [])].some((name) => /\.(py|rb|pl|sh|toml)$|[._-](aws|gcp|azure)[\w.-]*\.ya?ml$/.test(name));
}

/** A name without an extension may be a group's, or a README: then the text is no mapping, or the name is well known. */
function isVarsFile(file: SourceFile): boolean {
  const { root, encrypted } = parseYaml(file);
  return encrypted || (root?.kind === 'mapping' && !/^(README|LICENSE|CHANGELOG|NOTICE|TODO|CODEOWNERS|OWNERS|Makefile|Dockerfile|Jenkinsfile|Vagrantfile)$/i.test(nameOf(file.path)));
}

function renameFix({ lookup }: RuleContext['project'], path: Path, name: string, near: string): Fix[] {
  const target = joinPath(folderOf(path), near + nameOf(path).slice(name.length));
  if (lookup.peek(target) !== 'absent') return [];
  return [{ title: `Rename ${nameOf(path)} to ${nameOf(target)}`, edits: [], operations: [{ kind: 'rename', from: path, to: target }], preferred: true }];
}
