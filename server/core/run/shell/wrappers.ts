// Programs that start another program: `sudo`, `env`, `timeout`, `poetry run`, `bash -c`, `docker run` …, down to the call of Ansible behind them.
import { nameOf } from '../../path';
import { readContainerRun, unknownContainer } from './containers';
import type { Argument } from './expand';
import type { Interpreter, ProgramCall } from './interpreter';
import { skipOptions } from './options';
import { known, pathFrom, unknownValue, type State, type Value } from './state';

/** A call of Ansible with nothing in front of it. */
export interface AnsibleCall {
  readonly words: readonly Argument[];
  readonly state: State;
  /** ANSIBLE_* variables it gets. */
  readonly environment: ReadonlyMap<string, Value>;
  readonly assumptions: readonly string[];
  readonly unknown: readonly string[];
  readonly place: readonly [start: number, end: number];
}

/** Options with a value, and how many words stand between the options and the program. */
const PLAIN: Readonly<Record<string, { readonly values?: readonly string[]; readonly between?: number }>> = {
  time: { values: ['-f', '-o', '--format', '--output'] }, nice: { values: ['-n', '--adjustment'] }, ionice: { values: ['-c', '-n', '--class', '--classdata'] }, nohup: {}, setsid: {}, exec: { values: ['-a'] }, command: {}, builtin: {}, timeout: { values: ['-k', '-s', '--kill-after', '--signal'], between: 1 },
  stdbuf: { values: ['-i', '-o', '-e', '--input', '--output', '--error'] }, chronic: {}, unbuffer: {}, caffeinate: { values: ['-t', '-w'] }, 'systemd-inhibit': { values: [] }, flock: { values: ['-w', '-E', '--timeout'], between: 1 }, 'ssh-agent': { values: ['-a', '-t'] }, doas: { values: ['-u', '-C'] },
};

/** Programs of Python environments with `run`, and their options with a value. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  poetry: ['-C', '-P', '--directory', '--project'], pipenv: [], pdm: ['-p', '--project'], hatch: ['-e', '--env', '-p', '--project'], rye: [], pixi: ['-e', '--environment', '--manifest-path'], conda: ['-n', '-p', '--name', '--prefix', '--cwd'], mamba: ['-n', '-p', '--name', '--prefix'], micromamba: ['-n', '-p', '--name', '--prefix'],
  uv: ['-p', '--python', '--with', '--with-requirements', '--with-editable', '--extra', '--group', '--only-group', '--env-file', '--project', '--directory', '--package', '--index', '--index-url', '--extra-index-url', '-i', '--cache-dir', '--config-file', '-w'],
};

/** Words behind these are no command, or one of another machine. */
const NO_WRAPPER = new Set([
  'printf', 'echo', 'which', 'whereis', 'type', 'pip', 'pip3', 'pipx', 'apt', 'apt-get', 'apk', 'dnf', 'yum', 'brew', 'grep', 'egrep', 'rg', 'sed', 'awk', 'cat', 'ls', 'rm', 'cp', 'mv', 'ln', 'chmod', 'chown', 'mkdir', 'touch', 'man', 'test', '[', 'git', 'curl', 'wget', 'pgrep', 'pkill', 'killall', 'tee', 'head', 'tail', 'diff',
  'log', 'info', 'warn', 'error', 'die', 'fail', 'fatal', 'usage', 'log_info', 'log_error', 'logger', 'read', 'dpkg', 'rpm', 'alias', 'pacman', 'zypper', 'stat', 'file', 'shellcheck', 'find', 'hash', 'ssh', 'scp', 'rsync', 'kubectl', 'multipass', 'lxc', 'vagrant', 'ansible', 'ansible-console', 'ansible-pull', 'ansible-galaxy', 'ansible-lint', 'ansible-vault', 'ansible-doc',
  'ansible-config', 'ansible-test', 'ansible-navigator', 'docker-machine', 'gcloud', 'aws', 'az', 'watch', 'screen', 'tmux', 'at', 'crontab', 'make', 'npm', 'basename', 'dirname', 'realpath', 'readlink', 'yamllint', 'molecule',
]);

const SHELLS = new Set(['bash', 'sh', 'dash', 'zsh', 'ksh', 'ash']);
const SUDO_VALUES = new Set(['-u', '-g', '-h', '-p', '-C', '-D', '-R', '-T', '-r', '-t', '-U', '--user', '--group', '--host', '--prompt', '--close-from', '--chdir', '--chroot', '--command-timeout', '--role', '--type', '--other-user']);
const XARGS_VALUES = new Set(['-a', '-d', '-E', '-I', '-L', '-n', '-P', '-s', '--arg-file', '--delimiter', '--max-lines', '--max-args', '--max-procs', '--max-chars', '--replace']);

/** Follows `call` to the program it starts at last; `onAnsible` gets what is a call of ansible-playbook or ansible-inventory. */
export function followProgram(call: ProgramCall, interpreter: Interpreter, onAnsible: (call: AnsibleCall) => void): void {
  new Follower(call, interpreter, onAnsible).follow();
}

class Follower {
  private words: readonly Argument[];
  private state: State;
  private readonly assumptions: string[];
  private readonly unknown: string[] = [];

  constructor(private readonly call: ProgramCall, private readonly interpreter: Interpreter, private readonly onAnsible: (call: AnsibleCall) => void) {
    this.words = call.words;
    this.state = call.state.clone();
    this.assumptions = [...call.assumptions];
    for (const [name, value] of call.prefix) this.state.set(name, { ...value, isExported: true });
  }

  follow(): void {
    for (let round = 0; round < 20; round++) {
      const [head] = this.words;
      if (head === undefined || (head.isUnknown && !isProgramName(nameOf(head.text)))) return;
      this.interpreter.following.budget.spend(this.words.length);
      const name = nameOf(head.text);
      if (isProgramName(name)) return this.found();
      if (!this.step(name)) return;
    }
  }

  private found(): void {
    this.onAnsible({ words: this.words, state: this.state, environment: new Map(this.state.exported()), assumptions: this.assumptions, unknown: this.unknown, place: this.call.place });
  }

  /** One program less in front; false at the end of the way. */
  private step(name: string): boolean {
    const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
    if (plain !== undefined) {
      if (name === 'doas') this.state.forgetHome();
      if (name === 'command' && /^-\w*[vV]/.test(this.words[1]?.text ?? '')) return false;
      this.words = this.words.slice(skipOptions(this.words, 1, new Set(plain.values)) + (plain.between ?? 0));
      // `nice -5`, `flock FILE -c TEXT`
      if (name === 'flock' && /^(-c|--command)$/.test(this.words[0]?.text ?? '')) return this.script(this.words.slice(1, 2), []);
      return true;
    }
    if (Object.hasOwn(RUNNERS, name)) return this.runner(name);
    if (SHELLS.has(name)) return this.shell();
    if (/^python[\d.]*$/.test(name)) return this.python();
    switch (name) {
      case 'sudo': return this.sudo();
      case 'env': return this.env();
      case 'xargs': return this.xargs();
      case 'su':
      case 'runuser': return this.su();
      case 'docker':
      case 'podman':
      case 'nerdctl':
      case 'docker-compose':
      case 'podman-compose': return this.container(name);
      case 'nix':
      case 'nix-shell': return this.nix();
      default: return !NO_WRAPPER.has(name) && this.other(name);
    }
  }

  /** A program that is not known, with what looks like a whole call behind it. */
  private other(name: string): boolean {
    const at = this.words.findIndex((word, index) => index > 0 && !word.isUnknown && isProgramName(nameOf(word.text)));
    const rest = at < 0 ? [] : this.words.slice(at + 1);
    if (!rest.some(({ text }) => /^(-i|--inventory)|\.ya?ml$/.test(text))) return false;
    this.assumptions.push(`${name} is taken to run the command behind it`);
    this.words = this.words.slice(at);
    return true;
  }

  private runner(name: string): boolean {
    const values = new Set(RUNNERS[name]);
    let folder: Argument | undefined;
    const onOption = (option: string, value: Argument): void => {
      if (option === '--directory' || option === '-C' || option === '--cwd') folder = value;
    };
    const run = skipOptions(this.words, 1, values, onOption);
    if (this.words[run]?.text !== 'run') return false;
    this.words = this.words.slice(skipOptions(this.words, run + 1, values, onOption));
    if (folder !== undefined) this.state.changeFolder(folder.isUnknown ? undefined : pathFrom(this.state.cwd, folder.text), folder.assumptions);
    // hatch run ENVIRONMENT:COMMAND
    const [head] = this.words;
    if (name === 'hatch' && head !== undefined && head.text.includes(':')) this.words = [{ ...head, text: head.text.slice(head.text.indexOf(':') + 1) }, ...this.words.slice(1)];
    return true;
  }

  private sudo(): boolean {
    const kept: (true | ReadonlySet<string>)[] = [];
    let isLogin = false;
    const end = skipOptions(this.words, 1, SUDO_VALUES, (option, value) => {
      if (option === '-E' || option === '--preserve-env') kept.push(option === '-E' || value.text === '--preserve-env' ? true : new Set(value.text.split(',', 100)));
      if (option === '-i' || option === '--login') isLogin = true;
      if (option === '-D' || option === '--chdir') this.state.changeFolder(value.isUnknown ? undefined : pathFrom(this.state.cwd, value.text), value.assumptions);
    });
    for (const [name, value] of this.state.exported()) {
      if (kept.some((names) => names === true || names.has(name))) continue;
      this.state.set(name, { ...value, isExported: false });
      this.assumptions.push(`sudo is taken not to pass ${name} on`);
    }
    if (isLogin) this.state.changeFolder(undefined);
    this.state.forgetHome();
    this.words = this.words.slice(this.takeAssignments(end));
    return true;
  }

  private env(): boolean {
    const end = skipOptions(this.words, 1, new Set(['-u', '--unset', '-C', '--chdir', '-S', '--split-string']), (option, value) => {
      if (option === '-i' || option === '--ignore-environment') for (const [name, known] of this.state.exported()) this.state.set(name, { ...known, isExported: false });
      if (option === '-u' || option === '--unset') this.state.set(value.text, undefined);
      if (option === '-C' || option === '--chdir') this.state.changeFolder(value.isUnknown ? undefined : pathFrom(this.state.cwd, value.text), value.assumptions);
    });
    const from = this.words[end]?.text === '-' ? end + 1 : end;
    if (from > end) for (const [name, value] of this.state.exported()) this.state.set(name, { ...value, isExported: false });
    this.words = this.words.slice(this.takeAssignments(from));
    return true;
  }

  /** `NAME=value` words in front of a program. */
  private takeAssignments(from: number): number {
    let index = from;
    for (; index < this.words.length; index++) {
      const word = this.words[index]!;
      const match = /^([A-Za-z_]\w*)=/.exec(word.text);
      if (match === null) break;
      this.state.set(match[1]!, { ...(word.isUnknown ? unknownValue(`$${match[1]}`) : known(word.text.slice(match[0].length), word.assumptions)), isExported: true });
    }
    return index;
  }

  private xargs(): boolean {
    let replaced: string | undefined;
    const end = skipOptions(this.words, 1, XARGS_VALUES, (option, value) => {
      if (option === '-I') replaced = value.text;
    });
    const rest = this.words.slice(end);
    const [last] = rest.slice(-1);
    if (last === undefined) return false;
    const given = replaced;
    if (given !== undefined && given !== '') this.words = rest.map((word) => (word.text.includes(given) ? { ...word, isUnknown: true } : word));
    else this.words = [...rest, { ...last, text: '…', isUnknown: true }];
    return true;
  }

  private su(): boolean {
    let text: Argument | undefined;
    const end = skipOptions(this.words, 1, new Set(['-c', '--command', '-s', '--shell', '-g', '--group', '-u', '--user']), (option, value) => {
      if (option === '-c' || option === '--command') text = value;
    });
    const at = this.words.findIndex((word, index) => index >= end && (word.text === '-c' || word.text === '--command'));
    text ??= at < 0 ? undefined : this.words[at + 1];
    if (text === undefined) return false;
    this.state.forgetHome();
    if (this.words.some((word) => word.text === '-' || word.text === '-l' || word.text === '--login')) this.state.changeFolder(undefined);
    return this.script([text], []);
  }

  private shell(): boolean {
    let text: Argument | undefined;
    let at = 1;
    for (; at < this.words.length; at++) {
      const word = this.words[at]!;
      if (/^-\w*o$/.test(word.text)) at++;
      else if (/^-\w*c\w*$/.test(word.text) && !word.text.startsWith('--')) {
        text = this.words[at + 1];
        break;
      } else if (!/^[-+]/.test(word.text)) break;
    }
    return text !== undefined && this.script([text], this.words.slice(at + 3));
  }

  /** Text that a shell of its own reads. */
  private script(words: readonly Argument[], positional: readonly Argument[]): boolean {
    const child = this.state.child();
    child.positional = positional.map(({ text, isUnknown, isMany, assumptions }) => ({ text, isUnknown, isMany: isMany === true, assumptions }));
    this.interpreter.runShell(this.call.source, words, child);
    return false;
  }

  private python(): boolean {
    const at = skipOptions(this.words, 1, new Set(['-W', '-X']), () => undefined);
    const module = this.words.findIndex((word, index) => index > 0 && index < at && word.text === '-m');
    if (module > 0) {
      if (this.words[at]?.text !== 'ansible' || !['playbook', 'inventory'].includes(this.words[at + 1]?.text ?? '')) return false;
      const head = this.words[at + 1]!;
      this.words = [{ ...head, text: `ansible-${head.text}`, place: [this.words[0]!.place[0], head.place[1]] }, ...this.words.slice(at + 2)];
      return true;
    }
    if (!isProgramName(nameOf(this.words[at]?.text ?? ''))) return false;
    this.words = this.words.slice(at);
    return true;
  }

  private container(name: string): boolean {
    let at = skipOptions(this.words, 1, new Set(['-H', '-c', '-f', '-p', '-l', '--host', '--context', '--config', '--log-level', '--file', '--project-name', '--project-directory', '--profile', '--env-file', '--url', '--connection']));
    if (this.words[at]?.text === 'container') at++;
    const isCompose = name.endsWith('-compose') || this.words[at]?.text === 'compose';
    const command = this.words.slice(at).find(({ text }) => text === 'run' || text === 'exec');
    if (command === undefined) return false;
    const environment = new Map(this.state.exported());
    if (!isCompose && command === this.words[at] && command.text === 'run') {
      const inside = readContainerRun(this.words.slice(at + 1), this.state, environment);
      if (inside === undefined) return false;
      [this.words, this.state] = [inside.words, inside.state];
      this.unknown.push(...inside.unknown);
      return true;
    }
    const program = this.words.findIndex((word, index) => index > at && (isProgramName(nameOf(word.text)) || SHELLS.has(nameOf(word.text))));
    if (program < 0) return false;
    this.words = this.words.slice(program);
    this.state = unknownContainer(this.state);
    this.unknown.push('what the container sees is not known');
    return true;
  }

  private nix(): boolean {
    const at = this.words.findIndex(({ text }) => text === '--run' || text === '--command' || text === '-c');
    if (at < 0) return false;
    if (nameOf(this.words[0]!.text) === 'nix-shell') return this.script(this.words.slice(at + 1, at + 2), []);
    this.words = this.words.slice(at + 1);
    return true;
  }
}

/** Programs whose calls are handed over. */
export function isProgramName(name: string): boolean {
  return name === 'ansible-playbook' || name === 'ansible-inventory';
}
