// A finding and what mends it, as plain data with spans. Knows no rule and no editor.
import type { Path, Span } from './tree';

export type Severity = 'error' | 'warning' | 'information' | 'hint' | 'off';

/** Strongest first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint', 'off'];

export interface RelatedPlace {
  readonly span: Span;
  readonly message: string;
}

export interface Diagnostic {
  /** The rule's id, the name of its file and of its page. */
  readonly rule: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  readonly related: readonly RelatedPlace[];
  /** Names of the runs it is true for; empty when it is true of the file alone. */
  readonly runs: readonly string[];
  /** Shown faded: the text has no effect. */
  readonly unnecessary: boolean;
  readonly fixes: readonly Fix[];
  /** The same finding told at a second place: editors show both, a terminal one. */
  readonly isMirror: boolean;
}

/** A change that mends a finding: edits of texts and operations on files, applied together and undone together. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly operations: readonly FileOperation[];
  /** At most one fix of a finding: the one to take without looking. */
  readonly preferred?: boolean;
}

export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

export type FileOperation =
  | { readonly kind: 'rename'; readonly from: Path; readonly to: Path }
  | { readonly kind: 'delete'; readonly path: Path };

/** What a parser found wrong; a rule gives it id and severity. */
export interface ParseProblem {
  readonly kind: 'yaml-syntax' | 'duplicate-key' | 'ini-syntax' | 'unknown-tag' | 'not-a-mapping' | 'inventory-cycle' | 'empty-host-range' | 'too-large' | 'missing-vars-file';
  readonly message: string;
  readonly span: Span;
  readonly related?: readonly RelatedPlace[];
}
