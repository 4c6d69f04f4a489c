// Names whose values are not shown. The value itself is never changed, only what is printed of it.

const SECRET = /pass|secret|token|private|credential|api_?key|_key$/i;

/** True when the name says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/** What stands where a secret would. */
export const HIDDEN = '•••';
