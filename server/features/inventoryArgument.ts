// A hover of an inventory or playbook that a script, a setting or a CI file names: what the run reads.
import type { Project } from '../core/project';
import { everyWritten } from '../core/run/declaration';
import type { Run } from '../core/run/run';
import { maskedCommand } from '../core/variables/secrets';
import { covers, type SourceFile, type Span } from '../core/tree';
import { verdict } from './checkRun';
import { sentence } from './describe';
import { code, commandLink, linkText, plain, plainSentence } from './markup';
import { runMembers } from './runMembers';

interface Argument {
  readonly run: Run;
  readonly span: Span;
}

/** The runs whose inventory or playbook stands at the offset. */
function argumentsAt(project: Project, file: SourceFile, offset: number): readonly Argument[] {
  return [...project.runs, ...project.documentedRuns].flatMap((run) => {
    if (run.places.every((place) => place.file !== file)) return [];
    const span = [...run.sources.flatMap(everyWritten), ...run.playbooks.flatMap(everyWritten)].map((argument) => argument.span).find((candidate) => candidate !== undefined && candidate.file === file && covers(candidate, offset));
    return span === undefined ? [] : [{ run, span }];
  });
}

/** Undefined where no such word stands. */
export function argumentHover(project: Project, file: SourceFile, offset: number): { readonly span: Span; readonly markdown: string } | undefined {
  const found = argumentsAt(project, file, offset);
  const [first] = found;
  if (first === undefined) return undefined;
  return { span: first.span, markdown: found.slice(0, RUN_LIMIT).map(({ run }) => runMarkdown(project, run)).join('\n\n---\n\n') };
}

/** One word may stand for several runs: a loop over clusters. */
const RUN_LIMIT = 3;
const PLACE_LIMIT = 12;

function runMarkdown(project: Project, run: Run): string {
  const hosts = run.inventory.hosts.size;
  const lines = [`run *${plain(run.name)}* · ${hosts === 1 ? '1 host' : `${hosts.toLocaleString('en')} hosts`} · **${plain(verdict(project, run))}**`, ''];
  for (const { label, what, places, read } of runMembers(project, run).folders) {
    lines.push(`- ${code(label, 100)}, ${what}: ${read === 0 ? 'nothing is read' : `${read} read`}`);
    const told = places.filter(({ status }) => status !== 'not-found');
    for (const { label: name, path, status, description } of told.slice(0, PLACE_LIMIT)) lines.push(`  - ${status === 'loaded' ? '' : `${plain(description)}: `}${commandLink(linkText(name, 100), 'groupvars.openPlace', { path, offset: 0 }, 'Open')}`);
    if (told.length > PLACE_LIMIT) lines.push(`  - and ${told.length - PLACE_LIMIT} more`);
  }
  if (run.unknown.length > 0) lines.push('', `Not known: ${run.unknown.slice(0, 3).map((text) => code(maskedCommand(text), 100)).join(', ')}`);
  const [assumption] = run.assumptions ?? [];
  if (assumption !== undefined) lines.push('', plainSentence(sentence(maskedCommand(assumption))));
  lines.push('', commandLink('What it reads', 'groupvars.showWhatItReads', { run: run.name }, 'Show What a Run Reads') + ' · ' + commandLink('Effective vars', 'groupvars.showEffectiveVars', { run: run.name }, 'Show Effective Vars'));
  return lines.join('\n');
}
