// Starts the language server and speaks to it. Nobody else knows the language client.
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn, State, type CloseHandlerResult, type DocumentFilter, type Middleware } from 'vscode-languageclient/node';
import { LINKED_COMMANDS, projectChanged, STILL_READING, trust, type InitializationOptions, type Message, type Selected } from '../server/protocol';
import { traceChannel } from './traceChannel';

/** Whatever an inventory, a vars file, a template or a script that starts a run may be to this editor; `ansible` is the name other extensions give. */
const LANGUAGES = ['yaml', 'ansible', 'ini', 'properties', 'plaintext', 'json', 'jsonc', 'shellscript', 'makefile', 'markdown', 'github-actions-workflow', 'jinja', 'jinja-html', 'jinja-yaml', 'jinja-ini', 'jinja-json', 'jinja-shell', 'jinja-properties'];
const PATTERNS = ['**/{group_vars,host_vars,inventory,inventories}/**', '**/{hosts,inventory}', '**/*.{j2,jinja,jinja2}'];

/** A server that ends this often within the time below, in milliseconds, is started again; after the next end it stays off. */
const RESTARTS = 4;
const RESTART_TIME = 3 * 60_000;
/** A server that is asked to end gets this long, in milliseconds. */
const FAREWELL = 2_000;

export class Server implements vscode.Disposable {
  readonly output = vscode.window.createOutputChannel('Groupvars', { log: true });
  private readonly changed = new vscode.EventEmitter<void>();
  /** Other answers are possible: files changed, or the server has just started. */
  readonly onDidChange = this.changed.event;
  private readonly client: LanguageClient;
  private readonly subscriptions: vscode.Disposable[];
  private process: ChildProcess | undefined;
  private ends: number[] = [];
  private isEnding = false;
  private lastWasReading = false;

  constructor(module: string, selected: () => Selected) {
    const documentSelector: DocumentFilter[] = [...LANGUAGES.map((language) => ({ scheme: 'file', language })), ...PATTERNS.map((pattern) => ({ scheme: 'file', pattern }))];
    const trace = traceChannel(this.output);
    this.client = new LanguageClient('groupvars', 'Groupvars', () => Promise.resolve((this.process = startProcess(module))), {
      documentSelector,
      outputChannel: this.output,
      traceOutputChannel: trace,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: (): InitializationOptions => ({ isTrusted: vscode.workspace.isTrusted, selection: selected() }),
      markdown: { isTrusted: { enabledCommands: [...LINKED_COMMANDS] }, supportHtml: false },
      middleware: onlyWhatIsThere(),
      errorHandler: {
        // what cannot be written to a server that has ended is no matter: its end is told by itself
        error: (_error, _message, count) => {
          if ((count ?? 0) > 3) this.process?.kill('SIGKILL');
          return { action: ErrorAction.Continue, handled: true };
        },
        closed: () => this.ended(),
      },
    });
    this.subscriptions = [
      this.output,
      trace,
      this.changed,
      this.client.onNotification(projectChanged.method, () => this.changed.fire()),
      this.client.onDidChangeState(({ newState }) => void (newState !== State.Starting && this.changed.fire())),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.tell(trust, null)),
    ];
  }

  /** Resolves when the server runs, or when it is known that it does not: the output says why. */
  async start(): Promise<void> {
    await this.client.start().catch(() => {});
  }

  /** A server that hangs, whatever it does, is ended by force. */
  async restart(): Promise<void> {
    const before = this.process;
    this.ends = [];
    this.isEnding = true;
    try {
      await this.client.stop(FAREWELL).catch(() => {});
      await killed(before);
      await this.settled();
    } finally {
      this.isEnding = false;
    }
    await this.start();
  }

  /** Resolves when the client knows that its server is gone. */
  private settled(): Promise<void> {
    const isBusy = (state: State): boolean => state === State.Running || state === State.Starting;
    if (!isBusy(this.client.state)) return Promise.resolve();
    return new Promise((done) => {
      const subscription = this.client.onDidChangeState(({ newState }) => {
        if (isBusy(newState)) return;
        subscription.dispose();
        done();
      });
    });
  }

  /** The connection is closed though nobody asked for it. */
  private ended(): CloseHandlerResult {
    if (this.isEnding) return { action: CloseAction.DoNotRestart, handled: true, message: 'The language server was ended.' };
    const now = Date.now();
    const { exitCode, signalCode } = this.process ?? {};
    this.output.warn(`The language server has ended unexpectedly${typeof signalCode === 'string' ? ` by ${signalCode}` : typeof exitCode === 'number' ? ` with code ${exitCode}` : ''}.`);
    this.ends = [...this.ends.filter((end) => now - end < RESTART_TIME), now];
    if (this.ends.length <= RESTARTS) return { action: CloseAction.Restart, handled: true, message: 'The language server has ended unexpectedly and is started again.' };
    void this.saySo();
    return { action: CloseAction.DoNotRestart, handled: true, message: 'The language server keeps ending and stays off.' };
  }

  private async saySo(): Promise<void> {
    const [output, restart] = ['Show Output', 'Restart Server'];
    const choice = await vscode.window.showErrorMessage(`The Groupvars language server has ended ${RESTARTS + 1} times within 3 minutes and stays off.`, restart, output);
    if (choice === output) this.output.show();
    else if (choice === restart) await this.restart();
  }

  get isRunning(): boolean {
    return this.client.state === State.Running;
  }

  /** True when it has ended and is not started again by itself. */
  get isOff(): boolean {
    return this.client.state !== State.Running && this.client.state !== State.Starting && !this.isEnding;
  }

  /** Why there is no answer, as a sentence. */
  get silence(): string {
    return this.lastWasReading ? 'Groupvars is still reading the workspace.' : 'The Groupvars language server does not answer.';
  }

  /** Asks and waits; undefined when the server cannot be asked or cannot answer yet: `silence` says which. */
  async ask<Params, Result>(message: Message<Params, Result>, params: Params): Promise<Result | undefined> {
    this.lastWasReading = false;
    if (this.client.state !== State.Running && this.client.state !== State.Starting) return undefined;
    try {
      await this.client.start(); // resolves when the one start under way does
      return await this.client.sendRequest<Result>(message.method, params);
    } catch (error) {
      this.lastWasReading = (error as { readonly code?: unknown }).code === STILL_READING;
      return undefined; // the log has it
    }
  }

  tell<Params>(message: Message<Params>, params: Params): void {
    if (this.isRunning) void this.client.sendNotification(message.method, params);
  }

  async dispose(): Promise<void> {
    this.isEnding = true;
    await this.client.dispose(FAREWELL).catch(() => {}); // it still writes to the output channel
    await killed(this.process);
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/**
 * A document whose file was deleted lingers in the editor, and a server that starts then would take it for a new file that is not saved.
 * So it is told of it only once it is edited.
 */
function onlyWhatIsThere(): Middleware {
  const untold = new Map<string, (document: vscode.TextDocument) => Promise<void>>();
  return {
    didOpen: (document, next) => {
      if (document.isDirty || existsSync(document.uri.fsPath)) return next(document);
      untold.set(document.uri.toString(), next);
      return Promise.resolve();
    },
    didChange: (event, next) => {
      const uri = event.document.uri.toString();
      const open = untold.get(uri);
      untold.delete(uri);
      return open === undefined ? next(event) : open(event.document);
    },
    didSave: (document, next) => (untold.has(document.uri.toString()) ? Promise.resolve() : next(document)),
    didClose: (document, next) => (untold.delete(document.uri.toString()) ? Promise.resolve() : next(document)),
  };
}

function startProcess(module: string): ChildProcess {
  // the editor's own executable is told to be Node; what its debugger wants of it is not for the server
  const child = fork(module, ['--stdio'], { silent: true, execArgv: [], env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1' } });
  closings.set(child, new Promise((done) => void child.once('close', () => done())));
  return child;
}

/** When the streams of each process were closed, after its end. */
const closings = new WeakMap<ChildProcess, Promise<void>>();

/**
 * Resolves when the process has ended, which is seen to after a moment, and its streams are closed: a connection that closes after the next one
 * is made would take that one down in its place.
 */
async function killed(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined) return;
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  const force = hasEnded ? undefined : setTimeout(() => child.kill('SIGKILL'), FAREWELL / 4);
  // streams that somebody else holds open are not waited for
  const limit = new Promise<void>((done) => void setTimeout(done, FAREWELL).unref());
  await Promise.race([closings.get(child), limit]);
  clearTimeout(force);
  // who listens to the streams hears of it in the same turn
  await new Promise((done) => setImmediate(done));
}
