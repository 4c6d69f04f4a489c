// A syntax tree to the values Ansible makes of it: types, tags, aliases, merge keys, duplicate keys. Knows no characters.
import { Mapping, Odd, Unsafe, Vaulted, keyIdentity, keyText } from './value';
import type { Scalar, Value } from './value';
import { spanOf } from './tree';
import type { SourceFile, Span } from './tree';
import type { ParseProblem } from './diagnostic';
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from './yamlNode';
import type { SyntaxAlias, SyntaxMapping, SyntaxNode, SyntaxScalar, SyntaxSequence, SyntaxTag } from './yamlParser';
import { UnreadableScalar, binaryOf, booleanOf, floatOf, integerOf, plainScalar, timestampOf } from './yamlScalar';

const STANDARD = 'tag:yaml.org,2002:';
const MOST_ALIASED_NODES = 1_000_000;
/** Characters that the aliases of one file may stand for. */
const MOST_ALIASED_CHARACTERS = 32 * 1024 * 1024;
const MOST_PROBLEMS = 100;

export interface Construction {
  readonly root: YamlNode;
  /** What makes Ansible refuse the file, in no order. */
  readonly fatal: readonly ParseProblem[];
  /** What it only warns of. */
  readonly duplicates: readonly ParseProblem[];
}

/** Never throws; relies on the parser's limit of nesting. */
export function constructValues(file: SourceFile, root: SyntaxNode): Construction {
  const constructor = new Constructor(file);
  return { root: constructor.construct(root), fatal: constructor.fatal, duplicates: constructor.duplicates };
}

interface Anchor {
  readonly span: Span;
  /** Undefined while the node is being made: an alias to it would hold itself. */
  node: YamlNode | undefined;
  size: number;
  /** Of its text and of what the aliases in it stand for. */
  characters: number;
}

class Constructor {
  readonly fatal: ParseProblem[] = [];
  readonly duplicates: ParseProblem[] = [];
  private readonly anchors = new Map<string, Anchor>();
  private nodes = 0;
  private aliasedNodes = 0;
  private aliasedCharacters = 0;

  constructor(private readonly file: SourceFile) {}

  construct(node: SyntaxNode): YamlNode {
    if (node.kind === 'alias') return this.constructAlias(node);
    const before = this.nodes++;
    const charactersBefore = this.aliasedCharacters;
    const anchor = node.anchor === undefined ? undefined : this.addAnchor(node.anchor.text, this.span(node.anchor.start, node.anchor.end));
    const made = node.kind === 'scalar' ? this.constructScalar(node) : node.kind === 'sequence' ? this.constructSequence(node) : this.constructMapping(node);
    if (anchor !== undefined) {
      anchor.node = made;
      anchor.size = this.nodes - before;
      anchor.characters = made.span.end - made.span.start + this.aliasedCharacters - charactersBefore;
    }
    return made;
  }

  private span(start: number, end: number): Span {
    return spanOf(this.file, start, end);
  }

  private spanOfNode(node: SyntaxNode): Span {
    return this.span(node.start, node.end);
  }

  private fail(span: Span, message: string, kind: ParseProblem['kind'] = 'yaml-syntax', related?: ParseProblem['related']): void {
    if (this.fatal.length < MOST_PROBLEMS) this.fatal.push({ kind, message, span, ...(related === undefined ? {} : { related }) });
  }

  private addAnchor(name: string, span: Span): Anchor {
    const known = this.anchors.get(name);
    if (known !== undefined) {
      this.fail(span, `The anchor \`${name}\` is defined twice: Ansible refuses the file`, 'yaml-syntax', [{ span: known.span, message: 'First defined here' }]);
    }
    const anchor: Anchor = { span, node: undefined, size: 0, characters: 0 };
    this.anchors.set(name, anchor);
    return anchor;
  }

  // The value is shared, not copied: a few lines of aliases can stand for billions of nodes.
  private constructAlias(node: SyntaxAlias): YamlNode {
    const span = this.spanOfNode(node);
    const anchor = this.anchors.get(node.name);
    if (anchor?.node !== undefined) {
      const wasOver = this.isOverBudget;
      this.nodes += anchor.size;
      this.aliasedNodes += anchor.size;
      this.aliasedCharacters += anchor.characters;
      if (!this.isOverBudget) return { ...anchor.node, span };
      if (!wasOver) this.failTooLarge(span);
    } else if (anchor === undefined) this.fail(span, `No anchor \`&${node.name}\` before this alias`);
    else this.fail(span, `The alias \`*${node.name}\` stands inside what it names`, 'yaml-syntax', [{ span: anchor.span, message: 'The anchor' }]);
    return { kind: 'scalar', span, value: null, style: 'plain' };
  }

  private isReadable(alias: SyntaxAlias): boolean {
    return this.anchors.get(alias.name)?.node !== undefined && !this.isOverBudget;
  }

  private constructScalar(node: SyntaxScalar): YamlScalar {
    const made = this.scalarValue(node);
    let value: Scalar;
    if (made instanceof UnreadableScalar) {
      this.fail(this.spanOfNode(node), made.message);
      value = node.text;
    } else value = made;
    const scalar = { kind: 'scalar', span: this.spanOfNode(node), value, style: node.style } as const;
    return node.tag === undefined ? scalar : { ...scalar, tag: tagText(node.tag) };
  }

  private scalarValue(node: SyntaxScalar): Scalar | UnreadableScalar {
    const { tag, text } = node;
    if (tag === undefined) return node.style === 'plain' || node.style === 'empty' ? plainScalar(text) : text;
    const wrong = (): UnreadableScalar => new UnreadableScalar(`\`${tagText(tag)}\` cannot be read from this text`);
    switch (tag.name) {
      // The tag that asks for no tag: even a quoted `! "12"` is typed, but an empty one is text.
      case '!': return node.style === 'empty' ? '' : plainScalar(text);
      case '!unsafe': return new Unsafe(text);
      case '!vault': case '!vault-encrypted': return new Vaulted(text);
      case STANDARD + 'str': case STANDARD + 'python/unicode': return text;
      case STANDARD + 'null': return null;
      case STANDARD + 'bool': return booleanOf(text) ?? wrong();
      case STANDARD + 'int': return integerOf(text) ?? wrong();
      case STANDARD + 'float': return floatOf(text) ?? wrong();
      case STANDARD + 'timestamp': return timestampOf(text);
      case STANDARD + 'binary': return binaryOf(text) ?? wrong();
    }
    this.refuseTag(tag, 'a scalar');
    return node.style === 'plain' ? lenient(plainScalar(text), text) : text;
  }

  private refuseTag(tag: SyntaxTag, what: string): void {
    const span = this.span(tag.start, tag.end);
    if (KNOWN_TAGS.has(tag.name)) this.fail(span, `\`${tagText(tag)}\` cannot stand before ${what}`);
    else this.fail(span, `Ansible does not know the tag \`${tagText(tag)}\` and refuses the file`, 'unknown-tag');
  }

  private constructSequence(node: SyntaxSequence): YamlSequence {
    const { tag } = node;
    const items = node.items.map((item) => this.construct(item));
    const values = items.map((item) => item.value);
    const span = this.spanOfNode(node);
    switch (tag?.name) {
      case undefined: case '!': case STANDARD + 'seq':
        return { kind: 'sequence', span, value: values, items };
      case '!unsafe':
        return { kind: 'sequence', span, value: values.map(unsafeValue), items };
      case STANDARD + 'omap': case STANDARD + 'pairs':
        return { kind: 'sequence', span, value: items.map((item) => this.pairOf(item)), items };
    }
    this.refuseTag(tag!, 'a list');
    return { kind: 'sequence', span, value: values, items };
  }

  private pairOf(item: YamlNode): Value {
    const entry = item.kind === 'mapping' && item.written.length === 1 ? item.written[0] : undefined;
    if (entry !== undefined) return [entry.key, entry.node.value];
    this.fail(item.span, 'Expected a mapping of one key');
    return item.value;
  }

  private constructMapping(node: SyntaxMapping): YamlMapping | YamlScalar {
    const span = this.spanOfNode(node);
    if (this.isUnquotedTemplate(node)) {
      const text = this.file.text.slice(span.start, span.end);
      this.fail(span, `Quote a value that starts with \`{{\`: \`"${/^\{\{ *[\w.]{1,40} *\}\}$/.test(text) ? text : '{{ … }}'}"\``);
      return { kind: 'scalar', span, value: text, style: 'plain' };
    }
    const { written, own, merged } = this.readPairs(node);
    const entries = this.resolveEntries(merged, own);
    const value = new Mapping(entries.map((entry) => [entry.key, entry.node.value] as const));
    switch (node.tag?.name) {
      case undefined: case '!': case STANDARD + 'map': case STANDARD + 'python/dict':
        return { kind: 'mapping', span, value, entries, written };
      case '!unsafe':
        return { kind: 'mapping', span, value: unsafeMapping(entries), entries, written };
      case STANDARD + 'set':
        return { kind: 'mapping', span, value: setOf(entries), entries, written };
    }
    this.refuseTag(node.tag!, 'a mapping');
    return { kind: 'mapping', span, value, entries, written };
  }

  // `{{ x }}` is a mapping in a mapping to YAML, and a mapping is no key.
  private isUnquotedTemplate(node: SyntaxMapping): boolean {
    const key = node.pairs[0]?.key;
    return node.pairs.length === 1 && key?.kind === 'mapping' && key.start > node.start && this.file.text.startsWith('{{', key.start - 1);
  }

  private readPairs(node: SyntaxMapping): Record<'written' | 'own' | 'merged', readonly YamlEntry[]> {
    const written: YamlEntry[] = [];
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const pair of node.pairs) {
      const keySpan = this.spanOfNode(pair.key);
      if (isMergeKey(pair.key)) {
        const value = this.construct(pair.value);
        written.push({ key: '<<', keySpan, node: value, merged: false });
        // An alias that stands for nothing has been told already.
        if (pair.value.kind === 'alias' && !this.isReadable(pair.value)) continue;
        for (const entry of this.mergedEntries(value, keySpan)) merged.push(entry.merged ? entry : { ...entry, merged: true });
        continue;
      }
      const key = this.construct(isValueKey(pair.key) ? { ...pair.key, style: 'single' } : pair.key);
      const value = this.construct(pair.value);
      if (key.kind !== 'scalar' || key.value instanceof Vaulted) {
        this.fail(keySpan, `A ${key.kind === 'mapping' ? 'mapping' : key.kind === 'sequence' ? 'list' : 'vaulted value'} cannot be a key${this.file.text.startsWith('{{', keySpan.start) ? ': quote it' : ''}`);
        continue;
      }
      const entry = { key: key.value, keySpan, node: value, merged: false };
      written.push(entry);
      own.push(entry);
    }
    return { written, own, merged };
  }

  private mergedEntries(value: YamlNode, keySpan: Span): readonly YamlEntry[] {
    let entries: readonly YamlEntry[] = [];
    if (value.kind === 'mapping') entries = value.entries;
    else if (value.kind === 'sequence') {
      const found: YamlEntry[] = [];
      // The first of the list wins, so it comes last.
      for (const item of [...value.items].reverse()) {
        if (item.kind === 'mapping') {
          if (this.countMerged(item.entries.length, keySpan)) for (const entry of item.entries) found.push(entry);
          // an alias over the budget stands for nothing, and has been told
        } else if (!this.isOverBudget) this.fail(item.span, 'Only mappings can be merged with `<<`');
      }
      return found;
    } else this.fail(value.span.start === value.span.end ? keySpan : value.span, 'Only a mapping, or a list of mappings, can be merged with `<<`');
    return this.countMerged(entries.length, keySpan) ? entries : [];
  }

  private countMerged(count: number, span: Span): boolean {
    const wasOver = this.isOverBudget;
    this.aliasedNodes += count;
    if (!this.isOverBudget) return true;
    if (!wasOver) this.failTooLarge(span);
    return false;
  }

  private get isOverBudget(): boolean {
    return this.aliasedNodes > MOST_ALIASED_NODES || this.aliasedCharacters > MOST_ALIASED_CHARACTERS;
  }

  private failTooLarge(span: Span): void {
    const what = this.aliasedNodes > MOST_ALIASED_NODES ? `${MOST_ALIASED_NODES} nodes` : `${MOST_ALIASED_CHARACTERS / 1024 / 1024} MiB of text`;
    this.fail(span, `The aliases of this file stand for more than ${what}: not read`, 'too-large');
  }

  // A Python dict: an equal key keeps its first place and spelling and takes the last value; merged entries come first.
  private resolveEntries(merged: readonly YamlEntry[], own: readonly YamlEntry[]): YamlEntry[] {
    const entries = new Map<string, YamlEntry>();
    const repeated = new Map<string, YamlEntry[]>();
    for (const entry of merged) {
      const identity = keyIdentity(entry.key);
      const known = entries.get(identity);
      entries.set(identity, known === undefined ? entry : { ...entry, key: known.key });
    }
    for (const entry of own) {
      const identity = keyIdentity(entry.key);
      const known = entries.get(identity);
      entries.set(identity, known === undefined ? entry : { ...entry, key: known.key });
      if (known === undefined || known.merged) continue;
      const same = repeated.get(identity);
      if (same === undefined) repeated.set(identity, [known, entry]);
      else same.push(entry);
    }
    for (const same of repeated.values()) if (this.duplicates.length < MOST_PROBLEMS) this.duplicates.push(duplicateOf(same));
    return [...entries.values()];
  }
}

const KNOWN_TAGS = new Set([
  '!unsafe', '!vault', '!vault-encrypted',
  ...['str', 'python/unicode', 'null', 'bool', 'int', 'float', 'timestamp', 'binary', 'map', 'python/dict', 'seq', 'omap', 'pairs', 'set'].map((name) => STANDARD + name),
]);

function duplicateOf(same: readonly YamlEntry[]): ParseProblem {
  const last = same[same.length - 1]!;
  const times = same.length === 2 ? 'twice' : `${same.length} times`;
  return {
    kind: 'duplicate-key',
    message: `${keyText(last.key)} is set ${times} in this mapping; Ansible uses the last one`,
    span: last.keySpan,
    related: same.slice(0, -1).slice(0, MOST_PROBLEMS).map((entry, index) => ({ span: entry.keySpan, message: index === 0 ? 'First set here' : 'Set here too' })),
  };
}

function isMergeKey(node: SyntaxNode): boolean {
  if (node.kind !== 'scalar') return false;
  if (node.tag === undefined) return node.style === 'plain' && node.text === '<<';
  return node.tag.name === STANDARD + 'merge' || (node.tag.name === '!' && node.text === '<<');
}

// `=` has a type of its own in YAML 1.1, but as a key it is text.
function isValueKey(node: SyntaxNode): node is SyntaxScalar {
  return node.kind === 'scalar' && node.tag === undefined && node.style === 'plain' && node.text === '=';
}

function lenient(value: Scalar | UnreadableScalar, text: string): Scalar {
  return value instanceof UnreadableScalar ? text : value;
}

function tagText(tag: SyntaxTag): string {
  return tag.name.startsWith(STANDARD) ? '!!' + tag.name.slice(STANDARD.length) : tag.name;
}

// ansible-core up to 2.18 wraps the collection before its inner collections are filled: they come out empty.
function unsafeValue(value: Value): Value {
  if (typeof value === 'string') return new Unsafe(value);
  if (value instanceof Mapping) return Mapping.empty;
  if (Array.isArray(value)) return [];
  if (value instanceof Odd && value.pythonType === 'set') return setOf([]);
  return value;
}

function unsafeMapping(entries: readonly YamlEntry[]): Mapping {
  return new Mapping(entries.map(({ key, node }) => [typeof key === 'string' ? new Unsafe(key) : key, unsafeValue(node.value)] as const));
}

function setOf(entries: readonly YamlEntry[]): Odd {
  return new Odd('set', `{${entries.map((entry) => keyText(entry.key)).join(', ')}}`);
}
