// Which folder stands at a path: another one may take its place, and no watcher of a folder tells what happens above it.
import type { Path } from '../core/tree';
import { identityAsync } from '../disk';
import { inParallel } from './pace';

export class Identities {
  private readonly known = new Map<Path, string>();

  forget(): void {
    this.known.clear();
  }

  /** Remembers the folders that are not known yet; to be called before they are read, for what happens in between counts. */
  async remember(folders: Iterable<Path>): Promise<void> {
    for (const [folder, identity] of await identitiesOf([...folders].filter((folder) => !this.known.has(folder)))) this.known.set(folder, identity);
  }

  /** True when one of the folders is another than when it was remembered, or when this was asked last. */
  async haveChanged(folders: Iterable<Path>): Promise<boolean> {
    let isAnother = false;
    for (const [folder, identity] of await identitiesOf(folders)) {
      isAnother ||= (this.known.get(folder) ?? identity) !== identity;
      this.known.set(folder, identity);
    }
    return isAnother;
  }
}

function identitiesOf(folders: Iterable<Path>): Promise<(readonly [Path, string])[]> {
  return inParallel([...folders], async (folder) => [folder, await identityAsync(folder)] as const);
}
