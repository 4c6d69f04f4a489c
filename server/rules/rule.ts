// What a rule is: one mistake, told at the place where it is mended. Knows no editor and no terminal.
import type { Fix, RelatedPlace, Severity } from '../core/diagnostic';
import type { Span } from '../core/tree';
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';

export interface Finding {
  readonly span: Span;
  readonly message: string;
  /** The run it is true for; undefined when it is true of the file alone. */
  readonly run?: Run;
  /** Findings of one rule at one place with one cause are one diagnostic; the message if not given. */
  readonly cause?: string;
  readonly related?: readonly RelatedPlace[];
  readonly unnecessary?: boolean;
  readonly fixes?: readonly Fix[];
  /** Instead of the rule's own. */
  readonly severity?: Severity;
  readonly isMirror?: boolean;
}

export interface RuleContext {
  readonly project: Project;
  /** Declared, found and inferred runs: those that make diagnostics. */
  readonly runs: readonly Run[];
  /** The ids of all rules. */
  readonly rules: readonly string[];
}

export interface Rule {
  /** The file's name, the name of its page in docs/rules, and what users write to silence it. */
  readonly id: string;
  /** One line for tables: what is wrong. */
  readonly summary: string;
  readonly severity: Severity;
  /** `undefined` between findings is a pause: what takes long lets others work. */
  check(context: RuleContext): Iterable<Finding | undefined>;
}
