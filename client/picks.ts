// Quick picks for a run, and for the hosts and groups of one.
import * as vscode from 'vscode';
import type { RunSummary } from '../server/protocol';
import { asLabel } from './label';

const STANDINGS: readonly (readonly [RunSummary['standing'], string])[] = [
  ['declared', 'declared'],
  ['found', 'found in the workspace'],
  ['inferred', 'inferred from inventories'],
  ['documented', 'from documentation'],
];

interface Pick<Value> extends vscode.QuickPickItem {
  readonly value?: Value;
}

/** The run picked; `automatic` offers the choice of none, which comes as null. Undefined when the user turned away. */
export async function pickRun(runs: readonly RunSummary[], options: { readonly title: string; readonly active?: string | undefined; readonly automatic?: boolean }): Promise<RunSummary | null | undefined> {
  const items: Pick<RunSummary | null>[] = options.automatic === true ? [{ label: '$(wand) Automatic', description: 'the run that reads the file at hand', value: null }] : [];
  for (const [standing, label] of STANDINGS) {
    const members = runs.filter((run) => run.standing === standing);
    if (members.length > 0) items.push({ label, kind: vscode.QuickPickItemKind.Separator }, ...members.map(itemOf));
  }
  return pick(items, options.title, 'Type to search runs', (value) => (value?.name ?? undefined) === options.active);
}

function itemOf(run: RunSummary): Pick<RunSummary> {
  const hosts = run.hosts.length === 1 ? '1 host' : `${run.hosts.length} hosts`;
  const state = run.problem !== '' ? `$(warning) ${asLabel(run.problem)}` : run.readsVars ? hosts : `${hosts} · $(warning) reads no vars files`;
  return { label: `$(server-environment) ${asLabel(run.name)}`, description: state, detail: asLabel(run.detail), value: run };
}

export type Target = { readonly host: string } | { readonly group: string };

/** A host or, with `groups`, a group of a run; all hosts come as the group `all`. */
export async function pickTarget(run: RunSummary, options: { readonly title: string; readonly groups: boolean; readonly active?: string | undefined }): Promise<Target | undefined> {
  const items: Pick<Target>[] = [{ label: '$(globe) All hosts', description: `${run.hosts.length}`, value: { group: 'all' } }];
  const groups = options.groups ? run.groups.filter((group) => group !== 'all') : [];
  if (groups.length > 0) items.push({ label: 'groups', kind: vscode.QuickPickItemKind.Separator }, ...groups.map((group) => ({ label: `$(symbol-class) ${asLabel(group)}`, value: { group } })));
  if (run.hosts.length > 0) items.push({ label: 'hosts', kind: vscode.QuickPickItemKind.Separator }, ...run.hosts.map((host) => ({ label: `$(vm) ${asLabel(host)}`, value: { host } })));
  return pick(items, options.title, options.groups ? 'Type to search hosts and groups' : 'Type to search hosts', (value) => 'host' in value && value.host === options.active);
}

/** One of the items, by its value; the first that `isActive` is the one Enter takes. */
function pick<Value>(items: readonly Pick<Value>[], title: string, placeholder: string, isActive: (value: Value) => boolean): Promise<Value | undefined> {
  return new Promise((done) => {
    const input = vscode.window.createQuickPick<Pick<Value>>();
    input.title = title;
    input.placeholder = placeholder;
    input.matchOnDescription = true;
    input.matchOnDetail = true;
    input.items = items;
    const active = items.find((item) => item.value !== undefined && isActive(item.value));
    if (active !== undefined) input.activeItems = [active];
    input.onDidAccept(() => {
      const [chosen] = input.selectedItems;
      if (chosen !== undefined) done(chosen.value);
      input.hide();
    });
    input.onDidHide(() => {
      done(undefined);
      input.dispose();
    });
    input.show();
  });
}
