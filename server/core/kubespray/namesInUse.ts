// Whether something reads a variable: the user's own playbooks, roles, templates, vars and scripts, or the files of a kubespray checkout.
// A search of texts, asked only about names that no fact of a release explains; what cannot be looked at counts as a use.
import { isWithin, joinPath, nameOf } from '../path';
import type { Lookup } from '../lookup';
import type { Project } from '../project';
import type { Path, SourceFile } from '../tree';
import type { Checkout } from './checkout';

/** Files of the workspace that are looked through; with more of them nothing is said of any name. */
const FILE_LIMIT = 3_000;

/** What of a checkout is kubespray's own: whoever uses it has a release that tells what its files read. */
const OF_KUBESPRAY: readonly string[] = ['roles', 'playbooks', 'extra_playbooks', 'contrib', 'docs', 'tests', 'test-infra', 'scripts', 'library', 'plugins', 'inventory/sample', 'inventory/local'];

/** Names of files in which a variable may be used: of Ansible, of scripts, of CI. Prose says nothing about what is read. */
const MAY_USE = /\.(ya?ml|j2|jinja2?|json|cfg|conf|ini|toml|tmpl|tpl|tf|hcl|sh|bash|zsh|py|rb|go|js|ts|pl|ps1|groovy|mk)$|^(\w*Makefile|\w*Jenkinsfile|\w*Dockerfile|[^.]+)$/i;

/** True when a file of the workspace that is not kubespray's uses `name`, or when that cannot be told. */
export function isUsedInWorkspace(project: Project, name: string): boolean {
  const paths = ownFiles(project);
  return paths === undefined || isUsedIn(project.lookup, paths, name);
}

const ownPaths = new WeakMap<Project, readonly Path[] | undefined>();

/** Undefined when there are too many of them. */
function ownFiles(project: Project): readonly Path[] | undefined {
  if (ownPaths.has(project)) return ownPaths.get(project);
  const kubespray = project.checkouts.flatMap(({ root }) => OF_KUBESPRAY.map((folder) => joinPath(root, folder)));
  const paths: Path[] = [];
  for (const { path: folder, directory } of project.folders) {
    if (kubespray.some((own) => isWithin(directory.path, own))) continue;
    for (const [name, kind] of directory.names) if (kind === 'file' && directory.skipped?.has(name) !== true && MAY_USE.test(name)) paths.push(joinPath(folder, name));
  }
  const found = paths.length > FILE_LIMIT ? undefined : paths;
  ownPaths.set(project, found);
  return found;
}

/** True when a file of the checkout's roles or playbooks has the word, or when that cannot be told. */
export function isMentionedIn(lookup: Lookup, { root }: Checkout, name: string): boolean {
  let ofLookup = filesOf.get(lookup);
  if (ofLookup === undefined) filesOf.set(lookup, (ofLookup = new Map()));
  let files = ofLookup.get(root);
  // the same list as long as none of the files has changed
  if (files === undefined) ofLookup.set(root, (files = lookup.remember(`files of ${root}`, () => readFiles(lookup, root))));
  if (files === 'unknown') {
    // what is missing may have come since
    ofLookup.delete(root);
    return true;
  }
  let known = mentions.get(files);
  if (known === undefined) mentions.set(files, (known = new Map()));
  let answer = known.get(name);
  if (answer === undefined) known.set(name, (answer = files.some((file) => uses(file, name))));
  return answer;
}

const filesOf = new WeakMap<Lookup, Map<Path, readonly SourceFile[] | 'unknown'>>();
const mentions = new WeakMap<readonly SourceFile[], Map<string, boolean>>();

/** Every file is asked for, so that all that are missing come in one round. */
function readFiles(lookup: Lookup, root: Path): readonly SourceFile[] | 'unknown' {
  const paths: Path[] = [];
  const isListed = ['roles', 'playbooks', 'extra_playbooks', 'library', 'plugins'].map((folder) => collect(lookup, joinPath(root, folder), paths, 0)).every(Boolean);
  const top = lookup.directory(root);
  for (const [file, kind] of top?.names ?? []) if (kind === 'file' && /\.ya?ml$/.test(file)) paths.push(joinPath(root, file));
  const files = paths.map((path) => lookup.file(path) ?? (lookup.peek(path) === 'absent' ? undefined : 'unknown'));
  if (!isListed || top === undefined || files.includes('unknown')) return 'unknown';
  return files.filter((file): file is SourceFile => typeof file === 'object');
}

/** The files below a folder, without tests and documents; false when a folder is not listed yet. A link leads to files that are found where they lie. */
function collect(lookup: Lookup, folder: Path, into: Path[], depth: number): boolean {
  if (depth > 12) return true;
  const kind = lookup.peek(folder);
  if (kind !== 'directory') return kind !== undefined;
  const directory = lookup.directory(folder);
  if (directory === undefined) return false;
  let isListed = true;
  for (const [name, kind] of directory.names) {
    if (name.startsWith('.') || name === 'molecule' || name === 'tests') continue;
    if (kind === 'directory') isListed = collect(lookup, joinPath(folder, name), into, depth + 1) && isListed;
    else if (kind === 'file' && !name.endsWith('.md')) into.push(joinPath(folder, name));
  }
  return isListed;
}

/** Every file is asked for, so that all that are missing come in one round. */
function isUsedIn(lookup: Lookup, paths: readonly Path[], name: string): boolean {
  let isUsed = false;
  for (const path of paths) {
    const file = lookup.file(path);
    if (file === undefined ? lookup.peek(path) !== 'absent' : uses(file, name)) isUsed = true;
  }
  return isUsed;
}

const answers = new WeakMap<SourceFile, Map<string, boolean>>();

/** A longer text is data, and no place where variables are read. */
const TEXT_LIMIT = 1_000_000;

/** Asked once for each text and name. */
function uses(file: SourceFile, name: string): boolean {
  if (file.text.length > TEXT_LIMIT) return false;
  let known = answers.get(file);
  if (known === undefined) answers.set(file, (known = new Map()));
  let answer = known.get(name);
  if (answer === undefined) known.set(name, (answer = findsUse(file, name)));
  return answer;
}

function findsUse({ text, path }: SourceFile, name: string): boolean {
  // a role knows the names it sets, and says of others in its comments what it does with them
  const isOfRole = path.includes('/roles/');
  const isTemplate = /\.(j2|jinja2?|tmpl|tpl)$/.test(nameOf(path));
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (isWordPart(text[at - 1]) || isWordPart(text[at + name.length])) continue;
    if (isOfRole || isTemplate) return true;
    const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
    const isComment = /(^|\s)#/.test(line) && !/\{[{%]/.test(line);
    if (!isComment && !isSetHere(line, text.slice(at + name.length, at + name.length + 8))) return true;
  }
  return false;
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}

/** `name: value` and `name=value` say what it is and read nothing. */
function isSetHere(before: string, behind: string): boolean {
  return (/^[\s-]*["']?$/.test(before) && /^["']?\s*:/.test(behind)) || (/(^|[\s"'])$/.test(before) && /^\s*=(?!=)/.test(behind));
}
