// A vars file for a host that no inventory has: Ansible never opens it and says nothing.
import { orphans } from './orphan-group-vars';
import type { Rule } from './rule';

export const orphanHostVars: Rule = {
  id: 'orphan-host-vars',
  summary: 'host_vars for a host that no inventory has',
  severity: 'warning',
  check: (context) => orphans(context, 'host_vars'),
};
