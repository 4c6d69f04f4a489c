// What a shell knows at one place of a script: variables, folder, functions. Where several ways lead to a place, only what all of them agree on is known.
import { resolvePath, PATH_LIMIT, isAbsolutePath } from '../../path';
import { START } from './source';
import type { Node } from './syntax';

/** A container as far as it decides which files a program in it sees. */
export interface Container {
  /** Folders and files of this machine that are seen in it; `host` undefined: not known. */
  readonly mounts: readonly { readonly host: string | undefined; readonly inside: string }[];
}

/** The value of a variable, a parameter or an argument. */
export interface Value {
  /** Of what is not known: as it is written. */
  readonly text: string;
  readonly isUnknown: boolean;
  /** Not known, and perhaps no word at all or several. */
  readonly isMany?: boolean;
  /** What was assumed for it, in plain words. */
  readonly assumptions: readonly string[];
  /** The members of an array. */
  readonly elements?: readonly Value[];
  /** Unset on purpose. */
  readonly isUnset?: boolean;
  readonly isExported?: boolean;
  /** What is assigned to it is computed, or changed in its letters: `declare -i`, `-l`, `-u`. */
  readonly isShaped?: boolean;
  /** Where an argument of a function is written. */
  readonly place?: readonly [start: number, end: number];
}

export const known = (text: string, assumptions: readonly string[] = []): Value => ({ text, isUnknown: false, assumptions });
export const unknownValue = (text: string): Value => ({ text, isUnknown: true, assumptions: [] });

/** A longer value is not followed: it doubles with each `A=$A$A`. */
export const VALUE_LIMIT = 16_000;
/** As many words as one expansion may give. */
export const WORD_LIMIT = 1_000;

/** What stands for bytes that are no text. */
export const NO_TEXT = '\ufffd';

/** Work that the scripts of one file may cost; what is behind it is not read. */
export class Budget {
  private why: string | undefined;

  /** As many steps, and as many calls of Ansible. */
  constructor(private left: number, private calls: number) {}

  /** Why something is not read, in plain words, behind the name of the file; undefined while all is. */
  get notRead(): string | undefined {
    return this.why ?? (this.isSpent ? 'takes too many steps to be followed to its end' : undefined);
  }

  /** Something is not read; the first reason is told. */
  leaveOut(why: string): void {
    this.why ??= why;
  }

  get isSpent(): boolean {
    return this.left <= 0;
  }

  /** False when there have been too many calls: nothing is followed any more. */
  takeCall(): boolean {
    if (this.calls-- > 0) return true;
    this.leaveOut('calls Ansible too often to be followed to its end');
    this.left = 0;
    return false;
  }

  spend(steps: number): void {
    this.left -= steps;
  }
}

export class State {
  private variables: Map<string, Value> = new Map();
  private isShared = false;
  functions: ReadonlyMap<string, Node> = new Map();
  /** Undefined: not known. Begins with START where that is the folder the script is started in. */
  cwd: string | undefined = START;
  /** Why `cwd` may be another. */
  cwdAssumptions: readonly string[] = [];
  previous: string | undefined;
  stack: readonly (string | undefined)[] = [];
  /** Undefined: not known. */
  positional: readonly Value[] | undefined;
  /** Something unknown may have set variables. */
  isTainted = false;
  exportsAll = false;
  /** The container it runs in. */
  container: Container | undefined;
  /** Nothing behind this place runs. */
  isDead = false;

  constructor(private readonly budget: Budget) {}

  clone(): State {
    const copy = new State(this.budget);
    this.isShared = true;
    copy.isShared = true;
    copy.take(this);
    return copy;
  }

  private take(other: State): void {
    this.variables = other.variables;
    this.functions = other.functions;
    this.cwd = other.cwd;
    this.cwdAssumptions = other.cwdAssumptions;
    this.previous = other.previous;
    this.stack = other.stack;
    this.positional = other.positional;
    this.isTainted = other.isTainted;
    this.exportsAll = other.exportsAll;
    this.container = other.container;
    this.isDead = other.isDead;
  }

  /** Goes on as `other`, which is not used any more. */
  become(other: State): void {
    this.take(other);
    this.isShared = other.isShared || this.isShared;
  }

  get(name: string): Value | undefined {
    return this.variables.get(name);
  }

  set(name: string, value: Value | undefined): void {
    if (this.isShared) {
      this.budget.spend(this.variables.size);
      this.variables = new Map(this.variables);
      this.isShared = false;
    }
    if (value === undefined) this.variables.delete(name);
    else this.variables.set(name, value);
  }

  /** A new value; exported stays exported, and shaped shaped. */
  assign(name: string, value: Value): void {
    const before = this.variables.get(name);
    const isExported = this.exportsAll || before?.isExported === true;
    const given = before?.isShaped === true ? { ...unknownValue(`$${name}`), isShaped: true } : value;
    this.set(name, isExported ? { ...given, isExported } : given);
  }

  forget(name: string): void {
    this.assign(name, unknownValue(`$${name}`));
  }

  /** Something that is not known may have set any variable. */
  taint(): void {
    this.isTainted = true;
    this.budget.spend(this.variables.size);
    for (const [name, value] of [...this.variables]) {
      if (name === 'HOME' && !value.isUnknown) this.set(name, { ...value, assumptions: [...new Set([...value.assumptions, 'what is read in or computed there is taken to leave HOME as it is'])] });
      else this.forget(name);
    }
  }

  exported(): [name: string, value: Value][] {
    this.budget.spend(this.variables.size / 8);
    return [...this.variables].filter(([name, value]) => value.isExported === true && name.startsWith('ANSIBLE_') && value.isUnset !== true);
  }

  /** A shell of its own started here: it knows what is exported. */
  child(): State {
    const child = new State(this.budget);
    this.budget.spend(this.variables.size);
    for (const [name, value] of this.variables) if (value.isExported === true) child.variables.set(name, value);
    [child.cwd, child.cwdAssumptions, child.container, child.isTainted] = [this.cwd, this.cwdAssumptions, this.container, this.isTainted];
    return child;
  }

  /** What runs now has another home folder, or nobody knows which. */
  forgetHome(): void {
    if (this.variables.has('HOME')) this.set('HOME', undefined);
  }

  changeFolder(path: string | undefined, assumptions: readonly string[] = []): void {
    this.previous = this.cwd;
    this.cwd = path;
    this.cwdAssumptions = assumptions;
  }

  functionNamed(name: string, body: Node): void {
    this.budget.spend(this.functions.size / 4);
    this.functions = new Map([...this.functions, [name, body]]);
  }

  /** What is known here when this place is reached by both ways. */
  join(other: State): void {
    if (other.isDead) return;
    if (this.isDead) {
      this.become(other);
      return;
    }
    if (this.variables !== other.variables) {
      this.budget.spend(this.variables.size + other.variables.size);
      for (const [name, value] of other.variables) if (!isSame(this.variables.get(name), value)) this.set(name, { ...unknownValue(`$${name}`), isExported: value.isExported === true || this.variables.get(name)?.isExported === true });
      for (const [name, value] of this.variables) if (!other.variables.has(name) && !value.isUnknown) this.set(name, { ...unknownValue(`$${name}`), isExported: value.isExported === true });
    }
    if (this.functions !== other.functions) this.functions = new Map([...other.functions, ...this.functions]);
    if (this.cwd !== other.cwd) this.cwd = undefined;
    if (this.previous !== other.previous) this.previous = undefined;
    if (this.stack.length !== other.stack.length || this.stack.some((path, index) => path !== other.stack[index])) this.stack = [];
    if (!areSame(this.positional, other.positional)) this.positional = undefined;
    this.cwdAssumptions = [...new Set([...this.cwdAssumptions, ...other.cwdAssumptions])];
    this.isTainted ||= other.isTainted;
    this.exportsAll ||= other.exportsAll;
  }
}

function isSame(left: Value | undefined, right: Value): boolean {
  if (left === right) return true;
  return left !== undefined && left.isUnknown === right.isUnknown && left.text === right.text && left.isUnset === right.isUnset && left.isExported === right.isExported && areSame(left.elements, right.elements);
}

function areSame(left: readonly Value[] | undefined, right: readonly Value[] | undefined): boolean {
  if (left === right) return true;
  return left !== undefined && right !== undefined && left.length === right.length && left.every((value, index) => isSame(value, right[index]!));
}

/** `path` seen from `cwd`; undefined where that is not known or too long. */
export function pathFrom(cwd: string | undefined, path: string): string | undefined {
  if (path.length > PATH_LIMIT || path.startsWith('~') || path.includes(NO_TEXT)) return undefined;
  if (path.startsWith(START)) return path;
  if (isAbsolutePath(path)) return resolvePath('/', path);
  if (cwd === undefined) return undefined;
  const joined = cwd.startsWith(START) ? underStart(`${cwd}/${path}`) : resolvePath(cwd, path);
  return joined.length > PATH_LIMIT ? undefined : joined;
}

/** A path below the start without `.` and `a/..`; a `..` that leaves it stays. */
function underStart(path: string): string {
  const names: string[] = [];
  for (const name of path.slice(START.length).split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..' && names.length > 0 && names[names.length - 1] !== '..') names.pop();
    else names.push(name);
  }
  return names.length === 0 ? START : `${START}/${names.join('/')}`;
}
