// Asks the installed Ansible what hosts get once kubespray's groups are made, and writes its answers to answers.json.
// Started by hand:
// node test/kubespray/record.mjs
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { playsThatMakeGroups } from './runTimePlays.mjs';

const cases = JSON.parse(readFileSync(join(import.meta.dirname, 'cases.json'), 'utf8'));
const names = ['v', 'w', 'of_new_name', 'of_old_name', 'group_names'];

const answers = {};
for (const [name, { what: _, ...files }] of Object.entries(cases)) {
  answers[name] = {};
  for (const [release, plays] of Object.entries(playsThatMakeGroups)) answers[name][release] = ask(files, plays);
}
const ansible = spawnSync('ansible', ['--version'], { encoding: 'utf8' }).stdout.match(/core ([\d.]+)/)?.[1];
writeFileSync(join(import.meta.dirname, 'answers.json'), print({ ansible, answers }));

function ask(files, plays) {
  const folder = mkdtempSync(join(tmpdir(), 'groupvars-record-'));
  try {
    const question = { name: 'ask', debug: { var: '{{ asked }}' }, loop: names, loop_control: { loop_var: 'asked' } };
    const all = { ...files, 'ansible.cfg': '[defaults]\nforce_valid_group_names = ignore\n', 'site.yml': JSON.stringify([...plays, { hosts: 'all', gather_facts: false, tasks: [question] }]) };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const env = { ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('ANSIBLE_'))), ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json' };
    const { status, stdout, stderr } = spawnSync('ansible-playbook', ['-i', 'hosts.ini', 'site.yml'], { cwd: folder, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr + stdout);
    const hosts = {};
    for (const { tasks } of JSON.parse(stdout).plays) {
      for (const { task, hosts: results } of tasks) {
        if (task.name !== 'ask') continue;
        for (const host of Object.keys(results).sort()) {
          const said = results[host].results.map((result) => [result.asked, result[result.asked]]).filter(([, value]) => value !== 'VARIABLE IS NOT DEFINED!');
          hosts[host] = Object.fromEntries(said.map(([key, value]) => [key, key === 'group_names' ? value.filter((group) => group !== 'none') : value]));
        }
      }
    }
    return hosts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One line for each host. */
function print({ ansible: version, answers: all }) {
  const lines = Object.entries(all).map(([name, releases]) => `    ${JSON.stringify(name)}: {\n${Object.entries(releases).map(([release, hosts]) => `      ${JSON.stringify(release)}: {\n${Object.entries(hosts).map(([host, value]) => `        ${JSON.stringify(host)}: ${JSON.stringify(value)}`).join(',\n')}\n      }`).join(',\n')}\n    }`);
  return `{\n  "ansible": ${JSON.stringify(version)},\n  "answers": {\n${lines.join(',\n')}\n  }\n}\n`;
}
