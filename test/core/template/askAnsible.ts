// Asks the ansible-core that is installed, through record.py, and writes values and trees the way it does. No test itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Arguments, Expression, Parameter, Statement } from '../../../server/core/template/jinjaTree';
import { Float, floatText, isList, Mapping, Unsafe, type Scalar, type Value } from '../../../server/core/value';

/** Plain JSON; in values see `typed`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type Answer = { readonly gives: Json } | { readonly fails: string };

export interface Question {
  readonly vars: Readonly<Record<string, Json>>;
  readonly values: readonly Json[];
}

const recorder = resolve(__dirname, '../../../../test/core/template/record.py');

/** The Python that Ansible runs with; undefined where Ansible is not installed. */
export function pythonOfAnsible(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const program = join(folder, 'ansible');
    if (!existsSync(program)) continue;
    const python = /^#!\s*(\S+)/.exec(readFileSync(realpathSync(program), 'utf8'))?.[1];
    if (python !== undefined && existsSync(python)) return python;
  }
  return undefined;
}

/** The minor number of its ansible-core: 14 for 2.14. */
export function releaseOf(python: string): number {
  const { stdout } = spawnSync(python, ['-c', 'from ansible import release; print(release.__version__)'], { encoding: 'utf8' });
  return Number(/^2\.(\d+)/.exec(stdout)?.[1] ?? NaN);
}

/** The answers to each question, in order. */
export function ask(python: string, questions: readonly (Question | { readonly trees: readonly string[] })[]): Json[][] {
  const { stdout, stderr, status } = spawnSync(python, [recorder, '--ask'], { input: questions.map((question) => JSON.stringify(question)).join('\n'), encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`record.py ended with ${status}: ${stderr.slice(-2000)}`);
  return stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as Json[]);
}

/** A value as record.py writes it. */
export function typed(value: Value): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'bigint') return { int: String(value) };
  if (value instanceof Float) return { float: floatText(value.number) };
  if (value instanceof Unsafe) return { unsafe: value.text };
  if (isList(value)) return value.map(typed);
  if (value instanceof Mapping) return { map: [...value.entries()].map(([key, member]) => [typed(key), typed(member)]) };
  return { odd: value.constructor.name };
}

/** A value of a question as the evaluation takes it. Floats cannot be written in JSON: a number that is no integer is one. */
export function valueOf(json: Json): Value {
  if (typeof json === 'number') return Number.isInteger(json) ? json : new Float(json);
  if (Array.isArray(json)) return json.map(valueOf);
  if (typeof json !== 'object' || json === null) return json as Scalar;
  const entries = Object.entries(json as { readonly [key: string]: Json });
  if (entries.length === 1 && entries[0]![0] === 'unsafe') return new Unsafe(entries[0]![1] as string);
  return new Mapping(entries.map(([key, member]) => [key, valueOf(member)] as const));
}

/** A tree as record.py writes that of Jinja. */
export function treeOf(statements: readonly Statement[]): Json {
  return statements.map(statementTree);
}

function statementTree(statement: Statement): Json {
  switch (statement.kind) {
    case 'data':
      return ['data', statement.text];
    case 'output':
      return ['output', tree(statement.expression)];
    case 'if':
      return ['if', statement.branches.map(({ test, body }) => [tree(test), treeOf(body)]), treeOf(statement.otherwise)];
    case 'for':
      return ['for', tree(statement.target), tree(statement.iterable), tree(statement.test), statement.recursive, treeOf(statement.body), treeOf(statement.otherwise)];
    case 'set':
      return ['set', tree(statement.target), tree(statement.value)];
    case 'set block':
      return ['set block', tree(statement.target), tree(statement.filter), treeOf(statement.body)];
    case 'with':
      return ['with', statement.assignments.map(({ target, value }) => [tree(target), tree(value)]), treeOf(statement.body)];
    case 'macro':
      return ['macro', statement.name, parameters(statement.parameters), treeOf(statement.body)];
    case 'call block':
      return ['call block', parameters(statement.parameters), tree(statement.call), treeOf(statement.body)];
    case 'body':
      return ['body', statement.word, statement.read.map(tree), treeOf(statement.body)];
    case 'other template':
      return ['other template', statement.word, tree(statement.template), [...statement.names]];
  }
}

function parameters(list: readonly Parameter[]): Json {
  return list.map(({ name, value }) => [name, tree(value)]);
}

function args({ positional, named, spread }: Arguments): Json[] {
  return [positional.map(tree), named.map(({ name, value }) => [name, tree(value)]), spread.map(tree)];
}

function tree(expression: Expression | undefined): Json {
  if (expression === undefined) return null;
  switch (expression.kind) {
    case 'constant':
      return ['constant', typed(expression.value)];
    case 'name':
      return ['name', expression.name];
    case 'list':
    case 'tuple':
      return [expression.kind, expression.items.map(tree)];
    case 'mapping':
      return ['mapping', expression.entries.map(([key, value]) => [tree(key), tree(value)])];
    case 'attribute':
      return ['attribute', tree(expression.object), expression.name];
    case 'item':
      return ['item', tree(expression.object), tree(expression.key)];
    case 'slice':
      return ['slice', tree(expression.from), tree(expression.to), tree(expression.step)];
    case 'call':
      return ['call', tree(expression.callee), ...args(expression.args)];
    case 'filter':
    case 'test':
      return [expression.kind, tree(expression.object), expression.name, ...args(expression.args)];
    case 'unary':
      return [expression.operator, tree(expression.operand)];
    case 'binary':
      return [expression.operator, tree(expression.left), tree(expression.right)];
    case 'concat':
      return ['concat', expression.parts.map(tree)];
    case 'comparison':
      return ['comparison', tree(expression.first), expression.rest.map(({ operator, operand }) => [operator, tree(operand)])];
    case 'condition':
      return ['condition', tree(expression.test), tree(expression.then), tree(expression.otherwise)];
  }
}
