// Names whose values are not shown. The value itself is never changed, only what is printed of it.
import { isList, isMapping, keyText, Mapping, Vaulted, type Value } from '../value';

const SECRET = /pass|secret|token|private|credential|api_?key|_key$/i;

/** True when the name says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/** What stands where a secret would. */
export const HIDDEN = '•••';

const PASSWORD_IN_URL = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@{}"']{0,200}:)[^\s/@{}"']{1,200}@/gi;

/** A text with the passwords of its URLs hidden: `http://me:•••@proxy.example`. */
export function withoutUrlPasswords(text: string): string {
  return text.includes('://') && text.includes('@') ? text.replace(PASSWORD_IN_URL, `$1${HIDDEN}@`) : text;
}

/** The value as it may be shown: a secret as a whole, or the secrets in it. */
export function withoutSecrets(name: string, value: Value): Value {
  if (isSecretName(name) || value instanceof Vaulted) return HIDDEN;
  if (typeof value === 'string') return withoutUrlPasswords(value);
  if (isMapping(value)) {
    const entries = [...value.entries()];
    const shown = entries.map(([key, member]) => [key, withoutSecrets(keyText(key), member)] as const);
    return shown.some(([, member], index) => member !== entries[index]![1]) ? new Mapping(shown) : value;
  }
  if (isList(value)) {
    const shown = value.map((item) => withoutSecrets('', item));
    return shown.some((item, index) => item !== value[index]) ? shown : value;
  }
  return value;
}

/**
 * A command line, or a word of it, with the values of secrets hidden: from the `=` or `:` behind a secret name to the end of the command,
 * or of the quoted word. Rather too much than too little: what ends a value is the shell's and JSON's to say.
 */
export function maskedCommand(command: string): string {
  const text = command.length > COMMAND_LIMIT ? command.slice(0, COMMAND_LIMIT) + '…' : command;
  for (const match of text.matchAll(/(?<![\w-])([\w-]{1,200})["']?[ \t]*[=:]/g)) {
    if (!isSecretName(match[1]!)) continue;
    const end = match.index + match[0].length;
    // the options behind a plain word are no part of its value
    const next = /\s-{1,2}[a-zA-Z][\w-]*(?=[\s=]|$)/.exec(text.slice(end));
    return text.slice(0, end) + HIDDEN + (next === null ? '' : maskedCommand(text.slice(end + next.index)));
  }
  return text;
}

const COMMAND_LIMIT = 2_000;

/** A value on one line, cut to a length. */
export function shortValue(value: Value): string {
  if (isMapping(value)) return value.size === 0 ? '{}' : '{…}';
  if (isList(value)) return value.length === 0 ? '[]' : '[…]';
  const text = withoutUrlPasswords(value === null ? 'null' : keyText(value));
  return text.length > 60 ? text.slice(0, 57) + '…' : text;
}
