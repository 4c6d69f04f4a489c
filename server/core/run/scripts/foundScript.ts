// A shell text that was found in a file of a workspace.
import type { ShellScript } from '../shellCommands';

export interface FoundScript extends ShellScript {
  /** The container names a folder that is not known: it starts somewhere else than `cwd`, perhaps. */
  readonly isFolderUnknown?: boolean;
}
