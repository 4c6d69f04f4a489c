// Fixtures with the findings about them written into them, and a stand-in for a kubespray checkout.
//
//   # ^^^ warning id: text  is a finding about the line above, at the carets' columns; `#^^^` begins in the first column
import { strict as assert } from 'node:assert';
import type { Project } from '../server/core/project';
import type { Settings } from '../server/core/settings';
import type { SourceFile } from '../server/core/tree';
import type { Diagnostic } from '../server/core/diagnostic';
import type { Run } from '../server/core/run/run';
import { resolvePath } from '../server/core/path';
import { checkProject } from '../server/rules/index';
import { fixture, ROOT } from './fixture';

const EXPECTATION = /^#(\^+| +\^+) (error|warning|information|hint) .*\n/gm;

export type World = Partial<Settings>;

export function projectOf(text: string, world?: World): Project {
  const project = fixture(text.replace(EXPECTATION, '')).project(world);
  project.touch();
  project.touchRoles();
  checkProject(project);
  assert.deepEqual([...project.wanted], [], 'a fixture is a whole world');
  return project;
}

export function runNamed(project: Project, name?: string): Run {
  const run = name === undefined ? project.runs[0] : project.runs.find((candidate) => candidate.name === name);
  return run ?? assert.fail(`no run ${name ?? ''}; there are: ${project.runs.map((candidate) => candidate.name).join(', ')}`);
}

/** All findings about a fixture. */
export function findings(text: string, world?: World): readonly Diagnostic[] {
  return checkProject(projectOf(text, world));
}

/** The findings stand in the fixture as they are written there; `only` limits them to some rules. */
export function check(text: string, { world, only }: { world?: World; only?: readonly string[] } = {}): Project {
  const project = projectOf(text, world);
  const found = checkProject(project).filter(({ rule }) => only === undefined || only.includes(rule));
  for (const { span } of found) assert.ok(span.start >= 0 && span.start <= span.end && span.end <= span.file.text.length, 'a finding lies in its file');
  const expected = text.replace(/^\n+/, '');
  const shown = expected.split(/^(?=#- )/m).map((part) => {
    const [head = ''] = part.split('\n', 1);
    const path = resolvePath(ROOT, head.slice(3).split(/ -> | \+|\/$/)[0]!);
    const file = project.tree.at(path);
    return file?.kind === 'file' ? `${head}\n${annotated(file, found)}` : part;
  });
  assert.equal(shown.join(''), expected);
  assert.deepEqual(found.filter(({ span }) => project.tree.at(span.file.path) !== span.file).map(({ message }) => message), [], 'a finding in a file that is not in the fixture');
  return project;
}

/** A file's text with the findings about each line below it. */
function annotated(file: SourceFile, findings: readonly Diagnostic[]): string {
  const lines: string[] = [];
  let start = 0;
  for (const line of file.text.split('\n').slice(0, -1)) {
    lines.push(line);
    for (const { span, severity, rule, message } of findings) {
      if (span.file !== file || span.start < start || span.start > start + line.length) continue;
      const column = span.start - start;
      const carets = '^'.repeat(Math.max(1, Math.min(span.end, start + line.length) - span.start));
      lines.push(`#${column === 0 ? '' : ' '.repeat(column - 1)}${carets} ${severity} ${rule}: ${message}`);
    }
    start += line.length + 1;
  }
  return lines.map((line) => line + '\n').join('');
}

/** What the engine looks for in a kubespray checkout, and a few defaults. */
export function kubespray(release = '2.31.0', folder = 'kubespray'): string {
  return `
#- ${folder}/galaxy.yml
namespace: kubernetes_sigs
name: kubespray
version: ${release}
#- ${folder}/ansible.cfg
[defaults]
roles_path = roles
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
`.trimStart();
}
