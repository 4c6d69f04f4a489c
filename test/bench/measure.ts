// What a server does, timed within one process: tools/bench.mjs starts it with the place of a cluster as JSON and reads JSON from it.
import { checkProject } from '../../server/rules/index';
import { hover } from '../../server/features/hover';
import { Project } from '../../server/core/project';
import { DEFAULT_SETTINGS } from '../../server/core/settings';
import { Tree, type SourceFile } from '../../server/core/tree';
import { bring, scan } from '../../server/disk';

interface Cluster {
  readonly cwd: string;
  readonly inventory: string;
  readonly edited: string;
  readonly inventoryFile: string;
  readonly rounds: number;
}

const cluster = JSON.parse(process.argv[2]!) as Cluster;
const times: Record<string, number[]> = {};

function timed<Result>(what: string, work: () => Result): Result {
  const start = performance.now();
  const result = work();
  (times[what] ??= []).push(performance.now() - start);
  return result;
}

const settings = { ...DEFAULT_SETTINGS, roots: [cluster.cwd], runs: [{ name: 'bench', cwd: cluster.cwd, command: `ansible-playbook -i ${cluster.inventory} cluster.yml` }] };
let project = timed('open the folder and read all of it', () =>
  bring(new Project(scan(Tree.empty, [cluster.cwd]), settings), (candidate) => {
    candidate.touch();
    candidate.touchRoles();
  }),
);
const runNow = () => project.runs.find((run) => run.name === 'bench')!;

/** A new project in which one file has one line more, as an editor makes it at each key. */
function edit(path: string): SourceFile {
  const file = project.tree.at(path) as SourceFile;
  const edited = { ...file, text: file.text + '# one line more\n' };
  project = project.with(project.tree.with([edited]));
  return edited;
}

function hoverAt(file: SourceFile, word: string): void {
  if (hover(project, file, file.text.indexOf(word) + 1, {}) === undefined) throw new Error(`no hover on ${word}`);
}

// the first finding pass reads what only rules ask for
project = bring(project, (candidate) => void checkProject(candidate));
let findings = 0;
const atFirst = { ...times };
const WARM_UP = 5;
for (let round = -WARM_UP; round < cluster.rounds; round++) {
  if (round === 0) for (const what of Object.keys(times)) if (!(what in atFirst)) delete times[what];
  const vars = edit(cluster.edited);
  timed('hover right after an edit of a vars file', () => hoverAt(vars, 'kube_network_plugin'));
  timed('hover on another variable, at rest', () => hoverAt(vars, 'kube_pods_subnet'));
  timed('hover on the same variable again', () => hoverAt(vars, 'kube_pods_subnet'));
  timed('hover on one that 1 host in 20 has its own of', () => hoverAt(vars, 'kubelet_max_pods'));

  edit(cluster.edited);
  timed('everything after an edit of a vars file', () => {
    project.touch();
    findings = checkProject(project).length;
  });
  edit(cluster.edited);
  project.touch();
  timed('diagnostics alone', () => checkProject(project));
  timed('one variable over all hosts', () => runNow().variable('kube_service_addresses'));

  const inventory = edit(cluster.inventoryFile);
  timed('hover right after an edit of the inventory', () => hoverAt(inventory, 'kube_node'));
  edit(cluster.inventoryFile);
  timed('everything after an edit of the inventory', () => {
    project.touch();
    checkProject(project);
  });
}
const peak = process.resourceUsage().maxRSS / 1024;
globalThis.gc?.();
process.stdout.write(JSON.stringify({ times, peak, heap: process.memoryUsage().heapUsed / 1024 ** 2, hosts: runNow().inventory.hosts.size, findings }));
