// What lies in the vars folder of a group or host and looks like vars, but has a name that Ansible passes over.
import { extensionOf, nameOf } from '../core/path';
import type { Path, SourceFile } from '../core/tree';
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';
import { firstFileOf, firstLine, varsPlacesOf } from './places';
import type { Rule } from './rule';

export const ignoredVarsFile: Rule = {
  id: 'ignored-vars-file',
  summary: 'A file in a vars folder that has a name Ansible passes over',
  severity: 'warning',
  *check({ project, runs }) {
    for (const run of runs) {
      for (const place of varsPlacesOf(project, run)) {
        if (place === undefined) {
          yield undefined;
          continue;
        }
        if (place.status !== 'not-a-vars-file' || place.owner === undefined) continue;
        const file = varsFileAt(project, run, place.path);
        if (file !== undefined) yield { span: firstLine(file), message: `${nameOf(place.path)} is not read: ${place.detail}`, cause: place.path, run };
      }
    }
  },
};

/** Hidden files that tools keep beside vars. */
const OF_TOOLS = /^\.(yamllint|sops|ansible-lint|pre-commit-config|gitlab-ci|travis|config)\b/;

/** The first vars file of what is passed over; undefined for what nobody takes for vars: notes, backups, keys, templates. */
function varsFileAt({ lookup }: Project, { config }: Run, path: Path): SourceFile | undefined {
  const name = nameOf(path);
  const isVarsName = (text: string): boolean => config.yamlValidExtensions.includes(extensionOf(text).toLowerCase());
  if (lookup.peek(path) === 'directory') {
    if (name.startsWith('.')) return undefined;
    const names = [...(lookup.directory(path)?.names.keys() ?? [])];
    return names.some((member) => !member.startsWith('.') && isVarsName(member)) ? firstFileOf(lookup, path) : undefined;
  }
  if (lookup.peek(path) !== 'file' || OF_TOOLS.test(name)) return undefined;
  // web.YML, .web.yml, vault.vault
  const looksLikeVars = name.startsWith('.') ? isVarsName(name.slice(1)) : isVarsName(name) || extensionOf(name) === '.vault';
  const file = looksLikeVars ? lookup.file(path) : undefined;
  return file === undefined || file.text.trim() === '' ? undefined : file;
}
