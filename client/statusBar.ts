// One item at the left of the status bar: the run and host that answers are for.
import * as vscode from 'vscode';
import { context, runs, type RunSummary } from '../server/protocol';
import type { Selection } from './selection';
import type { Server } from './server';

export function showStatusBar(server: Server, selection: Selection): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('run', vscode.StatusBarAlignment.Left, 50);
  item.name = 'Groupvars: run and host';
  item.command = 'groupvars.selectRun';
  item.text = '$(loading~spin) Groupvars';
  item.show();

  let newest = 0;
  const update = async (): Promise<void> => {
    const mine = ++newest;
    const known = await server.ask(runs, { members: false });
    const shown = known === undefined ? undefined : await shownRun(server, known, selection.current.run);
    if (mine !== newest) return; // a later update is under way
    item.command = server.isOff ? 'groupvars.restartServer' : 'groupvars.selectRun';
    if (known === undefined) {
      item.text = server.isOff ? '$(error) Groupvars is off' : '$(loading~spin) Groupvars';
      item.tooltip = server.isOff ? 'The language server has ended. Restart it' : server.silence;
      item.backgroundColor = undefined;
      return item.show();
    }
    if (shown === undefined) return item.hide();
    const { host } = selection.current;
    item.text = `$(server-environment) ${short(shown.name)} · ${host === undefined ? 'all hosts' : short(host)}`;
    item.tooltip = `${shown.detail}\n${shown.readsVars ? '' : 'This run reads no vars files.\n'}Select another run`;
    item.backgroundColor = shown.readsVars ? undefined : new vscode.ThemeColor('statusBarItem.warningBackground');
    item.show();
  };
  return vscode.Disposable.from(item, server.onDidChange(update), selection.onDidChange(update), vscode.window.onDidChangeActiveTextEditor(update));
}

/** The chosen run; without a choice the one that answers about the file at hand, else the strongest. */
async function shownRun(server: Server, known: readonly RunSummary[], chosen: string | undefined): Promise<RunSummary | undefined> {
  const byName = (name: string | undefined): RunSummary | undefined => known.find((run) => run.name === name);
  const run = byName(chosen);
  if (run !== undefined) return run;
  const document = vscode.window.activeTextEditor?.document;
  const answering = document?.uri.scheme === 'file' ? await server.ask(context, { uri: document.uri.toString() }) : undefined;
  return (answering?.isRead === true ? byName(answering.run) : undefined) ?? known.find((candidate) => candidate.standing !== 'documented') ?? known[0];
}

function short(name: string): string {
  return name.length > 40 ? `…${name.slice(-39)}` : name;
}
