// Small worlds written as one text, and the findings about them written back into it. Nothing here touches the disk.
//
//   #- path                 starts a file; `path/` is an empty folder, `path -> target` a link, `path (x)` an executable file
//   $0                      the cursor
//   # ^^^ warning id: text  a finding about the line above, at the carets' columns; `#^^^` begins in the first column
//
// A path that does not begin with `/` lies below /repo, the one root unless the settings name others.
import { strict as assert } from 'node:assert';
import { Project } from '../server/core/project';
import { DEFAULT_SETTINGS, type Settings } from '../server/core/settings';
import { Tree, type Directory, type NameKind, type Path, type SourceFile, type TreeEntry } from '../server/core/tree';
import { folderOf, joinPath, nameOf } from '../server/core/path';
import type { Diagnostic } from '../server/core/diagnostic';
import type { Run } from '../server/core/run/run';
import { checkProject } from '../server/rules/index';
import { bring, scan } from '../server/disk';

export const ROOT = '/repo';

export interface Fixture {
  readonly entries: ReadonlyMap<Path, TreeEntry>;
  /** Files in the order written, with their expectations still in them. */
  readonly written: readonly { readonly header: string; readonly path: Path; readonly text: string }[];
  readonly cursor: { readonly path: Path; readonly offset: number } | undefined;
}

const EXPECTATION = /^#(\^+| +\^+) (error|warning|information|hint) /;

export function readFixture(fixture: string): Fixture {
  const written: { header: string; path: Path; text: string }[] = [];
  const entries = new Map<Path, TreeEntry>();
  let cursor: Fixture['cursor'];
  for (const part of fixture.replace(/^\n+/, '').split(/^(?=#- )/m)) {
    const [header = '', ...lines] = part.split('\n');
    const match = /^#- (\S.*?)( \(x\))?( -> (.+))?$/.exec(header);
    if (match === null) throw new Error(`a fixture starts with "#- path", not ${JSON.stringify(header)}`);
    const name = match[1]!;
    const path = absolute(name.replace(/\/$/, ''));
    const text = lines.join('\n');
    written.push({ header, path, text });
    if (match[4] !== undefined) entries.set(path, { kind: 'link', path, target: match[4] });
    else if (name.endsWith('/')) entries.set(path, directory(path));
    else {
      let plain = lines.filter((line) => !EXPECTATION.test(line)).join('\n');
      const at = plain.indexOf('$0');
      if (at >= 0) {
        plain = plain.slice(0, at) + plain.slice(at + 2);
        cursor = { path, offset: at };
      }
      entries.set(path, file(path, plain, match[2] !== undefined));
    }
  }
  addFolders(entries);
  return { entries, written, cursor };
}

export function file(path: Path, text: string, executable = false): SourceFile {
  return { kind: 'file', path, text, executable, hasByteOrderMark: false };
}

export function absolute(path: string): Path {
  return path.startsWith('/') ? path : joinPath(ROOT, path);
}

function directory(path: Path): Directory & { names: Map<string, NameKind> } {
  return { kind: 'directory', path, names: new Map(), complete: true };
}

/** Every folder above the entries, listing what is in it. */
export function addFolders(entries: Map<Path, TreeEntry>): void {
  for (const entry of [...entries.values()]) {
    for (let path = entry.path, kind: NameKind = entry.kind === 'absent' ? 'other' : entry.kind; path !== folderOf(path); path = folderOf(path), kind = 'directory') {
      const folder = entries.get(folderOf(path)) ?? directory(folderOf(path));
      if (folder.kind !== 'directory') throw new Error(`${folder.path} is a file and a folder`);
      entries.set(folder.path, folder);
      (folder.names as Map<string, NameKind>).set(nameOf(path), kind);
    }
  }
}

export type World = Partial<Settings>;

/** A project over entries, with all that findings and hovers need read. */
export function projectOver(entries: ReadonlyMap<Path, TreeEntry>, world: World = {}): Project {
  const settings: Settings = { ...DEFAULT_SETTINGS, roots: [ROOT], ...world };
  const look = (path: Path): TreeEntry => entries.get(path) ?? { kind: 'absent', path };
  const project = bring(new Project(scan(Tree.empty, settings.roots, look), settings), (candidate) => {
    candidate.touch();
    candidate.touchRoles();
    checkProject(candidate);
  }, look);
  assert.equal(project.wanted.size, 0, 'a project that has been brought wants nothing more');
  return project;
}

export function projectOf(fixture: string, world?: World): Project {
  return projectOver(readFixture(fixture).entries, world);
}

export function runOf(project: Project, name?: string): Run {
  const run = name === undefined ? project.runs[0] : project.runs.find((candidate) => candidate.name === name);
  if (run === undefined) throw new Error(`no run ${name ?? ''}; there are: ${project.runs.map((candidate) => candidate.name).join(', ')}`);
  return run;
}

/** The findings stand in the fixture as they are written there; `only` limits them to some rules. */
export function check(fixture: string, { world, only }: { world?: World; only?: readonly string[] } = {}): Project {
  const { written, entries } = readFixture(fixture);
  const project = projectOver(entries, world);
  const findings = checkProject(project).filter(({ rule }) => only === undefined || only.includes(rule));
  const shown = written.map(({ header, path, text }) => [header, ...annotated(entries.get(path)!, findings, text)].join('\n')).join('');
  assert.equal(shown, written.map(({ header, text }) => `${header}\n${text}`).join(''));
  for (const { span } of findings) assert.ok(span.start >= 0 && span.start <= span.end && span.end <= span.file.text.length, 'a finding lies in its file');
  for (const { span } of findings) assert.ok(written.some(({ path }) => path === span.file.path), `a finding in ${span.file.path}, which is not written`);
  return project;
}

/** The lines of a file with the findings about each below it. */
function annotated(entry: TreeEntry, findings: readonly Diagnostic[], written: string): string[] {
  if (entry.kind !== 'file') return written.split('\n');
  // the cursor is no text of the file, but it is one of the fixture
  if (written.includes('$0')) throw new Error('a fixture with a cursor is no fixture of findings');
  const lines: string[] = [];
  let start = 0;
  for (const line of entry.text.split('\n')) {
    lines.push(line);
    const here = findings.filter(({ span }) => span.file.path === entry.path && span.start >= start && span.start <= start + line.length);
    for (const { span, severity, rule, message } of here) {
      const column = span.start - start;
      const carets = '^'.repeat(Math.max(1, Math.min(span.end, start + line.length) - span.start));
      lines.push(`#${column === 0 ? '' : ' '.repeat(column - 1)}${carets} ${severity} ${rule}: ${message}`);
    }
    start += line.length + 1;
  }
  return lines;
}

/** All findings of a fixture as `path:line severity rule: message`. */
export function findings(fixture: string, world?: World): readonly Diagnostic[] {
  return checkProject(projectOf(fixture, world));
}

export function lineOf(diagnostic: { readonly span: { readonly file: SourceFile; readonly start: number } }): number {
  return diagnostic.span.file.text.slice(0, diagnostic.span.start).split('\n').length;
}

/** A stand-in for a kubespray checkout at `kubespray/`: what the engine looks for in one, and a few defaults. */
export function kubespray(release = '2.31.0', folder = 'kubespray'): string {
  return `
#- ${folder}/galaxy.yml
namespace: kubernetes_sigs
name: kubespray
version: ${release}
#- ${folder}/cluster.yml
- import_playbook: playbooks/cluster.yml
#- ${folder}/playbooks/cluster.yml
- hosts: k8s_cluster:etcd
  roles: [kubespray_defaults]
- hosts: kube_node
  roles: [kubespray_defaults]
#- ${folder}/roles/kubespray_defaults/defaults/main/main.yml
container_manager: containerd
etcd_deployment_type: host
kube_network_plugin: calico
kube_pods_subnet: 10.233.64.0/18
kube_service_addresses: 10.233.0.0/18
`;
}
