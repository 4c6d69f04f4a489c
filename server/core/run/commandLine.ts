// Reads the words of an ansible-playbook, ansible or ansible-inventory call: which inventory, playbooks, extra vars and limit it names.
import type { Path, Span } from '../tree';
import { resolvePath } from '../path';
import type { InventorySource } from '../inventory/sources';
import type { ExtraVars } from './extraVars';

/** One word of a command after the shell took its quotes away. */
export interface CommandWord {
  readonly text: string;
  /** Where it is written; undefined for a word of the terminal. */
  readonly span: Span | undefined;
  /** The shell replaces a part of it by something that is not known here (`$INVENTORY`). */
  readonly isUnknown?: boolean;
}

export interface PlaybookArgument {
  readonly text: string;
  readonly path: Path;
  readonly span: Span | undefined;
}

export interface ParsedCommand {
  readonly program: string;
  readonly sources: readonly InventorySource[];
  readonly playbooks: readonly PlaybookArgument[];
  readonly extraVars: readonly ExtraVars[];
  readonly limit: string | undefined;
  readonly playbookDir: Path | undefined;
  /** What cannot be known, in plain words. */
  readonly unknown: readonly string[];
  /** A word that no such program takes, in plain words; the rest is read all the same. */
  readonly problem: string | undefined;
}

const PROGRAMS = new Set(['ansible-playbook', 'ansible', 'ansible-inventory', 'ansible-console']);

export function isAnsibleProgram(word: string): boolean {
  return PROGRAMS.has(word.slice(word.lastIndexOf('/') + 1));
}

/** Options of ansible-playbook that take a value in the next word; the ones that matter here are told apart below. */
const WITH_VALUE = new Set([
  '-i', '--inventory', '--inventory-file', '-e', '--extra-vars', '-l', '--limit', '-f', '--forks', '-t', '--tags', '--skip-tags', '-u', '--user', '-c', '--connection', '-T', '--timeout',
  '-M', '--module-path', '--private-key', '--key-file', '--start-at-task', '--vault-id', '--vault-password-file', '--vault-pass-file', '--become-method', '--become-user', '--become-password-file', '--become-pass-file',
  '--connection-password-file', '--conn-pass-file', '--ssh-common-args', '--ssh-extra-args', '--sftp-extra-args', '--scp-extra-args', '--playbook-dir', '-a', '--args', '-m', '--module-name', '-B', '--background', '-P', '--poll', '-t', '--tree',
  '--host', '--output', '--task-timeout',
]);

/** Short options without a value, which may stand together: `-bv`, `-bKi hosts`. */
const FLAGS = new Set([...'bvKkCDhosyx']);

/** `words[0]` is the program. Relative paths start at `cwd`. */
export function parseCommand(words: readonly CommandWord[], cwd: Path, home: string | undefined): ParsedCommand {
  const program = words[0]?.text.slice(words[0].text.lastIndexOf('/') + 1) ?? '';
  const sources: InventorySource[] = [];
  const playbooks: PlaybookArgument[] = [];
  const extraVars: ExtraVars[] = [];
  const unknown: string[] = [];
  let limit: string | undefined;
  let playbookDir: Path | undefined;
  let problem: string | undefined;

  const pathOf = (text: string): Path => resolvePath(cwd, home !== undefined && (text === '~' || text.startsWith('~/')) ? home + text.slice(1) : text);
  const take = (option: string, value: CommandWord): void => {
    if (value.isUnknown) {
      if (['-i', '-e', '-l', '--playbook-dir'].includes(option)) unknown.push(`${option} ${value.text}`);
      if (option !== '-i') return;
    }
    if (option === '-i') {
      if (!value.isUnknown) sources.push({ text: value.text, path: value.text.includes(',') ? undefined : pathOf(value.text), span: value.span });
    } else if (option === '-e') extraVars.push({ text: value.text, span: value.span });
    else if (option === '-l') limit = value.text;
    else if (option === '--playbook-dir') playbookDir = pathOf(value.text);
  };

  for (let index = 1; index < words.length; index++) {
    const word = words[index]!;
    const { text } = word;
    if (text === '--') continue;
    if (text.startsWith('--')) {
      const equals = text.indexOf('=');
      const name = equals < 0 ? text : text.slice(0, equals);
      const option = canonical(name);
      if (!WITH_VALUE.has(option) && !WITH_VALUE.has(name)) continue;
      if (equals >= 0) take(option, { ...word, text: text.slice(equals + 1) });
      else if (words[index + 1] !== undefined) take(option, words[++index]!);
      else problem = `${name} needs a value`;
    } else if (text.startsWith('-') && text.length > 1) {
      // flags may stand before a value option in one word
      let at = 1;
      while (at < text.length && FLAGS.has(text[at]!)) at++;
      if (at >= text.length) continue;
      const option = '-' + text[at]!;
      if (!WITH_VALUE.has(option)) continue;
      const attached = text.slice(at + 1);
      if (attached !== '') take(option, { ...word, text: attached.startsWith('=') ? attached.slice(1) : attached });
      else if (words[index + 1] !== undefined) take(option, words[++index]!);
      else problem = `${option} needs a value`;
    } else if (program === 'ansible-playbook') {
      if (word.isUnknown) unknown.push(`playbook ${text}`);
      else playbooks.push({ text, path: pathOf(text), span: word.span });
    }
  }
  return { program, sources, playbooks, extraVars, limit, playbookDir, unknown, problem };
}

function canonical(name: string): string {
  // argparse takes any unambiguous beginning of a long option
  if (name.length > 4 && '--inventory-file'.startsWith(name)) return '-i';
  if (name.length > 4 && '--extra-vars'.startsWith(name)) return '-e';
  if (name.length > 4 && '--limit'.startsWith(name)) return '-l';
  if (name.length > 4 && '--playbook-dir'.startsWith(name)) return '--playbook-dir';
  return name;
}
