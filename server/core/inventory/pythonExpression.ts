// The grammar of one Python 3.11 expression, as far as `ast.literal_eval` can tell expressions apart: literals are kept, all else is "other".
// Knows no values' meaning; pythonLiteral.ts evaluates.
import { pythonTokens, type PythonNumber, type Token } from './pythonTokens';

/** `depth` is the height of the tree Python would build: it refuses to build very high ones. */
export type Expression = { readonly depth: number } & (
  | { readonly kind: 'number'; readonly value: PythonNumber }
  | { readonly kind: 'string' | 'bytes'; readonly value: string }
  | { readonly kind: 'constant'; readonly value: boolean | null }
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Expression[] }
  /** The key is undefined in `**x`. */
  | { readonly kind: 'mapping'; readonly entries: readonly (readonly [Expression | undefined, Expression])[] }
  | { readonly kind: 'sign'; readonly operator: '+' | '-'; readonly operand: Expression }
  | { readonly kind: 'sum'; readonly operator: '+' | '-'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'name'; readonly text: string }
  /** `set()`, which is a literal to Python. */
  | { readonly kind: 'empty set' }
  /** `x.y`, `x[y]`: like a name, a loop may assign to it. */
  | { readonly kind: 'member' }
  | { readonly kind: 'starred'; readonly operand: Expression }
  | { readonly kind: 'other' }
);

/** The tree of `text`, or undefined when it is not one Python expression. Takes time in proportion to its length. */
export function parsePythonExpression(text: string): Expression | undefined {
  const tokens = pythonTokens(text);
  return tokens === undefined ? undefined : new ExpressionParser(tokens).whole();
}

const COMPARISONS = new Set(['==', '!=', '<=', '>=', '<', '>', 'in', 'is']);
const BINARY_STRENGTH: ReadonlyMap<string, number> = new Map([
  ['|', 1], ['^', 2], ['&', 3], ['<<', 4], ['>>', 4], ['+', 5], ['-', 5], ['*', 6], ['/', 6], ['//', 6], ['%', 6], ['@', 6],
]);

function other(parts: readonly (Expression | undefined)[] = []): Expression {
  return { kind: 'other', depth: heightOver(parts) };
}

function heightOver(parts: readonly (Expression | undefined)[]): number {
  let height = 0;
  for (const part of parts) if (part !== undefined && part.depth > height) height = part.depth;
  return height + 1;
}

/** Right-recursive rules are loops here, so that only brackets, of which there are at most 200, nest calls. */
class ExpressionParser {
  private position = 0;
  private failed = false;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expression | undefined {
    const first = this.expression();
    const result = this.isNext(',') ? this.tupleFrom(first, () => this.expression()) : first;
    return this.failed || this.token.kind !== 'end' ? undefined : result;
  }

  private get token(): Token {
    return this.tokens[this.position]!;
  }

  private isNext(text: string): boolean {
    const { token } = this;
    return (token.kind === 'operator' || token.kind === 'keyword') && token.text === text;
  }

  private accept(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.position++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) this.fail();
  }

  /** After a failure the end token is next, so that every loop ends. */
  private fail(): Expression {
    this.failed = true;
    this.position = this.tokens.length - 1;
    return other();
  }

  /** The items behind `first`, up to what cannot begin an item. */
  private tupleFrom(first: Expression, item: () => Expression): Expression {
    const items = [first];
    while (this.accept(',') && this.beginsItem()) items.push(item());
    return { kind: 'tuple', items, depth: heightOver(items) };
  }

  private beginsItem(): boolean {
    const { token } = this;
    if (token.kind === 'end') return false;
    if (token.kind === 'operator') return !')]}:='.includes(token.text);
    return token.kind !== 'keyword' || !['for', 'in', 'if', 'else', 'async'].includes(token.text);
  }

  /** `disjunction ['if' disjunction 'else' expression] | lambda`. */
  private expression(): Expression {
    const parts: Expression[] = [];
    for (let height = 0; ; height++) {
      if (this.accept('lambda')) {
        this.parameters();
        parts.push(other());
        continue;
      }
      const value = this.disjunction();
      if (!this.accept('if')) {
        if (height === 0) return value;
        return { kind: 'other', depth: height + heightOver([...parts, value]) };
      }
      parts.push(value, this.disjunction());
      this.expect('else');
    }
  }

  /** Through the colon. Python's order: plain, `/`, those with defaults, `*`, `**`. */
  private parameters(): void {
    let slash = false;
    let star = false;
    let needsName = false;
    let defaults = false;
    let count = 0;
    while (!this.accept(':')) {
      if (this.failed) return;
      if (this.accept('/')) {
        if (slash || star || count === 0) this.fail();
        slash = true;
      } else if (this.accept('**')) {
        this.name();
        if (needsName) this.fail();
        this.accept(',');
        this.expect(':');
        return;
      } else if (this.accept('*')) {
        if (star) this.fail();
        star = true;
        needsName = !this.acceptName();
        if (needsName && !this.isNext(',')) this.fail();
      } else {
        this.name();
        needsName = false;
        count++;
        if (this.accept('=')) {
          this.expression();
          defaults = true;
        } else if (defaults && !star) this.fail();
      }
      if (!this.accept(',') && !this.isNext(':')) this.fail();
    }
    if (needsName) this.fail();
  }

  private name(): void {
    if (!this.acceptName()) this.fail();
  }

  private acceptName(): boolean {
    if (this.token.kind !== 'name') return false;
    this.position++;
    return true;
  }

  /** `or`, `and`, `not` and comparisons: none is a literal, so their order of strength does not matter. */
  private disjunction(): Expression {
    let negations = 0;
    while (this.accept('not')) negations++;
    let result = this.binary(1);
    let height = 0;
    let highest = negations;
    const parts = [result];
    for (;;) {
      if (this.accept('or') || this.accept('and')) {
        negations = 0;
        while (this.accept('not')) negations++;
        highest = Math.max(highest, negations);
      } else if (this.token.kind === 'operator' || this.token.kind === 'keyword') {
        const { text } = this.token;
        if (COMPARISONS.has(text)) {
          this.position++;
          if (text === 'is') this.accept('not');
        } else if (text === 'not') {
          this.position++;
          this.expect('in');
        } else break;
      } else break;
      height = 3;
      parts.push(this.binary(1));
    }
    if (highest + height > 0) result = { kind: 'other', depth: highest + height + heightOver(parts) };
    return result;
  }

  /** Operators of at least this strength, from the left. */
  private binary(strength: number): Expression {
    let left = this.unary();
    for (;;) {
      const { token } = this;
      const found = token.kind === 'operator' ? BINARY_STRENGTH.get(token.text) : undefined;
      if (found === undefined || found < strength) return left;
      this.position++;
      const right = this.binary(found + 1);
      const operator = token.kind === 'operator' ? token.text : '';
      if (operator === '+' || operator === '-') left = { kind: 'sum', operator, left, right, depth: heightOver([left, right]) };
      else left = other([left, right]);
    }
  }

  /** Signs, then a power; the exponent of a power is a signed power again. */
  private unary(): Expression {
    const signs: string[] = [];
    let powers = 0;
    let result: Expression;
    let base: Expression | undefined;
    for (;;) {
      while (this.isNext('+') || this.isNext('-') || this.isNext('~')) {
        signs.push(this.token.kind === 'operator' ? this.token.text : '');
        this.position++;
      }
      result = this.primary();
      if (!this.accept('**')) break;
      base ??= result;
      powers++;
    }
    if (powers > 0) return { kind: 'other', depth: powers + signs.length + heightOver([base, result]) };
    for (const sign of signs.reverse()) {
      if (sign === '~') result = other([result]);
      else result = { kind: 'sign', operator: sign === '+' ? '+' : '-', operand: result, depth: result.depth + 1 };
    }
    return result;
  }

  private primary(): Expression {
    const awaited = this.accept('await');
    let result = this.atom();
    for (;;) {
      if (this.accept('.')) {
        this.name();
        result = { kind: 'member', depth: result.depth + 1 };
      } else if (this.accept('[')) {
        const inside = this.subscript();
        this.expect(']');
        result = { kind: 'member', depth: heightOver([result, inside]) };
      } else if (this.accept('(')) {
        const start = this.position;
        const inside = this.callArguments();
        this.expect(')');
        const isEmptySet = result.kind === 'name' && result.text === 'set' && this.position === start + 1;
        result = { kind: isEmptySet ? 'empty set' : 'other', depth: heightOver([result, inside]) };
      } else break;
    }
    return awaited ? other([result]) : result;
  }

  private atom(): Expression {
    const { token } = this;
    if (token.kind === 'end') return this.fail();
    if (token.kind === 'string') return this.strings();
    this.position++;
    if (token.kind === 'number') return { kind: 'number', value: token.value, depth: 1 };
    if (token.kind === 'name') return { kind: 'name', text: token.text, depth: 1 };
    switch (token.text) {
      case 'True':
      case 'False':
        return { kind: 'constant', value: token.text === 'True', depth: 1 };
      case 'None':
        return { kind: 'constant', value: null, depth: 1 };
      case '...':
        return { kind: 'ellipsis', depth: 1 };
      case '(':
        return this.parenthesised();
      case '[':
        return this.bracketed();
      case '{':
        return this.braced();
      default:
        return this.fail();
    }
  }

  /** Neighbours are one string; one formatted part makes all of it formatted, and bytes join only bytes. */
  private strings(): Expression {
    const values: string[] = [];
    const types = new Set<string>();
    for (let { token } = this; token.kind === 'string'; token = this.token) {
      values.push(token.value);
      types.add(token.type);
      this.position++;
    }
    if (types.has('bytes') && types.size > 1) return this.fail();
    if (types.has('formatted')) return other();
    return { kind: types.has('bytes') ? 'bytes' : 'string', value: values.join(''), depth: 1 };
  }

  private parenthesised(): Expression {
    if (this.accept(')')) return { kind: 'tuple', items: [], depth: 1 };
    if (this.accept('yield')) {
      const value = this.accept('from') ? this.expression() : this.isNext(')') ? undefined : this.items();
      this.expect(')');
      return other([value]);
    }
    const first = this.item();
    let result = first;
    if (this.beginsLoop()) result = this.comprehension(first);
    else if (this.isNext(',')) result = this.tupleFrom(first, () => this.item());
    else if (first.kind === 'starred') this.fail();
    this.expect(')');
    return result;
  }

  private bracketed(): Expression {
    if (this.accept(']')) return { kind: 'list', items: [], depth: 1 };
    const first = this.item();
    const result = this.beginsLoop() ? this.comprehension(first) : this.tupleFrom(first, () => this.item());
    this.expect(']');
    return result.kind === 'tuple' ? { ...result, kind: 'list' } : result;
  }

  private braced(): Expression {
    if (this.accept('}')) return { kind: 'mapping', entries: [], depth: 1 };
    if (this.accept('**')) return this.mappingFrom(undefined, this.binary(1));
    const assigns = this.isAssignment();
    const first = this.item();
    if (first.kind !== 'starred' && !assigns && this.accept(':')) {
      const value = this.expression();
      if (!this.beginsLoop()) return this.mappingFrom(first, value);
      const loop = this.comprehension(first, value);
      this.expect('}');
      return loop;
    }
    const result = this.beginsLoop() ? this.comprehension(first) : this.tupleFrom(first, () => this.item());
    this.expect('}');
    return result.kind === 'tuple' ? { ...result, kind: 'set' } : result;
  }

  private mappingFrom(key: Expression | undefined, value: Expression): Expression {
    const entries: [Expression | undefined, Expression][] = [[key, value]];
    while (this.accept(',') && this.beginsItem()) {
      if (this.accept('**')) entries.push([undefined, this.binary(1)]);
      else {
        const entryKey = this.expression();
        this.expect(':');
        entries.push([entryKey, this.expression()]);
      }
    }
    this.expect('}');
    return { kind: 'mapping', entries, depth: heightOver(entries.flat()) };
  }

  /** `*x`, `name := x` or an expression. */
  private item(): Expression {
    if (this.accept('*')) {
      const operand = this.binary(1);
      return { kind: 'starred', operand, depth: operand.depth + 1 };
    }
    return this.namedExpression();
  }

  private items(): Expression {
    const first = this.item();
    return this.isNext(',') ? this.tupleFrom(first, () => this.item()) : first;
  }

  private namedExpression(): Expression {
    if (!this.isAssignment()) return this.expression();
    this.position += 2;
    return other([this.expression()]);
  }

  private isAssignment(): boolean {
    const next = this.tokens[this.position + 1];
    return this.token.kind === 'name' && next?.kind === 'operator' && next.text === ':=';
  }

  private subscript(): Expression {
    const slices = [this.slice()];
    while (this.accept(',') && !this.isNext(']')) slices.push(this.slice());
    return other(slices);
  }

  private slice(): Expression {
    if (this.isNext('*')) return this.item();
    const first = this.isNext(':') ? undefined : this.namedExpression();
    if (!this.accept(':')) return first ?? this.fail();
    const ends = (): boolean => this.isNext(':') || this.isNext(',') || this.isNext(']');
    const last = ends() ? undefined : this.expression();
    const step = this.accept(':') && !ends() ? this.expression() : undefined;
    return other([first, last, step]);
  }

  /** `f(x, *y, k=v, **z)`: nothing plain may follow a keyword, no `*` a `**`; a bare loop must be alone. */
  private callArguments(): Expression {
    const parts: Expression[] = [];
    let keywords = false;
    let doubleStar = false;
    while (!this.failed && !this.isNext(')')) {
      const next = this.tokens[this.position + 1];
      if (this.accept('**')) {
        parts.push(this.expression());
        doubleStar = true;
      } else if (this.accept('*')) {
        parts.push(this.expression());
        if (doubleStar) this.fail();
      } else if (this.token.kind === 'name' && next?.kind === 'operator' && next.text === '=') {
        this.position += 2;
        parts.push(this.expression());
        keywords = true;
      } else {
        parts.push(this.namedExpression());
        if (keywords || doubleStar) this.fail();
        if (this.beginsLoop()) {
          parts.push(this.comprehension(parts[parts.length - 1]!));
          if (parts.length > 2 || !this.isNext(')')) this.fail();
          break;
        }
      }
      if (!this.accept(',')) break;
    }
    return other(parts);
  }

  private beginsLoop(): boolean {
    return this.isNext('for') || this.isNext('async');
  }

  private comprehension(...elements: readonly Expression[]): Expression {
    if (elements.some((element) => element.kind === 'starred')) this.fail();
    const parts = [...elements];
    while (this.beginsLoop()) {
      this.accept('async');
      this.expect('for');
      this.target();
      this.expect('in');
      parts.push(this.disjunction());
      while (this.accept('if')) parts.push(this.disjunction());
    }
    return other(parts);
  }

  /** What a loop assigns to: names, members, and lists of them. */
  private target(): void {
    const item = (): Expression => {
      const starred = this.accept('*');
      const operand = this.primary();
      return starred ? { kind: 'starred', operand, depth: operand.depth + 1 } : operand;
    };
    const first = item();
    const whole = this.isNext(',') ? this.tupleFrom(first, item) : first;
    if (!isTarget(whole)) this.fail();
  }
}

function isTarget(expression: Expression): boolean {
  switch (expression.kind) {
    case 'name':
    case 'member':
      return true;
    case 'starred':
      return expression.operand.kind !== 'starred' && isTarget(expression.operand);
    case 'list':
    case 'tuple':
      return expression.items.every(isTarget);
    default:
      return false;
  }
}
