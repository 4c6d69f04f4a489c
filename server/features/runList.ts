// The runs as a quick pick or the status bar shows them.
import type { Project } from '../core/project';
import type { Standing } from '../core/run/run';
import { isSpan } from '../core/tree';
import { maskedCommand } from '../core/variables/secrets';
import { readsNoVars } from '../core/run/unreadVars';
import { lineAt } from '../lines';
import { makeVisible } from './markup';
import { whyNoHosts } from './unknown';

export interface RunSummary {
  readonly name: string;
  readonly standing: Standing;
  /** Where it is written, or what it reads. */
  readonly detail: string;
  readonly hosts: readonly string[];
  readonly groups: readonly string[];
  readonly readsVars: boolean;
  /** Which kubespray it uses and how that is known, in a line; '' when it uses none. */
  readonly kubespray: string;
  /** Why it has no hosts, in a few words; '' when it has some. */
  readonly problem: string;
}

/** All runs, the documented ones last. */
export function runList(project: Project): readonly RunSummary[] {
  return [...project.runs, ...project.documentedRuns].map((run) => {
    const [place] = run.places;
    const sources = run.sources.map((source) => (source.path === undefined ? source.text : project.show(source.path))).join(', ');
    const unknown = run.unknown.filter((text) => text.startsWith('-i')).join(' ');
    const written = place !== undefined && isSpan(place) ? `${project.show(place.file.path)}:${lineAt(place.file, place.start)}` : '';
    return {
      name: run.name,
      standing: run.standing,
      detail: makeVisible([maskedCommand(sources), maskedCommand(unknown), written].filter((text) => text !== '').join(' · ')),
      hosts: [...run.inventory.hosts.keys()],
      groups: [...run.inventory.groupsWithHosts].map((group) => group.name),
      readsVars: !readsNoVars(run),
      kubespray: run.kubespray === undefined ? '' : makeVisible(run.kubespray.isAssumed ? `kubespray: ${run.kubespray.how}` : `${run.kubespray.label}: ${run.kubespray.how}`),
      problem: whyNoHosts(run),
    };
  });
}
