// `false` in an INI inventory is a text, and a text that is not empty counts as true: only Python's True and False are booleans there.
import type { Run } from '../core/run/run';
import { iniLinesOf } from './places';
import type { Rule } from './rule';

export const iniTextNotBoolean: Rule = {
  id: 'ini-text-not-boolean',
  summary: 'A boolean of an INI inventory that is a text',
  severity: 'information',
  *check({ runs }) {
    for (const line of iniLinesOf(runs)) {
      if (line === undefined) yield undefined;
      else if (line.kind !== 'hosts' && line.kind !== 'variable') continue;
      for (const { key, value, valueSpan } of line?.kind === 'hosts' ? line.variables : line?.kind === 'variable' ? [line] : []) {
        if (typeof value !== 'string' || !/^(true|false|yes|no|on|off)$/i.test(value)) continue;
        const { file, start, end } = valueSpan;
        // quotes say that a text is meant; Ansible's own settings are made booleans by itself
        if (file.text.slice(start, end) !== value || key.startsWith('ansible_')) continue;
        const isFalse = /^(false|no|off)$/i.test(value);
        const known = defaultsOf(runs, key);
        if (known.includes('other')) continue;
        const isKnown = known.includes('boolean');
        // a text of “true” counts as true all the same: that matters only where a boolean is compared
        if (!isFalse && !isKnown) continue;
        const meant = isFalse ? 'False' : 'True';
        yield {
          span: valueSpan,
          message: `${value} is a text in an INI inventory${isFalse ? ', and a text that is not empty counts as true' : ', where the default is a boolean'}: ${meant} is the boolean`,
          fixes: [{ title: `Write ${meant}`, edits: [{ span: valueSpan, newText: meant }], operations: [], ...(isKnown ? { preferred: true } : {}) }],
        };
      }
    }
  },
};

/** What the role defaults of a variable are, where any is known. */
function defaultsOf(runs: readonly Run[], name: string): ('boolean' | 'other')[] {
  return runs.flatMap(({ checkout }) => (checkout?.defaultsOf(name) ?? []).map(({ value }) => (typeof value === 'boolean' || (typeof value === 'string' && value.includes('{{')) ? 'boolean' : 'other')));
}
