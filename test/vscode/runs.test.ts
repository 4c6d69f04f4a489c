// Runs in the editor: the view, the page of what a run reads, command lines that are pasted or started in a terminal.
import * as assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { needClient } from './extension';
import { shot } from './shot';
import { closeAll, hoverText, open, until, uriOf } from './workspace';

const SCRIPT = 'inventory/scripts/deploy-staging.sh';
const STAGING = 'inventory/deploy/staging/hosts.ini';

/** The title of the page beside the editor, once it is this one. */
const page = (title: string): Promise<boolean> => until(`the page ${title}`, () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some((tab) => tab.input instanceof vscode.TabInputWebview && tab.label === title));

async function copied(run: string): Promise<string> {
  await vscode.env.clipboard.writeText('');
  await vscode.commands.executeCommand('groupvars.copyRunCommand', { run });
  return vscode.env.clipboard.readText();
}

describe('runs in the editor', () => {
  before(function () {
    needClient();
  });
  afterEach(closeAll);

  it('are a view of their own', async () => {
    await open(STAGING);
    await vscode.commands.executeCommand('groupvars.runs.focus');
    await shot('runs');
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  it('are told in a hover of the inventory that a script names', async () => {
    const document = await open(SCRIPT);
    const text = await until('a hover', () => hoverText(document, 'deploy/staging/hosts.ini'));
    assert.match(text, /^run \*staging\* · 3 hosts · \*\*reads 0 vars files; container\\_manager, /);
    assert.match(text, /`inventory\/deploy\/staging`, beside the inventory: nothing is read/);
  });

  it('are shown with all they read', async () => {
    await open(STAGING);
    await vscode.commands.executeCommand('groupvars.showWhatItReads', { run: 'staging' });
    await page('Run staging');
    await shot('reads');
  });

  it('have a command line to copy', async () => {
    await open(STAGING);
    const command = await until('the command', async () => (await copied('staging')) || undefined);
    assert.match(command, /^cd \/.*\/kubespray && ansible-playbook -i .*deploy\/staging\/hosts\.ini .*cluster\.yml$/);
  });

  it('are written into .groupvars.yml', async () => {
    await open(STAGING);
    await vscode.commands.executeCommand('groupvars.addRun', { run: 'staging' });
    const document = vscode.window.activeTextEditor!.document;
    assert.match(document.uri.path, /\/\.groupvars\.yml$/);
    assert.match(document.getText(), /^runs:\n  - name: staging\n    command: ansible-playbook -i .*\/staging\/hosts\.ini .*cluster\.yml\n/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(document.uri);
  });

  it('a command line is checked without being run', async () => {
    await open(STAGING);
    const shown = vscode.commands.executeCommand('groupvars.checkCommandLine', { command: 'ansible-playbook -i deploy/staging/hosts.ini site.yml' });
    await until('the folder that is picked', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return Promise.race([shown.then(() => true), new Promise<undefined>((done) => setImmediate(() => done(undefined)))]);
    });
    await page('Command line');
    await shot('command-line');
  });

  it('a command that is started in the terminal is a run', async function () {
    if (process.platform === 'win32') return this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'groupvars-terminal-'));
    const program = join(folder, 'ansible-playbook');
    writeFileSync(program, '#!/bin/sh\necho started\n');
    chmodSync(program, 0o755);
    await open(STAGING);
    const terminal = vscode.window.createTerminal({ name: 'test', shellPath: '/bin/bash', cwd: uriOf('kubespray'), env: { PATH: `${folder}:${process.env['PATH']}` } });
    try {
      terminal.show(true);
      const integration = await until('shell integration', () => terminal.shellIntegration);
      const command = 'ansible-playbook -i ../inventory/deploy/staging/hosts.ini -e started=here cluster.yml';
      integration.executeCommand(command);
      const text = await until('the run', async () => {
        for (const name of ['staging', 'inventory/deploy/staging/hosts.ini', 'inventory/deploy/staging/hosts.ini (2)']) {
          const found = await copied(name);
          if (found.includes('started=here')) return found;
        }
        return undefined;
      });
      assert.equal(text, `cd ${uriOf('kubespray').fsPath} && ${command}`);
      await shot('terminal');
      await vscode.commands.executeCommand('notifications.clearAll');
    } finally {
      terminal.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
