// What a run reads, as a page: its inventory, every place where it looks for vars, in order, its plays, and what is wrong or unknown of it.
import type { Diagnostic } from '../core/diagnostic';
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';
import { maskedCommand } from '../core/variables/secrets';
import { lineAt } from '../lines';
import { verdict } from './checkRun';
import { sentence } from './describe';
import { code, commandLink, linkText, placeLink, plain, plainSentence } from './markup';
import { runMembers, type RunMembers } from './runMembers';

/** More findings, places, plays or sources than this are counted only. */
const LINE_LIMIT = 200;

/** `findings`: those about this run. */
export function readsText(project: Project, run: Run, findings: readonly Diagnostic[]): string {
  const lines = [`# Run ${plain(run.name)}`, '', `${code(maskedCommand(run.command), 400)} in ${code(project.show(run.cwd), 160)}`, '', `**${plainSentence(sentence(capital(verdict(project, run))))}**`, ''];
  if (run.kubespray !== undefined) lines.push(`${plainSentence(sentence(capital(run.kubespray.isAssumed ? `kubespray: ${run.kubespray.how}` : `${run.kubespray.label}: ${run.kubespray.how}`)))}`, '');
  if (run.problem !== undefined) lines.push(`Ansible refuses this command line: ${plain(maskedCommand(run.problem))}`, '');
  for (const { span, severity, message, rule } of findings.slice(0, LINE_LIMIT)) {
    const place = span.file.path === '' || project.lookup.tree.at(span.file.path) === undefined ? '' : ` ${placeLink(span, (path) => project.show(path), () => lineAt(span.file, span.start))}`;
    lines.push(`- ${severity}: ${plain(message)}${place} (${rule})`);
  }
  if (findings.length > LINE_LIMIT) lines.push(`- and ${(findings.length - LINE_LIMIT).toLocaleString('en')} more`);
  if (findings.length > 0) lines.push('');
  lines.push('## Inventory', '', ...inventoryLines(project, run), '', '## Searched for vars, in this order', '', ...folderLines(runMembers(project, run)), '');
  if (run.plays.length > 0) {
    lines.push('## Plays', '');
    const reached = new Map(run.plays.map((play) => [play, 0]));
    for (const host of run.inventory.hosts.values()) for (const play of run.playsOf(host)) reached.set(play, (reached.get(play) ?? 0) + 1);
    for (const play of run.plays.slice(0, LINE_LIMIT)) lines.push(`- ${placeLink(play.span, (path) => project.show(path), () => lineAt(play.file, play.span.start))} ${plain(play.name)}${play.hosts === undefined || play.hosts === play.name ? '' : `, hosts ${code(play.hosts, 80)}`}: ${hosts(reached.get(play) ?? 0)}`);
    if (run.plays.length > LINE_LIMIT) lines.push(`- and ${run.plays.length - LINE_LIMIT} more`);
    lines.push('');
  }
  const assumptions = run.assumptions ?? [];
  if (assumptions.length > 0) lines.push('## Assumed', '', ...assumptions.slice(0, 50).map((text) => `- ${plain(maskedCommand(text))}`), '');
  if (run.allUnknown.length > 0) lines.push('## Not known', '', ...run.allUnknown.slice(0, 50).map((text) => `- ${code(maskedCommand(text), 200)}`), '');
  return lines.join('\n');
}

function inventoryLines(project: Project, run: Run): string[] {
  const lines = run.staticInventory.sources.slice(0, LINE_LIMIT).map(({ source, path, outcome, detail }) => {
    const name = path === undefined ? code(source, 100) : outcome === 'missing' ? code(project.show(path), 160) : commandLink(linkText(project.show(path), 160), 'groupvars.openPlace', { path, offset: 0 }, 'Open');
    return `- ${OUTCOME_TEXT[outcome]}: ${name}${outcome === 'parsed' || outcome === 'missing' || detail === '' ? '' : ` (${plain(detail)})`}`;
  });
  if (lines.length === 0) lines.push('- no inventory is named');
  const groups = [...run.inventory.groupsWithHosts].filter((group) => group.name !== 'all' && group.name !== 'ungrouped').length;
  return [...lines, '', `${hosts(run.inventory.hosts.size)} in ${groups === 1 ? '1 group' : `${groups} groups`}.`];
}

const OUTCOME_TEXT = { parsed: 'read', failed: 'cannot be read', missing: 'does not exist', opaque: 'known only when it runs', skipped: 'not read' } as const;

/** Folder by folder in the order of the search; where a folder has nothing, that is one line. */
function folderLines({ folders }: RunMembers): string[] {
  const lines = folders.flatMap(({ label, what, places, read, count }) => {
    const head = `- ${code(label, 160)}, ${what}: ${read === 0 ? '**nothing is read**' : `${read} of ${count.toLocaleString('en')} places read`}`;
    if (places.every(({ status }) => status === 'not-found') && read === 0) return [`${head}; neither group\\_vars nor host\\_vars for a group or host of this run`];
    const shown = places.slice(0, LINE_LIMIT).map((place) => {
      const name = place.status === 'loaded' || place.status === 'hidden' ? commandLink(linkText(place.label, 160), 'groupvars.openPlace', { path: place.path, offset: 0 }, 'Open') : code(place.label, 160);
      const [words, ...detail] = place.description.split(': ');
      return `  - ${place.status === 'loaded' ? '**read**' : plain(words!)}: ${name}${detail.length === 0 ? '' : ` (${plain(detail.join(': '))})`}`;
    });
    return [head, ...shown, ...(count > shown.length ? [`  - and ${(count - shown.length).toLocaleString('en')} more places, most without a file`] : [])];
  });
  return lines.length === 0 ? ['A host list has no folder of its own, and no playbook is named: nothing is searched.'] : lines;
}

function hosts(number: number): string {
  return number === 1 ? '1 host' : `${number.toLocaleString('en')} hosts`;
}

function capital(text: string): string {
  return text === '' ? text : text[0]!.toUpperCase() + text.slice(1);
}
