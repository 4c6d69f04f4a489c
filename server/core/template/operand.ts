// What an expression has while it is evaluated: a value, or one of the things that only Jinja and Python know.
import { isList, Mapping, type Value } from '../value';
import { Stop, textOf } from './pythonText';

/** A variable, key or item that is not there. Ansible lets it be tested and replaced, and fails at every other use. */
export class Missing {
  /** `why` in plain words: `x is not set`, `it has no x`. */
  constructor(readonly why: string) {}
}

/** What `x if y` is when `y` is false: other than a missing variable it prints as an empty text (`Undefined`, not strict). */
export class NoElse {}

/** The text of the filter `string`: Ansible up to 2.18 does not read data out of it when it is all that a template gives. */
export class KeptText {
  constructor(readonly text: string) {}

  /** Whether it makes a difference: a plain text of this kind would become data. */
  get matters(): boolean {
    return /^(?:[[{]|True$|False$)/.test(this.text);
  }
}

/** `mapping.keys()` and `.values()`: no list before it is printed or made one. */
export class View {
  constructor(readonly items: readonly Value[]) {}
}

/** `(a, b)`: prints other than a list. */
export class Tuple extends View {}

/** `text.split` before its call. */
export class Method {
  constructor(readonly object: string | Mapping, readonly name: string) {}
}

/** The variable `loop` inside a `for`. */
export class Loop {
  constructor(readonly index: number, readonly length: number) {}
}

/** What an expression has while it is evaluated. */
export type Operand = Value | Missing | NoElse | KeptText | View | Method | Loop;

/** Ansible fails here because something is not set; where that happens in the template of a variable, the variable counts as not set. */
export class MissingUse {
  constructor(readonly why: string) {}
}

/** The plain value of an operand. What is missing must not be used; what else only Jinja knows is not followed. */
export function valueOf(operand: Operand): Value {
  if (operand instanceof Missing) throw new MissingUse(operand.why);
  if (operand instanceof KeptText) return operand.text;
  if (operand instanceof NoElse) throw new Stop('uses what an if without else leaves empty');
  if (operand instanceof View || operand instanceof Method || operand instanceof Loop) throw new Stop('uses a part of Jinja that is not followed');
  return operand;
}

/** A text, or a stop. `what` is told to the reader. */
export function expectText(operand: Operand, what: string): string {
  const value = valueOf(operand);
  if (typeof value !== 'string') throw new Stop(`fails: ${what} needs a text`);
  return value;
}

/** The characters of a text as Python counts them. */
export function charactersOf(text: string): string[] {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : text.split('');
}

/** What Python goes through when it iterates. */
export function itemsOf(operand: Operand): readonly Value[] {
  if (operand instanceof View) return operand.items;
  const value = valueOf(operand);
  if (typeof value === 'string') return charactersOf(value);
  if (isList(value)) return value;
  if (value instanceof Mapping) return [...value.entries()].map(([key]) => key);
  throw new Stop('fails: goes through what is no list');
}

/** Python's `==` on plain data stays with `equalValues`; this is its `<`, for two numbers or two texts. Negative, zero or positive. */
export function orderOf(left: Value, right: Value): number {
  if (typeof left === 'string' && typeof right === 'string') {
    const [first, second] = [charactersOf(left), charactersOf(right)];
    for (let index = 0; index < first.length && index < second.length; index++) {
      const difference = first[index]!.codePointAt(0)! - second[index]!.codePointAt(0)!;
      if (difference !== 0) return difference;
    }
    return first.length - second.length;
  }
  if (isList(left) && isList(right)) throw new Stop('compares the order of lists');
  const [first, second] = [numberOf(left), numberOf(right)];
  if (first === undefined || second === undefined) throw new Stop('fails: compares values of two types');
  return first < second ? -1 : first > second ? 1 : 0;
}

/** A Python number for comparing: booleans are numbers. Undefined for anything else. */
export function numberOf(value: Value): number | bigint | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'object' && value !== null && 'number' in value) {
    if (!Number.isFinite(value.number)) throw new Stop('compares with what is no number');
    return value.number;
  }
  return undefined;
}

/** An integer for arithmetic; undefined for floats and anything else. */
export function integerOf(value: Value): bigint | undefined {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : undefined;
}

/** The value of an integer as this project holds it. */
export function integerValue(integer: bigint): number | bigint {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  if (integer > 10n ** 100n || integer < -(10n ** 100n)) throw new Stop('gives a very large number');
  return integer <= limit && integer >= -limit ? Number(integer) : integer;
}

/** The text of an operand as Python's `str` gives it; `None` where it is null. */
export function shownText(operand: Operand): string {
  return operand instanceof NoElse ? '' : textOf(valueOf(operand));
}
