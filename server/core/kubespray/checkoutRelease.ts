// Which release a kubespray checkout is: galaxy.yml, its Git tag, the Kubernetes version that it installs, at last the files that it has.
import type { Lookup } from '../lookup';
import { joinPath, resolvePath } from '../path';
import { member, textValue } from '../run/playbook';
import type { Path } from '../tree';
import { parseYaml } from '../yaml';
import type { YamlNode } from '../yamlNode';
import { COMMON_DEFAULTS, minorOf } from './kubespray';

/** The release of a checkout, as far as its files tell it. */
export interface CheckoutRelease {
  /** `v2.31.0`; undefined when only its age can be told. */
  readonly version: string | undefined;
  /** The number after `2.`; of an age the last release that it may be. Undefined when nothing tells it. */
  readonly minor: number | undefined;
  /** What tells it, as part of a sentence; '' when nothing does. */
  readonly by: string;
}

/**
 * By `version:` of galaxy.yml, which kubespray has since v2.22, or of MANIFEST.json, which ansible-galaxy makes of it when it installs the
 * collection. Undefined when that is of another collection.
 */
export function releaseOfCollection(content: YamlNode | undefined, by: 'galaxy.yml' | 'MANIFEST.json'): CheckoutRelease | undefined {
  const info = by === 'galaxy.yml' ? content : member(content, 'collection_info');
  if (textValue(member(info, 'name')) !== 'kubespray') return undefined;
  const version = textValue(member(info, 'version'));
  const corrected = version === undefined ? undefined : 'v' + correctedVersion(version);
  return { version: corrected, minor: minorOf(corrected), by: corrected === undefined ? '' : by };
}

/** galaxy.yml is one release behind at four tags: v2.22.0 and v2.22.1 say 2.21.0, v2.23.0 and v2.23.1 say 2.22.1. */
function correctedVersion(version: string): string {
  if (version === '2.21.0') return '2.22';
  if (version === '2.22.1') return '2.23';
  return version;
}

/** Of a checkout without galaxy.yml: v2.21 or older, or a newer one that somebody has copied without it. */
export function releaseWithoutGalaxy(lookup: Lookup, root: Path): CheckoutRelease {
  const tag = gitTag(lookup, root);
  if (tag !== undefined) return { version: tag, minor: minorOf(tag), by: 'its Git tag' };
  const version = versionByKubernetes(lookup, root);
  if (version !== undefined) return { version, minor: minorOf(version), by: 'its kube_version' };
  // since v2.22 the plays lie in a folder of their own: how new it is, is not told
  if (lookup.directory(root)?.names.get('playbooks') === 'directory') return { version: undefined, minor: undefined, by: '' };
  // since v2.16 hosts of old group names are put into the new ones, by a playbook of this name to v2.21
  return { version: undefined, minor: lookup.directory(root)?.names.has('legacy_groups.yml') === true ? 21 : 15, by: 'its files' };
}

/** The default `kube_version` is one-to-one with the minor release; since v2.28 it is computed. */
const RELEASE_OF_KUBERNETES: Readonly<Record<string, string>> = { '1.18': '2.14', '1.19': '2.15', '1.20': '2.16', '1.21': '2.17', '1.22': '2.18', '1.23': '2.19', '1.24': '2.20', '1.25': '2.21', '1.26': '2.22', '1.27': '2.23', '1.28': '2.24', '1.29': '2.25', '1.30': '2.26', '1.31': '2.27' };

function versionByKubernetes(lookup: Lookup, root: Path): string | undefined {
  for (const role of COMMON_DEFAULTS) {
    for (const name of ['main.yaml', 'main.yml', 'main/main.yml']) {
      const path = joinPath(root, `roles/${role}/defaults/${name}`);
      const file = lookup.peek(joinPath(root, `roles/${role}`)) === 'directory' && lookup.peek(path) === 'file' ? lookup.file(path) : undefined;
      if (file === undefined) continue;
      const kubernetes = /^v?(\d+\.\d+)\./.exec(textValue(member(parseYaml(file).root, 'kube_version')) ?? '')?.[1];
      const release = kubernetes === undefined ? undefined : RELEASE_OF_KUBERNETES[kubernetes];
      return release === undefined ? undefined : 'v' + release;
    }
  }
  return undefined;
}

/** The tag of the commit that is checked out, or the release of the branch; read from Git's own files, nothing is run. */
function gitTag(lookup: Lookup, root: Path): string | undefined {
  const folder = gitFolder(lookup, root);
  const head = folder === undefined ? undefined : textAt(lookup, joinPath(folder, 'HEAD'))?.trim();
  if (folder === undefined || head === undefined) return undefined;
  const branch = /^ref: refs\/heads\/release-(2\.\d+)$/.exec(head)?.[1];
  if (branch !== undefined) return `v${branch}`;
  if (!/^[0-9a-f]{40,64}$/.test(head)) return undefined;
  let tag: string | undefined;
  for (const line of textAt(lookup, joinPath(folder, 'packed-refs'))?.split('\n') ?? []) {
    // `^` and a commit: what the tag of the line above points to
    const packed = /^([0-9a-f]+) refs\/tags\/(v2\.\d+\.\d+)$/.exec(line);
    if (packed !== null) tag = packed[2];
    else if (!line.startsWith('^')) tag = undefined;
    if (tag !== undefined && (packed?.[1] === head || line === `^${head}`)) return tag;
  }
  const tags = joinPath(folder, 'refs/tags');
  for (const name of lookup.peek(tags) === 'directory' ? lookup.directory(tags)?.names.keys() ?? [] : []) if (/^v2\.\d+\.\d+$/.test(name) && textAt(lookup, joinPath(tags, name))?.trim() === head) return name;
  return undefined;
}

/** `.git`, or where it says that it is: of a submodule a file. */
function gitFolder(lookup: Lookup, root: Path): Path | undefined {
  const path = joinPath(root, '.git');
  const kind = lookup.peek(path);
  if (kind === 'directory') return path;
  const target = kind === 'file' ? /^gitdir: (.+)$/m.exec(textAt(lookup, path) ?? '')?.[1] : undefined;
  return target === undefined ? undefined : resolvePath(root, target.trim());
}

function textAt(lookup: Lookup, path: Path): string | undefined {
  const file = lookup.peek(path) === 'file' ? lookup.file(path) : undefined;
  return file?.problem === undefined ? file?.text : undefined;
}
