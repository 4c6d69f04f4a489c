// What the variables of one host give when their templates are evaluated, as far as that is sure before the run.
import type { Host } from '../inventory/inventory';
import { catalogue } from '../kubespray/catalogue';
import { toldMinor } from '../kubespray/kubespray';
import { referencesIn } from '../template/references';
import { evaluateValue, holdsTemplate, isTemplate, type Evaluated, type LookedUp, type Lookup } from '../template/evaluate';
import { whyNotKnown } from '../template/runTimeNames';
import { Computed, isList, isMapping, type Value } from '../value';
import { isSecretName, withoutSecrets } from '../variables/secrets';
import type { Run } from './run';
import { encryptedFilesOf } from './varsBeside';

const lookups = new WeakMap<Run, Map<string, Map<Host, Lookup>>>();

/**
 * `value` as Ansible gives it on `host`: itself where it holds no template. What is made of a secret is not known, unless `showSecrets`: its
 * name would not say that it is one.
 */
export function evaluatedOn(run: Run, host: Host, value: Value, showSecrets = false): Evaluated {
  if (value instanceof Computed) return { kind: 'unknown', why: 'is computed, and no checkout shows how', inputs: value.from, at: [] };
  if (!holdsTemplate(value)) return { kind: 'known', value, inputs: [] };
  if (!showSecrets && namesSecret(value)) return { kind: 'unknown', why: USES_SECRET, inputs: [], at: [] };
  let known = lookups.get(run);
  if (known === undefined) lookups.set(run, (known = new Map()));
  const kind = showSecrets ? 'all' : 'no secrets';
  let ofHosts = known.get(kind);
  if (ofHosts === undefined) known.set(kind, (ofHosts = new Map()));
  let lookup = ofHosts.get(host);
  if (lookup === undefined) ofHosts.set(host, (lookup = showSecrets ? (name) => lookUp(run, host, name) : (name) => withoutSecret(name, lookUp(run, host, name))));
  return evaluateValue(value, lookup, { ansibleCore: run.ansibleCore });
}

/** Hosts for which a value comes to the same. */
export interface EvaluatedHosts {
  readonly hosts: readonly Host[];
  readonly evaluated: Evaluated;
}

/** Up to so many hosts each is evaluated by itself; of more, so many of those that have something of their own for it. */
const FEW = 24;
const ALONE_LIMIT = 64;

/**
 * The same on many hosts. Of those that share groups and plays one is evaluated for all, but for hosts with a value of their own for one of
 * the variables that it is made of.
 */
export function evaluatedOnHosts(run: Run, hosts: readonly Host[], value: Value, showSecrets = false): readonly EvaluatedHosts[] {
  if (!holdsTemplate(value) || value instanceof Computed) return [{ hosts, evaluated: evaluatedOn(run, hosts[0]!, value, showSecrets) }];
  if (hosts.length <= FEW) return hosts.map((host) => ({ hosts: [host], evaluated: evaluatedOn(run, host, value, showSecrets) }));
  const found: EvaluatedHosts[] = [];
  const alone: Host[] = [];
  for (const members of classesOf(run, hosts)) {
    let others: readonly Host[] = members;
    while (others.length > 0) {
      const [first] = others as readonly [Host, ...Host[]];
      const reads = readsOf(run, first, value);
      const isAlone = (host: Host): boolean => reads.has('inventory_hostname') || reads.has('inventory_hostname_short') || ownsOne(run, host, reads);
      if (isAlone(first)) {
        alone.push(first);
        others = others.slice(1);
        continue;
      }
      const alike = others.filter((host) => !isAlone(host));
      found.push({ hosts: alike, evaluated: evaluatedOn(run, first, value, showSecrets) });
      alone.push(...others.filter(isAlone));
      break;
    }
  }
  for (const host of alone.slice(0, ALONE_LIMIT)) found.push({ hosts: [host], evaluated: evaluatedOn(run, host, value, showSecrets) });
  if (alone.length > ALONE_LIMIT) found.push({ hosts: alone.slice(ALONE_LIMIT), evaluated: { kind: 'unknown', why: 'is not evaluated on so many hosts', inputs: [], at: [] } });
  return found;
}

/** Hosts that share groups and plays, in their order. */
function classesOf(run: Run, hosts: readonly Host[]): readonly (readonly Host[])[] {
  let numbers = classNumbers.get(run);
  if (numbers === undefined) classNumbers.set(run, (numbers = new Map(run.hostClasses.flatMap((hostClass, number) => hostClass.hosts.map((host) => [host, number] as const)))));
  const classes = new Map<number | Host, Host[]>();
  for (const host of hosts) {
    const number = numbers.get(host) ?? host;
    const members = classes.get(number);
    if (members === undefined) classes.set(number, [host]);
    else members.push(host);
  }
  return [...classes.values()];
}

const classNumbers = new WeakMap<Run, ReadonlyMap<Host, number>>();

/** The names that a value is made of on a host, those within the values of others too. */
function readsOf(run: Run, host: Host, value: Value): ReadonlySet<string> {
  const reads = new Set(namesIn(value));
  // a set that grows is gone through to its end
  for (const name of reads) {
    const inner = run.variableOf(host, name).variable?.value;
    if (inner !== undefined) for (const other of namesIn(inner)) reads.add(other);
  }
  return reads;
}

const namesOfTexts = new Map<string, readonly string[]>();
const TEXTS_KEPT = 2_000;

/** The variables that the templates of a value name themselves. */
function namesIn(value: Value): readonly string[] {
  if (isList(value)) return value.flatMap(namesIn);
  if (isMapping(value)) return [...value.entries()].flatMap(([, member]) => namesIn(member));
  if (typeof value !== 'string' || !isTemplate(value)) return [];
  let names = namesOfTexts.get(value);
  if (names === undefined) {
    if (namesOfTexts.size >= TEXTS_KEPT) namesOfTexts.clear();
    namesOfTexts.set(value, (names = [...new Set(referencesIn(value, { rawStrings: true }).map(({ name }) => name))]));
  }
  return names;
}

function ownsOne(run: Run, host: Host, names: ReadonlySet<string>): boolean {
  // of what Ansible sets for each host the groups are those of its class
  for (const name of run.ownNames.get(host.name) ?? []) if (name !== 'group_names' && names.has(name)) return true;
  return false;
}

const USES_SECRET = 'uses a secret';

/** A secret by its name, by the name of a part of it, or by what its template names. */
function withoutSecret(name: string, looked: LookedUp): LookedUp {
  const isSecret = isSecretName(name) || (looked.kind === 'set' && (namesSecret(looked.value) || withoutSecrets('', looked.value) !== looked.value));
  return isSecret ? { kind: 'unknown', why: USES_SECRET } : looked;
}

/** True for a template in which some word is the name of a secret: of a variable, or of a part of one. */
function namesSecret(value: Value): boolean {
  if (typeof value === 'string') return isTemplate(value) && (value.match(/\w+/g) ?? []).some(isSecretName);
  if (isList(value)) return value.some(namesSecret);
  return isMapping(value) && [...value.entries()].some(([, member]) => namesSecret(member));
}

function lookUp(run: Run, host: Host, name: string): LookedUp {
  if (changesTemplates(run)) return { kind: 'unknown', why: 'is evaluated in another way: a setting of Ansible changes how templates work' };
  if (run.isOpaque) return { kind: 'unknown', why: 'depends on what only the run knows' };
  if (mayBeSetInTasks(run, name)) return { kind: 'unknown', why: `uses ${name}, which tasks may set` };
  const { variable } = run.variableOf(host, name);
  if (variable !== undefined) return variable.value instanceof Computed ? { kind: 'unknown', why: `uses ${name}, which is computed` } : { kind: 'set', value: variable.value };
  if (encryptedFilesOf(run).length > 0) return { kind: 'unknown', why: `uses ${name}, which an encrypted file may set` };
  if (whyNotKnown(name) !== undefined) return { kind: 'not set' };
  // what plays of the user's own do is not looked into
  if (!run.plays.every(({ folder }) => run.checkout?.holds(folder) === true) || run.plays.length === 0) return { kind: 'unknown', why: `uses ${name}, which is not set here` };
  return { kind: 'not set' };
}

/** True for a name that kubespray's tasks set while they run, or bring in from a vars file. Where its release is not one of the catalogue's, or not told, those of any release may. */
function mayBeSetInTasks({ kubespray }: Run, name: string): boolean {
  if (kubespray === undefined) return false;
  const minor = toldMinor(kubespray);
  if (minor === undefined || !catalogue().releases.includes(minor)) return catalogue().isSetByTasks(name) || catalogue().isLearntFromHosts(name);
  const facts = catalogue().factsIn(minor, name);
  return facts !== undefined && (facts.set.length > 0 || facts.included.length > 0 || facts.isRegistered);
}

/** Settings with which Ansible gives a template other values, or none. */
function changesTemplates({ config: { file }, environment }: Run): boolean {
  return (file !== undefined && /^\s*(jinja2_native|jinja2_extensions|error_on_undefined_vars)\s*[=:]/m.test(file.text)) || ['ANSIBLE_JINJA2_NATIVE', 'ANSIBLE_JINJA2_EXTENSIONS', 'ANSIBLE_ERROR_ON_UNDEFINED_VARS'].some((name) => environment[name] !== undefined);
}
