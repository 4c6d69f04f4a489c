// Gives a YAML (or JSON) inventory its meaning: groups, hosts, children and variables, in the order of its keys.
import { emptyRange, expandHostPattern } from './hostPattern';
import { HOST_BUDGET, InventoryError, type InventoryBuilder } from './inventoryBuilder';
import { isTruthy, keyText } from '../value';
import type { YamlDocument, YamlEntry, YamlMapping, YamlNode } from '../yamlNode';
import type { ParseProblem } from '../diagnostic';

/** What Ansible says aloud and goes on. */
export type YamlInventoryWarning = ParseProblem;

/** Throws an InventoryError where Ansible stops; what was added before stays in the builder. Gives the warnings of the parts it skips. */
export function addYamlInventory(builder: InventoryBuilder, document: YamlDocument): YamlInventoryWarning[] {
  const warnings: YamlInventoryWarning[] = [];
  const { file, root, failure } = document;
  const top = { file, start: 0, end: 0 };
  if (failure !== undefined) throw new InventoryError(failure.message, failure.span, failure.kind);
  const [tooLarge] = document.problems.filter((problem) => problem.kind === 'too-large');
  if (tooLarge !== undefined && root === undefined) throw new InventoryError(tooLarge.message, tooLarge.span, 'too-large');
  if (tooLarge !== undefined) builder.leaveOut(tooLarge);
  if (document.encrypted) throw new InventoryError('the inventory is an encrypted file', top);
  if (root === undefined || !hasContent(root)) throw new InventoryError('the file is empty', root?.span ?? top);
  if (root.kind !== 'mapping') throw new InventoryError('a YAML inventory is a mapping of groups', root.span, 'not-a-mapping');
  const plugin = root.entries.find((entry) => entry.key === 'plugin');
  if (plugin !== undefined && hasContent(plugin.node)) throw new InventoryError('this is the configuration of an inventory plugin, not an inventory', plugin.keySpan);
  for (const entry of root.entries) addGroup(builder, entry, warnings, 0);
  return warnings;
}

/** True when the document names an inventory plugin: its hosts cannot be known without running it. */
export function isPluginConfiguration(document: YamlDocument): boolean {
  const { root } = document;
  return root?.kind === 'mapping' && root.entries.some((entry) => entry.key === 'plugin' && hasContent(entry.node));
}

const NESTING_LIMIT = 500;

function addGroup(builder: InventoryBuilder, entry: YamlEntry, warnings: YamlInventoryWarning[], depth: number): string {
  const { node, keySpan } = entry;
  if (depth > NESTING_LIMIT) throw new InventoryError('groups are nested too deeply', keySpan, 'too-large');
  const isEmpty = node.kind === 'scalar' && node.value === null;
  if (node.kind !== 'mapping' && !isEmpty) {
    warnings.push({ kind: 'not-a-mapping', message: `“${keyText(entry.key)}” is skipped: a group is a mapping with hosts, children or vars`, span: keySpan });
    return keyText(entry.key);
  }
  if (typeof entry.key !== 'string') throw new InventoryError(`a group name must be text: put quotes around ${keyText(entry.key)}`, keySpan);
  const name = builder.addGroup(entry.key, keySpan);
  if (node.kind !== 'mapping') return name;
  const sections = node.entries.map((section) => ({ section, members: membersOf(section, name) }));
  for (const { section, members } of sections) {
    if (members === undefined) {
      const isMapping = section.node.kind === 'mapping';
      const isNull = section.node.kind === 'scalar' && section.node.value === null;
      if (!isNull) {
        const what = `“${keyText(section.key)}” in group “${name}” is skipped`;
        warnings.push({ kind: 'not-a-mapping', message: isMapping ? `${what}: only hosts, children and vars are read` : `${what}: it is not a mapping`, span: section.keySpan });
      }
      continue;
    }
    for (const member of members) {
      if (section.key === 'vars') {
        builder.setVariable(name, { name: keyText(member.key), value: member.node.value, origin: member.keySpan, valueSpan: member.node.span, node: member.node }, member.keySpan);
      } else if (section.key === 'children') {
        const child = addGroup(builder, member, warnings, depth + 1);
        // a group that was skipped and that nothing else has made: “is not a known host nor group”
        if (!builder.groups.has(child) && !builder.hosts.has(child)) throw new InventoryError(`group “${child}” must be a mapping with hosts, children or vars, or have nothing behind its colon`, member.node.span, 'not-a-mapping');
        builder.addChild(name, child, member.keySpan);
      } else addHosts(builder, name, member, warnings);
    }
  }
  return name;
}

/** The entries of `hosts`, `children` or `vars`; a plain text stands for itself with nothing below. Undefined for what is no section. */
function membersOf(section: YamlEntry, group: string): readonly YamlEntry[] | undefined {
  if (section.key !== 'hosts' && section.key !== 'children' && section.key !== 'vars') return undefined;
  const { node } = section;
  if (node.kind === 'mapping') return node.entries;
  if (node.kind === 'scalar' && node.value === null) return [];
  if (node.kind === 'scalar' && typeof node.value === 'string') {
    const nothing: YamlNode = { kind: 'scalar', span: { file: node.span.file, start: node.span.end, end: node.span.end }, value: null, style: 'empty' };
    return [{ key: node.value, keySpan: node.span, node: nothing, merged: false }];
  }
  throw new InventoryError(`“${section.key}” of group “${group}” must be a mapping: each name followed by a colon`, node.span, 'not-a-mapping');
}

function addHosts(builder: InventoryBuilder, group: string, { key, keySpan, node }: YamlEntry, warnings: YamlInventoryWarning[]): void {
  if (typeof key !== 'string') throw new InventoryError(`a host name must be text: put quotes around ${keyText(key)}`, keySpan);
  const pattern = expandHostPattern(key, HOST_BUDGET);
  if ('error' in pattern) {
    if (pattern.tooLarge !== true) throw new InventoryError(pattern.error, keySpan);
    builder.leaveOut({ kind: 'too-large', message: pattern.error, span: keySpan });
    return;
  }
  const variables: YamlMapping | undefined = node.kind === 'mapping' ? node : undefined;
  if (variables === undefined && hasContent(node)) throw new InventoryError('what follows a host name must be a mapping of variables', node.span, 'not-a-mapping');
  if (pattern.names.length === 0) warnings.push({ kind: 'empty-host-range', message: emptyRange(key), span: keySpan });
  for (const name of pattern.names) {
    if (!builder.addHost(name, group, pattern.port, keySpan)) return;
    for (const entry of variables?.entries ?? []) {
      builder.setVariable(name, { name: keyText(entry.key), value: entry.node.value, origin: entry.keySpan, valueSpan: entry.node.span, node: entry.node }, entry.keySpan);
    }
  }
}

function hasContent(node: YamlNode): boolean {
  return isTruthy(node.value);
}
