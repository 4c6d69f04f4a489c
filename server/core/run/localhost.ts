// The host that no inventory names: Ansible makes it when a pattern says localhost and nothing has that name (`get_host` of InventoryData).
import type { Host, Inventory } from '../inventory/inventory';

/** What Ansible takes for the machine it runs on (`C.LOCALHOST`). */
export const LOCALHOST = ['localhost', '127.0.0.1', '::1'];
const implicit = new WeakMap<Inventory, Map<string, Host>>();

/** True for the names that stand for the machine Ansible runs on. */
export function isLocalhost(name: string): boolean {
  return LOCALHOST.includes(name);
}

/** The host that `name` stands for: the first of the inventory that has such a name, else the implicit one, which is in no group. */
export function localhostOf(inventory: Inventory, name: string): Host | undefined {
  if (!isLocalhost(name)) return undefined;
  for (const host of inventory.hosts.values()) if (isLocalhost(host.name)) return host;
  let hosts = implicit.get(inventory);
  if (hosts === undefined) implicit.set(inventory, (hosts = new Map()));
  let host = hosts.get(name);
  if (host === undefined) hosts.set(name, (host = { name, declarations: [], groups: [], variables: [], runTimeGroups: new Map() }));
  return host;
}
