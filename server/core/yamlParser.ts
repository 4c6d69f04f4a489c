// YAML tokens to a tree of nodes by libyaml's grammar, and the recovery that reads on behind an error. Knows no types of values: `010` is text here.
import { Scanner, YamlSyntaxError } from './yamlScanner';
import type { ScalarStyle, Token, TokenKind } from './yamlScanner';

export type SyntaxNode = SyntaxScalar | SyntaxSequence | SyntaxMapping | SyntaxAlias;

interface Properties {
  readonly anchor: Token | undefined;
  readonly tag: SyntaxTag | undefined;
}

export interface SyntaxTag {
  /** In full: `tag:yaml.org,2002:int`, `!vault`. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** `start` is that of the tag or anchor before it, if there is one. */
export interface SyntaxScalar extends Properties {
  readonly kind: 'scalar';
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly style: ScalarStyle;
}

export interface SyntaxSequence extends Properties {
  readonly kind: 'sequence';
  readonly start: number;
  end: number;
  readonly items: SyntaxNode[];
}

export interface SyntaxMapping extends Properties {
  readonly kind: 'mapping';
  readonly start: number;
  end: number;
  readonly pairs: SyntaxPair[];
}

export interface SyntaxPair {
  readonly key: SyntaxNode;
  readonly value: SyntaxNode;
}

export interface SyntaxAlias {
  readonly kind: 'alias';
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

export interface SyntaxTree {
  /** What could be read; undefined when the text holds nothing. */
  readonly root: SyntaxNode | undefined;
  /** The first error and at most a few that do not follow from it. */
  readonly errors: readonly YamlSyntaxError[];
}

const DEEPEST_NESTING = 500;
const MOST_NODES = 1_000_000;
const MOST_ATTEMPTS = 24;
const MOST_CHARACTERS = 6 * 1024 * 1024;
const MOST_ERRORS = 3;

/**
 * Never throws. Behind an error it blanks what it stumbled over (first from there to the end of the line, then the whole line) and reads again,
 * so that the rest of a file that is being edited stays readable.
 */
export function parseSyntax(text: string): SyntaxTree {
  const errors: YamlSyntaxError[] = [];
  const blankedLines: number[] = [];
  let current = text;
  let characters = 0;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const result = tryParse(current);
    for (const error of result.errors) if (errors.length < MOST_ERRORS && isIndependent(text, error, errors, blankedLines)) errors.push(error);
    const { stopped } = result;
    if (stopped === undefined) return { root: result.root, errors };
    characters += text.length;
    if (characters > MOST_CHARACTERS) break;
    // no line without what is too deep is too many
    if (stopped.options.tooLarge === true && stopped.options.cause === undefined) break;
    const blanked = blankFrom(current, stopped.options.cause ?? stopped.start);
    if (blanked.text === current) break;
    current = blanked.text;
    blankedLines.push(blanked.line);
  }
  // Too much is wrong: what stands before the first error is better than nothing.
  return { root: tryParse(text.slice(0, lineStartOf(text, errors[0]!.start))).root, errors };
}

interface Attempt {
  readonly root: SyntaxNode | undefined;
  /** In the order found; `stopped` is the last of them. */
  readonly errors: readonly YamlSyntaxError[];
  /** The error the parser could not read on behind. */
  readonly stopped: YamlSyntaxError | undefined;
}

function tryParse(text: string): Attempt {
  let parser: Parser | undefined;
  try {
    parser = new Parser(new Scanner(text));
    const root = parser.parseStream();
    return { root, errors: parser.errors, stopped: undefined };
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error;
    return { root: undefined, errors: [...(parser?.errors ?? []), error], stopped: error };
  }
}

// An error on the line of an earlier one, or right below what was blanked, most likely follows from it.
function isIndependent(text: string, error: YamlSyntaxError, told: readonly YamlSyntaxError[], blankedLines: readonly number[]): boolean {
  const line = lineStartOf(text, error.start);
  if (told.some((earlier) => lineStartOf(text, earlier.start) === line)) return false;
  const above = line === 0 ? -1 : lineStartOf(text, line - 1);
  return !blankedLines.includes(line) && !blankedLines.includes(above);
}

function blankFrom(text: string, position: number): { readonly text: string; readonly line: number } {
  const line = lineStartOf(text, position);
  let end = position;
  while (end < text.length && !isLineBreak(text.charCodeAt(end))) end++;
  // A tail that is blank already was not the cause: the head of the line is. Then the nearest line above that holds anything.
  let start = text.slice(position, end).trim() === '' ? line : position;
  let lineOfStart = line;
  while (text.slice(start, end).trim() === '' && lineOfStart > 0) start = lineOfStart = lineStartOf(text, lineOfStart - 1);
  const blanked = text.slice(start, end).replace(/[^\r\n]/g, ' ');
  return { text: text.slice(0, start) + blanked + text.slice(end), line: lineOfStart };
}

function lineStartOf(text: string, position: number): number {
  let start = position;
  while (start > 0 && !isLineBreak(text.charCodeAt(start - 1))) start--;
  return start;
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}

type CollectionReader = (start: number, end: number, anchor: Token | undefined, tag: SyntaxTag | undefined) => SyntaxNode;

class Parser {
  /** What it read on behind. */
  readonly errors: YamlSyntaxError[] = [];
  private depth = 0;
  private nodes = 0;
  /** The document is one [ ] or { } as in JSON: there is no indentation to tell where a bracket was meant to end. */
  private isFlow = false;
  private readonly handles = new Map<string, string>();

  constructor(private readonly scanner: Scanner) {}

  parseStream(): SyntaxNode | undefined {
    const { scanner } = this;
    const explicit = this.parseDirectives();
    this.isFlow = this.at('flow-sequence-start') || this.at('flow-mapping-start');
    const root = explicit ? this.parseDocumentContent() : this.at('stream-end') ? undefined : this.parseNode(true, false);
    const token = scanner.peek();
    if (token.kind === 'document-end') {
      while (this.at('document-end')) scanner.take();
      if (this.at('stream-end')) return root;
    }
    const next = scanner.peek();
    if (next.kind === 'stream-end') return root;
    if (next.kind === 'document-start' || token.kind === 'document-end') {
      this.errors.push(new YamlSyntaxError('A second document starts here: Ansible reads files of one document only', next.start, Math.max(next.end, scanner.wordEndAt(next.start))));
      return root;
    }
    throw this.unexpected(next);
  }

  private at(kind: TokenKind): boolean {
    return this.scanner.peek().kind === kind;
  }

  private atOneOf(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.scanner.peek().kind);
  }

  private parseDirectives(): boolean {
    const { scanner } = this;
    let version = false;
    while (this.atOneOf('yaml-directive', 'tag-directive')) {
      const token = scanner.take();
      if (token.kind === 'yaml-directive') {
        if (version) throw new YamlSyntaxError('A second %YAML directive', token.start, token.end);
        if (!/^0*1\.0*[12]$/.test(token.text)) throw new YamlSyntaxError(`YAML ${token.text} is not known: only 1.1 and 1.2 are`, token.start, token.end);
        version = true;
      } else {
        if (this.handles.has(token.text)) throw new YamlSyntaxError(`A second %TAG directive for ${token.text}`, token.start, token.end);
        this.handles.set(token.text, token.suffix);
      }
    }
    const directives = version || this.handles.size > 0;
    if (!this.handles.has('!')) this.handles.set('!', '!');
    if (!this.handles.has('!!')) this.handles.set('!!', 'tag:yaml.org,2002:');
    if (this.at('document-start')) {
      scanner.take();
      return true;
    }
    if (directives) {
      const token = scanner.peek();
      throw new YamlSyntaxError('Expected `---` behind the directives', token.start, Math.max(token.end, token.start));
    }
    return false;
  }

  private parseDocumentContent(): SyntaxNode | undefined {
    if (this.atOneOf('yaml-directive', 'tag-directive', 'document-start', 'document-end', 'stream-end')) return undefined;
    return this.parseNode(true, false);
  }

  private parseNode(block: boolean, indentless: boolean): SyntaxNode {
    const { scanner } = this;
    const first = scanner.peek();
    let token = first;
    if (++this.nodes > MOST_NODES) throw new YamlSyntaxError(`More than ${MOST_NODES} values: not read`, token.start, Math.max(token.end, token.start), { tooLarge: true });
    if (token.kind === 'alias') {
      scanner.take();
      return { kind: 'alias', start: token.start, end: token.end, name: token.text };
    }
    let anchor: Token | undefined;
    let tagToken: Token | undefined;
    for (;;) {
      if (token.kind === 'anchor' && anchor === undefined) anchor = token;
      else if (token.kind === 'tag' && tagToken === undefined) tagToken = token;
      else break;
      scanner.take();
      token = scanner.peek();
    }
    const tag = tagToken === undefined ? undefined : this.resolveTag(tagToken);
    const start = first.start;
    if (token.kind === 'scalar') {
      scanner.take();
      return { kind: 'scalar', start, end: token.end, text: token.text, style: token.style, anchor, tag };
    }
    const read = this.collectionReader(token, block, indentless);
    if (read !== undefined) {
      if (this.depth >= DEEPEST_NESTING) {
        throw new YamlSyntaxError(`Nested more than ${DEEPEST_NESTING} levels deep: not read`, token.start, Math.max(token.end, token.start), { tooLarge: true, cause: scanner.lineStartAt(token.start) });
      }
      this.depth++;
      const node = read(start, token.end, anchor, tag);
      this.depth--;
      return node;
    }
    if (first !== token) return { kind: 'scalar', start, end: scanner.last()!.end, text: '', style: 'empty', anchor, tag };
    throw this.unexpected(token);
  }

  private collectionReader(token: Token, block: boolean, indentless: boolean): CollectionReader | undefined {
    switch (token.kind) {
      case 'block-entry':
        return indentless ? (start, end, anchor, tag) => this.parseIndentlessSequence({ kind: 'sequence', start, end, items: [], anchor, tag }) : undefined;
      case 'flow-sequence-start':
        return (start, end, anchor, tag) => this.parseFlowSequence({ kind: 'sequence', start, end, items: [], anchor, tag });
      case 'flow-mapping-start':
        return (start, end, anchor, tag) => this.parseFlowMapping({ kind: 'mapping', start, end, pairs: [], anchor, tag });
      case 'block-sequence-start':
        return block ? (start, end, anchor, tag) => this.parseBlockSequence({ kind: 'sequence', start, end, items: [], anchor, tag }) : undefined;
      case 'block-mapping-start':
        return block ? (start, end, anchor, tag) => this.parseBlockMapping({ kind: 'mapping', start, end, pairs: [], anchor, tag }) : undefined;
      default:
        return undefined;
    }
  }

  private resolveTag(token: Token): SyntaxTag {
    const { start, end } = token;
    if (token.text === '') return { name: token.suffix, start, end };
    const prefix = this.handles.get(token.text);
    if (prefix === undefined) throw new YamlSyntaxError(`No %TAG directive explains \`${token.text}\``, start, end);
    return { name: prefix + token.suffix, start, end };
  }

  private empty(position: number): SyntaxScalar {
    return { kind: 'scalar', start: position, end: position, text: '', style: 'empty', anchor: undefined, tag: undefined };
  }

  private parseBlockSequence(node: SyntaxSequence): SyntaxSequence {
    const opening = this.scanner.take();
    while (this.at('block-entry')) {
      const dash = this.scanner.take();
      this.addItem(node, this.atOneOf('block-entry', 'block-end') ? this.empty(dash.end) : this.parseNode(true, false));
    }
    if (!this.at('block-end')) throw this.misplaced(opening, 'item of the list');
    this.scanner.take();
    return node;
  }

  private parseIndentlessSequence(node: SyntaxSequence): SyntaxSequence {
    while (this.at('block-entry')) {
      const dash = this.scanner.take();
      this.addItem(node, this.atOneOf('block-entry', 'key', 'value', 'block-end') ? this.empty(dash.end) : this.parseNode(true, false));
    }
    return node;
  }

  private parseBlockMapping(node: SyntaxMapping): SyntaxMapping {
    const opening = this.scanner.take();
    while (this.at('key')) {
      const mark = this.scanner.take();
      const key = this.atOneOf('key', 'value', 'block-end') ? this.empty(mark.end) : this.parseNode(true, true);
      this.addPair(node, key, this.parseBlockValue(key));
    }
    if (!this.at('block-end')) throw this.misplaced(opening, 'key of the mapping');
    this.scanner.take();
    return node;
  }

  private parseBlockValue(key: SyntaxNode): SyntaxNode {
    if (!this.at('value')) return this.empty(key.end);
    const colon = this.scanner.take();
    return this.atOneOf('key', 'value', 'block-end') ? this.empty(colon.end) : this.parseNode(true, true);
  }

  private parseFlowSequence(node: SyntaxSequence): SyntaxSequence {
    const opening = this.scanner.take();
    this.parseFlowItems(opening, ']', () => node.items.push(this.at('key') ? this.parseSinglePair() : this.parseNode(false, false)));
    node.end = Math.max(opening.end, this.scanner.last()!.end);
    return node;
  }

  private parseFlowMapping(node: SyntaxMapping): SyntaxMapping {
    const opening = this.scanner.take();
    this.parseFlowItems(opening, '}', () => this.parseFlowPair(node));
    node.end = Math.max(opening.end, this.scanner.last()!.end);
    return node;
  }

  // What stands between brackets, the closing one included. A stray or missing comma is told and read over.
  private parseFlowItems(opening: Token, closing: ']' | '}', parseItem: () => void): void {
    const { scanner } = this;
    for (let first = true; ; first = false) {
      if (this.atFlowEnd(opening, closing)) return;
      if (!first) {
        if (this.at('flow-entry')) scanner.take();
        else this.misplacedInFlow(opening, closing);
        if (this.atFlowEnd(opening, closing)) return;
      }
      while (this.atOneOf('flow-entry', 'block-entry', 'value')) {
        this.errors.push(this.unexpected(scanner.take()));
        if (this.atFlowEnd(opening, closing)) return;
      }
      parseItem();
    }
  }

  private atFlowEnd(opening: Token, closing: ']' | '}'): boolean {
    const token = this.scanner.peek();
    if (token.kind === 'stream-end') {
      const error = this.unclosed(opening, closing);
      if (!this.isFlow) throw error;
      this.errors.push(error);
      return true;
    }
    if (token.kind !== 'flow-sequence-end' && token.kind !== 'flow-mapping-end') return false;
    if ((token.kind === 'flow-sequence-end') !== (closing === ']')) this.misplacedInFlow(opening, closing);
    this.scanner.take();
    return true;
  }

  private misplacedInFlow(opening: Token, closing: ']' | '}'): void {
    const token = this.scanner.peek();
    for (const start of [opening.start, opening.start - 1]) {
      if (this.scanner.holds('{{', start)) throw this.unquotedTemplate(start);
    }
    const outside = !this.isFlow && token.line > opening.line && this.scanner.indentAt(token.start) <= this.scanner.indentAt(opening.start);
    if (outside || token.kind === 'document-start' || token.kind === 'document-end') throw this.unclosed(opening, closing);
    this.errors.push(
      new YamlSyntaxError(`Expected \`,\` or \`${closing}\` before this`, token.start, Math.max(token.end, token.start), {
        related: { start: opening.start, end: opening.end, message: 'The bracket it stands in' },
      }),
    );
  }

  private unclosed(opening: Token, closing: ']' | '}'): YamlSyntaxError {
    return new YamlSyntaxError(`This \`${closing === ']' ? '[' : '{'}\` is never closed`, opening.start, opening.end);
  }

  private unquotedTemplate(start: number): YamlSyntaxError {
    return new YamlSyntaxError('Quote the whole value: it starts with `{{`, which is a mapping to YAML', start, this.scanner.lineEndAt(start));
  }

  // `[a: b]` holds a mapping of one pair.
  private parseSinglePair(): SyntaxMapping {
    const { scanner } = this;
    const mark = scanner.take();
    let key: SyntaxNode;
    if (this.atOneOf('value', 'flow-entry', 'flow-sequence-end')) {
      // libyaml drops the token here, so that `[? : x]` is an error; the list then misses its comma.
      key = this.empty(mark.end);
      scanner.take();
    } else key = this.parseNode(false, false);
    const node: SyntaxMapping = { kind: 'mapping', start: Math.min(mark.start, key.start), end: key.end, pairs: [], anchor: undefined, tag: undefined };
    this.addPair(node, key, this.parseFlowValue(key));
    return node;
  }

  private parseFlowPair(node: SyntaxMapping): void {
    if (!this.at('key')) {
      const key = this.parseNode(false, false);
      return this.addPair(node, key, this.empty(key.end));
    }
    const mark = this.scanner.take();
    const key = this.atOneOf('value', 'flow-entry', 'flow-mapping-end') ? this.empty(mark.end) : this.parseNode(false, false);
    this.addPair(node, key, this.parseFlowValue(key));
  }

  private parseFlowValue(key: SyntaxNode): SyntaxNode {
    if (!this.at('value')) return this.empty(key.end);
    const colon = this.scanner.take();
    return this.atOneOf('flow-entry', 'flow-mapping-end', 'flow-sequence-end') ? this.empty(colon.end) : this.parseNode(false, false);
  }

  private addItem(node: SyntaxSequence, item: SyntaxNode): void {
    node.items.push(item);
    node.end = Math.max(node.end, item.end);
  }

  private addPair(node: SyntaxMapping, key: SyntaxNode, value: SyntaxNode): void {
    node.pairs.push({ key, value });
    node.end = Math.max(node.end, key.end, value.end);
  }

  private unexpected(token: Token): YamlSyntaxError {
    const end = Math.max(token.end, token.start);
    switch (token.kind) {
      case 'stream-end':
      case 'block-end':
        return new YamlSyntaxError('A value is missing here', token.start, token.start);
      case 'alias':
        return new YamlSyntaxError('An alias takes no tag and no anchor', token.start, end);
      case 'anchor':
      case 'tag':
        return new YamlSyntaxError(`A second ${token.kind} for one value`, token.start, end);
      case 'document-end':
        return new YamlSyntaxError('`...` ends a document, but none has begun', token.start, end);
      default:
        return new YamlSyntaxError(`Unexpected ${nameOfToken(token)}`, token.start, end);
    }
  }

  // A token that neither goes on with a block nor ends it: text behind a value, or a wrong indentation.
  private misplaced(opening: Token, what: 'key of the mapping' | 'item of the list'): YamlSyntaxError {
    const { scanner } = this;
    const token = scanner.peek();
    const before = scanner.last()!;
    const end = Math.max(token.end, scanner.wordEndAt(token.start));
    if (token.kind !== 'block-mapping-start' && token.kind !== 'block-sequence-start' && !scanner.breaksBetween(before.end, token.start)) {
      const template = before.kind === 'flow-mapping-end' ? scanner.findBefore('{{', before.start) : undefined;
      if (template !== undefined) return this.unquotedTemplate(template);
      // A quote that ends lines below was most likely meant to end on its own.
      const cause = before.kind === 'scalar' && scanner.breaksBetween(before.start, before.end) ? before.start : token.start;
      const related = { start: before.start, end: before.end, message: 'The value' };
      return new YamlSyntaxError('Text behind a value that is complete: quote the whole value', token.start, end, { cause, related });
    }
    const related = { start: opening.start, end: scanner.wordEndAt(opening.start), message: what === 'key of the mapping' ? 'The mapping starts here' : 'The list starts here' };
    if (token.kind === 'block-entry') return new YamlSyntaxError('A list item where a key is expected: check the indentation', token.start, end, { related });
    return new YamlSyntaxError(`Wrong indentation: expected another ${what} that starts above`, token.start, end, { related });
  }
}

function nameOfToken(token: Token): string {
  switch (token.kind) {
    case 'flow-sequence-end': return '`]`';
    case 'flow-mapping-end': return '`}`';
    case 'flow-entry': return '`,`';
    case 'block-entry': return '`-`';
    case 'value': return '`:`';
    case 'key': return 'key';
    case 'document-start': return '`---`';
    case 'document-end': return '`...`';
    default: return 'text';
  }
}
