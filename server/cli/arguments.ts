// Reads the words of a `groupvars` call. Options that name a run are Ansible's own; ours stand before `--`.

export interface Arguments {
  readonly command: string;
  readonly positionals: readonly string[];
  readonly inventory: readonly string[];
  readonly extraVars: readonly string[];
  readonly limit: string | undefined;
  readonly playbookDir: string | undefined;
  readonly playbooks: readonly string[];
  readonly run: string | undefined;
  readonly play: string | undefined;
  readonly format: string | undefined;
  readonly severity: string | undefined;
  readonly kubespray: string | undefined;
  readonly ansibleCore: string | undefined;
  readonly all: boolean;
  readonly vars: boolean;
  readonly export: boolean;
  readonly defaults: boolean;
  readonly origins: boolean;
  readonly differs: boolean;
  readonly overrides: boolean;
  readonly showSecrets: boolean;
  readonly force: boolean;
  readonly help: boolean;
  readonly version: boolean;
  /** The words behind `--`; undefined when there is no `--`. */
  readonly callWords: readonly string[] | undefined;
}

/** A call that cannot be carried out; its text is the one line the user sees, and the exit code is 2. */
export class UsageError extends Error {}

// Maps, not objects: a word such as `constructor` is no option
const VALUE_OPTIONS: ReadonlyMap<string, string> = new Map(Object.entries({
  '-i': 'inventory', '--inventory': 'inventory', '--inventory-file': 'inventory',
  '-e': 'extraVars', '--extra-vars': 'extraVars',
  '-l': 'limit', '--limit': 'limit',
  '--playbook-dir': 'playbookDir', '--playbook': 'playbooks',
  '--run': 'run', '--play': 'play', '--format': 'format', '--severity': 'severity', '--kubespray': 'kubespray',
  '--ansible-core-version': 'ansibleCore', '--vault-id': 'ignored', '--vault-password-file': 'ignored', '--vault-pass-file': 'ignored',
}));

const FLAGS: ReadonlyMap<string, string> = new Map(Object.entries({
  '--all': 'all', '--vars': 'vars', '--export': 'export', '--defaults': 'defaults', '--origins': 'origins', '--differs': 'differs', '--overrides': 'overrides', '--show-secrets': 'showSecrets', '--force': 'force',
  '--help': 'help', '-h': 'help', '--version': 'version', '--ask-vault-pass': 'ignored', '--ask-vault-password': 'ignored', '-J': 'ignored',
}));

export function parseArguments(words: readonly string[]): Arguments {
  const dashes = words.indexOf('--');
  const own = dashes < 0 ? words : words.slice(0, dashes);
  const values: Record<string, string[]> = {};
  const flags = new Set<string>();
  const positionals: string[] = [];
  for (let index = 0; index < own.length; index++) {
    const word = own[index]!;
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    const short = /^-[iel](.+)$/s.exec(word);
    const key = VALUE_OPTIONS.get(name);
    const flag = FLAGS.get(name);
    if (key !== undefined) {
      const value = equals < 0 ? own[++index] : word.slice(equals + 1);
      if (value === undefined) throw new UsageError(`${name} needs a value`);
      (values[key] ??= []).push(value);
    } else if (flag !== undefined) flags.add(flag);
    else if (short !== null) (values[VALUE_OPTIONS.get(word.slice(0, 2))!] ??= []).push(short[1]!);
    else if (word.startsWith('-') && word !== '-') throw new UsageError(`unknown option ${word}; see groupvars --help`);
    else positionals.push(word);
  }
  const last = (key: string): string | undefined => values[key]?.at(-1);
  return {
    command: positionals[0] ?? '',
    positionals: positionals.slice(1),
    inventory: values['inventory'] ?? [],
    extraVars: values['extraVars'] ?? [],
    limit: last('limit'),
    playbookDir: last('playbookDir'),
    playbooks: values['playbooks'] ?? [],
    run: last('run'),
    play: last('play'),
    format: last('format'),
    severity: last('severity'),
    kubespray: last('kubespray'),
    ansibleCore: last('ansibleCore'),
    all: flags.has('all'),
    vars: flags.has('vars'),
    export: flags.has('export'),
    defaults: flags.has('defaults'),
    origins: flags.has('origins'),
    differs: flags.has('differs'),
    overrides: flags.has('overrides'),
    showSecrets: flags.has('showSecrets'),
    force: flags.has('force'),
    help: flags.has('help'),
    version: flags.has('version'),
    callWords: dashes < 0 ? undefined : words.slice(dashes + 1),
  };
}
