// Whether a `when` of a task holds, as far as that is sure before a run. Facts and results are not known; a part that is not known need not decide.
import { isTruthy } from '../value';
import { evaluateValue, type EvaluationOptions, type Lookup } from '../template/evaluate';
import { isJinjaError, parseExpression } from '../template/jinja';
import type { Expression } from '../template/jinjaTree';

/** A longer condition is known only when it runs. */
const TEXT_LIMIT = 2_000;

/** True or false where that is what a host with these variables comes to; undefined where it is known only when the play runs, or Ansible refuses it. */
export function holds(condition: string, lookup: Lookup, options: EvaluationOptions): boolean | undefined {
  let known = answers.get(lookup);
  if (known === undefined) answers.set(lookup, (known = new Map()));
  if (!known.has(condition)) {
    const expression = expressionOf(condition);
    known.set(condition, expression === undefined ? undefined : truthOf(expression, condition, lookup, options));
  }
  return known.get(condition);
}

/** Many plays run the same roles: the answers are kept as long as the lookup is, which answers the same each time. */
const answers = new WeakMap<Lookup, Map<string, boolean | undefined>>();

const expressions = new Map<string, Expression | undefined>();
const KEPT_LIMIT = 5_000;

/** Undefined for what Jinja refuses. */
function expressionOf(condition: string): Expression | undefined {
  if (condition.length > TEXT_LIMIT) return undefined;
  if (!expressions.has(condition)) {
    if (expressions.size >= KEPT_LIMIT) expressions.clear();
    const parsed = parseExpression(condition);
    expressions.set(condition, isJinjaError(parsed) ? undefined : parsed);
  }
  return expressions.get(condition);
}

function truthOf(expression: Expression, text: string, lookup: Lookup, options: EvaluationOptions): boolean | undefined {
  // `x is not defined` is one part: its test begins where the whole does
  if (expression.kind === 'unary' && expression.operator === 'not' && expression.operand.start > expression.start) {
    const inner = truthOf(expression.operand, text, lookup, options);
    return inner === undefined ? undefined : !inner;
  }
  if (expression.kind === 'binary' && (expression.operator === 'and' || expression.operator === 'or')) {
    const [left, right] = [expression.left, expression.right].map((part) => truthOf(part, text, lookup, options));
    const decisive = expression.operator === 'or';
    return left === decisive || right === decisive ? decisive : left === undefined || right === undefined ? undefined : !decisive;
  }
  const part = text.slice(expression.start, expression.end);
  const value = evaluateValue(`{{ ${part} }}`, lookup, options);
  // a text alone is no condition that Ansible's releases agree on
  if (value.kind === 'unknown' || (typeof value.value === 'string' && value.value !== '')) return undefined;
  // what prints as a boolean is one only where Jinja takes it for one
  const asked = evaluateValue(`{% if ${part} %}1{% else %}0{% endif %}`, lookup, options);
  const isTrue = asked.kind === 'unknown' ? undefined : String(asked.value) === '1';
  return isTrue === isTruthy(value.value) ? isTrue : undefined;
}
