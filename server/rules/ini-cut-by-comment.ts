// An unquoted # in the middle of a value on a host line: Ansible takes the rest of the line for a comment, so the value ends there.
import { pythonLiteral } from '../core/inventory/pythonLiteral';
import { shellWords } from '../core/inventory/shellWords';
import type { Fix } from '../core/diagnostic';
import { spanOf } from '../core/tree';
import { iniLinesOf, quotesAround } from './places';
import type { Rule } from './rule';

export const iniCutByComment: Rule = {
  id: 'ini-cut-by-comment',
  summary: 'A value on an INI host line that ends at a #',
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
      const equals = last.text.indexOf('=');
      // no host is called like that: behind its name, and before a blank, a comment was meant as well
      if (equals < 0 || last.start === 0 || /^#+[ \t]/.test(text.slice(last.end))) continue;
      const length = /^\S*/.exec(text.slice(last.end))![0].length;
      if (!arePairs(text.slice(last.end + length))) continue;
      const hash = start + last.end;
      const value = { file, start: start + last.start + equals + 1, end: hash + length };
      yield {
        span: spanOf(file, hash, value.end),
        message: `The value of “${last.text.slice(0, equals)}” ends before this #: a comment begins at any # outside of quotes`,
        fixes: [
          ...(last.offsets === undefined ? quoted(value) : []),
          { title: 'Put a blank before the comment', edits: [{ span: spanOf(file, hash, hash), newText: ' ' }], operations: [] },
        ],
      };
    }
  },
};

/** What follows could go on as host variables; words of a sentence could not. */
function arePairs(rest: string): boolean {
  const result = shellWords(rest);
  return 'words' in result && result.words.every((word) => word.text.includes('='));
}

/** Quotes around the whole value, and one more pair where Python would still take the # for a comment. */
function quoted(value: Parameters<typeof quotesAround>[0]): Fix[] {
  const text = value.file.text.slice(value.start, value.end);
  if (/["'\\]/.test(text)) return [];
  const [before, after] = 'notLiteral' in pythonLiteral(text) ? ['"', '"'] : [`"'`, `'"`];
  return [{ title: 'Put quotes around the value', edits: quotesAround(value, before, after), operations: [] }];
}
