// The filter `ipaddr` (ansible.utils, ansible.netcommon) for networks and addresses in their plain spelling.
// Semantics: `ipaddr()` of ansible.utils over `netaddr.IPNetwork`.
import type { Value } from '../value';
import { Stop } from './pythonText';

interface Network {
  readonly version: 4 | 6;
  /** The address as written, host bits included. */
  readonly address: bigint;
  readonly prefix: number;
  /** True for `address/prefix`. */
  readonly isNetwork: boolean;
}

/** What the filter gives for one query: text, number, null where the value is not of the kind asked for, false where there is no such address. */
export function ipaddr(value: Value, [query]: readonly Value[]): Value {
  if (value === null) throw new Stop('fails: ipaddr of nothing');
  if (value === '' || value === false) return false;
  if (typeof value !== 'string') throw new Stop('has ipaddr of what is not followed');
  const network = parseNetwork(value);
  if (network === undefined) throw new Stop('has ipaddr of what is no plain address');
  const bits = BigInt(network.version === 4 ? 32 : 128);
  const size = 1n << (bits - BigInt(network.prefix));
  const first = network.address & ~(size - 1n);
  const text = (address: bigint): string => addressText(address, network.version);
  const whole = `${text(network.address)}/${network.prefix}`;
  if (typeof query === 'number') {
    if (size === 1n) return network.isNetwork ? whole : text(network.address);
    const index = BigInt(query);
    if (index >= size || index < -size) return false;
    return `${text(index < 0n ? first + size + index : first + index)}/${network.prefix}`;
  }
  switch (query) {
    case undefined:
    case '':
      return network.isNetwork ? whole : text(network.address);
    case 'net':
      return size > 1n && network.address === first ? whole : null;
    case 'address':
    case 'ip':
      // a network itself is no address, but in IPv6 and in a /31, which have no broadcast address
      return size <= 2n || network.address !== first || network.version === 6 ? text(network.address) : null;
    case 'network':
    case 'network_id':
      return text(first);
    case 'subnet':
    case 'network/prefix':
      return `${text(first)}/${network.prefix}`;
    case 'cidr':
      return whole;
    case 'prefix':
      return network.prefix;
    case 'version':
      return network.version;
    default:
      throw new Stop('has a query of ipaddr that is not followed');
  }
}

function parseNetwork(text: string): Network | undefined {
  const [addressPart = '', prefixPart, ...more] = text.split('/');
  if (more.length > 0 || (prefixPart !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefixPart))) return undefined;
  const version = addressPart.includes(':') ? 6 : 4;
  const address = version === 4 ? parseAddress4(addressPart) : parseAddress6(addressPart);
  const bits = version === 4 ? 32 : 128;
  const prefix = prefixPart === undefined ? bits : Number(prefixPart);
  return address === undefined || prefix > bits ? undefined : { version, address, prefix, isNetwork: prefixPart !== undefined };
}

function parseAddress4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((address, part) => (address << 8n) | BigInt(part), 0n);
}

function parseAddress6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const parts = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (parts.some((part) => !/^[0-9a-fA-F]{1,4}$/.test(part))) return undefined;
  return parts.reduce((address, part) => (address << 16n) | BigInt('0x' + part), 0n);
}

function addressText(address: bigint, version: 4 | 6): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 0xffn)).join('.');
  // addresses with a long row of zeros at the start are written with an IPv4 address at their end, by some
  if (address >> 48n === 0n) throw new Stop('has ipaddr of what is no plain address');
  const parts = Array.from({ length: 8 }, (_, index) => Number((address >> BigInt(112 - 16 * index)) & 0xffffn));
  const run = longestZeros(parts);
  const words = (from: number, to: number): string => parts.slice(from, to).map((part) => part.toString(16)).join(':');
  return run === undefined ? words(0, 8) : `${words(0, run.start)}::${words(run.end, 8)}`;
}

/** The first of the longest rows of at least two zeros. */
function longestZeros(parts: readonly number[]): { start: number; end: number } | undefined {
  let longest: { start: number; end: number } | undefined;
  for (let start = 0; start < parts.length; start++) {
    let end = start;
    while (parts[end] === 0) end++;
    if (end - start >= 2 && (longest === undefined || end - start > longest.end - longest.start)) longest = { start, end };
    if (end > start) start = end - 1;
  }
  return longest;
}
