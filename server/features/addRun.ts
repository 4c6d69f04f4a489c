// Writes a run into the `.groupvars.yml` of its workspace folder, for a team to share.
import { displayPath, joinPath } from '../core/path';
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';
import type { RunDeclaration } from '../core/run/declaration';
import { readWorkspaceFile, runsOfWorkspaceFile, WORKSPACE_FILE } from '../core/run/workspaceFile';
import type { Path, SourceFile } from '../core/tree';
import { isSecretName, maskedCommand } from '../core/variables/secrets';
import { INVISIBLE } from '../core/visible';
import { parseYaml } from '../core/yaml';
import { commandWithPlaybook } from './commandText';

/** An insertion into a file, which is made first if it is not there. */
export interface Addition {
  readonly path: Path;
  readonly isNew: boolean;
  readonly offset: number;
  readonly newText: string;
}

/** What to insert, or why it cannot be, as a sentence. */
export function addRun(project: Project, run: Run): Addition | string {
  const addition = additionOf(project, run);
  if (typeof addition === 'string') return addition;
  return isSameRun(project, run, addition) ? addition : `The run cannot be written into ${WORKSPACE_FILE} so that it reads the same: add it by hand.`;
}

/** True when the file with the addition is understood as before, and has one run more, which reads what `run` reads. */
function isSameRun(project: Project, run: Run, { path, offset, newText }: Addition): boolean {
  const { lookup, settings: { home } } = project;
  const file = lookup.peek(path) === 'file' ? lookup.file(path) : undefined;
  const text = file?.text ?? '';
  const before = file === undefined ? undefined : readWorkspaceFile(file);
  const written: SourceFile = { kind: 'file', path, text: text.slice(0, offset) + newText + text.slice(offset), executable: false, hasByteOrderMark: false };
  const after = readWorkspaceFile(written);
  if (after.problems.length > (before?.problems.length ?? 0) || after.runs.length !== (before?.runs.length ?? 0) + 1) return false;
  const added = runsOfWorkspaceFile(lookup, after, home).filter(({ places: [place] }) => place!.start >= offset && place!.start < offset + newText.length);
  const playbooks = [...run.playbooks.map((playbook) => playbook.path), ...(run.lentPlaybook === undefined ? [] : [run.lentPlaybook])];
  return added.length === 1 && whatItReads(added[0]!, added[0]!.playbooks.map((playbook) => playbook.path)) === whatItReads(run.declaration, playbooks);
}

function whatItReads({ cwd, sources, extraVars, limit, unknown, environment }: RunDeclaration, playbooks: readonly Path[]): string {
  return JSON.stringify([cwd, sources.map((source) => source.path ?? source.text), extraVars.map((extra) => extra.text), limit, unknown, Object.entries(environment).filter(([name]) => isShared(name)).sort(), playbooks]);
}

/** A variable of Ansible's that is no secret of somebody's. */
function isShared(name: string): boolean {
  return name.startsWith('ANSIBLE_') && !isSecretName(name);
}

function additionOf(project: Project, run: Run): Addition | string {
  const root = project.rootOf(run.cwd) ?? project.settings.roots[0];
  if (root === undefined) return 'No folder is open.';
  // a file that a team shares is no place for a password
  if (maskedCommand(run.command) !== run.command) return 'The command holds a secret: it is not written into a file that others read.';
  const path = joinPath(root, WORKSPACE_FILE);
  if (run.places.some(({ file }) => file.path === path)) return `The run stands in ${WORKSPACE_FILE} already.`;
  const { home } = project.settings;
  const file = project.lookup.peek(path) === 'file' ? project.lookup.file(path) : undefined;
  if (file === undefined) return { path, isNew: true, offset: 0, newText: `runs:\n${entryOf(run, root, home, '  ')}` };
  const { root: document, failure } = parseYaml(file);
  if (failure !== undefined || file.problem !== undefined) return `${WORKSPACE_FILE} cannot be read.`;
  const end = file.text.length;
  const apart = file.text === '' || file.text.endsWith('\n') ? '' : '\n';
  if (document === undefined || document.value === null) return { path, isNew: false, offset: end, newText: `${apart}runs:\n${entryOf(run, root, home, '  ')}` };
  if (document.kind !== 'mapping') return `${WORKSPACE_FILE} is no mapping.`;
  const runs = document.entries.find(({ key }) => key === 'runs');
  if (runs === undefined) return isBlock(file.text, document.span.start) ? { path, isNew: false, offset: end, newText: `${apart}runs:\n${entryOf(run, root, home, '  ')}` } : FLOW;
  if (runs.node.kind !== 'sequence') return runs.node.value === null && runs.node.kind === 'scalar' ? insertBehind(runs.keySpan.end, file.text, path, entryOf(run, root, home, '  ')) : `runs in ${WORKSPACE_FILE} is no list.`;
  const last = runs.node.items.at(-1);
  if (last === undefined || !isBlock(file.text, runs.node.span.start)) return FLOW;
  const lineStart = file.text.lastIndexOf('\n', runs.node.span.start - 1) + 1;
  return insertBehind(last.span.end, file.text, path, entryOf(run, root, home, file.text.slice(lineStart, runs.node.span.start)));
}

const FLOW = `${WORKSPACE_FILE} is written in one line: add the run by hand.`;

function isBlock(text: string, start: number): boolean {
  return text[start] !== '[' && text[start] !== '{';
}

/** Behind the line that ends the last entry. */
function insertBehind(offset: number, text: string, path: Path, entry: string): Addition {
  // an entry may end with its own line, or with blank ones
  const from = text.slice(0, offset).trimEnd().length;
  const end = text.indexOf('\n', from);
  return end < 0 ? { path, isNew: false, offset: text.length, newText: `\n${entry}` } : { path, isNew: false, offset: end + 1, newText: entry };
}

/** `home` is each reader's own. */
function entryOf(run: Run, root: Path, home: Path | undefined, indent: string): string {
  const whole = commandWithPlaybook(run, isShared);
  const command = home === undefined ? whole : whole.replaceAll(` ${home}/`, ' ~/');
  const lines = [`name: ${scalar(run.name)}`, `command: ${scalar(command)}`, ...(run.cwd === root ? [] : [`cwd: ${scalar(displayPath(run.cwd, root))}`])];
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}\n`).join('');
}

const UNSEEN = new RegExp(`[${INVISIBLE}]`, 'g');

/** A text as YAML: plain where that is sure to be the text. */
function scalar(text: string): string {
  return /^[A-Za-z][\w./ @=,+-]*$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text) && !text.endsWith(' ') ? text : JSON.stringify(text).replace(UNSEEN, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}
