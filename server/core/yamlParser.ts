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

export const DEEPEST_NESTING = 500;
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
    if (!(result instanceof YamlSyntaxError)) return { root: result, errors };
    if (errors.length < MOST_ERRORS && isIndependent(text, result, blankedLines)) errors.push(result);
    if (result.options.tooLarge === true) return { root: undefined, errors };
    characters += text.length;
    if (characters > MOST_CHARACTERS) break;
    const blanked = blankFrom(current, result.start);
    if (blanked.text === current) break;
    current = blanked.text;
    blankedLines.push(blanked.line);
  }
  // Too much is wrong: what stands before the first error is better than nothing.
  const before = tryParse(text.slice(0, lineStartOf(text, errors[0]!.start)));
  return { root: before instanceof YamlSyntaxError ? undefined : before, errors };
}

function tryParse(text: string): SyntaxNode | undefined | YamlSyntaxError {
  try {
    return new Parser(new Scanner(text)).parseStream();
  } catch (error) {
    if (error instanceof YamlSyntaxError) return error;
    throw error;
  }
}

// An error on the line of an earlier one, or right below it, most likely follows from it.
function isIndependent(text: string, error: YamlSyntaxError, blankedLines: readonly number[]): boolean {
  const line = lineStartOf(text, error.start);
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

class Parser {
  private depth = 0;
  private readonly handles = new Map<string, string>();

  constructor(private readonly scanner: Scanner) {}

  parseStream(): SyntaxNode | undefined {
    const { scanner } = this;
    const explicit = this.parseDirectives();
    const root = explicit ? this.parseDocumentContent() : this.at('stream-end') ? undefined : this.parseNode(true, false);
    const token = scanner.peek();
    if (token.kind === 'document-end') {
      while (this.at('document-end')) scanner.take();
      if (this.at('stream-end')) return root;
    }
    const next = scanner.peek();
    if (next.kind === 'stream-end') return root;
    if (next.kind === 'document-start' || token.kind === 'document-end') {
      throw new YamlSyntaxError('A second document starts here: Ansible reads files of one document only', next.start, Math.max(next.end, next.start + 1));
    }
    throw this.unexpected(next);
  }

  private at(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.scanner.peek().kind);
  }

  private parseDirectives(): boolean {
    const { scanner } = this;
    let version = false;
    while (this.at('yaml-directive', 'tag-directive')) {
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
    if (this.at('yaml-directive', 'tag-directive', 'document-start', 'document-end', 'stream-end')) return undefined;
    return this.parseNode(true, false);
  }

  private parseNode(block: boolean, indentless: boolean): SyntaxNode {
    const { scanner } = this;
    let token = scanner.peek();
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
    const start = Math.min(anchor?.start ?? Infinity, tagToken?.start ?? Infinity, token.start);
    const properties = { anchor, tag };
    if (token.kind === 'scalar') {
      scanner.take();
      return { kind: 'scalar', start, end: token.end, text: token.text, style: token.style, ...properties };
    }
    if (this.depth >= DEEPEST_NESTING) {
      throw new YamlSyntaxError(`Nested more than ${DEEPEST_NESTING} levels deep: not read`, token.start, Math.max(token.end, token.start), { tooLarge: true });
    }
    this.depth++;
    let node: SyntaxNode | undefined;
    if (indentless && token.kind === 'block-entry') node = this.parseIndentlessSequence({ kind: 'sequence', start, end: token.end, items: [], ...properties });
    else if (token.kind === 'flow-sequence-start') node = this.parseFlowSequence({ kind: 'sequence', start, end: token.end, items: [], ...properties });
    else if (token.kind === 'flow-mapping-start') node = this.parseFlowMapping({ kind: 'mapping', start, end: token.end, pairs: [], ...properties });
    else if (block && token.kind === 'block-sequence-start') node = this.parseBlockSequence({ kind: 'sequence', start, end: token.end, items: [], ...properties });
    else if (block && token.kind === 'block-mapping-start') node = this.parseBlockMapping({ kind: 'mapping', start, end: token.end, pairs: [], ...properties });
    this.depth--;
    if (node !== undefined) return node;
    if (anchor !== undefined || tagToken !== undefined) {
      const end = Math.max(anchor?.end ?? 0, tagToken?.end ?? 0);
      return { kind: 'scalar', start, end, text: '', style: 'empty', ...properties };
    }
    throw this.unexpected(token);
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
      this.addItem(node, this.at('block-entry', 'block-end') ? this.empty(dash.end) : this.parseNode(true, false));
    }
    if (!this.at('block-end')) throw this.misplaced(opening, 'item of the list');
    this.scanner.take();
    return node;
  }

  private parseIndentlessSequence(node: SyntaxSequence): SyntaxSequence {
    while (this.at('block-entry')) {
      const dash = this.scanner.take();
      this.addItem(node, this.at('block-entry', 'key', 'value', 'block-end') ? this.empty(dash.end) : this.parseNode(true, false));
    }
    return node;
  }

  private parseBlockMapping(node: SyntaxMapping): SyntaxMapping {
    const opening = this.scanner.take();
    while (this.at('key')) {
      const mark = this.scanner.take();
      const key = this.at('key', 'value', 'block-end') ? this.empty(mark.end) : this.parseNode(true, true);
      this.addPair(node, key, this.parseBlockValue(key));
    }
    if (!this.at('block-end')) throw this.misplaced(opening, 'key of the mapping');
    this.scanner.take();
    return node;
  }

  private parseBlockValue(key: SyntaxNode): SyntaxNode {
    if (!this.at('value')) return this.empty(key.end);
    const colon = this.scanner.take();
    return this.at('key', 'value', 'block-end') ? this.empty(colon.end) : this.parseNode(true, true);
  }

  private parseFlowSequence(node: SyntaxSequence): SyntaxSequence {
    const { scanner } = this;
    const opening = scanner.take();
    for (let first = true; !this.at('flow-sequence-end'); first = false) {
      if (!first) {
        if (!this.at('flow-entry')) throw this.unclosed(opening, ']');
        scanner.take();
        if (this.at('flow-sequence-end')) break;
      }
      if (this.at('key')) node.items.push(this.parseSinglePair());
      else if (this.at('stream-end')) throw this.unclosed(opening, ']');
      else node.items.push(this.parseNode(false, false));
    }
    node.end = scanner.take().end;
    return node;
  }

  // `[a: b]` holds a mapping of one pair.
  private parseSinglePair(): SyntaxMapping {
    const { scanner } = this;
    const mark = scanner.take();
    let key: SyntaxNode;
    if (this.at('value', 'flow-entry', 'flow-sequence-end')) {
      // libyaml drops the token here, so that `[? : x]` is an error; the list then misses its comma.
      key = this.empty(mark.end);
      scanner.take();
    } else key = this.parseNode(false, false);
    let value = this.empty(key.end) as SyntaxNode;
    if (this.at('value')) {
      const colon = scanner.take();
      value = this.at('flow-entry', 'flow-sequence-end') ? this.empty(colon.end) : this.parseNode(false, false);
    }
    const node: SyntaxMapping = { kind: 'mapping', start: Math.min(mark.start, key.start), end: key.end, pairs: [], anchor: undefined, tag: undefined };
    this.addPair(node, key, value);
    return node;
  }

  private parseFlowMapping(node: SyntaxMapping): SyntaxMapping {
    const { scanner } = this;
    const opening = scanner.take();
    for (let first = true; !this.at('flow-mapping-end'); first = false) {
      if (!first) {
        if (!this.at('flow-entry')) throw this.unclosed(opening, '}');
        scanner.take();
        if (this.at('flow-mapping-end')) break;
      }
      if (this.at('stream-end')) throw this.unclosed(opening, '}');
      if (this.at('key')) {
        const mark = scanner.take();
        const key = this.at('value', 'flow-entry', 'flow-mapping-end') ? this.empty(mark.end) : this.parseNode(false, false);
        let value = this.empty(key.end) as SyntaxNode;
        if (this.at('value')) {
          const colon = scanner.take();
          value = this.at('flow-entry', 'flow-mapping-end') ? this.empty(colon.end) : this.parseNode(false, false);
        }
        this.addPair(node, key, value);
      } else {
        const key = this.parseNode(false, false);
        this.addPair(node, key, this.empty(key.end));
      }
    }
    node.end = scanner.take().end;
    return node;
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
    if (token.kind === 'stream-end' || token.kind === 'block-end') return new YamlSyntaxError('A value is missing here', token.start, token.start);
    if (token.kind === 'alias') return new YamlSyntaxError('An alias takes no tag and no anchor', token.start, token.end);
    if (token.kind === 'document-end') return new YamlSyntaxError('`...` ends a document, but none has begun', token.start, token.end);
    return new YamlSyntaxError(`Unexpected ${nameOfToken(token)}`, token.start, Math.max(token.end, token.start));
  }

  // A token that neither goes on with a block nor ends it: text behind a value, or a wrong indentation.
  private misplaced(opening: Token, what: string): YamlSyntaxError {
    const token = this.scanner.peek();
    const before = this.scanner.last();
    const related = { start: opening.start, end: opening.end, message: `The ${what.replace(/^.* the /, '')} starts here` };
    const end = Math.max(token.end, token.start);
    if (before !== undefined && before.line === token.line && (token.kind === 'scalar' || token.kind.startsWith('flow'))) {
      if (before.kind === 'flow-mapping-end' && this.scanner.holds('}}', before.start - 1)) {
        return new YamlSyntaxError('Quote the whole value: it starts with `{{`, which is a mapping to YAML', token.start, end);
      }
      return new YamlSyntaxError('Text behind a value that is complete: quote the whole value', token.start, end, { related });
    }
    if (token.kind === 'block-entry') return new YamlSyntaxError('A list item where a key is expected: check the indentation', token.start, end, { related });
    return new YamlSyntaxError(`Wrong indentation: expected another ${what} that starts above`, token.start, end, { related });
  }

  private unclosed(opening: Token, closing: string): YamlSyntaxError {
    const token = this.scanner.peek();
    const sign = closing === ']' ? '[' : '{';
    for (const start of [opening.start, opening.start - 1]) {
      if (this.scanner.holds('{{', start)) return new YamlSyntaxError('Quote the whole value: it starts with `{{`, which is a mapping to YAML', start, this.scanner.lineEndAt(start));
    }
    const outside = token.line > opening.line && this.scanner.indentAt(token.start) <= this.scanner.indentAt(opening.start);
    if (token.kind === 'stream-end' || token.kind === 'document-start' || token.kind === 'document-end' || outside) {
      return new YamlSyntaxError(`This \`${sign}\` is never closed`, opening.start, opening.end);
    }
    return new YamlSyntaxError(`Expected \`,\` or \`${closing}\` before this`, token.start, Math.max(token.end, token.start), {
      related: { start: opening.start, end: opening.end, message: `The \`${sign}\` it stands in` },
    });
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
