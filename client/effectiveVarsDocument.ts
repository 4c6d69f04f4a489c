// Effective vars as read-only YAML documents, `groupvars:/prod/node1.yaml`; groups are written as ansible-inventory's graph does: `@kube_node`.
// So is the delta of a run against kubespray's defaults, `groupvars:/prod/delta.yaml`.
import * as vscode from 'vscode';
import { delta, effectiveVars } from '../server/protocol';
import type { Target } from './picks';
import type { Server } from './server';

export const SCHEME = 'groupvars';

/** The path is for the reader, the query for us: names may hold anything. */
function effectiveVarsUri(run: string, target: Target): vscode.Uri {
  const name = 'host' in target ? target.host : `@${target.group}`;
  return vscode.Uri.from({ scheme: SCHEME, path: `/${inPath(run)}/${inPath(name)}.yaml`, query: JSON.stringify({ run, ...target }) });
}

/** A host may be called delta: the query tells which of the two it is. */
export async function showDeltaDocument(run: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${inPath(run)}/delta.yaml`, query: JSON.stringify({ run, delta: true }) });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
}

function inPath(name: string): string {
  return name.replace(/[/\\]/g, '∕');
}

export async function showEffectiveVarsDocument(run: string, target: Target): Promise<void> {
  const document = await vscode.workspace.openTextDocument(effectiveVarsUri(run, target));
  await vscode.window.showTextDocument(document, { preview: true });
}

export function provideEffectiveVars(server: Server): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri) {
      const params = paramsOf(uri);
      const answer = params === undefined ? undefined : 'delta' in params ? await server.ask(delta, { run: params.run }) : await server.ask(effectiveVars, params);
      if (params === undefined) return '# Open this document with “Groupvars: Show Effective Vars” or “Groupvars: Delta Against Kubespray Defaults”.\n';
      return answer?.text ?? (answer === null ? `# There is no run ${params.run} any more.\n` : `# ${server.silence}\n`);
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider),
    server.onDidChange(() => {
      for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === SCHEME) changed.fire(uri);
    }),
  );
}

/** What a document of ours shows; undefined for an address that is not one. */
export function paramsOf(uri: vscode.Uri): { readonly run: string; readonly host?: string; readonly group?: string } | { readonly run: string; readonly delta: true } | undefined {
  let query: unknown;
  try {
    query = JSON.parse(uri.query);
  } catch {
    return undefined;
  }
  const { run, host, group, delta: isDelta } = (typeof query === 'object' && query !== null ? query : {}) as Readonly<Record<string, unknown>>;
  if (typeof run !== 'string') return undefined;
  if (isDelta === true) return { run, delta: true };
  return typeof host === 'string' ? { run, host } : typeof group === 'string' ? { run, group } : undefined;
}
