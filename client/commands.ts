// What the commands do. Arguments come from links in Markdown, so each is checked.
import * as vscode from 'vscode';
import { addRun, context, explain, reads, runCommand, runs, select, type RunSummary } from '../server/protocol';
import { showDeltaDocument, showEffectiveVarsDocument } from './effectiveVarsDocument';
import { asLabel } from './label';
import type { Page } from './page';
import { pickRun, pickTarget, type Target } from './picks';
import { argumentOf } from './runTree';
import type { Selection } from './selection';
import type { Server } from './server';

export function registerCommands(server: Server, selection: Selection, page: Page): vscode.Disposable {
  const commands: Readonly<Record<string, (argument?: unknown) => Promise<void>>> = {
    'groupvars.showEffectiveVars': (argument) => showEffectiveVars(server, selection, argumentOf(argument) ?? argument),
    'groupvars.selectRun': (argument) => selectRun(server, selection, argumentOf(argument)?.run),
    'groupvars.selectHost': () => selectHost(server, selection),
    'groupvars.explainVariable': (argument) => explainVariable(server, selection, page, argument),
    'groupvars.showWhatItReads': (argument) => showWhatItReads(server, page, selection, argument),
    'groupvars.deltaAgainstDefaults': (argument) => deltaAgainstDefaults(server, selection, argument),
    'groupvars.checkCommandLine': (argument) => checkCommandLine(page, server, argument),
    'groupvars.copyRunCommand': (argument) => copyRunCommand(server, selection, argument),
    'groupvars.addRun': (argument) => addRunToFile(server, selection, argument),
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

async function selectRun(server: Server, selection: Selection, name: string | undefined): Promise<void> {
  const known = await allRuns(server);
  if (known.length === 0) return;
  const run = known.find((candidate) => candidate.name === name) ?? await pickRun(known, { title: 'Select Run', active: selection.current.run, automatic: true });
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

async function explainVariable(server: Server, selection: Selection, page: Page, argument: unknown): Promise<void> {
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
  const params = { name, run, ...(host === undefined ? {} : { host }) };
  await page.show({ title: name, ask: () => server.ask(explain, params), gone: GONE });
}

/** Stands on a page whose run has gone. */
const GONE = 'This run is not there any more.';

/** The run of the argument, the chosen one, the only one, or the one that is picked. */
async function chooseRun(server: Server, selection: Selection, argument: unknown, title: string): Promise<RunSummary | undefined> {
  const known = await allRuns(server);
  const asked = argumentOf(argument)?.run ?? textsOf(argument, ['run']).run;
  const run = known.find((candidate) => candidate.name === asked);
  if (run === undefined && asked !== undefined) return void vscode.window.showInformationMessage(`There is no run ${asked} any more.`);
  if (run !== undefined || known.length <= 1) return run ?? known[0];
  return (await pickRun(known, { title, active: selection.current.run ?? (await runAtHand(server)) })) ?? undefined;
}

async function showWhatItReads(server: Server, page: Page, selection: Selection, argument: unknown): Promise<void> {
  const run = await chooseRun(server, selection, argument, 'Show What a Run Reads');
  if (run !== undefined) await page.show({ title: `Run ${run.name}`, ask: () => server.ask(reads, { run: run.name }), gone: GONE });
}

async function deltaAgainstDefaults(server: Server, selection: Selection, argument: unknown): Promise<void> {
  const run = await chooseRun(server, selection, argument, 'Delta Against Kubespray Defaults');
  if (run !== undefined) await showDeltaDocument(run.name);
}

async function copyRunCommand(server: Server, selection: Selection, argument: unknown): Promise<void> {
  const run = await chooseRun(server, selection, argument, 'Copy Run Command');
  const command = run === undefined ? undefined : await server.ask(runCommand, { run: run.name });
  if (command === undefined || command === null) return;
  await vscode.env.clipboard.writeText(command.text);
  vscode.window.setStatusBarMessage(`$(copy) Copied the command of ${asLabel(run!.name)}`, 5_000);
}

/** Writes a run into `.groupvars.yml`, as an edit that can be undone, and shows it. */
async function addRunToFile(server: Server, selection: Selection, argument: unknown): Promise<void> {
  const run = await chooseRun(server, selection, argument, 'Add a Run to .groupvars.yml');
  const added = run === undefined ? undefined : await server.ask(addRun, { run: run.name });
  if (added === undefined || added === null) return;
  if ('problem' in added) return void vscode.window.showInformationMessage(added.problem);
  const uri = vscode.Uri.parse(added.uri);
  const edit = new vscode.WorkspaceEdit();
  if (added.isNew) edit.createFile(uri, { ignoreIfExists: false });
  const position = new vscode.Position(added.position.line, added.position.character);
  edit.insert(uri, position, added.newText);
  if (!(await vscode.workspace.applyEdit(edit))) return;
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(position, position) });
}

/** A command line that the user types or pastes, in an open folder; what it reads is shown beside the editor. */
async function checkCommandLine(page: Page, server: Server, argument: unknown): Promise<void> {
  const { command: given } = textsOf(argument, ['command']);
  const clipboard = (await vscode.env.clipboard.readText()).trim();
  const title = 'Check a Command Line';
  const value = given ?? (await vscode.window.showInputBox({
    title,
    prompt: 'What would this command read? It is not run.',
    placeHolder: 'ansible-playbook -i inventory/prod/hosts.ini cluster.yml',
    ignoreFocusOut: true,
    // most come out of a terminal or a wiki page
    ...(/^[^\n]{0,2000}$/.test(clipboard) && clipboard.includes('ansible-playbook') ? { value: clipboard } : {}),
  }))?.trim();
  if (value === undefined || value === '') return;
  const cwd = await folderFor(title);
  if (cwd !== undefined) await showCommandLine(page, server, value, cwd);
}

/** Where a command line is started: the open folder, or the one that is picked. */
async function folderFor(title: string): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length <= 1) return folders[0]?.uri;
  const items = folders.map((folder) => ({ label: folder.name, description: folder.uri.fsPath, folder }));
  return (await vscode.window.showQuickPick(items, { title: `${title}: started in which folder?`, matchOnDescription: true }))?.folder.uri;
}

/** What a command line reads, as a page. */
export async function showCommandLine(page: Page, server: Server, command: string, cwd: vscode.Uri): Promise<void> {
  await page.show({ title: 'Command line', ask: () => server.ask(reads, { command, cwd: cwd.toString() }), gone: 'There is no call of `ansible-playbook` in this command line.' });
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
