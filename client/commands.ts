// What the commands do. Arguments come from links in Markdown, so each is checked.
import * as vscode from 'vscode';
import { context, runs, select, type RunSummary } from '../server/protocol';
import { showEffectiveVarsDocument } from './effectiveVarsDocument';
import type { Explanation } from './explanation';
import { pickRun, pickTarget, type Target } from './picks';
import type { Selection } from './selection';
import type { Server } from './server';

export function registerCommands(server: Server, selection: Selection, explanation: Explanation): vscode.Disposable {
  const commands: Readonly<Record<string, (argument?: unknown) => Promise<void>>> = {
    'groupvars.showEffectiveVars': (argument) => showEffectiveVars(server, selection, argument),
    'groupvars.selectRun': () => selectRun(server, selection),
    'groupvars.selectHost': () => selectHost(server, selection),
    'groupvars.explainVariable': (argument) => explainVariable(server, selection, explanation, argument),
    'groupvars.openPlace': openPlace,
    'groupvars.restartServer': () => server.restart(),
    'groupvars.showOutput': async () => server.output.show(),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
    selection.onDidChange(() => server.tell(select, selection.current)),
  );
}

async function allRuns(server: Server): Promise<readonly RunSummary[]> {
  const known = await server.ask(runs, { members: true });
  if (known === undefined) {
    void vscode.window.showInformationMessage(server.silence);
    return [];
  }
  if (known.length === 0) void vscode.window.showInformationMessage('Groupvars found no inventory in this workspace. Name your runs in the setting groupvars.runs.');
  return known;
}

async function showEffectiveVars(server: Server, selection: Selection, argument: unknown): Promise<void> {
  const asked = textsOf(argument, ['run', 'host', 'group']);
  const known = await allRuns(server);
  if (known.length === 0) return;
  const title = 'Show Effective Vars';
  const chosen = known.find((run) => run.name === (asked.run ?? selection.current.run));
  if (chosen === undefined && asked.run !== undefined) return void vscode.window.showInformationMessage(`There is no run ${asked.run} any more.`);
  const run = chosen ?? (known.length === 1 ? known[0] : await pickRun(known, { title, active: await runAtHand(server) }));
  if (run === undefined || run === null) return;
  const target = targetOf(run, asked) ?? selectedTarget(run, selection, asked.run) ?? (await pickTarget(run, { title: `${title}: ${run.name}`, groups: true }));
  if (target !== undefined) await showEffectiveVarsDocument(run.name, target);
}

/** What the argument names; a run alone means all of its hosts. */
function targetOf(run: RunSummary, { run: name, host, group }: { readonly run?: string; readonly host?: string; readonly group?: string }): Target | undefined {
  if (host !== undefined && run.hosts.includes(host)) return { host };
  if (group !== undefined) return { group };
  return name === undefined ? undefined : { group: 'all' };
}

function selectedTarget(run: RunSummary, selection: Selection, asked: string | undefined): Target | undefined {
  const { run: chosen, host } = selection.current;
  return asked === undefined && chosen === run.name && host !== undefined && run.hosts.includes(host) ? { host } : undefined;
}

async function selectRun(server: Server, selection: Selection): Promise<void> {
  const known = await allRuns(server);
  if (known.length === 0) return;
  const run = await pickRun(known, { title: 'Select Run', active: selection.current.run, automatic: true });
  if (run === undefined) return;
  const { host } = selection.current;
  // a host of that name may be in the other run too
  await selection.choose({ ...(run === null ? {} : { run: run.name }), ...(host !== undefined && run?.hosts.includes(host) ? { host } : {}) });
}

async function selectHost(server: Server, selection: Selection): Promise<void> {
  const known = await allRuns(server);
  if (known.length === 0) return;
  const name = selection.current.run ?? (await runAtHand(server));
  const run = known.find((candidate) => candidate.name === name) ?? (known.length === 1 ? known[0] : await pickRun(known, { title: 'Select Host: of which run?' }));
  if (run === undefined || run === null) return;
  const target = await pickTarget(run, { title: `Select Host: ${run.name}`, groups: false, active: selection.current.host });
  if (target === undefined) return;
  await selection.choose('host' in target ? { run: run.name, host: target.host } : selection.current.run === undefined ? {} : { run: selection.current.run });
}

async function explainVariable(server: Server, selection: Selection, explanation: Explanation, argument: unknown): Promise<void> {
  const asked = textsOf(argument, ['name', 'run', 'host']);
  const editor = vscode.window.activeTextEditor;
  const here = asked.name === undefined && editor?.document.uri.scheme === 'file' ? await server.ask(context, { uri: editor.document.uri.toString(), position: editor.selection.active }) : undefined;
  const word = asked.name ?? here?.variable ?? (editor === undefined ? undefined : wordAt(editor));
  const name = word ?? (await vscode.window.showInputBox({ title: 'Explain Variable', prompt: 'Name of a variable', placeHolder: 'kube_network_plugin' }))?.trim();
  if (name === undefined || name === '') return;
  let run = asked.run ?? here?.run ?? selection.current.run ?? (await runAtHand(server));
  if (run === undefined) {
    const known = await allRuns(server);
    run = (known.length <= 1 ? known[0] : await pickRun(known, { title: `Explain Variable: ${name}` }))?.name;
  }
  if (run === undefined) return;
  const host = asked.host ?? (selection.current.run === run ? selection.current.host : undefined);
  await explanation.show({ name, run, ...(host === undefined ? {} : { host }) });
}

function wordAt({ document, selection }: vscode.TextEditor): string | undefined {
  const range = document.getWordRangeAtPosition(selection.active, /[A-Za-z_]\w*/);
  return range === undefined ? undefined : document.getText(range);
}

/** The run that answers about the file in the active editor. */
async function runAtHand(server: Server): Promise<string | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.scheme !== 'file') return undefined;
  return (await server.ask(context, { uri: document.uri.toString() }))?.run;
}

/** Opens a file of this machine at an offset (UTF-16); anything else is refused. */
async function openPlace(argument: unknown): Promise<void> {
  const { path } = textsOf(argument, ['path']);
  const offset = (argument as { readonly offset?: unknown } | undefined)?.offset ?? 0;
  if (path === undefined || !Number.isSafeInteger(offset) || (offset as number) < 0) return;
  const uri = vscode.Uri.file(path);
  const stat = await Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined);
  if (stat === undefined) return void vscode.window.showInformationMessage(`${path} is not there any more.`);
  if (stat.type & vscode.FileType.Directory) return void vscode.commands.executeCommand('revealInExplorer', uri);
  if (!(stat.type & vscode.FileType.File)) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const position = document.positionAt(offset as number);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
}

/** The members of an argument that are texts. */
function textsOf<Name extends string>(argument: unknown, names: readonly Name[]): { readonly [name in Name]?: string } {
  const given = (typeof argument === 'object' && argument !== null ? argument : {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(names.flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]]] : []))) as { readonly [name in Name]?: string };
}
