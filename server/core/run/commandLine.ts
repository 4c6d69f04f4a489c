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
  /** The same in equal calls elsewhere. */
  readonly others?: readonly PlaybookArgument[];
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
  /** It lists, or checks the syntax: nothing is run on any host. */
  readonly runsNothing: boolean;
}

const PROGRAMS = new Set(['ansible-playbook', 'ansible', 'ansible-inventory', 'ansible-console']);

export function isAnsibleProgram(word: string): boolean {
  return PROGRAMS.has(word.slice(word.lastIndexOf('/') + 1));
}

/** Options whose value decides what a run reads, under one name each. */
const READ: Readonly<Record<string, string>> = { '-i': '-i', '--inventory': '-i', '--inventory-file': '-i', '-e': '-e', '--extra-vars': '-e', '-l': '-l', '--limit': '-l', '--playbook-dir': '--playbook-dir' };

interface Options {
  /** Options with a value, and those without. */
  readonly values: ReadonlySet<string>;
  readonly flags: ReadonlySet<string>;
  /** The sets hold all there are: another word with a dash is refused. */
  readonly isComplete: boolean;
}

const split = (text: string): string[] => text.split(' ');
const COMMON_VALUES = split('-i --inventory --inventory-file -e --extra-vars -l --limit --vault-id --vault-password-file --vault-pass-file');
const COMMON_FLAGS = split('-h --help --version -v --verbose --list-hosts -J --ask-vault-password --ask-vault-pass --flush-cache');
const CONNECTION_VALUES = split(
  '-f --forks -M --module-path --private-key --key-file -u --user -c --connection -T --timeout --ssh-common-args --sftp-extra-args --scp-extra-args --ssh-extra-args --connection-password-file --conn-pass-file --become-method --become-user --become-password-file --become-pass-file',
);
const CONNECTION_FLAGS = split('-k --ask-pass -b --become -K --ask-become-pass -C --check -D --diff --syntax-check');
/** What Ansible took once: `-s`, `-U`, `-R`, `-S` were for sudo and su. */
const FORMER_FLAGS = split('-s --sudo --ask-sudo-pass -S --su --ask-su-pass');
const FORMER_VALUES = split('-U --sudo-user -R --su-user');

/** With these ansible-playbook runs nothing. */
const IDLE = new Set(split('-h --help --version --syntax-check --list-hosts --list-tasks --list-tags'));

/** `--playbook-dir` is ansible-inventory's; Groupvars takes it with playbooks as well. */
const PLAYBOOK: Options = {
  values: new Set([...COMMON_VALUES, ...CONNECTION_VALUES, ...FORMER_VALUES, ...split('-t --tags --skip-tags --start-at-task'), '--playbook-dir']),
  flags: new Set([...COMMON_FLAGS, ...CONNECTION_FLAGS, ...FORMER_FLAGS, ...split('--force-handlers --list-tasks --list-tags --step')]),
  isComplete: true,
};
const INVENTORY: Options = {
  values: new Set([...COMMON_VALUES, ...split('--playbook-dir --host --output')]),
  flags: new Set([...COMMON_FLAGS, ...split('--list --graph -y --yaml --toml --vars --export')]),
  isComplete: true,
};
/** `ansible` and `ansible-console`, which are no runs. */
const OTHER: Options = {
  values: new Set([...COMMON_VALUES, ...CONNECTION_VALUES, ...split('--playbook-dir -a --args -m --module-name -B --background -P --poll -t --tree --task-timeout')]),
  flags: new Set([...COMMON_FLAGS, ...CONNECTION_FLAGS, ...split('-o --one-line --step')]),
  isComplete: false,
};

/** `words[0]` is the program. Relative paths start at `cwd`; without `home` what begins with `~` is not known. Follows argparse of Python 3.11, and where later ones take more, these. */
export function parseCommand(words: readonly CommandWord[], cwd: Path, home: string | undefined): ParsedCommand {
  const program = words[0]?.text.slice(words[0].text.lastIndexOf('/') + 1) ?? '';
  const options = program === 'ansible-playbook' ? PLAYBOOK : program === 'ansible-inventory' ? INVENTORY : OTHER;
  const sources: InventorySource[] = [];
  const playbooks: PlaybookArgument[] = [];
  const extraVars: ExtraVars[] = [];
  const unknown: string[] = [];
  let limit: string | undefined;
  let playbookDir: Path | undefined;
  let problem: string | undefined;
  let runsNothing = false;

  const pathOf = (text: string): Path => resolvePath(cwd, home !== undefined && isAtHome(text) ? home + text.slice(1) : text);
  /** A home folder that is not known, or that of somebody else. */
  const isElsewhere = (text: string): boolean => text.startsWith('~') && (home === undefined || !isAtHome(text));
  const take = (name: string, value: CommandWord): void => {
    const option = Object.hasOwn(READ, name) ? READ[name]! : undefined;
    if (option === undefined) return;
    // a list of hosts is no path
    const isNowhere = isElsewhere(option === '-e' && value.text.startsWith('@') ? value.text.slice(1) : value.text) && option !== '-l' && !(option === '-i' && value.text.includes(','));
    if (value.isUnknown || isNowhere) {
      unknown.push(`${option} ${value.text}`);
      // the last limit counts
      if (option === '-l') limit = undefined;
    } else if (option === '-i') sources.push({ text: value.text, path: value.text.includes(',') ? undefined : pathOf(value.text), span: value.span });
    else if (option === '-e') extraVars.push({ text: home !== undefined && value.text.startsWith('@~/') ? `@${home}${value.text.slice(2)}` : value.text, span: value.span });
    else if (option === '-l') limit = value.text;
    else playbookDir = pathOf(value.text);
  };
  /** The word behind an option that needs a value. */
  const takeNext = (name: string, written: string, index: number): number => {
    const next = words[index + 1];
    if (next === undefined || (!next.isUnknown && isOption(options, next.text))) {
      problem ??= `${written} needs a value`;
      return index;
    }
    take(name, next);
    return index + 1;
  };

  let hasOnlyWords = false;
  // where the playbooks ended: argparse takes those that stand together
  let afterPlaybooks = false;
  for (let index = 1; index < words.length; index++) {
    const word = words[index]!;
    const { text } = word;
    if (!hasOnlyWords && text === '--') hasOnlyWords = true;
    else if (!hasOnlyWords && !(word.isUnknown && !text.startsWith('-')) && isOption(options, text)) {
      afterPlaybooks = playbooks.length > 0;
      if (text.startsWith('--')) {
        const equals = text.indexOf('=');
        const written = equals < 0 ? text : text.slice(0, equals);
        const name = longOption(options, written);
        if (typeof name !== 'string') {
          if (options.isComplete && !word.isUnknown) problem ??= name.length === 0 ? `there is no option ${written}` : `${written} may be ${name.join(' or ')}`;
        } else if (!options.values.has(name)) {
          runsNothing ||= IDLE.has(name);
          if (equals >= 0) problem ??= `${name} takes no value`;
        } else if (equals >= 0) take(name, { ...word, text: text.slice(equals + 1) });
        else index = takeNext(name, written, index);
      } else {
        // flags may stand before an option with a value in one word: `-bKi hosts`
        let at = 1;
        for (; at < text.length && options.flags.has(`-${text[at]!}`); at++) runsNothing ||= IDLE.has(`-${text[at]!}`);
        if (at >= text.length) continue;
        const name = `-${text[at]!}`;
        if (!options.values.has(name)) {
          if (options.isComplete && !word.isUnknown) problem ??= at === 1 ? `there is no option ${name}` : `${text.slice(0, at)} takes no value`;
          continue;
        }
        const attached = text.slice(at + 1);
        if (attached !== '') take(name, { ...word, text: attached.startsWith('=') ? attached.slice(1) : attached });
        else index = takeNext(name, name, index);
      }
    } else if (program === 'ansible-playbook') {
      if (word.isUnknown || isElsewhere(text)) unknown.push(`playbook ${text}`);
      else {
        if (afterPlaybooks && unknown.length === 0) problem ??= `${text} stands behind an option, away from the first playbook`;
        playbooks.push({ text, path: pathOf(text), span: word.span });
      }
    }
  }
  return { program, sources, playbooks, extraVars, limit, playbookDir, unknown, problem, runsNothing };
}

/** A word that argparse takes for an option: with a dash, and neither a number nor, unless its beginning is an option, a text with blanks. */
function isOption(options: Options, text: string): boolean {
  if (!text.startsWith('-') || text === '-' || /^-(\d+|\d*\.\d+)$/.test(text)) return false;
  if (!text.includes(' ')) return true;
  if (!text.startsWith('--')) return options.values.has(text.slice(0, 2)) || options.flags.has(text.slice(0, 2));
  const equals = text.indexOf('=');
  return equals > 0 && typeof longOption(options, text.slice(0, equals)) === 'string';
}

function isAtHome(text: string): boolean {
  return text === '~' || text.startsWith('~/');
}

/** The option that `written` is, or is the beginning of; where that is not one, those it may be. */
function longOption(options: Options, written: string): string | readonly string[] {
  if (options.values.has(written) || options.flags.has(written)) return written;
  const found = [...options.values, ...options.flags].filter((name) => name.startsWith(written));
  const meant = new Set(found.map((name) => READ[name] ?? SAME[name] ?? name));
  return found.length > 0 && meant.size === 1 ? found[0]! : found;
}

/** Options with two names. */
const SAME: Readonly<Record<string, string>> = {
  '--ask-vault-pass': '--ask-vault-password', '--vault-pass-file': '--vault-password-file', '--become-pass-file': '--become-password-file', '--conn-pass-file': '--connection-password-file', '--key-file': '--private-key',
};
