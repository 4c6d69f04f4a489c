// What `.groupvars.yml` says and is not understood.
import { nearName } from './places';
import type { Rule } from './rule';

export const groupvarsYml: Rule = {
  id: 'groupvars-yml',
  summary: 'A line of .groupvars.yml that is not understood',
  severity: 'warning',
  *check({ project, rules }) {
    for (const { problems, severity, ignores } of project.workspaceFiles) {
      for (const { span, message } of problems) yield { span, message: message[0]!.toUpperCase() + message.slice(1) };
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
