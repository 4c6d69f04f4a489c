// Starts other programs with a time limit, and ends exactly those it started, by process id.
// Only node: modules: it runs before anything is installed.
import { spawn } from 'node:child_process';

const running = new Set();

/** Starts a program in a process group of its own, so that its own children end with it. */
export function start(command, args, options = {}) {
  watchSignals();
  const child = spawn(command, args, { detached: process.platform !== 'win32', ...options });
  running.add(child);
  const gone = () => running.delete(child);
  child.once('exit', gone);
  child.once('error', gone);
  return child;
}

/**
 * Runs a program to its end. Gives { code, output, seconds }; never rejects: a program that cannot be started
 * or exceeds `limitSeconds` has a code other than 0 and says so in `output`. `show` passes its output through.
 */
export function run(command, args, { limitSeconds = 120, show = false, ...options } = {}) {
  const started = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const child = start(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const take = (stream) => (bytes) => { output += bytes; if (show) stream.write(bytes); };
    child.stdout?.on('data', take(process.stdout));
    child.stderr?.on('data', take(process.stderr));
    const limit = setTimeout(() => { output += `\n${command} did not end within ${limitSeconds} s`; void end(child); }, limitSeconds * 1000);
    const finish = (code) => { clearTimeout(limit); resolve({ code, output, seconds: (performance.now() - started) / 1000 }); };
    child.once('error', (error) => { output += error.message; finish(127); });
    child.once('close', (code) => finish(code ?? 1));
  });
}

/** Ends a program started here: politely, and after `graceSeconds` for good. */
export async function end(child, graceSeconds = 5) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  signal(child, 'SIGTERM');
  const force = setTimeout(() => signal(child, 'SIGKILL'), graceSeconds * 1000);
  await exited;
  clearTimeout(force);
}

// Children have process groups of their own, so a Ctrl+C reaches this process alone: it ends them, then itself.
let watching = false;
function watchSignals() {
  if (watching) return;
  watching = true;
  let asked = false;
  for (const [name, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
    process.on(name, async () => {
      if (asked) return;
      asked = true;
      await Promise.all([...running].map((child) => end(child, 3)));
      process.exit(code);
    });
  }
}

function signal(child, name) {
  try {
    if (process.platform === 'win32') child.kill(name);
    else process.kill(-child.pid, name);
  } catch { /* it ended in the meantime */ }
}
