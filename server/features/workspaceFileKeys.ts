// Completion and hover in `.groupvars.yml`: its keys by level, rules and severities.
import { SEVERITIES } from '../core/diagnostic';
import { nameOf } from '../core/path';
import { FILE_KEYS, IGNORE_KEYS, KUBESPRAY_KEYS, RUN_KEYS, WORKSPACE_FILE, type KnownKey } from '../core/run/workspaceFile';
import { spanOf, type SourceFile, type Span } from '../core/tree';
import { RULES } from '../rules/index';
import type { Hover } from './hover';
import { code, plain } from './markup';

export interface Completion {
  readonly label: string;
  /** What it means, as a sentence. */
  readonly detail: string;
  /** What is replaced: the word at the cursor. */
  readonly span: Span;
  readonly newText: string;
}

/** What may stand at the offset; empty in any other file. */
export function completions(file: SourceFile, offset: number): readonly Completion[] {
  const place = placeAt(file, offset);
  if (place === undefined) return [];
  const { parents, key, span } = place;
  const known = key === undefined ? keysBelow(parents) : valuesOf(parents, key);
  return known.map(({ name, text }) => ({ label: name, detail: text, span, newText: key === undefined ? `${name}: ` : name === 'off' ? '"off"' : name }));
}

/** What a key of the file means; undefined in any other file, and for what is no key of it. */
export function keyHover(file: SourceFile, offset: number): Hover | undefined {
  const place = placeAt(file, wordEnd(file.text, offset));
  if (place === undefined || place.key !== undefined) return undefined;
  const word = file.text.slice(place.span.start, place.span.end);
  const known = keysBelow(place.parents).find(({ name }) => name === word);
  return known === undefined ? undefined : { span: place.span, markdown: `${code(known.name)}: ${plain(known.text)}` };
}

export function isWorkspaceFile({ path }: SourceFile): boolean {
  return nameOf(path) === WORKSPACE_FILE;
}

interface Place {
  /** Keys above, the outermost first. */
  readonly parents: readonly string[];
  /** The key whose value stands here; undefined where a key stands. */
  readonly key: string | undefined;
  readonly span: Span;
}

function wordEnd(text: string, offset: number): number {
  let end = offset;
  while (/[\w-]/.test(text[end] ?? ' ')) end++;
  return end;
}

/** By lines and their indentation: what is being typed is seldom YAML already. */
function placeAt(file: SourceFile, offset: number): Place | undefined {
  if (!isWorkspaceFile(file)) return undefined;
  const start = file.text.lastIndexOf('\n', offset - 1) + 1;
  const before = file.text.slice(start, offset);
  const match = /^( *(?:- +)*)(?:([\w-]{1,100}): +["']?)?([\w.-]{0,100})$/.exec(before);
  if (match === null) return undefined;
  const [, indent, key, word] = match;
  return { parents: parentsOf(file.text.slice(0, start), indent!.length), key, span: spanOf(file, offset - word!.length, wordEnd(file.text, offset)) };
}

/** The keys of the lines above that stand further and further to the left. */
function parentsOf(text: string, indent: number): string[] {
  const parents: string[] = [];
  let least = indent;
  for (const line of text.split('\n').reverse().slice(0, 10_000)) {
    const match = /^( *)((?:- +)*)([\w-]{1,100}):(?= |\r?$)/.exec(line);
    if (match === null) continue;
    const [, blanks, dashes, key] = match;
    // `- name:` stands where its dash does, to who looks for what holds the list
    if (blanks!.length + (dashes === '' ? 0 : dashes!.length) >= least) {
      if (dashes !== '' && blanks!.length < least) least = blanks!.length + 1;
      continue;
    }
    parents.unshift(key!);
    least = blanks!.length;
    if (least === 0) break;
  }
  return parents;
}

function keysBelow(parents: readonly string[]): readonly KnownKey[] {
  if (parents.length === 0) return FILE_KEYS;
  if (parents.length > 1) return [];
  return { runs: RUN_KEYS, kubespray: KUBESPRAY_KEYS, ignore: IGNORE_KEYS, severity: RULE_KEYS }[parents[0]!] ?? [];
}

const RULE_KEYS: readonly KnownKey[] = RULES.map(({ id, summary }) => ({ name: id, text: `${summary}.` }));
const SEVERITY_KEYS: readonly KnownKey[] = SEVERITIES.map((name) => ({ name, text: name === 'off' ? 'The rule is turned off.' : `Its findings are shown as ${name}.` }));

function valuesOf(parents: readonly string[], key: string): readonly KnownKey[] {
  if (parents.length !== 1) return [];
  if (parents[0] === 'severity') return SEVERITY_KEYS;
  return parents[0] === 'ignore' && key === 'rule' ? RULE_KEYS : [];
}
