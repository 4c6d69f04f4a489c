// Asks the installed Ansible what every host of examples/two-repos gets, and writes its answers to answers.json.
// The scripts run as they are, in a copy; in that copy each play also prints the names below. Start it by hand after
// a change to the example: node test/examples/record.mjs
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const example = resolve(import.meta.dirname, '../../examples/two-repos');
const answers = join(import.meta.dirname, 'answers.json');

const runs = [
  { name: 'prod', script: 'deploy-prod.sh' },
  { name: 'qa', script: 'deploy-qa.sh' },
  { name: 'staging', script: 'deploy-staging.sh' },
  // What staging would be if its inventory lay beside its vars.
  { name: 'staging-moved', script: 'deploy-staging.sh', move: ['deploy/staging/hosts.ini', 'clusters/staging/hosts.ini'] },
];

// Besides every name that an inventory sets: computed defaults, role vars, defaults of one role only, Ansible's own.
const alsoAsked = [
  'calico_pool_blocksize', 'containerd_snapshotter', 'credentials_dir', 'dns_domain', 'etcd_cluster_setup', 'group_names',
  'kube_major_version', 'kube_manifest_dir', 'kube_memory_reserved', 'kube_override_hostname', 'kube_pods_subnets', 'kube_service_subnets',
  'kube_version',
];

const undefinedText = 'VARIABLE IS NOT DEFINED!';

function record() {
  const recorded = runs.map(recordRun);
  writeFileSync(answers, print({ ansible: ansibleVersion(), runs: recorded }));
}

function recordRun({ name, script, move }) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-record-')));
  try {
    cpSync(example, folder, { recursive: true });
    const inventory = join(folder, 'inventory');
    const scriptFile = join(inventory, 'scripts', script);
    if (move) {
      cpSync(join(inventory, move[0]), join(inventory, move[1]));
      writeFileSync(scriptFile, readFileSync(scriptFile, 'utf8').replace(move[0], move[1]));
    }
    makePlaysPrint(join(folder, 'kubespray/playbooks/cluster.yml'), namesSetBelow(inventory));
    const { plays, stderr } = start(script, join(inventory, 'scripts'));
    const command = readFileSync(scriptFile, 'utf8').split('\n').find((line) => line.startsWith('ansible-playbook'));
    // The copy's place is of no interest to anybody.
    return JSON.parse(JSON.stringify({ name, script: `inventory/scripts/${script}`, command, stderr, plays }).replaceAll(folder, '<two-repos>'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function namesSetBelow(inventory) {
  const files = readdirSync(inventory, { recursive: true }).filter((path) => /(group|host)_vars\/.*\.yml$/.test(path));
  const names = files.flatMap((path) => Object.keys(parse(readFileSync(join(inventory, path), 'utf8'))));
  return [...new Set([...names, ...alsoAsked])].sort();
}

/** Ends each play with a task that prints the names: JSON is YAML. `var` keeps the type that a text would lose. */
function makePlaysPrint(file, names) {
  const plays = parse(readFileSync(file, 'utf8'));
  const ask = { name: 'ask', debug: { var: '{{ asked }}' }, loop: names, loop_control: { loop_var: 'asked' } };
  for (const play of plays) if (play.hosts) play.post_tasks = [ask];
  writeFileSync(file, JSON.stringify(plays));
}

function start(script, cwd) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('ANSIBLE_'));
  const env = { ...Object.fromEntries(kept), ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json', ANSIBLE_LOCALHOST_WARNING: 'false' };
  const { status, stdout, stderr, error } = spawnSync(`./${script}`, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error || status !== 0) throw new Error(`${script}: ${error ?? stderr ?? ''}${stdout ?? ''}`);
  return { plays: JSON.parse(stdout).plays.map(readPlay), stderr: stderr.trim() };
}

// `variables`: what the play's end sees. `printed`: what the example's own tasks said, inside their roles.
function readPlay({ play, tasks }) {
  const variables = {};
  const printed = [];
  for (const { task, hosts } of tasks) {
    const said = {};
    for (const host of Object.keys(hosts).sort()) {
      if (task.name === 'ask') variables[host] = Object.fromEntries(hosts[host].results.map(valueOf).filter(([, value]) => value !== undefinedText));
      else if (hosts[host].msg && !hosts[host].skipped) said[host] = hosts[host].msg;
    }
    if (Object.keys(said).length > 0) printed.push({ task: task.name, hosts: said });
  }
  return { play: play.name, variables, printed };
}

const valueOf = (result) => [result.asked, result[result.asked]];

const ansibleVersion = () => spawnSync('ansible', ['--version'], { encoding: 'utf8' }).stdout.match(/core ([\d.]+)/)?.[1];

/** JSON with one line for each host, so that a changed answer is one changed line. */
function print(value, indent = '', name = '') {
  const inside = `${indent}  `;
  if (typeof value !== 'object' || value === null || value.length === 0) return JSON.stringify(value);
  if (Array.isArray(value)) return `[\n${value.map((item) => inside + print(item, inside)).join(',\n')}\n${indent}]`;
  const oneLine = name === 'variables' || name === 'hosts';
  const members = Object.entries(value).map(([key, item]) => `${inside}${JSON.stringify(key)}: ${oneLine ? JSON.stringify(item) : print(item, inside, key)}`);
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}${indent === '' ? '\n' : ''}`;
}

record();
