// The shape of a parsed INI inventory: its lines, before any group exists. Made by iniInventory.ts; inventory.ts gives it meaning.
import type { Value } from '../value';
import type { SourceFile, Span } from '../tree';
import type { ParseProblem } from '../diagnostic';

export type IniLine = IniSection | IniHosts | IniVariable | IniChild;

/** `[name]`, `[name:children]`, `[name:vars]`. The text before the first header is hosts of `ungrouped`, without a section line. */
export interface IniSection {
  readonly kind: 'section';
  readonly group: string;
  readonly groupSpan: Span;
  readonly state: 'hosts' | 'children' | 'vars';
  /** The whole line, trimmed. */
  readonly span: Span;
}

/** One line of hosts: a pattern and its variables. */
export interface IniHosts {
  readonly kind: 'hosts';
  readonly span: Span;
  readonly patternSpan: Span;
  /** The names the pattern stands for, in order; none for `x[3:1]`. */
  readonly names: readonly string[];
  readonly port: number | undefined;
  /** In the order written; a key written twice is there twice, the last counts. */
  readonly variables: readonly IniAssignment[];
}

/** `key=value` in a `:vars` section. */
export interface IniVariable extends IniAssignment {
  readonly kind: 'variable';
  readonly span: Span;
}

/** A group name in a `:children` section. */
export interface IniChild {
  readonly kind: 'child';
  readonly span: Span;
  readonly name: string;
  readonly nameSpan: Span;
}

export interface IniAssignment {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Value;
  /** The text of the value, quotes included. */
  readonly valueSpan: Span;
}

export interface IniDocument {
  readonly file: SourceFile;
  /** The lines Ansible takes before it stops: all of them, or those above `failure`. */
  readonly lines: readonly IniLine[];
  /** The first line Ansible refuses, with the reason in plain words; it stops reading the file there. */
  readonly failure: ParseProblem | undefined;
  /** All lines that are wrong, so that a user can mend them in one go; among them lines that are left out for being too large (`too-large`). */
  readonly problems: readonly ParseProblem[];
}
