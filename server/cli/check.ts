// `groupvars check`: all findings; with a command behind `--`, what that command reads and does not read.
import { ansibleJson, type Printable } from './ansibleJson';
import { findingsOfRun, verdict, withOwnName } from '../features/checkRun';
import { whatIsUnknown } from '../features/unknown';
import { UsageError, type Arguments } from './arguments';
import { harmless, type Output } from './output';
import { positionOf } from '../lines';
import { spanText } from './paths';
import { checkCommand, checkKubespray, declaredRun, openProject, refuseBesideRun, type Surroundings } from './world';
import { bring, readEntry, toPath } from '../disk';
import { touchBeaten } from '../core/kubespray/beaten';
import { SEVERITIES, type Diagnostic, type Severity } from '../core/diagnostic';
import { displayPath, foldersAbove, isWithin, joinPath, resolvePath } from '../core/path';
import type { Project } from '../core/project';
import type { Run, RunDeclaration } from '../core/run/run';
import type { Path } from '../core/tree';
import { maskedCommand } from '../core/variables/secrets';
import { checkProject } from '../rules/index';
import { COMMAND_LINE } from '../rules/missing-inventory';

export function check(args: Arguments, surroundings: Surroundings, output: Output): number {
  const cwd = toPath(surroundings.cwd);
  const format = args.format ?? 'text';
  if (format !== 'text' && format !== 'json') throw new UsageError(`check prints text or json, not ${format}`);
  const least = (args.severity ?? 'warning') as Severity;
  if (!SEVERITIES.includes(least) || least === 'off') throw new UsageError(`--severity is error, warning, information or hint, not ${least}`);
  const { project, run, findings } = judge(args, surroundings, least);
  if (format === 'json') output.write(ansibleJson(findings.map((finding) => jsonOf(finding, cwd)), { indent: 2, sortKeys: false }) + '\n');
  if (run !== undefined) {
    const text = harmless(verdict(project, run));
    if (format === 'json') output.error(text);
    else output.write(text + '\n');
    for (const text of run.assumptions ?? []) output.error(harmless(`assumed: ${maskedCommand(text)}`));
    // the verdict is about what is known
    if (run.isOpaque && run.inventory.hosts.size > 0) output.error(harmless(`warning: ${whatIsUnknown(run).replace(/\.$/, '')}`));
  }
  if (format === 'text') for (const finding of findings) for (const line of linesOf(finding, cwd)) output.write(line + '\n');
  return findings.length > 0 ? 1 : 0;
}

/** What a call asks about: the run, if it names one, and all findings from `least` on. */
export function judge(args: Arguments, surroundings: Surroundings, least: Severity): { readonly project: Project; readonly run: Run | undefined; readonly findings: readonly Diagnostic[] } {
  const cwd = toPath(surroundings.cwd);
  refuseBesideRun(args);
  const declaration = args.run === undefined ? declaredRun(args, surroundings, 'playbook') : undefined;
  const paths = args.positionals.map((path) => resolvePath(cwd, path));
  const { project, run } = readProject(args, surroundings, cwd, paths, declaration, least);
  checkKubespray(project, args, run);
  if (run !== undefined) checkCommand(run);
  if (args.run !== undefined && project.runs.every((candidate) => candidate.name !== args.run)) throw new UsageError(`there is no run “${args.run}”; known runs: ${project.runs.map((candidate) => candidate.name).join(', ')}`);
  for (const path of paths) if (project.lookup.exists(path) !== true) throw new UsageError(`${displayPath(path, cwd)} does not exist`);

  const limits = paths.filter((path) => project.lookup.peek(path) === 'file');
  const all = run === undefined ? checkProject(project, [], least) : findingsOfRun(project, run, least);
  const findings = withoutMirrors(limits.length === 0 ? all : all.filter((finding) => limits.includes(finding.span.file.path)), limits.length > 0)
    .filter((finding) => args.run === undefined || finding.runs.length === 0 || finding.runs.includes(args.run));
  return { project, run, findings };
}

/** Each finding once. Where only some files are asked about, the place that is told first may lie elsewhere: then the first of the others counts. */
function withoutMirrors(findings: readonly Diagnostic[], isPart: boolean): Diagnostic[] {
  const keyOf = ({ rule, message }: Diagnostic): string => `${rule}\0${message}`;
  const told = new Set(findings.filter(({ isMirror }) => !isMirror).map(keyOf));
  return findings.filter((finding) => {
    if (!finding.isMirror) return true;
    if (!isPart || told.has(keyOf(finding))) return false;
    told.add(keyOf(finding));
    return true;
  });
}

function readProject(args: Arguments, surroundings: Surroundings, cwd: Path, paths: readonly Path[], declaration: RunDeclaration | undefined, least: Severity): { project: Project; run: Run | undefined } {
  // a file limits the findings, and is no place to look for runs
  const folders = paths.filter((path) => readEntry(path).kind === 'directory');
  const roots = declaration === undefined ? (folders.length > 0 ? folders : [cwd]) : rootsOf(declaration, cwd);
  const world = openProject(surroundings, roots, args);
  // in steps: the rules cost more than the reading, and what they ask for beyond it is little
  const read = bring(world.project, (candidate) => (declaration === undefined ? candidate.touch() : candidate.runOf(declaration).touch()));
  const withTasks = bring(read, (candidate) => {
    for (const run of declaration === undefined ? candidate.runs : [candidate.runOf(declaration)]) if (run.standing !== 'documented') touchBeaten(run);
  });
  const project = bring(withTasks, (candidate) => void checkProject(candidate, declaration === undefined ? [] : [candidate.runOf(withOwnName(candidate, declaration))], least));
  return { project, run: declaration === undefined ? undefined : project.runOf(withOwnName(project, declaration)) };
}

/**
 * A command is judged with what lies around it: the folder it starts in and, for an inventory elsewhere, the repository it is in;
 * without a repository two folders above it, but never a home folder or the top of the disk.
 */
function rootsOf(declaration: RunDeclaration, cwd: Path): Path[] {
  const home = declaration.environment['HOME'];
  const roots = new Set<Path>([cwd, declaration.cwd]);
  for (const { path } of declaration.sources) {
    if (path === undefined || isWithin(path, cwd)) continue;
    const above = foldersAbove(path).filter((folder) => folder !== home && folder.split('/').length > 2);
    const repository = above.find((folder) => readEntry(joinPath(folder, '.git')).kind !== 'absent');
    const root = repository ?? above.slice(0, 3).at(-1);
    if (root !== undefined) roots.add(root);
  }
  return [...roots].filter((root) => ![...roots].some((other) => other !== root && isWithin(root, other)));
}

/** A finding and its related places, each a line. */
export function linesOf(finding: Diagnostic, cwd: Path): string[] {
  const where = finding.span.file.path === COMMAND_LINE ? COMMAND_LINE : `${spanText(finding.span, cwd)}:${positionOf(finding.span.file, finding.span.start).column}`;
  return [`${where}: ${finding.severity}: ${finding.message} [${finding.rule}]`, ...finding.related.map(({ span, message }) => `    ${spanText(span, cwd)}: ${message}`)].map(harmless);
}

function jsonOf(finding: Diagnostic, cwd: Path): Printable {
  const { file } = finding.span;
  const isFile = file.path !== COMMAND_LINE;
  const start = isFile ? positionOf(file, finding.span.start) : { line: null, column: null };
  const end = isFile ? positionOf(file, finding.span.end) : { line: null, column: null };
  return {
    rule: finding.rule,
    severity: finding.severity,
    file: isFile ? displayPath(file.path, cwd) : null,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    message: finding.message,
    runs: finding.runs,
    related: finding.related.map(({ span, message }) => ({ file: displayPath(span.file.path, cwd), ...positionOf(span.file, span.start), message })),
  };
}
