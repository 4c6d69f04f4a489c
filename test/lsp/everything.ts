// All that a server says about its workspace, as one text: two servers that know the same say the same.
import { URI } from 'vscode-uri';
import type { Diagnostic } from 'vscode-languageserver/node';
import type { DocumentText, RunSummary } from '../../server/protocol';

/** How a server is asked, and what it has published so far. */
export interface Asked {
  readonly request: <Result>(method: string, params: object) => Promise<Result>;
  readonly published: () => Iterable<readonly [uri: string, diagnostics: readonly Diagnostic[]]>;
}

/** Paths in it are relative to `folder`. */
export async function everythingSaid({ request, published }: Asked, folder: string): Promise<string> {
  const lines: string[] = [];
  for (const run of await request<readonly RunSummary[]>('groupvars/runs', { members: true })) {
    lines.push(`run ${JSON.stringify(run)}`);
    const document = await request<DocumentText | null>('groupvars/effectiveVars', { run: run.name, group: 'all' });
    lines.push(document?.text ?? 'no document');
    for (const name of new Set((document?.text ?? '').match(/^[a-z_]\w*(?=:)/gm))) {
      lines.push((await request<DocumentText | null>('groupvars/explain', { run: run.name, name }))?.text ?? 'no explanation');
      if (lines.length > 200) break;
    }
  }
  lines.push(...findingsSaid(published()));
  return lines.join('\n').replaceAll(folder, '');
}

/** One line a finding, sorted. */
export function findingsSaid(published: Asked['published'] extends () => infer Lists ? Lists : never): string[] {
  return [...published].flatMap(([uri, diagnostics]) => diagnostics.map(({ range: { start, end }, severity, code, message, relatedInformation }) => {
    const related = (relatedInformation ?? []).map(({ location, message: text }) => `${URI.parse(location.uri).fsPath}:${location.range.start.line} ${text}`);
    return `${URI.parse(uri).fsPath}:${start.line}:${start.character}-${end.line}:${end.character} ${severity ?? ''} ${String(code)} ${message} ${related.join('; ')}`;
  })).sort();
}
