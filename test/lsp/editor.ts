// An editor as the server sees one: a real connection over streams, a real folder, and what came in. Waits for what it expects, never for a time.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import {
  createConnection, createProtocolConnection, ErrorCodes, ResponseError, StreamMessageReader, StreamMessageWriter,
  type CancellationToken, type ClientCapabilities, type CodeAction, type Diagnostic, type DocumentSymbol, type Hover, type InitializeResult, type Location, type MarkupContent, type ProtocolConnection, type PublishDiagnosticsParams, type WorkspaceFolder,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { serve } from '../../server/lsp/server';

const PATIENCE = 10_000;

export interface EditorOptions {
  /** Folders to open, below the one that holds the files; itself if not given. */
  readonly folders?: readonly string[];
  readonly isTrusted?: boolean;
  readonly settings?: unknown;
  /** `files.exclude`. */
  readonly exclude?: unknown;
  /** Settings are asked for and never given: no look through the folders begins. */
  readonly isSilent?: boolean;
  /** Every request of the server is refused. */
  readonly refuses?: boolean;
  readonly capabilities?: ClientCapabilities;
  /** Beside the trust. */
  readonly initializationOptions?: object;
  /** Done with the files before the folders are opened. */
  readonly prepare?: (folder: string) => void;
  /** Do not wait until the first scan is done. */
  readonly early?: boolean;
}

/** One text for many files: `#- path` starts each. */
export function writeFiles(folder: string, text: string): void {
  for (const [, path, body] of text.matchAll(/^#- (.+)\n([\s\S]*?)(?=^#- |(?![\s\S]))/gm)) {
    const file = join(folder, path!);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body!);
  }
}

export class Editor {
  /** What the server has published, by URI; an empty list is what clears. */
  readonly published = new Map<string, PublishDiagnosticsParams>();
  /** What the server wants to hear about, as JSON by method. */
  readonly registered: (readonly [method: string, options: string])[] = [];
  readonly logged: string[] = [];
  /** What it wanted to be shown to the user. */
  readonly messages: string[] = [];
  /** What it answered to `initialize`. */
  initialized: InitializeResult | undefined;
  projectChanges = 0;
  /** How many lists of findings were sent. */
  lists = 0;
  readonly connection: ProtocolConnection;
  private readonly waiting = new Set<() => void>();
  private readonly texts = new Map<string, { text: string; version: number }>();
  private settings: unknown;

  private constructor(readonly folder: string, options: EditorOptions, private readonly isOwnFolder: boolean) {
    const [up, down] = [new PassThrough(), new PassThrough()];
    const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
    serve(server);
    server.listen();
    this.connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    this.settings = options.settings ?? {};
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => this.happened(() => (this.lists++, this.published.set(params.uri, params))));
    this.connection.onNotification('groupvars/projectChanged', () => this.happened(() => this.projectChanges++));
    this.connection.onNotification('window/logMessage', ({ message }: { readonly message: string }) => this.happened(() => this.logged.push(message)));
    const refused = (): ResponseError<void> => new ResponseError(ErrorCodes.MethodNotFound, 'refused');
    if (options.refuses === true) for (const method of ['client/registerCapability', 'client/unregisterCapability', 'workspace/configuration', 'window/workDoneProgress/create']) this.connection.onRequest(method, refused);
    else this.answerRequests(options);
    this.connection.listen();
  }

  private answerRequests(options: EditorOptions): void {
    this.connection.onRequest('client/registerCapability', ({ registrations }: { readonly registrations: readonly { readonly method: string; readonly registerOptions?: unknown }[] }) => {
      this.happened(() => this.registered.push(...registrations.map(({ method, registerOptions }) => [method, JSON.stringify(registerOptions)] as const)));
    });
    this.connection.onRequest('client/unregisterCapability', () => {});
    this.connection.onNotification('window/showMessage', ({ message }: { readonly message: string }) => this.happened(() => this.messages.push(message)));
    this.connection.onRequest('workspace/configuration', ({ items }: { readonly items: readonly { readonly section?: string }[] }) =>
      options.isSilent === true ? new Promise(() => {}) : items.map(({ section }) => (section === 'files.exclude' ? options.exclude ?? {} : this.settings)));
  }

  /** Writes the files into a new folder, opens it and waits for the first findings to be made. */
  static async start(files: string, options: EditorOptions = {}): Promise<Editor> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-lsp-')));
    writeFiles(folder, files);
    options.prepare?.(folder);
    return Editor.on(folder, options, true);
  }

  /** Opens folders that are there already; they stay when it stops, unless they are its own. */
  static async on(folder: string, options: EditorOptions = {}, isOwnFolder = false): Promise<Editor> {
    const editor = new Editor(folder, options, isOwnFolder);
    editor.initialized = await editor.connection.sendRequest<InitializeResult>('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: (options.folders ?? ['.']).map((path) => editor.workspaceFolder(path)),
      capabilities: options.capabilities ?? {
        workspace: {
          configuration: true, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true }, didChangeConfiguration: { dynamicRegistration: true },
          workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
        },
      },
      initializationOptions: { isTrusted: options.isTrusted ?? true, ...options.initializationOptions },
    });
    await editor.connection.sendNotification('initialized', {});
    if (options.early !== true) await editor.until('the first project', () => editor.projectChanges > 0);
    return editor;
  }

  stop(): void {
    this.connection.dispose();
    if (this.isOwnFolder) rmSync(this.folder, { recursive: true, force: true });
  }

  private heard = 0;

  private happened(note: () => unknown): void {
    this.heard++;
    note();
    for (const check of [...this.waiting]) check();
  }

  /** Waits until `answer` gives something; it is asked again after everything the server says. */
  until<Answer>(what: string, answer: () => Answer | undefined | false): Promise<Answer> {
    return new Promise((done, failed) => {
      const check = (): void => {
        const found = answer();
        if (found === undefined || found === false) return;
        clearTimeout(limit);
        this.waiting.delete(check);
        done(found);
      };
      const limit = setTimeout(() => {
        this.waiting.delete(check);
        failed(new Error(`not within ${PATIENCE} ms: ${what}\n${this.describe()}`));
      }, PATIENCE);
      this.waiting.add(check);
      check();
    });
  }

  /** Asks until the answer matches; between two questions something has been heard from the server. */
  async untilAnswer(ask: () => Promise<string | null>, expected: RegExp | ((text: string) => boolean)): Promise<string> {
    const matches = (text: string): boolean => (expected instanceof RegExp ? expected.test(text) : expected(text));
    for (;;) {
      const heard = this.heard;
      const text = (await ask()) ?? '';
      if (matches(text)) return text;
      await this.until(`an answer like ${String(expected)} instead of ${text}`, () => this.heard > heard + 1);
    }
  }

  private describe(): string {
    return [...[...this.published].map(([uri, { diagnostics }]) => `${uri}: ${diagnostics.map(({ code, message }) => `${String(code)} ${message}`).join(' | ')}`), ...this.logged.slice(-5)].join('\n');
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  uri(path: string): string {
    return URI.file(this.path(path)).toString();
  }

  workspaceFolder(path: string): WorkspaceFolder {
    return { uri: this.uri(path), name: path };
  }

  /** The findings shown for a file, each as its rule; undefined when none were ever sent. */
  rules(path: string): string[] | undefined {
    return this.published.get(this.uri(path))?.diagnostics.map(({ code }) => String(code));
  }

  diagnostics(path: string): readonly Diagnostic[] {
    return this.published.get(this.uri(path))?.diagnostics ?? [];
  }

  // --- documents ---

  async open(path: string, text: string, languageId = 'yaml', uri = this.uri(path)): Promise<void> {
    this.texts.set(uri, { text, version: 1 });
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Replaces the first occurrence of `from`, as an editor that sends only what changed. */
  async edit(path: string, from: string, to: string, uri = this.uri(path)): Promise<void> {
    const document = this.texts.get(uri)!;
    const start = document.text.indexOf(from);
    if (start < 0) throw new Error(`${path} has no ${from}`);
    const range = { start: positionIn(document.text, start), end: positionIn(document.text, start + from.length) };
    document.text = document.text.slice(0, start) + to + document.text.slice(start + from.length);
    document.version++;
    await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: document.version }, contentChanges: [{ range, text: to }] });
  }

  async close(path: string, uri = this.uri(path)): Promise<void> {
    this.texts.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  async fileEvents(...paths: readonly string[]): Promise<void> {
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: paths.map((path) => ({ uri: this.uri(path), type: 2 })) });
  }

  async changeFolders({ added = [], removed = [] }: { readonly added?: readonly string[]; readonly removed?: readonly string[] }): Promise<void> {
    await this.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added: added.map((path) => this.workspaceFolder(path)), removed: removed.map((path) => this.workspaceFolder(path)) } });
  }

  async changeSettings(settings: unknown): Promise<void> {
    this.settings = settings;
    await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  // --- questions ---

  /** The hover one character into the first `word` of an open document, as text. */
  async hover(path: string, word: string, token?: CancellationToken, uri = this.uri(path)): Promise<string | null> {
    const answer = await this.ask<Hover | null>('textDocument/hover', { textDocument: { uri }, position: this.positionOf(uri, word) }, token);
    return answer === null ? null : (answer.contents as MarkupContent).value;
  }

  /** Places as `path:line`, lines from 1. */
  async definition(path: string, word: string): Promise<string[]> {
    const places = await this.ask<Location[]>('textDocument/definition', { textDocument: { uri: this.uri(path) }, position: this.positionOf(this.uri(path), word) });
    return places.map(({ uri, range }) => `${URI.parse(uri).fsPath.slice(this.folder.length + 1)}:${range.start.line + 1}`);
  }

  symbols(path: string): Promise<DocumentSymbol[]> {
    return this.ask('textDocument/documentSymbol', { textDocument: { uri: this.uri(path) } });
  }

  codeActions(path: string, diagnostic: Diagnostic): Promise<CodeAction[]> {
    return this.ask('textDocument/codeAction', { textDocument: { uri: this.uri(path) }, range: diagnostic.range, context: { diagnostics: [diagnostic] } });
  }

  ask<Answer>(method: string, params: unknown, token?: CancellationToken): Promise<Answer> {
    return token === undefined ? this.connection.sendRequest<Answer>(method, params) : this.connection.sendRequest<Answer>(method, params, token);
  }

  private positionOf(uri: string, word: string): { line: number; character: number } {
    const { text } = this.texts.get(uri)!;
    const at = text.indexOf(word);
    if (at < 0) throw new Error(`${uri} has no ${word}`);
    return positionIn(text, at + 1);
  }
}

function positionIn(text: string, offset: number): { line: number; character: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines[lines.length - 1]!.length };
}
