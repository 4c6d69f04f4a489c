// A # in the middle of a value: where Ansible takes it for the beginning of a comment, the value ends there.
import { pythonLiteral } from '../core/inventory/pythonLiteral';
import { shellWords } from '../core/inventory/shellWords';
import type { Fix } from '../core/diagnostic';
import { spanOf } from '../core/tree';
import type { IniAssignment } from '../core/inventory/iniDocument';
import { isList, isMapping } from '../core/value';
import { iniLinesOf, quotesAround } from './places';
import type { Finding, Rule } from './rule';

export const iniCutByComment: Rule = {
  id: 'ini-cut-by-comment',
  summary: 'A value in an INI inventory that ends at a #',
  severity: 'warning',
  *check({ runs }) {
    for (const line of iniLinesOf(runs)) {
      if (line === undefined) yield undefined;
      for (const variable of line?.kind === 'hosts' ? line.variables : line?.kind === 'variable' ? [line] : []) yield cutByPython(variable, line?.kind === 'hosts');
      if (line?.kind !== 'hosts') continue;
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

/** What is left behind the shell-like reading, and the whole of a line in `[GROUP:vars]`, is read as Python: a # behind a number begins a comment there. */
function cutByPython({ key, value, valueSpan: { file, start, end } }: IniAssignment, isHostLine: boolean): Finding | undefined {
  const text = file.text.slice(start, end);
  // a text, a list or a mapping may hold a # of its own
  if (!text.includes('#') || typeof value === 'string' || isList(value) || isMapping(value)) return undefined;
  // in quotes no comment is meant; without them a blank tells that one is
  const inner = isHostLine ? /^(["'])([^"'\\#]+#[^"'\\]*)\1$/.exec(text) : undefined;
  if (isHostLine ? inner === null : !/^[^\s#]+#[^\s#]\S*$/.test(text)) return undefined;
  const hash = start + text.indexOf('#');
  const behind = typeof value === 'boolean' || value === null ? 'True, False and None' : 'a number';
  const whole = isHostLine ? spanOf(file, start + 1, end - 1) : spanOf(file, start, end);
  const quote = text.startsWith("'") || !isHostLine ? '"' : "'";
  const fixes: Fix[] = [];
  if (isHostLine) fixes.push({ title: 'Put a second pair of quotes around the value', edits: quotesAround(whole, quote), operations: [] });
  else {
    if (!/["'\\]/.test(text)) fixes.push({ title: 'Put quotes around the value', edits: quotesAround(whole, quote), operations: [] });
    fixes.push({ title: 'Put a blank before the comment', edits: [{ span: spanOf(file, hash, hash), newText: ' ' }], operations: [] });
  }
  return { span: spanOf(file, hash, whole.end), message: `The value of “${key}” ends before this #: behind ${behind} it begins a comment${isHostLine ? ', in quotes too' : ''}`, fixes };
}

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
