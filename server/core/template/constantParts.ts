// Finds what Jinja works out while it compiles a template and may fail at: Ansible then takes the whole template for a plain text.
import { partsOf, partsOfStatement, type Expression, type Statement } from './jinjaTree';

/** True when a template takes a part of a constant (`'a'.b`, `[] | first`), be it in a branch that is never taken. Such templates are not evaluated. */
export function takesPartOfConstant(template: readonly Statement[]): boolean {
  return template.some((statement) => {
    const { read, bodies } = partsOfStatement(statement);
    return read.some(takesPart) || bodies.some(takesPartOfConstant);
  });
}

function takesPart(expression: Expression): boolean {
  if (expression.kind === 'call' && expression.callee.kind === 'attribute') return [expression.callee.object, ...partsOf(expression).slice(1)].some(takesPart);
  if (expression.kind === 'attribute' && isConstant(expression.object)) return true;
  if (expression.kind === 'item' && isConstant(expression.object) && isConstant(expression.key)) return true;
  if (expression.kind === 'filter' && (expression.name === 'first' || expression.name === 'last') && expression.object !== undefined && isConstant(expression.object)) return true;
  return partsOf(expression).some(takesPart);
}

/** True when Jinja may know the value, or a part that decides it, before it reads any variable. */
function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case 'name':
      return false;
    case 'constant':
    case 'comparison':
    case 'slice':
      return true;
    case 'list':
    case 'tuple':
    case 'mapping':
      return partsOf(expression).every(isConstant);
    case 'attribute':
    case 'item':
    case 'filter':
    case 'test':
    case 'call':
      return isConstant(partsOf(expression)[0] ?? expression);
    default:
      return partsOf(expression).some(isConstant);
  }
}
