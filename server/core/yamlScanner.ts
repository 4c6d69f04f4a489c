// Text to YAML tokens by the rules of libyaml 0.2.5, the scanner behind Ansible's loader: what it refuses is refused here, at a place a reader would point to.
// Knows no values and no files.

/** Why a text is not YAML. Thrown inside the parser only; `yaml.ts` turns it into a problem. */
export class YamlSyntaxError {
  constructor(
    readonly message: string,
    readonly start: number,
    readonly end: number,
    readonly options: SyntaxErrorOptions = {},
  ) {}
}

export interface SyntaxErrorOptions {
  readonly related?: { readonly start: number; readonly end: number; readonly message: string };
  readonly tooLarge?: boolean;
  /** Where the cause is, when it stands before the place that is told. */
  readonly cause?: number;
}

export type TokenKind =
  | 'stream-end'
  | 'yaml-directive'
  | 'tag-directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'block' | 'empty';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** The text of a scalar, the name of an anchor or alias, the handle of a tag. */
  readonly text: string;
  /** The part of a tag behind its handle; the prefix of a %TAG directive. */
  readonly suffix: string;
  readonly style: ScalarStyle;
}

interface SimpleKey {
  possible: boolean;
  required: boolean;
  tokenNumber: number;
  position: number;
  line: number;
  column: number;
}

const SIMPLE_KEY_LENGTH = 1024;
const TAB = 9, LINE_FEED = 10, CARRIAGE_RETURN = 13, SPACE = 32, HASH = 35, COLON = 58, BACKSLASH = 92;

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b', ' ': ' ', '"': '"', '/': '/', '\\': '\\',
  N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029',
};

// What cannot stand in YAML at all. `text` ends with a NUL that marks the end, so it is looked for in the text without it.
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Hands out the tokens of one text, one at a time. Throws `YamlSyntaxError`. */
export class Scanner {
  private readonly text: string;
  private at = 0;
  private line = 0;
  private lineStart = 0;
  private flowLevel = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  private simpleKeyAllowed = true;
  private readonly simpleKeys: (SimpleKey | undefined)[] = [undefined];
  /** The possible keys of all levels, oldest first: only the first of them can hold back a token. */
  private candidates: SimpleKey[] = [];
  private queue: Token[] = [];
  private queueHead = 0;
  private tokensTaken = 0;
  private ended = false;
  private previous: Token | undefined;

  constructor(text: string) {
    const forbidden = FORBIDDEN.exec(text);
    if (forbidden !== null) {
      const code = text.codePointAt(forbidden.index)!.toString(16).toUpperCase().padStart(4, '0');
      throw new YamlSyntaxError(`The character U+${code} is not allowed in YAML`, forbidden.index, forbidden.index + 1);
    }
    this.text = text + '\0';
    if (text.charCodeAt(0) === 0xfeff) this.at = this.lineStart = 1;
  }

  /** The next token, left where it is. */
  peek(): Token {
    while (this.needsMore()) this.fetch();
    return this.queue[this.queueHead]!;
  }

  /** The token taken last. */
  last(): Token | undefined {
    return this.previous;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind === 'stream-end') return token;
    this.queueHead++;
    this.tokensTaken++;
    if (this.queueHead > 64 && this.queueHead * 2 > this.queue.length) {
      this.queue = this.queue.slice(this.queueHead);
      this.queueHead = 0;
    }
    this.previous = token;
    return token;
  }

  /** Columns before the first word of the line that holds `position`. */
  indentAt(position: number): number {
    let start = position;
    while (start > 0 && !isBreak(this.text.charCodeAt(start - 1))) start--;
    let end = start;
    while (this.text.charCodeAt(end) === SPACE) end++;
    return end - start;
  }

  /** True when `text` stands at this place. */
  holds(text: string, position: number): boolean {
    return this.text.startsWith(text, position);
  }

  /** True when a line ends between the two places. */
  breaksBetween(start: number, end: number): boolean {
    return /[\r\n\x85\u2028\u2029]/.test(this.text.slice(start, end));
  }

  /** The nearest `text` before `position` on its line. */
  findBefore(text: string, position: number): number | undefined {
    const found = this.text.lastIndexOf(text, position);
    return found < 0 || this.breaksBetween(found, position) ? undefined : found;
  }

  wordEndAt(position: number): number {
    let end = position;
    while (!this.isBlankOrEnd(end) && !(this.text.charCodeAt(end) === COLON && this.isBlankOrEnd(end + 1))) end++;
    return end;
  }

  lineStartAt(position: number): number {
    let start = position;
    while (start > 0 && !this.isBreakOrEnd(start - 1)) start--;
    return start;
  }

  lineEndAt(position: number): number {
    let end = position;
    while (!this.isBreakOrEnd(end)) end++;
    while (end > position && isBlank(this.text.charCodeAt(end - 1))) end--;
    return end;
  }

  private needsMore(): boolean {
    if (this.ended) return false;
    if (this.queueHead === this.queue.length) return true;
    while (this.candidates.length > 0) {
      const key = this.candidates[0]!;
      if (this.isPossible(key)) return key.tokenNumber === this.tokensTaken;
      this.candidates.shift();
    }
    return false;
  }

  private isPossible(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.line === this.line && this.at - key.position <= SIMPLE_KEY_LENGTH) return true;
    if (key.required) throw this.missingColon(key);
    key.possible = false;
    return false;
  }

  private missingColon(key: SimpleKey): YamlSyntaxError {
    let end = key.position;
    while (!this.isBreakOrEnd(end)) end++;
    const text = this.text.slice(key.position, end).trimEnd();
    return new YamlSyntaxError(
      /^\s*([\w.-]+):\S/.test(text) ? 'A space is missing after `:`' : 'Expected `key: value`: there is no `:` behind this text',
      key.position,
      key.position + Math.max(text.length, 1),
    );
  }

  private get column(): number {
    return this.at - this.lineStart;
  }

  private fetch(): void {
    this.skipToToken();
    const firstKey = this.simpleKeys[0];
    if (firstKey !== undefined) this.isPossible(firstKey);
    this.unrollIndent(this.column);
    const { text, at } = this;
    const code = text.charCodeAt(at);
    if (code === 0 && at === text.length - 1) return this.fetchStreamEnd();
    if (this.column === 0) {
      if (code === 37) return this.fetchDirective();
      if (this.isDocumentMark(at)) return this.fetchDocumentMark(text.charAt(at) === '-' ? 'document-start' : 'document-end');
    }
    switch (text.charAt(at)) {
      case '[': return this.fetchFlowStart('flow-sequence-start');
      case '{': return this.fetchFlowStart('flow-mapping-start');
      case ']': return this.fetchFlowEnd('flow-sequence-end');
      case '}': return this.fetchFlowEnd('flow-mapping-end');
      case ',': return this.fetchFlowEntry();
      case '*': return this.fetchAnchor('alias');
      case '&': return this.fetchAnchor('anchor');
      case '!': return this.fetchTag();
      case "'": return this.fetchQuoted("'");
      case '"': return this.fetchQuoted('"');
      case '-':
        if (this.isBlankOrEnd(at + 1)) return this.fetchBlockEntry();
        break;
      case '?':
        if (this.flowLevel > 0 || this.isBlankOrEnd(at + 1)) return this.fetchKey();
        break;
      case ':':
        if (this.flowLevel > 0 || this.isBlankOrEnd(at + 1)) return this.fetchValue();
        break;
      case '|':
      case '>':
        if (this.flowLevel === 0) return this.fetchBlockScalar(text.charAt(at) === '|');
        throw new YamlSyntaxError('A block text cannot stand inside [ ] or { }', at, at + 1);
      case '\t':
        throw new YamlSyntaxError('A tab cannot indent: use spaces', at, this.endOf(/\t+/y));
      case '@':
      case '`':
      case '%':
        throw new YamlSyntaxError(`A value cannot start with ${text.charAt(at) === '`' ? 'a backtick' : '`' + text.charAt(at) + '`'}: quote it`, at, this.endOfLine());
    }
    this.fetchPlain();
  }

  private endOf(pattern: RegExp): number {
    pattern.lastIndex = this.at;
    pattern.test(this.text);
    return Math.max(pattern.lastIndex, this.at + 1);
  }

  private endOfLine(): number {
    return Math.max(this.lineEndAt(this.at), this.at + 1);
  }

  // Tabs may separate, but not stand where a key or an item could begin.
  private skipToToken(): void {
    const { text } = this;
    for (;;) {
      let code = text.charCodeAt(this.at);
      while (code === SPACE || (code === TAB && (this.flowLevel > 0 || !this.simpleKeyAllowed))) code = text.charCodeAt(++this.at);
      if (code === HASH) while (!this.isBreakOrEnd(this.at)) this.at++;
      if (!isBreak(text.charCodeAt(this.at))) return;
      this.skipLine();
      if (this.flowLevel === 0) this.simpleKeyAllowed = true;
    }
  }

  private skipLine(): void {
    this.at += this.text.charCodeAt(this.at) === CARRIAGE_RETURN && this.text.charCodeAt(this.at + 1) === LINE_FEED ? 2 : 1;
    this.line++;
    this.lineStart = this.at;
  }

  // Skips one line break and gives the text it stands for.
  private readLine(): string {
    const code = this.text.charCodeAt(this.at);
    this.skipLine();
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  private add(kind: TokenKind, start: number, end: number, text = '', suffix = '', style: ScalarStyle = 'plain', line = this.line): void {
    this.queue.push({ kind, start, end, line, text, suffix, style });
  }

  private insert(kind: TokenKind, tokenNumber: number, position: number, line: number): void {
    this.queue.splice(this.queueHead + tokenNumber - this.tokensTaken, 0, { kind, start: position, end: position, line, text: '', suffix: '', style: 'plain' });
  }

  private saveSimpleKey(): void {
    const required = this.flowLevel === 0 && this.indent === this.column;
    if (!this.simpleKeyAllowed) return;
    this.removeSimpleKey();
    const key = { possible: true, required, tokenNumber: this.tokensTaken + this.queue.length - this.queueHead, position: this.at, line: this.line, column: this.column };
    this.simpleKeys[this.flowLevel] = key;
    this.candidates.push(key);
  }

  private removeSimpleKey(): void {
    const key = this.simpleKeys[this.flowLevel];
    if (key === undefined || !key.possible) return;
    if (key.required) throw this.missingColon(key);
    key.possible = false;
  }

  private rollIndent(column: number, tokenNumber: number, kind: TokenKind, position: number, line: number): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    if (tokenNumber < 0) this.add(kind, position, position);
    else this.insert(kind, tokenNumber, position, line);
  }

  private unrollIndent(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.add('block-end', this.at, this.at);
      this.indent = this.indents.pop()!;
    }
  }

  private fetchStreamEnd(): void {
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    this.add('stream-end', this.at, this.at);
    this.ended = true;
  }

  private fetchDocumentMark(kind: 'document-start' | 'document-end'): void {
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    this.add(kind, this.at, this.at + 3);
    this.at += 3;
  }

  private fetchDirective(): void {
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    const start = this.at;
    const match = /%(?:(YAML)[ \t]+(\d{1,9}\.\d{1,9})|TAG[ \t]+(!(?:[\w-]*!)?)[ \t]+([\w\-;/?:@&=+$.%!~*'(),[\]]+))[ \t]*(?:#[^\r\n\x85\u2028\u2029]*)?(?=[\r\n\x85\u2028\u2029\0])/y;
    match.lastIndex = start;
    const found = match.exec(this.text);
    if (found === null) {
      throw new YamlSyntaxError('A line that starts with `%` is a directive: only `%YAML 1.1` and `%TAG` are known', start, this.endOfLine());
    }
    this.at = match.lastIndex;
    if (found[1] !== undefined) this.add('yaml-directive', start, this.at, found[2]);
    else this.add('tag-directive', start, this.at, found[3], decodeUri(found[4]!));
    if (isBreak(this.text.charCodeAt(this.at))) this.skipLine();
  }

  private fetchFlowStart(kind: TokenKind): void {
    this.saveSimpleKey();
    this.flowLevel++;
    this.simpleKeys[this.flowLevel] = undefined;
    this.simpleKeyAllowed = true;
    this.addMark(kind);
  }

  private fetchFlowEnd(kind: TokenKind): void {
    this.removeSimpleKey();
    if (this.flowLevel > 0) {
      this.flowLevel--;
      this.simpleKeys.length = this.flowLevel + 1;
    }
    this.simpleKeyAllowed = false;
    this.addMark(kind);
  }

  private fetchFlowEntry(): void {
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.addMark('flow-entry');
  }

  private addMark(kind: TokenKind): void {
    this.add(kind, this.at, this.at + 1);
    this.at++;
  }

  private fetchBlockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) throw new YamlSyntaxError('A list item cannot start here: put it on a line of its own', this.at, this.endOfLine());
      this.rollIndent(this.column, -1, 'block-sequence-start', this.at, this.line);
    }
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.addMark('block-entry');
  }

  private fetchKey(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) throw new YamlSyntaxError('A `?` key cannot start here', this.at, this.at + 1);
      this.rollIndent(this.column, -1, 'block-mapping-start', this.at, this.line);
    }
    this.removeSimpleKey();
    this.simpleKeyAllowed = this.flowLevel === 0;
    this.addMark('key');
  }

  private fetchValue(): void {
    const key = this.simpleKeys[this.flowLevel];
    if (key !== undefined && this.isPossible(key)) {
      this.insert('key', key.tokenNumber, key.position, key.line);
      this.rollIndent(key.column, key.tokenNumber, 'block-mapping-start', key.position, key.line);
      key.possible = false;
      this.simpleKeyAllowed = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.simpleKeyAllowed) throw this.unexpectedColon();
        this.rollIndent(this.column, -1, 'block-mapping-start', this.at, this.line);
      }
      this.simpleKeyAllowed = this.flowLevel === 0;
    }
    this.addMark('value');
  }

  private unexpectedColon(): YamlSyntaxError {
    const before = this.queue[this.queue.length - 1] ?? this.previous;
    if (before?.kind === 'scalar' && before.line < this.line) {
      const start = this.lineStart + this.indentAt(this.at);
      return new YamlSyntaxError('Wrong indentation: the line above has a value already, so no key can stand below it', start, Math.max(this.at, start + 1));
    }
    return new YamlSyntaxError('A second `:` on this line: quote the value if the colon belongs to it', this.at, this.at + 1);
  }

  private fetchAnchor(kind: 'alias' | 'anchor'): void {
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    const start = this.at;
    const name = /[\w-]+/y;
    name.lastIndex = start + 1;
    const found = name.exec(this.text)?.[0] ?? '';
    const end = start + 1 + found.length;
    if (found === '' || !(this.isBlankOrEnd(end) || '?:,]}%@`'.includes(this.text.charAt(end)))) {
      const sign = kind === 'alias' ? '*' : '&';
      throw new YamlSyntaxError(
        found === '' ? `A value cannot start with \`${sign}\` unless a name follows: quote it` : `A name behind \`${sign}\` holds letters, digits, \`_\` and \`-\` only: quote the value if it is no name`,
        start,
        this.endOfLine(),
      );
    }
    this.add(kind, start, end, found);
    this.at = end;
  }

  private fetchTag(): void {
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    const start = this.at;
    const pattern = /!<([\w\-;/?:@&=+$.%!~*'(),[\]]+)>|(!(?:[\w-]*!)?)([\w\-;/?:@&=+$.%!~*'()]*)/y;
    pattern.lastIndex = start;
    const found = pattern.exec(this.text);
    const end = pattern.lastIndex;
    const named = found !== null && (found[1] !== undefined || found[2] === '!' || found[3] !== '');
    if (!named || !(this.isBlankOrEnd(end) || (this.flowLevel > 0 && this.text.charAt(end) === ','))) {
      throw new YamlSyntaxError('This is not a tag: quote the value if it starts with `!`', start, this.endOfLine());
    }
    this.at = end;
    if (found[1] !== undefined) this.add('tag', start, end, '', decodeUri(found[1]));
    else if (found[3] === '') this.add('tag', start, end, '', '!');
    else this.add('tag', start, end, found[2], decodeUri(found[3]!));
  }

  private fetchBlockScalar(literal: boolean): void {
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    const start = this.at;
    const startLine = this.line;
    const header = /[|>](?:([+-])([1-9])?|([1-9])([+-])?)?[ \t]*(?:#[^\r\n\x85\u2028\u2029\0]*)?/y;
    header.lastIndex = start;
    const found = header.exec(this.text)!;
    this.at = header.lastIndex;
    if (!this.isBreakOrEnd(this.at)) {
      throw new YamlSyntaxError(`The text of a block begins on the line below \`${this.text.charAt(start)}\`: quote the value if it starts with it`, start, this.endOfLine());
    }
    let contentEnd = start + found[0].trimEnd().length;
    if (!this.isEnd(this.at)) this.skipLine();
    const chomping = found[1] ?? found[4] ?? '';
    const increment = Number(found[2] ?? found[3] ?? 0);
    let indent = increment === 0 ? 0 : this.indent >= 0 ? this.indent + increment : increment;
    let trailingBreaks: string;
    [indent, trailingBreaks] = this.readBlockBreaks(indent);
    const parts: string[] = [];
    let leadingBreak = '';
    let leadingBlank = false;
    while (this.column === indent && !this.isEnd(this.at)) {
      const trailingBlank = isBlank(this.text.charCodeAt(this.at));
      if (!literal && leadingBreak.startsWith('\n') && !leadingBlank && !trailingBlank) {
        if (trailingBreaks === '') parts.push(' ');
      } else parts.push(leadingBreak);
      parts.push(trailingBreaks);
      leadingBlank = isBlank(this.text.charCodeAt(this.at));
      const lineStart = this.at;
      while (!this.isBreakOrEnd(this.at)) this.at++;
      parts.push(this.text.slice(lineStart, this.at));
      contentEnd = this.at;
      leadingBreak = this.isEnd(this.at) ? '' : this.readLine();
      [indent, trailingBreaks] = this.readBlockBreaks(indent);
    }
    if (chomping !== '-') parts.push(leadingBreak);
    if (chomping === '+') parts.push(trailingBreaks);
    this.add('scalar', start, contentEnd, parts.join(''), '', 'block', startLine);
  }

  // Eats indentation and empty lines; finds the indentation of the block when it is not known yet (0).
  private readBlockBreaks(indent: number): [indent: number, breaks: string] {
    let breaks = '';
    let deepest = 0;
    for (;;) {
      while ((indent === 0 || this.column < indent) && this.text.charCodeAt(this.at) === SPACE) this.at++;
      deepest = Math.max(deepest, this.column);
      if ((indent === 0 || this.column < indent) && this.text.charCodeAt(this.at) === TAB) {
        throw new YamlSyntaxError('A tab cannot indent: use spaces', this.at, this.endOf(/\t+/y));
      }
      if (!isBreak(this.text.charCodeAt(this.at))) break;
      breaks += this.readLine();
    }
    return [indent === 0 ? Math.max(deepest, this.indent + 1, 1) : indent, breaks];
  }

  private fetchQuoted(quote: '"' | "'"): void {
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    const start = this.at;
    const startLine = this.line;
    const single = quote === "'";
    const special = single ? /['\s\x85\0]/g : /["\\\s\x85\0]/g;
    const { text } = this;
    let value = '';
    this.at++;
    for (;;) {
      if (this.column === 0 && this.isDocumentMark(this.at)) throw this.unclosedQuote(quote, start);
      if (this.isEnd(this.at)) throw this.unclosedQuote(quote, start);
      let leadingBlanks = false;
      for (;;) {
        special.lastIndex = this.at;
        const found = special.exec(text)!.index;
        value += text.slice(this.at, found);
        this.at = found;
        const code = text.charCodeAt(found);
        if (code === quote.charCodeAt(0)) {
          if (!single || text.charAt(found + 1) !== "'") break;
          value += "'";
          this.at += 2;
        } else if (code === BACKSLASH && !single) {
          if (isBreak(text.charCodeAt(found + 1))) {
            this.at++;
            this.skipLine();
            leadingBlanks = true;
            break;
          }
          value += this.readEscape();
        } else if (isBlank(code) || isBreak(code) || this.isEnd(found)) break;
        else {
          // White space to JavaScript, an ordinary character to YAML.
          value += text.charAt(found);
          this.at++;
        }
      }
      if (text.charAt(this.at) === quote && !leadingBlanks) break;
      value += this.readFolded(leadingBlanks);
      if (text.charAt(this.at) === quote) {
        // A doubled quote behind blanks is text: let the loop above see it.
        if (single && text.charAt(this.at + 1) === "'") continue;
        break;
      }
    }
    this.at++;
    this.add('scalar', start, this.at, value, '', single ? 'single' : 'double', startLine);
  }

  // Blanks and line breaks inside a quoted text, as what they stand for.
  private readFolded(leadingBlanks: boolean): string {
    let blanks = '';
    let leadingBreak = '';
    let trailingBreaks = '';
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (isBlank(code)) {
        if (!leadingBlanks) blanks += this.text.charAt(this.at);
        this.at++;
      } else if (isBreak(code)) {
        if (leadingBlanks) trailingBreaks += this.readLine();
        else {
          blanks = '';
          leadingBreak = this.readLine();
          leadingBlanks = true;
        }
      } else break;
    }
    return leadingBlanks ? fold(leadingBreak, trailingBreaks) : blanks;
  }

  private unclosedQuote(quote: string, start: number): YamlSyntaxError {
    let end = start;
    while (!this.isBreakOrEnd(end)) end++;
    return new YamlSyntaxError(`This ${quote === '"' ? 'double' : 'single'} quote is never closed`, start, end);
  }

  private readEscape(): string {
    const start = this.at;
    const letter = this.text.charAt(start + 1);
    const simple = ESCAPES[letter];
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    const length = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
    const end = Math.min(start + 2, this.text.length - 1);
    if (length === 0) throw new YamlSyntaxError(`\`\\${/[!-_a-~]/.test(letter) ? letter : ''}\` is not an escape: write \`\\\\\` for a backslash, or use single quotes`, start, end);
    const digits = this.text.slice(start + 2, start + 2 + length);
    if (!/^[0-9A-Fa-f]+$/.test(digits) || digits.length < length) throw new YamlSyntaxError(`\`\\${letter}\` needs ${length} hexadecimal digits`, start, end);
    const code = Number.parseInt(digits, 16);
    if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) throw new YamlSyntaxError('There is no such Unicode character', start, start + 2 + length);
    this.at += 2 + length;
    return String.fromCodePoint(code);
  }

  private fetchPlain(): void {
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    const { text } = this;
    const inFlow = this.flowLevel > 0;
    const start = this.at;
    const startLine = this.line;
    const indent = this.indent + 1;
    let value = '';
    let blanks = '';
    let leadingBreak = '';
    let trailingBreaks = '';
    let leadingBlanks = false;
    let end = start;
    for (;;) {
      if (this.column === 0 && this.isDocumentMark(this.at)) break;
      if (text.charCodeAt(this.at) === HASH) break;
      const wordStart = this.at;
      let at = wordStart;
      for (;;) {
        const code = text.charCodeAt(at);
        if (code <= SPACE ? code === SPACE || code === TAB || code === LINE_FEED || code === CARRIAGE_RETURN || code === 0 : isBreak(code)) break;
        if (code === COLON) {
          if (this.isBlankOrEnd(at + 1)) break;
          if (inFlow && ',?[]{}'.includes(text.charAt(at + 1))) {
            throw new YamlSyntaxError('A space is missing behind this `:`, or the text needs quotes', at, at + 1);
          }
        } else if (inFlow && (code === 44 || code === 91 || code === 93 || code === 123 || code === 125)) break;
        at++;
      }
      if (at > wordStart) {
        value += leadingBlanks ? fold(leadingBreak, trailingBreaks) : blanks;
        value += text.slice(wordStart, at);
        leadingBlanks = false;
        blanks = leadingBreak = trailingBreaks = '';
        this.at = end = at;
      }
      const code = text.charCodeAt(at);
      if (!isBlank(code) && !isBreak(code)) break;
      for (;;) {
        const next = text.charCodeAt(this.at);
        if (isBlank(next)) {
          if (leadingBlanks && this.column < indent && next === TAB) throw new YamlSyntaxError('A tab cannot indent: use spaces', this.at, this.endOf(/\t+/y));
          if (!leadingBlanks) blanks += text.charAt(this.at);
          this.at++;
        } else if (isBreak(next)) {
          if (leadingBlanks) trailingBreaks += this.readLine();
          else {
            blanks = '';
            leadingBreak = this.readLine();
            leadingBlanks = true;
          }
        } else break;
      }
      if (!inFlow && this.column < indent) break;
    }
    if (leadingBlanks) this.simpleKeyAllowed = true;
    this.add('scalar', start, end, value, '', 'plain', startLine);
  }

  private isEnd(position: number): boolean {
    return position >= this.text.length - 1;
  }

  private isBreakOrEnd(position: number): boolean {
    return this.isEnd(position) || isBreak(this.text.charCodeAt(position));
  }

  private isBlankOrEnd(position: number): boolean {
    return this.isBreakOrEnd(position) || isBlank(this.text.charCodeAt(position));
  }

  private isDocumentMark(position: number): boolean {
    return (this.text.startsWith('---', position) || this.text.startsWith('...', position)) && this.isBlankOrEnd(position + 3);
  }
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

// YAML 1.1 breaks lines at NEL, LS and PS too.
function isBreak(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN || code === 0x85 || code === 0x2028 || code === 0x2029;
}

// One line break is a space, more are one less.
function fold(leadingBreak: string, trailingBreaks: string): string {
  if (!leadingBreak.startsWith('\n')) return leadingBreak + trailingBreaks;
  return trailingBreaks === '' ? ' ' : trailingBreaks;
}

function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
