// npm start: a real VS Code with this extension live from the checkout, after whatever set-up is missing.
//   npm start [-- DIR|FILE.code-workspace] [--desktop] [--no-open]      default: the example workspace
// Only node: modules until the dependencies are installed.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { exampleWorkspace } from './examples.mjs';
import { root, temporaryFolder } from './files.mjs';
import { install, isInstalled } from './npm.mjs';
import { linkExtension, quietSettings, startServer } from './vscode-host.mjs';
import { installServer, isServerInstalled, needDisk, unsupported } from './vscode-server.mjs';

const words = process.argv.slice(2);
const named = words.find((word) => !word.startsWith('--'));
const target = resolve(named ?? exampleWorkspace);
const started = performance.now();
const say = (text) => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${text}`);

try {
  if (!existsSync(target)) throw new Error(`${target} does not exist`);
  const desktop = words.includes('--desktop') || unsupported() !== undefined;
  if (!isInstalled() || (!desktop && !isServerInstalled())) await needDisk(desktop ? 0.5e9 : 1.5e9);
  if (!isInstalled()) {
    say('dependencies: npm ci');
    const { code, output } = await install();
    if (code !== 0) throw new Error(output);
  }
  const { buildProduct } = await import('./build.mjs');
  say(`extension: ${(await buildProduct({ development: true })).length} files in dist/`);
  if (desktop) openDesktop();
  else await openServer();
} catch (error) {
  console.error(error.errors ? 'the extension does not build' : error.message);
  process.exitCode = 1;
}

async function openServer() {
  await installServer(say);
  const scratch = temporaryFolder('start');
  linkExtension(join(scratch, 'extensions'));
  const server = await startServer({
    settings: quietSettings, extensionsFolder: join(scratch, 'extensions'), dataFolder: resolve(root, '.vscode-host'),
    // The server opens terminals: nobody but who has the address may connect.
    token: randomBytes(16).toString('hex'),
    // Our own example is trusted; about any other folder VS Code asks, as it always does.
    trust: named !== undefined,
    environment: { XDG_RUNTIME_DIR: scratch }, // VS Code leaves its sockets there
    log: process.env.VERBOSE ? (text) => process.stderr.write(text) : undefined,
  });
  const address = server.address(isWorkspaceFile(target) ? { workspace: target } : { folder: target });
  say('VS Code is ready. After a rebuild (npm run build) reload the page; Ctrl+C ends it.');
  console.log(`\n  ${address}\n`);
  if (!words.includes('--no-open')) openAddress(address);
  await server.exited;
}

/** Shows the address in the user's browser if there is a display; it is printed in any case. */
function openAddress(address) {
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const browser = spawn('xdg-open', [address], { detached: true, stdio: 'ignore' });
  browser.once('error', () => {});
  browser.unref();
}

function openDesktop() {
  const code = desktopProgram();
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, target];
  if (!code) {
    console.log(`No desktop VS Code found (no \`code\` on the PATH). With one installed, run:\n\n  code ${args.map((word) => JSON.stringify(word)).join(' ')}`);
    process.exitCode = 1;
    return;
  }
  say(`opening ${target} in ${code}`);
  if (words.includes('--no-open')) return console.log(`  ${code} ${args.join(' ')}`);
  const shell = process.platform === 'win32'; // code is a .cmd there
  spawn(shell ? `"${code}"` : code, shell ? args.map((word) => `"${word}"`) : args, { stdio: 'inherit', shell })
    .once('error', (error) => { console.error(error.message); process.exitCode = 1; });
}

function desktopProgram() {
  const names = process.platform === 'win32' ? ['code.cmd', 'code-insiders.cmd', 'codium.cmd'] : ['code', 'code-insiders', 'codium'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code',
  ];
  return candidates.find((path) => existsSync(path));
}

function isWorkspaceFile(path) {
  return path.endsWith('.code-workspace') && statSync(path).isFile();
}
