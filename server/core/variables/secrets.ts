// Names whose values are not shown. The value itself is never changed, only what is printed of it.
import { isList, isMapping, keyText, Mapping, type Value } from '../value';

const SECRET = /pass|secret|token|private|credential|api_?key|_key$/i;

/** True when the name says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/** What stands where a secret would. */
export const HIDDEN = '•••';

/** The value as it may be shown: a secret as a whole, or the secrets in it. */
export function withoutSecrets(name: string, value: Value): Value {
  if (isSecretName(name)) return HIDDEN;
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

/** A command line, or a word of it, with the values of secrets hidden: `-e db_password=•••`, also in JSON and YAML. */
export function maskedCommand(command: string): string {
  const rest = `("(?:[^"\\\\]|\\\\.)*"|'[^']*'|[^\\s,}'"]+)`;
  return command.replace(new RegExp(`([\\w-]+)(["']?\\s*[=:]\\s*)${rest}`, 'g'), (whole, name: string, between: string) => (isSecretName(name) ? `${name}${between}${HIDDEN}` : whole));
}
