// Where a repository without a checkout says which kubespray it uses: requirements.yml, .gitmodules, image tags, a clone of a tag.
import type { Folder } from '../folders';
import type { Lookup } from '../lookup';
import { folderOf, isWithin, joinPath, nameOf } from '../path';
import { member, textValue } from '../run/playbook';
import type { Path, SourceFile } from '../tree';
import { parseYaml } from '../yaml';
import type { YamlNode } from '../yamlNode';
import { minorOf } from './kubespray';

/** One place that names a release. */
export interface NamedRelease {
  /** `v2.28.0`, or `v2.28` where only the minor release is named. */
  readonly version: string;
  readonly file: Path;
}

/** What a run without a checkout takes: the release, and where it is named, as part of a sentence. */
export interface ChosenRelease {
  /** Undefined when none is named, or several that differ. */
  readonly version: string | undefined;
  readonly how: string;
}

/** Every release that files of the folders name; `scripts` are the files with commands. */
export function findNamedReleases(lookup: Lookup, folders: readonly Folder[], scripts: readonly Path[]): readonly NamedRelease[] {
  const found: NamedRelease[] = [];
  const add = (path: Path, read: (file: SourceFile) => readonly string[]): void => {
    const file = lookup.peek(path) === 'file' ? lookup.file(path) : undefined;
    if (file === undefined || file.problem !== undefined || !file.text.includes('kubespray')) return;
    for (const version of new Set(versionsIn(file, read))) found.push({ version, file: path });
  };
  for (const { path: folder, directory } of folders) {
    for (const [name, kind] of directory.names) {
      if (kind !== 'file' || directory.skipped?.has(name) === true) continue;
      const path = joinPath(folder, name);
      if (/^(.+[-_.])?requirements\.ya?ml$/.test(name)) add(path, requiredVersions);
      else if (name === '.gitmodules') add(path, submoduleVersions);
      else if (/^(Dockerfile|Containerfile)(\.|$)|\.Dockerfile$|^(docker-)?compose(\.[\w-]+)?\.ya?ml$/i.test(name)) add(path, versionsInText);
    }
  }
  for (const path of scripts) add(path, versionsInText);
  return found;
}

const known = new WeakMap<SourceFile, readonly string[]>();

/** Read once for each text. */
function versionsIn(file: SourceFile, read: (file: SourceFile) => readonly string[]): readonly string[] {
  let versions = known.get(file);
  if (versions === undefined) known.set(file, (versions = read(file).flatMap((text) => versionOf(text) ?? [])));
  return versions;
}

/** `v2.28.0` of a tag, `v2.28` of a branch `release-2.28`. */
function versionOf(text: string): string | undefined {
  const match = /^(?:v|release-)?(2\.\d{1,3}(?:\.\d{1,3})?)$/.exec(text.trim());
  return match === null ? undefined : `v${match[1]!}`;
}

/** The collection, from Git or by its name; `version:` or what stands behind a comma. */
function requiredVersions(file: SourceFile): string[] {
  const { root } = parseYaml(file);
  const versions: string[] = [];
  for (const list of [root, member(root, 'collections'), member(root, 'roles')]) {
    if (list?.kind !== 'sequence') continue;
    for (const item of list.items) versions.push(...requiredVersion(item));
  }
  return versions;
}

function requiredVersion(item: YamlNode): string[] {
  const names = item.kind === 'mapping' ? ['name', 'source', 'src'].flatMap((key) => textValue(member(item, key)) ?? []) : [textValue(item) ?? ''];
  const isKubespray = names.some((name) => /(^|[/:])kubespray(\.git)?([,#@]|$)|^kubernetes_sigs\.kubespray\b/.test(name));
  if (!isKubespray) return [];
  const version = textValue(member(item, 'version'));
  return version !== undefined ? [version] : names.flatMap((name) => /[,@]([^,@]+)$/.exec(name)?.[1] ?? []);
}

/** The branch of a submodule; a commit says no release. */
function submoduleVersions(file: SourceFile): string[] {
  return file.text.split(/^(?=\s*\[submodule\b)/m).filter((section) => /^\s*url\s*=.*\bkubespray(\.git)?\/?\s*$/m.test(section)).flatMap((section) => /^\s*branch\s*=\s*"?([^\s"]+)/m.exec(section)?.[1] ?? []);
}

/** A line of commands is no longer than that. */
const LINE_LIMIT = 2_000;

/** A text names no more releases than that. */
const NAME_LIMIT = 50;

/** Tags of kubespray's image, and the tag or branch that its repository is cloned at or checked out; comments do not count. */
function versionsInText(file: SourceFile): string[] {
  const versions: string[] = [];
  const lines = file.text.replace(/\\\r?\n/g, ' ').split(/\r?\n/).map((line) => (line.length > LINE_LIMIT || /^\s*(#|\/\/)/.test(line) ? '' : line));
  const add = (text: string | undefined): void => {
    if (text !== undefined && versions.length < NAME_LIMIT) versions.push(text.includes('$') ? valueIn(lines, text) : text);
  };
  let clones = 0;
  let isCloned = false;
  for (const [index, line] of lines.entries()) {
    if (/\bgit\s+clone\b/.test(line)) clones++;
    if (!line.includes('kubespray')) continue;
    for (const [, tag] of line.matchAll(/\bkubespray:(v2\.\d+\.\d+(?![\w.])|\$(?:\w+|\{\{[^{}]*\}\}|\{[^{}]*\}|\(\w+\))(?![\w.$-]))/g)) add(tag);
    if (/\bgit\s+clone\b/.test(line) && /\bkubespray(\.git)?(\s|"|'|$)/.test(line)) {
      isCloned = true;
      add(/\s(?:-b|--branch)(?:\s+|=)["']?([\w.-]+|\$(?:\w+|\{[^{}]*\}|\(\w+\)))/.exec(line)?.[1]);
    }
    add(/\bgit\s+-C\s+\S*kubespray["'/]*\s+(?:checkout|switch)\s+(?:\S+\s+)*?["']?((?:tags\/)?v2\.[\d.]+|release-2\.\d+|\$\w+|\$\{\w+\})/.exec(line)?.[1]?.replace('tags/', ''));
    // a step of a workflow
    if (/\brepository:\s*["']?[\w.-]+\/kubespray["']?\s*([,}]|$)/.test(line)) add(refBeside(lines, index));
  }
  // without another clone a tag can be one of kubespray's alone
  if (isCloned && clones === 1) for (const line of lines) add(/\bgit\s+(?:checkout|switch)\s+(?:-\S+\s+)*["']?((?:tags\/)?v2\.\d+\.\d+|release-2\.\d+|\$\w*VERSION\w*|\$\{\w*VERSION\w*\})["']?\s*(?:[;&|]|$)/.exec(line)?.[1]?.replace('tags/', ''));
  return versions;
}

/** The `ref` of the mapping that the line is an entry of. */
function refBeside(lines: readonly string[], index: number): string | undefined {
  const indent = (line: string): number => line.search(/\S/);
  const column = indent(lines[index]!);
  const refIn = (line: string): string | undefined => /(?:^|[\s,{])ref:\s*["']?([\w./-]+|\$\{\{[^{}]*\}\})/.exec(line)?.[1]?.replace(/^refs\/(tags|heads)\//, '');
  const own = refIn(lines[index]!);
  if (own !== undefined) return own;
  for (const step of [-1, 1]) {
    for (let at = index + step; at >= 0 && at < lines.length && indent(lines[at]!) === column; at += step) {
      const ref = refIn(lines[at]!);
      if (ref !== undefined) return ref;
    }
  }
  return undefined;
}

/** What `$NAME`, `${NAME:-v2.28.0}` or `${{ env.NAME }}` is where the text sets the name once; '' otherwise. */
function valueIn(lines: readonly string[], text: string): string {
  const [, name, other] = /^\$[{(]*\s*(?:env\.|vars\.)?(\w+)\s*(?::?-["']?([\w.-]+)["']?)?\s*[)}]*$/.exec(text) ?? [];
  if (name === undefined) return '';
  const assigned = new RegExp(`(?:^|[\\s;&{,"'])${name}["']?\\s*(?:=|:=|\\?=|:\\s)\\s*["']?(?:\\$\\{${name}:?-)?["']?([\\w.-]+)`);
  const values = lines.flatMap((line) => assigned.exec(line)?.[1] ?? (new RegExp(`(?:^|\\s)${name}=`).test(line) ? [''] : []));
  return values.length === 0 ? (other ?? '') : values.length === 1 ? values[0]! : '';
}

/**
 * The release for a run that starts in `cwd`, with its inventory in `inventory`: what is named in the nearest folder at or above these, else
 * anywhere. Several that differ name none.
 */
export function releaseNamedFor(named: readonly NamedRelease[], places: readonly Path[], show: (path: Path) => string): ChosenRelease {
  let nearest: readonly NamedRelease[] = named;
  let depth = -1;
  for (const release of named) {
    const folder = folderOf(release.file);
    // `collections/requirements.yml` belongs to the folder above
    const of = ['collections', 'requirements', '.github', 'workflows', '.gitlab', 'ci', 'docker'].includes(nameOf(folder)) ? folderOf(folder) : folder;
    if (of.length > depth && places.some((place) => isWithin(place, of))) {
      depth = of.length;
      nearest = named.filter(({ file }) => isWithin(folderOf(file), of));
    }
  }
  const [first] = nearest;
  if (first === undefined) return { version: undefined, how: 'no file names a release' };
  const minors = new Set(nearest.map(({ version }) => minorOf(version)));
  if (minors.size > 1) {
    const other = nearest.find(({ version }) => minorOf(version) !== minorOf(first.version))!;
    return { version: undefined, how: `${show(first.file)} names ${first.version}, ${show(other.file)} ${other.version}` };
  }
  // the more exact of two
  const exact = nearest.find(({ version }) => version.split('.').length > 2) ?? first;
  return { version: exact.version, how: show(exact.file) };
}
