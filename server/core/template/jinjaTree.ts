// The syntax tree of a Jinja template: what jinja.ts reads and what evaluation and references walk; and the way down it.
import type { Float } from '../value';

/** `start` and `end` are UTF-16 offsets in the template. `depth` is the height of the tree below, so that no walk goes deeper than its budget. */
interface Node {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/** A literal. */
export type Constant = null | boolean | number | bigint | Float | string;

/** What a call, filter or test is given. */
export interface Arguments {
  readonly positional: readonly Expression[];
  readonly named: readonly { readonly name: string; readonly value: Expression }[];
  /** `*x` and `**x`. */
  readonly spread: readonly Expression[];
}

/** What has a value. */
export type Expression = Node &
  (
    | { readonly kind: 'constant'; readonly value: Constant }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'list' | 'tuple'; readonly items: readonly Expression[] }
    | { readonly kind: 'mapping'; readonly entries: readonly (readonly [Expression, Expression])[] }
    | { readonly kind: 'attribute'; readonly object: Expression; readonly name: string }
    | { readonly kind: 'item'; readonly object: Expression; readonly key: Expression }
    /** Only as the key of an item. */
    | { readonly kind: 'slice'; readonly from: Expression | undefined; readonly to: Expression | undefined; readonly step: Expression | undefined }
    | { readonly kind: 'call'; readonly callee: Expression; readonly args: Arguments }
    /** Without an object where a block is filtered. */
    | { readonly kind: 'filter'; readonly object: Expression | undefined; readonly name: string; readonly args: Arguments }
    | { readonly kind: 'test'; readonly object: Expression; readonly name: string; readonly args: Arguments }
    | { readonly kind: 'unary'; readonly operator: '-' | '+' | 'not'; readonly operand: Expression }
    | { readonly kind: 'binary'; readonly operator: '+' | '-' | '*' | '/' | '//' | '%' | '**' | 'and' | 'or'; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'concat'; readonly parts: readonly Expression[] }
    | { readonly kind: 'comparison'; readonly first: Expression; readonly rest: readonly { readonly operator: ComparisonOperator; readonly operand: Expression }[] }
    | { readonly kind: 'condition'; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression | undefined }
  );

/** The operators that may be chained. */
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

/** A parameter of a macro, with its default if it has one. */
export interface Parameter {
  readonly name: string;
  readonly value: Expression | undefined;
}

/** A piece of text, an output, or a tag with what belongs to it. */
export type Statement = Node &
  (
    | { readonly kind: 'data'; readonly text: string }
    | { readonly kind: 'output'; readonly expression: Expression }
    | { readonly kind: 'if'; readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[]; readonly otherwise: readonly Statement[] }
    | { readonly kind: 'for'; readonly target: Expression; readonly iterable: Expression; readonly test: Expression | undefined; readonly recursive: boolean; readonly body: readonly Statement[]; readonly otherwise: readonly Statement[] }
    /** The target is a name, a tuple of names, or an attribute of a namespace. */
    | { readonly kind: 'set'; readonly target: Expression; readonly value: Expression }
    | { readonly kind: 'set block'; readonly target: Expression; readonly filter: Expression | undefined; readonly body: readonly Statement[] }
    | { readonly kind: 'with'; readonly assignments: readonly { readonly target: Expression; readonly value: Expression }[]; readonly body: readonly Statement[] }
    | { readonly kind: 'macro'; readonly name: string; readonly parameters: readonly Parameter[]; readonly body: readonly Statement[] }
    | { readonly kind: 'call block'; readonly parameters: readonly Parameter[]; readonly call: Expression; readonly body: readonly Statement[] }
    /** `filter`, `autoescape` and `block`: a body, after what is read before it. */
    | { readonly kind: 'body'; readonly word: string; readonly read: readonly Expression[]; readonly body: readonly Statement[] }
    /** `include`, `import`, `from`, `extends`: a template by its name, and the names that come from it. */
    | { readonly kind: 'other template'; readonly word: string; readonly template: Expression; readonly names: readonly string[] }
  );

/** A whole template. */
export type Template = readonly Statement[];

/** The expressions of arguments, in their order. */
export function partsOfArguments({ positional, named, spread }: Arguments): Expression[] {
  return [...positional, ...named.map(({ value }) => value), ...spread];
}

/** The expressions directly below one, in the order in which they are written, but for `x if y`. */
export function partsOf(expression: Expression): readonly Expression[] {
  const defined = (...parts: (Expression | undefined)[]): Expression[] => parts.filter((part) => part !== undefined);
  switch (expression.kind) {
    case 'constant':
    case 'name':
      return [];
    case 'list':
    case 'tuple':
      return expression.items;
    case 'mapping':
      return expression.entries.flat();
    case 'attribute':
      return [expression.object];
    case 'item':
      return [expression.object, expression.key];
    case 'slice':
      return defined(expression.from, expression.to, expression.step);
    case 'call':
      return [expression.callee, ...partsOfArguments(expression.args)];
    case 'filter':
    case 'test':
      return defined(expression.object, ...partsOfArguments(expression.args));
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'concat':
      return expression.parts;
    case 'comparison':
      return [expression.first, ...expression.rest.map(({ operand }) => operand)];
    case 'condition':
      return defined(expression.then, expression.test, expression.otherwise);
  }
}

/** The expressions and statements directly below a statement; names that only get a value are left out. */
export function partsOfStatement(statement: Statement): { readonly read: readonly Expression[]; readonly bodies: readonly (readonly Statement[])[] } {
  const defined = (...parts: (Expression | undefined)[]): Expression[] => parts.filter((part) => part !== undefined);
  switch (statement.kind) {
    case 'data':
      return { read: [], bodies: [] };
    case 'output':
      return { read: [statement.expression], bodies: [] };
    case 'if':
      return { read: statement.branches.map(({ test }) => test), bodies: [...statement.branches.map(({ body }) => body), statement.otherwise] };
    case 'for':
      return { read: defined(statement.iterable, statement.test), bodies: [statement.body, statement.otherwise] };
    case 'set':
      return { read: [statement.value], bodies: [] };
    case 'set block':
      return { read: defined(statement.filter), bodies: [statement.body] };
    case 'with':
      return { read: statement.assignments.map(({ value }) => value), bodies: [statement.body] };
    case 'macro':
      return { read: defined(...statement.parameters.map(({ value }) => value)), bodies: [statement.body] };
    case 'call block':
      return { read: defined(...statement.parameters.map(({ value }) => value), statement.call), bodies: [statement.body] };
    case 'body':
      return { read: statement.read, bodies: [statement.body] };
    case 'other template':
      return { read: [statement.template], bodies: [] };
  }
}
