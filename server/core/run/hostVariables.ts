// What the variables of one host give when their templates are evaluated, as far as that is sure before the run.
import type { Host } from '../inventory/inventory';
import { catalogue } from '../kubespray/catalogue';
import { evaluateValue, holdsTemplate, isTemplate, type Evaluated, type LookedUp, type Lookup } from '../template/evaluate';
import { isWithin } from '../path';
import { whyNotKnown } from '../template/runTimeNames';
import { Computed, isList, isMapping, type Value } from '../value';
import { isSecretName, withoutSecrets } from '../variables/secrets';
import { parseYaml } from '../yaml';
import type { Run } from './run';

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
  if (changesTemplates(run)) return { kind: 'unknown', why: 'is evaluated in another way: ansible.cfg changes how templates work' };
  if (run.isOpaque) return { kind: 'unknown', why: 'depends on what only the run knows' };
  if (mayBeSetInTasks(run, name)) return { kind: 'unknown', why: `uses ${name}, which tasks may set` };
  const { variable } = run.variableOf(host, name);
  if (variable !== undefined) return variable.value instanceof Computed ? { kind: 'unknown', why: `uses ${name}, which is computed` } : { kind: 'set', value: variable.value };
  if (run.loadedFiles.some((file) => parseYaml(file).encrypted)) return { kind: 'unknown', why: `uses ${name}, which an encrypted file may set` };
  if (whyNotKnown(name) !== undefined) return { kind: 'not set' };
  // what plays of the user's own do is not looked into
  if (!run.plays.every(({ folder }) => run.checkout !== undefined && isWithin(folder, run.checkout.root)) || run.plays.length === 0) return { kind: 'unknown', why: `uses ${name}, which is not set here` };
  return { kind: 'not set' };
}

/** True for a name that kubespray's tasks set while they run, or bring in from a vars file; of another release than those known that is not ruled out. */
function mayBeSetInTasks({ kubespray }: Run, name: string): boolean {
  if (kubespray === undefined) return false;
  const facts = kubespray.minor === undefined ? undefined : catalogue().factsIn(kubespray.minor, name);
  return facts !== undefined && (facts.set.length > 0 || facts.included.length > 0 || facts.isRegistered);
}

/** Settings with which Ansible gives a template other values, or none. */
function changesTemplates({ config: { file }, environment }: Run): boolean {
  return (file !== undefined && /^\s*(jinja2_native|jinja2_extensions|error_on_undefined_vars)\s*[=:]/m.test(file.text)) || ['ANSIBLE_JINJA2_NATIVE', 'ANSIBLE_JINJA2_EXTENSIONS', 'ANSIBLE_ERROR_ON_UNDEFINED_VARS'].some((name) => environment[name] !== undefined);
}
