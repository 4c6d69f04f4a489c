// A page of the server's Markdown beside the editor. It holds no script; its links are our own commands.
import * as vscode from 'vscode';
import { LINKED_COMMANDS, type DocumentText } from '../server/protocol';
import type { Server } from './server';

export interface PageContent {
  readonly title: string;
  /** Undefined: the server cannot be asked; null: what it was about is gone. */
  readonly ask: () => Promise<DocumentText | null | undefined>;
  /** What is shown for null. */
  readonly gone: string;
}

/** Shows one page at a time and keeps it up to date. */
export class Page implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private shown: PageContent | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly server: Server) {
    this.subscription = server.onDidChange(() => void this.update());
  }

  async show(content: PageContent): Promise<void> {
    this.shown = content;
    if (this.panel === undefined) {
      this.panel = vscode.window.createWebviewPanel('groupvars.explanation', content.title, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, { enableScripts: false, enableCommandUris: [...LINKED_COMMANDS], localResourceRoots: [] });
      this.panel.onDidDispose(() => (this.panel = this.shown = undefined));
    } else this.panel.reveal(undefined, true);
    await this.update();
  }

  private async update(): Promise<void> {
    const { panel, shown } = this;
    if (panel === undefined || shown === undefined) return;
    const answer = await shown.ask();
    if (panel !== this.panel || shown !== this.shown) return;
    panel.title = shown.title;
    panel.webview.html = page(await htmlOf(answer === undefined ? this.server.silence : answer?.text ?? shown.gone));
  }

  dispose(): void {
    this.subscription.dispose();
    this.panel?.dispose();
  }
}

async function htmlOf(markdown: string): Promise<string> {
  try {
    const html = await vscode.commands.executeCommand<string>('markdown.api.render', markdown);
    // a path in a narrow table breaks behind a slash
    return html.replace(/<code>([^<]*)<\/code><\/a>/g, (_, path: string) => `<code>${path.replace(/\//g, '/<wbr>')}</code></a>`);
  } catch {
    // the editor's own Markdown extension is switched off
    return `<pre>${markdown.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</pre>`;
  }
}

function page(body: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body { font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); color: var(--vscode-foreground); padding: 0 1.5em 1.5em; line-height: 1.5; }
h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin-top: 1.6em; }
code { font-family: var(--vscode-editor-font-family); font-size: 0.95em; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 3px 14px 3px 0; border-bottom: 1px solid var(--vscode-widget-border, transparent); vertical-align: top; }
td code { overflow-wrap: break-word; } td:first-child { white-space: nowrap; }
th { font-weight: normal; color: var(--vscode-descriptionForeground); }
a { color: var(--vscode-textLink-foreground); text-decoration: none; } a:hover { text-decoration: underline; } a code { color: inherit; }
ul { padding-left: 1.2em; }
</style></head><body>${body}</body></html>`;
}
