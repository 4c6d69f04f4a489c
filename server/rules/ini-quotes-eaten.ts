// A mapping or list on an INI host line: the shell-like reading takes its inner quotes away, and what is left is a text.
import { pythonLiteral } from '../core/inventory/pythonLiteral';
import { isList, isMapping } from '../core/value';
import { iniLinesOf, quotesAround } from './places';
import type { Rule } from './rule';

export const iniQuotesEaten: Rule = {
  id: 'ini-quotes-eaten',
  summary: 'A mapping or list on an INI host line that loses its quotes and becomes a text',
  severity: 'information',
  *check({ runs }) {
    for (const line of iniLinesOf(runs)) {
      if (line?.kind !== 'hosts') {
        if (line === undefined) yield undefined;
        continue;
      }
      for (const { key, value, valueSpan } of line.variables) {
        const raw = valueSpan.file.text.slice(valueSpan.start, valueSpan.end);
        if (typeof value !== 'string' || !/^[[{].*["']/.test(raw)) continue;
        const meant = pythonLiteral(raw);
        if (!('value' in meant) || !(isMapping(meant.value) || isList(meant.value))) continue;
        const quote = !raw.includes("'") ? "'" : !raw.includes('"') ? '"' : undefined;
        yield {
          span: valueSpan,
          message: `A host line takes the inner quotes away: “${key}” is a text, not a ${isMapping(meant.value) ? 'mapping' : 'list'}`,
          fixes: quote === undefined || raw.includes('\\') ? [] : [{ title: 'Put quotes around the whole value', edits: quotesAround(valueSpan, quote), operations: [], preferred: true }],
        };
      }
    }
  },
};
