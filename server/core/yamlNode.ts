// The shape of a parsed YAML or JSON text: values as Ansible gets them, each with its place. Made by yaml.ts; free of the `yaml` package.
import type { Scalar, Value } from './value';
import type { SourceFile, Span } from './tree';
import type { ParseProblem } from './diagnostic';

export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

export interface YamlScalar {
  readonly kind: 'scalar';
  /** Quotes and tags included; for an empty value a span of no length right behind the key's colon. */
  readonly span: Span;
  readonly value: Scalar;
  readonly style: 'plain' | 'single' | 'double' | 'block' | 'empty';
  readonly tag?: string;
}

export interface YamlSequence {
  readonly kind: 'sequence';
  readonly span: Span;
  readonly value: Value;
  readonly items: readonly YamlNode[];
}

export interface YamlMapping {
  readonly kind: 'mapping';
  readonly span: Span;
  readonly value: Value;
  /**
   * What the mapping holds in the end, in Python's order (first seen, place kept): duplicates resolved (last value, first key spelling),
   * `<<` merged in. The entry that gives a value is the one whose places are told.
   */
  readonly entries: readonly YamlEntry[];
  /** Every key as written in this mapping, in text order, the ones that lost and `<<` included; for outline, search and diagnostics. */
  readonly written: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: Scalar;
  readonly keySpan: Span;
  readonly node: YamlNode;
  /** It came in through `<<`; its places are those of the anchored mapping. */
  readonly merged: boolean;
}

export interface YamlDocument {
  readonly file: SourceFile;
  /** What can be read, even when Ansible would refuse the file. Undefined when there is nothing (empty, vault file, unreadable). */
  readonly root: YamlNode | undefined;
  /** Why Ansible refuses the whole file; undefined when it loads it, also when more is in it than is read here (a problem `too-large`). */
  readonly failure: ParseProblem | undefined;
  /** Everything found, `failure` included, in text order. */
  readonly problems: readonly ParseProblem[];
  /** The whole file is an Ansible Vault text: its keys are unknown. */
  readonly encrypted: boolean;
  /** The text was taken as JSON (Ansible tries that first). */
  readonly isJson: boolean;
}
