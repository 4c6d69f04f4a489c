// From a run as a user writes it in the settings to a declaration.
import type { Path } from '../tree';
import { nameOf, resolvePath } from '../path';
import type { RunSetting } from '../settings';
import type { Environment } from './ansibleConfig';
import { runName } from './declaration';
import type { RunDeclaration } from './run';
import { isAnsibleProgram, parseCommand, type CommandWord } from './commandLine';
import { wordsOfCommand } from './shellCommands';

/** `root` is the folder relative paths start at when the setting has no `cwd`; `home` is what `~` stands for. */
export function declareRun(setting: RunSetting, root: Path, home: Path | undefined, environment: Environment, from: string): RunDeclaration {
  const cwd = setting.cwd === undefined ? root : resolvePath(root, setting.cwd);
  const words = setting.command === undefined ? wordsOf(setting) : wordsOfCommand(setting.command);
  const start = words.findIndex((word) => isAnsibleProgram(word.text));
  const parsed = parseCommand(start < 0 ? [{ text: 'ansible-playbook', span: undefined }, ...words] : words.slice(start), cwd, home);
  const unknown = start < 0 && setting.command !== undefined ? [`the command in the ${from} is no ansible-playbook call`] : [];
  return {
    name: setting.name || runName(parsed.sources.map((source) => source.path), nameOf(from)),
    isNamed: Boolean(setting.name),
    standing: 'declared',
    places: [],
    cwd,
    command: words.map((word) => quoted(word.text)).join(' '),
    sources: parsed.sources,
    playbooks: parsed.playbooks,
    extraVars: parsed.extraVars,
    limit: parsed.limit,
    playbookDir: parsed.playbookDir,
    unknown: [...unknown, ...parsed.unknown],
    ...(parsed.problem === undefined ? {} : { problem: parsed.problem }),
    environment: environment['HOME'] === undefined ? {} : { HOME: environment['HOME'] },
    program: 'playbook',
  };
}

function wordsOf(setting: RunSetting): CommandWord[] {
  const texts = ['ansible-playbook'];
  for (const inventory of setting.inventory ?? []) texts.push('-i', inventory);
  for (const extra of setting.extraVars ?? []) texts.push('-e', extra);
  if (setting.limit !== undefined) texts.push('-l', setting.limit);
  texts.push(...(setting.playbook ?? []));
  return texts.map((text) => ({ text, span: undefined }));
}

/** A word as a shell needs it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}

/** A command as it could be typed; what a shell would have to put in stays as it is written. */
export function commandOfWords(words: readonly CommandWord[]): string {
  return words.map((word) => (word.isUnknown ? asWritten(word.text) : quoted(word.text))).join(' ');
}

/** A word with a part that the shell puts in: in quotes where it would be taken apart without. */
function asWritten(text: string): string {
  return /^[^"]*[\s';&|<>][^"]*$/.test(text) && !/^[$`]\(/.test(text) ? `"${text}"` : text;
}
