// Holds the values of the documented cases to the Ansible that is installed: prints each difference, writes nothing. Started by hand:
// npm run build && node test/kubespray/askDocumented.mjs [words of their titles]
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { playsThatMakeGroups } from './runTimePlays.mjs';

const built = createRequire(join(import.meta.dirname, '../../out/test/kubespray/askDocumented.mjs'));
const { DOCUMENTED, valuesByHost } = built('./documentedCases.js');
const { fixture, entriesOf } = built('../fixture.js');

const words = process.argv.slice(2);
const chosen = DOCUMENTED.filter(({ what }) => words.every((word) => what.includes(word)));
let differ = 0;
for (const documented of chosen) {
  const { hosts, asked } = valuesByHost(documented);
  const expected = documented.stops ? 'the roles are not found' : hosts;
  const answer = ask(documented, asked);
  if (isDeepStrictEqual(answer, expected)) continue;
  differ += 1;
  console.log(`${documented.what}\n  Ansible: ${JSON.stringify(answer)}\n  here:    ${JSON.stringify(expected)}`);
}
console.log(`${chosen.length} cases, ${differ} differ`);
process.exitCode = differ === 0 ? 0 : 1;

/** What Ansible gives each host, of the last play that reaches it. */
function ask({ world, command, outside = command, cwd = '.' }, asked) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-ask-')));
  try {
    write(folder, entriesOf(fixture(world).tree), asked);
    const environment = { ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('ANSIBLE_'))), HOME: join(folder, 'home'), ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json', ANSIBLE_LOCAL_TEMP: join(folder, 'home/tmp') };
    const { status, stdout, stderr } = spawnSync('bash', ['-c', outside.replaceAll('/ws/', `${folder}/`)], { cwd: join(folder, cwd), env: environment, encoding: 'utf8' });
    if (/the role '.*' was not found/.test(stderr)) return 'the roles are not found';
    if (status !== 0) return stderr + stdout;
    const data = JSON.parse(stdout.slice(stdout.indexOf('{')));
    return data.plays === undefined ? ofInventory(data, asked) : ofPlays(data.plays);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The files of a case; each play in them also prints the names, and kubespray's first makes its groups. */
function write(folder, entries, asked) {
  const release = entries.find(({ path }) => path.endsWith('/galaxy.yml'))?.text.match(/version: 2\.(\d+)/)?.[1];
  for (const { path, text, target, folder: isFolder, executable } of entries) {
    if (!path.startsWith('/ws/')) continue;
    const place = join(folder, path.slice('/ws'.length));
    mkdirSync(isFolder ? place : dirname(place), { recursive: true });
    if (target !== undefined) symlinkSync(target.replace(/^\/ws\//, `${folder}/`), place);
    else if (!isFolder) writeFileSync(place, /\.ya?ml$/.test(path) ? printing(path, text, asked, Number(release)) : text);
    if (executable) chmodSync(place, 0o755);
  }
}

function printing(path, text, asked, release) {
  const plays = parse(text);
  if (!Array.isArray(plays) || !plays.every((play) => play?.hosts ?? play?.import_playbook)) return text;
  const question = { name: 'ask', debug: { var: '{{ asked }}' }, loop: asked, loop_control: { loop_var: 'asked' } };
  const makers = path.endsWith('/playbooks/cluster.yml') && release >= 27 ? playsThatMakeGroups['v2.31'] : [];
  return JSON.stringify([...makers, ...plays.map((play) => (play.hosts === undefined ? play : { gather_facts: false, ...play, tasks: [question] }))]);
}

function ofPlays(plays) {
  const hosts = {};
  for (const { task, hosts: results } of plays.flatMap(({ tasks }) => tasks)) {
    if (task.name !== 'ask') continue;
    for (const [host, { results: said }] of Object.entries(results)) {
      hosts[host] = Object.fromEntries(said.map((result) => [result.asked, result[result.asked]]).filter(([, value]) => value !== 'VARIABLE IS NOT DEFINED!'));
    }
  }
  return hosts;
}

function ofInventory({ _meta, ...groups }, asked) {
  const names = new Set([...Object.values(groups).flatMap(({ hosts = [] }) => hosts), ...Object.keys(_meta.hostvars)]);
  return Object.fromEntries([...names].map((name) => [name, Object.fromEntries(Object.entries(_meta.hostvars[name] ?? {}).filter(([key]) => asked.includes(key)))]));
}
