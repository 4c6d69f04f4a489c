// Starts the command behind a gate in the place of this program: its input, output, exit code and signals are the caller's.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Signals that a terminal sends to both: the command decides what to make of them. */
const SHARED = ['SIGINT', 'SIGQUIT'] as const;
/** Signals that are sent to this program alone. */
const PASSED_ON = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGCONT'] as const;

/** Resolves to the exit code; 127 for a command that is not there, 126 for one that cannot be started, as a shell has it. */
export function startCommand([program, ...words]: readonly string[], complain: (text: string) => void): Promise<number> {
  return new Promise((done) => {
    const ignore = (): void => {};
    const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
    // before the command starts: a signal in between would end this program and leave the command alone
    for (const signal of SHARED) process.on(signal, ignore);
    for (const signal of PASSED_ON) process.on(signal, passOn);
    const child = spawn(program!, words, { stdio: 'inherit' });
    const finish = (code: number): void => {
      for (const signal of SHARED) process.off(signal, ignore);
      for (const signal of PASSED_ON) process.off(signal, passOn);
      done(code);
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      complain(`${program}: ${error.code === 'ENOENT' ? 'command not found' : error.code === 'EACCES' ? 'permission denied' : error.message}`);
      finish(error.code === 'ENOENT' ? 127 : 126);
    });
    child.on('exit', (code, signal) => {
      finish(code ?? 128 + constants.signals[signal!]);
      // whoever waits for this program learns that it was ended so
      if (signal !== null && (signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGHUP')) process.kill(process.pid, signal);
    });
  });
}
