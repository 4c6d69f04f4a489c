// The filters of Jinja and Ansible that are followed (`x | y`), each only for values of which the result is sure.
import { equalValues, Float, isList, keyIdentity, Mapping, type Value } from '../value';
import type { Given } from './evaluateExpression';
import { changeCase, replaceText, splitText, strip } from './methods';
import { ipaddr } from './network';
import { expectText, itemsOf, KeptText, Loop, Method, Missing, MissingUse, NoElse, shownText, valueOf, type Operand } from './operand';
import { bounded, Stop, textOf } from './pythonText';
import { isTrue, test } from './tests';

type Filter = (object: Operand, given: Given, name: string, native: boolean) => Operand;

/** `object | name(given)`. `default` and `ternary` are not here: not all of their arguments need be known. */
export function filter(written: string, object: Operand, given: Given, native: boolean): Operand {
  if (object instanceof Method || object instanceof Loop || object instanceof NoElse) throw new Stop('uses a part of Jinja that is not followed');
  const name = written.replace(/^ansible\.builtin\./, '');
  const known = OF_ANSIBLE.get(name) ?? (name === written ? OF_JINJA.get(name) ?? OF_COLLECTIONS.get(name) : undefined);
  if (known === undefined) throw new Stop(`has a filter that is not followed: ${written}`);
  if (object instanceof Missing) {
    if (name === 'mandatory' || OF_COLLECTIONS.has(name)) throw new Stop(`fails: ${object.why}`);
    throw new MissingUse(object.why);
  }
  return known(object, given, written, native);
}

function onlyPositional({ positional, named }: Given, most: number, name: string): readonly Operand[] {
  if (named.size > 0 || positional.length > most) throw new Stop(`has a filter that is not followed: ${name} with these values`);
  for (const operand of positional) if (operand instanceof Missing) throw new Stop(operand.why);
  return positional;
}

/** `split` and `trim` give a text of a text; `lower` and `upper` too. */
const OF_JINJA: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['int', (object, given, name) => toInteger(valueOf(object), onlyPositional(given, 1, name)[0] ?? 0)],
  ['string', (object, given, name) => (onlyPositional(given, 0, name), new KeptText(shownText(object)))],
  ['lower', (object, given, name) => (onlyPositional(given, 0, name), changeCase(shownText(object), 'lower'))],
  ['upper', (object, given, name) => (onlyPositional(given, 0, name), changeCase(shownText(object), 'upper'))],
  ['trim', (object, given, name) => strip(shownText(object), onlyPositional(given, 1, name), true, true)],
  ['replace', (object, given, name) => {
    const [old, replacement] = onlyPositional(given, 2, name);
    if (replacement === undefined) throw new Stop('fails: replace takes two values');
    return replaceText(shownText(object), shownText(old!), shownText(replacement));
  }],
  ['length', lengthOf],
  ['count', lengthOf],
  ['first', (object, given, name) => (onlyPositional(given, 0, name), end(itemsOf(object), 0))],
  ['last', (object, given, name) => (onlyPositional(given, 0, name), end(itemsOf(object), -1))],
  ['join', (object, given, name) => {
    const [between = ''] = onlyPositional(given, 1, name);
    return bounded(itemsOf(object).map(textOf).join(shownText(between)));
  }],
  ['list', (object, given, name) => (onlyPositional(given, 0, name), [...itemsOf(object)])],
  ['select', (object, given, name, native) => selectable(object).filter((item) => passes(item, onlyPositional(given, 4, name), native))],
  ['reject', (object, given, name, native) => selectable(object).filter((item) => !passes(item, onlyPositional(given, 4, name), native))],
]);

/** Also by their full names. */
const OF_ANSIBLE: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['bool', (object, given, name) => (onlyPositional(given, 0, name), toBoolean(valueOf(object)))],
  ['unique', (object, given, name) => (onlyPositional(given, 0, name), unique(itemsOf(object)))],
  ['split', (object, given, name) => splitText(expectText(object, 'split'), onlyPositional(given, 2, name))],
  ['mandatory', (object, given, name) => (onlyPositional(given, 1, name), object)],
  ['dict2items', (object, given, name) => {
    onlyPositional(given, 0, name);
    const mapping = valueOf(object);
    if (!(mapping instanceof Mapping)) throw new Stop('fails: dict2items needs a mapping');
    return [...mapping.entries()].map(([key, value]) => new Mapping([['key', key], ['value', value]]));
  }],
  ['basename', (object, given, name) => (onlyPositional(given, 0, name), expectText(object, 'basename').replace(/^.*\//s, ''))],
  ['dirname', (object, given, name) => (onlyPositional(given, 0, name), folderOf(expectText(object, 'dirname')))],
  ['combine', combine],
  ['flatten', (object, given, name) => (onlyPositional(given, 0, name), flatten(listOf(object)))],
  ['difference', (object, given, name) => {
    const [without] = onlyPositional(given, 1, name);
    const left = without === undefined ? [] : listOf(object);
    const right = without === undefined ? [] : listOf(without);
    if (left.length * right.length > 1_000_000) throw new Stop('has a filter that is not followed: difference of long lists');
    const rest = unique(left.filter((item) => !right.some((other) => equalValues(item, other))), true);
    // releases of Ansible after 2.14 go through a set there
    if (rest.length > 1) throw new Stop('gives a list in no certain order');
    return rest;
  }],
  ['regex_replace', regexReplace],
]);

const OF_COLLECTIONS: ReadonlyMap<string, Filter> = new Map<string, Filter>(
  ['ipaddr', 'ansible.utils.ipaddr', 'ansible.netcommon.ipaddr'].map((name) => [name, (object, given) => ipaddr(valueOf(object), onlyPositional(given, 1, name).map(valueOf))] as const),
);

function listOf(operand: Operand): readonly Value[] {
  const value = valueOf(operand);
  if (!isList(value)) throw new Stop('has a filter that is not followed: of what is no list');
  return value;
}

/** Nothing to go through in what counts as false, whatever it is. */
function selectable(object: Operand): readonly Value[] {
  return isTrue(object) ? itemsOf(object) : [];
}

/** The test that `select` names, or the truth of the item. */
function passes(item: Value, [name, ...args]: readonly Operand[], native: boolean): boolean {
  if (name === undefined) return isTrue(item);
  return test(expectText(name, 'select'), item, args, native);
}

/** `os.path.dirname`. */
function folderOf(path: string): string {
  let end = path.lastIndexOf('/') + 1;
  const head = path.slice(0, end);
  while (end > 0 && path[end - 1] === '/') end--;
  return end === 0 ? head : head.slice(0, end);
}

function lengthOf(object: Operand, given: Given, name: string): Operand {
  onlyPositional(given, 0, name);
  return itemsOf(object).length;
}

function end(items: readonly Value[], index: number): Operand {
  return items.length === 0 ? new Missing('a list it reads is empty') : items.at(index)!;
}

/** `int(value)`, else `int(float(value))`, else the default. */
function toInteger(value: Value, otherwise: Operand): Operand {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Float && Math.abs(value.number) < Number.MAX_SAFE_INTEGER) return Math.trunc(value.number) + 0;
  if (value === null || isList(value) || value instanceof Mapping) return otherwise;
  if (typeof value === 'string') {
    const text = strip(value, [], true, true);
    if (/^[-+]?\d{1,15}$/.test(text)) return Number(text) + 0;
    if (/^[-+]?(\d{1,15}\.\d{0,15}|\.\d{1,15})$/.test(text)) return Math.trunc(Number(text)) + 0;
    // exponents, underscores, digits of other scripts, `inf` and `nan` are Python's own matter
    if (!/[^\x00-\x7f]/.test(text) && (!/\d/.test(text) || /[^\d+\-._eE]/.test(text)) && !/^[-+]?(inf|nan)/i.test(text)) return otherwise;
    if (text === '') return otherwise;
  }
  throw new Stop('makes a number of what may be none');
}

function toBoolean(value: Value): Operand {
  if (value === null || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? changeCase(value, 'lower') : value;
  return ['yes', 'on', '1', 'true', 1].some((word) => equalValues(text, word));
}

/** Texts that differ only in case are one, unless an item is a list or mapping: then Ansible's own rule takes over from Jinja's. */
function unique(items: readonly Value[], caseSensitive = false): Value[] {
  const structured = items.some((item) => isList(item) || item instanceof Mapping);
  const identity = (item: Value): Value => (typeof item === 'string' && !caseSensitive && !structured ? changeCase(item, 'lower') : item);
  if (items.length > 1000) throw new Stop('has a filter that is not followed: unique of a long list');
  if (structured) return items.filter((item, index) => items.findIndex((other) => equalValues(item, other)) === index);
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyIdentity(identity(item) as string);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function combine(object: Operand, given: Given, name: string): Operand {
  const mappings = [object, ...onlyPositional(given, 20, name)].map((operand) => {
    const value = valueOf(operand);
    if (!(value instanceof Mapping)) throw new Stop('has a filter that is not followed: combine with these values');
    return value;
  });
  return mappings.reduceRight((stronger, weaker) => {
    if (weaker.size === 0 || equalValues(weaker, stronger)) return stronger;
    return new Mapping([...weaker.entries(), ...stronger.entries()]);
  });
}

function flatten(items: readonly Value[]): Value[] {
  return items.flatMap((item) => {
    if (item === null || item === 'None' || item === 'null') return [];
    return isList(item) ? flatten(item) : [item];
  });
}

/** A part of a pattern that means the same to Python and JavaScript in ASCII texts of one line. */
const PLAIN_PART = /(?:[A-Za-z0-9 _/:,"'=@%&~<>!;#-]|\\[.dwDW/:-]|\.|\[\^?[A-Za-z0-9_.:/-]+\])[*+?]?/.source;
/** Groups neither nest nor repeat, and there are no choices, so that nothing takes long. */
const PLAIN_PATTERN = new RegExp(`^\\^?(?:${PLAIN_PART}|\\((?:\\?P<[a-z_]+>)?(?:${PLAIN_PART})*\\))*\\$?$`);
const GROUP_REFERENCE = /\\(?:([1-9])(?!\d)|g<([a-z_]+|[1-9])>)/g;

function regexReplace(object: Operand, given: Given, name: string): Operand {
  const [pattern, replacement] = onlyPositional(given, 2, name).map((operand) => valueOf(operand));
  const text = shownText(object);
  const refused = new Stop(`has a filter that is not followed: ${name} with these values`);
  const repeats = typeof pattern === 'string' ? (pattern.replaceAll('(?P', '(').match(/[*+?]/g) ?? []).length : 0;
  if (typeof pattern !== 'string' || typeof replacement !== 'string' || pattern.length > 100 || !PLAIN_PATTERN.test(pattern) || repeats > 3) throw refused;
  if (text.length > (repeats > 1 ? 100 : 1000) || /[^\x20-\x7e]/.test(text) || replacement.replace(GROUP_REFERENCE, '').includes('\\')) throw refused;
  const source = pattern.replaceAll('(?P<', '(?<');
  let expression: RegExp;
  try {
    expression = new RegExp(source);
  } catch {
    throw refused;
  }
  // matches of nothing follow rules of their own
  if (expression.test('')) throw refused;
  const groups = new RegExp(`${source}|`).exec('')!.length - 1;
  return text.replace(new RegExp(source, 'g'), (...found: (string | number | Readonly<Record<string, string>>)[]) =>
    replacement.replace(GROUP_REFERENCE, (_, number?: string, word?: string) => {
      const key = number ?? word!;
      const named = found[found.length - 1];
      const group = !/^\d$/.test(key) ? (typeof named === 'object' ? named[key] : undefined) : Number(key) <= groups ? found[Number(key)] : undefined;
      if (typeof group !== 'string') throw refused;
      return group;
    }),
  );
}
