// What the reader of shell text says is known of a call is what bash hands to the program. Scripts are random; the program prints what it gets.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findShellCommands, scriptOf, type ShellCommand } from '../../../server/core/run/shellCommands';
import { Lookup } from '../../../server/core/lookup';
import { Tree, type SourceFile } from '../../../server/core/tree';
import { randomScript } from './shellScripts';

/** Its folder, its words and its ANSIBLE_* variables. */
interface Call {
  readonly cwd: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const SEEDS = Number(process.env['SHELL_SEEDS'] ?? 15);
const FROM = Number(process.env['SHELL_FROM'] ?? 1);

const PROGRAM = `#!/bin/bash
{
  printf '\\036%s\\037%s\\037' "$PWD" "$#"
  printf '%s\\037' "$@"
  for name in \${!ANSIBLE_@}; do printf '%s=%s\\037' "$name" "\${!name}"; done
} >>"$CALLS"
`;

function hasBash(): boolean {
  try {
    execFileSync('bash', ['-c', 'true'], { stdio: 'ignore' });
    return process.platform !== 'win32';
  } catch {
    return false;
  }
}

/** What bash hands over, script by script. */
function runAll(scripts: readonly string[]): { readonly root: string; readonly calls: readonly (readonly Call[])[] } {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-bash-')));
  try {
    let root = base;
    // in every folder are a and b, so that a cd never fails
    for (let depth = 0; depth < 12; depth++) {
      root = join(root, 'l');
      mkdirSync(root);
      for (const name of ['a', 'b']) symlinkSync('.', join(root, name));
    }
    mkdirSync(join(base, 'bin'));
    writeFileSync(join(base, 'bin/ansible-playbook'), PROGRAM);
    chmodSync(join(base, 'bin/ansible-playbook'), 0o755);
    writeFileSync(join(root, 'more.sh'), 'A=more\nL=more\nexport ANSIBLE_E=more\n');
    scripts.forEach((text, index) => writeFileSync(join(root, `${index}.sh`), text));
    const driver = `for ((i = 0; i < ${scripts.length}; i++)); do CALLS=${base}/$i.calls; export CALLS; : >"$CALLS"; timeout 5 bash ${root}/$i.sh; done; true`;
    execFileSync('bash', ['-c', driver], { cwd: root, stdio: 'ignore', env: { PATH: `${base}/bin:/usr/local/bin:/usr/bin:/bin`, LC_ALL: 'C' } });
    const calls = scripts.map((_, index) => readFileSync(join(base, `${index}.calls`), 'utf8').split('\x1e').slice(1).map((record): Call => {
      const [cwd, count, ...rest] = record.split('\x1f');
      const words = rest.slice(0, Number(count));
      return { cwd: cwd!, words, environment: Object.fromEntries(rest.slice(Number(count) || 1, -1).map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)])) };
    }));
    return { root, calls };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** A word that is not known stands for any number of words. */
function fits(said: ShellCommand['words'], words: readonly string[]): boolean {
  const [first, ...rest] = said;
  if (first === undefined) return words.length === 0;
  if (first.isUnknown !== true) return words.length > 0 && first.text === words[0] && fits(rest, words.slice(1));
  return Array.from({ length: words.length + 1 }, (_, skipped) => skipped).some((skipped) => fits(rest, words.slice(skipped)));
}

function agrees(command: ShellCommand, call: Call): boolean {
  const isFolderKnown = !command.unknown.some((text) => text.startsWith('the folder'));
  if (isFolderKnown && command.cwd !== call.cwd) return false;
  const isSaid = (name: string): boolean => name in command.environment || command.unknown.some((text) => text.startsWith(`${name} `)) || command.assumptions.some((text) => text.includes('set no variable of Ansible'));
  if (Object.keys(call.environment).some((name) => !isSaid(name))) return false;
  if (Object.entries(command.environment).some(([name, value]) => call.environment[name] !== value)) return false;
  return fits(command.words.slice(1), call.words);
}

describe('shell text against bash', () => {
  it(`${SEEDS} random scripts`, function () {
    if (!hasBash()) {
      console.log('    there is no bash here: shell text is not compared with it');
      this.skip();
    }
    this.timeout(10_000 + SEEDS * 1_000);
    const scripts = Array.from({ length: SEEDS }, (_, index) => randomScript(FROM + index));
    const { root, calls } = runAll(scripts);
    const wrong: string[] = [];
    if (process.env['SHELL_SHOW'] !== undefined) console.log(scripts.join('=====\n'));
    let [count, known] = [0, 0];
    scripts.forEach((text, index) => {
      const file: SourceFile = { kind: 'file', path: `${root}/${index}.sh`, text, executable: true, hasByteOrderMark: false };
      const commands = findShellCommands(new Lookup(Tree.empty), scriptOf(file, root)).filter(({ isComment }) => !isComment);
      const idOf = (words: readonly string[]): string => words.find((word) => word.startsWith('id=')) ?? '';
      for (const call of calls[index]!) {
        count++;
        const said = commands.filter(({ words }) => idOf(words.map((word) => word.text)) === idOf(call.words));
        const right = said.filter((command) => agrees(command, call));
        if (right.some(({ words, unknown }) => unknown.length === 0 && words.every((word) => word.isUnknown !== true))) known++;
        if (right.length === 0) wrong.push(`seed ${FROM + index}: bash ${JSON.stringify(call)}\n  said ${said.map(({ words, cwd, environment, unknown }) => JSON.stringify([cwd, words.map((word) => (word.isUnknown ? `?${word.text}` : word.text)), environment, unknown])).join('\n       ') || 'nothing'}`.replaceAll(root, '/R'));
      }
    });
    assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} of ${count}`);
    console.log(`    shell text: ${count} calls of ${SEEDS} scripts as bash makes them, ${known} of them known in full`);
    assert.ok(count > SEEDS && known > count / 5, `${known} of ${count} known`);
  });
});
