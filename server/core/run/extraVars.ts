// What `-e` values set (`load_extra_vars`, `parse_kv`): key=value texts, inline JSON or YAML, and @files.
import type { Path, SourceFile, Span } from '../tree';
import type { Lookup } from '../lookup';
import { resolvePath } from '../path';
import { parseYaml } from '../yaml';
import { maskedCommand } from '../variables/secrets';
import { definitionsOf, type VariableDefinition } from '../variables/definition';
import { parseKeyValues } from './keyValues';

/** One `-e` as written. */
export interface ExtraVars {
  readonly text: string;
  /** Where it is written; undefined on a command line of the terminal. */
  readonly span: Span | undefined;
}

export interface ReadExtraVars {
  readonly definitions: readonly VariableDefinition[];
  /** Files that `-e @file` names, found or not. */
  readonly files: readonly Path[];
  /** What Ansible would stop at, or what cannot be known, in plain words. */
  readonly problems: readonly string[];
}

/** The definitions of all `-e` values in order; `cwd` is where relative `@file` paths start. */
export function readExtraVars(lookup: Lookup, values: readonly ExtraVars[], cwd: Path, home: string | undefined): ReadExtraVars {
  const definitions: VariableDefinition[] = [];
  const files: Path[] = [];
  const problems: string[] = [];
  for (const { text, span } of values) {
    if (text.startsWith('@')) {
      const name = text.slice(1);
      const path = resolvePath(cwd, home !== undefined && name.startsWith('~/') ? home + name.slice(1) : name);
      files.push(path);
      const file = lookup.peek(path) === 'file' ? lookup.file(path) : undefined;
      if (file === undefined) {
        if (lookup.peek(path) !== undefined) problems.push(`-e ${text}: there is no such file`);
        continue;
      }
      if (file.problem !== undefined) {
        problems.push(`-e ${text}: ${file.problem === 'outside' ? 'outside the workspace, not read' : 'cannot be read'}`);
        continue;
      }
      const document = parseYaml(file);
      // Ansible stops there; while it is being written, the rest of it still counts
      if (document.failure !== undefined) problems.push(`-e ${text}: ${document.failure.message}`);
      const tooLarge = document.problems.find((problem) => problem.kind === 'too-large');
      if (tooLarge !== undefined) problems.push(`-e ${text}: ${tooLarge.message}`);
      if (document.root?.kind === 'mapping') definitions.push(...definitionsOf(document.root, 'extra_vars', { kind: 'run' }));
      else if (document.failure === undefined && tooLarge === undefined) problems.push(document.encrypted ? `-e ${text}: the file is encrypted, its variables are unknown` : `-e ${text}: the file is not a mapping`);
    } else if (text.startsWith('{') || text.startsWith('[')) {
      const document = parseYaml(inlineFile(text));
      const { root } = document;
      const failure = document.failure ?? document.problems.find((problem) => problem.kind === 'too-large');
      if (root?.kind !== 'mapping' || failure !== undefined) {
        problems.push(`${shown(text)}: ${failure?.message ?? 'not a mapping'}`);
        continue;
      }
      for (const definition of definitionsOf(root, 'extra_vars', { kind: 'run' })) definitions.push({ ...definition, origin: span ?? { from: 'command line', text: maskedCommand(`-e ${text}`) }, valueSpan: undefined, node: undefined });
    } else if (text.startsWith('/') || text.startsWith('.')) {
      problems.push(`${shown(text)}: a file needs an @ before its name`);
    } else {
      const pairs = parseKeyValues(text);
      if (pairs === undefined) problems.push(`${shown(text)}: Ansible cannot split it into key=value words`);
      for (const { name, value, word } of pairs ?? []) {
        definitions.push({ name, value, origin: span ?? { from: 'command line', text: maskedCommand(`-e ${word}`) }, valueSpan: undefined, node: undefined, precedence: 'extra_vars', owner: { kind: 'run' } });
      }
    }
  }
  return { definitions, files, problems };
}

/** An `-e` in a message: cut, and without the values of secrets. */
function shown(text: string): string {
  return maskedCommand(`-e ${text.slice(0, 60)}`);
}

/** A text of its own, so that the YAML reader can be used; its places are never shown. */
function inlineFile(text: string): SourceFile {
  return { kind: 'file', path: '', text, executable: false, hasByteOrderMark: false };
}
