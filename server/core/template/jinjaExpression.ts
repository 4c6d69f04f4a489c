// Parses one Jinja expression, by the grammar of Jinja 3.1. jinja.ts parses templates around it.
import type { JinjaToken } from './jinjaTokens';
import { partsOfArguments, type Arguments, type ComparisonOperator, type Constant, type Expression } from './jinjaTree';

/** Higher trees are refused; Jinja itself gives up at about 100 nested brackets (Python's recursion limit). */
const DEPTH_LIMIT = 200;

const MATH: ReadonlySet<string> = new Set(['*', '/', '//', '%']);
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const NO_ARGUMENTS: Arguments = { positional: [], named: [], spread: [] };


const SUMS: ReadonlySet<string> = new Set(['+', '-']);
const WORDS: ReadonlyMap<string, Constant> = new Map<string, Constant>([['true', true], ['True', true], ['false', false], ['False', false], ['none', null], ['None', null]]);

/** Ends a parse from within; jinja.ts makes an error of it. */
export class Refusal extends Error {
  constructor(message: string, readonly offset: number) {
    super(message);
  }
}

type Built = { readonly depth: number };

/** The part of the parser that reads expressions; throws `Refusal`. */
export class ExpressionParser {
  protected position = 0;
  private nesting = 0;

  constructor(protected readonly tokens: readonly JinjaToken[]) {}

  protected get token(): JinjaToken {
    return this.tokens[this.position]!;
  }

  private get last(): number {
    return this.tokens[Math.max(0, this.position - 1)]!.end;
  }

  protected refuse(message: string): never {
    throw new Refusal(message, this.token.start);
  }

  protected isNext(kind: 'name' | 'operator', text: string, ahead = 0): boolean {
    const token = this.tokens[this.position + ahead];
    return token !== undefined && token.kind === kind && token.text === text;
  }

  protected accept(kind: 'name' | 'operator', text: string): boolean {
    if (!this.isNext(kind, text)) return false;
    this.position++;
    return true;
  }

  protected expect(text: string): void {
    if (!this.accept('operator', text)) this.refuse(`${text} is missing`);
  }

  protected name(): string {
    const { token } = this;
    if (token.kind !== 'name') return this.refuse('a name is missing');
    this.position++;
    return token.text;
  }

  private dottedName(): string {
    let name = this.name();
    while (this.accept('operator', '.')) name += '.' + this.name();
    return name;
  }

  expectEnd(): void {
    if (this.token.kind !== 'end') this.refuse('the text goes on');
  }

  /** Guards the parser's own calls; a node guards the height of the tree. */
  protected nested<Result>(read: () => Result): Result {
    if (++this.nesting > DEPTH_LIMIT / 2) this.refuse('too deep');
    const result = read();
    this.nesting--;
    return result;
  }

  protected node<Content extends object>(start: number, parts: readonly (Built | undefined)[], content: Content): Content & { start: number; end: number; depth: number } {
    let depth = 1;
    for (const part of parts) if (part !== undefined && part.depth >= depth) depth = part.depth + 1;
    if (depth > DEPTH_LIMIT) this.refuse('too deep');
    return { ...content, start, end: this.last, depth };
  }

  /** One expression, or several with commas as a tuple. */
  tuple(read: () => Expression = () => this.expression(), parentheses = false): Expression {
    const { start } = this.token;
    const items: Expression[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) this.expect(',');
      if (this.isEndOfTuple()) break;
      items.push(read());
      if (!this.isNext('operator', ',')) break;
      isTuple = true;
    }
    const [only] = items;
    if (!isTuple && only !== undefined) return only;
    if (!isTuple && !parentheses) this.refuse('an expression is missing');
    return this.node(start, items, { kind: 'tuple', items });
  }

  private isEndOfTuple(): boolean {
    const { kind } = this.token;
    return kind === 'variable end' || kind === 'block end' || this.isNext('operator', ')');
  }

  protected expression(): Expression {
    return this.nested(() => {
      const { start } = this.token;
      let then = this.or();
      while (this.accept('name', 'if')) {
        const test = this.or();
        const otherwise = this.accept('name', 'else') ? this.expression() : undefined;
        then = this.node(start, [then, test, otherwise], { kind: 'condition', test, then, otherwise });
      }
      return then;
    });
  }

  /** An expression without `if`. */
  protected or(): Expression {
    return this.leftToRight(() => this.and(), () => (this.accept('name', 'or') ? 'or' : undefined));
  }

  private and(): Expression {
    return this.leftToRight(() => this.not(), () => (this.accept('name', 'and') ? 'and' : undefined));
  }

  private not(): Expression {
    const { start } = this.token;
    if (!this.accept('name', 'not')) return this.comparison();
    const operand = this.nested(() => this.not());
    return this.node(start, [operand], { kind: 'unary', operator: 'not', operand });
  }

  private comparison(): Expression {
    const { start } = this.token;
    const first = this.sum();
    const rest: { operator: ComparisonOperator; operand: Expression }[] = [];
    for (let operator = this.comparisonOperator(); operator !== undefined; operator = this.comparisonOperator()) rest.push({ operator, operand: this.sum() });
    return rest.length === 0 ? first : this.node(start, [first, ...rest.map(({ operand }) => operand)], { kind: 'comparison', first, rest });
  }

  private comparisonOperator(): ComparisonOperator | undefined {
    if (this.accept('name', 'in')) return 'in';
    if (this.isNext('name', 'not') && this.isNext('name', 'in', 1)) {
      this.position += 2;
      return 'not in';
    }
    return this.operatorOf(COMPARISONS) as ComparisonOperator | undefined;
  }

  private operatorOf(operators: ReadonlySet<string>): string | undefined {
    const { token } = this;
    if (token.kind !== 'operator' || !operators.has(token.text)) return undefined;
    this.position++;
    return token.text;
  }

  private sum(): Expression {
    return this.leftToRight(() => this.concat(), () => this.operatorOf(SUMS) as '+' | '-' | undefined);
  }

  /** `~` binds stronger than `+`, weaker than `*`. */
  private concat(): Expression {
    const { start } = this.token;
    const parts = [this.product()];
    while (this.accept('operator', '~')) parts.push(this.product());
    return parts.length === 1 ? parts[0]! : this.node(start, parts, { kind: 'concat', parts });
  }

  private product(): Expression {
    return this.leftToRight(() => this.power(), () => this.operatorOf(MATH) as '*' | undefined);
  }

  /** From left to right, other than in Python. */
  private power(): Expression {
    return this.leftToRight(() => this.unary(true), () => (this.accept('operator', '**') ? '**' : undefined));
  }

  private leftToRight(operand: () => Expression, operatorOf: () => (Expression & { kind: 'binary' })['operator'] | undefined): Expression {
    const { start } = this.token;
    let left = operand();
    for (let operator = operatorOf(); operator !== undefined; operator = operatorOf()) {
      const right = operand();
      left = this.node(start, [left, right], { kind: 'binary', operator, left, right });
    }
    return left;
  }

  private unary(filtered: boolean): Expression {
    const { start } = this.token;
    const operator = this.operatorOf(SUMS) as '+' | '-' | undefined;
    let expression: Expression;
    if (operator === undefined) expression = this.primary();
    else {
      const operand = this.nested(() => this.unary(false));
      expression = this.node(start, [operand], { kind: 'unary', operator, operand });
    }
    expression = this.postfix(expression);
    return filtered ? this.filtersAndTests(expression) : expression;
  }

  protected primary(): Expression {
    const { token } = this;
    const { start } = token;
    this.position++;
    switch (token.kind) {
      case 'name': {
        const value = WORDS.get(token.text);
        return this.node(start, [], value === undefined ? { kind: 'name', name: token.text } : { kind: 'constant', value });
      }
      case 'number':
        return this.node(start, [], { kind: 'constant', value: token.value });
      case 'string': {
        let { value } = token;
        for (let next = this.token; next.kind === 'string'; next = this.token) {
          value += next.value;
          this.position++;
        }
        return this.node(start, [], { kind: 'constant', value });
      }
      case 'operator':
        if (token.text === '(') {
          const inner = this.tuple(undefined, true);
          this.expect(')');
          return inner;
        }
        if (token.text === '[') {
          const items: Expression[] = [];
          this.commaSeparated(']', () => items.push(this.expression()));
          return this.node(start, items, { kind: 'list', items });
        }
        if (token.text === '{') {
          const entries: [Expression, Expression][] = [];
          this.commaSeparated('}', () => {
            const key = this.expression();
            this.expect(':');
            entries.push([key, this.expression()]);
          });
          return this.node(start, entries.flat(), { kind: 'mapping', entries });
        }
    }
    this.position--;
    return this.refuse('an expression is missing');
  }

  /** Up to the closing bracket; a comma may stand before it. */
  private commaSeparated(closing: string, read: () => void): void {
    for (let first = true; !this.accept('operator', closing); first = false) {
      if (!first) this.expect(',');
      if (this.accept('operator', closing)) return;
      read();
    }
  }

  protected postfix(expression: Expression): Expression {
    const { start } = expression;
    for (let object = expression; ; ) {
      if (this.accept('operator', '.')) {
        const { token } = this;
        if (token.kind === 'number' && typeof token.value !== 'object') {
          this.position++;
          const key = this.node(token.start, [], { kind: 'constant' as const, value: token.value });
          object = this.node(start, [object, key], { kind: 'item', object, key });
        } else {
          const name = this.name();
          object = this.node(start, [object], { kind: 'attribute', object, name });
        }
      } else if (this.isNext('operator', '[')) {
        const key = this.subscript();
        object = this.node(start, [object, key], { kind: 'item', object, key });
      } else if (this.isNext('operator', '(')) object = this.call(object);
      else return object;
    }
  }

  private subscript(): Expression {
    const { start } = this.token;
    this.expect('[');
    const keys: Expression[] = [];
    while (!this.accept('operator', ']')) {
      if (keys.length > 0) this.expect(',');
      keys.push(this.sliceOrKey());
    }
    return keys.length === 1 ? keys[0]! : this.node(start, keys, { kind: 'tuple', items: keys });
  }

  private sliceOrKey(): Expression {
    const { start } = this.token;
    const from = this.isNext('operator', ':') ? undefined : this.expression();
    if (from !== undefined && !this.isNext('operator', ':')) return from;
    this.expect(':');
    const bound = (): Expression | undefined => ([':', ']', ','].some((text) => this.isNext('operator', text)) ? undefined : this.expression());
    const to = bound();
    const step = this.accept('operator', ':') ? bound() : undefined;
    return this.node(start, [from, to, step], { kind: 'slice', from, to, step });
  }

  private call(callee: Expression): Expression {
    const args = this.arguments();
    return this.node(callee.start, [callee, ...partsOfArguments(args)], { kind: 'call', callee, args });
  }

  private arguments(): Arguments {
    const positional: Expression[] = [];
    const named: { name: string; value: Expression }[] = [];
    const spread: Expression[] = [];
    let mapping = false;
    this.expect('(');
    this.commaSeparated(')', () => {
      const { token } = this;
      if (this.accept('operator', '*')) {
        if (spread.length > 0) this.refuse('an argument in the wrong place');
        spread.push(this.expression());
      } else if (this.accept('operator', '**')) {
        if (mapping) this.refuse('an argument in the wrong place');
        mapping = true;
        spread.push(this.expression());
      } else if (token.kind === 'name' && this.isNext('operator', '=', 1)) {
        if (mapping) this.refuse('an argument in the wrong place');
        this.position += 2;
        named.push({ name: token.text, value: this.expression() });
      } else {
        if (spread.length > 0 || named.length > 0) this.refuse('an argument in the wrong place');
        positional.push(this.expression());
      }
    });
    return { positional, named, spread };
  }

  private filtersAndTests(expression: Expression): Expression {
    for (let object = expression; ; ) {
      if (this.isNext('operator', '|')) object = this.filters(object, false)!;
      else if (this.accept('name', 'is')) object = this.test(object);
      else if (this.isNext('operator', '(')) object = this.call(object);
      else return object;
    }
  }

  protected filters(object: Expression | undefined, inline: boolean): Expression | undefined {
    let filtered = object;
    const start = object?.start ?? this.token.start;
    for (let first = inline; first || this.accept('operator', '|'); first = false) {
      const name = this.dottedName();
      const args = this.isNext('operator', '(') ? this.arguments() : NO_ARGUMENTS;
      filtered = this.node(start, [filtered, ...partsOfArguments(args)], { kind: 'filter' as const, object: filtered, name, args });
    }
    return filtered;
  }

  private test(object: Expression): Expression {
    const negated = this.accept('name', 'not');
    const name = this.dottedName();
    let args = NO_ARGUMENTS;
    if (this.isNext('operator', '(')) args = this.arguments();
    else if (this.startsArgument()) {
      if (this.isNext('name', 'is')) this.refuse('a test of a test');
      args = { ...NO_ARGUMENTS, positional: [this.postfix(this.primary())] };
    }
    const { start } = object;
    const test = this.node(start, [object, ...partsOfArguments(args)], { kind: 'test' as const, object, name, args });
    return negated ? this.node(start, [test], { kind: 'unary', operator: 'not', operand: test }) : test;
  }

  private startsArgument(): boolean {
    const { token } = this;
    if (token.kind === 'name') return !['else', 'or', 'and'].includes(token.text);
    return token.kind === 'string' || token.kind === 'number' || this.isNext('operator', '[') || this.isNext('operator', '{');
  }
}
