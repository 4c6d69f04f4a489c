// npm run bench [-- CHECKOUT]: how long users wait, in the terminal, at a language server over stdio and in a real VS Code, for workspaces from small to
// large made of a kubespray checkout; beside it ansible-inventory on the same files, where it is installed. Ends with 1 when a promise is not kept.
// Options: --only terminal,ansible,process,server,scripts,vscode,peers · --peers (also the language server of another extension, from npm)
//          --workspaces "two-repos,1,000 hosts" by words · --runs 5 · --json FILE (all figures)
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from './children.mjs';
import { removeIfPresent, root, temporaryFolder } from './files.mjs';
import { buildProduct, buildTests } from './build.mjs';
import { measureIdle, measureScripts, measureServer } from '../test/bench/measureServer.mjs';
import { countFiles, makeEmptyWorkspace, makeScripts, makeWorkspace, WORKSPACES } from '../test/bench/workspaces.mjs';

const words = process.argv.slice(2);
const option = (name, otherwise) => (words.includes(name) ? words.splice(words.indexOf(name), 2)[1] : otherwise);
const [only, runs, jsonFile, chosen] = [option('--only'), Number(option('--runs', '5')), option('--json'), option('--workspaces')];
const parts = new Set(only?.split(',') ?? ['terminal', 'ansible', 'process', 'server', 'scripts', 'vscode', ...(words.includes('--peers') ? ['peers'] : [])]);
const given = words.find((word) => !word.startsWith('--'));
const checkout = given === undefined
  ? [resolve(root, '../shared/kubespray/v2.31.0'), join(root, 'examples/two-repos/kubespray')].find((path) => existsSync(path))
  : resolve(given);
const names = WORKSPACES.filter((name) => chosen === undefined || chosen.split(/,(?!\d{3})/).some((word) => name.includes(word.trim())));

/** What is measured of an editor's wait, in the order of the tables; milliseconds but for the memory. */
const ROWS = {
  initialize: 'start to ready for requests',
  start: 'start to first diagnostics',
  firstHover: 'first hover, which reads the roles',
  hoverAtRest: 'hover at rest',
  hoverAfterVars: 'hover right after a key in a vars file',
  hoverAfterInventory: 'hover right after a key in the inventory',
  hoverAfterScript: 'hover right after a key in a script',
  hoverWhileTyping: 'hover amid 1,000 keys',
  hoverOfNobody: 'of each hover, VS Code’s own part',
  keyToFindings: 'key to diagnostics, with the pause of 100 ms',
  startWait: 'longest wait for a ping during the start',
  editsWait: 'longest wait for a ping during 1,000 keys',
  startBlock: 'longest block of the extension host during the start',
  editsBlock: 'longest block of the extension host during 1,000 keys',
  memoryAfterStart: 'memory after the start (most)',
  memoryAfterEdits: 'memory after 1,000 keys (most)',
};

const startedAt = performance.now();
const results = { terminal: {}, process: {}, server: {}, scripts: {}, vscode: {}, peers: {} };
const promises = [];
// The load is a mean of a minute, of which the bench's own part is about one processor.
const loads = [];
const say = (text) => console.log(`[${((performance.now() - startedAt) / 1000).toFixed(0)} s, load ${loadavg()[0].toFixed(1)}] ${text}`);

await Promise.all([buildProduct(), buildTests()]);
console.log(`kubespray checkout: ${checkout}\n${availableParallelism()} processors, Node.js ${process.version}\n`);
const hasAnsible = parts.has('ansible') && (await run('ansible-inventory', ['--version'])).code === 0;
if (parts.has('ansible') && !hasAnsible) say('ansible-inventory is not installed: nothing to compare with');
const chromium = parts.has('vscode') ? await vsCode() : undefined;
const peer = parts.has('peers') ? await otherServer() : undefined;

for (const name of ['terminal', 'ansible', 'process', 'server', 'vscode', 'peers'].some((part) => parts.has(part)) ? names : []) {
  const folder = temporaryFolder('bench');
  // everyone begins with the same files: what one part writes into them the next would find
  const fresh = () => (rmSync(folder, { recursive: true, force: true }), makeWorkspace(name, folder, { root, checkout }));
  const workspace = fresh();
  loads.push(loadavg()[0]);
  say(`${name}: ${countFiles(workspace.folders).toLocaleString('en')} files`);
  if (parts.has('terminal') || hasAnsible) results.terminal[name] = await terminal(name, workspace);
  if (parts.has('process') && /hosts/.test(name)) results.process[name] = await withinProcess(workspace);
  if (parts.has('server')) results.server[name] = await measureServer(join(root, 'dist/server.js'), workspace);
  if (chromium !== undefined) results.vscode[name] = await attempt(`VS Code, ${name}`, async () => (await import('./bench-vscode.mjs')).measureInVsCode(chromium, { ...fresh(), edits: /hosts/.test(name) ? 1000 : 0 }));
  if (peer !== undefined && ['checkout', '1,000 hosts'].includes(name)) results.peers[name] = await compare(fresh());
  removeIfPresent(folder);
}
if (parts.has('scripts')) results.scripts = await scripts();
if (parts.has('server')) {
  const empty = makeEmptyWorkspace(temporaryFolder('bench'));
  results.idle = await measureIdle(join(root, 'dist/server.js'), empty);
}

say('measured\n');
printAll();
if (jsonFile !== undefined) writeFileSync(jsonFile, JSON.stringify(results));
process.exitCode = promises.every(({ isKept }) => isKept) ? 0 : 1;

// --- the parts ---

/** Whole runs of the terminal program, and of Ansible's. */
async function terminal(name, { cwd, inventory }) {
  const cli = join(root, 'dist/cli.js');
  const source = ['-i', inventory.path];
  const times = name === '10,000 hosts' ? Math.min(runs, 3) : runs;
  const rows = {};
  if (parts.has('terminal')) {
    const playbook = existsSync(join(cwd, 'cluster.yml')) ? ['cluster.yml'] : [];
    rows['groupvars list'] = await repeated(times, process.execPath, [cli, 'list', ...source], cwd);
    if (playbook.length > 0) rows['groupvars check -- ansible-playbook'] = await repeated(times, process.execPath, [cli, 'check', '--', 'ansible-playbook', ...source, ...playbook], cwd);
  }
  if (hasAnsible) rows['ansible-inventory --list'] = await repeated(name === '10,000 hosts' ? 1 : Math.min(runs, 3), 'ansible-inventory', [...source, '--list'], cwd);
  return rows;
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

/** A workspace of many scripts, once with calls of Ansible in them and once without, by turns. */
async function scripts() {
  const kinds = [true, false].map((calls) => makeScripts(temporaryFolder('bench'), calls));
  const columns = Object.fromEntries(kinds.map(({ name }) => [name, {}]));
  for (const { name, folders } of kinds) say(`2,000 scripts ${name}: ${countFiles(folders).toLocaleString('en')} files`);
  for (let round = 0; round < runs; round++) {
    for (const workspace of kinds) {
      const rows = { 'groupvars runs': await repeated(1, process.execPath, [join(root, 'dist/cli.js'), 'runs'], workspace.cwd), ...(await measureScripts(join(root, 'dist/server.js'), workspace)) };
      for (const [row, times] of Object.entries(rows)) (columns[workspace.name][row] ??= []).push(...times);
    }
  }
  for (const { folders } of kinds) removeIfPresent(folders[0]);
  return columns;
}

/** The same work without protocol and processes, for a look at what is spent where. */
async function withinProcess({ cwd, vars, inventory }) {
  const cluster = { cwd, inventory: inventory.path, edited: vars.path, inventoryFile: inventory.path, rounds: runs * 2 };
  const { code, output } = await run(process.execPath, ['--expose-gc', join(root, 'out/test/bench/measure.js'), JSON.stringify(cluster)], { cwd, limitSeconds: 600 });
  if (code !== 0) throw new Error(output);
  const { times, heap, peak } = JSON.parse(output);
  return { ...times, 'memory: heap kept (most resident)': { now: heap, most: peak } };
}

async function vsCode() {
  const { installServer, unsupported } = await import('./vscode-server.mjs');
  const reason = unsupported();
  if (reason !== undefined) return void say(`no VS Code: ${reason}`);
  return attempt('VS Code', async () => {
    await installServer(say);
    return (await import('./chromium.mjs')).findChromium(say);
  });
}

async function otherServer() {
  const { installPeer } = await import('./bench-peers.mjs');
  const found = await installPeer();
  if (found.reason !== undefined) return void say(found.reason);
  return found;
}

async function compare(workspace) {
  const { measurePeer } = await import('./bench-peers.mjs');
  return {
    groupvars: await measurePeer({ command: peer.command, args: [join(root, 'dist/server.js'), '--stdio'] }, workspace, 'ansible'),
    peer: await attempt(peer.name, () => measurePeer(peer, workspace, 'ansible')),
  };
}

/** What others bring may fail without ending the bench; it is said. */
async function attempt(what, work) {
  try {
    return await work();
  } catch (error) {
    say(`${what} could not be measured: ${error.message}`);
    return undefined;
  }
}

// --- the tables ---

function printAll() {
  if (Object.values(results.terminal).some((rows) => Object.keys(rows).length > 0)) {
    const table = tableOf(results.terminal, Object.fromEntries(Object.values(results.terminal).flatMap((rows) => Object.keys(rows)).map((row) => [row, row])), least);
    const ratios = names.map((name) => ratioOf(results.terminal[name]?.['ansible-inventory --list'], results.terminal[name]?.['groupvars list']));
    print('In the terminal, whole runs: median (least)', [...table, ...(ratios.some((ratio) => ratio !== '') ? [['ansible-inventory takes so many times as long', ...ratios]] : [])]);
  }
  if (Object.keys(results.server).length > 0) print('Language server over stdio: p50 / p99', tableOf(results.server, ROWS));
  if (results.idle !== undefined) console.log(`Memory of the server in a workspace without inventories: ${memory(results.idle)}\n`);
  if (Object.keys(results.scripts).length > 0) print('2,000 scripts, with 500 calls of Ansible and without: p50 / p99', tableOf(results.scripts, { 'groupvars runs': 'groupvars runs', ...ROWS }));
  if (Object.values(results.vscode).some((rows) => rows !== undefined)) print('The same inside VS Code, through the commands of the editor: p50 / p99', tableOf(results.vscode, ROWS));
  if (Object.keys(results.server).length > 0) console.log('A ping is a request the server refuses at once, sent every 2 ms: the longest wait bounds how long its event loop stood still, as seen from outside.\n');
  if (Object.keys(results.process).length > 0) print('Within one process: p50 / p99', tableOf(results.process, Object.fromEntries(Object.values(results.process).flatMap((rows) => Object.keys(rows)).map((row) => [row, row]))));
  for (const [name, { groupvars, peer: theirs }] of Object.entries(results.peers)) {
    if (theirs === undefined) continue;
    const rows = { start: 'start to first answered hover in a vars file', hoverAtRest: ROWS.hoverAtRest, hoverAfterVars: ROWS.hoverAfterVars, memoryAfterStart: 'memory after the first hover (most)', memoryAtEnd: 'memory at the end (most)' };
    print(`${name}, groupvars and ${peer.name}, both on the same Node.js: p50 / p99`, tableOf({ groupvars: groupvars.rows, [peer.name]: theirs.rows }, rows));
    for (const [who, { answer, keyword }] of [['groupvars', groupvars], [peer.name, theirs]]) console.log(`${who}: on a variable in group_vars the hover ${answer === '' ? 'is empty' : `has ${answer.length} characters`}; on a keyword of a play it ${keyword === '' ? 'is empty' : `says “${keyword.slice(0, 60)}…”`}`);
    console.log();
  }
  holdPromises();
}

/** A table with a column for each workspace. */
function tableOf(columns, labels, show = both) {
  const heads = Object.keys(columns).filter((name) => columns[name] !== undefined);
  const body = Object.entries(labels).map(([row, label]) => [label, ...heads.map((name) => (columns[name][row] === undefined ? '' : Array.isArray(columns[name][row]) ? show(columns[name][row]) : memory(columns[name][row])))]);
  return [['', ...heads], ...body.filter((cells) => cells.slice(1).some((cell) => cell !== ''))];
}

function print(title, table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length), 3));
  const line = (row) => `| ${widths.map((width, column) => (column === 0 ? (row[column] ?? '').padEnd(width) : (row[column] ?? '').padStart(width))).join(' | ')} |`;
  console.log(`${title}\n\n${line(table[0])}\n|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : '-'.repeat(width + 1) + ':')).join('|')}|\n${table.slice(1).map(line).join('\n')}\n`);
}

function both(times) {
  return times.length === 1 ? shown(times[0]) : `${shown(quantile(times, 0.5))} / ${shown(quantile(times, 0.99))}`;
}

function least(times) {
  return `${shown(quantile(times, 0.5))} (${shown(Math.min(...times))})`;
}

/** The nearest rank. */
function quantile(times, share) {
  return [...times].sort((left, right) => left - right)[Math.max(0, Math.ceil(times.length * share) - 1)];
}

function shown(milliseconds) {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms`;
}

function memory({ now, most }) {
  return `${now.toFixed(0)} MB (${most.toFixed(0)} MB)`;
}

function ratioOf(theirs, ours) {
  return theirs === undefined || ours === undefined ? '' : `${(quantile(theirs, 0.5) / quantile(ours, 0.5)).toFixed(1)} ×`;
}

// --- promises ---

function holdPromises() {
  const isBusy = loads.some((load) => load > availableParallelism());
  const median = (times) => (times === undefined ? undefined : quantile(times, isBusy ? 0 : 0.5));
  const [small, large] = [results.server['1,000 hosts'] ?? {}, results.server['10,000 hosts'] ?? {}];
  const ratio = results.terminal['1,000 hosts'];
  if (ratio?.['ansible-inventory --list'] !== undefined && ratio['groupvars list'] !== undefined) hold('1,000 hosts: `groupvars list` as a share of `ansible-inventory --list`', (100 * median(ratio['groupvars list'])) / median(ratio['ansible-inventory --list']), 50, '%');
  hold('1,000 hosts: hover right after a key in a vars file', median(small.hoverAfterVars), 5, 'ms');
  hold('1,000 hosts: hover right after a key in the inventory', median(small.hoverAfterInventory), 5, 'ms');
  hold('1,000 hosts: hover at rest', median(small.hoverAtRest), 5, 'ms');
  hold('1,000 hosts: key to diagnostics, pause of 100 ms and 50 ms', median(small.keyToFindings), 150, 'ms');
  hold('10,000 hosts: hover right after a key in a vars file', median(large.hoverAfterVars), 100, 'ms');
  hold('10,000 hosts: hover right after a key in the inventory', median(large.hoverAfterInventory), 100, 'ms');
  hold('10,000 hosts: hover at rest', median(large.hoverAtRest), 100, 'ms');
  hold('10,000 hosts: key to diagnostics, pause of 100 ms and 3 s', median(large.keyToFindings), 3100, 'ms');
  hold('10,000 hosts: most memory', large.memoryAfterEdits?.most, 600, 'MB');
  hold('10,000 hosts: longest wait for a ping during the start', large.startWait?.[0], 100, 'ms');
  hold('10,000 hosts: longest wait for a ping during 1,000 keys', large.editsWait?.[0], 100, 'ms');
  if (small.start !== undefined && large.start !== undefined) {
    hold('start, 10,000 hosts to 1,000', large.start[0] / small.start[0], 10, '×');
    hold('hover right after a key in the inventory, 10,000 hosts to 1,000', median(large.hoverAfterInventory) / median(small.hoverAfterInventory), 10, '×');
  }
  const [withCalls, without] = [results.scripts['with calls'], results.scripts['without']];
  if (withCalls !== undefined && without !== undefined) {
    hold('2,000 scripts: what 500 calls add to `groupvars runs`', median(withCalls['groupvars runs']) - median(without['groupvars runs']), 300, 'ms');
    hold('2,000 scripts: what 500 calls add to the start of the server', median(withCalls.start) - median(without.start), 300, 'ms');
    hold('2,000 scripts: a key in a script, as many times a key in a vars file', median(withCalls.hoverAfterScript) / median(withCalls.hoverAfterVars), 2, '×');
  }
  hold('no inventory: memory', results.idle?.now, 60, 'MB');
  if (isBusy && promises.length > 0) console.log(`The machine was busy with other things (load up to ${Math.max(...loads).toFixed(1)} on ${availableParallelism()} processors): promises are held against the least.\n`);
  if (promises.length > 0) print(`Promises, held against the ${isBusy ? 'least' : 'median'} over stdio`, [['', 'promised', 'measured', ''], ...promises.map(({ what, most, value, unit, isKept }) => [what, `${most} ${unit}`, `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${unit}`, isKept ? 'kept' : 'MISSED'])]);
}

function hold(what, value, most, unit) {
  if (value !== undefined) promises.push({ what, value, most, unit, isKept: value <= most });
}
