// Which files of a workspace hold commands that start a run, and the shell text in each.
import type { Folder } from '../../folders';
import { joinPath, nameOf } from '../../path';
import type { Path, SourceFile } from '../../tree';
import { scriptOf } from '../shellCommands';
import { isGitLabFile, repositoryOfWorkflow, scriptsOfGitHub, scriptsOfGitLab } from './ciFiles';
import type { FoundScript } from './foundScript';
import { scriptsOfPackage, scriptsOfTasks } from './jsonScripts';
import { scriptsOfMakefile } from './makefile';
import { scriptsOfMarkdown } from './markdown';

/** A file that may hold commands, told by its name and place. */
export interface ScriptFile {
  readonly path: Path;
  /** The folder of the repository or workspace it belongs to. */
  readonly root: Path;
  /** What it says is documentation: nobody is known to run it. */
  readonly isDocumentation: boolean;
  /** A CI system runs it, on a machine of its own. */
  readonly isOfCi: boolean;
  readonly read: (file: SourceFile, root: Path) => readonly FoundScript[];
}

/** A longer file is none that people write commands in. */
const LONGEST = 512 * 1024;

type Reader = ScriptFile['read'];

const readShell: Reader = (file, root) => [scriptOf(file, root)];

/** What has no extension is a script only where it says so itself. */
const readMarked: Reader = (file, root) => (/^#![^\n]*\b(ba|da|k|z)?sh\b/.test(file.text) ? [scriptOf(file, root)] : []);

/** Folders whose files without an extension are looked into. */
const SCRIPT_FOLDERS = /\/(bin|scripts?|hack|tools|ci|\.ci|deploy)$/;

/** The files of `folders` that may hold commands; `rootOf` gives the open folder of each, `isOfKubespray` is true for files that a checkout brings along. */
export function findScriptFiles(folders: readonly Folder[], rootOf: (path: Path) => Path | undefined, isOfKubespray: (path: Path) => boolean): readonly ScriptFile[] {
  const found: ScriptFile[] = [];
  for (const { path: folder, directory } of folders) {
    const root = rootOf(folder);
    if (root === undefined) continue;
    for (const [name, kind] of directory.names) {
      if (kind !== 'file' || directory.skipped?.has(name) === true) continue;
      const reader = readerOf(folder, name);
      if (reader === undefined) continue;
      const path = joinPath(folder, name);
      const isDocumentation = reader === scriptsOfMarkdown || /(^|\/)docs?\//.test(path.slice(root.length)) || isOfKubespray(path);
      found.push({ path, root: reader === scriptsOfGitHub && folder.endsWith('/.github/workflows') ? repositoryOfWorkflow(path) : root, isDocumentation, isOfCi: reader === scriptsOfGitHub || reader === scriptsOfGitLab, read: reader });
    }
  }
  return found;
}

function readerOf(folder: Path, name: string): Reader | undefined {
  if (/\.(sh|bash|zsh)$/.test(name)) return readShell;
  if (/^(GNUm|m|M)akefile$|\.mk$/.test(name)) return scriptsOfMakefile;
  if (/\.ya?ml$/.test(name)) {
    if (folder.endsWith('/.github/workflows') || /^action\.ya?ml$/.test(name)) return scriptsOfGitHub;
    return isGitLabFile(joinPath(folder, name)) ? scriptsOfGitLab : undefined;
  }
  if (name === 'tasks.json') return nameOf(folder) === '.vscode' ? scriptsOfTasks : undefined;
  if (name === 'package.json') return scriptsOfPackage;
  if (/\.(md|markdown)$/i.test(name)) return scriptsOfMarkdown;
  return !name.includes('.') && SCRIPT_FOLDERS.test(folder) ? readMarked : undefined;
}

const scriptsOfFile = new WeakMap<SourceFile, readonly FoundScript[] | string>();

/** The shell texts of a file, or why it is not looked into; none for one that never says ansible: most of them. */
export function scriptsIn({ read, root }: ScriptFile, file: SourceFile): readonly FoundScript[] | string {
  // what is that large has no text here
  if (file.problem === 'too-large') return 'is too large';
  let scripts = scriptsOfFile.get(file);
  if (scripts === undefined) {
    // a shell takes bytes as they are: what is no text is not known, the rest is
    const isText = file.problem === undefined || file.problem === 'not-utf8';
    const isAny = isText && /ansible/i.test(file.text) && file.text.includes('playbook');
    scripts = !isAny ? [] : file.text.length > LONGEST ? `is longer than ${LONGEST / 1024} kB` : read(file, root);
    scriptsOfFile.set(file, scripts);
  }
  return scripts;
}
