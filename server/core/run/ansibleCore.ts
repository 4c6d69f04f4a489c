// Which ansible-core a run is taken to use, where that decides what is read: what the user says, what the checkout or folder asks for, else the newest that the answers here are proven for.
import { joinPath } from '../path';
import type { Path, SourceFile } from '../tree';
import { checkoutOf } from '../kubespray/checkout';
import type { RunDeclaration } from './declaration';
import type { RunContext } from './runContext';

export interface AnsibleCore {
  /** 18 for ansible-core 2.18. */
  readonly minor: number;
  /** Why it is taken to be that one, as part of a sentence. */
  readonly how: string;
}

/** The newest release whose answers were compared with those given here. */
const NEWEST_PROVEN = 18;
/** The variable of a terminal's environment that names it. */
const ANSIBLE_CORE_VARIABLE = 'GROUPVARS_ANSIBLE_CORE';

/** The release of a run. A text that names none counts as not said. */
export function ansibleCoreOf({ lookup, ansibleCore, chosenCheckout, checkouts }: RunContext, { environment, playbooks, sources, cwd }: RunDeclaration): AnsibleCore {
  for (const [text, how] of [[ansibleCore, 'as chosen'], [environment[ANSIBLE_CORE_VARIABLE], `as ${ANSIBLE_CORE_VARIABLE} says`]] as const) {
    const minor = text === undefined ? undefined : minorOfCore(text);
    if (minor !== undefined) return { minor, how };
  }
  const named = [...playbooks, ...sources].flatMap(({ path }) => (path === undefined ? [] : checkoutOf(checkouts, path) ?? []));
  const folders = new Set<Path>([...(chosenCheckout === undefined ? [] : [chosenCheckout.root]), ...named.map(({ root }) => root), cwd]);
  for (const folder of folders) {
    const path = joinPath(folder, 'requirements.txt');
    const file = lookup.peek(path) === 'file' ? lookup.file(path) : undefined;
    const minor = file === undefined ? undefined : requiredMinor(file);
    if (minor !== undefined) return { minor, how: `as ${path} asks for` };
  }
  return { minor: NEWEST_PROVEN, how: 'the newest that answers were compared with' };
}

/** 19 for `2.19`, `v2.19.1`, `core 2.19`. */
export function minorOfCore(text: string): number | undefined {
  const match = /^\s*(?:core\s+)?v?2\.(\d{1,3})(?![\d])/.exec(text);
  return match === null ? undefined : Number(match[1]);
}

/** `ansible-core==2.17.3`, or `ansible==10.7.0`: release 3 of the package was the first beside core 2.10, and each since has the next. */
function requiredMinor({ text }: SourceFile): number | undefined {
  for (const line of text.split('\n', 1_000)) {
    const core = /^\s*ansible-core\s*(?:==|~=)\s*2\.(\d{1,3})(?!\d)/i.exec(line);
    if (core !== null) return Number(core[1]);
    const whole = /^\s*ansible\s*(?:==|~=)\s*(\d{1,3})\./i.exec(line);
    if (whole !== null && Number(whole[1]) >= 3) return Number(whole[1]) + 7;
  }
  return undefined;
}
