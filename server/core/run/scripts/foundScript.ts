// A shell text that was found in a file of a workspace.
import type { ShellScript } from '../shellCommands';

/** Scripts of one file that are looked at; a reader gives at most one more, so that it shows. */
export const PART_LIMIT = 500;

export interface FoundScript extends ShellScript {
  /** The container names a folder that is not known: it starts somewhere else than `cwd`, perhaps. */
  readonly isFolderUnknown?: boolean;
  /** What is assumed for all its calls, in plain words. */
  readonly assumptions?: readonly string[];
}
