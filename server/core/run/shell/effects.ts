// Which variables a part of a script may set, and whether it changes the folder: what is not known where that part ran any number of times.
import { writtenOf } from './source';
import { literalOf, type Node, type Word } from './syntax';

export interface Effects {
  readonly names: ReadonlySet<string>;
  readonly changesFolder: boolean;
  readonly changesPositional: boolean;
  /** Defined in it: a later round calls them. */
  readonly functions: ReadonlyMap<string, Node>;
  /** Some variable that cannot be told. */
  readonly isAnything: boolean;
}

/** Commands that set the variables they name. */
const SETTING = new Set(['read', 'mapfile', 'readarray', 'getopts', 'unset', 'let', 'printf', 'export', 'local', 'readonly', 'declare', 'typeset', 'wait']);

const ALIASING = new Set(['local', 'declare', 'typeset']);

/** `functions` are those that may be called. */
export function effectsOf(node: Node, functions: ReadonlyMap<string, Node>, spend: (steps: number) => void): Effects {
  const names = new Set<string>();
  const defined = new Map<string, Node>();
  const seen = new Set<Node>();
  let [changesFolder, changesPositional, isAnything] = [false, false, false];
  const words = (list: readonly Word[]): void => {
    for (const word of list) {
      if (word.assignment !== undefined) names.add(word.assignment.name);
      if (word.assignment?.elements !== undefined) words(word.assignment.elements);
      for (const part of word.parts) {
        if (part.kind === 'unknown') for (const name of assignedIn(writtenOf(word.source, part.start, part.end))) names.add(name);
        if (part.kind !== 'parameter') continue;
        if (part.operator.endsWith('=')) names.add(part.name);
        if (part.argument !== undefined) words([part.argument]);
      }
    }
  };
  const visit = (inner: Node): void => {
    spend(1);
    switch (inner.kind) {
      case 'simple': {
        words(inner.assignments);
        words(inner.words);
        const [first, second] = [literalOf(inner.words[0]), literalOf(inner.words[1])];
        const name = first === 'command' || first === 'builtin' ? second : first;
        if (name === undefined) {
          isAnything ||= inner.words.length > 0;
          changesFolder ||= inner.words.length > 0;
          break;
        }
        if (name === 'cd' || name === 'pushd' || name === 'popd') changesFolder = true;
        if (name === 'set' || name === 'shift') changesPositional = true;
        if (name === 'source' || name === '.' || name === 'eval') [isAnything, changesFolder] = [true, true];
        if (SETTING.has(name)) for (const word of inner.words) for (const found of (literalOf(word) ?? '').match(/[A-Za-z_]\w*/g) ?? []) names.add(found);
        // a second name for a variable
        if (ALIASING.has(name) && inner.words.some((word) => /^-\w*n/.test(literalOf(word) ?? ''))) isAnything = true;
        const body = functions.get(name);
        if (body !== undefined && !seen.has(body)) {
          seen.add(body);
          visit(body);
        }
        break;
      }
      case 'list':
        for (const { node: item } of inner.items) visit(item);
        break;
      case 'chain':
        visit(inner.first);
        for (const { node: item } of inner.rest) visit(item);
        break;
      case 'not':
        visit(inner.body);
        break;
      case 'if':
        for (const { condition, body } of inner.clauses) {
          visit(condition);
          visit(body);
        }
        if (inner.otherwise !== undefined) visit(inner.otherwise);
        break;
      case 'while':
        visit(inner.condition);
        visit(inner.body);
        break;
      case 'for':
        names.add(inner.name);
        visit(inner.body);
        break;
      case 'case':
        for (const { body } of inner.branches) visit(body);
        break;
      case 'arithmetic':
        for (const name of assignedIn(inner.text)) names.add(name);
        break;
      // the next round may call it
      case 'function':
        defined.set(inner.name, inner.body);
        visit(inner.body);
        break;
      // what runs in a shell of its own
      case 'pipeline':
      case 'subshell':
    }
  };
  visit(node);
  return { names, functions: defined, changesFolder, changesPositional, isAnything };
}

/** The names in an arithmetic expression that sets some. */
export function assignedIn(text: string): readonly string[] {
  return /=|\+\+|--/.test(text) ? text.match(/[A-Za-z_]\w*/g) ?? [] : [];
}
