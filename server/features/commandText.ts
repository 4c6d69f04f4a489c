// The command line of a run, for a shell: started in its folder, with the playbook that kubespray lends it.
import { displayPath } from '../core/path';
import type { Run } from '../core/run/run';
import { quoted } from '../core/run/runSettings';

/** As it was written where it was written; secrets in it are the user's own and stay. */
export function commandText(run: Run): string {
  const lent = run.lentPlaybook === undefined ? '' : ` ${quoted(displayPath(run.lentPlaybook, run.cwd))}`;
  return `cd ${quoted(run.cwd)} && ${run.command}${lent}`;
}
