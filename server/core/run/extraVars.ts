// What `-e` values set (`load_extra_vars`, `parse_kv`): key=value texts, inline JSON or YAML, and @files.
import type { Path, SourceFile, Span } from '../tree';
import type { Lookup } from '../lookup';
import { resolvePath } from '../path';
import { parseYaml } from '../yaml';
import { definitionsOf, type VariableDefinition } from '../variables/definition';

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
      if (document.root?.kind === 'mapping') definitions.push(...definitionsOf(document.root, 'extra_vars', { kind: 'run' }));
      else problems.push(document.encrypted ? `-e ${text}: the file is encrypted, its variables are unknown` : `-e ${text}: the file is not a mapping`);
    } else if (text.startsWith('{') || text.startsWith('[')) {
      const { root } = parseYaml(inlineFile(text));
      if (root?.kind !== 'mapping') {
        problems.push(`-e ${text.slice(0, 60)}: not a mapping`);
        continue;
      }
      for (const definition of definitionsOf(root, 'extra_vars', { kind: 'run' })) definitions.push({ ...definition, origin: span ?? { from: 'command line', text: `-e ${text}` }, valueSpan: undefined, node: undefined });
    } else if (text.startsWith('/') || text.startsWith('.')) {
      problems.push(`-e ${text}: a file needs an @ before its name`);
    } else {
      for (const word of splitArguments(text)) {
        const cut = indexOfUnescapedEquals(word);
        if (cut < 0) continue;
        definitions.push({
          name: word.slice(0, cut).trim(),
          value: unquote(word.slice(cut + 1).trim()),
          origin: span ?? { from: 'command line', text: `-e ${word}` },
          valueSpan: undefined,
          node: undefined,
          precedence: 'extra_vars',
          owner: { kind: 'run' },
        });
      }
    }
  }
  return { definitions, files, problems };
}

/** A text of its own, so that the YAML reader can be used; its places are never shown. */
function inlineFile(text: string): SourceFile {
  return { kind: 'file', path: '', text, executable: false, hasByteOrderMark: false };
}

/** `split_args`: blanks part words, but not inside quotes or `{{ }}`, `{% %}`, `{# #}`. */
function splitArguments(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    const pair = text.slice(index, index + 2);
    if (quote !== '') {
      if (character === '\\' && index + 1 < text.length) word += text[index++]!;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (pair === '{{' || pair === '{%' || pair === '{#') depth++;
    else if (pair === '}}' || pair === '%}' || pair === '#}') depth = Math.max(0, depth - 1);
    else if (/\s/.test(character) && depth === 0) {
      if (word !== '') words.push(word);
      word = '';
      continue;
    }
    word += text[index]!;
  }
  if (word !== '') words.push(word);
  return words;
}

function indexOfUnescapedEquals(word: string): number {
  for (let index = word.indexOf('='); index >= 0; index = word.indexOf('=', index + 1)) if (word[index - 1] !== '\\') return index;
  return -1;
}

/** One pair of outer quotes goes, then Python's escapes are decoded. The value stays text: `a=1` is the text "1". */
function unquote(text: string): string {
  const decoded = text.replace(/\\(U[0-9A-Fa-f]{8}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[\\'"abfnrtv])/g, (whole, code: string) => {
    const simple: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', "'": "'", '"': '"' };
    const point = Number.parseInt(code.slice(1), 16);
    return simple[code] ?? (point <= 0x10ffff ? String.fromCodePoint(point) : whole);
  });
  const first = decoded[0];
  return decoded.length > 1 && (first === '"' || first === "'") && decoded.endsWith(first) && decoded.at(-2) !== '\\' ? decoded.slice(1, -1) : decoded;
}
