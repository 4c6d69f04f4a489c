// What the shell makes of a word: parameters, command substitutions, splitting. What it would have to run a program for is not known.
import { folderOf, nameOf } from '../../path';
import type { Lookup } from '../../lookup';
import { assignedIn } from './effects';
import { placeOf, START, TextBuilder, UNKNOWN, writtenOf, type ShellText } from './source';
import { literalOf, type Node, type Part, type Word } from './syntax';
import { known, pathFrom, unknownValue, VALUE_LIMIT, WORD_LIMIT, type Budget, type State, type Value } from './state';
import { removeMatch } from './patterns';
import { isProgramName } from './wrappers';

/** One argument of a command. */
export interface Argument extends Value {
  /** Where it is written, in the file. */
  readonly place: readonly [start: number, end: number];
  /** Its text with the place of each piece, for what is read as a script of its own. */
  readonly pieces: readonly Piece[];
}

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isUnknown: boolean;
  /** `text` stands there as it is. */
  readonly isLiteral: boolean;
}

/** What an expansion asks for besides the state. */
export interface Surroundings {
  readonly lookup: Lookup;
  readonly budget: Budget;
  /** The script itself as far as it is a file of its own: `$0`. */
  readonly self: string | undefined;
  /** The folder of the repository that `from` lies in. */
  readonly repository: (from: string | undefined) => Value | undefined;
  /** Runs the commands of a substitution in a subshell. */
  readonly runInside: (body: Node, state: State) => void;
}

/** A script of its own made of an argument: `bash -c "…"`. */
export function textOfArguments(source: ShellText, words: readonly Argument[]): ShellText {
  const builder = new TextBuilder(source.file);
  words.forEach((word, index) => {
    if (index > 0) builder.instead(' ', word.place[0], word.place[0]);
    for (const { text, start, end, isUnknown, isLiteral } of word.pieces) {
      if (isUnknown) builder.instead(UNKNOWN, start, end);
      else if (isLiteral) builder.literal(text, start);
      else builder.instead(text, start, end);
    }
  });
  return builder.build();
}

export class Expander {
  /** What a substitution prints is being asked: the calls in it are found on their own, once. */
  private isPrinting = false;
  /** The file that is being read in. */
  sourced: string | undefined;
  /** The text of `bash -c`, which stands in no file. */
  isOfNoFile = false;

  constructor(private readonly surroundings: Surroundings) {}

  /** The arguments that words become. */
  words(words: readonly Word[], state: State): Argument[] {
    const found: Argument[] = [];
    for (const word of words) {
      if (found.length >= WORD_LIMIT) break;
      if (word.assignment !== undefined) {
        const value = this.value(word, state);
        found.push(argumentOf(word, [{ text: `${word.assignment.name}=${value.text}`, start: 0, end: 0, isUnknown: value.isUnknown, isLiteral: false }], value.assumptions));
      } else found.push(...this.word(word, state));
    }
    return found;
  }

  /** The text of a word that is neither split nor matched against files. */
  value(word: Word, state: State): Value {
    let text = '';
    let isUnknown = false;
    const assumptions = new Set<string>();
    for (const part of word.parts) {
      this.surroundings.budget.spend(1);
      if (part.kind === 'text') {
        const home = part === word.parts[0] ? this.atHome(word, part, state) : undefined;
        text += home?.text ?? part.text;
        isUnknown ||= home?.isUnknown === true;
        for (const assumption of home?.assumptions ?? []) assumptions.add(assumption);
      } else {
        const values = part.kind === 'unknown' ? [unknownValue(this.unknown(word, part, state))] : this.part(word.source, part, state);
        text += values.map((value) => value.text).join(' ');
        for (const value of values) {
          isUnknown ||= value.isUnknown;
          for (const assumption of value.assumptions) assumptions.add(assumption);
        }
      }
      if (text.length > VALUE_LIMIT) return unknownValue(`${text.slice(0, 60)}…`);
    }
    this.surroundings.budget.spend(text.length / 32);
    return { text, isUnknown, assumptions: [...assumptions] };
  }

  private word(word: Word, state: State): Argument[] {
    // most words are plain
    const [only] = word.parts;
    if (only !== undefined && word.parts.length === 1 && only.kind === 'text' && !only.text.startsWith('~') && only.text.length <= VALUE_LIMIT && !SPECIAL.test(only.text)) {
      this.surroundings.budget.spend(2);
      const [start, end] = placeOf(word.source, only.start, only.end);
      return [argumentOf(word, [{ text: only.text, start, end, isUnknown: false, isLiteral: true }], [])];
    }
    const found: Argument[] = [];
    let pieces: Piece[] = [];
    let assumptions: string[] = [];
    let isThere = false;
    let length = 0;
    let hasEquals = false;
    let ownPlace: readonly [number, number] | undefined;
    let isMany = false;
    const finish = (): void => {
      if (isThere) found.push({ ...argumentOf(word, pieces, assumptions, ownPlace), ...(isMany ? { isMany } : {}) });
      [pieces, assumptions, isThere, length, hasEquals, ownPlace, isMany] = [[], [], false, 0, false, undefined, false];
    };
    const add = (part: Part, text: string, isUnknown: boolean, isLiteral: boolean): void => {
      const [start, end] = placeOf(word.source, part.start, part.end);
      isThere = true;
      length += text.length;
      hasEquals ||= text.includes('=');
      pieces.push({ text: length > VALUE_LIMIT ? '…' : text, start, end, isUnknown: isUnknown || length > VALUE_LIMIT, isLiteral });
    };
    const isBraces = hasBraces(word);
    for (const part of word.parts) {
      this.surroundings.budget.spend(1);
      if (part.kind === 'text') {
        // a name with a pattern behind its `=` fits no file
        const isPattern = !part.quoted && !hasEquals && isGlob(part.text.split('=', 1)[0]!);
        isMany ||= isPattern || isBraces;
        const home = part === only ? this.atHome(word, part, state) : undefined;
        add(part, home?.text ?? part.text, isPattern || isBraces || home?.isUnknown === true, home === undefined);
        assumptions.push(...(home?.assumptions ?? []));
      } else if (part.kind === 'unknown') {
        isMany = true;
        add(part, this.unknown(word, part, state), true, true);
      } else {
        const given = this.part(word.source, part, state);
        const values = word.parts.length > 1 && given.some((value) => value.isMany) ? [{ ...unknownValue(written(word, part)), isMany: true }] : given;
        if (found.length + values.length > WORD_LIMIT) break;
        values.forEach((value, index) => {
          if (index > 0) finish();
          const isList = values.length > 1 || value.place !== undefined;
          isMany ||= value.isUnknown && (!part.quoted || value.isMany === true);
          if (part.quoted || value.isUnknown) add(part, value.text, value.isUnknown, false);
          else if (value.text !== '') {
            this.split(value.text, state, (text, isUnknown) => {
              isMany ||= isUnknown;
              add(part, text, isUnknown, false);
            }, finish);
          }
          if (isList && value.place !== undefined && pieces.length === 1) ownPlace = value.place;
          assumptions.push(...value.assumptions);
        });
      }
    }
    finish();
    this.surroundings.budget.spend(found.length);
    return found;
  }

  /** The text of a part that is not computed; arithmetic may set variables on its way. */
  private unknown(word: Word, part: Part, state: State): string {
    const text = written(word, part);
    if (text.startsWith('$((')) for (const name of assignedIn(text)) state.forget(name);
    return text;
  }

  /** The text of a word's first part where it begins with `~` and the home folder is put in; undefined for any other, and where nothing is known of HOME. */
  private atHome(word: Word, part: Extract<Part, { kind: 'text' }>, state: State): Value | undefined {
    // in the value of a variable behind each colon as well, which is not followed
    if (word.assignment !== undefined && !part.quoted && /:~(\/|:|$)/.test(part.text)) return unknownValue(part.text);
    if (part.quoted || !part.text.startsWith('~') || !written(word, part).startsWith('~') || !(part.text.startsWith('~/') || (part.text === '~' && word.parts.length === 1))) return undefined;
    const home = state.get('HOME');
    if (home === undefined || home.isUnset === true) return undefined;
    return home.isUnknown ? unknownValue(part.text) : known(home.text + part.text.slice(1), home.assumptions);
  }

  /** Splits what an unquoted expansion gave. */
  private split(text: string, state: State, add: (text: string, isUnknown: boolean) => void, finish: () => void): void {
    this.surroundings.budget.spend(text.length / 16);
    // another IFS splits elsewhere
    if (state.get('IFS') !== undefined || (state.isTainted && /[^\w./@=,:+-]/.test(text))) {
      add(text, /[^\w]/.test(text));
      return;
    }
    const words = text.split(/[ \t\n]+/);
    words.forEach((part, index) => {
      if (index > 0) finish();
      if (part !== '') add(part, isGlob(part));
    });
  }

  /** The values of an expansion: one, but for arrays and parameters in a list any number. */
  private part(source: ShellText, part: Extract<Part, { kind: 'parameter' | 'command' }>, state: State): readonly Value[] {
    const shown = writtenOf(source, part.start, part.end);
    if (part.kind === 'command') {
      const outer = this.isPrinting;
      this.isPrinting = true;
      const value = this.output(part.body, state.clone());
      this.isPrinting = outer;
      if (!outer) this.surroundings.runInside(part.body, state.clone());
      return [value ?? unknownValue(shown)];
    }
    const isList = part.name === '@' || part.index === '@' || part.name === '*' || part.index === '*';
    if (isList && part.operator !== 'length') {
      const list = this.list(part.name, state);
      if (list === undefined || part.operator !== '') return [{ ...unknownValue(shown), isMany: true }];
      if (part.quoted && (part.name === '*' || part.index === '*')) return [known(list.map(({ text }) => text).join(' '), list.flatMap(({ assumptions }) => assumptions))].map((value) => (list.some(({ isUnknown }) => isUnknown) || state.get('IFS') !== undefined ? unknownValue(shown) : value));
      return list;
    }
    return [this.parameter(part, shown, state)];
  }

  /** The members of an array or of `$@`. */
  private list(name: string, state: State): readonly Value[] | undefined {
    if (name === '@' || name === '*') return state.positional;
    const value = state.get(name);
    if (value === undefined || value.isUnset === true) return undefined;
    return value.elements ?? (value.isUnknown ? undefined : [value]);
  }

  private parameter(part: Extract<Part, { kind: 'parameter' }>, shown: string, state: State): Value {
    const { operator, name } = part;
    if (operator === 'length') {
      const list = part.index !== undefined ? this.list(name, state) : undefined;
      if (list !== undefined) return list.some(({ isMany }) => isMany) ? unknownValue(shown) : known(String(list.length));
      const value = this.lookUp(part, state);
      return part.index !== undefined || value === undefined || value.isUnknown || value.text.includes(START) ? unknownValue(shown) : known(String(value.text.length), value.assumptions);
    }
    const value = this.lookUp(part, state);
    const argument = (): Value => (part.argument === undefined ? known('') : this.value(part.argument, state));
    // nothing here has set it, so that it is the surroundings' to say
    const isOpen = value === undefined;
    const isUnset = value?.isUnset === true;
    const isEmpty = isUnset || (value !== undefined && !value.isUnknown && value.text === '');
    if (value !== undefined && value.isUnknown) {
      if (operator.endsWith('=')) state.forget(name);
      return unknownValue(shown);
    }
    switch (operator) {
      case '': return isOpen ? unknownValue(shown) : isUnset ? known('') : value;
      case '-':
      case ':-':
      case '=':
      case ':=': {
        const takesDefault = isOpen || (operator.startsWith(':') ? isEmpty : isUnset);
        if (!takesDefault) return value;
        if (isOpen && state.isTainted) return unknownValue(shown);
        const given = argument();
        const assumed = isOpen && !given.isUnknown ? { ...given, assumptions: [...given.assumptions, `${/^\d/.test(name) ? `$${name}` : name} is taken as its default “${given.text.replaceAll(START, '.')}”`] } : given;
        if (operator.endsWith('=') && part.index === undefined) state.assign(name, assumed);
        return assumed;
      }
      case '+':
      case ':+': return isOpen ? unknownValue(shown) : (operator === '+' ? isUnset : isEmpty) ? known('') : argument();
      case '?':
      case ':?': return isOpen ? unknownValue(shown) : value;
      case '%':
      case '%%':
      case '#':
      case '##': {
        const pattern = argument();
        if (isOpen || pattern.isUnknown) return unknownValue(shown);
        this.surroundings.budget.spend((value.text.length * pattern.text.length) / 8);
        const rest = quotedPattern(part.argument) ? undefined : removeMatch(value.text, pattern.text, operator);
        return rest === undefined || (value.text.includes(START) && rest !== value.text && !rest.startsWith(START)) ? unknownValue(shown) : known(rest, value.assumptions);
      }
      default: return unknownValue(shown);
    }
  }

  /** The value of a name; undefined where nothing in the script sets it. */
  private lookUp(part: Extract<Part, { kind: 'parameter' }>, state: State): Value | undefined {
    const { name, index } = part;
    const place = (value: Value): Value => (value.place === undefined ? value : { ...value, place: undefined as never });
    if (/^\d+$/.test(name)) {
      if (name === '0') return this.surroundings.self === undefined || this.isOfNoFile ? unknownValue('$0') : known(this.surroundings.self);
      if (state.positional === undefined) return undefined;
      if (state.positional.slice(0, Number(name)).some(({ isMany }) => isMany)) return unknownValue(`$${name}`);
      const value = state.positional[Number(name) - 1];
      return value === undefined ? { ...known(''), isUnset: true } : place(value);
    }
    if (name === '#') return state.positional === undefined || state.positional.some(({ isMany }) => isMany) ? unknownValue('$#') : known(String(state.positional.length));
    if (/^\W$/.test(name)) return unknownValue(`$${name}`);
    const value = state.get(name);
    if (value?.elements?.slice(0, Number(index ?? 0) + 1).some(({ isMany }) => isMany) === true) return unknownValue(`$${name}`);
    if (index !== undefined && value?.elements !== undefined) {
      const member = /^\d{1,4}$/.test(index) ? value.elements[Number(index)] : unknownValue(`\${${name}[${index}]}`);
      return member ?? { ...known(''), isUnset: true };
    }
    if (name === 'BASH_SOURCE' && (index === undefined || index === '0')) {
      const path = this.sourced ?? this.surroundings.self;
      return path === undefined || this.isOfNoFile ? unknownValue('$BASH_SOURCE') : known(path);
    }
    if (index !== undefined && index !== '0') return unknownValue(`\${${name}[${index}]}`);
    if (value?.elements !== undefined) return value.elements[0] ?? { ...known(''), isUnset: true };
    if (value !== undefined) return value;
    if (name === 'PWD') return state.cwd === undefined ? unknownValue('$PWD') : known(state.cwd, state.cwdAssumptions);
    if (name === 'OLDPWD') return state.previous === undefined ? unknownValue('$OLDPWD') : known(state.previous);
    if (name === 'HOME') return known('~');
    return state.isTainted ? unknownValue(`$${name}`) : undefined;
  }

  /** What a substitution prints, where that is known. `state` is its own. */
  private output(body: Node, state: State): Value | undefined {
    this.surroundings.budget.spend(1);
    if (body.kind === 'list') {
      for (const { node, inBackground } of body.items.slice(0, -1)) if (inBackground || !this.silent(node, state)) return undefined;
      const last = body.items[body.items.length - 1];
      return last === undefined || last.inBackground ? undefined : this.output(last.node, state);
    }
    if (body.kind === 'chain') {
      const steps = [body.first, ...body.rest.map(({ node }) => node)];
      if (body.rest.some(({ operator }) => operator !== '&&')) return undefined;
      for (const step of steps.slice(0, -1)) if (!this.silent(step, state)) return undefined;
      return this.output(steps[steps.length - 1]!, state);
    }
    if (body.kind !== 'simple' || body.assignments.length > 0) return undefined;
    return this.printed(this.words(body.words, state), state);
  }

  private silent(node: Node, state: State): boolean {
    if (node.kind !== 'simple' || literalOf(node.words[0]) !== 'cd') return false;
    this.surroundings.runInside(node, state);
    return state.cwd !== undefined;
  }

  private printed(words: readonly Argument[], state: State): Value | undefined {
    if (words.length === 0 || words.some(({ isUnknown }) => isUnknown)) return undefined;
    const name = nameOf(words[0]!.text);
    const rest = words.slice(1);
    const assumptions = words.flatMap((word) => word.assumptions);
    const plain = rest.filter(({ text }) => !text.startsWith('-'));
    const [first] = plain;
    const of = (text: string | undefined): Value | undefined => (text === undefined || text.includes('~') ? undefined : known(text, assumptions));
    switch (name) {
      case 'pwd': return state.cwd === undefined ? undefined : known(state.cwd, [...assumptions, ...state.cwdAssumptions]);
      case 'dirname': return plain.length === 1 && first!.text !== START ? of(dirname(first!.text)) : undefined;
      case 'basename': {
        if (rest.length > 2 || plain.length !== rest.length || first === undefined || first.text === START) return undefined;
        const base = nameOf(first.text.replace(/\/$/, ''));
        const suffix = plain[1]?.text ?? '';
        return of(suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base);
      }
      case 'realpath':
      case 'readlink': {
        if (plain.length !== 1 || rest.some(({ text }) => text.startsWith('-') && !/^-[fems]$/.test(text)) || (name === 'readlink' && plain.length === rest.length)) return undefined;
        const path = pathFrom(state.cwd, first!.text);
        return path === undefined ? undefined : path.startsWith(START) ? of(path) : of(this.surroundings.lookup.realPath(path));
      }
      case 'git': {
        const at = rest.findIndex(({ text }) => text === '-C');
        const from = at < 0 ? state.cwd : pathFrom(state.cwd, rest[at + 1]?.text ?? '');
        const command = rest.filter((_, index) => at < 0 || (index !== at && index !== at + 1)).map(({ text }) => text);
        return command.join(' ') === 'rev-parse --show-toplevel' ? this.surroundings.repository(from) : undefined;
      }
      // where it lies is not known, which program it is
      case 'which':
      case 'command': return plain.length === 1 && isProgramName(plain[0]!.text) && (name === 'which' ? plain.length === rest.length : rest[0]!.text === '-v') ? of(plain[0]!.text) : undefined;
      case 'echo': return rest.some(({ text }) => /^-[neE]+$|\\/.test(text)) ? undefined : of(rest.map(({ text }) => text).join(' ').replace(/\n{1,100}$/, ''));
      case 'printf': return rest.length === 2 && /^%s(\\n)?$/.test(rest[0]!.text) ? of(rest[1]!.text) : undefined;
      default: return undefined;
    }
  }
}

function dirname(text: string): string {
  const path = text.length > 1 ? text.replace(/(?<!\/)\/{1,100}$/, '') : text;
  return folderOf(path);
}

function written(word: Word, part: Part): string {
  return writtenOf(word.source, part.start, part.end);
}

/** What makes a word more than its text: patterns and braces, unless they are quoted. */
const SPECIAL = /[*?[{]/;

function isGlob(text: string): boolean {
  return /[*?[]/.test(text);
}

/** `{a,b}` and `{1..3}`. */
function hasBraces(word: Word): boolean {
  let open = false;
  for (const part of word.parts) {
    if (part.kind !== 'text' || part.quoted) continue;
    if (part.text.includes('{')) open = true;
    if (open && /,|\.\./.test(part.text)) return true;
  }
  return false;
}

/** A pattern in quotes is no pattern, which is not followed. */
function quotedPattern(argument: Word | undefined): boolean {
  return argument?.parts.some((part) => part.kind !== 'text' || (part.quoted && isGlob(part.text))) === true;
}

function argumentOf(word: Word, pieces: readonly Piece[], assumptions: readonly string[], ownPlace?: readonly [number, number]): Argument {
  const place = ownPlace ?? placeOf(word.source, word.start, word.end);
  return { text: pieces.map(({ text }) => text).join(''), isUnknown: pieces.some(({ isUnknown }) => isUnknown), assumptions, place, pieces: pieces.map((piece) => (piece.end === 0 ? { ...piece, start: place[0], end: place[1] } : piece)) };
}
