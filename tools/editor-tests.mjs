// Runs test/vscode inside a real VS Code: in a trusted workspace, in Restricted Mode, and in windows on single folders.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findChromium } from './chromium.mjs';
import { copyExamples } from './examples.mjs';
import { removeIfPresent, root, temporaryFolder } from './files.mjs';
import { followResults } from './results.mjs';
import { installVsix, linkExtension, openBrowser, startServer, unattendedSettings } from './vscode-host.mjs';
import { installServer, unsupported } from './vscode-server.mjs';

const suites = [
  { name: 'VS Code', kind: 'trusted', trust: false, settings: unattendedSettings },
  {
    name: 'VS Code in Restricted Mode', kind: 'restricted', trust: true,
    settings: { ...unattendedSettings, 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
  },
];

/** `archives`, when given, holds the .vsix to test instead of the checkout: what ships. */
export async function runEditorSuites(tally, { archives, grep, verbose }) {
  const reason = unsupported();
  if (reason) return tally.skip('VS Code suites', reason);
  const ready = await tally.step('VS Code server', async () => ((await installServer(tally.progress)) ? 'installed' : 'up to date'));
  if (!ready) return undefined;
  let chromium;
  if (!(await tally.step('Chromium', async () => (chromium = await findChromium(tally.progress))))) return undefined;
  for (const suite of suites) {
    try {
      await runSuite(tally, suite, { chromium, vsix: archives?.vsix, grep, verbose });
    } catch (error) {
      tally.fail(suite.name, error.stack ?? String(error));
    }
  }
  await runAlone(tally, { chromium, vsix: archives?.vsix, grep, verbose }).catch((error) => tally.fail('VS Code on one folder', error.stack ?? String(error)));
}

/** A window on each of some folders, with the extension installed: which of them wake it up? */
async function runAlone(tally, { chromium, vsix, grep, verbose }) {
  const examples = copyExamples();
  const scratch = temporaryFolder('alone');
  const undo = [() => removeIfPresent(scratch), examples.remove];
  try {
    const extensionsFolder = join(scratch, 'extensions');
    if (vsix) await installVsix(vsix, extensionsFolder);
    else linkExtension(extensionsFolder);
    const stub = writeStub(join(scratch, 'stub'), { activationEvents: ['workspaceContains:unrelated.txt'], main: 'stub.js' });
    writeFileSync(join(stub, 'stub.js'), 'exports.activate = () => {};\n');
    const folders = ['inventory', 'kubespray'].map((name) => join(examples.workspace, '..', name));
    const files = { 'deep-vars': ['a/b/group_vars/all/x.yml'], 'one-inventory': ['a/hosts.ini'], unrelated: ['unrelated.txt', 'php.ini', 'docker-compose.yml', 'a/b/c/group_vars/all.yml', 'a/b/c/hosts'] };
    for (const [name, paths] of Object.entries(files)) {
      for (const path of paths) {
        mkdirSync(dirname(join(scratch, name, path)), { recursive: true });
        writeFileSync(join(scratch, name, path), 'x: 1\n');
      }
      folders.push(join(scratch, name));
    }
    const results = followResults((record) => tally.record(record, verbose));
    undo.push(results.stop);
    const server = await startServer({ settings: unattendedSettings, extensionsFolder, testDriver: true, environment: { GROUPVARS_RESULTS: results.file, GROUPVARS_SUITE: 'alone', ...(grep === undefined ? {} : { GROUPVARS_GREP: grep }) } });
    undo.push(server.stop);
    const { browser, page } = await openBrowser(chromium);
    undo.push(() => browser.close());
    const before = tally.counts.passed + tally.counts.failed;
    for (const folder of folders) {
      const window = await page.context().newPage();
      await runInside({ server, page: window, developed: stub, opened: { folder }, suite: resolve(root, 'out/test/vscode/index.js'), limitSeconds: 120 });
      await window.close();
    }
    results.stop();
    const ran = tally.counts.passed + tally.counts.failed - before;
    if (ran < folders.length && grep === undefined) tally.fail('VS Code on one folder', `${ran} tests ran in ${folders.length} windows`);
    tally.progress(`VS Code on one folder: ${ran} tests in ${folders.length} windows`);
  } finally {
    for (const step of undo.reverse()) await Promise.resolve(step()).catch(() => {});
  }
}

/** VS Code runs tests only for an extension in development: one that does nothing. */
function writeStub(folder, more = {}) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'stub', publisher: 'groupvars', version: '0.0.0', engines: { vscode: '^1.100.0' }, ...more }));
  return folder;
}

async function runSuite(tally, { name, kind, trust, settings }, { chromium, vsix, grep, verbose }) {
  const examples = copyExamples();
  const scratch = temporaryFolder('suite');
  const undo = [() => removeIfPresent(scratch), examples.remove];
  try {
    const extensionsFolder = join(scratch, 'extensions');
    mkdirSync(extensionsFolder);
    let developed = root;
    if (vsix) {
      await installVsix(vsix, extensionsFolder);
      developed = writeStub(join(scratch, 'stub'));
    }
    let page;
    let ended = false;
    const before = { ...tally.counts };
    const results = followResults((record) => {
      if (record.event === 'shot') void takePicture(page, record.file);
      else if (record.event === 'end') ended = true;
      else tally.record(record, verbose);
    });
    undo.push(results.stop);
    const server = await startServer({
      settings, extensionsFolder, trust, testDriver: true, log: process.env.VERBOSE ? (text) => process.stderr.write(text) : undefined,
      environment: {
        GROUPVARS_RESULTS: results.file, GROUPVARS_SUITE: kind, GROUPVARS_SHOTS: resolve(root, '.shots'),
        ...(grep === undefined ? {} : { GROUPVARS_GREP: grep }),
      },
    });
    undo.push(server.stop);
    const opened = await openBrowser(chromium);
    page = opened.page;
    undo.push(() => opened.browser.close());
    tally.progress(`${name}: running on ${server.authority}${vsix ? ', from the .vsix' : ''}`);
    const code = await runInside({ server, page, developed, opened: { workspace: examples.workspace }, suite: resolve(root, 'out/test/vscode/index.js'), limitSeconds: 420 }).catch(async (error) => {
      await takePicture(page, resolve(root, `.shots/failed-${kind}.png`));
      throw error;
    });
    await takePicture(page, resolve(root, `.shots/end-${kind}.png`));
    results.stop();
    const passed = tally.counts.passed - before.passed;
    if (!ended) tally.fail(name, `the extension host ended before the suite did (exit ${code})`);
    else if (code !== 0 && tally.counts.failed === before.failed) tally.fail(name, `the suite ended with ${code} although no test failed`);
    else if (passed === 0 && tally.counts.failed === before.failed && grep === undefined) tally.fail(name, 'no test ran');
    tally.progress(`${name}: ${passed} tests passed`);
  } finally {
    for (const step of undo.reverse()) await Promise.resolve(step()).catch(() => {});
  }
}

/** Opens the workbench on { folder } or { workspace } so that it runs `suite`, a module with run(), and gives the exit code it reports. */
export async function runInside({ server, page, developed, opened, suite, limitSeconds }) {
  const reported = new Promise((done) => {
    // VS Code's own names: its workbench calls these two when it runs under a test driver.
    void page.exposeFunction('codeAutomationExit', (code) => done(code));
    void page.exposeFunction('codeAutomationLog', (type, args) => { if (process.env.VERBOSE) console.error(`[${type}]`, ...args); });
  });
  let limit;
  const tooLong = new Promise((_, failed) => { limit = setTimeout(() => failed(new Error(`the suite did not end within ${limitSeconds} s`)), limitSeconds * 1000); });
  const died = server.exited.then((code) => { throw new Error(`the VS Code server ended with ${code}`); });
  died.catch(() => {}); // it also ends when we stop it
  try {
    await page.goto(server.address(opened, [
      ['extensionDevelopmentPath', server.remoteUri(developed)],
      ['extensionTestsPath', server.remoteUri(suite)],
      ['skipWelcome', 'true'],
    ]));
    return await Promise.race([reported, tooLong, died]);
  } finally {
    clearTimeout(limit);
  }
}

async function takePicture(page, file) {
  mkdirSync(resolve(file, '..'), { recursive: true });
  await page.screenshot({ path: file }).catch((error) => console.error(`no picture ${file}: ${error.message}`));
}

