// Finds a Chromium to show the VS Code workbench in, or gets one.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { run } from './children.mjs';
import { root } from './files.mjs';

const programs = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium; throws with what to do when there is none and none can be had. `progress` hears of downloads. */
export async function findChromium(progress = () => {}) {
  if (process.env.CHROME_PATH) {
    if (!existsSync(process.env.CHROME_PATH)) throw new Error(`CHROME_PATH names ${process.env.CHROME_PATH}, which does not exist`);
    return process.env.CHROME_PATH;
  }
  const installed = installedChromium() ?? await playwrightChromium();
  if (installed) return installed;

  progress('Chromium: none installed, asking Playwright for its own');
  await run(process.execPath, [resolve(root, 'node_modules/playwright-core/cli.js'), 'install', 'chromium'], { cwd: root, limitSeconds: 300 });
  const downloaded = await playwrightChromium();
  if (downloaded) return downloaded;

  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    progress('Chromium: Playwright could not bring one, installing the Debian package');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env, limitSeconds: 180 });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env, limitSeconds: 600 });
    const fromDebian = installedChromium();
    if (fromDebian) return fromDebian;
  }
  throw Object.assign(new Error('no Chromium: install chromium or Google Chrome, or name one in CHROME_PATH'), { expected: true });
}

function installedChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...programs.flatMap((name) => folders.map((folder) => join(folder, name))), ...applications];
  return candidates.find(isExecutable);
}

async function playwrightChromium() {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

function isExecutable(path) {
  try { accessSync(path, constants.X_OK); return true; } catch { return false; }
}
