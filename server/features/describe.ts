// Words and numbers that several features show: values on one line, places with lines, hosts.
import { isSpan, type Origin, type Path } from '../core/tree';
import type { Host } from '../core/inventory/inventory';
import { joinPath } from '../core/path';
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';
import { lineAt } from '../lines';
import { Computed, Float, floatText, isList, isMapping, keyText, Odd, Timestamp, Unsafe, Vaulted, type Value } from '../core/value';
import { HIDDEN, isSecretName, maskedCommand, withoutUrlPasswords } from '../core/variables/secrets';

/** A value on one line, in YAML's flow form; secrets hidden. */
export function valueText(name: string, value: Value, showSecrets = false): string {
  if (!showSecrets && isSecretName(name)) return HIDDEN;
  // what of `-e` is no key=value may hold a secret under a name all the same
  if (!showSecrets && name === '_raw_params' && typeof value === 'string') return maskedCommand(`-e ${value}`).slice(3);
  return flowText(value, showSecrets, 0, { left: TEXT_BUDGET });
}

/** Characters of one value's text: aliases make a few lines of YAML into billions of values. */
const TEXT_BUDGET = 20_000;
const MOST_MEMBERS = 12;

/** What may still be written of one value; each part takes of it. */
interface Budget {
  left: number;
}

function flowText(value: Value, showSecrets: boolean, depth: number, budget: Budget): string {
  if (budget.left <= 0) return '…';
  const text = partText(value, showSecrets, depth, budget);
  return text.length > TEXT_BUDGET ? text.slice(0, TEXT_BUDGET) + '…' : text;
}

function partText(value: Value, showSecrets: boolean, depth: number, budget: Budget): string {
  // a scalar takes what it is long, the brackets of a collection a little
  budget.left -= typeof value === 'string' ? value.length + 1 : 2;
  if (value === null) return 'null';
  if (typeof value === 'string') {
    const text = showSecrets ? value : withoutUrlPasswords(value);
    return depth === 0 ? topText(text) : quotedIfNeeded(text);
  }
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Float) return floatText(value.number);
  if (value instanceof Timestamp) return value.iso;
  if (value instanceof Vaulted) return '!vault';
  if (value instanceof Unsafe) return quotedIfNeeded(value.text);
  if (value instanceof Odd || value instanceof Computed) return value.text;
  if (depth > 6) return '…';
  if (isList(value)) return '[' + joined(value.length, value.slice(0, MOST_MEMBERS).map((item) => flowText(item, showSecrets, depth + 1, budget))) + ']';
  if (isMapping(value)) return '{' + joined(value.size, [...value.entries()].slice(0, MOST_MEMBERS).map(([key, member]) => `${keyText(key)}: ${valueIn(keyText(key), member, showSecrets, depth, budget)}`)) + '}';
  return '';
}

function valueIn(key: string, value: Value, showSecrets: boolean, depth: number, budget: Budget): string {
  return !showSecrets && isSecretName(key) ? HIDDEN : flowText(value, showSecrets, depth + 1, budget);
}

function joined(size: number, texts: readonly string[]): string {
  return size <= texts.length ? texts.join(', ') : `${texts.join(', ')}, … ${size - texts.length} more`;
}

/** A text alone needs quotes only when it would read as something else. */
function topText(text: string): string {
  return text === '' || /^(true|false|yes|no|on|off|null|~)$/i.test(text) || /^[+-]?(\d[\d_]*)?[.:]?[\d_]+([eE][+-]?\d+)?$|^0[xob]/.test(text) || text !== text.trim() ? JSON.stringify(text) : text;
}

function quotedIfNeeded(text: string): string {
  return /^[\w./@%+-]+$/.test(text) && topText(text) === text ? text : JSON.stringify(text);
}

export function lineOfOrigin(origin: Origin): number | undefined {
  return isSpan(origin) ? lineAt(origin.file, origin.start) : undefined;
}

/** A clause as a sentence; a name such as `group_vars` keeps its small letter. */
export function sentence(clause: string): string {
  return `${clause.replace(/^[a-z]+(?= )/, (word) => word[0]!.toUpperCase() + word.slice(1))}.`;
}

/** `cp1, worker1 and 3 more`. */
export function hostNames(hosts: readonly Host[], most = 5): string {
  const names = hosts.map((host) => host.name);
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}

/** A path as short as it stays clear: relative to the inventory's folder, or to the roles of the checkout. */
export function showIn(project: Project, run: Run, path: string): string {
  // with vars beside two folders `group_vars/all.yml` could be either
  const folders = new Set([...run.inventoryFolders, ...run.playFolders].filter((folder) => run.inventoryFolders.includes(folder) || hasVars(project, folder)));
  if (folders.size === 1) for (const folder of folders) if (path.startsWith(folder + '/')) return path.slice(folder.length + 1);
  const roles = run.checkout === undefined ? undefined : run.checkout.root + '/roles/';
  if (roles !== undefined && path.startsWith(roles)) return path.slice(roles.length);
  return project.show(path);
}

function hasVars({ lookup }: Project, folder: Path): boolean {
  return ['group_vars', 'host_vars'].some((vars) => lookup.peek(joinPath(folder, vars)) === 'directory');
}
