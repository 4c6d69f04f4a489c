// npm run bench [CHECKOUT]: how long the terminal program and a server need for made-up clusters of 1,000 and 10,000 hosts in a kubespray
// checkout, and beside it ansible-inventory on the same files, where it is installed. Prints the least, the median and the most of several runs.
// Within one process the first rounds, before V8 has compiled what is hot, do not count.
// Options: --hosts 1000,10000 · --runs 7 · --no-ansible. Ends with 1 when a promise of the README is not kept.
import { existsSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from './children.mjs';
import { root, temporaryFolder } from './files.mjs';
import { buildProduct, buildTests } from './build.mjs';
import { makeCluster } from '../test/bench/cluster.mjs';

const words = process.argv.slice(2);
const option = (name, otherwise) => (words.includes(name) ? words.splice(words.indexOf(name), 2)[1] : otherwise);
const sizes = option('--hosts', '1000,10000').split(',').map(Number);
const runs = Number(option('--runs', '7'));
const withAnsible = !words.includes('--no-ansible');
const given = words.find((word) => !word.startsWith('--'));
const checkout = given === undefined
  ? [resolve(root, '../shared/kubespray/v2.31.0'), join(root, 'examples/two-repos/kubespray')].find((path) => existsSync(path))
  : resolve(given);

/** What is promised, by size and row: milliseconds, or MB for memory. */
const PROMISES = {
  1000: { 'hover right after an edit of a vars file': 5, 'hover right after an edit of the inventory': 5, 'hover on another variable, at rest': 5, 'diagnostics alone': 50, 'everything after an edit of a vars file': 50 },
  10000: { 'hover right after an edit of a vars file': 100, 'hover on another variable, at rest': 100, 'diagnostics alone': 3000, 'everything after an edit of a vars file': 3000, 'everything after an edit of the inventory': 3000, memory: 600 },
};

const isBusy = loadavg()[0] > availableParallelism();
let isKept = true;
const rows = [];

await Promise.all([buildProduct(), buildTests()]);
console.log(`kubespray checkout: ${checkout}`);
const hasAnsible = withAnsible && (await run('ansible-inventory', ['--version'])).code === 0;
if (withAnsible && !hasAnsible) console.log('ansible-inventory is not installed: nothing to compare with');
for (const hosts of sizes) await measure(hosts);
print(rows);
if (isBusy) console.log(`the machine was busy (load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} processors): promises are held against the least`);
process.exitCode = isKept ? 0 : 1;

async function measure(hosts) {
  const cluster = makeCluster(checkout, temporaryFolder('bench'), hosts);
  const times = hosts > 2000 ? Math.min(runs, 3) : runs;
  const cli = join(root, 'dist/cli.js');
  const inventory = ['-i', cluster.inventory];
  const program = (...args) => repeated(times, process.execPath, [cli, ...args], cluster.cwd);

  const list = await program('list', ...inventory);
  add(hosts, 'groupvars list', list);
  add(hosts, 'groupvars check -- ansible-playbook', await program('check', '--', 'ansible-playbook', ...inventory, 'cluster.yml'));
  add(hosts, 'groupvars vars kubelet_max_pods', await program('vars', 'kubelet_max_pods', ...inventory, '--playbook', 'cluster.yml'));
  if (hasAnsible) {
    const theirs = await repeated(hosts > 2000 ? 1 : Math.min(runs, 3), 'ansible-inventory', [...inventory, '--list'], cluster.cwd);
    add(hosts, 'ansible-inventory --list', theirs);
    const ratio = median(theirs) / median(list);
    const promise = hosts === 1000 ? 2 : undefined;
    isKept &&= promise === undefined || ratio > promise;
    rows.push([hosts, 'ratio of the two lists', '', `${ratio.toFixed(1)} ×`, '', promise === undefined ? '' : `more than ${promise} ×: ${ratio > promise ? 'kept' : 'MISSED'}`]);
  }

  const { code, output } = await run(process.execPath, ['--expose-gc', join(root, 'out/test/bench/measure.js'), JSON.stringify({ ...cluster, rounds: runs * 3 })], { cwd: cluster.cwd, limitSeconds: 600 });
  if (code !== 0) throw new Error(output);
  const within = JSON.parse(output);
  for (const [what, of] of Object.entries(within.times)) add(hosts, what, of);
  const most = PROMISES[hosts]?.memory;
  isKept &&= most === undefined || within.peak < most;
  rows.push([hosts, 'memory: at most, and kept', '', `${within.heap.toFixed(0)} MB`, `${within.peak.toFixed(0)} MB`, most === undefined ? '' : `below ${most} MB: ${within.peak < most ? 'kept' : 'MISSED'}`]);
}

/** Milliseconds of each run of a program. */
async function repeated(times, command, args, cwd) {
  const taken = [];
  for (let round = 0; round < times; round++) {
    const { code, output, seconds } = await run(command, args, { cwd, limitSeconds: 600 });
    if (code > 1) throw new Error(`${command} ${args.join(' ')}: ${output.slice(-2000)}`);
    taken.push(seconds * 1000);
  }
  return taken;
}

function add(hosts, what, times) {
  const promise = PROMISES[hosts]?.[what];
  const [least, middle] = [Math.min(...times), median(times)];
  const isMet = promise === undefined || (isBusy ? least : middle) <= promise;
  isKept &&= isMet;
  rows.push([hosts, what, shown(least), shown(middle), shown(Math.max(...times)), promise === undefined ? '' : `${promise} ms: ${isMet ? 'kept' : 'MISSED'}`]);
}

function median(times) {
  return [...times].sort((left, right) => left - right)[times.length >> 1];
}

function shown(milliseconds) {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms`;
}

function print(rows) {
  const table = [['hosts', '', 'least', 'median', 'most', 'promise'], ...rows].map((row) => row.map(String));
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table) console.log(row.map((cell, column) => (column < 2 || column > 4 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ').trimEnd());
}
