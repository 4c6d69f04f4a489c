// What is said of one run: its verdict in a line, and its findings alone.
import type { Diagnostic, Severity } from '../core/diagnostic';
import { isWithin, joinPath } from '../core/path';
import type { Project } from '../core/project';
import type { Run, RunDeclaration } from '../core/run/run';
import { lossOf, lostVariables, readsNoVars, setsOfItsOwn, unreadVarsOf, varsFolder } from '../core/run/unreadVars';
import { checkProject, inRuns } from '../rules/index';
import { whyNoHosts } from './unknown';

/** The declaration under a name that no run of the workspace has: its findings are told apart by it. */
export function withOwnName(project: Project, declaration: RunDeclaration): RunDeclaration {
  const isTaken = project.runs.some((run) => run.name === declaration.name);
  return isTaken ? { ...declaration, name: `${declaration.name}, this command` } : declaration;
}

/** The findings about a run that stands in no file of the project, and about the files it reads; from `least` on. */
export function findingsOfRun(project: Project, run: Run, least: Severity): Diagnostic[] {
  return checkProject(project, [run], least)
    .filter((finding) => !finding.isMirror && (finding.runs.length > 0 ? finding.runs.includes(run.name) : isInRun(run, finding)))
    // where one command is asked about, runs need no names
    .map((finding) => ({ ...finding, message: withoutEnd(finding.message, inRuns(finding.runs)) }));
}

/** A finding that names no run counts when it is about a file the command reads, or about one that lies unread where it looks. */
function isInRun(run: Run, { span: { file } }: Diagnostic): boolean {
  if (run.staticInventory.sources.some((source) => source.file === file)) return true;
  return [...run.inventoryFolders, ...run.playFolders].some((folder) => isWithin(file.path, joinPath(folder, 'group_vars')) || isWithin(file.path, joinPath(folder, 'host_vars')));
}

function withoutEnd(text: string, end: string): string {
  return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text;
}

/** What the run loses because Ansible does not find its vars, in two sentences; undefined when it loses nothing. */
export function lossText(project: Project, run: Run): string | undefined {
  const loss = lossOf(project, run);
  if (loss === undefined) return undefined;
  return `This run ${verdict(project, run)}. ${loss.lost.length === 1 ? 'It is' : 'They are'} set in ${project.show(varsFolder(project.lookup, loss.unread))}, which it does not read.`;
}

/** How many vars files are read and what is lost, as the beginning of a sentence. */
export function verdict(project: Project, run: Run): string {
  if (run.inventory.hosts.size === 0) return run.isOpaque ? whyNoHosts(run) : 'finds no host';
  const number = run.loadedFiles.length;
  const reads = `reads ${number} vars ${number === 1 ? 'file' : 'files'}`;
  const [candidate] = readsNoVars(run) ? unreadVarsOf(project, run) : [];
  const lost = candidate === undefined ? [] : lostVariables(run, candidate);
  if (lost.length === 0) return run.kubespray !== undefined && number === 0 ? `${reads}; all values ${setsOfItsOwn(run) === 'nothing' ? '' : 'that inventory, plays and -e do not set '}are kubespray's defaults` : reads;
  const names = lost.map((variable) => variable.name);
  const shown = names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
  const isOne = names.length === 1;
  if (lost.every((variable) => variable.instead === undefined)) return `${reads}; ${shown} ${isOne ? 'is' : 'are'} not set`;
  const release = run.kubespray === undefined ? 'role defaults' : `${run.kubespray.label.replace(/ (v\d+\.\d+)\.0$/, ' $1')} defaults`;
  return `${reads}; ${shown} ${isOne ? 'falls' : 'fall'} to ${release}`;
}
