// Installs VS Code's own server (workbench and Node.js extension host) from the npm registry, and says where it is.
// No install script runs and nothing is compiled. Only node: modules.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { removeIfPresent, root } from './files.mjs';
import { npm } from './npm.mjs';

const home = resolve(root, 'tools/vscode');
const serverFolder = join(home, 'node_modules/code-server/lib/vscode');
const stamp = join(home, 'node_modules/.ready');
const gigabyte = 1e9;

/** Why this machine cannot run the server, or undefined. */
export function unsupported() {
  if (process.platform !== 'linux') return 'the VS Code server from npm runs on Linux only';
  if (!['x64', 'arm64'].includes(process.arch)) return `there is no VS Code server for ${process.arch}`;
  return undefined;
}

export const isServerInstalled = () => Boolean(process.env.VSCODE_DIR) || existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();

/** Where the server stands, and the Node.js that runs it: it needs 24, whatever runs this script. */
export function serverPaths() {
  return {
    main: join(process.env.VSCODE_DIR ?? serverFolder, 'out/server-main.js'),
    node: process.env.VSCODE_NODE ?? join(home, `node_modules/node-linux-${process.arch}/bin/node`),
  };
}

/** Installs the server unless it is there; throws with what npm said. `progress` hears of each step. */
export async function installServer(progress = () => {}) {
  if (isServerInstalled()) return false;
  await needDisk(1.5 * gigabyte);
  progress('VS Code server: downloading (about 240 MB, half a minute to some minutes)');
  await npmOrThrow(['ci', '--ignore-scripts'], home);
  progress('VS Code server: its own packages');
  // `npm ci` calls its shrinkwrap out of sync; `install --no-save` honours it all the same.
  await npmOrThrow(['install', '--omit=dev', '--ignore-scripts', '--no-save'], serverFolder);
  for (const unused of unusedParts()) removeIfPresent(join(serverFolder, unused));
  writeFileSync(stamp, wanted());
  return true;
}

/** Throws when the checkout's disk has less free space than the set-up needs. */
export async function needDisk(bytes) {
  const { bavail, bsize } = await statfs(root);
  const free = bavail * bsize;
  if (free < bytes) throw new Error(`the set-up needs about ${(bytes / gigabyte).toFixed(1)} GB of disk, ${root} has ${(free / gigabyte).toFixed(1)} GB free`);
}

async function npmOrThrow(args, cwd) {
  const { code, output } = await npm(args, { cwd, limitSeconds: 900 });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} in ${cwd} failed:\n${output}`);
}

/** Parts that neither the tests nor a look at the extension need: half the size. */
function unusedParts() {
  const search = 'node_modules/@vscode/ripgrep-universal/bin';
  const otherPlatforms = existsSync(join(serverFolder, search))
    ? readdirSync(join(serverFolder, search)).filter((name) => name !== `${process.platform}-${process.arch}`).map((name) => `${search}/${name}`)
    : [];
  const extensions = ['copilot', 'mermaid-markdown-features', 'microsoft-authentication', 'github-authentication', 'github', 'tunnel-forwarding'];
  return ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', ...extensions.map((name) => `extensions/${name}`), ...otherPlatforms];
}

function wanted() {
  return readFileSync(join(home, 'package-lock.json'), 'utf8');
}
