// Evaluates Jinja expressions over the variables of one host, with Python's rules for plain data. Stops wherever these are not surely kept.
import { equalValues, Float, isList, Mapping, type Scalar, type Value } from '../value';
import { filter } from './filters';
import type { Arguments, ComparisonOperator, Constant, Expression } from './jinjaTree';
import { callMethod, isAttributeOf } from './methods';
import { charactersOf, integerOf, integerValue, KeptText, Loop, Method, Missing, MissingUse, NoElse, numberOf, orderOf, shownText, Tuple, valueOf, type Operand } from './operand';
import { bounded, KEPT_INSIDE, sizeOf, Stop } from './pythonText';
import { comparable, isIn, isTrue, test } from './tests';

/** What expressions need of the host. */
export interface Variables {
  /** The rules from ansible-core 2.19 on. */
  readonly native: boolean;
  /** A variable, its templates evaluated. */
  read(name: string): Operand;
  /** Counts work; stops when there was too much. */
  step(cost?: number): void;
}

/** Arguments as they are given to filters and methods. */
export interface Given {
  readonly positional: readonly Operand[];
  readonly named: ReadonlyMap<string, Operand>;
}

/** Higher trees are not followed: Python compiles what Jinja writes, and gives up at some height. */
const DEPTH_LIMIT = 60;

/** Evaluates expressions over the variables of one host and the names that the template gives. Throws `Stop` or `MissingUse` where no value is known. */
export class ExpressionEvaluation {
  private scopes: Map<string, Operand>[] = [new Map()];

  constructor(private readonly variables: Variables) {}

  /** Gives a name a value in the template, from here to the end of the loop or template. */
  set(name: string, operand: Operand): void {
    this.scopes[this.scopes.length - 1]!.set(name, operand);
  }

  /** Runs `inner` with more names, which are gone afterwards, like those that it sets. */
  within<Result>(names: Map<string, Operand>, inner: () => Result): Result {
    this.scopes.push(names);
    const result = inner();
    this.scopes.pop();
    return result;
  }

  evaluate(expression: Expression): Operand {
    const operand = this.valueOf(expression);
    // what goes through a value takes time with its size
    this.variables.step(1 + (typeof operand === 'string' ? operand.length / 256 : isList(operand as Value) || operand instanceof Mapping ? sizeOf(operand as Value) / 64 : 0));
    return operand;
  }

  private valueOf(expression: Expression): Operand {
    if (expression.depth > DEPTH_LIMIT) throw new Stop('nests too deep');
    switch (expression.kind) {
      case 'constant':
        return constantOf(expression.value);
      case 'name':
        return this.name(expression.name);
      case 'list':
        return expression.items.map((item) => this.element(item));
      case 'tuple':
        return new Tuple(expression.items.map((item) => this.element(item)));
      case 'mapping':
        return new Mapping(expression.entries.map(([key, value]) => [this.key(key), this.element(value)] as const));
      case 'attribute':
        return this.attribute(this.evaluate(expression.object), expression.name);
      case 'item':
        return this.item(this.evaluate(expression.object), expression.key);
      case 'call':
        return this.call(expression.callee, expression.args);
      case 'filter':
        return this.filter(expression);
      case 'test': {
        const object = this.evaluate(expression.object);
        if (expression.args.named.length > 0 || expression.args.spread.length > 0) throw new Stop(`has a test that is not followed: ${expression.name}`);
        return test(expression.name, object, expression.args.positional.map((argument) => this.evaluateOperand(argument)), this.variables.native);
      }
      case 'unary':
        return this.unary(expression.operator, this.evaluate(expression.operand));
      case 'binary':
        return this.binary(expression);
      case 'concat':
        return bounded(expression.parts.map((part) => shownText(this.evaluate(part))).join(''));
      case 'comparison':
        return this.comparison(expression);
      case 'condition':
        if (isTrue(this.evaluate(expression.test))) return this.evaluate(expression.then);
        if (expression.otherwise !== undefined) return this.evaluate(expression.otherwise);
        if (this.variables.native) throw new Stop('differs between releases of Ansible');
        return new NoElse();
      default:
        throw new Stop(`has an expression that is not followed: ${expression.kind}`);
    }
  }

  private name(name: string): Operand {
    for (let index = this.scopes.length - 1; index >= 0; index--) {
      const known = this.scopes[index]!.get(name);
      if (known !== undefined) return known;
    }
    return this.variables.read(name);
  }

  /** An item of a list or mapping literal. A missing one would fail only where it is used. */
  private element(expression: Expression): Value {
    const operand = this.evaluate(expression);
    if (operand instanceof Missing) throw new Stop(operand.why);
    if (operand instanceof KeptText && operand.matters) throw new Stop(KEPT_INSIDE);
    return valueOf(operand);
  }

  private key(expression: Expression): Scalar {
    const value = this.element(expression);
    if (isList(value) || value instanceof Mapping) throw new Stop('fails: a list or mapping as a key');
    return value;
  }

  /** `a, b` is a list where Python only looks into it. */
  private evaluateOperand(expression: Expression): Operand {
    return expression.kind === 'tuple' ? expression.items.map((item) => this.element(item)) : this.evaluate(expression);
  }

  private attribute(object: Operand, name: string): Operand {
    if (object instanceof Missing) return object;
    if (object instanceof Loop) return loopAttribute(object, name);
    const value = valueOf(object);
    if (isAttributeOf(value, name)) {
      if (typeof value === 'string' || value instanceof Mapping) return new Method(value, name);
      throw new Stop(`reads ${name} of a value`);
    }
    return (value instanceof Mapping ? value.get(name) : undefined) ?? this.nullOrMissing(value, name);
  }

  private nullOrMissing(value: Value, key: Scalar): Operand {
    return value instanceof Mapping && value.has(key) ? null : new Missing(noPart(key));
  }

  private item(object: Operand, keyExpression: Expression): Operand {
    if (keyExpression.kind === 'slice') return this.slice(object, keyExpression);
    const key = valueOf(this.evaluate(keyExpression));
    if (object instanceof Missing) return object;
    if (object instanceof Loop && typeof key === 'string') return loopAttribute(object, key);
    const value = valueOf(object);
    if (isList(key) || key instanceof Mapping || (typeof key === 'object' && key !== null)) throw new Stop('takes an item by an odd key');
    if (value instanceof Mapping) {
      if (!value.has(key) && typeof key === 'string' && isAttributeOf(value, key)) throw new Stop(`reads ${key} of a value`);
      return value.get(key) ?? this.nullOrMissing(value, key);
    }
    if (typeof key === 'string' && isAttributeOf(value, key)) throw new Stop(`reads ${key} of a value`);
    const items = typeof value === 'string' ? charactersOf(value) : isList(value) ? value : undefined;
    if (items === undefined || typeof key === 'string' || key === null) return new Missing(noPart(key));
    const index = Number(integerOf(key) ?? NaN);
    const found = items[index < 0 ? items.length + index : index];
    return found === undefined ? new Missing(noPart(key)) : found;
  }

  private slice(object: Operand, { from, to, step }: Expression & { kind: 'slice' }): Operand {
    if (step !== undefined) throw new Stop('has a slice that is not followed');
    const bound = (expression: Expression | undefined): number | undefined => {
      if (expression === undefined) return undefined;
      const value = valueOf(this.evaluate(expression));
      if (value === null) return undefined;
      if (typeof value !== 'number') throw new Stop('has a slice that is not followed');
      return value;
    };
    const [start, end] = [bound(from), bound(to)];
    if (object instanceof Missing) return object;
    const value = valueOf(object);
    if (typeof value === 'string') return charactersOf(value).slice(start, end).join('');
    if (isList(value)) return value.slice(start, end);
    throw new Stop('has a slice that is not followed');
  }

  private call(callee: Expression, args: Arguments): Operand {
    if (callee.kind === 'name') throw new Stop(`calls ${callee.name}()`);
    const method = this.evaluate(callee);
    if (method instanceof Missing) throw new MissingUse(method.why);
    if (!(method instanceof Method)) throw new Stop('calls what is no function');
    return callMethod(method, this.given(args));
  }

  private given({ positional, named, spread }: Arguments): Given {
    if (spread.length > 0) throw new Stop('calls with * or **');
    return { positional: positional.map((argument) => this.evaluate(argument)), named: new Map(named.map(({ name, value }) => [name, this.evaluate(value)])) };
  }

  private filter({ object, name, args }: Expression & { kind: 'filter' }): Operand {
    const operand = this.evaluate(object!);
    if (name === 'default' || name === 'd') return this.default(operand, args);
    if (name === 'ternary' || name === 'ansible.builtin.ternary') return this.ternary(operand, args);
    return filter(name, operand, this.given(args), this.variables.native);
  }

  /** The only filter that often has an unknown argument which does not matter. */
  private default(object: Operand, args: Arguments): Operand {
    const [value, also, ...more] = args.positional;
    if (more.length > 0 || args.spread.length > 0 || args.named.some(({ name }) => name !== 'boolean' && name !== 'default_value')) throw new Stop('fails: default takes two values');
    const byName = (name: string): Expression | undefined => args.named.find((argument) => argument.name === name)?.value;
    const replacement = value ?? byName('default_value');
    const boolean = also ?? byName('boolean');
    const replaces = object instanceof Missing || object instanceof NoElse || (boolean !== undefined && isTrue(this.evaluate(boolean)) && !isTrue(object));
    if (boolean !== undefined && (object instanceof Missing || object instanceof NoElse)) isTrue(this.evaluate(boolean));
    if (replaces) return replacement === undefined ? '' : this.evaluate(replacement);
    if (replacement !== undefined) this.leaveOut(replacement);
    return object;
  }

  private ternary(object: Operand, { positional, named, spread }: Arguments): Operand {
    const [yes, no, none] = positional;
    if (named.length > 0 || spread.length > 0 || yes === undefined || no === undefined || positional.length > 3) throw new Stop('has a filter that is not followed: ternary with these values');
    const value = valueOf(object);
    // the third value counts for null, unless it is null itself
    const ofNone = value === null && none !== undefined ? this.evaluate(none) : null;
    const taken = isTrue(value) ? yes : no;
    for (const argument of positional) if (argument !== none && (ofNone !== null || argument !== taken)) this.leaveOut(argument);
    if (ofNone === null) return this.evaluate(taken);
    if (ofNone instanceof Missing) throw new Stop(ofNone.why);
    return ofNone;
  }

  /** An argument that does not count is evaluated all the same, and must not fail. A name and its parts never do; of another that is not known nobody knows. */
  private leaveOut(expression: Expression): void {
    if (!isHarmless(expression)) this.evaluate(expression);
  }

  private unary(operator: '-' | '+' | 'not', operand: Operand): Operand {
    if (operator === 'not') return !isTrue(operand);
    const value = valueOf(operand);
    if (value instanceof Float) return operator === '-' ? new Float(-value.number) : value;
    const integer = integerOf(value);
    if (integer === undefined) throw new Stop('fails: a sign before what is no number');
    return integerValue(operator === '-' ? -integer : integer);
  }

  private binary({ operator, left, right }: Expression & { kind: 'binary' }): Operand {
    const first = this.evaluate(left);
    if (operator === 'and') return isTrue(first) ? this.evaluate(right) : first;
    if (operator === 'or') return isTrue(first) ? first : this.evaluate(right);
    const second = this.evaluate(right);
    if (operator === '%' && (typeof first === 'string' || first instanceof KeptText)) throw new Stop('formats a text with %');
    return arithmetic(operator, valueOf(first), valueOf(second));
  }

  private comparison({ first, rest }: Expression & { kind: 'comparison' }): Operand {
    let left = this.evaluateOperand(first);
    for (const { operator, operand } of rest) {
      const right = operator === 'in' || operator === 'not in' ? this.evaluateOperand(operand) : this.evaluate(operand);
      if (!compare(operator, left, right)) return false;
      left = right;
    }
    return true;
  }
}

function noPart(key: Scalar): string {
  return typeof key === 'string' ? `a value it reads has no ${key}` : 'a list it reads is too short';
}

function isHarmless(expression: Expression): boolean {
  if (expression.kind === 'attribute') return isHarmless(expression.object);
  if (expression.kind === 'item') return expression.key.kind === 'constant' && isHarmless(expression.object);
  return expression.kind === 'name' || expression.kind === 'constant';
}

function constantOf(value: Constant): Value {
  if (value instanceof Float && !Number.isFinite(value.number)) throw new Stop('has a number that is too large');
  return value;
}

function loopAttribute({ index, length }: Loop, name: string): Operand {
  switch (name) {
    case 'index':
      return index + 1;
    case 'index0':
      return index;
    case 'first':
      return index === 0;
    case 'last':
      return index === length - 1;
    case 'length':
      return length;
    default:
      throw new Stop(`reads loop.${name}`);
  }
}

function compare(operator: ComparisonOperator, left: Operand, right: Operand): boolean {
  switch (operator) {
    case 'in':
      return isIn(left, right);
    case 'not in':
      return !isIn(left, right);
    case '==':
      return equalValues(comparable(left), comparable(right));
    case '!=':
      return !equalValues(comparable(left), comparable(right));
    default: {
      const order = orderOf(comparable(left), comparable(right));
      return operator === '<' ? order < 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : order >= 0;
    }
  }
}

function arithmetic(operator: '+' | '-' | '*' | '/' | '//' | '%' | '**', left: Value, right: Value): Value {
  if (operator === '+') {
    if (typeof left === 'string' && typeof right === 'string') return bounded(left + right);
    if (isList(left) && isList(right)) return [...left, ...right];
  }
  const [first, second] = [integerOf(left), integerOf(right)];
  if (first !== undefined && second !== undefined) return integers(operator, first, second);
  const [one, other] = [numberOf(left), numberOf(right)];
  if (operator === '+' && isPlain(left) && isPlain(right) && (one === undefined || other === undefined)) throw new Stop(typeof left === 'string' || typeof right === 'string' ? 'adds a text and what is none' : 'fails: adds values of two types');
  if (one === undefined || other === undefined) throw new Stop('calculates with values that are not followed');
  return float(operator, Number(one), Number(other));
}

/** Data of which Python adds only what is of one kind, and no mappings. */
function isPlain(value: Value): boolean {
  return value === null || typeof value !== 'object' || value instanceof Float || isList(value) || value instanceof Mapping;
}

function integers(operator: '+' | '-' | '*' | '/' | '//' | '%' | '**', left: bigint, right: bigint): Value {
  switch (operator) {
    case '+':
      return integerValue(left + right);
    case '-':
      return integerValue(left - right);
    case '*':
      return integerValue(left * right);
    case '**':
      if (right < 0n || right > 64n) throw new Stop('gives a very large number');
      return integerValue(left ** right);
    default: {
      if (right === 0n) throw new Stop('fails: divides by zero');
      if (operator === '/') return float('/', Number(integerValue(left)), Number(integerValue(right)));
      const remainder = ((left % right) + right) % right;
      return integerValue(operator === '%' ? remainder : (left - remainder) / right);
    }
  }
}

function float(operator: string, left: number, right: number): Float {
  const number = operator === '+' ? left + right : operator === '-' ? left - right : operator === '*' ? left * right : operator === '/' && right !== 0 ? left / right : NaN;
  if (!Number.isFinite(number) || Math.abs(left) > Number.MAX_SAFE_INTEGER || Math.abs(right) > Number.MAX_SAFE_INTEGER) throw new Stop('calculates with values that are not followed');
  return new Float(number);
}
