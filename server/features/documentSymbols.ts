// The outline of a vars file or an inventory.
import type { SourceFile, Span } from '../core/tree';
import { extensionOf } from '../core/path';
import { parseIniInventory } from '../core/inventory/iniInventory';
import { keyText } from '../core/value';
import { parseYaml } from '../core/yaml';
import type { YamlEntry } from '../core/yamlNode';
import { valueText } from './describe';
import { makeVisible } from './markup';

export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'group' | 'host' | 'variable' | 'section';
  /** Covers `selectionSpan` and all children. */
  readonly span: Span;
  readonly selectionSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

/** An outline of more entries is of no use, and takes an editor long. */
const SYMBOL_LIMIT = 20_000;

/** In the order of the text; what is beyond a limit is left out. */
export function documentSymbols(file: SourceFile): readonly DocumentSymbol[] {
  const extension = extensionOf(file.path);
  if (extension === '.yml' || extension === '.yaml' || extension === '.json') return yamlSymbols(file);
  // a script is no inventory, whatever its lines look like
  if (extension === '.sh' || extension === '.bash') return [];
  const { lines } = parseIniInventory(file);
  return lines.some((line) => line.kind === 'section') ? iniSymbols(file) : yamlSymbols(file);
}

function yamlSymbols(file: SourceFile): DocumentSymbol[] {
  const { root } = parseYaml(file);
  if (root?.kind !== 'mapping') return [];
  const isInventory = root.written.some((entry) => entry.node.kind === 'mapping' && entry.node.written.some((section) => section.key === 'hosts' || section.key === 'children'));
  const budget = { left: SYMBOL_LIMIT };
  return symbolsOf(root.written, isInventory ? 'group' : 'variable', 0, budget);
}

function symbolsOf(entries: readonly YamlEntry[], kind: DocumentSymbol['kind'], depth: number, budget: { left: number }): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  for (const entry of entries) if (budget.left-- > 0) symbols.push(symbolOf(entry, kind, depth, budget));
  return symbols;
}

function symbolOf({ key, keySpan, node }: YamlEntry, kind: DocumentSymbol['kind'], depth: number, budget: { left: number }): DocumentSymbol {
  const name = makeVisible(keyText(key)) || '""';
  const span = { file: keySpan.file, start: keySpan.start, end: node.span.file === keySpan.file ? Math.max(keySpan.end, node.span.end) : keySpan.end };
  // what an alias stands for is written elsewhere
  const inside = node.kind === 'mapping' && depth < 20 ? node.written.filter((entry) => entry.keySpan.file === span.file && entry.keySpan.start >= keySpan.end && entry.keySpan.end <= span.end) : [];
  const children = symbolsOf(inside, kindBelow(kind, keyText(key)), depth + 1, budget);
  return { name, detail: kind === 'variable' && node.kind !== 'mapping' ? makeVisible(valueText(keyText(key), node.value)).slice(0, 60) : '', kind, span, selectionSpan: keySpan, children };
}

function kindBelow(kind: DocumentSymbol['kind'], key: string): DocumentSymbol['kind'] {
  if (kind === 'group') return 'section';
  if (kind === 'section') return key === 'hosts' ? 'host' : key === 'children' ? 'group' : 'variable';
  return 'variable';
}

function iniSymbols(file: SourceFile): DocumentSymbol[] {
  const symbols: { symbol: DocumentSymbol; children: DocumentSymbol[]; end: number }[] = [];
  const loose: DocumentSymbol[] = [];
  for (const line of parseIniInventory(file).lines.slice(0, SYMBOL_LIMIT)) {
    if (line.kind === 'section') {
      const children: DocumentSymbol[] = [];
      symbols.push({ symbol: { name: makeVisible(line.group), detail: line.state === 'hosts' ? '' : line.state, kind: 'group', span: line.span, selectionSpan: line.groupSpan, children }, children, end: line.span.end });
      continue;
    }
    const child: DocumentSymbol =
      line.kind === 'hosts'
        ? { name: makeVisible(file.text.slice(line.patternSpan.start, line.patternSpan.end)), detail: line.names.length > 1 ? `${line.names.length} hosts` : '', kind: 'host', span: line.span, selectionSpan: line.patternSpan, children: [] }
        : line.kind === 'child'
          ? { name: makeVisible(line.name), detail: '', kind: 'group', span: line.span, selectionSpan: line.nameSpan, children: [] }
          : { name: makeVisible(line.key) || '""', detail: makeVisible(valueText(line.key, line.value)).slice(0, 60), kind: 'variable', span: line.span, selectionSpan: line.keySpan, children: [] };
    const section = symbols[symbols.length - 1];
    if (section === undefined) loose.push(child);
    else {
      section.children.push(child);
      section.end = line.span.end;
    }
  }
  return [...loose, ...symbols.map(({ symbol, end }) => ({ ...symbol, span: { ...symbol.span, end } }))];
}
