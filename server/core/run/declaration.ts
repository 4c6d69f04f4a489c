// What is written of a run, before anything it names is read.
import { folderOf, nameOf } from '../path';
import type { Path, Span } from '../tree';
import type { InventorySource } from '../inventory/sources';
import type { Environment } from './ansibleConfig';
import type { PlaybookArgument } from './commandLine';
import type { ExtraVars } from './extraVars';

/** How a run is known. Declared and found runs make diagnostics; documented ones are only offered. */
export type Standing = 'declared' | 'found' | 'documented' | 'inferred';

/** What is written of a run, before anything it names is read. */
export interface RunDeclaration {
  readonly name: string;
  /** Somebody chose the name: another run of that name gets a longer one. */
  readonly isNamed?: boolean;
  readonly standing: Standing;
  /** Where it is written: a line of a script, an entry of a settings file. Empty for inferred runs and the terminal. */
  readonly places: readonly Span[];
  readonly cwd: Path;
  /** As the user would type it. */
  readonly command: string;
  readonly sources: readonly InventorySource[];
  readonly playbooks: readonly PlaybookArgument[];
  readonly extraVars: readonly ExtraVars[];
  readonly limit: string | undefined;
  /** `--playbook-dir`, of ansible-inventory and the like. */
  readonly playbookDir: Path | undefined;
  /** What cannot be known of the command, in plain words. */
  readonly unknown: readonly string[];
  /** What was assumed to know the rest, in plain words: the folder it is started in, a variable that has its default. */
  readonly assumptions?: readonly string[];
  /** Why Ansible refuses the command line, in plain words; the rest of it is read all the same. */
  readonly problem?: string;
  /** It lists, or checks the syntax: nothing is run on any host. */
  readonly runsNothing?: boolean;
  readonly environment: Environment;
  /** `inventory` follows ansible-inventory: the static graph, vars beside the working directory, no plays. */
  readonly program: 'playbook' | 'inventory';
}

/** An argument of a run as it is written in each of the calls that are one run. */
export function everyWritten<Argument extends { readonly others?: readonly Argument[] }>(argument: Argument): readonly Argument[] {
  return argument.others === undefined ? [argument] : [argument, ...argument.others];
}

/** What is not said of a run of ansible-playbook. */
export const emptyDeclaration = { playbooks: [], extraVars: [], limit: undefined, playbookDir: undefined, unknown: [], environment: {}, program: 'playbook' as const };

/** `clusters/prod/hosts.ini` is called prod, `inventory/prod.ini` too. */
export function runName(paths: readonly (Path | undefined)[], otherwise: string): string {
  const path = paths.find((candidate) => candidate !== undefined);
  if (path === undefined) return otherwise;
  const name = nameOf(path);
  const bare = name.replace(/\.(ini|ya?ml|json|cfg|inv|hosts|inventory|toml)$/, '');
  return /^(hosts?|inventory|main|all)$/.test(bare) ? nameOf(folderOf(path)) || bare : bare;
}
