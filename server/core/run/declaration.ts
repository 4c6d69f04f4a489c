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
  /** Whoever starts its script may add arguments (`"$@"`); it is taken that nothing is added, which is said as an assumption. */
  readonly takesMore?: boolean;
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

/** True when nothing of a call is unknown but what it gives with `-e` and `-l`: these do not decide which inventories and playbooks it names. */
export function namesAllItReads({ unknown }: Pick<RunDeclaration, 'unknown'>): boolean {
  return unknown.every((text) => /^-[el] /.test(text));
}

/** What a script hands on behind the playbooks it names: options, as a rule, such as --limit or --tags. */
const HANDED_ON = /^playbook \$([@*]|[({]?\w*(args?|opts?|options|flags|extra|params?)\w*[)}]?)$/i;

/**
 * What is not known of a call, without what its caller may add to it. A call that names its inventory and its playbook is one for these,
 * whatever is added now and then; one that names none of them is what its caller makes of it.
 */
export function withoutHandedOn({ sources, playbooks, unknown }: Pick<RunDeclaration, 'sources' | 'playbooks' | 'unknown'>): { readonly unknown: readonly string[]; readonly assumptions: readonly string[]; readonly takesMore: boolean } {
  const handedOn = sources.length === 0 || playbooks.length === 0 ? [] : unknown.filter((text) => HANDED_ON.test(text));
  return { unknown: unknown.filter((text) => !handedOn.includes(text)), assumptions: handedOn.map((text) => `${text.slice('playbook '.length)} is taken to add nothing that changes what is read`), takesMore: handedOn.length > 0 };
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
