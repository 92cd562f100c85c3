import {
  addTo,
  contains,
  formatAddress,
  formatPrefix,
  lastOf,
  overlaps,
  parseAddress,
  parsePrefix,
  sizeOf,
  type Address,
  type Prefix,
} from './address';

/** A failed request for a subnet or an address, in Docker's words. Upstream: moby daemon/libnetwork/ipamapi/contract.go. */
export class IpamError extends Error {
  override readonly name = 'IpamError';

  constructor(
    readonly code: 'overlap' | 'no-subnets' | 'in-use' | 'no-addresses' | 'out-of-range' | 'invalid',
    message: string,
  ) {
    super(message);
  }
}

/** A range from which networks are cut: `base` in pieces of `size` bits. */
export interface AddressPool {
  readonly base: string;
  readonly size: number;
}

/** Where Docker takes subnets from when none is asked for. Upstream: moby daemon/libnetwork/ipamutils/utils.go. */
export const DEFAULT_POOLS: readonly AddressPool[] = [
  { base: '172.17.0.0/16', size: 16 },
  { base: '172.18.0.0/16', size: 16 },
  { base: '172.19.0.0/16', size: 16 },
  { base: '172.20.0.0/14', size: 16 },
  { base: '172.24.0.0/14', size: 16 },
  { base: '172.28.0.0/14', size: 16 },
  { base: '192.168.0.0/16', size: 20 },
  // Simplified: each real engine makes up its own unique local range for IPv6.
  { base: 'fd42:d0c:cafe::/48', size: 64 },
];

/**
 * The first subnet of the pools, in order, that overlaps nothing taken; undefined when all are used up. `bits` asks for
 * another size than the pools' own.
 */
export function nextSubnet(pools: readonly AddressPool[], taken: readonly string[], bits?: number): string | undefined {
  const used = taken.map(prefix);
  for (const { base, size } of pools) {
    const end = lastOf(prefix(base)).value;
    const { family, value: start } = parseAddress(base.replace(/\/.*$/, ''))!;
    const length = bits ?? size;
    const step = sizeOf({ family, value: start, bits: length });
    for (let value = start; value + step - 1n <= end;) {
      const candidate: Prefix = { family, value, bits: length };
      const blocker = used.find((other) => overlaps(other, candidate));
      if (!blocker) return formatPrefix(candidate);
      // Past whichever ends later; pieces stay aligned to their size.
      const after = lastOf(blocker).value + 1n;
      value = after > value + step ? ((after + step - 1n) / step) * step : value + step;
    }
  }
  return undefined;
}

/** Whether a subnet may be added beside others in one address space. */
export function mayAdd(existing: readonly string[], subnet: string): boolean {
  const wanted = prefix(subnet);
  return !existing.some((other) => overlaps(prefix(other), wanted));
}

interface Pool {
  readonly subnet: Prefix;
  readonly range: Prefix;
  readonly used: Set<bigint>;
}

/**
 * Docker's default IPAM driver for one address space: subnets and the addresses in them. It holds no lasting state: the
 * daemon asks again for what its records name when it starts. Upstream: moby daemon/libnetwork/ipams/defaultipam.
 */
export class Ipam {
  #pools = new Map<string, Pool>();

  constructor(private readonly predefined: readonly AddressPool[] = DEFAULT_POOLS) {}

  /**
   * Takes a subnet: the one asked for, or the next free one of the pools that also keeps clear of `reserved` (what the
   * machine's routes lead to); `0.0.0.0/24` asks for the next free one of that size. `range` is where addresses are given from (`--ip-range`). Answers the subnet's CIDR.
   */
  requestPool(request: { subnet?: string; range?: string; reserved?: readonly string[] }): string {
    const asked = request.subnet === undefined ? undefined : prefix(request.subnet);
    const taken = [...this.#pools.keys(), ...(request.reserved ?? [])];
    const subnet = request.subnet !== undefined && asked?.value !== 0n ? request.subnet : this.#next(taken, asked);
    if (subnet === undefined) {
      throw new IpamError('no-subnets', 'all predefined address pools have been fully subnetted');
    }
    const parsed = prefix(subnet);
    const key = formatPrefix(parsed);
    if (!mayAdd([...this.#pools.keys()], key)) {
      throw new IpamError('overlap', 'invalid pool request: Pool overlaps with other one on this address space');
    }
    this.#pools.set(key, { subnet: parsed, range: request.range ? prefix(request.range) : parsed, used: new Set() });
    return key;
  }

  releasePool(subnet: string): void {
    this.#pools.delete(subnet);
  }

  pools(): readonly string[] {
    return [...this.#pools.keys()];
  }

  /** Takes an address: the one asked for, or the lowest free one of the pool's range. */
  requestAddress(subnet: string, wanted?: string): string {
    const pool = this.#pool(subnet);
    if (wanted !== undefined) {
      const address = parseAddress(wanted);
      if (!address || !contains(pool.subnet, address)) {
        throw new IpamError('out-of-range', 'requested address is out of range');
      }
      if (pool.used.has(address.value) || reservedIn(pool.subnet, address)) {
        throw new IpamError('in-use', 'Address already in use');
      }
      pool.used.add(address.value);
      return formatAddress(address);
    }
    const end = lastOf(pool.range);
    for (let address: Address = pool.range; address.value <= end.value; address = addTo(address, 1n)) {
      if (pool.used.has(address.value) || reservedIn(pool.subnet, address)) continue;
      pool.used.add(address.value);
      return formatAddress(address);
    }
    throw new IpamError(
      'no-addresses',
      `no available IPv${String(pool.subnet.family)} addresses on this network's address pools`,
    );
  }

  releaseAddress(subnet: string, address: string): void {
    const parsed = parseAddress(address);
    if (parsed) this.#pools.get(subnet)?.used.delete(parsed.value);
  }

  /** The next free subnet, of the size that `0.0.0.0/n` or `::/n` asks for; /0 leaves the size to the pool. */
  #next(taken: readonly string[], asked: Prefix | undefined): string | undefined {
    const family = asked?.family ?? 4;
    const pools = this.predefined.filter((pool) => pool.base.includes(':') === (family === 6));
    return nextSubnet(pools, taken, asked && asked.bits > 0 ? asked.bits : undefined);
  }

  #pool(subnet: string): Pool {
    const pool = this.#pools.get(subnet);
    if (!pool) throw new IpamError('invalid', `invalid pool id: ${subnet}`);
    return pool;
  }
}

/** The network's own address and IPv4's broadcast address are nobody's (except in /31 and /32). */
const reservedIn = (subnet: Prefix, address: Address): boolean => {
  if (subnet.family === 4 && subnet.bits >= 31) return false;
  if (address.value === subnet.value) return true;
  return subnet.family === 4 && address.value === lastOf(subnet).value;
};

function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  if (!parsed) throw new IpamError('invalid', `invalid CIDR address: ${text}`);
  return parsed;
}
