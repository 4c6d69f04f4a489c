// The view of all runs: where each looks for vars and what is there, its inventory with groups and hosts.
import * as vscode from 'vscode';
import { runMembers, runs, type RunMembers, type RunSummary } from '../server/protocol';
import type { Server } from './server';

type FolderItem = RunMembers['folders'][number];
type PlaceItem = FolderItem['places'][number];
type SourceItem = RunMembers['sources'][number];
type GroupItem = RunMembers['groups'][number];

export type Node =
  | { readonly kind: 'run'; readonly run: RunSummary }
  | { readonly kind: 'folder'; readonly folder: FolderItem }
  | { readonly kind: 'inventory'; readonly run: string; readonly members: RunMembers }
  | { readonly kind: 'unknown'; readonly run: string; readonly members: RunMembers }
  | { readonly kind: 'place'; readonly place: PlaceItem }
  | { readonly kind: 'source'; readonly source: SourceItem }
  | { readonly kind: 'group'; readonly run: string; readonly group: GroupItem }
  | { readonly kind: 'host'; readonly run: string; readonly host: string }
  | { readonly kind: 'text'; readonly text: string };

export function showRunTree(server: Server): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: itemOf,
    getChildren: (node) => childrenOf(server, node),
  };
  const view = vscode.window.createTreeView('groupvars.runs', { treeDataProvider: provider, showCollapseAll: true });
  return vscode.Disposable.from(changed, view, server.onDidChange(() => changed.fire()));
}

async function childrenOf(server: Server, node: Node | undefined): Promise<Node[]> {
  if (node === undefined) {
    const known = await server.ask(runs, { members: false });
    return (known ?? []).filter((run) => run.standing !== 'documented').map((run) => ({ kind: 'run', run }));
  }
  if (node.kind === 'run') {
    const { name } = node.run;
    const members = await server.ask(runMembers, { run: name });
    if (members === undefined || members === null) return [];
    const parts: Node[] = [...members.folders.map((folder): Node => ({ kind: 'folder', folder })), { kind: 'inventory', run: name, members }];
    return members.unknown.length === 0 ? parts : [...parts, { kind: 'unknown', run: name, members }];
  }
  if (node.kind === 'folder') {
    const { places, count } = node.folder;
    const more: Node[] = count === places.length ? [] : [{ kind: 'text', text: `and ${(count - places.length).toLocaleString('en')} more places without a file` }];
    return [...places.map((place): Node => ({ kind: 'place', place })), ...more];
  }
  if (node.kind === 'inventory') return [...node.members.sources.map((source): Node => ({ kind: 'source', source })), ...node.members.groups.map((group): Node => ({ kind: 'group', run: node.run, group }))];
  if (node.kind === 'unknown') return node.members.unknown.map((text) => ({ kind: 'text', text }));
  if (node.kind === 'group') return node.group.hosts.map((host) => ({ kind: 'host', run: node.run, host }));
  return [];
}

/** What the command of an item is told: the same as a link in a hover says. */
export interface RunArgument {
  readonly run: string;
  readonly host?: string;
  readonly group?: string;
}

/** The run, group or host of a node that a menu was opened on. */
export function argumentOf(node: unknown): RunArgument | undefined {
  const { kind, run, group, host } = (node ?? {}) as { readonly kind?: unknown; readonly run?: unknown; readonly group?: unknown; readonly host?: unknown };
  if (kind === 'run') return { run: (run as RunSummary).name };
  if (kind === 'group') return { run: run as string, group: (group as GroupItem).name };
  if (kind === 'host') return { run: run as string, host: host as string };
  return undefined;
}

function itemOf(node: Node): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const make = (label: string, state: vscode.TreeItemCollapsibleState, icon: string, colour?: string): vscode.TreeItem => {
    const item = new vscode.TreeItem(label, state);
    item.iconPath = new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
    item.contextValue = node.kind;
    return item;
  };
  if (node.kind === 'run') {
    const { run } = node;
    const isWrong = run.problem !== '' || !run.readsVars;
    const item = make(run.name, Collapsed, isWrong ? 'warning' : 'server-environment', isWrong ? 'list.warningForeground' : undefined);
    item.description = [run.problem !== '' ? run.problem : run.readsVars ? '' : 'reads no vars files', run.standing].filter((text) => text !== '').join(' · ');
    item.tooltip = [run.detail, run.kubespray].filter((text) => text !== '').join('\n');
    return item;
  }
  if (node.kind === 'folder') {
    const { label, what, read, count } = node.folder;
    const item = make(label, read > 0 ? Expanded : Collapsed, 'search');
    item.description = `${read} of ${count.toLocaleString('en')} read · ${what}`;
    item.tooltip = `${label}, ${what}: ${count === 0 ? 'nothing to look for' : `vars are looked for in ${count.toLocaleString('en')} places here, ${read} are there`}`;
    return item;
  }
  if (node.kind === 'inventory') return make('Inventory', Collapsed, 'server');
  if (node.kind === 'unknown') return make('Not known', Collapsed, 'question');
  if (node.kind === 'place') return placeItem(make, node.place);
  if (node.kind === 'source') {
    const { label, path, outcome, detail } = node.source;
    const item = make(label, None, outcome === 'parsed' ? 'file' : 'warning', outcome === 'parsed' ? undefined : 'list.warningForeground');
    if (outcome !== 'parsed') item.description = { missing: 'does not exist', failed: 'cannot be read', opaque: 'known only when it runs', skipped: 'not read' }[outcome] ?? outcome;
    item.tooltip = detail === '' ? label : `${label}: ${detail}`;
    if (path !== undefined) item.command = openCommand(path);
    return item;
  }
  if (node.kind === 'group') {
    const { name, hosts, madeAtRunTime } = node.group;
    const item = make(name, hosts.length === 0 ? None : Collapsed, 'symbol-class');
    item.description = [hosts.length === 1 ? '1 host' : `${hosts.length.toLocaleString('en')} hosts`, madeAtRunTime === '' ? '' : `made at run time by ${madeAtRunTime}`].filter((text) => text !== '').join(' · ');
    return item;
  }
  if (node.kind === 'host') {
    const item = make(node.host, None, 'vm');
    item.command = { title: 'Show Effective Vars', command: 'groupvars.showEffectiveVars', arguments: [{ run: node.run, host: node.host }] };
    return item;
  }
  return make(node.text, None, 'circle-small');
}

const PLACE_ICONS: Readonly<Record<PlaceItem['status'], string>> = {
  loaded: 'check', 'not-found': 'circle-slash', hidden: 'eye-closed', 'not-a-vars-file': 'circle-slash', 'matches-no-group': 'warning', outside: 'question', unreadable: 'error',
};

function placeItem(make: (label: string, state: vscode.TreeItemCollapsibleState, icon: string, colour?: string) => vscode.TreeItem, { label, path, status, description }: PlaceItem): vscode.TreeItem {
  const isWrong = status === 'hidden' || status === 'matches-no-group' || status === 'unreadable';
  const item = make(label, vscode.TreeItemCollapsibleState.None, PLACE_ICONS[status], status === 'loaded' ? 'testing.iconPassed' : isWrong ? 'list.warningForeground' : undefined);
  item.description = description;
  item.tooltip = `${label}: ${description}`;
  if (status !== 'not-found' && status !== 'outside') item.command = openCommand(path);
  return item;
}

function openCommand(path: string): vscode.Command {
  return { title: 'Open', command: 'groupvars.openPlace', arguments: [{ path, offset: 0 }] };
}
