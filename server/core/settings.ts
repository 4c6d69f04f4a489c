// What the user chose: editor settings, options of the terminal, `.groupvars.yml`. Plain data; package.json tells the defaults to users.
import type { Path } from './tree';
import type { Severity } from './diagnostic';
import type { Environment } from './run/ansibleConfig';

/** One entry of `groupvars.runs`. */
export interface RunSetting {
  readonly name: string;
  /** Inventory sources as after `-i`. */
  readonly inventory?: readonly string[];
  readonly playbook?: readonly string[];
  readonly cwd?: string;
  /** Texts as after `-e`. */
  readonly extraVars?: readonly string[];
  readonly limit?: string;
  /** A whole command line, instead of the parts. */
  readonly command?: string;
}

export interface Settings {
  /** Open folders, or the folders a terminal call looks through. */
  readonly roots: readonly Path[];
  readonly runs: readonly RunSetting[];
  readonly kubesprayPath: Path | undefined;
  readonly kubesprayVersion: string | undefined;
  /** The release of ansible-core, such as `2.19`; undefined: found from what the runs use. */
  readonly ansibleCore: string | undefined;
  /** Severity by rule id; a rule that is not named keeps its own. */
  readonly severity: Readonly<Record<string, Severity>>;
  /** Messages show paths relative to this folder, the terminal's own; undefined in an editor, which shows them by workspace folder. */
  readonly showFrom: Path | undefined;
  /** The user's home folder, for `~` in commands; the core cannot ask for it. */
  readonly home: Path | undefined;
  /** Only of the terminal: the editor ignores its process environment. */
  readonly environment: Environment;
}

export const DEFAULT_SETTINGS: Settings = { roots: [], runs: [], kubesprayPath: undefined, kubesprayVersion: undefined, ansibleCore: undefined, severity: {}, showFrom: undefined, home: undefined, environment: {} };
