// What beats a value inside kubespray, in words: for the hover, the page of a variable and the terminal.
import type { Beating } from '../core/kubespray/beaten';
import { systemText } from '../core/kubespray/systems';

/** Beatings of one level, role and value, which differ in their file alone. */
export interface BeatingRow {
  /** The first of them. */
  readonly beating: Beating;
  /** `by a vars file of role kubernetes/node, on hosts with Ubuntu 24`. Text of files is in it: the caller makes it harmless. */
  readonly text: string;
}

/** Vars files of many systems with one value are one row. */
export function beatingRows(beatings: readonly Beating[]): readonly BeatingRow[] {
  const rows = new Map<string, Beating[]>();
  for (const beating of beatings) {
    const key = beating.system === undefined ? `${rows.size}` : `${beating.level} ${beating.role} ${JSON.stringify(beating.value) ?? ''}`;
    rows.set(key, [...(rows.get(key) ?? []), beating]);
  }
  return [...rows.values()].map((row) => ({ beating: row[0]!, text: textOf(row) }));
}

function textOf(row: readonly Beating[]): string {
  const [{ level, role, reach, isCertain, conditions }] = row as [Beating, ...Beating[]];
  const systems = row.flatMap(({ system }) => (system === undefined ? [] : [systemText(system)]));
  const many = systems.length > 3 ? `${systems.slice(0, 2).join(', ')} and ${systems.length - 2} more` : systems.join(', ');
  const when = systems.length > 0 ? `, on hosts with ${many}` : isCertain ? '' : conditions.length === 0 ? ', under a condition' : `, where ${conditions.slice(0, 2).join(' and ')}${conditions.length > 2 ? ' …' : ''}`;
  const of = role === '' ? 'a play of kubespray' : `role ${role}`;
  switch (level) {
    case 'play_vars':
      return `by vars of ${of}${when}`;
    case 'role_vars':
      return `${reach === 'plays' ? 'in the plays with' : 'inside'} ${of} (vars${when})`;
    case 'include_vars':
      return `by a vars file of ${of}${when}`;
    case 'set_fact':
      return `by a task of ${of}${when}`;
    case 'role_params':
      return `inside ${of} (parameter${when})`;
  }
}
