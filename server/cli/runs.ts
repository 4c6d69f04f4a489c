// `groupvars runs`: the runs found, where they are written and what each reads.
import { ansibleJson, type Printable } from './ansibleJson';
import { UsageError, type Arguments } from './arguments';
import { harmless, type Output } from './output';
import { columns, printAllSearched, searchedJson } from './explain';
import { positionOf } from '../lines';
import { spanText } from './paths';
import { openProject, type Surroundings } from './world';
import { bring, readEntry, toPath } from '../disk';
import { displayPath, resolvePath } from '../core/path';
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';
import { maskedCommand } from '../core/variables/secrets';
import { whyNoHosts } from '../features/unknown';

export function runs(args: Arguments, surroundings: Surroundings, output: Output): number {
  const format = args.format ?? 'text';
  if (format !== 'text' && format !== 'json') throw new UsageError(`runs prints text or json, not ${format}`);
  const cwd = toPath(surroundings.cwd);
  const roots = args.positionals.length === 0 ? [cwd] : args.positionals.map((path) => resolvePath(cwd, path));
  for (const root of roots) if (readEntry(root).kind === 'absent') throw new UsageError(`${displayPath(root, cwd)} does not exist`);
  const world = openProject(surroundings, roots, args);
  const allOf = (candidate: Project): readonly Run[] => (args.all ? [...candidate.runs, ...candidate.documentedRuns] : candidate.runs);
  const shownOf = (candidate: Project): readonly Run[] => (args.run === undefined ? allOf(candidate) : allOf(candidate).filter((run) => run.name === args.run));
  const project = bring(world.project, (candidate) => {
    candidate.touch();
    for (const run of shownOf(candidate)) run.touch();
  });
  const shown = shownOf(project);
  for (const { path, why } of project.partlyRead) output.error(harmless(`warning: ${displayPath(path, cwd)} ${why}: runs that it starts may be missing here`));
  if (args.run !== undefined && shown.length === 0) throw new UsageError(`there is no run “${args.run}”; groupvars runs lists them`);
  if (format === 'json') {
    output.write(ansibleJson(shown.map((run) => jsonOf(run, cwd)), { indent: 2, sortKeys: false }) + '\n');
    return 0;
  }
  if (shown.length === 0) output.error('no runs were found');
  const rows = shown.map((run) => [run.name, run.standing, run.places[0] === undefined ? '' : spanText(run.places[0], cwd), [...run.sources.map((source) => (source.path === undefined ? source.text : displayPath(source.path, cwd))), ...run.unknown].map(maskedCommand).join(' '), [whyNoHosts(run), run.unknown.some((text) => text.startsWith('-i')) ? '' : `${run.loadedFiles.length} vars ${run.loadedFiles.length === 1 ? 'file' : 'files'}`].filter((text) => text !== '').join(', ')]);
  columns(rows).forEach((text, index) => {
    output.write(text + '\n');
    for (const note of notesOf(shown[index]!)) output.write(`    ${harmless(note)}\n`);
    // one run asked for by name is told whole; the list of all stays a line for each
    if (args.run !== undefined) printAllSearched(shown[index]!.searchedPlaces(), new Set(), { cwd }, (searched) => output.write(`${harmless(searched)}\n`));
  });
  return 0;
}

/** What stands below a run's line: why Ansible refuses its command, and what was assumed to know the rest. */
function notesOf(run: Run): string[] {
  return [...(run.problem === undefined ? [] : [`refused by Ansible: ${maskedCommand(run.problem)}`]), ...(run.assumptions ?? []).map((text) => `assumed: ${maskedCommand(text)}`)];
}

function jsonOf(run: Run, cwd: string): Printable {
  const [place] = run.places;
  return {
    name: run.name,
    standing: run.standing,
    learntFrom: place === undefined ? null : { file: displayPath(place.file.path, cwd), line: positionOf(place.file, place.start).line },
    cwd: run.cwd,
    command: maskedCommand(run.command),
    inventory: run.sources.map((source) => maskedCommand(source.path === undefined ? source.text : displayPath(source.path, cwd))),
    playbooks: run.playbooks.map((playbook) => displayPath(playbook.path, cwd)),
    extraVars: run.extraVars.map((extra) => maskedCommand(extra.text)),
    problem: run.problem === undefined ? null : harmless(maskedCommand(run.problem)),
    unknown: run.allUnknown.map((text) => harmless(maskedCommand(text))),
    assumptions: (run.assumptions ?? []).map((text) => harmless(maskedCommand(text))),
    searched: run.searchedPlaces().map((searched) => searchedJson(searched, cwd)),
  };
}
