// Which variables a template reads, and where: the names that no loop, `set`, macro or import of the template itself gives a value.
import { isJinjaError, parseTemplate, type JinjaOptions } from './jinja';
import { partsOf, partsOfArguments, type Expression, type Parameter, type Statement } from './jinjaTree';
import { TEMPLATE_FUNCTIONS } from './runTimeNames';

/** One place where a template reads a variable. `start` and `end` are UTF-16 offsets in its text. */
export interface TemplateReference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** In the order of the text. Nothing for a text that Jinja refuses. */
export function referencesIn(text: string, options: JinjaOptions): readonly TemplateReference[] {
  const template = parseTemplate(text, options);
  return isJinjaError(template) ? [] : referencesOf(template);
}

/** The same for a template that is read already. */
export function referencesOf(template: readonly Statement[]): readonly TemplateReference[] {
  const walk = new ReferenceWalk();
  walk.statements(template, new Scope(undefined));
  return [...walk.found].sort((left, right) => left.start - right.start);
}

/** Names that have a value of their own from here on. */
class Scope {
  private readonly names = new Set<string>();

  constructor(private readonly outer: Scope | undefined, names: Iterable<string> = []) {
    for (const name of names) this.names.add(name);
  }

  has(name: string): boolean {
    return this.names.has(name) || (this.outer?.has(name) ?? false);
  }

  add(name: string): void {
    this.names.add(name);
  }

  get own(): ReadonlySet<string> {
    return this.names;
  }
}

class ReferenceWalk {
  readonly found: TemplateReference[] = [];

  statements(statements: readonly Statement[], scope: Scope): void {
    for (const statement of statements) this.statement(statement, scope);
  }

  private statement(statement: Statement, scope: Scope): void {
    switch (statement.kind) {
      case 'data':
        return;
      case 'output':
        return this.expression(statement.expression, scope);
      case 'if':
        return this.branches(statement, scope);
      case 'for': {
        this.expression(statement.iterable, scope);
        const inner = new Scope(scope, [...namesOf(statement.target), 'loop']);
        if (statement.test !== undefined) this.expression(statement.test, inner);
        this.statements(statement.body, inner);
        return this.statements(statement.otherwise, new Scope(scope));
      }
      case 'set':
        this.expression(statement.value, scope);
        return this.assign(statement.target, scope);
      case 'set block':
        if (statement.filter !== undefined) this.expression(statement.filter, scope);
        this.statements(statement.body, new Scope(scope));
        return this.assign(statement.target, scope);
      case 'with': {
        const inner = new Scope(scope);
        for (const { target, value } of statement.assignments) {
          this.expression(value, scope);
          for (const name of namesOf(target)) inner.add(name);
        }
        return this.statements(statement.body, inner);
      }
      case 'macro':
        scope.add(statement.name);
        return this.callable(statement.parameters, statement.body, scope, ['varargs', 'kwargs', 'caller']);
      case 'call block':
        this.expression(statement.call, scope);
        return this.callable(statement.parameters, statement.body, scope, []);
      case 'body':
        for (const expression of statement.read) this.expression(expression, scope);
        return this.statements(statement.body, new Scope(scope, ['super', 'self']));
      case 'other template':
        this.expression(statement.template, scope);
        for (const name of statement.names) scope.add(name);
    }
  }

  /** What one branch sets is set behind the `if` only when every branch sets it: else the variable may be read. */
  private branches({ branches, otherwise }: Statement & { kind: 'if' }, scope: Scope): void {
    const scopes = [...branches.map(({ body }) => body), otherwise].map((body, index) => {
      const test = branches[index]?.test;
      if (test !== undefined) this.expression(test, scope);
      const inner = new Scope(scope);
      this.statements(body, inner);
      return inner;
    });
    for (const name of scopes[0]!.own) if (scopes.every((inner) => inner.own.has(name))) scope.add(name);
  }

  private callable(parameters: readonly Parameter[], body: readonly Statement[], scope: Scope, given: readonly string[]): void {
    for (const { value } of parameters) if (value !== undefined) this.expression(value, scope);
    this.statements(body, new Scope(scope, [...parameters.map(({ name }) => name), ...given]));
  }

  private assign(target: Expression, scope: Scope): void {
    if (target.kind === 'attribute') this.expression(target.object, scope);
    for (const name of namesOf(target)) scope.add(name);
  }

  expression(expression: Expression, scope: Scope): void {
    if (expression.kind === 'name') {
      if (!scope.has(expression.name)) this.found.push({ name: expression.name, start: expression.start, end: expression.end });
      return;
    }
    const isFunction = expression.kind === 'call' && expression.callee.kind === 'name' && TEMPLATE_FUNCTIONS.has(expression.callee.name);
    for (const part of isFunction ? partsOfArguments(expression.args) : partsOf(expression)) this.expression(part, scope);
  }
}

function namesOf(target: Expression): string[] {
  if (target.kind === 'name') return [target.name];
  return target.kind === 'tuple' ? target.items.flatMap(namesOf) : [];
}
