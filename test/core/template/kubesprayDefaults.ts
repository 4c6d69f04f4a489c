// The defaults and vars of a kubespray release with the group_vars of its sample, as one host has them. No test itself.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Lookup } from '../../../server/core/template/evaluate';
import { holdsTemplate } from '../../../server/core/template/evaluate';
import { keyText, type Value } from '../../../server/core/value';
import { parseYaml } from '../../../server/core/yaml';

export interface Default {
  readonly name: string;
  readonly value: Value;
  /** The file, below the folder of the release. */
  readonly path: string;
}

export interface HostOfRelease {
  /** Every definition of defaults/ and of vars/ of roles. */
  readonly defaults: readonly Default[];
  /** Those of defaults/ that hold a template. */
  readonly computed: readonly Default[];
  readonly computedVars: readonly Default[];
  readonly variables: ReadonlyMap<string, Value>;
  readonly lookup: Lookup;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

function definitionsIn(path: string, folder: string): Default[] {
  const { root } = parseYaml({ kind: 'file', path, text: readFileSync(path, 'utf8'), executable: false, hasByteOrderMark: false });
  return root?.kind === 'mapping' ? root.entries.map(({ key, node }) => ({ name: keyText(key), value: node.value, path: relative(folder, path) })) : [];
}

/** `folder` is a release: roles/ and inventory/sample. */
export function hostOfRelease(folder: string): HostOfRelease {
  const roles = filesBelow(join(folder, 'roles'));
  const loaded = (kind: string): Default[] => roles.filter((path) => new RegExp(`/${kind}/main(\\.ya?ml|/[^/]+\\.ya?ml)$`).test(path)).flatMap((path) => definitionsIn(path, folder));
  const [defaults, vars] = [loaded('defaults'), loaded('vars')];
  const sample = join(folder, 'inventory/sample/group_vars');
  const groupVars = existsSync(sample) ? filesBelow(sample).filter((path) => /\.ya?ml$/.test(path)).flatMap((path) => definitionsIn(path, folder)) : [];
  const ofAll = (list: readonly Default[]): readonly Default[] => list.filter(({ path }) => /roles\/kubespray[-_]defaults\//.test(path));
  const variables = new Map<string, Value>();
  for (const list of [defaults, ofAll(defaults), groupVars, vars, ofAll(vars)]) for (const { name, value } of list) variables.set(name, value);
  return {
    defaults,
    computed: defaults.filter(({ value }) => holdsTemplate(value)),
    computedVars: vars.filter(({ value }) => holdsTemplate(value)),
    variables,
    lookup: (name) => (variables.has(name) ? { kind: 'set', value: variables.get(name)! } : { kind: 'not set' }),
  };
}
