// The facts of many releases as one compact JSON text, and the shape of that text. What stays the same from release to release stands in it once.
import { compareText } from '../inventory/inventory';
import { encodeValue, type Encoded, type LargeType } from './factValue';
import type { DefinitionFact, MentionFact, ReleaseFacts } from './releaseFacts';

/** First and last minor release for which something holds. */
type Range = [since: number, until: number];

/** A definition: with the number of its file, then a literal; or null and what it is computed from; or null, its type and its size. */
export type DefinitionEntry = readonly [...Range, file: number, value: Encoded] | readonly [...Range, file: number, none: null, from: readonly string[]] | readonly [...Range, file: number, none: null, type: LargeType, size: number];
/** A mention: the sum of `READ`, `GUARDED`, `ACTIVE` and `COMMENTED`, then the literals of `default(…)` if any. */
export type MentionEntry = readonly [...Range, how: number, fallbacks?: readonly Encoded[]];
/** A name that is set: the number of the file, and 1 when a condition stands before it. */
export type SetEntry = readonly [...Range, file: number, hasCondition?: 1];
/** One `include_vars`: the number of the task's file, 1 when a condition stands before it, and what it brings in. */
export type IncludeEntry = readonly [...Range, file: number, hasCondition: 0 | 1, patterns: readonly string[]];

/** Parts of a mention's `how`: something reads the name. */
export const READ = 1;
/** It may be undefined where it is read. */
export const GUARDED = 2;
/** The sample inventory sets it. */
export const ACTIVE = 4;
/** The sample inventory has it in a comment. */
export const COMMENTED = 8;

/** One variable: each member is there when it has entries. */
export interface VariableEntries {
  readonly default?: readonly DefinitionEntry[];
  readonly var?: readonly DefinitionEntry[];
  readonly read?: readonly MentionEntry[];
  readonly set?: readonly SetEntry[];
  readonly included?: readonly SetEntry[];
  readonly registered?: readonly Range[];
}

/** The whole of the JSON text. */
export interface CatalogueEntries {
  /** By minor release. */
  readonly releases: readonly string[];
  /** Paths below the checkout; everywhere else their numbers. */
  readonly files: readonly string[];
  readonly variables: Readonly<Record<string, VariableEntries>>;
  readonly includes: readonly IncludeEntry[];
}

const SECTIONS = ['default', 'var', 'read', 'set', 'included', 'registered'] as const;
type Section = (typeof SECTIONS)[number];

/** One variable a line; the same facts give the same text. Each release may be there once. */
export function catalogueText(releases: readonly ReleaseFacts[]): string {
  const ordered = [...releases].sort((left, right) => left.minor - right.minor);
  const files = [...new Set(ordered.flatMap((facts) => [...facts.definitions, ...facts.set, ...facts.included, ...facts.includes].map(({ file }) => file)))].sort(compareText);
  const numberOf = new Map(files.map((file, index) => [file, index]));
  const number = (file: string): number => numberOf.get(file)!;
  const variables = new Map<string, Map<Section, Runs>>();
  const includes = new Runs();
  ordered.forEach((facts, release) => {
    const add = (name: string, section: Section, ...entry: readonly unknown[]): void => {
      let sections = variables.get(name);
      if (sections === undefined) variables.set(name, (sections = new Map()));
      let runs = sections.get(section);
      if (runs === undefined) sections.set(section, (runs = new Runs()));
      runs.add(release, entry);
    };
    for (const fact of facts.definitions) add(fact.name, fact.level === 'role_vars' ? 'var' : 'default', number(fact.file), ...valueEntry(fact));
    for (const fact of facts.mentions) add(fact.name, 'read', ...mentionEntry(fact));
    for (const { name, file, hasCondition } of facts.set) add(name, 'set', number(file), ...(hasCondition ? [1] : []));
    for (const { name, file } of facts.included) add(name, 'included', number(file));
    for (const name of facts.registered) add(name, 'registered');
    for (const { file, hasCondition, patterns } of facts.includes) includes.add(release, [number(file), hasCondition ? 1 : 0, patterns]);
  });
  const minors = ordered.map(({ minor }) => minor);
  const lineOf = (name: string): string => {
    const sections = variables.get(name)!;
    return `${JSON.stringify(name)}:{${SECTIONS.flatMap((section) => (sections.has(section) ? `"${section}":[${sections.get(section)!.texts(minors).join(',')}]` : [])).join(',')}}`;
  };
  return [
    '{',
    `"releases":${JSON.stringify(ordered.map(({ version }) => version))},`,
    `"files":[\n${files.map((file) => JSON.stringify(file)).join(',\n')}\n],`,
    `"variables":{\n${[...variables.keys()].sort(compareText).map(lineOf).join(',\n')}\n},`,
    `"includes":[\n${includes.texts(minors).join(',\n')}\n]`,
    '}',
    '',
  ].join('\n');
}

/** Entries and the releases that have them, joined to ranges of releases that follow each other in the catalogue. */
class Runs {
  private readonly byText = new Map<string, number[]>();

  add(release: number, entry: readonly unknown[]): void {
    const text = JSON.stringify(entry).slice(1, -1);
    const releases = this.byText.get(text);
    if (releases === undefined) this.byText.set(text, [release]);
    else if (releases.at(-1) !== release) releases.push(release);
  }

  texts(minors: readonly number[]): string[] {
    const ranges = [...this.byText].flatMap(([text, releases]) => {
      const found: { since: number; until: number; text: string }[] = [];
      for (const release of releases) {
        const last = found.at(-1);
        if (last !== undefined && last.until === release - 1) last.until = release;
        else found.push({ since: release, until: release, text });
      }
      return found;
    });
    ranges.sort((left, right) => left.since - right.since || left.until - right.until || compareText(left.text, right.text));
    return ranges.map(({ since, until, text }) => `[${minors[since]},${minors[until]}${text === '' ? '' : ',' + text}]`);
  }
}

function valueEntry({ value }: DefinitionFact): readonly unknown[] {
  if (value.kind === 'literal') return [encodeValue(value.value)];
  return value.kind === 'computed' ? [null, value.from] : [null, value.type, value.size];
}

function mentionEntry({ isRead, isGuarded, sample, fallbacks }: MentionFact): readonly unknown[] {
  const how = (isRead ? READ : 0) + (isGuarded ? GUARDED : 0) + (sample === 'active' ? ACTIVE : sample === 'commented' ? COMMENTED : 0);
  const literals = fallbacks.map(encodeValue);
  return literals.length === 0 ? [how] : [how, literals];
}
