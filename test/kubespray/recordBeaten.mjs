// Asks the installed Ansible where vars of roles, vars files, facts and parameters hold, and writes what each place of the plays sees to beaten.json.
// Started by hand:
// node test/kubespray/recordBeaten.mjs
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const { files } = JSON.parse(readFileSync(join(import.meta.dirname, 'beatenCase.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'groupvars-record-'));
try {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const env = { ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('ANSIBLE_'))), ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json', ANSIBLE_ROLES_PATH: 'kubespray/roles' };
  const { status, stdout, stderr } = spawnSync('ansible-playbook', ['-i', 'hosts.ini', 'kubespray/cluster.yml'], { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr + stdout);
  const lines = [];
  for (const { tasks } of JSON.parse(stdout).plays) {
    for (const { task, hosts } of tasks) for (const [host, { msg }] of Object.entries(hosts)) if (task.name.endsWith('ask') && msg !== undefined) lines.push(`    ${JSON.stringify({ host, ...msg })}`);
  }
  const ansible = spawnSync('ansible', ['--version'], { encoding: 'utf8' }).stdout.match(/core ([\d.]+)/)?.[1];
  writeFileSync(join(import.meta.dirname, 'beaten.json'), `{\n  "ansible": ${JSON.stringify(ansible)},\n  "seen": [\n${lines.join(',\n')}\n  ]\n}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
