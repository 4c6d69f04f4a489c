// Text of files in labels of VS Code, which reads `$(name)` in them as an icon.

/** The text as it stands, where a label may hold icons. */
export function asLabel(text: string): string {
  return text.replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z0-9-]*)?\)/g, '\\$&');
}
