// What `.groupvars.yml` says and is not understood.
import { checkoutAt } from '../core/kubespray/checkout';
import { joinPath } from '../core/path';
import type { Project } from '../core/project';
import type { Path } from '../core/tree';
import { nearName } from './places';
import type { Rule } from './rule';

export const groupvarsYml: Rule = {
  id: 'groupvars-yml',
  summary: 'A line of .groupvars.yml that is not understood',
  severity: 'warning',
  *check({ project, rules }) {
    for (const { problems, severity, ignores, kubesprayPath, kubesprayPathSpan } of project.workspaceFiles) {
      for (const { span, message } of problems) yield { span, message: message[0]!.toUpperCase() + message.slice(1) };
      if (kubesprayPath !== undefined && kubesprayPathSpan !== undefined && isNoCheckout(project, kubesprayPath)) yield { span: kubesprayPathSpan, message: 'There is no kubespray checkout there: the runs take what else tells of one' };
      const named = [...[...severity].map(([rule, { span }]) => ({ rule, span })), ...ignores.map(({ rule, ruleSpan }) => ({ rule, span: ruleSpan }))];
      for (const { rule, span } of named) {
        if (rules.includes(rule)) continue;
        const near = nearName(rule, rules);
        yield {
          span,
          message: `There is no rule “${rule}”${near === undefined ? '' : `: ${near} is meant, perhaps`}`,
          ...(near === undefined ? {} : { fixes: [{ title: `Change to ${near}`, edits: [{ span, newText: near }], operations: [] }] }),
        };
      }
    }
  },
};

/** False while nobody has looked. */
function isNoCheckout({ lookup }: Project, path: Path): boolean {
  if (checkoutAt(lookup, path) !== undefined) return false;
  const kind = lookup.peek(path);
  if (kind !== 'directory') return kind !== undefined;
  const directory = lookup.directory(path);
  // what tells the release is read before it is one
  return directory !== undefined && !['galaxy.yml', 'MANIFEST.json'].some((name) => directory.names.has(name) && lookup.file(joinPath(path, name)) === undefined);
}
