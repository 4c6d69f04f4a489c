// A run that starts in a folder from which Ansible does not find the roles of its plays: it stops before the first task. Kubespray's roles are found through kubespray's own ansible.cfg alone.
import { folderOf } from '../core/path';
import { missingRoles } from '../core/run/missingRoles';
import type { SourceFile, Span } from '../core/tree';
import { atEachCall, count, enumerate, firstLine, writtenPlaces } from './places';
import type { Rule } from './rule';

export const rolesNotFound: Rule = {
  id: 'roles-not-found',
  summary: 'A run that starts where Ansible does not find the roles of its plays',
  severity: 'warning',
  *check({ project, runs }) {
    for (const run of runs) {
      yield undefined;
      const missing = missingRoles(run, (path) => project.isBelowRoots(path));
      if (missing === undefined) continue;
      const { uses, folder, config } = missing;
      const [first] = uses;
      const written = run.playbooks.map(writtenPlaces).find((places) => places.length > 0) ?? [];
      const names = uses.map((use) => use.name);
      const inForce = run.config.file === undefined ? 'no ansible.cfg is in force' : `${project.show(run.config.file.path)} is in force`;
      const lie = names.length === 1 ? 'It lies' : 'They lie';
      const cwd = project.show(run.cwd);
      const mend = config === undefined ? `${lie} in ${project.show(folder)}, which no roles_path names` : `${lie} in ${project.show(folder)}: start the run in ${project.show(folderOf(config.path))}, or name its ansible.cfg in ANSIBLE_CONFIG`;
      yield* atEachCall('roles-not-found', project, (written.length === 0 ? [first!.span] : written).map((span) => ({
        span,
        message: `Ansible stops here: started in ${cwd === '.' ? 'this folder' : cwd}, where ${inForce}, it does not find ${count(names.length, 'role')} of the plays, ${enumerate(names)}. ${mend}`,
        run,
        related: [
          ...(written.length === 0 ? [] : [{ span: first!.span, message: `${first!.name} is not found` }]),
          ...(config === undefined ? [] : [{ span: rolesPathIn(config), message: 'this ansible.cfg says where they are' }]),
        ],
      })));
    }
  },
};

function rolesPathIn(file: SourceFile): Span {
  const found = /^roles_path.*/m.exec(file.text);
  return found === null ? firstLine(file) : { file, start: found.index, end: found.index + found[0].trimEnd().length };
}
