// Entry of the terminal program: chooses the sub-command, turns its answer into an exit code (0 clean, 1 findings, 2 usage or unreadable input).
import { writeSync } from 'node:fs';
import { describeError } from '../core/visible';
import { parseArguments, UsageError, type Arguments } from './arguments';
import { catalogue } from './catalogue';
import { check } from './check';
import { explain } from './explain';
import { HELP } from './help';
import { gate, type Start } from './gate';
import { graph, host, list } from './list';
import { harmless, type Output } from './output';
import { runs } from './runs';
import { startCommand } from './start';
import { vars } from './vars';
import type { Surroundings } from './world';

/** Every sub-command; the README's table is held against it. */
export const COMMANDS: Readonly<Record<string, (args: Arguments, surroundings: Surroundings, output: Output) => number | Start>> = { list, host, graph, vars, explain, check, runs, gate, catalogue };

/** Runs one call and gives its exit code, or the command that is to be started now; never throws. */
export function main(words: readonly string[], surroundings: Surroundings, output: Output): number | Start {
  try {
    const args = parseArguments(words);
    if (args.version) {
      output.write(`${VERSION}\n`);
      return 0;
    }
    const command = Object.hasOwn(COMMANDS, args.command) ? COMMANDS[args.command] : undefined;
    if (args.help || args.command === '') {
      (args.help ? (text: string) => output.write(text) : (text: string) => output.error(text.trimEnd()))(HELP);
      return args.help ? 0 : 2;
    }
    if (command === undefined) throw new UsageError(`unknown command “${args.command}”; see groupvars --help`);
    return command(args, surroundings, output);
  } catch (error) {
    if (error instanceof UsageError) output.error(`groupvars: ${harmless(error.message)}`);
    else output.error(`groupvars: internal error: ${describeError(error)}`);
    return 2;
  }
}

declare const GROUPVARS_VERSION: string | undefined;
const VERSION = typeof GROUPVARS_VERSION === 'string' ? GROUPVARS_VERSION : 'development';

if (require.main === module) {
  let buffer: string[] = [];
  let size = 0;
  const flush = (): void => {
    if (buffer.length > 0) writeAll(1, buffer.join(''));
    buffer = [];
    size = 0;
  };
  const outcome = main(process.argv.slice(2), { cwd: process.cwd(), environment: process.env }, {
    write: (text) => {
      buffer.push(text);
      if ((size += text.length) > 1 << 20) flush();
    },
    error: (text) => {
      flush();
      writeAll(2, text + '\n');
    },
  });
  flush();
  if (typeof outcome === 'number') process.exitCode = outcome;
  else void startCommand(outcome.start, (text) => writeAll(2, `groupvars: ${harmless(text)}\n`)).then((code) => (process.exitCode = code));
}

/** Writes all of a text, also to a pipe that is full for the moment; a reader that has gone (`| head`) ends the output quietly. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') throw error;
    }
  }
}
