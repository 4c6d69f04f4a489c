// What a user of VS Code waits for: the extension host calls run(), which measures one workspace and writes what it found as JSON.
// The same rows as test/bench/measureServer.mjs, through the editor's own commands; only what a real editor adds is in between.
import { strict as assert } from 'node:assert';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

interface Place {
  readonly path: string;
  readonly word: string;
}

interface Workspace {
  readonly vars: Place;
  readonly inventory: Place;
  /** A vars file with one finding, which goes when its second line is a comment. */
  readonly finding: string;
  /** How many keys are typed before memory is looked at again; 0: it is not. */
  readonly edits: number;
}

const PATIENCE = 60_000;
const HOVERS = 60;
const CHECKS = 8;

const rows: Record<string, number[] | { readonly now: number; readonly most: number }> = {};

export async function run(): Promise<void> {
  const workspace = JSON.parse(process.env['GROUPVARS_BENCH']!) as Workspace;
  const result = await measure(workspace).then(() => ({ rows }), (error: unknown) => ({ error: String(error instanceof Error ? error.stack : error) }));
  writeFileSync(process.env['GROUPVARS_BENCH_RESULT']!, JSON.stringify(result));
}

async function measure({ vars, inventory, finding, edits }: Workspace): Promise<void> {
  const extension = vscode.extensions.getExtension('groupvars.groupvars');
  assert.ok(extension !== undefined && !extension.isActive, 'the extension is there and waits to be activated');
  // how long the event loop that all extensions share stands still at a stretch
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  const longestBlock = (): number => {
    const block = delay.max / 1e6;
    delay.reset();
    return block;
  };
  const started = performance.now();
  const shown = untilFindings(finding, 1);
  await extension.activate();
  add('initialize', performance.now() - started);
  await shown;
  add('start', performance.now() - started);
  add('startBlock', longestBlock());
  rows['memoryAfterStart'] = memoryOf(serverProcess());

  const files = new Map<string, vscode.TextDocument>();
  for (const path of [vars.path, inventory.path, finding]) {
    const document = await vscode.workspace.openTextDocument(path);
    if (path !== finding) await insert(document, '# ');
    files.set(path, document);
  }
  const hover = async (row: string, { path, word }: Place, isEdited: boolean): Promise<void> => {
    const document = files.get(path)!;
    const position = document.positionAt(document.getText().indexOf(word) + 1);
    if (isEdited) await insert(document, 'x');
    const asked = performance.now();
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
    add(row, performance.now() - asked);
    assert.ok(hovers.length > 0, `no hover on ${word} in ${path}`);
  };
  await hover('firstHover', vars, false);
  // a document that no extension answers for: what remains is the way through the editor
  const { uri } = await vscode.workspace.openTextDocument({ language: 'log', content: 'nothing\n' });
  for (let round = -5; round < HOVERS; round++) {
    const asked = performance.now();
    await vscode.commands.executeCommand('vscode.executeHoverProvider', uri, new vscode.Position(0, 1));
    if (round >= 0) add('hoverOfNobody', performance.now() - asked);
  }
  for (let round = 0; round < HOVERS; round++) await hover('hoverAtRest', vars, false);
  for (let round = 0; round < HOVERS; round++) await hover('hoverAfterVars', vars, true);
  for (let round = 0; round < HOVERS / 2; round++) await hover('hoverAfterInventory', inventory, true);

  const document = files.get(finding)!;
  const second = document.lineAt(1).range.start;
  for (let round = 0; round < CHECKS; round++) {
    for (const count of [0, 1]) {
      const edit = new vscode.WorkspaceEdit();
      if (count === 0) edit.insert(document.uri, second, '#');
      else edit.delete(document.uri, new vscode.Range(second, second.translate(0, 1)));
      const typed = performance.now();
      const changed = untilFindings(finding, count);
      await vscode.workspace.applyEdit(edit);
      await changed;
      add('keyToFindings', performance.now() - typed);
    }
  }

  if (edits === 0) return;
  longestBlock();
  for (let edit = 1; edit <= edits; edit++) {
    await insert(files.get(vars.path)!, 'x');
    if (edit % 10 === 0) await hover('hoverWhileTyping', vars, false);
    if (edit % 100 === 0) await insert(files.get(inventory.path)!, 'x');
  }
  add('editsBlock', longestBlock());
  rows['memoryAfterEdits'] = memoryOf(serverProcess());
}

function add(row: string, milliseconds: number): void {
  const list = (rows[row] ??= []);
  if (Array.isArray(list)) list.push(milliseconds);
}

/** Characters behind the last line, which is a comment from the first insertion on. */
async function insert(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Resolves when the editor shows so many of our findings for a file. */
function untilFindings(path: string, count: number): Promise<void> {
  const uri = vscode.Uri.file(path);
  const isThere = (): boolean => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'groupvars').length === count;
  return new Promise((done, failed) => {
    const look = (): void => {
      if (!isThere()) return;
      clearTimeout(limit);
      listener.dispose();
      done();
    };
    const limit = setTimeout(() => (listener.dispose(), failed(new Error(`not within ${PATIENCE} ms: ${count} findings in ${path}`))), PATIENCE);
    const listener = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

/** The language server is the child of this extension host that runs dist/server.js. */
function serverProcess(): string {
  const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).find((pid) => {
    try {
      return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dist/server.js');
    } catch {
      return false; // it ended while we looked
    }
  });
  assert.ok(found !== undefined, 'the language server is not there');
  return found;
}

function memoryOf(pid: string): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { now: of('VmRSS'), most: of('VmHWM') };
}
