// JSON as Python's `json.loads` reads it, with places. Ansible tries every data file as JSON first. Knows no YAML.
import { Float, Mapping, Unsafe, Vaulted } from './value';
import type { Scalar, Value } from './value';
import { spanOf } from './tree';
import type { SourceFile } from './tree';
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from './yamlNode';
import { shortInteger } from './yamlScalar';

const DEEPEST_NESTING = 500;
const MOST_DIGITS = 4300;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const WORDS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['null', null], ['true', true], ['false', false], ['NaN', new Float(NaN)], ['Infinity', new Float(Infinity)], ['-Infinity', new Float(-Infinity)],
]);

/** Undefined when the text is not JSON from start to end. Equal keys: the last value, without a word. */
export function parseJson(file: SourceFile): YamlNode | undefined {
  // What cannot begin JSON is by far the most common, and is told from its first character.
  if (!/^[ \t\r\n]*["[{\-\dtfnNI]/.test(file.text)) return undefined;
  try {
    return new Reader(file).read();
  } catch (error) {
    if (error === NOT_JSON) return undefined;
    throw error;
  }
}

const NOT_JSON = Symbol('not JSON');

class Reader {
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(private readonly file: SourceFile) {
    this.text = file.text;
  }

  read(): YamlNode {
    const node = this.readValue();
    this.skipBlanks();
    if (this.at < this.text.length) throw NOT_JSON;
    return node;
  }

  private skipBlanks(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at++;
    }
  }

  private take(character: string): boolean {
    this.skipBlanks();
    if (this.text.charAt(this.at) !== character) return false;
    this.at++;
    return true;
  }

  private readValue(): YamlNode {
    this.skipBlanks();
    const start = this.at;
    const first = this.text.charAt(start);
    if (first === '"') {
      const value = this.readString();
      return { kind: 'scalar', span: spanOf(this.file, start, this.at), value, style: 'double' };
    }
    if (first !== '[' && first !== '{') return this.readPlain(start);
    if (++this.depth > DEEPEST_NESTING) throw NOT_JSON;
    this.at++;
    const node = first === '[' ? this.readList(start) : this.readObject(start);
    this.depth--;
    return node;
  }

  private readPlain(start: number): YamlScalar {
    const pattern = /-?Infinity|NaN|null|true|false|(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
    pattern.lastIndex = start;
    const found = pattern.exec(this.text);
    if (found === null) throw NOT_JSON;
    this.at = pattern.lastIndex;
    const word = WORDS.get(found[0]);
    let value: Scalar;
    if (word !== undefined) value = word;
    else if (found[2] !== undefined || found[3] !== undefined) value = new Float(Number(found[0]));
    else if (found[0].length > MOST_DIGITS + (found[0].startsWith('-') ? 1 : 0)) throw NOT_JSON;
    else value = shortInteger(BigInt(found[0]));
    return { kind: 'scalar', span: spanOf(this.file, start, this.at), value, style: 'plain' };
  }

  private readString(): string {
    const { text } = this;
    let value = '';
    let from = ++this.at;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 34) break;
      if (Number.isNaN(code) || code < 32) throw NOT_JSON;
      if (code !== 92) {
        this.at++;
        continue;
      }
      value += text.slice(from, this.at);
      const letter = text.charAt(this.at + 1);
      const simple = ESCAPES[letter];
      if (simple !== undefined) {
        value += simple;
        this.at += 2;
      } else {
        const digits = text.slice(this.at + 2, this.at + 6);
        if (letter !== 'u' || !/^[0-9A-Fa-f]{4}$/.test(digits)) throw NOT_JSON;
        value += String.fromCharCode(Number.parseInt(digits, 16));
        this.at += 6;
      }
      from = this.at;
    }
    return value + text.slice(from, this.at++);
  }

  private readList(start: number): YamlNode {
    const items: YamlNode[] = [];
    if (!this.take(']')) {
      do items.push(this.readValue());
      while (this.take(','));
      if (!this.take(']')) throw NOT_JSON;
    }
    return { kind: 'sequence', span: spanOf(this.file, start, this.at), value: items.map((item) => item.value), items };
  }

  private readObject(start: number): YamlNode {
    const written: YamlEntry[] = [];
    if (!this.take('}')) {
      do {
        this.skipBlanks();
        const keyStart = this.at;
        if (this.text.charAt(keyStart) !== '"') throw NOT_JSON;
        const key = this.readString();
        const keySpan = spanOf(this.file, keyStart, this.at);
        if (!this.take(':')) throw NOT_JSON;
        written.push({ key, keySpan, node: this.readValue(), merged: false });
      } while (this.take(','));
      if (!this.take('}')) throw NOT_JSON;
    }
    return this.convert({ kind: 'mapping', span: spanOf(this.file, start, this.at), ...lastOfEach(written), written });
  }

  // AnsibleJSONDecoder: the first of these keys turns the whole object into what it names.
  private convert(node: YamlMapping): YamlNode {
    for (const { key, node: inner } of node.entries) {
      if (key === '__ansible_vault' && typeof inner.value === 'string') return { kind: 'scalar', span: node.span, value: new Vaulted(inner.value), style: 'double' };
      if (key === '__ansible_unsafe') {
        if (typeof inner.value === 'string') return { kind: 'scalar', span: node.span, value: new Unsafe(inner.value), style: 'double' };
        return { ...withValue(inner, unsafeValue(inner.value)), span: node.span };
      }
    }
    return node;
  }
}

function lastOfEach(written: readonly YamlEntry[]): { readonly value: Mapping; readonly entries: readonly YamlEntry[] } {
  const last = new Map(written.map((entry) => [entry.key, entry] as const));
  const entries = [...last.values()];
  return { entries, value: new Mapping(entries.map((entry) => [entry.key, entry.node.value] as const)) };
}

function withValue(node: YamlNode, value: Value): YamlNode {
  if (node.kind === 'scalar') return node;
  return { ...node, value };
}

function unsafeValue(value: Value): Value {
  if (typeof value === 'string') return new Unsafe(value);
  if (Array.isArray(value)) return value.map(unsafeValue);
  if (value instanceof Mapping) return new Mapping([...value.entries()].map(([key, inner]) => [typeof key === 'string' ? new Unsafe(key) : key, unsafeValue(inner)] as const));
  return value;
}
