// The language server of the other Ansible extension on the same workspace, for what both can do: start, hover, memory.
// It is installed into a folder of its own for the time of the bench, and is no dependency.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LanguageServer } from '../test/bench/languageServer.mjs';
import { textOf } from '../test/bench/workspaces.mjs';
import { removeIfPresent, temporaryFolder } from './files.mjs';
import { npm } from './npm.mjs';
import { serverPaths } from './vscode-server.mjs';

const PACKAGE = '@ansible/ansible-language-server';
/** Named, because npm would choose an older one for an older Node.js. */
const VERSION = '26.6.0';
const HOVERS = 50;

/** Installs the other server; gives how to start it, or why it cannot be had. */
export async function installPeer() {
  const folder = temporaryFolder('peer');
  writeFileSync(join(folder, 'package.json'), '{"private": true}');
  const { code, output } = await npm(['install', '--ignore-scripts', `${PACKAGE}@${VERSION}`], { cwd: folder, limitSeconds: 120 });
  const home = join(folder, 'node_modules', PACKAGE);
  if (code !== 0 || !existsSync(join(home, 'package.json'))) return { reason: `${PACKAGE} cannot be installed: ${output.trim().split('\n')[0]}` };
  const { version, bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  // it asks for Node.js 24, which VS Code's server brings
  const { node } = serverPaths();
  return { name: `${PACKAGE} ${version}`, command: existsSync(node) ? node : process.execPath, args: [join(home, typeof bin === 'string' ? bin : Object.values(bin)[0]), '--stdio'], remove: () => removeIfPresent(folder) };
}

/**
 * Start to the first answered hover on a variable, that hover again, right after a key, and memory; the same for either server.
 * `answers` says whether there was anything in the answer; `keyword` whether it answers on a word of a playbook, which shows that it works.
 */
export async function measurePeer({ command, args }, { folders, cwd, vars, settings }, languageId) {
  const play = join(cwd, 'bench-play.yml');
  mkdirSync(cwd, { recursive: true });
  writeFileSync(play, '- hosts: all\n  tasks:\n    - name: say\n      ansible.builtin.debug:\n        msg: "{{ kube_network_plugin }}"\n');
  const server = await LanguageServer.start(command, args, { folders, settingsOf: (section) => (section === 'groupvars' ? settings : section === 'ansible' ? { validation: { enabled: false, lint: { enabled: false } } } : {}) });
  try {
    await server.open(vars.path, languageId, textOf(vars.path) + '# ');
    const first = await server.hover(vars.path, vars.word);
    const rows = { start: [performance.now() - server.started], memoryAfterStart: server.memory(), hoverAtRest: [], hoverAfterVars: [] };
    for (let round = 0; round < HOVERS; round++) {
      rows.hoverAtRest.push((await server.hover(vars.path, vars.word)).milliseconds);
      await server.type(vars.path, 'x');
      rows.hoverAfterVars.push((await server.hover(vars.path, vars.word)).milliseconds);
    }
    await server.open(play, languageId);
    const keyword = (await server.hover(play, 'tasks')).hover;
    const asked = performance.now();
    const module = (await server.hover(play, 'debug')).hover;
    rows.moduleHover = [performance.now() - asked];
    rows.memoryAtEnd = server.memory();
    return { rows, answer: textOfHover(first.hover), keyword: textOfHover(keyword), module: textOfHover(module) };
  } finally {
    await server.stop();
  }
}

function textOfHover(hover) {
  const { contents } = hover ?? {};
  return contents === undefined ? '' : [contents].flat().map((content) => (typeof content === 'string' ? content : content.value)).join('\n').trim();
}
