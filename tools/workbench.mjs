// A VS Code workbench with the checkout's extension, driven like a person would: open, hover, palette, picture.
// No test driver: toasts, dialogs and hovers look as they do for a user. Waits for what it expects, never for a time.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { findChromium } from './chromium.mjs';
import { removeIfPresent, temporaryFolder } from './files.mjs';
import { linkExtension, openBrowser, startServer, unattendedSettings } from './vscode-host.mjs';
import { installServer, unsupported } from './vscode-server.mjs';

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };
const patience = 30_000;

/**
 * Opens a workbench on { folder } or { workspace }. `restricted` keeps workspace trust in force and gives none.
 * `settings` are user settings. The result drives it; `close()` ends everything.
 */
export async function openWorkbench({ folder, workspace, theme = 'dark', restricted = false, settings = {}, width, height, scale, progress = () => {} }) {
  const reason = unsupported();
  if (reason) throw new Error(reason);
  await installServer(progress);
  const chromium = await findChromium(progress);
  const scratch = temporaryFolder('workbench');
  const undo = [() => removeIfPresent(scratch)];
  const close = async () => { for (const step of undo.splice(0).reverse()) await Promise.resolve(step()).catch(() => {}); };
  try {
    const extensionsFolder = join(scratch, 'extensions');
    linkExtension(extensionsFolder);
    const trust = restricted ? { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' } : {};
    const server = await startServer({
      extensionsFolder, trust: restricted, settings: { ...unattendedSettings, 'workbench.colorTheme': themes[theme], ...trust, ...settings },
      log: process.env.VERBOSE ? (text) => process.stderr.write(text) : undefined,
    });
    undo.push(server.stop);
    const { browser, page } = await openBrowser(chromium, { width, height, scale });
    undo.push(() => browser.close());
    page.setDefaultTimeout(patience);
    await page.goto(server.address({ folder, workspace }, [['skipWelcome', 'true']]));
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    const base = workspace ? dirname(resolve(workspace)) : resolve(folder);
    return { page, close, ...gestures(page, base, progress) };
  } catch (error) {
    await close();
    throw error;
  }
}

function gestures(page, base, progress) {
  let opened;

  /** Waits until the extension's status bar item is there and still, and nothing on the page moves any more. */
  async function settled() {
    const item = page.locator('.statusbar-item[id^="groupvars.groupvars"]').first();
    const still = page.locator('.statusbar-item[id^="groupvars.groupvars"]:not(:has(.codicon-modifier-spin))').first();
    try {
      await item.waitFor({ state: 'attached', timeout: opened ? 15_000 : 1_000 });
      await still.waitFor({ state: 'attached' });
    } catch {
      if (opened) progress('note: the extension shows no status bar item, so only the page is waited for');
    }
    await quiet(page);
  }

  /** Opens a file in the editor; a path is absolute, or relative to the folder, the workspace file or this process. */
  async function openFile(path) {
    const file = [resolve(base, path), resolve(path)].find((candidate) => existsSync(candidate));
    if (!file) throw new Error(`no file ${path} below ${base}`);
    await leaveWidgets();
    await page.keyboard.press('Control+P');
    await typeIntoQuickInput(file);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: basename(file) }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: basename(file) }).waitFor();
    await page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
    opened = file;
    await settled();
  }

  /** Puts the cursor on a place of the open file: `word`, `word#2` for its second occurrence, or `line:column`. */
  async function goTo(place) {
    const { line, column } = positionOf(place, readFileSync(opened, 'utf8'), opened);
    await leaveWidgets();
    await page.keyboard.press('Control+G');
    await typeIntoQuickInput(`:${line}:${column}`);
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await quiet(page);
  }

  /** Rests the mouse on a place and waits for the finished hover; gives its text. */
  async function hover(place) {
    await goTo(place);
    const widget = page.locator('.monaco-hover:not(.hidden)').filter({ hasText: /\S/ }).first();
    for (let attempt = 1; ; attempt += 1) {
      const cursor = await page.locator('.editor-group-container.active .cursors-layer .cursor').first().boundingBox();
      if (!cursor) throw new Error('the editor shows no cursor');
      await page.mouse.move(cursor.x + 40, cursor.y + 3 * cursor.height);
      await page.mouse.move(cursor.x + 4, cursor.y + cursor.height / 2, { steps: 4 });
      try {
        await widget.waitFor({ timeout: 4_000 });
        await page.waitForFunction(() => {
          const shown = [...document.querySelectorAll('.monaco-hover:not(.hidden)')].map((element) => element.textContent).join('');
          return shown.trim() !== '' && !/^\s*Loading/.test(shown);
        });
        await quiet(page);
        return await widget.innerText();
      } catch (error) {
        if (attempt === 5) throw new Error(`no hover at ${place} after ${attempt} attempts: ${error.message.split('\n')[0]}`);
      }
    }
  }

  /** Runs a command by its title in the palette, such as `Groupvars: Show Effective Vars`. */
  async function runCommand(title) {
    await leaveWidgets();
    await page.keyboard.press('F1');
    await typeIntoQuickInput(`>${title}`);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
    await page.mouse.move(5, 5); // where it hovers over nothing
    await settled();
  }

  /** Shows a panel: `problems`, `output` or `terminal`. Problems are waited for; gives what the panel says. */
  async function showPanel(name) {
    await leaveWidgets();
    if (name === 'problems') {
      await page.keyboard.press('Control+Shift+M');
      const rows = page.locator('.markers-panel .monaco-list-row');
      try { await rows.first().waitFor({ timeout: 15_000 }); } catch { progress('note: no problem is shown'); }
      await quiet(page);
      return rows.allInnerTexts();
    }
    await runCommand({ output: 'View: Toggle Output', terminal: 'Terminal: Create New Terminal' }[name] ?? name);
    return [];
  }

  /** Writes a picture of the whole window. */
  async function shot(path) {
    await quiet(page);
    mkdirSync(dirname(resolve(path)), { recursive: true });
    await page.screenshot({ path: resolve(path) });
  }

  async function typeIntoQuickInput(text) {
    const input = page.locator('.quick-input-widget:not([style*="display: none"]) input').first();
    await input.waitFor();
    await input.fill(text);
    await quiet(page, 250);
  }

  // An open hover swallows clicks, an open palette swallows keys.
  async function leaveWidgets() {
    await page.mouse.move(5, 5);
    if (await page.locator('.quick-input-widget:not([style*="display: none"])').count()) await page.keyboard.press('Escape');
    if (await page.locator('.monaco-hover:not(.hidden)').count()) await page.keyboard.press('Escape');
    const editor = page.locator('.editor-group-container.active .monaco-editor').first();
    if (opened && await editor.count()) await editor.locator('textarea, .native-edit-context').first().focus();
  }

  return { settled, openFile, goTo, hover, runCommand, showPanel, shot };
}

/** Resolves when the page's content has not changed for `still` milliseconds, at the latest after 10 seconds. */
function quiet(page, still = 600) {
  return page.evaluate((milliseconds) => new Promise((done) => {
    let timer;
    const finish = () => { observer.disconnect(); clearTimeout(timer); clearTimeout(limit); done(); };
    const again = () => { clearTimeout(timer); timer = setTimeout(finish, milliseconds); };
    const observer = new MutationObserver(again);
    const limit = setTimeout(finish, 10_000);
    observer.observe(document.body, { childList: true, characterData: true, subtree: true });
    again();
  }), still);
}

/** The 1-based line and column of `line:column`, `word` or `word#n` in a text; for a word, one column into it. */
export function positionOf(place, text, file) {
  const numbers = /^(\d+):(\d+)$/.exec(place);
  if (numbers) return { line: Number(numbers[1]), column: Number(numbers[2]) };
  const [, word, count = '1'] = /^(.+?)(?:#(\d+))?$/s.exec(place);
  const bounded = `(?<![\\w])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w])`;
  const match = [...text.matchAll(new RegExp(bounded, 'g'))][Number(count) - 1];
  if (!match) throw new Error(`${file} has no ${place}`);
  const before = text.slice(0, match.index).split('\n');
  return { line: before.length, column: before.at(-1).length + 2 };
}
