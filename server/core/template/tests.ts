// The tests of Jinja and Ansible (`x is y`), and what counts as true.
import { equalValues, Float, isList, isTruthy, Mapping, Odd, Timestamp, Unsafe, Vaulted, type Value } from '../value';
import { itemsOf, Loop, Method, Missing, MissingUse, NoElse, numberOf, orderOf, valueOf, View, type Operand } from './operand';
import { Stop, textOf } from './pythonText';

/** Python's truth of an operand. */
export function isTrue(operand: Operand): boolean {
  if (operand instanceof NoElse) return false;
  if (operand instanceof View) return operand.items.length > 0;
  const value = valueOf(operand);
  if (value instanceof Unsafe || value instanceof Vaulted || value instanceof Odd || value instanceof Timestamp) throw new Stop('tests a value that is not followed');
  return isTruthy(value);
}

/** `left in right`. */
export function isIn(left: Operand, right: Operand): boolean {
  if (right instanceof View) return right.items.some((item) => equalValues(valueOf(left), item));
  const holder = valueOf(right);
  if (isList(holder)) return holder.length > 0 && holder.some((item) => equalValues(valueOf(left), item));
  const value = valueOf(left);
  if (typeof holder === 'string') {
    if (typeof value !== 'string') throw new Stop('fails: looks in a text for what is no text');
    return holder.includes(value);
  }
  if (!(holder instanceof Mapping)) throw new Stop('fails: looks in what is no list');
  if (isList(value) || value instanceof Mapping) throw new Stop('fails: looks for what is no key');
  return holder.has(value);
}

const OF_TYPE: ReadonlyMap<string, (value: Value) => boolean> = new Map<string, (value: Value) => boolean>([
  ['none', (value) => value === null],
  ['boolean', (value) => typeof value === 'boolean'],
  ['true', (value) => value === true],
  ['false', (value) => value === false],
  ['integer', (value) => typeof value === 'number' || typeof value === 'bigint'],
  ['float', (value) => value instanceof Float],
  ['number', (value) => numberOf(value) !== undefined],
  ['string', (value) => typeof value === 'string'],
  ['mapping', (value) => value instanceof Mapping],
  ['sequence', (value) => typeof value === 'string' || isList(value) || value instanceof Mapping],
]);

const COMPARISONS: ReadonlyMap<string, (left: Value, right: Value) => boolean> = new Map<string, (left: Value, right: Value) => boolean>([
  ...['eq', 'equalto'].map((name) => [name, equalValues] as const),
  ['ne', (left: Value, right: Value) => !equalValues(left, right)],
  ...['gt', 'greaterthan'].map((name) => [name, (left: Value, right: Value) => orderOf(left, right) > 0] as const),
  ...['lt', 'lessthan'].map((name) => [name, (left: Value, right: Value) => orderOf(left, right) < 0] as const),
  ['ge', (left: Value, right: Value) => orderOf(left, right) >= 0],
  ['le', (left: Value, right: Value) => orderOf(left, right) <= 0],
]);

/** Tests that are Ansible's own go by their full names as well. */
const OF_ANSIBLE: ReadonlySet<string> = new Set(['version', 'version_compare', 'truthy', 'falsy', 'contains']);

/** `object is name(args)`. `native`: the rules from 2.19 on, where a missing value may fail earlier. */
export function test(written: string, object: Operand, args: readonly Operand[], native: boolean): boolean {
  const name = written.startsWith('ansible.builtin.') && OF_ANSIBLE.has(written.slice('ansible.builtin.'.length)) ? written.slice('ansible.builtin.'.length) : written;
  if (object instanceof Method || object instanceof Loop) throw new Stop('uses a part of Jinja that is not followed');
  if (name === 'defined' || name === 'undefined') {
    if (args.length > 0) throw new Stop(`fails: ${name} takes nothing`);
    return (object instanceof Missing || object instanceof NoElse) === (name === 'undefined');
  }
  const ofType = OF_TYPE.get(name);
  if (ofType !== undefined) {
    if (args.length > 0) throw new Stop(`fails: ${name} takes nothing`);
    if (object instanceof Missing) {
      if (native) throw new MissingUse(object.why);
      return false;
    }
    return ofType(valueOf(object));
  }
  const compare = COMPARISONS.get(name);
  if (compare !== undefined) {
    if (args.length !== 1) throw new Stop(`fails: ${name} takes one value`);
    return compare(comparable(object), comparable(args[0]!));
  }
  switch (name) {
    case 'in':
      if (args.length !== 1) throw new Stop('fails: in takes one value');
      return isIn(object, args[0]!);
    case 'contains':
      if (args.length !== 1) throw new Stop('fails: contains takes one value');
      return isIn(args[0]!, object);
    case 'iterable':
      if (args.length > 0) throw new Stop('fails: iterable takes nothing');
      return typeof valueOf(object) === 'string' || isList(valueOf(object)) || valueOf(object) instanceof Mapping;
    case 'truthy':
    case 'falsy':
      if (args.length > 0) throw new Stop(`has a test that is not followed: ${name}`);
      return isTrue(object) === (name === 'truthy');
    case 'version':
    case 'version_compare':
      return compareVersions(object, args);
    default:
      throw new Stop(`has a test that is not followed: ${written}`);
  }
}

/** What may be compared: plain data. */
export function comparable(operand: Operand): Value {
  const value = operand instanceof View ? itemsOf(operand) : valueOf(operand);
  if (operand instanceof View || value instanceof Unsafe || value instanceof Vaulted || value instanceof Odd || value instanceof Timestamp) throw new Stop('compares a value that is not followed');
  return value;
}

const OPERATORS: Readonly<Record<string, (order: number) => boolean>> = {
  '==': (order) => order === 0, '=': (order) => order === 0, eq: (order) => order === 0,
  '!=': (order) => order !== 0, '<>': (order) => order !== 0, ne: (order) => order !== 0,
  '<': (order) => order < 0, lt: (order) => order < 0,
  '<=': (order) => order <= 0, le: (order) => order <= 0,
  '>': (order) => order > 0, gt: (order) => order > 0,
  '>=': (order) => order >= 0, ge: (order) => order >= 0,
};

/** Ansible's `version` with a loose version on both sides: numbers by value, words by their letters. */
function compareVersions(object: Operand, args: readonly Operand[]): boolean {
  const [version, operator = 'eq', ...more] = args;
  if (version === undefined || more.length > 0) throw new Stop('has a kind of version comparison that is not followed');
  const [left, right, word] = [valueOf(object), valueOf(version), valueOf(operator)];
  const decide = typeof word === 'string' && Object.hasOwn(OPERATORS, word) ? OPERATORS[word] : undefined;
  if (decide === undefined) throw new Stop('fails: an operator that version does not know');
  if (!isTruthy(left) || !isTruthy(right)) throw new Stop('fails: compares an empty version');
  return decide(orderOfVersions(partsOf(textOf(left)), partsOf(textOf(right))));
}

/** `LooseVersion.parse`: digits, small letters, and whatever stands between them. */
function partsOf(version: string): (number | string)[] {
  if (version.length > 200 || /[^\x20-\x7e]/.test(version)) throw new Stop('compares an odd version');
  return version.split(/(\d+|[a-z]+|\.)/).filter((part) => part !== '' && part !== '.').map((part) => (/^\d{1,15}$/.test(part) ? Number(part) : part));
}

function orderOfVersions(left: readonly (number | string)[], right: readonly (number | string)[]): number {
  for (let index = 0; index < left.length && index < right.length; index++) {
    const [first, second] = [left[index]!, right[index]!];
    if (typeof first !== typeof second) {
      if (/^\d+$/.test(String(first)) === /^\d+$/.test(String(second))) throw new Stop('compares an odd version');
      throw new Stop('fails: compares a number of a version with a word');
    }
    if (first !== second) return first < second ? -1 : 1;
  }
  return left.length - right.length;
}
