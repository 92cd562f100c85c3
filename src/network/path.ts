import { hostPort, isLoopback, parseAddress, prefixOf, contains } from './address';
import type { Packet, Verdict } from './firewall';
import type { Crossing, Interface } from './interface';
import type { ListenerRecord, Namespace } from './namespace';
import type { PublicHost } from './internet';
import type { Hop, NetworkErrorCode } from './stack';

/** How a packet's way ends. */
export type Destination =
  | { readonly kind: 'namespace'; readonly namespace: Namespace; readonly listener: ListenerRecord | undefined }
  | { readonly kind: 'public'; readonly host: PublicHost }
  | { readonly kind: 'failed'; readonly code: NetworkErrorCode; readonly afterMs: number; readonly from?: string };

/** The way of one packet: what happened to it, what it crossed, and where it came out. */
export interface Path {
  readonly hops: readonly Hop[];
  /** Ids of what was crossed, in order: `namespace/<id>`, `bridge/<machine>/<name>`, `internet`, `host/<name>`. */
  readonly elements: readonly string[];
  readonly crossings: readonly Crossing[];
  readonly rttMs: number;
  /** The addresses of routers passed, which traceroute shows. */
  readonly routers: readonly string[];
  /** The packet as it arrived. */
  readonly packet: Packet;
  readonly source: string;
  readonly end: Destination;
}

/** How often a packet may be forwarded; the kernel's default TTL would allow 64. */
const MOST_TURNS = 16;
/** What Linux waits for ARP before it says `No route to host`. */
const ARP_TIMEOUT_MS = 3070;
/** What a dropped SYN costs: the kernel gives up after six retries. */
export const SYN_TIMEOUT_MS = 134_000;

/** Walks a packet from a namespace through routes, filters and links to its end. Pure but for rule counters. */
export function walk(
  origin: Namespace,
  to: { address: string; port: number; protocol: 'tcp' | 'udp' | 'icmp'; sport: number },
  count: boolean,
): Path {
  const walker = new Walker(origin, to, count);
  const end = walker.run();
  return { ...walker.result(), end };
}

class Walker {
  readonly hops: Hop[] = [];
  readonly elements: string[] = [];
  readonly crossings: Crossing[] = [];
  readonly routers: string[] = [];
  readonly packet: Packet;
  rttMs = 0;
  source = '';

  constructor(
    private readonly origin: Namespace,
    to: { address: string; port: number; protocol: 'tcp' | 'udp' | 'icmp'; sport: number },
    private readonly counting: boolean,
  ) {
    this.packet = {
      src: '',
      dst: to.address,
      protocol: to.protocol,
      sport: to.sport,
      dport: to.port,
      state: 'NEW',
      bytes: 60,
    };
  }

  result(): Omit<Path, 'end'> {
    const { hops, elements, crossings, routers, packet, rttMs, source } = this;
    return { hops, elements, crossings, routers, packet, rttMs, source };
  }

  run(): Destination {
    let namespace = this.origin;
    let arrival: Interface | undefined;
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      this.#at(`namespace/${namespace.id}`);
      const next = arrival ? this.#input(namespace, arrival) : this.#output(namespace);
      if (!('namespace' in next && 'mac' in next)) return next;
      arrival = next;
      namespace = arrival.namespace;
    }
    return this.#fail(
      namespace.name,
      'route',
      'the packet goes round in a circle and its time to live runs out',
      'EHOSTUNREACH',
      0,
    );
  }

  /** A packet that starts here. */
  #output(ns: Namespace): Interface | Destination {
    const { packet } = this;
    const place = { isLocal: (address: string) => ns.isLocal(address) };
    if (ns.isLocal(packet.dst)) {
      packet.src = packet.dst;
      this.#dnat(ns, 'OUTPUT', place);
      if (ns.isLocal(packet.dst)) return this.#deliver(ns, ns.loopback);
    }
    const route = ns.route(packet.dst);
    if (!route) {
      return this.#fail(
        ns.name,
        'route',
        `there is no route from here to ${packet.dst}: no interface is on that network and there is no default route`,
        'ENETUNREACH',
        0,
      );
    }
    packet.src =
      route.source ??
      route.device.addresses.find((a) => a.address.includes(':') === packet.dst.includes(':'))?.address ??
      '';
    this.source = packet.src;
    this.#ok(
      ns.name,
      'route',
      route.gateway
        ? `${packet.dst} is reached by the default gateway ${route.gateway} through ${route.device.name}`
        : `${packet.dst} is on the network of ${route.device.name}, directly`,
    );
    const verdict = ns.firewall.decide('filter', 'OUTPUT', packet, { ...place, out: route.device.name }, this.counting);
    const stopped = this.#filtered(ns, verdict, 'OUTPUT');
    if (stopped) return stopped;
    this.#postrouting(ns, route.device);
    return this.#transmit(ns, route.device, route.gateway ?? packet.dst);
  }

  /** A packet that came in by an interface. */
  #input(ns: Namespace, arrival: Interface): Interface | Destination {
    const { packet } = this;
    const place = { in: arrival.name, isLocal: (address: string) => ns.isLocal(address) };
    this.#dnat(ns, 'PREROUTING', place);
    if (ns.isLocal(packet.dst)) return this.#deliver(ns, arrival);
    if (!ns.forwards) {
      return this.#fail(
        ns.name,
        'route',
        `${ns.name} does not forward packets for others`,
        'ETIMEDOUT',
        SYN_TIMEOUT_MS,
      );
    }
    const route = ns.route(packet.dst);
    if (!route) {
      return this.#fail(ns.name, 'route', `${ns.name} has no route to ${packet.dst}`, 'ENETUNREACH', this.rttMs);
    }
    this.routers.push(arrival.addresses[0]?.address ?? '');
    const verdict = ns.firewall.decide(
      'filter',
      'FORWARD',
      packet,
      { ...place, out: route.device.name },
      this.counting,
    );
    const stopped = this.#filtered(ns, verdict, 'FORWARD');
    if (stopped) return stopped;
    this.#ok(ns.name, 'route', `${ns.name} forwards it from ${arrival.name} to ${route.device.name}`);
    this.#postrouting(ns, route.device);
    return this.#transmit(ns, route.device, route.gateway ?? packet.dst);
  }

  #dnat(
    ns: Namespace,
    chain: 'PREROUTING' | 'OUTPUT',
    place: { in?: string; isLocal(address: string): boolean },
  ): void {
    const { packet } = this;
    const verdict = ns.firewall.decide('nat', chain, packet, place, this.counting);
    const target =
      verdict.target === 'DNAT' ? /--to-destination (\S+?)(?::(\d+))?$/.exec(verdict.options ?? '') : undefined;
    if (!target) {
      if (verdict.target === 'REDIRECT')
        packet.dport = Number(/--to-ports (\d+)/.exec(verdict.options ?? '')?.[1] ?? packet.dport);
      return;
    }
    const before = hostPort(packet.dst, packet.dport);
    packet.dst = target[1]!;
    packet.dport = Number(target[2] ?? packet.dport);
    this.#ok(
      ns.name,
      'nat',
      `a published port: DNAT in chain ${verdict.chain} changes the destination ${before} to ${hostPort(packet.dst, packet.dport)}`,
    );
  }

  #postrouting(ns: Namespace, out: Interface): void {
    const { packet } = this;
    const place = { out: out.name, isLocal: (address: string) => ns.isLocal(address) };
    if (ns.firewall.decide('nat', 'POSTROUTING', packet, place, this.counting).target !== 'MASQUERADE') return;
    const own = out.addresses.find((a) => !a.address.includes(':'))?.address;
    if (!own || own === packet.src) return;
    this.#ok(ns.name, 'nat', `MASQUERADE: the sender ${packet.src} becomes ${own}, the address of ${out.name}`);
    packet.src = own;
  }

  #transmit(ns: Namespace, out: Interface, nextHop: string): Interface | Destination {
    if (!out.up) return this.#fail(ns.name, 'link', `${out.name} is down`, 'ENETUNREACH', 0);
    this.crossings.push([out, 'tx']);
    if (out.kind === 'bridge') return this.#bridge(out, nextHop, undefined);
    if (out.kind === 'veth') {
      const far = out.peer;
      if (!far) return this.#fail(ns.name, 'link', `the other end of ${out.name} is gone`, 'ENETUNREACH', 0);
      this.crossings.push([far, 'rx']);
      this.rttMs += 0.03;
      return far.master ? this.#bridge(far.master, nextHop, far) : far;
    }
    const lan = ns.machine.lan;
    const result = lan.forward(out, nextHop, this.packet);
    this.rttMs += result.rttMs;
    for (const element of result.elements) this.#at(element);
    for (const hop of result.hops) this.hops.push(hop);
    this.routers.push(...result.routers);
    if (result.end.kind === 'ether') this.crossings.push([result.end, 'rx']);
    return result.end;
  }

  #bridge(bridge: Interface, nextHop: string, from: Interface | undefined): Interface | Destination {
    const ns = bridge.namespace;
    const label = bridge.bridge?.label ?? bridge.name;
    this.#at(`bridge/${ns.machine.name}/${bridge.name}`);
    if (from && bridge.addresses.some((a) => a.address === nextHop)) {
      this.crossings.push([bridge, 'rx']);
      return bridge;
    }
    const port = bridge.ports.find((p) => p !== from && p.peer?.addresses.some((a) => a.address === nextHop));
    if (!port?.peer) {
      this.rttMs += 0;
      return this.#fail(
        label,
        'link',
        `nobody on ${label} has the address ${nextHop}: no answer to ARP`,
        'EHOSTUNREACH',
        ARP_TIMEOUT_MS,
      );
    }
    if (from) {
      // With br_netfilter, which Docker loads, frames between ports of a bridge pass the FORWARD chain as well.
      const place = { in: bridge.name, out: bridge.name, isLocal: (address: string) => ns.isLocal(address) };
      const stopped = this.#filtered(
        ns,
        ns.firewall.decide('filter', 'FORWARD', this.packet, place, this.counting),
        'FORWARD',
      );
      if (stopped) return stopped;
    }
    this.crossings.push([port, 'tx'], [port.peer, 'rx']);
    this.rttMs += 0.03;
    this.#ok(label, 'link', `${label} carries it to ${port.peer.namespace.name} (${nextHop})`);
    return port.peer;
  }

  #deliver(ns: Namespace, arrival: Interface): Destination {
    const { packet } = this;
    if (arrival.kind === 'loopback') {
      this.source ||= packet.src;
      this.crossings.push([arrival, 'tx'], [arrival, 'rx']);
      this.rttMs += 0.03;
      this.#ok(ns.name, 'route', `${packet.dst} is ${ns.name} itself${isLoopback(packet.dst) ? ' (loopback)' : ''}`);
    }
    const place = { in: arrival.name, isLocal: (address: string) => ns.isLocal(address) };
    const stopped = this.#filtered(ns, ns.firewall.decide('filter', 'INPUT', packet, place, this.counting), 'INPUT');
    if (stopped) return stopped;
    if (packet.protocol === 'icmp') {
      this.#ok(ns.name, 'listener', `the kernel of ${ns.name} answers the ping`);
      return { kind: 'namespace', namespace: ns, listener: undefined };
    }
    const listener = ns.listenerFor(packet.protocol as 'tcp' | 'udp', packet.dst, packet.dport);
    if (!listener) {
      const others = ns.listening(packet.protocol as 'tcp' | 'udp', packet.dport);
      const why =
        others.length > 0
          ? `${others[0]!.program ?? 'a program'} listens on port ${String(packet.dport)} only at ${others[0]!.address}, not at ${packet.dst}`
          : `nobody listens on port ${String(packet.dport)} of ${ns.name}`;
      return this.#fail(ns.name, 'listener', why, 'ECONNREFUSED', this.rttMs, packet.dst);
    }
    this.#ok(
      ns.name,
      listener.proxy ? 'proxy' : 'listener',
      `${listener.program ?? 'a program'} listens on ${hostPort(listener.address, listener.port)}`,
    );
    return { kind: 'namespace', namespace: ns, listener };
  }

  #filtered(ns: Namespace, verdict: Verdict, chain: string): Destination | undefined {
    if (verdict.target === 'DROP') {
      const by = verdict.rule ? `a DROP rule in chain ${verdict.chain}` : `the policy of chain ${chain}`;
      const why = dropReason(verdict.chain);
      return this.#fail(ns.name, 'filter', `${by} throws the packet away${why}`, 'ETIMEDOUT', SYN_TIMEOUT_MS);
    }
    if (verdict.target === 'REJECT') {
      const reset = verdict.options?.includes('tcp-reset') ?? false;
      const code =
        reset || verdict.options === undefined || verdict.options.includes('port-unreachable')
          ? 'ECONNREFUSED'
          : 'EHOSTUNREACH';
      return this.#fail(
        ns.name,
        'filter',
        `a REJECT rule in chain ${verdict.chain} refuses the packet`,
        code,
        this.rttMs,
      );
    }
    if (verdict.rule && chain === 'FORWARD') {
      this.#ok(ns.name, 'filter', `the FORWARD chain lets it pass (rule in ${verdict.chain})`);
    }
    return undefined;
  }

  #ok(at: string, kind: string, text: string): void {
    this.hops.push({ at, kind, text, ok: true });
  }

  #fail(at: string, kind: string, text: string, code: NetworkErrorCode, afterMs: number, from?: string): Destination {
    this.hops.push({ at, kind, text, ok: false });
    return { kind: 'failed', code, afterMs, ...(from !== undefined && { from }) };
  }

  #at(element: string): void {
    if (this.elements.at(-1) !== element) this.elements.push(element);
  }
}

const dropReason = (chain: string): string => {
  if (chain === 'DOCKER-ISOLATION-STAGE-2') return ': Docker keeps its bridge networks apart';
  if (chain === 'DOCKER-ISOLATION-STAGE-1') return ': an internal network has no way in or out';
  if (chain === 'DOCKER-FORWARD') return ': containers of this network may not talk to each other (icc=false)';
  if (chain === 'DOCKER') return ': the port is not published';
  return '';
};

/** The directly connected subnet of an interface that contains an address, if any. */
export const onLink = (iface: Interface, address: string): number | undefined => {
  const parsed = parseAddress(address);
  if (!parsed) return undefined;
  for (const own of iface.addresses) {
    const base = parseAddress(own.address);
    if (base && contains(prefixOf(base, own.prefix), parsed)) return own.prefix;
  }
  return undefined;
};
