// All rules, and the driver that runs them: merges what several runs find, applies the user's severities, sorts.
import { SEVERITIES, type Diagnostic, type Severity } from '../core/diagnostic';
import { isAbsolutePath, isWithin } from '../core/path';
import type { Project } from '../core/project';
import { compareText } from '../core/inventory/inventory';
import type { Run } from '../core/run/run';
import { isIgnoredIn } from '../core/run/workspaceFile';
import type { Path, Span } from '../core/tree';
import { makeVisible } from '../core/visible';
import type { Finding, Rule } from './rule';
import { beatenByIncludeVars } from './beaten-by-include-vars';
import { beatenByRoleVars } from './beaten-by-role-vars';
import { beatenBySetFact } from './beaten-by-set-fact';
import { cniLeftover } from './cni-leftover';
import { duplicateKey } from './duplicate-key';
import { emptyHostRange } from './empty-host-range';
import { groupFileInGroupFolder } from './group-file-in-group-folder';
import { groupPriorityIgnored } from './group-priority-ignored';
import { groupvarsYml } from './groupvars-yml';
import { isIgnored } from './ignoreComments';
import { ignoredInventoryFile } from './ignored-inventory-file';
import { ignoredVarsFile } from './ignored-vars-file';
import { iniCutByComment } from './ini-cut-by-comment';
import { iniQuotesEaten } from './ini-quotes-eaten';
import { iniSyntax } from './ini-syntax';
import { iniTextNotBoolean } from './ini-text-not-boolean';
import { inventoryCycle } from './inventory-cycle';
import { inventoryVarsOverridden } from './inventory-vars-overridden';
import { inventoryWithoutVars } from './inventory-without-vars';
import { legacyGroup } from './legacy-group';
import { missingInventory } from './missing-inventory';
import { missedHosts } from './missed-hosts';
import { nestedVarsFolder } from './nested-vars-folder';
import { neverWins } from './never-wins';
import { notAMapping } from './not-a-mapping';
import { orphanGroupVars } from './orphan-group-vars';
import { orphanHostVars } from './orphan-host-vars';
import { redundantOverride } from './redundant-override';
import { removedVariable } from './removed-variable';
import { rolesNotFound } from './roles-not-found';
import { runtimeGroupFlip } from './runtime-group-flip';
import { shadowedVarsFile } from './shadowed-vars-file';
import { splitValue } from './split-value';
import { symlinkedInventory } from './symlinked-inventory';
import { tooLarge } from './too-large';
import { unknownTag } from './unknown-tag';
import { unknownVariable } from './unknown-variable';
import { unreadVars } from './unread-vars';
import { wrapperVars } from './wrapper-vars';
import { yamlSyntax } from './yaml-syntax';
import { yamlType } from './yaml-type';

/** In the order of the README: where vars are found, which value wins, what files say. */
export const RULES: readonly Rule[] = [
  inventoryWithoutVars, missingInventory, rolesNotFound, nestedVarsFolder, wrapperVars, symlinkedInventory, unreadVars, ignoredInventoryFile, orphanGroupVars, orphanHostVars, shadowedVarsFile, ignoredVarsFile, groupFileInGroupFolder, legacyGroup,
  neverWins, beatenByRoleVars, beatenByIncludeVars, beatenBySetFact, splitValue, inventoryVarsOverridden, groupPriorityIgnored, runtimeGroupFlip,
  unknownVariable, removedVariable, redundantOverride, missedHosts, cniLeftover,
  duplicateKey, yamlSyntax, notAMapping, unknownTag, yamlType,
  iniSyntax, iniCutByComment, iniQuotesEaten, iniTextNotBoolean, emptyHostRange, inventoryCycle, tooLarge, groupvarsYml,
];

/**
 * Every finding of every rule, sorted by file and place. `extraRuns` are runs that stand in no file of the project, such as a terminal's;
 * `least` leaves out what is less severe, and the work for it.
 */
export function checkProject(project: Project, extraRuns: readonly Run[] = [], least: Severity = 'hint'): Diagnostic[] {
  return [...checkInSteps(project, extraRuns, least)].flat().sort(compareDiagnostics);
}

/** The same in small steps, many of them without findings, for a server that answers requests in between. */
export function* checkInSteps(project: Project, extraRuns: readonly Run[] = [], least: Severity = 'hint'): IterableIterator<readonly Diagnostic[]> {
  // an inferred run is a guess: it yields to a call that names its inventory
  const named = new Set(extraRuns.flatMap((run) => run.sources.map((source) => source.path)));
  const isNamed = (run: Run): boolean => run.standing === 'inferred' && run.sources.every((source) => source.path !== undefined && named.has(source.path));
  const runs = [...extraRuns, ...project.runs.filter((run) => run.standing !== 'documented' && !isNamed(run))];
  // what a script of the workspace names outside of it may be anything, a key for example: nothing of its text is repeated
  const isStrange = ({ file: { path } }: Span): boolean => extraRuns.length === 0 && isAbsolutePath(path) && !project.isBelowRoots(path) && project.runsReading(path).every((run) => run.standing !== 'declared');
  for (const rule of RULES) {
    const chosen = project.settings.severity[rule.id];
    const written = project.workspaceFiles.flatMap((file) => file.severity.get(rule.id)?.severity ?? []);
    const possible = chosen === undefined ? [rule.severity, ...written] : [chosen];
    if (possible.every((severity) => severity === 'off')) continue;
    // a finding may be more severe than its rule, but no rule of hints makes anything else
    if (least !== 'hint' && possible.every((severity) => severity === 'hint' || severity === 'off')) continue;
    const found: Finding[] = [];
    for (const finding of rule.check({ project, runs, rules: RULES.map(({ id }) => id) })) {
      if (finding === undefined) yield [];
      else if (!project.workspaceFiles.some((file) => isIgnoredIn(file, rule.id, finding.span.file.path))) found.push(finding);
    }
    // settings are the user's own, a file is the team's; of files the nearest counts
    const severityAt = (path: Path): Severity | undefined => chosen ?? project.workspaceFiles.filter((file) => isWithin(path, file.folder)).flatMap((file) => file.severity.get(rule.id)?.severity ?? []).at(-1);
    yield merge(rule, found, severityAt, isStrange).filter(({ severity }) => severity !== 'off' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least));
  }
}

function merge(rule: Rule, findings: readonly Finding[], severityAt: (path: Path) => Severity | undefined, isStrange: (span: Span) => boolean): Diagnostic[] {
  const byKey = new Map<string, { finding: Finding; runs: string[]; isMirror: boolean }>();
  for (const finding of findings) {
    if (isIgnored(rule.id, finding.span)) continue;
    const key = `${finding.span.file.path}\0${finding.span.start}\0${finding.span.end}\0${finding.cause ?? finding.message}`;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { finding, runs: finding.run === undefined ? [] : [finding.run.name], isMirror: finding.isMirror ?? false });
    else {
      if (finding.run !== undefined && !known.runs.includes(finding.run.name)) known.runs.push(finding.run.name);
      // a second place of one run may be the only one of another
      known.isMirror &&= finding.isMirror ?? false;
    }
  }
  // names of files, hosts and variables stand in messages
  const said = (span: Span, message: string): string => makeVisible(isStrange(span) ? withoutQuotes(message) : message);
  return [...byKey.values()].map(({ finding, runs, isMirror }) => ({
    rule: rule.id,
    severity: severityAt(finding.span.file.path) ?? finding.severity ?? rule.severity,
    span: finding.span,
    message: said(finding.span, finding.message) + inRuns(runs),
    related: (finding.related ?? []).map((place) => ({ ...place, message: said(place.span, place.message) })),
    runs,
    unnecessary: finding.unnecessary ?? false,
    fixes: (finding.fixes ?? []).map((fix) => ({ ...fix, title: makeVisible(fix.title) })),
    isMirror,
  }));
}

/** A message with what it quotes from a text left out. */
function withoutQuotes(message: string): string {
  return message.replace(/“[^”]*”/g, '“…”').replace(/`[^`]*`/g, '`…`').replace(/^.* is set (?=.* in this mapping)/, 'A key is set ');
}

/** ` (run prod)`, ` (runs prod, qa and 3 more)`. */
export function inRuns(names: readonly string[]): string {
  const runs = names.map(makeVisible);
  if (runs.length === 0) return '';
  if (runs.length === 1) return ` (run ${runs[0]})`;
  const shown = runs.slice(0, 2).join(', ');
  return runs.length === 2 ? ` (runs ${runs.join(' and ')})` : ` (runs ${shown} and ${runs.length - 2} more)`;
}

export function compareDiagnostics(left: Diagnostic, right: Diagnostic): number {
  return (
    compareText(left.span.file.path, right.span.file.path) ||
    left.span.start - right.span.start ||
    left.span.end - right.span.end ||
    SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
    compareText(left.rule, right.rule) ||
    compareText(left.message, right.message)
  );
}
