// One item at the left of the status bar: the run and host that answers are for.
import * as vscode from 'vscode';
import { context, runs, type RunSummary } from '../server/protocol';
import { paramsOf, SCHEME } from './effectiveVarsDocument';
import { asLabel } from './label';
import type { Selection } from './selection';
import type { Server } from './server';

export function showStatusBar(server: Server, selection: Selection): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('run', vscode.StatusBarAlignment.Left, 50);
  item.name = 'Groupvars: run and host';
  item.command = 'groupvars.selectRun';
  item.text = '$(loading~spin) Groupvars';
  item.show();

  let newest = 0;
  /** The run shown last: what has no run of its own, such as the output, leaves it as it is. */
  let last: string | undefined;
  const update = async (): Promise<void> => {
    const mine = ++newest;
    const known = await server.ask(runs, { members: false });
    const shown = known === undefined ? undefined : await shownRun(server, known, selection.current.run, last);
    if (mine !== newest) return; // a later update is under way
    item.command = server.isOff ? 'groupvars.restartServer' : 'groupvars.selectRun';
    if (known === undefined) {
      item.text = server.isOff ? '$(error) Groupvars is off' : '$(loading~spin) Groupvars';
      item.tooltip = server.isOff ? 'The language server has ended. Restart it' : server.silence;
      item.backgroundColor = undefined;
      return item.show();
    }
    if (shown === undefined) return item.hide();
    last = shown.name;
    const { host } = selection.current;
    item.text = `$(server-environment) ${asLabel(short(shown.name))} · ${host === undefined ? 'all hosts' : asLabel(short(host))}`;
    item.tooltip = `${shown.detail}\n${shown.kubespray === '' ? '' : `${shown.kubespray}\n`}${shown.problem !== '' ? `${shown.problem}\n` : shown.readsVars ? '' : 'This run reads no vars files.\n'}Select another run`;
    item.backgroundColor = shown.readsVars ? undefined : new vscode.ThemeColor('statusBarItem.warningBackground');
    item.show();
  };
  return vscode.Disposable.from(item, server.onDidChange(update), selection.onDidChange(update), vscode.window.onDidChangeActiveTextEditor(update));
}

/** The run of the effective vars at hand, or the chosen one; without a choice the one that answers about the file at hand, else the strongest. */
async function shownRun(server: Server, known: readonly RunSummary[], chosen: string | undefined, last: string | undefined): Promise<RunSummary | undefined> {
  const byName = (name: string | undefined): RunSummary | undefined => known.find((run) => run.name === name);
  const document = vscode.window.activeTextEditor?.document;
  const run = byName(document?.uri.scheme === SCHEME ? paramsOf(document.uri)?.run : undefined) ?? byName(chosen);
  if (run !== undefined) return run;
  const kept = document?.uri.scheme === 'file' ? undefined : byName(last);
  if (kept !== undefined) return kept;
  const answering = document?.uri.scheme === 'file' ? await server.ask(context, { uri: document.uri.toString() }) : undefined;
  return (answering?.isRead === true ? byName(answering.run) : undefined) ?? known.find((candidate) => candidate.standing !== 'documented') ?? known[0];
}

function short(name: string): string {
  return name.length > 40 ? `…${name.slice(-39)}` : name;
}
