// The project's own packages: are they what package-lock.json says, and if not, `npm ci`.
// Only node: modules: it runs before anything is installed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './children.mjs';
import { root } from './files.mjs';

/** Runs npm: the one that runs this script if there is one, so that a second npm on the path does not matter. */
export function npm(args, options = {}) {
  const script = process.env.npm_execpath;
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  return run(command, [...first, ...args, '--no-audit', '--no-fund', '--loglevel=error'], { shell: command.endsWith('.cmd'), ...options });
}

/** True when node_modules holds exactly the versions of package-lock.json (other platforms' packages may lack). */
export function isInstalled() {
  const installedLock = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  const declared = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies ?? {};
  if (JSON.stringify(declared) !== JSON.stringify(wanted['']?.devDependencies ?? {})) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) =>
    path === '' || (installed[path] === undefined ? optional === true : installed[path].version === version && existsSync(join(root, path))));
}

/** Installs if needed. No install script of anybody runs: nothing here needs one. */
export async function install() {
  if (isInstalled()) return { code: 0, output: 'up to date', seconds: 0 };
  return npm(['ci', '--ignore-scripts'], { cwd: root, limitSeconds: 600 });
}
