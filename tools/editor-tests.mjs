// Runs test/vscode inside a real VS Code: once in a trusted workspace, once in Restricted Mode.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findChromium } from './chromium.mjs';
import { copyExamples } from './examples.mjs';
import { removeIfPresent, root, temporaryFolder } from './files.mjs';
import { followResults } from './results.mjs';
import { installVsix, openBrowser, startServer, unattendedSettings } from './vscode-host.mjs';
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
      // VS Code runs tests only for an extension in development; this one is empty, the tested one is installed.
      developed = join(scratch, 'stub');
      mkdirSync(developed);
      writeFileSync(join(developed, 'package.json'), JSON.stringify({ name: 'stub', publisher: 'groupvars', version: '0.0.0', engines: { vscode: '^1.100.0' } }));
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
    const code = await runInside({ server, page, developed, workspace: examples.workspace, limitSeconds: 420 }).catch(async (error) => {
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

/** Opens the workbench so that it runs out/test/vscode/index.js, and gives the exit code it reports. */
async function runInside({ server, page, developed, workspace, limitSeconds }) {
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
    await page.goto(server.address({ workspace }, [
      ['extensionDevelopmentPath', server.remoteUri(developed)],
      ['extensionTestsPath', server.remoteUri(resolve(root, 'out/test/vscode/index.js'))],
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

