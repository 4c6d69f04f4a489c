// One place that sets one variable, and what a template's use of one looks like.
import type { Origin, Path, SourceFile, Span } from '../tree';
import type { Value } from '../value';
import type { YamlMapping, YamlNode } from '../yamlNode';
import { keyText } from '../value';
import { parseYaml } from '../yaml';
import type { Precedence } from './precedence';

/** Whom a definition is for. */
export type Owner =
  | { readonly kind: 'group'; readonly name: string }
  | { readonly kind: 'host'; readonly name: string }
  | { readonly kind: 'role'; readonly name: string }
  | { readonly kind: 'play'; readonly name: string }
  | { readonly kind: 'run' };

/** What an inventory names, and vars files are for. */
export type OwnerOfFiles = Extract<Owner, { kind: 'group' | 'host' }>;

export interface VariableDefinition {
  readonly name: string;
  readonly value: Value;
  /** The key as written; for what stands in no file, its text. */
  readonly origin: Origin;
  /** The value as written; undefined where there is no text of its own. */
  readonly valueSpan: Span | undefined;
  /** The parsed value, for the places of its leaves. */
  readonly node: YamlNode | undefined;
  readonly precedence: Precedence;
  readonly owner: Owner;
}

/** The definitions of a mapping, in its order: what a vars file, a `vars:` block or a defaults file sets. */
export function definitionsOf(mapping: YamlMapping, precedence: Precedence, owner: Owner): VariableDefinition[] {
  return mapping.entries.map((entry) => ({ name: keyText(entry.key), value: entry.node.value, origin: entry.keySpan, valueSpan: entry.node.span, node: entry.node, precedence, owner }));
}

const ofFile = new WeakMap<SourceFile, Map<string, readonly VariableDefinition[]>>();

/** What a vars file sets; nothing when it is no mapping or encrypted. The same objects each time for the same text and owner. */
export function definitionsOfFile(file: SourceFile, precedence: Precedence, owner: Owner): readonly VariableDefinition[] {
  let known = ofFile.get(file);
  if (known === undefined) ofFile.set(file, (known = new Map()));
  const key = `${precedence} ${owner.kind} ${'name' in owner ? owner.name : ''}`;
  let definitions = known.get(key);
  if (definitions === undefined) {
    const { root } = parseYaml(file);
    known.set(key, (definitions = root?.kind === 'mapping' ? definitionsOf(root, precedence, owner) : []));
  }
  return definitions;
}

export type PlaceStatus = 'loaded' | 'not-found' | 'hidden' | 'not-a-vars-file' | 'matches-no-group' | 'outside' | 'unreadable';

/** One path where a run looks for vars, or a vars file it passes by. */
export interface SearchedPlace {
  readonly path: Path;
  readonly status: PlaceStatus;
  /** Why, in plain words; '' when the status says it all. */
  readonly detail: string;
  /** The group or host it is looked up for; undefined for a place that is for none. */
  readonly owner: Owner | undefined;
}
