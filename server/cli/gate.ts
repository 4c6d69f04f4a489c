// `groupvars gate -- CMD`: looks at what an ansible-playbook command would read, and lets it start unless something is wrong with that.
import { describeError } from '../core/visible';
import { toPath } from '../disk';
import { verdict } from '../features/checkRun';
import { UsageError, type Arguments } from './arguments';
import { judge, linesOf } from './check';
import { harmless, type Output } from './output';
import type { Surroundings } from './world';

/** A command that is to be started with the caller's own input and output; its exit code is the call's. */
export interface Start {
  readonly start: readonly string[];
}

/** Options with which nothing is run on any host. */
const HARMLESS = new Set(['--version', '-h', '--help', '--syntax-check', '--list-hosts', '--list-tasks', '--list-tags']);

/** Says on stderr what is found. Only findings that are errors stop the command: where nothing can be said it starts. */
export function gate(args: Arguments, surroundings: Surroundings, output: Output): number | Start {
  const { callWords } = args;
  if (callWords === undefined || callWords.length === 0) throw new UsageError('gate needs the command behind --: groupvars gate -- ansible-playbook …');
  const start: Start = { start: callWords };
  if (callWords.some((word) => HARMLESS.has(word))) return start;
  try {
    const { project, run, findings } = judge(args, surroundings, 'warning');
    if (run === undefined || findings.length === 0) return start;
    output.error(`groupvars: ${harmless(verdict(project, run))}`);
    for (const line of findings.flatMap((finding) => linesOf(finding, toPath(surroundings.cwd)))) output.error(line);
    if (args.force || findings.every(({ severity }) => severity !== 'error')) return start;
  } catch (error) {
    // a command that is not understood here is for Ansible to judge
    output.error(`groupvars: not checked: ${error instanceof UsageError ? harmless(error.message) : describeError(error)}`);
    return start;
  }
  output.error('groupvars: not started; groupvars gate --force -- … starts it all the same');
  return 1;
}
