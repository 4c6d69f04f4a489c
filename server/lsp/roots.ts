// The open folders of an editor: under their real paths, where their files are looked for, and as the editor spells them.
import { isWithin } from '../core/path';
import type { Path } from '../core/tree';
import { realPathAsync, realPathOf } from '../disk';
import { pathOf, uriOfPath } from './convert';

interface Root {
  readonly path: Path;
  readonly shown: Path;
}

export class Roots {
  private all: readonly Root[] = [];

  /** Folders that are none of this machine's do not count. */
  set(uris: readonly string[]): void {
    this.all = uris.flatMap((uri) => {
      const shown = pathOf(uri);
      return shown === undefined ? [] : [{ path: realPathOf(shown), shown }];
    });
  }

  get paths(): readonly Path[] {
    return this.all.map((root) => root.path);
  }

  get uris(): readonly string[] {
    return this.all.map((root) => uriOfPath(root.shown));
  }

  /** The folders as the editor spells them. */
  get shown(): readonly Path[] {
    return this.all.map((root) => root.shown);
  }

  /** The real path of the first folder that holds `path`. */
  holding(path: Path): Path | undefined {
    return this.all.find((root) => isWithin(path, root.path))?.path;
  }

  /** A path as the editor would spell it: by the innermost folder that holds it. */
  uriOf(path: Path): string {
    let best: Root | undefined;
    for (const root of this.all) if (isWithin(path, root.path) && root.path.length > (best?.path.length ?? -1)) best = root;
    return uriOfPath(best === undefined ? path : best.shown + path.slice(best.path.length));
  }

  /** A folder may be a link: where do they lead now? True when that has changed. */
  async follow(): Promise<boolean> {
    const before = this.all;
    const now = await Promise.all(before.map(async ({ shown }) => ({ shown, path: await realPathAsync(shown) })));
    // others may have been opened meanwhile
    if (this.all !== before || now.every((root, index) => root.path === before[index]!.path)) return false;
    this.all = now;
    return true;
  }
}
