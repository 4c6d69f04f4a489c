// What a run is told beside its own words.
import type { Checkout } from '../kubespray/checkout';
import type { ChosenRelease } from '../kubespray/namedReleases';
import type { Lookup } from '../lookup';
import type { Path } from '../tree';

/** What a run may ask of the rest of the project. */
export interface RunContext {
  readonly lookup: Lookup;
  /** The user's home folder, where Ansible looks for collections; undefined when it is not known. */
  readonly home: Path | undefined;
  readonly checkouts: readonly Checkout[];
  /** The checkout of the setting `groupvars.kubespray.path`, which beats all. */
  readonly chosenCheckout: Checkout | undefined;
  /** The kubespray release that the user names. */
  readonly chosenVersion: string | undefined;
  /** Where it is named, as part of a sentence. */
  readonly chosenVersionFrom: string;
  /** The release that files of the workspace name for a run with these places, for one whose checkout is not there. */
  readonly releaseNamedFor: (places: readonly Path[]) => ChosenRelease;
  /** The release of ansible-core that the user has chosen, as text. */
  readonly ansibleCore: string | undefined;
}
