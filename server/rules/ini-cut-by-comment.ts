// An unquoted # in the middle of a word of a host line: Ansible takes the rest of the line for a comment, so the value ends there.
import { pythonLiteral } from '../core/inventory/pythonLiteral';
import { shellWords } from '../core/inventory/shellWords';
import type { Fix } from '../core/diagnostic';
import { spanOf } from '../core/tree';
import { iniLinesOf } from './places';
import type { Rule } from './rule';

export const iniCutByComment: Rule = {
  id: 'ini-cut-by-comment',
  summary: 'A value of an INI host line that ends at a #',
  severity: 'warning',
  *check({ runs }) {
    for (const line of iniLinesOf(runs)) {
      if (line?.kind !== 'hosts') {
        if (line === undefined) yield undefined;
        continue;
      }
      const { file, start, end } = line.span;
      const text = file.text.slice(start, end);
      if (!text.includes('#')) continue;
      const result = shellWords(text);
      const last = 'words' in result ? result.words.at(-1) : undefined;
      // behind a blank it is a comment that was meant as one
      if (last === undefined || text[last.end] !== '#') continue;
      const length = /^\S*/.exec(text.slice(last.end))![0].length;
      const equals = last.text.indexOf('=');
      const what = equals < 0 ? 'the name of the host' : `the value of ${last.text.slice(0, equals)}`;
      yield {
        span: spanOf(file, start + last.end, start + last.end + length),
        message: `A # begins a comment inside a word, too: ${what} ends before it`,
        fixes: equals < 0 || last.offsets !== undefined ? [] : fixes(file.text, start + last.start + equals + 1, start + last.end + length, line.span),
      };
    }
  },
};

/** Quotes around the whole word, and one more pair where Python would still take the # for a comment. */
function fixes(text: string, start: number, end: number, { file }: { readonly file: Parameters<typeof spanOf>[0] }): Fix[] {
  const value = text.slice(start, end);
  if (/["'\\]/.test(value)) return [];
  const isText = 'notLiteral' in pythonLiteral(value);
  return [{ title: 'Put quotes around the value', edits: [{ span: spanOf(file, start, end), newText: isText ? `"${value}"` : `"'${value}'"` }], operations: [], preferred: true }];
}
