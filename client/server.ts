// Starts the language server and speaks to it. Nobody else knows the language client.
import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State, TransportKind, type DocumentFilter } from 'vscode-languageclient/node';
import { LINKED_COMMANDS, projectChanged, trust, type InitializationOptions, type Message, type Selected } from '../server/protocol';

/** Whatever an inventory, a vars file, a template or a script that starts a run may be to this editor; `ansible` is the name other extensions give. */
const LANGUAGES = ['yaml', 'ansible', 'ini', 'properties', 'plaintext', 'json', 'jsonc', 'shellscript', 'jinja', 'jinja-html', 'jinja-yaml', 'jinja-ini', 'jinja-json', 'jinja-shell', 'jinja-properties'];
const PATTERNS = ['**/{group_vars,host_vars,inventory,inventories}/**', '**/{hosts,inventory}', '**/*.{j2,jinja,jinja2}'];

export class Server implements vscode.Disposable {
  readonly output = vscode.window.createOutputChannel('Groupvars', { log: true });
  private readonly changed = new vscode.EventEmitter<void>();
  /** Other answers are possible: files changed, or the server has just started. */
  readonly onDidChange = this.changed.event;
  private readonly client: LanguageClient;
  private readonly subscriptions: vscode.Disposable[];

  constructor(module: string, selected: () => Selected) {
    const documentSelector: DocumentFilter[] = [...LANGUAGES.map((language) => ({ scheme: 'file', language })), ...PATTERNS.map((pattern) => ({ scheme: 'file', pattern }))];
    this.client = new LanguageClient('groupvars', 'Groupvars', {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
    }, {
      documentSelector,
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: (): InitializationOptions => ({ isTrusted: vscode.workspace.isTrusted, selection: selected() }),
      markdown: { isTrusted: { enabledCommands: [...LINKED_COMMANDS] }, supportHtml: false },
    });
    this.subscriptions = [
      this.output,
      this.changed,
      this.client.onNotification(projectChanged.method, () => this.changed.fire()),
      this.client.onDidChangeState(({ newState }) => void (newState === State.Running && this.changed.fire())),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.tell(trust, null)),
    ];
  }

  start(): Promise<void> {
    return this.client.start();
  }

  async restart(): Promise<void> {
    await this.client.restart();
  }

  get isRunning(): boolean {
    return this.client.state === State.Running;
  }

  /** Asks and waits; undefined when the server cannot be asked. */
  async ask<Params, Result>(message: Message<Params, Result>, params: Params): Promise<Result | undefined> {
    if (this.client.state === State.Stopped) return undefined;
    try {
      await this.client.start(); // resolves when the one start under way does
      return await this.client.sendRequest<Result>(message.method, params);
    } catch {
      return undefined; // the log has it
    }
  }

  tell<Params>(message: Message<Params>, params: Params): void {
    if (this.isRunning) void this.client.sendNotification(message.method, params);
  }

  async dispose(): Promise<void> {
    await this.client.dispose(); // it still writes to the output channel
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
