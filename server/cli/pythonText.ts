// Values as Python prints them in a text: what `ansible-inventory --graph --vars` shows.
import { Float, floatText, isMapping, keyText, Timestamp, Unsafe, type Value } from '../core/value';

/** `str()` of a value. */
export function pythonText(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof Unsafe) return value.text;
  if (value instanceof Timestamp) return value.iso.replace('T', ' ');
  return pythonLiteral(value);
}

/** `repr()` of a value: how it looks inside a list or a mapping. */
export function pythonLiteral(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Unsafe) return quoted(value.text);
  if (value instanceof Float) return floatText(value.number).replace('Infinity', 'inf').replace('NaN', 'nan');
  if (value instanceof Timestamp) return timeLiteral(value.iso);
  if (Array.isArray(value)) return '[' + value.map((item) => pythonLiteral(item as Value)).join(', ') + ']';
  if (isMapping(value)) return '{' + [...value.entries()].map(([key, member]) => `${pythonLiteral(key as Value)}: ${pythonLiteral(member)}`).join(', ') + '}';
  return keyText(value as never);
}

/** Single quotes, unless they would have to be escaped and double ones would not. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character]!).replaceAll(quote, '\\' + quote);
  return quote + escaped + quote;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function timeLiteral(iso: string): string {
  const match = /^(\d+)-(\d+)-(\d+)(?:T(\d+):(\d+):(\d+)(?:\.(\d+))?(?:([+-])(\d+):(\d+))?)?$/.exec(iso);
  if (match === null) return quoted(iso);
  const [year, month, day, hour, minute, second, fraction] = match.slice(1, 8).map((digits) => (digits === undefined ? undefined : Number(digits)));
  if (hour === undefined) return `datetime.date(${year}, ${month}, ${day})`;
  const parts = [year, month, day, hour, minute, ...(second || fraction ? [second] : []), ...(fraction ? [fraction] : [])];
  if (match[8] === undefined) return `datetime.datetime(${parts.join(', ')})`;
  const offset = (match[8] === '-' ? -60 : 60) * (Number(match[9]) * 60 + Number(match[10]));
  const days = Math.floor(offset / 86_400);
  const delta = [...(days === 0 ? [] : [`days=${days}`]), `seconds=${offset - days * 86_400}`].join(', ');
  return `datetime.datetime(${parts.join(', ')}, tzinfo=datetime.timezone${offset === 0 ? '.utc' : `(datetime.timedelta(${delta}))`})`;
}
