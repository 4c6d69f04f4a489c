// Passes over the options of a program that starts another.
import type { Argument } from './expand';

/**
 * The index of the first word behind the options. `withValue` are those that take a value; `onOption` gets each of these with its value,
 * other options with themselves, and '' with a word that is not known.
 */
export function skipOptions(words: readonly Argument[], from: number, withValue: ReadonlySet<string>, onOption: (option: string, value: Argument) => void = () => undefined): number {
  let index = from;
  while (index < words.length) {
    const word = words[index]!;
    const { text } = word;
    if (text === '--') return index + 1;
    if (word.isUnknown && !text.startsWith('-')) {
      // options in a variable, which give no word or many
      if (!text.startsWith('$')) return index;
      onOption('', word);
      index++;
      continue;
    }
    if (!text.startsWith('-') || text === '-') return index;
    index++;
    const equals = text.indexOf('=');
    if (text.startsWith('--') && equals > 0) onOption(text.slice(0, equals), { ...word, text: text.slice(equals + 1) });
    else if (withValue.has(text)) {
      if (words[index] !== undefined) onOption(text, words[index]!);
      index++;
    } else if (text.startsWith('--')) onOption(text, word);
    else {
      for (let at = 1; at < text.length; at++) {
        const option = `-${text[at]}`;
        if (!withValue.has(option)) {
          onOption(option, word);
          continue;
        }
        const attached = text.slice(at + 1);
        if (attached !== '') onOption(option, { ...word, text: attached.startsWith('=') ? attached.slice(1) : attached });
        else if (words[index] !== undefined) onOption(option, words[index++]!);
        break;
      }
    }
  }
  return index;
}
