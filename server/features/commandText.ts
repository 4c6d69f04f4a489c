// The command line of a run, for a shell: started in its folder, with the playbook that kubespray lends it.
import { displayPath } from '../core/path';
import type { Run } from '../core/run/run';
import { quoted } from '../core/run/runSettings';

/** With its folder: as it was written where it was written; secrets in it are the user's own and stay. */
export function commandText(run: Run): string {
  return `cd ${quoted(run.cwd)} && ${commandWithPlaybook(run)}`;
}

/** The command with the ANSIBLE_* variables that are set for it, of which `isMeant` chooses, and the playbook that kubespray lends it. */
export function commandWithPlaybook(run: Run, isMeant: (name: string) => boolean = () => true): string {
  const set = Object.entries(run.declaration.environment).filter(([name]) => /^ANSIBLE_\w+$/.test(name) && isMeant(name)).map(([name, value]) => `${name}=${quoted(value ?? '')} `);
  const command = set.join('') + run.command;
  return run.lentPlaybook === undefined ? command : `${command} ${quoted(displayPath(run.lentPlaybook, run.cwd))}`;
}
