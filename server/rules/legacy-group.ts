// A group with a name that kubespray gave up in v2.16: since v2.27 its hosts get the new name, but not k8s_cluster, and no error is told.
import { folderOf, isWithin, joinPath, nameOf } from '../core/path';
import type { Project } from '../core/project';
import { CLUSTER_GROUPS, fateOfOldNames, hostsLeftOut, OLD_CLUSTER_GROUPS } from '../core/kubespray/runTimeGroups';
import { namesAllItReads } from '../core/run/declaration';
import type { Run } from '../core/run/run';
import type { Path, Span } from '../core/tree';
import { definitionsOfFile } from '../core/variables/definition';
import { count, enumerate } from './places';
import { renameGroupFix } from './renameGroup';
import { runTimeNames, type MadeNames } from './runTimeNames';
import type { Rule } from './rule';

export const legacyGroup: Rule = {
  id: 'legacy-group',
  summary: 'An old group name, whose hosts kubespray leaves out of k8s_cluster since v2.27',
  severity: 'warning',
  *check({ project, runs }) {
    for (const run of runs) {
      const { kubespray } = run;
      const fate = kubespray === undefined ? undefined : fateOfOldNames(kubespray);
      if (kubespray === undefined || fate === undefined || fate === 'right' || mayBeInCluster(run)) continue;
      let made: MadeNames | undefined;
      for (const [old, name] of OLD_CLUSTER_GROUPS) {
        yield undefined;
        const hosts = hostsLeftOut(run.staticInventory, old);
        if (hosts.length === 0) continue;
        // a task of the user's may make the group
        made ??= runTimeNames(project.lookup, [run]).group;
        if (made === 'any' || made.has('k8s_cluster')) break;
        const lost = varsOfCluster(project, run);
        if (kubespray.isAssumed && lost === '' && !hasNewNames(run)) break;
        const who = `${count(hosts.length, 'host')}, ${enumerate(hosts.map((host) => host.name))},`;
        const found = `${old} is an old name: ${kubespray.isAssumed ? 'since v2.27, assumed here as no release is known, kubespray' : kubespray.label}`;
        const skipped = `: plays for k8s_cluster skip ${hosts.length === 1 ? 'it' : 'them'}${lost === '' ? '' : `, and ${lost} not read for ${hosts.length === 1 ? 'it' : 'them'}`}`;
        const message =
          fate === 'mapped' ? `${found} still makes ${name} of it; since v2.27 ${who} would not be in k8s_cluster`
          : name === 'k8s_cluster' ? `${found} does not make k8s_cluster of it, and ${who} ${hosts.length === 1 ? 'is' : 'are'} not in k8s_cluster${skipped}`
          : `${found} makes ${name} of it, but leaves ${who} out of k8s_cluster${skipped}`;
        // what works today, or may do with the release that nobody told, is no mistake yet
        const severity = fate === 'mapped' || (kubespray.isAssumed && lost === '') ? 'information' : 'warning';
        for (const span of firstDeclarations(run, old)) {
          if (isKubesprays(project, span.file.path)) continue;
          yield { span, message, run, severity, fixes: renameGroupFix(project, run, old, name) };
        }
      }
    }
  },
};

/** Hosts may be in groups that are not known, or a second playbook makes the groups anew and finds the new names the first has made. */
function mayBeInCluster(run: Run): boolean {
  if (run.program === 'inventory' || run.staticInventory.isOpaque || !namesAllItReads(run)) return true;
  return run.plays.filter((play) => nameOf(play.file.path) === 'boilerplate.yml' && play.hosts === 'all').length > 1;
}

/** Old names alone, and no vars for k8s_cluster, are as good as a release of before the new names: there all is right. */
function hasNewNames({ staticInventory: { groups } }: Run): boolean {
  return ['k8s_cluster', ...CLUSTER_GROUPS].some((name) => groups.has(name));
}

/** The places of a group that are the first in their files. */
function firstDeclarations(run: Run, name: string): readonly Span[] {
  const first = new Map<Path, Span>();
  for (const span of run.staticInventory.groups.get(name)?.declarations ?? []) {
    const known = first.get(span.file.path);
    if (known === undefined || span.start < known.start) first.set(span.file.path, span);
  }
  return [...first.values()];
}

/** What the hosts of k8s_cluster get from vars files, with its verb; '' when there is nothing. */
function varsOfCluster(project: Project, run: Run): string {
  const files = [...new Set([...run.inventoryFolders, ...run.playFolders])].flatMap((folder) => run.varsFiles(folder, 'group_vars', 'k8s_cluster').files.map((file) => ({ file, vars: joinPath(folder, 'group_vars') })));
  const [first] = files;
  if (first === undefined) return '';
  const names = new Set(files.flatMap(({ file }) => definitionsOfFile(file, 'groups_plugins_inventory', { kind: 'group', name: 'k8s_cluster' }).map((definition) => definition.name)));
  const where = project.show(folderOf(first.file.path) === first.vars ? first.file.path : joinPath(first.vars, 'k8s_cluster'));
  // encrypted, or all of it comments
  if (names.size === 0) return '';
  return `${count(names.size, 'variable')} of ${where} ${names.size === 1 ? 'is' : 'are'}`;
}

/** Inventories that come with kubespray are not the user's to mend. */
function isKubesprays(project: Project, path: Path): boolean {
  return project.checkouts.some(({ root }) => ['inventory/sample', 'inventory/local', 'contrib', 'tests'].some((folder) => isWithin(path, joinPath(root, folder))));
}
