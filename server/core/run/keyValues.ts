// `key=value` texts of `-e` as Ansible splits them (`parse_kv`, `split_args`): every value stays text. Knows no files and no runs.

export interface KeyValue {
  readonly name: string;
  readonly value: string;
  /** The word as written; for `_raw_params` all words it is made of. */
  readonly word: string;
}

/** In the order written; words without `=` are one value named `_raw_params`. Undefined where quotes or braces do not close, or blanks come first: Ansible stops there. */
export function parseKeyValues(text: string): readonly KeyValue[] | undefined {
  const words = splitWords(text);
  if (words === undefined) return undefined;
  const pairs: KeyValue[] = [];
  let loose = '';
  for (const word of words) {
    const decoded = decodeEscapes(word);
    const cut = indexOfEquals(decoded);
    if (cut >= 0) pairs.push({ name: decoded.slice(0, cut).trim(), value: withoutQuotes(decoded.slice(cut + 1).trim()), word: word.trim() });
    else loose += (loose === '' || loose.endsWith('\n') ? '' : ' ') + (decoded.includes('=') ? decoded.replaceAll('\\=', '=') : word);
  }
  return loose === '' ? pairs : [...pairs, { name: '_raw_params', value: loose, word: loose.trim() }];
}

/** Blanks and line ends part words, but not inside quotes and `{{ }}`, `{% %}`, `{# #}`; blanks behind a word stay with it. */
function splitWords(text: string): string[] | undefined {
  const words: string[] = [];
  const depths: [open: string, close: string, depth: number][] = [['{{', '}}', 0], ['{%', '%}', 0], ['{#', '#}', 0]];
  let quote = '';
  const isInBlock = (): boolean => depths.some(([, , depth]) => depth > 0);
  let isBroken = false;
  const append = (token: string): void => {
    // a text that begins with several blanks: Ansible stops as well
    if (words.length === 0) isBroken = true;
    else words[words.length - 1] += token;
  };
  const lines = text.split('\n');
  lines.forEach((line, lineIndex) => {
    const tokens = line.split(' ');
    let goesOn = false;
    tokens.forEach((token, index) => {
      if (token === '' && index > 0) return append(' ');
      if (token === '\\' && quote === '') {
        goesOn = true;
        return;
      }
      const wasQuoted = quote !== '';
      quote = quoteAfter(token, quote);
      let isTaken = false;
      if (quote !== '' && !wasQuoted && !isInBlock()) {
        words.push(token);
        isTaken = true;
      } else if (isInBlock() || quote !== '' || wasQuoted) {
        if (index === 0 && wasQuoted) append(token);
        else append((tokens.length > 1 ? (index > 0 ? ' ' : '') : '\n') + token);
        isTaken = true;
      }
      for (const block of depths) {
        const before = block[2];
        block[2] = Math.max(0, before + token.split(block[0]).length - token.split(block[1]).length);
        if (block[2] !== before && !isTaken) {
          words.push(token);
          isTaken = true;
        }
      }
      if (!isTaken && !isInBlock() && quote === '' && token !== '') words.push(token);
    });
    if (lineIndex < lines.length - 1 && !goesOn) append('\n');
  });
  return isBroken || isInBlock() || quote !== '' ? undefined : words;
}

/** The quote that is open behind `token`; '' when none is. */
function quoteAfter(token: string, before: string): string {
  let quote = before;
  for (let index = 0; index < token.length; index++) {
    const character = token[index]!;
    if ((character !== '"' && character !== "'") || token[index - 1] === '\\') continue;
    if (quote === '') quote = character;
    else if (quote === character) quote = '';
  }
  return quote;
}

/** The first `=` that no backslash stands before; one at the very start does not count. */
function indexOfEquals(word: string): number {
  for (let index = word.indexOf('=', 1); index >= 0; index = word.indexOf('=', index + 1)) if (word[index - 1] !== '\\') return index;
  return -1;
}

const SIMPLE: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', "'": "'", '"': '"' };

/** Python's escapes; a character by its name (`\N{…}`) stays as written. */
function decodeEscapes(word: string): string {
  return word.replace(/\\(U[0-9A-Fa-f]{8}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[\\'"abfnrtv])/g, (whole, code: string) => {
    const point = Number.parseInt(code.slice(1), 16);
    return SIMPLE[code] ?? (point <= 0x10ffff ? String.fromCodePoint(point) : whole);
  });
}

function withoutQuotes(text: string): string {
  const first = text[0];
  return text.length > 1 && (first === '"' || first === "'") && text.endsWith(first) && text.at(-2) !== '\\' ? text.slice(1, -1) : text;
}
