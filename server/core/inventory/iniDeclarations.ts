// Gives the lines of an INI inventory their meaning: what they add to the graph, in Ansible's order, up to the first thing it refuses.
import type { IniDocument } from './iniDocument';
import { InventoryError, type InventoryBuilder } from './inventoryBuilder';
import type { Span } from '../tree';

/** A group named before it is declared: by `[x:children]` lines (then with the parents that wait for it) or by `[x:vars]`. */
interface Pending {
  readonly state: 'vars' | 'children';
  readonly name: string;
  readonly span: Span;
  readonly parents: string[];
}

/** Throws an InventoryError where Ansible stops; what was added before stays in the builder. */
export function addIniInventory(builder: InventoryBuilder, document: IniDocument): void {
  const pending = new Map<string, Pending>();
  let group = 'ungrouped';
  for (const problem of document.problems) if (problem.kind === 'too-large') builder.leaveOut(problem);
  for (const line of document.lines) {
    switch (line.kind) {
      case 'section': {
        group = builder.safeGroupName(line.group);
        if (!builder.hasGroup(group)) {
          if (line.state === 'vars' && !pending.has(group)) pending.set(group, { state: 'vars', name: group, span: line.groupSpan, parents: [] });
        }
        // `[x:vars]` alone is no declaration of x: it is not counted as one of its places
        builder.addGroup(group, line.state === 'vars' ? undefined : line.groupSpan);
        const waiting = pending.get(group);
        if (waiting !== undefined && line.state !== 'vars') {
          if (waiting.state === 'children') addPendingChildren(builder, group, pending);
          else pending.delete(group);
        }
        break;
      }
      case 'hosts':
        for (const name of line.names) {
          if (!builder.addHost(name, group, line.port, line.patternSpan)) break;
          for (const { key, keySpan, value, valueSpan } of line.variables) builder.setVariable(name, { name: key, value, origin: keySpan, valueSpan }, keySpan);
        }
        break;
      case 'variable':
        builder.setVariable(group, { name: line.key, value: line.value, origin: line.keySpan, valueSpan: line.valueSpan }, line.keySpan);
        break;
      case 'child': {
        if (builder.hasGroup(line.name)) builder.addChild(group, line.name, line.nameSpan);
        else {
          const waiting = pending.get(line.name);
          if (waiting === undefined) pending.set(line.name, { state: 'children', name: line.name, span: line.nameSpan, parents: [group] });
          else waiting.parents.push(group);
        }
        break;
      }
    }
  }
  if (document.failure !== undefined) throw new InventoryError(document.failure.message, document.failure.span);
  for (const waiting of pending.values()) {
    if (waiting.state === 'vars') throw new InventoryError(`[${waiting.name}:vars] is for a group that nothing declares: add a [${waiting.name}] section`, waiting.span);
    throw new InventoryError(`group “${waiting.name}” is not declared: add a [${waiting.name}] section`, waiting.span);
  }
}

function addPendingChildren(builder: InventoryBuilder, group: string, pending: Map<string, Pending>): void {
  // explicit stack: a long chain of groups must not exhaust the call stack
  const open = [group];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const waiting = pending.get(name);
    if (waiting === undefined) continue;
    pending.delete(name);
    for (const parent of waiting.parents) {
      builder.addChild(parent, name, waiting.span);
      if (pending.get(parent)?.state === 'children') open.push(parent);
    }
  }
}
