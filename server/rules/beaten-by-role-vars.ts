// A value of the inventory under a name that a role of kubespray has in its vars: those are stronger.
import { beatenDefinitions, levelText, placesOf, rolesText } from './beatenDefinitions';
import type { Rule } from './rule';

export const beatenByRoleVars: Rule = {
  id: 'beaten-by-role-vars',
  summary: 'A value that the vars of a kubespray role beat',
  severity: 'warning',
  *check(context) {
    for (const beaten of beatenDefinitions(context, 'role_vars')) {
      if (beaten === undefined) {
        yield undefined;
        continue;
      }
      const { run, definition, span, beatings, where } = beaten;
      const roles = rolesText(beatings);
      const reach = beatings.some((beating) => beating.reach === 'plays') ? `in the plays with ${roles}` : `inside ${roles}`;
      yield {
        span,
        message: `${definition.name} has no effect ${reach}${where}: vars of a role beat ${levelText(definition)}`,
        cause: 'beaten by role vars',
        run,
        related: placesOf(beatings, ({ role }) => `what role ${role} takes`),
      };
    }
  },
};
