// Which kubespray a run uses, as far as it is known: a checkout, a release of the catalogue, or nothing but a number.
import type { Path } from '../tree';
import type { VariableDefinition } from '../variables/definition';

/** A kubespray: its release, and what its roles set. */
export interface Kubespray {
  /** `v2.31.0`; undefined when the release could not be told. */
  readonly version: string | undefined;
  /** The number after `2.` (31); of a checkout whose files tell its age alone the newest it may be. Undefined when nothing tells it. */
  readonly minor: number | undefined;
  /** Folder of the checkout; undefined when only a release is known. */
  readonly root: Path | undefined;
  /** How it is known, as part of a sentence. */
  readonly how: string;
  /** True when nothing tells the release and a current one is taken for it. */
  readonly isAssumed: boolean;
  /** What is shown for it: `kubespray v2.31.0`. */
  readonly label: string;
  /** Every role default of a name; that of the common defaults role first, since it reaches most hosts. */
  defaultsOf(name: string): readonly VariableDefinition[];
  /** Every role var of a name: they outrank group_vars where the role runs. */
  roleVarsOf(name: string): readonly VariableDefinition[];
  /** Every name with a role default or a role var. */
  names(): ReadonlySet<string>;
}

/** A release of which no defaults are known. */
export class BareRelease implements Kubespray {
  readonly root = undefined;
  readonly isAssumed = false;

  constructor(readonly version: string | undefined, readonly how: string) {}

  get minor(): number | undefined {
    return minorOf(this.version);
  }

  get label(): string {
    return labelOf(this.version);
  }

  defaultsOf(): readonly VariableDefinition[] {
    return [];
  }

  roleVarsOf(): readonly VariableDefinition[] {
    return [];
  }

  names(): ReadonlySet<string> {
    return NO_NAMES;
  }
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** `kubespray v2.31.0`, or `kubespray` where the release is not known. */
export function labelOf(version: string | undefined): string {
  return version === undefined ? 'kubespray' : `kubespray ${version}`;
}

/** The minor release where it is known for certain: what holds in a release is said of no other. */
export function toldMinor(kubespray: Kubespray | undefined): number | undefined {
  return kubespray === undefined || kubespray.isAssumed || kubespray.version === undefined ? undefined : kubespray.minor;
}

/** The number after `2.` of `v2.31.0`; undefined for any other text. */
export function minorOf(version: string | undefined): number | undefined {
  const minor = /^v?2\.(\d+)/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** The roles whose defaults nearly every play of kubespray has: the second spelling up to v2.27. */
export const COMMON_DEFAULTS: ReadonlySet<string> = new Set(['kubespray_defaults', 'kubespray-defaults']);
