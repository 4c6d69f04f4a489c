// What lies in the vars folder of a group or host and looks like vars, but has a name that Ansible passes over.
import { extensionOf, folderOf, joinPath, nameOf } from '../core/path';
import type { Fix } from '../core/diagnostic';
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
        if (file !== undefined) yield { span: firstLine(file), message: `${nameOf(place.path)} is not read: ${place.detail}`, cause: place.path, run, fixes: fixesOf(project, run, place.path) };
      }
    }
  },
};

/** Hidden files of tools, editors and systems, not of people. */
const OF_TOOLS = /^\.(yamllint|sops|ansible-lint|pre-commit-config|gitlab-ci|travis|config|[#_]|\w*rc\.\w+$)/;
/** What is put aside on purpose. */
const ASIDE = /(^|[._-])(old|bak|backup|orig|save|disabled?|unused|off|archived?|deprecated|example|sample|template|dist|tmp|temp|test)([._-]|$)/i;

/** The first vars file of what is passed over; undefined for what nobody takes for vars: notes, backups, keys, templates. */
function varsFileAt({ lookup }: Project, run: Run, path: Path): SourceFile | undefined {
  const name = nameOf(path);
  const isVarsName = (text: string): boolean => run.config.yamlValidExtensions.includes(extensionOf(text).toLowerCase());
  if (ASIDE.test(name)) return undefined;
  if (lookup.peek(path) === 'directory') {
    if (name.startsWith('.')) return undefined;
    const names = [...(lookup.directory(path)?.names.keys() ?? [])];
    return names.some((member) => !member.startsWith('.') && isVarsName(member)) ? firstFileOf(lookup, path) : undefined;
  }
  if (lookup.peek(path) !== 'file' || OF_TOOLS.test(name)) return undefined;
  // web.YML, .web.yml, vault.vault
  const looksLikeVars = name.startsWith('.') ? isVarsName(name.slice(1)) : isVarsName(name) || extensionOf(name) === '.vault';
  const file = looksLikeVars ? lookup.file(path) : undefined;
  return file === undefined || file.text.trim() === '' || isNamedIn(run, path) ? undefined : file;
}

/** A play names it in vars_files, or a command with -e: under whatever name. */
function isNamedIn(run: Run, path: Path): boolean {
  return run.readExtraVars.files.includes(path) || run.plays.some((play) => play.varsFiles.some(({ candidates }) => candidates.some((candidate) => nameOf(candidate) === nameOf(path))));
}

/** A name that is read: `web.YML` is `web.yml`, the folder `v1.2` is `v1_2`. */
function fixesOf({ lookup }: Project, { config }: Run, path: Path): Fix[] {
  const name = nameOf(path);
  const extension = extensionOf(name);
  let better = name.replaceAll('.', '_');
  if (lookup.peek(path) === 'file') {
    if (!config.yamlValidExtensions.includes(extension.toLowerCase())) return [];
    better = name.slice(0, -extension.length) + extension.toLowerCase();
  }
  const target = joinPath(folderOf(path), better);
  if (name.startsWith('.') || better === name || lookup.peek(target) !== 'absent') return [];
  return [{ title: `Rename ${name} to ${better}`, edits: [], operations: [{ kind: 'rename', from: path, to: target }] }];
}
