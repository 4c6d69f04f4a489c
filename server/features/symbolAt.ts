// What the cursor is on: the name of a variable, a host or a group. Reads the text as what the file is: inventory, vars file, playbook, template.
import { covers, spanOf, type SourceFile, type Span } from '../core/tree';
import type { Project } from '../core/project';
import { extensionOf } from '../core/path';
import { parseIniInventory } from '../core/inventory/iniInventory';
import { keyText, type Scalar } from '../core/value';
import { parseYaml } from '../core/yaml';
import type { YamlEntry, YamlNode } from '../core/yamlNode';

export interface SymbolAt {
  readonly kind: 'variable' | 'host' | 'group';
  readonly name: string;
  readonly span: Span;
  /** Names of a host pattern beyond the first: `web[1:3]`. */
  readonly others: readonly string[];
}

/** Undefined where nothing known stands. */
export function symbolAt(project: Project, file: SourceFile, offset: number): SymbolAt | undefined {
  const role = roleOf(project, file);
  if (role === 'ini') return iniSymbolAt(file, offset);
  if (role === 'template') return templateNameAt(file, offset, 0, file.text.length);
  const { root } = parseYaml(file);
  if (root === undefined) return undefined;
  const path = pathTo(root, offset);
  const last = path[path.length - 1];
  if (last === undefined) return undefined;
  if (covers(last.keySpan, offset)) return keySymbol(role, path, last);
  return valueSymbol(role, last, offset);
}

export type FileRole = 'ini' | 'yaml-inventory' | 'vars' | 'playbook' | 'template';

/** What a file is to Ansible: what some run reads it as, else what its place says. */
export function roleOf(project: Project, file: SourceFile): FileRole {
  for (const run of project.runsReading(file.path)) {
    const source = run.staticInventory.sources.find((candidate) => candidate.file === file);
    if (source !== undefined) return source.detail === 'ini' || (source.outcome === 'failed' && !/\.(ya?ml|json)$/.test(file.path)) ? 'ini' : 'yaml-inventory';
  }
  if (/\.j2$/.test(file.path)) return 'template';
  if (/\/(group_vars|host_vars)\//.test(file.path) || /\/(defaults|vars)\/(main(\/|\.|$)|[^/]+\.ya?ml$)/.test(file.path)) return 'vars';
  const extension = extensionOf(file.path);
  if (extension === '' || extension === '.ini') return /^[ \t]*\[[^\]\s]+\][ \t]*(#.*)?$/m.test(file.text) ? 'ini' : 'vars';
  const { root } = parseYaml(file);
  return root?.kind === 'sequence' ? 'playbook' : root?.kind === 'mapping' && root.entries.some((entry) => entry.key === 'all') ? 'yaml-inventory' : 'vars';
}

/** The entries one inside the other down to the offset; list items are stepped through. */
function pathTo(root: YamlNode, offset: number): YamlEntry[] {
  const path: YamlEntry[] = [];
  let node: YamlNode | undefined = root;
  for (let depth = 0; node !== undefined && depth < 500; depth++) {
    if (node.kind === 'sequence') {
      node = node.items.find((item) => covers(item.span, offset));
      continue;
    }
    if (node.kind !== 'mapping') break;
    // what was written, not what won: the cursor may be on a key that a later one replaces
    const entry: YamlEntry | undefined = node.written.find((candidate) => covers(candidate.keySpan, offset)) ?? node.written.find((candidate) => candidate.keySpan.start <= offset && offset <= candidate.node.span.end && candidate.node.span.file === candidate.keySpan.file);
    if (entry === undefined) break;
    path.push(entry);
    if (covers(entry.keySpan, offset)) break;
    node = entry.node;
  }
  return path;
}

function keySymbol(role: FileRole, path: readonly YamlEntry[], last: YamlEntry): SymbolAt | undefined {
  const keys: Scalar[] = path.map((entry) => entry.key);
  const symbol = (kind: SymbolAt['kind']): SymbolAt => ({ kind, name: keyText(last.key), span: last.keySpan, others: [] });
  if (role === 'vars') return keys.length === 1 ? symbol('variable') : undefined;
  if (role === 'playbook') return keys.at(-2) === 'vars' ? symbol('variable') : undefined;
  // group (children group)* then hosts HOST [VARIABLE] or vars VARIABLE
  let index = 1;
  while (keys[index] === 'children' && index + 1 < keys.length) index += 2;
  if (index >= keys.length) return symbol('group');
  if (keys[index] === 'vars' && keys.length === index + 2) return symbol('variable');
  if (keys[index] === 'hosts' && keys.length === index + 2) return symbol('host');
  if (keys[index] === 'hosts' && keys.length === index + 3) return symbol('variable');
  return undefined;
}

const CONDITIONS = new Set(['when', 'until', 'failed_when', 'changed_when', 'that', 'var', 'loop', 'with_items']);

function valueSymbol(role: FileRole, last: YamlEntry, offset: number): SymbolAt | undefined {
  const { file } = last.keySpan;
  const start = last.keySpan.end;
  const end = last.node.span.end;
  if (role !== 'yaml-inventory' && typeof last.key === 'string' && CONDITIONS.has(last.key)) return wordAt(file, offset, start, end);

  return templateNameAt(file, offset, start, end);
}

/** The name at the offset if it stands in `{{ }}` or `{% %}`. */
function templateNameAt(file: SourceFile, offset: number, from: number, to: number): SymbolAt | undefined {
  const before = file.text.slice(from, Math.min(offset, to));
  const open = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  if (open < 0 || Math.max(before.lastIndexOf('}}'), before.lastIndexOf('%}')) > open) return undefined;
  return wordAt(file, offset, from + open + 2, to);
}

function wordAt(file: SourceFile, offset: number, from: number, to: number): SymbolAt | undefined {
  let start = offset;
  let end = offset;
  while (start > from && /\w/.test(file.text[start - 1]!)) start--;
  while (end < to && /\w/.test(file.text[end] ?? ' ')) end++;
  const name = file.text.slice(start, end);
  // an attribute (`x.y`) or a filter (`| x`) is no variable
  if (!/^[A-Za-z_]\w*$/.test(name) || /[.|]\s*$/.test(file.text.slice(Math.max(from, start - 10), start))) return undefined;
  return { kind: 'variable', name, span: spanOf(file, start, end), others: [] };
}

function iniSymbolAt(file: SourceFile, offset: number): SymbolAt | undefined {
  const { lines } = parseIniInventory(file);
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]!.span.start <= offset) low = middle;
    else high = middle - 1;
  }
  const line = lines[low];
  if (line === undefined || !covers(line.span, offset)) return undefined;
  switch (line.kind) {
    case 'section':
      return covers(line.groupSpan, offset) ? { kind: 'group', name: line.group, span: line.groupSpan, others: [] } : undefined;
    case 'child':
      return covers(line.nameSpan, offset) ? { kind: 'group', name: line.name, span: line.nameSpan, others: [] } : undefined;
    case 'variable':
      return covers(line.keySpan, offset) ? { kind: 'variable', name: line.key, span: line.keySpan, others: [] } : templateNameAt(file, offset, line.valueSpan.start, line.valueSpan.end);
    case 'hosts': {
      const [name, ...others] = line.names;
      if (name !== undefined && covers(line.patternSpan, offset)) return { kind: 'host', name, span: line.patternSpan, others };
      const assignment = line.variables.find((variable) => covers(variable.keySpan, offset));
      if (assignment !== undefined) return { kind: 'variable', name: assignment.key, span: assignment.keySpan, others: [] };
      const value = line.variables.find((variable) => covers(variable.valueSpan, offset));
      return value === undefined ? undefined : templateNameAt(file, offset, value.valueSpan.start, value.valueSpan.end);
    }
  }
}
