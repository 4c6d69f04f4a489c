// Calls that stand in comments: `# ansible-playbook -i hosts site.yml`, also behind a prompt and over several lines.
import { endsWithBackslash, TextBuilder, placeOf, UNKNOWN, type ShellText } from './source';

/** What may stand in front of a call on its line and is part of it. */
const IN_FRONT = /^(?:(?:[A-Z_]\w{0,60}=[^\s'"]{0,200}|sudo|time|env|cd [^\s;&|]{1,200} &&)[ \t]{1,20}){1,8}$/;
/** More comments with a call are not read. */
const COMMENT_LIMIT = 200;

/** Each call in the comments as a script of its own; prose around it may be in it. */
export function commentedCalls(source: ShellText, comments: readonly { readonly start: number; readonly end: number }[]): ShellText[] {
  const found: ShellText[] = [];
  for (let index = 0; index < comments.length && found.length < COMMENT_LIMIT; index++) {
    const { start, end } = comments[index]!;
    const line = source.text.slice(start, end);
    const at = line.indexOf('ansible-playbook');
    if (at < 0) continue;
    const builder = new TextBuilder(source.file);
    addLine(builder, source, start + beginning(line, at), end, line[beginning(line, at) - 1] === '`');
    // the lines that a backslash joins
    let last = trimmedEnd(source.text, end);
    while (endsWithBackslash(source.text, last) && index + 1 < comments.length && source.text.slice(end, comments[index + 1]!.start).trim().length < 200) {
      const next = comments[++index]!;
      if (/[^\s]/.test(source.text.slice(comments[index - 1]!.end, next.start))) {
        index--;
        break;
      }
      addLine(builder, source, next.start + /^#{1,20}/.exec(source.text.slice(next.start, next.end))![0].length, next.end, false);
      last = trimmedEnd(source.text, next.end);
    }
    found.push(builder.build());
  }
  return found;
}

/** Where the call begins in a line whose program stands at `program`. */
function beginning(line: string, program: number): number {
  let start = program;
  while (start > 0 && /[\w./~-]/.test(line[start - 1]!)) start--;
  const before = /^#{1,20}[ \t]*(?:[$%>][ \t]+)?/.exec(line)![0].length;
  return before <= start && IN_FRONT.test(line.slice(before, start)) ? before : start;
}

/** Adds a line without its backslash; `<name>` stands for something that is not known, and a backquote in front ends the call at the next one. */
function addLine(builder: TextBuilder, source: ShellText, start: number, end: number, isQuoted: boolean): void {
  let to = trimmedEnd(source.text, end);
  if (endsWithBackslash(source.text, to)) to--;
  const quote = isQuoted ? source.text.indexOf('`', start) : -1;
  if (quote >= 0 && quote < to) to = quote;
  const text = source.text.slice(start, to);
  let from = 0;
  for (const match of text.matchAll(/<[\w .|-]{1,60}>/g)) {
    add(builder, source, start + from, start + match.index);
    builder.instead(UNKNOWN, ...placeOf(source, start + match.index, start + match.index + match[0].length));
    from = match.index + match[0].length;
  }
  add(builder, source, start + from, to);
  builder.instead(' ', ...placeOf(source, Math.max(start, to - 1), to));
}

function add(builder: TextBuilder, source: ShellText, start: number, end: number): void {
  for (let index = start; index < end; index++) builder.instead(source.text[index]!, ...placeOf(source, index, index + 1));
}

function trimmedEnd(text: string, end: number): number {
  return text[end - 1] === '\r' ? end - 1 : end;
}
