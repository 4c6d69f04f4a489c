// Calls of the terminal program as a shell makes them: words in, exit code and two texts out, over files on the real disk.
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../server/cli/main';

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The command that is started now, in place of a code. */
  readonly started?: readonly string[];
}

/** Folders that are gone when the tests of the file are over. */
const folders: string[] = [];
after(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export class Terminal {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-cli-')));

  /** `#- path` starts each file; `#- path +x` makes it executable. */
  constructor(files: string) {
    folders.push(this.folder);
    for (const [, path, mark, text] of files.matchAll(/^#- (\S+)( \+x)?\n([\s\S]*?)(?=^#- |(?![\s\S]))/gm)) {
      const file = join(this.folder, path!);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text!);
      if (mark !== undefined) chmodSync(file, 0o755);
    }
  }

  /** Files as data: paths and texts that a fixture has no form for. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** Runs `groupvars WORDS` in a folder; a word with blanks stands in quotes. */
  call(words: string | readonly string[], { cwd = '.', environment = {} }: { cwd?: string; environment?: Record<string, string> } = {}): Answer {
    const out: string[] = [];
    const err: string[] = [];
    const list = typeof words === 'string' ? [...words.matchAll(/'([^']*)'|\S+/g)].map((match) => match[1] ?? match[0]) : words;
    const outcome = main(list, { cwd: join(this.folder, cwd), environment: { HOME: join(this.folder, 'home'), ...environment } }, { write: (text) => void out.push(text), error: (text) => void err.push(text + '\n') });
    const plain = (texts: readonly string[]): string => texts.join('').replaceAll(this.folder, '<folder>');
    const texts = { out: plain(out), err: plain(err) };
    return typeof outcome === 'number' ? { code: outcome, ...texts } : { code: 0, ...texts, started: outcome.start };
  }
}
