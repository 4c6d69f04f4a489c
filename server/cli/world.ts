// From the words of a call to a project on the real disk and the run that is meant.
import { touchBeaten } from '../core/kubespray/beaten';
import { Project } from '../core/project';
import { Lookup } from '../core/lookup';
import { Tree, type Path } from '../core/tree';
import { displayPath, resolvePath } from '../core/path';
import { DEFAULT_SETTINGS, type Settings } from '../core/settings';
import { readAnsibleConfig, type Environment } from '../core/run/ansibleConfig';
import { minorOfCore } from '../core/run/ansibleCore';
import { isAnsibleProgram, parseCommand } from '../core/run/commandLine';
import { runName } from '../core/run/declaration';
import { declareEachTyped } from '../core/run/typedCommand';
import { matchHosts } from '../core/run/hosts';
import { quoted } from '../core/run/runSettings';
import type { Run, RunDeclaration } from '../core/run/run';
import { readsNoVars, unreadVarsOf } from '../core/run/unreadVars';
import { bring, scan, toPath } from '../disk';
import { whatIsUnknown } from '../features/unknown';
import { spanText } from './paths';
import { UsageError, type Arguments } from './arguments';
import { stopsOf } from '../core/run/playVars';

export interface World {
  readonly project: Project;
  readonly cwd: Path;
}

export interface WorldWithRun extends World {
  readonly run: Run;
}

/** The call's own folder and environment; tests give their own. */
export interface Surroundings {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A project over `roots`, listed but with nothing read yet. */
export function openProject(surroundings: Surroundings, roots: readonly Path[], args: Arguments): World {
  const cwd = toPath(surroundings.cwd);
  if (args.ansibleCore !== undefined && minorOfCore(args.ansibleCore) === undefined) throw new UsageError(`--ansible-core-version is a release such as 2.18, not ${args.ansibleCore}`);
  const kubesprayPath = args.kubespray === undefined || /^v?2\.\d/.test(args.kubespray) ? undefined : resolvePath(cwd, args.kubespray);
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    roots,
    kubesprayPath,
    kubesprayVersion: args.kubespray !== undefined && kubesprayPath === undefined ? args.kubespray : undefined,
    ansibleCore: args.ansibleCore,
    showFrom: cwd,
    home: surroundings.environment['HOME'] === undefined ? undefined : resolvePath('/', surroundings.environment['HOME']),
    environment: surroundings.environment,
  };
  return { project: new Project(scan(Tree.empty, roots), settings), cwd };
}

/** The run that `-i`, `--playbook`, `-e` or the words behind `--` describe; undefined when none of them is there. */
export function declaredRun(args: Arguments, surroundings: Surroundings, program: 'playbook' | 'inventory'): RunDeclaration | undefined {
  const cwd = toPath(surroundings.cwd);
  const home = surroundings.environment['HOME'];
  const { callWords } = args;
  if (callWords !== undefined && callWords[0] !== undefined && !isAnsibleProgram(callWords[0])) return declarationBehind(callWords, cwd, surroundings.environment);
  const call = callWords ?? wordsOf(args);
  if (call.length === 0) throw new UsageError(EXPECTED);
  const parsed = parseCommand(call.map((text) => ({ text, span: undefined })), cwd, home);
  if (parsed.problem !== undefined) throw new UsageError(parsed.problem);
  const isNamed = args.callWords !== undefined || args.inventory.length > 0 || args.playbooks.length > 0 || args.extraVars.length > 0;
  if (!isNamed && !('ANSIBLE_INVENTORY' in surroundings.environment) && program === 'playbook') return undefined;
  return {
    name: runName(parsed.sources.map((source) => source.path), 'command'),
    standing: 'declared',
    places: [],
    cwd,
    command: call.map(quoted).join(' '),
    sources: parsed.sources,
    playbooks: parsed.playbooks,
    extraVars: parsed.extraVars,
    limit: program === 'inventory' ? undefined : parsed.limit,
    playbookDir: parsed.playbookDir,
    unknown: parsed.unknown,
    environment: surroundings.environment,
    program,
  };
}

const EXPECTED = 'behind -- an ansible-playbook command is expected';

/** The call behind `sudo`, `env`, `docker run` and their like, which may change its folder and its variables: followed as in a script. */
function declarationBehind(words: readonly string[], cwd: Path, environment: Environment): RunDeclaration {
  const given = Object.entries(environment).filter(([name]) => name.startsWith('ANSIBLE_'));
  const declarations = declareEachTyped(new Lookup(Tree.empty), words.map(quoted).join(' '), cwd, environment['HOME'], new Map(given));
  const [declaration] = declarations;
  if (declaration === undefined) throw new UsageError(EXPECTED);
  if (declarations.length > 1) throw new UsageError('behind -- one call of ansible-playbook is expected, and there are several');
  if (declaration.problem !== undefined) throw new UsageError(declaration.problem);
  const others = Object.entries(environment).filter(([name]) => !name.startsWith('ANSIBLE_'));
  return { ...declaration, environment: { ...Object.fromEntries(others), ...declaration.environment } };
}

function wordsOf(args: Arguments): string[] {
  return [
    'ansible-playbook',
    ...args.inventory.flatMap((text) => ['-i', text]),
    ...args.extraVars.flatMap((text) => ['-e', text]),
    ...(args.playbookDir === undefined ? [] : ['--playbook-dir', args.playbookDir]),
    ...args.playbooks,
  ];
}

/** Reads everything a declared run needs. */
export function bringRun(world: World, declaration: RunDeclaration): WorldWithRun {
  const project = bring(world.project, (candidate) => {
    const run = candidate.runOf(declaration);
    run.touch();
    if (declaration.program === 'inventory') return;
    run.touchRoles();
    touchBeaten(run);
    if (readsNoVars(run)) void unreadVarsOf(candidate, run);
  });
  return { ...world, project, run: project.runOf(declaration) };
}

/** The one run a call means: named by its options, by `--run`, by ansible.cfg, or the only one there is. */
export function worldWithRun(args: Arguments, surroundings: Surroundings): WorldWithRun {
  const found = findRun(args, surroundings);
  checkKubespray(found.project, args, found.run);
  return found;
}

/** `--run` names a whole run: an inventory or a playbook beside it would be dropped, so it is refused. */
export function refuseBesideRun(args: Arguments): void {
  if (args.run === undefined) return;
  if (args.inventory.length > 0 || args.playbooks.length > 0 || args.callWords !== undefined) throw new UsageError('--run names a run that was found: -i, --playbook and -- cannot stand beside it');
}

/** The run with the `-e` of the call behind its own. */
function withExtraVars(project: Project, run: Run, args: Arguments): Run {
  if (args.extraVars.length === 0) return run;
  const extraVars = [...run.extraVars, ...args.extraVars.map((text) => ({ text, span: undefined }))];
  return project.runOf({ ...run.declaration, sources: run.sources, extraVars });
}

/** An option that would have no effect is refused: a path that holds no checkout, a release beside a checkout that the run uses. */
export function checkKubespray(project: Project, args: Arguments, run?: Run): void {
  const { kubesprayVersion } = project.settings;
  if (kubesprayVersion !== undefined && run?.checkout !== undefined) throw new UsageError(`--kubespray ${kubesprayVersion} cannot be used: the run uses the checkout ${displayPath(run.checkout.root, run.cwd)}`);
  if (project.settings.kubesprayPath !== undefined && project.chosenCheckout === undefined) throw new UsageError(`--kubespray ${args.kubespray}: there is no kubespray checkout`);
}

function findRun(args: Arguments, surroundings: Surroundings): WorldWithRun {
  const cwd = toPath(surroundings.cwd);
  refuseBesideRun(args);
  const declaration = args.run === undefined ? declaredRun(args, surroundings, 'playbook') : undefined;
  const world = openProject(surroundings, [cwd], args);
  if (declaration !== undefined) {
    const found = bringRun(world, declaration);
    checkSources(found.run);
    checkCommand(found.run);
    return found;
  }
  const project = bring(world.project, (candidate) => {
    candidate.touch();
    candidate.touchRoles();
  });
  const runs = project.runs;
  if (args.run !== undefined) {
    const run = project.run(args.run);
    if (run === undefined) throw new UsageError(`there is no run “${args.run}”; ${namesOf(runs)}`);
    return bringAgain({ project, cwd }, (candidate) => withExtraVars(candidate, candidate.run(args.run!)!, args));
  }
  const config = readAnsibleConfig(project.lookup, cwd, surroundings.environment);
  if (config.inventory !== undefined) {
    const found = bringRun({ project, cwd }, { ...emptyRun(surroundings), name: runName(config.inventory, 'ansible.cfg') });
    checkSources(found.run);
    return found;
  }
  const sure = runs.filter((run) => run.standing === 'declared' || run.standing === 'found');
  const only = sure.length === 1 ? sure[0] : sure.length === 0 && runs.length === 1 ? runs[0] : undefined;
  if (only === undefined) throw new UsageError(runs.length === 0 ? 'no inventory is named and none was found: use -i' : `which run is meant? Use -i or --run; ${namesOf(runs)}`);
  const { name } = only;
  return bringAgain({ project, cwd }, (candidate) => candidate.runs.find((run) => run.name === name)!);
}


function emptyRun(surroundings: Surroundings): RunDeclaration {
  return { name: 'command', standing: 'declared', places: [], cwd: toPath(surroundings.cwd), command: 'ansible-playbook', sources: [], playbooks: [], extraVars: [], limit: undefined, playbookDir: undefined, unknown: [], environment: surroundings.environment, program: 'playbook' };
}

function bringAgain(world: World, runOf: (project: Project) => Run): WorldWithRun {
  const project = bring(world.project, (candidate) => {
    const run = runOf(candidate);
    run.touch();
    run.touchRoles();
    touchBeaten(run);
    if (readsNoVars(run)) void unreadVarsOf(candidate, run);
  });
  return { ...world, project, run: runOf(project) };
}

/** Vars files that would stop Ansible, and encrypted ones: what is answered holds without them. */
export function* fileWarnings(run: Run): IterableIterator<string> {
  for (const place of run.searchedPlaces()) if (place.status === 'loaded' && place.detail !== '' && place.detail !== 'the folder is empty') yield `${displayPath(place.path, run.cwd)}: ${place.detail}`;
  for (const { span, message } of stopsOf(run)) yield `${spanText(span, run.cwd)}: ${message}`;
}

/** The same, and what else of the run is not known. */
export function* warningsOf(run: Run): IterableIterator<string> {
  yield* fileWarnings(run);
  if (run.isOpaque) yield whatIsUnknown(run).replace(/\.$/, '');
}

function namesOf(runs: readonly Run[]): string {
  return runs.length === 0 ? 'no runs were found' : 'known runs: ' + runs.map((run) => run.name).join(', ');
}

/** What Ansible itself refuses: a playbook or a file of extra vars that is not there, a limit that leaves no host. */
export function checkCommand(run: Run): void {
  for (const [index, path] of run.playbookPaths.entries()) if (run.context.lookup.peek(path) === 'absent') throw new UsageError(`playbook ${run.playbooks[index]!.text} does not exist`);
  for (const { text } of run.extraVars) {
    const [problem] = text.startsWith('@') ? run.readExtraVars.problems.filter((candidate) => candidate.startsWith(`-e ${text}:`) && candidate.endsWith('there is no such file')) : [];
    if (problem !== undefined) throw new UsageError(problem);
  }
  if (run.limit !== undefined && run.inventory.hosts.size > 0 && !run.isOpaque && matchHosts(run.inventory, run.limit)?.size === 0) throw new UsageError(`--limit ${run.limit} leaves no host`);
}

/** What stops a call that needs an inventory: a source that is missing or cannot be read, or no source at all. */
function checkSources(run: Run): void {
  if (run.sources.length === 0) throw new UsageError('no inventory is named: use -i, ANSIBLE_INVENTORY or ansible.cfg');
  for (const source of run.staticInventory.sources) {
    if (source.outcome === 'missing') throw new UsageError(`inventory ${source.source} does not exist`);
    if (source.outcome === 'failed') {
      const problem = source.problems.at(-1);
      throw new UsageError(`inventory ${source.source} cannot be read${problem === undefined ? `: ${source.detail}` : `: ${problem.message}`}`);
    }
  }
}
