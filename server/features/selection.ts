// What the user chose to look at. An answer without a choice is for the first run that reads the file.
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';
import { readsNoVars, unreadVarsOf } from '../core/run/unreadVars';
import type { SourceFile } from '../core/tree';

export interface Selection {
  /** Name of a run. */
  readonly run?: string;
  /** Name of a host. */
  readonly host?: string;
}

/** The run an answer about `file` is for: the chosen one if it reads the file, else the first that does, else the one that the file starts, else the chosen or the only one. */
export function runFor(project: Project, file: SourceFile, selection: Selection): Run | undefined {
  const chosen = selection.run === undefined ? undefined : project.run(selection.run);
  const readers = project.runsReading(file.path);
  if (chosen !== undefined && (readers.includes(chosen) || readsFile(chosen, file))) return chosen;
  if (readers.length > 0) return readers[0];
  // vars that nobody reads are told from the run that misses them
  const missing = /\/(group_vars|host_vars)\//.test(file.path) ? project.runs.find((run) => readsNoVars(run) && unreadVarsOf(project, run).some((unread) => unread.files.includes(file.path))) : undefined;
  if (missing !== undefined) return missing;
  const started = project.runs.filter((run) => startsIn(run, file));
  if (started.length > 0) return chosen !== undefined && started.includes(chosen) ? chosen : started[0];
  // role defaults, plays and templates are read by every run of their checkout
  const ofCheckout = project.runs.find((run) => run.checkout !== undefined && file.path.startsWith(run.checkout.root + '/'));
  return chosen ?? ofCheckout ?? project.runs[0];
}

/** True when the run reads the file or is written in it: it is what the file is about. */
export function isAbout(project: Project, run: Run, file: SourceFile): boolean {
  return project.runsReading(file.path).includes(run) || startsIn(run, file);
}

function startsIn(run: Run, file: SourceFile): boolean {
  return run.places.some((place) => place.file.path === file.path);
}

/** Asked of a documented run, which is not among those that files are told by. */
function readsFile(run: Run, file: SourceFile): boolean {
  return run.standing === 'documented' && (run.loadedFiles.includes(file) || run.staticInventory.sources.some((source) => source.file === file));
}
