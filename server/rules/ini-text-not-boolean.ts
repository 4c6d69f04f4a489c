// `false` in an INI inventory is a text, and a text that is not empty counts as true: only Python's True and False are booleans there.
import { certainDefaults } from '../core/kubespray/catalogue';
import { isLiteral } from '../core/kubespray/hostValues';
import type { Run } from '../core/run/run';
import { isSecretName } from '../core/variables/secrets';
import { iniLinesOf } from './places';
import type { Rule } from './rule';

export const iniTextNotBoolean: Rule = {
  id: 'ini-text-not-boolean',
  summary: 'A boolean in an INI inventory that is a text',
  severity: 'information',
  *check({ runs }) {
    for (const line of iniLinesOf(runs)) {
      if (line === undefined) yield undefined;
      for (const { key, value, valueSpan } of line?.kind === 'hosts' ? line.variables : line?.kind === 'variable' ? [line] : []) {
        if (typeof value !== 'string' || !/^(true|false|yes|no|on|off)$/i.test(value)) continue;
        const { file, start, end } = valueSpan;
        // quotes say that a text is meant; Ansible makes booleans of its own settings by itself
        if (file.text.slice(start, end) !== value || key.startsWith('ansible_') || isSecretName(key)) continue;
        const known = defaultsOf(runs, key);
        if (known.includes('text')) continue;
        const isBoolean = known.includes('boolean');
        // `no` and `off` are texts of many programs; a text of `true` counts as true all the same, which matters only where it is compared
        if (!isBoolean && !/^false$/i.test(value)) continue;
        const isFalse = /^(false|no|off)$/i.test(value);
        const meant = isFalse ? 'False' : 'True';
        yield {
          span: valueSpan,
          message: `“${value}” is a text here${isBoolean ? ', where the role default is a boolean' : ''}${isFalse ? ', and without | bool it counts as true' : ''}. In an INI inventory the boolean is ${meant}`,
          fixes: [{ title: `Write ${meant}`, edits: [{ span: valueSpan, newText: meant }], operations: [], ...(isBoolean ? { preferred: true } : {}) }],
        };
      }
    }
  },
};

/** What the role defaults of a variable are, where any is known; what a template gives is not. */
function defaultsOf(runs: readonly Run[], name: string): ('boolean' | 'text')[] {
  return [...new Set(runs.map((run) => run.kubespray))].flatMap((kubespray) => certainDefaults(kubespray, name).flatMap(({ value }) => (typeof value === 'boolean' ? 'boolean' : isLiteral(value) ? 'text' : [])));
}
