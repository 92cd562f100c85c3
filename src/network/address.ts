/** An IP address as a number: 32 or 128 bits. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** A subnet: the address of its start (host bits are zero) and the length of its prefix. */
export interface Prefix {
  readonly family: 4 | 6;
  readonly value: bigint;
  readonly bits: number;
}

export const width = (family: 4 | 6): number => (family === 4 ? 32 : 128);

/** An IPv4 address as its number, or undefined; octal and short forms are refused, as Go and inet_pton refuse them. */
function parse4(text: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  let value = 0n;
  for (const part of match.slice(1)) {
    if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parse6(text: string): bigint | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = (half: string): bigint[] | undefined => {
    if (half === '') return [];
    const out: bigint[] = [];
    const parts = half.split(':');
    for (const [i, part] of parts.entries()) {
      if (part.includes('.')) {
        const v4 = i === parts.length - 1 ? parse4(part) : undefined;
        if (v4 === undefined) return undefined;
        out.push(v4 >> 16n, v4 & 0xffffn);
      } else if (/^[0-9a-f]{1,4}$/i.test(part)) out.push(BigInt(`0x${part}`));
      else return undefined;
    }
    return out;
  };
  const head = groups(halves[0]!);
  const tail = halves.length === 2 ? groups(halves[1]!) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...Array<bigint>(missing).fill(0n), ...tail].reduce((sum, group) => (sum << 16n) | group, 0n);
}

/** An address from text (IPv4 dotted, IPv6 with `::`; a `%zone` is dropped), or undefined. */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const value = parse4(text);
    return value === undefined ? undefined : { family: 4, value };
  }
  const value = parse6(text.replace(/%.*$/, ''));
  return value === undefined ? undefined : { family: 6, value };
}

/** The canonical text; IPv6 as RFC 5952 writes it. */
export function formatAddress({ family, value }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn));
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (at + length < 8 && groups[at + length] === 0) length++;
    if (length > best.length) best = { at, length };
  }
  const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
  if (best.at < 0) return hex(groups);
  return `${hex(groups.slice(0, best.at))}::${hex(groups.slice(best.at + best.length))}`;
}

const mask = (family: 4 | 6, bits: number): bigint => {
  const all = width(family);
  return ((1n << BigInt(bits)) - 1n) << BigInt(all - bits);
};

/** A CIDR with its host bits cleared, or undefined. A bare address is a /32 or /128. */
export function parsePrefix(text: string): Prefix | undefined {
  const [head, length, ...rest] = text.split('/');
  const address = parseAddress(head!);
  if (!address || rest.length > 0) return undefined;
  const all = width(address.family);
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const bits = length === undefined ? all : Number(length);
  return bits > all ? undefined : prefixOf(address, bits);
}

/** The subnet of the given length that an address lies in. */
export const prefixOf = (address: Address, bits: number): Prefix => ({
  family: address.family,
  value: address.value & mask(address.family, bits),
  bits,
});

export const formatPrefix = (prefix: Prefix): string => `${formatAddress(prefix)}/${String(prefix.bits)}`;

export const contains = (prefix: Prefix, address: Address): boolean =>
  prefix.family === address.family && (address.value & mask(prefix.family, prefix.bits)) === prefix.value;

export const overlaps = (a: Prefix, b: Prefix): boolean => contains(a, b) || contains(b, a);

/** How many addresses a subnet has. */
export const sizeOf = (prefix: Prefix): bigint => 1n << BigInt(width(prefix.family) - prefix.bits);

/** The last address of a subnet: IPv4's broadcast address. */
export const lastOf = (prefix: Prefix): Address => ({
  family: prefix.family,
  value: prefix.value + sizeOf(prefix) - 1n,
});

/** The address plus `count` steps of 2^shift. Upstream: moby daemon/libnetwork/ipbits. */
export const addTo = (address: Address, count: bigint, shift = 0): Address => ({
  family: address.family,
  value: BigInt.asUintN(width(address.family), address.value + (count << BigInt(shift))),
});

/** The bits [from, to) of an address, counted from its left. Upstream: moby daemon/libnetwork/ipbits. */
export const field = (address: Address, from: number, to: number): bigint =>
  (address.value >> BigInt(width(address.family) - to)) & ((1n << BigInt(to - from)) - 1n);

/** How many subnets of a length lie between two addresses. Upstream: moby daemon/libnetwork/ipbits. */
export const subnetsBetween = (from: Address, to: Address, bits: number): bigint =>
  field(to, 0, bits) - field(from, 0, bits);

/** Whether a subnet text contains an address text; false when either is none. */
export function inSubnet(subnet: string, address: string): boolean {
  const prefix = parsePrefix(subnet);
  const parsed = parseAddress(address);
  return prefix !== undefined && parsed !== undefined && contains(prefix, parsed);
}

export const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

/** `255.255.0.0` for 16. */
export const netmask = (bits: number): string => formatAddress({ family: 4, value: mask(4, bits) });

/** An address and port as URLs and listings write them: IPv6 in brackets. */
export const hostPort = (address: string, port: number | string): string =>
  `${address.includes(':') ? `[${address}]` : address}:${String(port)}`;
