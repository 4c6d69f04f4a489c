// What a run may have beyond what is known of it, in words for every surface.
import type { Run } from '../core/run/run';
import { nameOf } from '../core/path';
import { maskedCommand } from '../core/variables/secrets';

/** Why hosts, groups or values may be missing from every answer about a run, as a sentence; '' when all is known. */
export function whatIsUnknown(run: Run): string {
  const [unknownSource, ...others] = run.unknown.filter((text) => text.startsWith('-i'));
  const possible = 'other hosts and values are possible';
  if (unknownSource !== undefined) return `The inventory ${maskedCommand(unknownSource)}${others.length > 0 ? ` and ${others.length} more` : ''} is known only when the command runs: ${possible}.`;
  const unread = run.staticInventory.sources.find(({ outcome, file }) => outcome === 'failed' && (file?.problem === 'outside' || file?.problem === 'unreadable'));
  if (unread !== undefined) return `${nameOf(unread.source)} is not read: it ${unread.file?.problem === 'outside' ? 'lies outside the workspace' : 'cannot be read'}. ${possible.replace('o', 'O')}.`;
  const opaque = run.staticInventory.sources.find(({ outcome }) => outcome === 'opaque');
  if (opaque !== undefined) return `${nameOf(opaque.source)}${/^an? |^the /.test(opaque.detail) ? ' is ' : ': '}${opaque.detail}. ${possible.replace('o', 'O')}.`;
  if (run.staticInventory.isOpaque) return `A part of this inventory is known only when it runs: ${possible}.`;
  const [plugin] = run.config.foreignVarsPlugins;
  if (plugin !== undefined) return `The vars plugin ${plugin} is code: other values are possible.`;
  return run.unknown.length > 0 ? `A part of this command is known only when it runs (${maskedCommand(run.unknown[0]!)}): other values are possible.` : '';
}

/** What keeps a run from having hosts, in a few words for a list; '' when it has some. */
export function whyNoHosts(run: Run): string {
  if (run.inventory.hosts.size > 0) return '';
  if (run.unknown.some((text) => text.startsWith('-i'))) return 'inventory known only when it runs';
  const { sources } = run.staticInventory;
  if (sources.some(({ file }) => file?.problem === 'outside')) return 'inventory outside the workspace, not read';
  if (sources.length > 0 && sources.every(({ outcome }) => outcome === 'missing')) return 'inventory does not exist';
  if (run.isOpaque) return 'hosts known only when it runs';
  return 'no hosts';
}
