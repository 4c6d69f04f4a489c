// The protocol: one line a request, each through `answer`. What they do stands in features/, what they ask in workspace.ts.
import {
  CodeActionKind, DidChangeConfigurationNotification, DidChangeWatchedFilesNotification, MessageType, ParameterStructures, PositionEncodingKind, RequestType, ResponseError, ShowMessageNotification, TextDocumentSyncKind,
  type ClientCapabilities, type CodeAction, type CompletionItem, type Connection, type Disposable, type DocumentSymbol, type Hover, type InitializeParams, type InitializeResult, type Location,
} from 'vscode-languageserver';
import type { Project } from '../core/project';
import type { Path, SourceFile } from '../core/tree';
import type { Run } from '../core/run/run';
import { declareTyped } from '../core/run/typedCommand';
import type { RunSetting } from '../core/settings';
import type { Diagnostic } from '../core/diagnostic';
import { addRun } from '../features/addRun';
import { findingsOfRun, lossText, withOwnName } from '../features/checkRun';
import { commandText } from '../features/commandText';
import { definition } from '../features/definition';
import { documentSymbols } from '../features/documentSymbols';
import { delta } from '../features/delta';
import { effectiveVars } from '../features/effectiveVars';
import { explainText } from '../features/explain';
import { hover } from '../features/hover';
import { readsText } from '../features/reads';
import { runMembers } from '../features/runMembers';
import { runList } from '../features/runList';
import { isAbout, runFor, type Selection } from '../features/selection';
import { symbolAt } from '../features/symbolAt';
import { completions } from '../features/workspaceFileKeys';
import { homeFolder } from '../disk';
import * as protocol from '../protocol';
import { checkProject } from '../rules/index';
import { answer, attempt, type AnswerContext } from './answer';
import { pathOf, toAddedRun, toCompletionItem, toDocumentSymbol, toHover, toLocation, toOffset } from './convert';
import { Diagnostics } from './diagnostics';
import { beginProgress } from './progress';
import { toExcluded, toSettings, type FolderSettings } from './settings';
import { Workspace } from './workspace';

/** The first scan of a large workspace takes its time; a request does not wait longer for it than this, in milliseconds. */
const PATIENCE = 2000;
/** File events are collected this long, in milliseconds. */
const EVENT_PAUSE = 100;

/** Commands of terminals that are remembered. */
const STARTED_LIMIT = 20;

/** More folders than this are not watched outside the workspace. */
const OUTSIDE_LIMIT = 400;

type Position = { readonly line: number; readonly character: number };
type At = { readonly textDocument: { readonly uri: string }; readonly position: Position };

/** Serves one editor over a connection that is not listened to yet. */
export function serve(connection: Connection): void {
  const context: AnswerContext = {
    log: (text) => connection.console.debug(text),
    logError: (text) => connection.console.error(text),
    isReady: () => workspace.isReady(PATIENCE),
  };
  const attempted = (name: string, work: () => void | Promise<void>): Promise<void> => attempt(context, name, work);
  const workspace = new Workspace({
    onChange: () => diagnostics.schedule(),
    attempt: attempted,
    log: (text) => connection.console.info(text),
    // not `showInformationMessage`: that is a question, which a client may refuse
    notify: (text) => void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message: text }),
    beginProgress: () => beginProgress(capabilities.window?.workDoneProgress === true ? () => connection.window.createWorkDoneProgress() : undefined),
  });
  const diagnostics = new Diagnostics(workspace, (params) => void connection.sendDiagnostics(params), attempted, () => {
    void connection.sendNotification(protocol.projectChanged.method, null);
    void attempted('watch', watchOutside);
  }, context.log);
  let capabilities: ClientCapabilities = {};
  let selection: Selection = {};
  let initialSettings: unknown;

  // --- start and end ---

  connection.onInitialize((params): InitializeResult => {
    capabilities = params.capabilities ?? {};
    const options = (params.initializationOptions ?? {}) as protocol.InitializationOptions;
    workspace.setTrusted(options.isTrusted !== false);
    workspace.setRoots(rootUrisOf(params));
    selection = toSelection(options.selection);
    initialSettings = options.groupvars;
    return {
      serverInfo: { name: 'groupvars' },
      capabilities: {
        positionEncoding: PositionEncodingKind.UTF16,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        definitionProvider: true,
        completionProvider: {},
        documentSymbolProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(() => attempted('initialized', async () => {
    // a client may refuse what it has offered
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) void attempted('registration', async () => void (await connection.client.register(DidChangeConfigurationNotification.type, { section: ['groupvars', 'files.exclude'] })));
    if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) void attempted('registration', async () => void (await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*' }] })));
    workspace.isWatched = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    if (capabilities.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders((event) => attempted('workspace folders', () => {
        const gone = new Set(urisIn(event.removed).map(pathOf));
        workspace.setRoots([...workspace.rootUris.filter((uri) => !gone.has(pathOf(uri))), ...urisIn(event.added)]);
        return loadSettings();
      }));
    }
    await loadSettings();
  }));

  connection.onShutdown(() => {
    diagnostics.stop();
    clearTimeout(eventTimer);
  });

  // --- settings and trust ---

  let pushed: unknown;
  /** Commands that were started in a terminal, the newest first. */
  let started: readonly RunSetting[] = [];
  const loadSettings = async (): Promise<void> => {
    const folders = workspace.rootUris.map((uri) => ({ uri, path: pathOf(uri)! }));
    const all: FolderSettings[] = [];
    let excluded: { readonly folder: Path; readonly values: unknown }[] = [];
    if (capabilities.workspace?.configuration) {
      const scopes = [undefined, ...folders.map((folder) => folder.uri)];
      const values = (await connection.workspace.getConfiguration([
        ...scopes.map((scopeUri) => ({ ...(scopeUri === undefined ? {} : { scopeUri }), section: 'groupvars' })),
        ...folders.map(({ uri }) => ({ scopeUri: uri, section: 'files.exclude' })),
      ]).catch(() => [])) as readonly unknown[];
      scopes.forEach((_, index) => all.push({ folder: folders[index - 1]?.path, values: values[index] ?? (index === 0 ? initialSettings : undefined) }));
      excluded = folders.map(({ path }, index) => ({ folder: path, values: values[scopes.length + index] }));
    } else all.push({ folder: folders[0]?.path, values: pushed ?? initialSettings });
    const settings = toSettings(all, homeFolder());
    workspace.setSettings({ ...settings, runs: [...settings.runs, ...started] }, toExcluded(excluded));
  };

  connection.onDidChangeConfiguration((params) => attempted('configuration', () => {
    pushed = (params.settings as { readonly groupvars?: unknown } | null | undefined)?.groupvars ?? pushed;
    return loadSettings();
  }));

  connection.onNotification(protocol.trust.method, () => attempted('trust', () => {
    workspace.setTrusted(true);
    return loadSettings();
  }));

  // --- documents and files ---

  connection.onDidOpenTextDocument((params) => attempted('open', () => workspace.open(params.textDocument)));
  connection.onDidChangeTextDocument((params) => attempted('change', () => workspace.change(params.textDocument, params.contentChanges)));
  connection.onDidCloseTextDocument((params) => attempted('close', () => workspace.close(params.textDocument)));
  connection.onDidSaveTextDocument((params) => attempted('save', () => workspace.save(params.textDocument)));

  const events = new Set<string>();
  let eventTimer: NodeJS.Timeout | undefined;
  connection.onDidChangeWatchedFiles((params) => attempted('file events', () => {
    for (const change of params.changes as readonly ({ readonly uri?: unknown } | null)[]) if (typeof change?.uri === 'string') events.add(change.uri);
    eventTimer ??= setTimeout(() => void attempted('file events', () => {
      eventTimer = undefined;
      const uris = [...events];
      events.clear();
      void workspace.lookAgain(uris);
    }), EVENT_PAUSE);
  }));

  // What runs read outside the open folders is watched folder by folder; `**/*` does not reach there.
  let watched = '';
  let watching: Promise<Disposable> | undefined;
  const watchOutside = async (): Promise<void> => {
    await workspace.checkFolders();
    const { dynamicRegistration, relativePatternSupport } = capabilities.workspace?.didChangeWatchedFiles ?? {};
    const outside = workspace.outsideFolders;
    workspace.isWatched = dynamicRegistration === true && (relativePatternSupport === true || outside.length === 0) && outside.length <= OUTSIDE_LIMIT;
    if (dynamicRegistration !== true || relativePatternSupport !== true) return;
    const folders = outside.slice(0, OUTSIDE_LIMIT);
    const key = folders.join('\n');
    if (key === watched) return;
    watched = key;
    const before = watching;
    watching = folders.length === 0 ? undefined : connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: folders.map((folder) => ({ globPattern: { baseUri: workspace.uriOf(folder), pattern: '*' } })) });
    (await before)?.dispose();
  };

  // --- answers ---

  const stillReading = new ResponseError<void>(protocol.STILL_READING, 'Groupvars is still reading the workspace');
  /** For what depends on one text alone. */
  const atOnce: AnswerContext = { ...context, isReady: () => Promise.resolve(true) };

  /** Puts a question about a place in a file; undefined when the file is not there. */
  const askAt = <Answer>({ textDocument, position }: At, question: (project: Project, file: SourceFile, offset: number) => Answer): Promise<Answer | undefined> =>
    workspace.ask((project) => {
      const file = workspace.fileOf(project, textDocument.uri);
      return file === undefined ? undefined : question(project, file, toOffset(file, position));
    });

  /** Puts a question about a run; null when there is none of that name. */
  const askRun = <Answer>(name: string, question: (project: Project, run: Run) => Answer): Promise<Answer | null> =>
    workspace.ask((project) => {
      const run = project.run(name);
      return run === undefined ? null : question(project, run);
    });

  /** Puts a question about a command line; null when it has no call of ansible-playbook. */
  const askCommand = <Answer>({ command, cwd }: protocol.CommandLine, question: (project: Project, run: Run, findings: readonly Diagnostic[]) => Answer): Promise<Answer | null> => {
    const path = pathOf(cwd);
    return workspace.ask((project) => {
      const declaration = path === undefined ? undefined : declareTyped(project.lookup, command, path, project.settings.home);
      if (declaration === undefined) return null;
      const run = project.runOf(withOwnName(project, declaration));
      run.touch();
      return question(project, run, findingsOfRun(project, run, 'warning'));
    });
  };

  connection.onHover(answer<At, Hover | null>(context, 'hover', null, async (params) => {
    const found = await askAt(params, (project, file, offset) => hover(project, file, offset, selection));
    return found === undefined ? null : toHover(found);
  }, { contents: { kind: 'markdown', value: '*Groupvars is still reading the workspace.*' } }));

  connection.onDefinition(answer<At, Location[]>(context, 'definition', [], async (params) =>
    ((await askAt(params, (project, file, offset) => definition(project, file, offset, selection))) ?? []).map((span) => toLocation(span, workspace))));

  connection.onCompletion(answer<At, CompletionItem[]>(atOnce, 'completion', [], async (params) =>
    ((await askAt(params, (_project, file, offset) => completions(file, offset))) ?? []).map(toCompletionItem)));

  connection.onDocumentSymbol(answer<Omit<At, 'position'>, DocumentSymbol[]>(atOnce, 'documentSymbol', [], async (params) =>
    ((await askAt({ ...params, position: { line: 0, character: 0 } }, (_project, file) => documentSymbols(file))) ?? []).map(toDocumentSymbol)));

  connection.onCodeAction(answer(context, 'codeAction', [] as CodeAction[], (params) => diagnostics.codeActions(params, { operations: canMoveFiles(capabilities) })));

  connection.onRequest(requestOf(protocol.runs), answer(context, 'runs', [], async (params) => {
    const summaries = await workspace.ask((project) => runList(project));
    return params.members === true ? summaries : summaries.map((summary) => ({ ...summary, hosts: [], groups: [] }));
  }, stillReading));

  connection.onRequest(requestOf(protocol.effectiveVars), answer(context, 'effectiveVars', null, ({ run: name, host, group, showSecrets }) =>
    askRun(name, (project, run) => (host === undefined && group === undefined ? null : effectiveVars(project, run, host !== undefined ? { host } : { group: group! }, showSecrets === true))), stillReading));

  connection.onRequest(requestOf(protocol.delta), answer(context, 'delta', null, ({ run: name, showSecrets }) => askRun(name, (project, run) => delta(project, run, showSecrets === true)), stillReading));

  connection.onRequest(requestOf(protocol.explain), answer(context, 'explain', null, ({ run: name, name: variable, host }) =>
    askRun(name, (project, run) => ({ text: explainText(project, run, variable, host) })), stillReading));

  connection.onRequest(requestOf(protocol.reads), answer(context, 'reads', null, (params) =>
    'command' in params ? askCommand(params, (project, run, findings) => ({ text: readsText(project, run, findings) })) : askRun(params.run, (project, run) => ({ text: readsText(project, run, checkProject(project, [], 'warning').filter((finding) => !finding.isMirror && finding.runs.includes(run.name))) })), stillReading));

  connection.onRequest(requestOf(protocol.runMembers), answer(context, 'runMembers', null, ({ run: name }) => askRun(name, runMembers), stillReading));

  connection.onRequest(requestOf(protocol.runCommand), answer(context, 'runCommand', null, ({ run: name }) => askRun(name, (_project, run) => ({ text: commandText(run) })), stillReading));

  connection.onRequest(requestOf(protocol.addRun), answer(context, 'addRun', null, ({ run: name }) => askRun(name, (project, run) => {
    const addition = addRun(project, run);
    return typeof addition === 'string' ? { problem: addition } : toAddedRun(addition, project.lookup.file(addition.path), workspace);
  }), stillReading));

  connection.onRequest(requestOf(protocol.commandStarted), answer(context, 'commandStarted', null, async (params) => {
    const path = pathOf(params.cwd);
    if (path === undefined) return null;
    started = [{ name: '', command: params.command, cwd: path }, ...started.filter((run) => run.command !== params.command || run.cwd !== path)].slice(0, STARTED_LIMIT);
    await loadSettings();
    return askCommand(params, (project, run, findings) => {
      if (run.declaration.runsNothing === true || !findings.some(({ rule, severity }) => rule === 'inventory-without-vars' && severity === 'error')) return null;
      const text = lossText(project, run);
      return text === undefined ? null : { text };
    });
  }, stillReading));

  connection.onRequest(requestOf(protocol.context), answer(context, 'context', { isRead: false }, async ({ uri, position }) =>
    (await askAt({ textDocument: { uri }, position: position ?? { line: 0, character: 0 } }, (project, file, offset) => {
      const run = runFor(project, file, selection);
      const symbol = position === undefined ? undefined : symbolAt(project, file, offset);
      return {
        ...(run === undefined ? {} : { run: run.name }),
        isRead: run !== undefined && isAbout(project, run, file),
        ...(symbol?.kind === 'variable' ? { variable: symbol.name } : {}),
      };
    })) ?? { isRead: false }));

  connection.onNotification(protocol.select.method, (params: unknown) => void (selection = toSelection(params)));
}

/** One of our own requests as the connection knows them: its parameters come by name, or it is refused. */
function requestOf<Params, Result>({ method }: protocol.Message<Params, Result>): RequestType<Params, Result, void> {
  return new RequestType(method, ParameterStructures.byName);
}

/** The open folders; older editors name one. */
function rootUrisOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  if (Array.isArray(workspaceFolders)) return urisIn(workspaceFolders);
  return typeof rootUri === 'string' ? [rootUri] : [];
}

/** What is no folder in the list of a client does not count. */
function urisIn(folders: readonly ({ readonly uri?: unknown } | null)[]): string[] {
  return folders.flatMap((folder) => (typeof folder?.uri === 'string' ? [folder.uri] : []));
}

function toSelection(value: unknown): Selection {
  const { run, host } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  return { ...(typeof run === 'string' ? { run } : {}), ...(typeof host === 'string' ? { host } : {}) };
}

function canMoveFiles({ workspace }: ClientCapabilities): boolean {
  const operations = workspace?.workspaceEdit?.resourceOperations ?? [];
  return workspace?.workspaceEdit?.documentChanges === true && operations.includes('rename') && operations.includes('delete');
}
