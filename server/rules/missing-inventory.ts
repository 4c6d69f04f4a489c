// A run that names an inventory which does not exist: Ansible warns, finds no host and ends green.
import { isIgnoredInDirectorySource } from '../core/run/ansibleConfig';
import type { SourceFile } from '../core/tree';
import type { Rule } from './rule';

export const missingInventory: Rule = {
  id: 'missing-inventory',
  summary: 'A run names an inventory that does not exist, or finds no host',
  severity: 'error',
  *check({ runs }) {
    // of scripts only what stands there literally could be told, and a script may make the file: those runs are left alone
    for (const run of runs) {
      if (run.standing !== 'declared') continue;
      for (const { outcome, source, path } of run.staticInventory.sources) {
        if (outcome !== 'missing') continue;
        const written = run.sources.find((candidate) => candidate.path === path);
        yield { span: written?.span ?? commandPlace(run.command, source), message: `inventory ${source} does not exist: Ansible would warn, find no host and go on`, run };
      }
      const { sources } = run.staticInventory;
      if (run.inventory.hosts.size > 0 || run.isOpaque || sources.some(({ outcome }) => outcome !== 'parsed')) continue;
      // plays of localhost need no inventory
      if (run.plays.every((play) => play.hosts === undefined || ['localhost', '127.0.0.1', 'all'].includes(play.hosts))) continue;
      const [source] = run.sources;
      const text = source?.text ?? run.command;
      const folder = run.sources.find(({ path }) => path !== undefined && run.context.lookup.peek(path) === 'directory');
      const ignored = folder?.path === undefined ? undefined : [...(run.context.lookup.directory(folder.path)?.names.keys() ?? [])].find((name) => isIgnoredInDirectorySource(run.config, name) === 'extension');
      const why = ignored === undefined ? '' : `: in an inventory folder ${ignored} is ignored for its extension; name the file itself`;
      yield { span: source?.span ?? commandPlace(run.command, text), message: `this run finds no host${why}`, run };
    }
  },
};

/** Path of the text that stands for a command line given to the terminal program or in a setting. */
export const COMMAND_LINE = 'command line';

/** A command that stands in no file: a text of its own, so that its place can be told. */
export function commandPlace(command: string, word: string): { file: SourceFile; start: number; end: number } {
  const start = Math.max(0, command.indexOf(word));
  return { file: { kind: 'file', path: COMMAND_LINE, text: command, executable: false, hasByteOrderMark: false }, start, end: start + word.length };
}
