// What a quick fix makes of the texts it edits, and which files it moves.
import type { Fix } from '../server/core/diagnostic';
import { nameOf } from '../server/core/path';

/** The lines that change as they read afterwards, then `from -> to` of what is moved, each once. */
export function applied({ edits, operations }: Fix): string[] {
  const texts = [...new Set(edits.map(({ span }) => span.file))].map((file) => {
    const own = edits.filter(({ span }) => span.file === file).sort((left, right) => right.span.start - left.span.start || right.span.end - left.span.end);
    let { text } = file;
    for (const { span, newText } of own) text = text.slice(0, span.start) + newText + text.slice(span.end);
    const before = new Set(file.text.split('\n'));
    return text.split('\n').filter((line) => !before.has(line)).join('\n');
  });
  return [...texts, ...operations.map((operation) => (operation.kind === 'rename' ? `${nameOf(operation.from)} -> ${nameOf(operation.to)}` : `delete ${nameOf(operation.path)}`))];
}
