// A real VS Code: its server on loopback, and a headless Chromium that shows its workbench.
// Knows nothing of this extension but where the checkout is.
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { end, run, start } from './children.mjs';
import { manifest, removeIfPresent, root, temporaryFolder } from './files.mjs';
import { serverPaths } from './vscode-server.mjs';

/** Quiet enough for tests and pictures: no welcome page, no update, no telemetry, no chat. */
export const quietSettings = {
  'workbench.startupEditor': 'none', 'workbench.tips.enabled': false, 'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden', 'workbench.colorTheme': 'Default Dark Modern',
  'extensions.autoCheckUpdates': false, 'extensions.autoUpdate': false, 'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off', 'update.mode': 'none', 'chat.disableAIFeatures': true,
  'window.commandCenter': false, 'window.title': '${activeEditorShort}${separator}${rootName}', 'files.simpleDialog.enable': true, 'editor.accessibilitySupport': 'off',
};

/** Settings for tests and pictures, where nobody answers a question. */
export const unattendedSettings = { ...quietSettings, 'git.enabled': false };

/**
 * Starts the server on a free port of 127.0.0.1.
 * `trust` false: every workspace is trusted; true: VS Code's own workspace trust is in force.
 * `testDriver` lets a page start an extension test suite, and suppresses toasts and dialogs: not for pictures.
 * Without `token` whoever is on this machine can connect. Without `dataFolder` a temporary one is used and removed.
 */
export async function startServer({ settings = {}, extensionsFolder, dataFolder, token, trust = false, testDriver = false, environment = {}, log = () => {} }) {
  const { main, node } = serverPaths();
  const data = dataFolder ?? temporaryFolder('vscode');
  const userFolder = join(data, 'data/User');
  mkdirSync(userFolder, { recursive: true });
  const settingsFile = join(userFolder, 'settings.json');
  // In a lasting data folder the settings are the user's, once they are there.
  if (!existsSync(settingsFile)) writeFileSync(settingsFile, JSON.stringify(settings, undefined, 2));
  const child = start(node, [main, '--host', '127.0.0.1', '--port', process.env.PORT ?? '0', '--accept-server-license-terms',
    '--server-data-dir', data, '--telemetry-level', 'off', '--reconnection-grace-time', dataFolder ? '300' : '1',
    ...(token ? ['--connection-token', token] : ['--without-connection-token']),
    ...(trust ? [] : ['--disable-workspace-trust']),
    ...(testDriver ? ['--enable-smoke-test-driver'] : []),
    ...(extensionsFolder ? ['--extensions-dir', extensionsFolder] : [])],
  // No gallery: nothing is asked of the net. The sockets that VS Code would leave in /tmp go to the data folder.
  { env: { ...process.env, EXTENSIONS_GALLERY: '{}', XDG_RUNTIME_DIR: data, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise((done) => child.once('exit', done));
  const stop = async () => {
    await end(child);
    if (!dataFolder) removeIfPresent(data);
  };
  let port;
  try { port = await listeningPort(child, log); } catch (error) { await stop(); throw error; }

  const authority = `127.0.0.1:${port}`;
  return {
    authority, exited, stop,
    /** How the page must name a file of this machine. */
    remoteUri: (path) => `vscode-remote://${authority}${resolve(path).split(sep).join('/')}`,
    /** Address of the workbench on { folder } or { workspace }, a .code-workspace file. */
    address: ({ folder, workspace }, payload = []) => `http://${authority}/?${new URLSearchParams({
      ...(token ? { tkn: token } : {}),
      ...(workspace ? { workspace: resolve(workspace) } : { folder: resolve(folder) }),
      ...(payload.length > 0 ? { payload: JSON.stringify(payload) } : {}),
    })}`,
  };
}

function listeningPort(child, log) {
  return new Promise((found, failed) => {
    let output = '';
    const limit = setTimeout(() => failed(new Error(`the VS Code server did not listen within 60 s\n${output.slice(-2000)}`)), 60_000);
    const take = (bytes) => {
      log(String(bytes));
      if (output.length < 100_000) output += bytes;
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port) { clearTimeout(limit); found(Number(port)); }
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', failed);
    child.once('exit', (code) => { clearTimeout(limit); failed(new Error(`the VS Code server ended with ${code}\n${output.slice(-2000)}`)); });
  });
}

/** Makes an extensions folder that holds this checkout by a link. VS Code scans it once, so it must be new. */
export function linkExtension(extensionsFolder) {
  const { publisher, name, version } = manifest();
  removeIfPresent(extensionsFolder);
  mkdirSync(extensionsFolder, { recursive: true });
  symlinkSync(root, join(extensionsFolder, `${publisher}.${name}-${version}`), 'junction');
}

/** Installs a .vsix into an extensions folder, as a user's VS Code does. */
export async function installVsix(vsix, extensionsFolder) {
  const { main, node } = serverPaths();
  const data = temporaryFolder('install');
  try {
    const { code, output } = await run(node, [main, '--install-extension', vsix, '--extensions-dir', extensionsFolder,
      '--server-data-dir', data, '--accept-server-license-terms'], { env: { ...process.env, EXTENSIONS_GALLERY: '{}', XDG_RUNTIME_DIR: data } });
    if (code !== 0) throw new Error(`VS Code does not install ${vsix}:\n${output}`);
  } finally {
    removeIfPresent(data);
  }
}

/** A headless page that can reach 127.0.0.1 and nothing else. */
export async function openBrowser(executablePath, { width = 1280, height = 800, scale = 1 } = {}) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath, headless: true, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale, permissions: ['clipboard-read', 'clipboard-write'] });
  return { browser, page: await context.newPage() };
}
