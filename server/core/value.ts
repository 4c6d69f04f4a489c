// Values as Ansible holds them: what YAML, JSON, INI and `-e` produce, kept so exactly that they print as Ansible prints them.
// Knows nothing of files, spans or the `yaml` package.

/** One key of a mapping, or a leaf value. Python's `int` is a number while it is a safe integer, else a bigint. */
export type Scalar = null | boolean | number | bigint | string | Float | Timestamp | Vaulted | Unsafe | Odd | Computed;

/** Any value a variable can have. Immutable. A Python tuple is a list, as `ansible-inventory` prints it. */
export type Value = Scalar | readonly Value[] | Mapping;

/** A Python `float`: `1.0` is not the integer `1`. */
export class Float {
  constructor(readonly number: number) {}
}

/** A YAML date or datetime, as the ISO text Ansible prints (`2001-12-14`, `2001-12-14T21:59:43+00:00`). */
export class Timestamp {
  constructor(readonly iso: string) {}
}

/** An inline `!vault` value. Its text is never decrypted. */
export class Vaulted {
  constructor(readonly ciphertext: string) {}
}

/** An `!unsafe` string: never templated; `--list` prints it as `{"__ansible_unsafe": …}`. */
export class Unsafe {
  constructor(readonly text: string) {}
}

/** A Python value that JSON has no form for (set, complex, bytes, Ellipsis); `ansible-inventory --list` stops on most of them. */
export class Odd {
  constructor(readonly pythonType: string, readonly text: string) {}
}

/** A default that is computed when it runs and whose expression is not at hand: only the names it reads are known. It is in no inventory, and `--list` never has it. */
export class Computed {
  /** `from` is sorted, each name once; empty when it reads no variable. */
  constructor(readonly from: readonly string[]) {}

  /** What is shown for it. */
  get text(): string {
    return this.from.length === 0 ? 'computed' : `computed from ${this.from.join(', ')}`;
  }
}

/** A default that is too large to be at hand: only its kind and its size are known. */
export class Large extends Computed {
  /** `size` counts keys, items or characters. */
  constructor(readonly kind: 'mapping' | 'list' | 'text', readonly size: number) {
    super([]);
  }

  override get text(): string {
    const unit = { mapping: 'key', list: 'item', text: 'character' }[this.kind];
    return `a ${this.kind} of ${this.size} ${unit}${this.size === 1 ? '' : 's'}`;
  }
}

/** A Python `dict`: insertion-ordered; keys are one key when Python calls them equal (`1`, `1.0` and `true`), and the first spelling stays. */
export class Mapping {
  static readonly empty = new Mapping([]);
  private readonly byIdentity = new Map<string, { key: Scalar; value: Value }>();

  /** Later entries replace earlier ones of an equal key. */
  constructor(entries: Iterable<readonly [Scalar, Value]>) {
    for (const [key, value] of entries) {
      const identity = keyIdentity(key);
      const known = this.byIdentity.get(identity);
      if (known === undefined) this.byIdentity.set(identity, { key, value });
      else known.value = value;
    }
  }

  get size(): number {
    return this.byIdentity.size;
  }

  get(key: Scalar): Value | undefined {
    return this.byIdentity.get(keyIdentity(key))?.value;
  }

  has(key: Scalar): boolean {
    return this.byIdentity.has(keyIdentity(key));
  }

  *entries(): IterableIterator<readonly [Scalar, Value]> {
    for (const { key, value } of this.byIdentity.values()) yield [key, value];
  }
}

/** The same text for two keys exactly when Python's `dict` treats them as one key. */
export function keyIdentity(key: Scalar): string {
  if (key === null) return 'null';
  if (key === true) return 'n:1';
  if (key === false) return 'n:0';
  if (typeof key === 'string') return 's:' + key;
  if (typeof key === 'number' || typeof key === 'bigint') return 'n:' + String(key);
  if (key instanceof Float) {
    if (!Number.isInteger(key.number)) return 'n:' + String(key.number);
    return 'n:' + String(BigInt(key.number));
  }
  if (key instanceof Timestamp) return 't:' + key.iso;
  if (key instanceof Vaulted) return 'v:' + key.ciphertext;
  if (key instanceof Unsafe) return 's:' + key.text;
  if (key instanceof Computed) return 'c:' + key.text;
  return 'o:' + key.pythonType + key.text;
}

/** A key as JSON writes it (`1` becomes "1", `true` "true", null "null"): the name under which a variable is shown. */
export function keyText(key: Scalar): string {
  if (typeof key === 'string') return key;
  if (key === null) return 'null';
  if (typeof key === 'boolean') return key ? 'true' : 'false';
  if (key instanceof Float) return floatText(key.number);
  if (key instanceof Timestamp) return key.iso;
  if (key instanceof Unsafe) return key.text;
  if (key instanceof Vaulted) return 'vaulted';
  if (key instanceof Odd || key instanceof Computed) return key.text;
  return String(key);
}

/** A float as Python's `repr` and `json.dumps` write it: shortest digits, exponent from 1e16 and below 1e-4, always a dot or an exponent. */
export function floatText(number: number): string {
  if (Number.isNaN(number)) return 'NaN';
  if (number === Infinity) return 'Infinity';
  if (number === -Infinity) return '-Infinity';
  if (Object.is(number, -0)) return '-0.0';
  if (number === 0) return '0.0';
  const [mantissa = '', exponentText = '0'] = number.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= 16 || exponent < -4) {
    const size = Math.abs(exponent);
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`;
  }
  const text = toPlainDecimal(mantissa, exponent);
  return text.includes('.') ? text : text + '.0';
}

function toPlainDecimal(mantissa: string, exponent: number): string {
  const negative = mantissa.startsWith('-');
  const digits = mantissa.replace('-', '').replace('.', '');
  let text: string;
  if (exponent < 0) text = '0.' + '0'.repeat(-exponent - 1) + digits;
  else if (digits.length <= exponent + 1) text = digits + '0'.repeat(exponent + 1 - digits.length);
  else text = digits.slice(0, exponent + 1) + '.' + digits.slice(exponent + 1);
  return negative ? '-' + text : text;
}

export function isMapping(value: Value | undefined): value is Mapping {
  return value instanceof Mapping;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Python's truth of a value: what `if data:` decides in Ansible's loaders. */
export function isTruthy(value: Value): boolean {
  if (value === null || value === false || value === 0 || value === '') return false;
  if (typeof value === 'bigint') return value !== 0n;
  if (value instanceof Float) return value.number !== 0;
  if (value instanceof Unsafe) return value.text !== '';
  if (value instanceof Mapping) return value.size > 0;
  if (isList(value)) return value.length > 0;
  return true;
}

/** Deep equality by Python's `==` (so `1 == 1.0 == true`), key order ignored. */
export function equalValues(left: Value, right: Value): boolean {
  if (left === right) return true;
  // two that read the same names need not come to the same
  if (left instanceof Computed || right instanceof Computed) return false;
  if (isList(left)) return isList(right) && left.length === right.length && left.every((item, index) => equalValues(item, right[index]!));
  if (left instanceof Mapping) {
    if (!(right instanceof Mapping) || left.size !== right.size) return false;
    for (const [key, value] of left.entries()) {
      const other = right.get(key);
      if (other === undefined || !equalValues(value, other)) return false;
    }
    return true;
  }
  if (isList(right) || right instanceof Mapping) return false;
  return keyIdentity(left) === keyIdentity(right);
}
