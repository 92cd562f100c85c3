import { contains, isLoopback, parseAddress, prefixOf, formatPrefix, width } from './address';
import { Connector } from './connector';
import { queryDns } from './dns';
import { Firewall } from './firewall';
import { newInterface, type Interface } from './interface';
import { onLink, walk } from './path';
import type { MachineSegment } from './machine-network';
import {
  NetworkError,
  type DnsAnswer,
  type DnsQuestion,
  type Endpoint,
  type Hop,
  type InterfaceInfo,
  type Listener,
  type ListeningInfo,
  type ListenOptions,
  type Protocol,
  type RouteInfo,
  type Socket,
} from './stack';
import type { Attachment, EmbeddedDns, NamespaceControl } from './topology';

/** A listening socket. */
export interface ListenerRecord extends ListenOptions {
  readonly address: string;
  readonly protocol: Protocol;
  /** Of docker-proxy: where its connections go on to. */
  readonly proxy?: Endpoint;
  /** What to call when the listener closes: requests that still wait for their answer. */
  readonly onClose: Set<() => void>;
  closed: boolean;
}

export interface ConnectionRecord {
  readonly protocol: Protocol;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly program: string | undefined;
  reset(): void;
}

interface Route {
  readonly destination: string;
  readonly gateway?: string;
  readonly device: Interface;
  readonly source?: string;
}

const EPHEMERAL = { first: 32768, last: 60999 };

/** A network namespace: interfaces, routes, packet filter, sockets. */
export class Namespace implements NamespaceControl {
  readonly firewall = new Firewall();
  readonly interfaceList: Interface[] = [];
  readonly loopback: Interface;
  readonly listeners = new Set<ListenerRecord>();
  readonly connections = new Set<ConnectionRecord>();
  /** Routes beside those that addresses bring. */
  extraRoutes: Route[] = [];
  /** Its own default route, for machines. */
  gateway: { address: string; device: Interface } | undefined;
  embeddedDns: EmbeddedDns | undefined;
  deleted = false;

  #frozen = false;
  #thawed: (() => void)[] = [];
  #attachments: Attachment[] = [];
  #nextIndex = 2;
  #nextPort: number;
  #connector: Connector;

  constructor(
    readonly id: string,
    public name: string,
    readonly machine: MachineSegment,
    /** Whether packets for others pass (net.ipv4.ip_forward), as on machines. */
    readonly forwards: boolean,
  ) {
    this.loopback = newInterface(this, 'loopback', 'lo', {
      index: 1,
      mac: '00:00:00:00:00:00',
      mtu: 65536,
      addresses: [
        { address: '127.0.0.1', prefix: 8 },
        { address: '::1', prefix: 128 },
      ],
    });
    this.interfaceList.push(this.loopback);
    this.#nextPort = EPHEMERAL.first + machine.world.random.below(20_000);
    this.#connector = new Connector(this);
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  set frozen(frozen: boolean) {
    this.#frozen = frozen;
    if (frozen || this.#thawed.length === 0) return;
    this.machine.world.clock.wake();
    for (const go of this.#thawed.splice(0)) go();
  }

  /** Settles when nothing here is frozen. */
  async thawed(): Promise<void> {
    while (this.#frozen) await new Promise<void>((go) => this.#thawed.push(go));
  }

  setEmbeddedDns(dns: EmbeddedDns | undefined): void {
    this.embeddedDns = dns;
  }

  attachments(): readonly Attachment[] {
    return this.#attachments;
  }

  /** For the machine, which keeps the list in order. */
  changeAttachments(change: (list: readonly Attachment[]) => Attachment[]): void {
    this.#attachments = change(this.#attachments);
  }

  nextInterfaceIndex(): number {
    return this.#nextIndex++;
  }

  nextPort(): number {
    for (let tries = 0; tries < EPHEMERAL.last - EPHEMERAL.first; tries++) {
      const port = this.#nextPort++;
      if (this.#nextPort > EPHEMERAL.last) this.#nextPort = EPHEMERAL.first;
      if (![...this.listeners].some((l) => l.port === port)) return port;
    }
    throw new NetworkError('EADDRNOTAVAIL', 'Cannot assign requested address');
  }

  isLocal(address: string): boolean {
    if (isLoopback(address) || address === '0.0.0.0' || address === '::') return true;
    return this.interfaceList.some((i) => i.addresses.some((a) => a.address === address));
  }

  /** The route with the longest prefix that leads to an address. */
  route(address: string): Route | undefined {
    const parsed = parseAddress(address);
    if (!parsed) return undefined;
    let best: { bits: number; route: Route } | undefined;
    for (const device of this.interfaceList) {
      if (device.kind === 'loopback' || !device.up) continue;
      const bits = onLink(device, address);
      const source = device.addresses.find((a) => a.address.includes(':') === (parsed.family === 6))?.address;
      if (bits !== undefined && (!best || bits > best.bits)) {
        best = { bits, route: { destination: 'link', device, ...(source !== undefined && { source }) } };
      }
    }
    for (const route of this.extraRoutes) {
      const prefix = route.destination.includes('/') ? parsePrefixOf(route.destination) : undefined;
      if (prefix && contains(prefix, parsed) && (!best || prefix.bits > best.bits)) best = { bits: prefix.bits, route };
    }
    if (best) return best.route;
    if (parsed.family === 6) return undefined;
    const gateway = this.defaultGateway();
    return gateway && { destination: 'default', gateway: gateway.address, device: gateway.device };
  }

  /** By the machine's own setting, or by the attachment that Docker prefers. */
  defaultGateway(): { address: string; device: Interface } | undefined {
    if (this.gateway) return this.gateway;
    const best = this.machine.gatewayAttachment(this.#attachments);
    const device = best && this.interfaceList.find((i) => i.name === best.ifname);
    return device && { address: best.bridge.gateway, device };
  }

  listenerFor(protocol: Protocol, address: string, port: number): ListenerRecord | undefined {
    const there = this.listening(protocol, port);
    const any = address.includes(':') ? '::' : '0.0.0.0';
    return (
      there.find((l) => l.address === address) ??
      there.find((l) => l.address === any) ??
      // A socket on `::` takes IPv4 as well, unless it is docker-proxy's.
      there.find((l) => l.address === '::' && !l.proxy)
    );
  }

  listening(protocol: Protocol, port: number): ListenerRecord[] {
    return [...this.listeners].filter((l) => l.protocol === protocol && l.port === port);
  }

  listen(options: ListenOptions): Listener {
    return this.listenAs(options);
  }

  /** Listens; `proxy` makes it docker-proxy's socket. */
  listenAs(options: ListenOptions, proxy?: Endpoint): Listener {
    const protocol = options.protocol ?? 'tcp';
    const address =
      options.address === undefined || options.address === '' || options.address === '*' ? '0.0.0.0' : options.address;
    if (!parseAddress(address) || options.port < 0 || options.port > 65535)
      throw new NetworkError('EINVAL', 'Invalid argument');
    if (!this.isLocal(address)) throw new NetworkError('EADDRNOTAVAIL', 'Cannot assign requested address');
    const port = options.port === 0 ? this.nextPort() : options.port;
    const wide = (a: string): boolean => a === '0.0.0.0' || a === '::';
    const taken = this.listening(protocol, port).some(
      (l) =>
        l.address === address ||
        (l.address.includes(':') === address.includes(':') && (wide(l.address) || wide(address))),
    );
    if (taken) throw new NetworkError('EADDRINUSE', 'Address already in use');
    const record: ListenerRecord = {
      ...options,
      protocol,
      address,
      port,
      onClose: new Set(),
      closed: false,
      ...(proxy && { proxy }),
    };
    this.listeners.add(record);
    return {
      protocol,
      local: { address, port },
      close: () => {
        if (record.closed) return;
        record.closed = true;
        this.listeners.delete(record);
        for (const cancel of [...record.onClose]) cancel();
      },
    };
  }

  connect(to: Endpoint, options: { protocol?: Protocol; timeoutMs?: number; tls?: boolean } = {}): Promise<Socket> {
    return this.#connector.connect(to, options);
  }

  ping(
    address: string,
    options: { timeoutMs?: number; ttl?: number } = {},
  ): Promise<{ rttMs: number; ttl: number; from: string; exceeded?: boolean }> {
    return this.#connector.ping(address, options);
  }

  query(server: string, question: DnsQuestion): Promise<DnsAnswer> {
    return queryDns(this, server, question);
  }

  explain(to: Endpoint, protocol: Protocol = 'tcp'): readonly Hop[] {
    return this.#connector.explain(to, protocol);
  }

  interfaces(): readonly InterfaceInfo[] {
    return this.interfaceList.map((i) => ({
      name: i.name,
      index: i.index,
      mac: i.mac,
      up: i.up,
      mtu: i.mtu,
      addresses: i.addresses.map((a) => `${a.address}/${String(a.prefix)}`),
      ...(i.peer && { peerIndex: i.peer.index }),
      kind: i.kind,
      ...(i.master && { master: i.master.name }),
      carrier: i.kind !== 'bridge' || i.ports.length > 0,
      rxBytes: i.rxBytes,
      txBytes: i.txBytes,
      rxPackets: i.rxPackets,
      txPackets: i.txPackets,
    }));
  }

  routes(): readonly RouteInfo[] {
    const gateway = this.defaultGateway();
    const links = this.interfaceList
      .filter((i) => i.kind !== 'loopback' && i.up)
      .flatMap((i) => i.addresses.filter((a) => !a.address.includes(':')).map((a) => ({ iface: i, own: a })))
      .map(({ iface, own }) => ({ prefix: prefixOf(parseAddress(own.address)!, own.prefix), iface, own }))
      .sort((a, b) => (a.prefix.value < b.prefix.value ? -1 : 1));
    return [
      ...(gateway ? [{ destination: 'default', gateway: gateway.address, device: gateway.device.name }] : []),
      ...links.map(({ prefix, iface, own }) => ({
        destination: formatPrefix(prefix),
        device: iface.name,
        source: own.address,
        scope: 'link' as const,
      })),
    ];
  }

  sockets(): readonly ListeningInfo[] {
    const listening = [...this.listeners].map((l) => ({
      protocol: l.protocol,
      local: { address: l.address, port: l.port },
      state: 'LISTEN' as const,
      ...(l.program !== undefined && { program: l.program }),
    }));
    const open = [...this.connections].map((c) => ({
      protocol: c.protocol,
      local: c.local,
      remote: c.remote,
      state: 'ESTABLISHED' as const,
      ...(c.program !== undefined && { program: c.program }),
    }));
    return [...listening, ...open];
  }

  rules(table: 'filter' | 'nat' | 'mangle' | 'raw'): readonly string[] {
    return this.firewall.list(table);
  }

  /** Simplified: all neighbours on the own bridges that exist, not only those spoken to lately. */
  neighbours(): readonly { address: string; mac: string; device: string }[] {
    return this.interfaceList.flatMap((iface) => {
      const bridge = iface.kind === 'bridge' ? iface : iface.peer?.master;
      if (!bridge) return [];
      const others = bridge.ports.flatMap((p) => (p.peer && p.peer !== iface ? [p.peer] : []));
      const all = iface === bridge ? others : [bridge, ...others];
      return all.flatMap((o) =>
        o.addresses
          .filter((a) => !a.address.includes(':'))
          .map((a) => ({ address: a.address, mac: o.mac, device: iface.name })),
      );
    });
  }

  /** Ends all sockets. */
  shutDown(): void {
    this.deleted = true;
    for (const listener of [...this.listeners]) {
      listener.closed = true;
      this.listeners.delete(listener);
      for (const cancel of [...listener.onClose]) cancel();
    }
    for (const connection of [...this.connections]) connection.reset();
    this.frozen = false;
  }

  /** For the connector and DNS: the path of a packet from here. */
  walk(to: Endpoint, protocol: Protocol | 'icmp', counting: boolean, sport = 0): ReturnType<typeof walk> {
    return walk(this, { ...to, protocol, sport }, counting);
  }
}

const parsePrefixOf = (text: string): ReturnType<typeof prefixOf> | undefined => {
  const [address, bits] = text.split('/');
  const parsed = parseAddress(address!);
  return parsed && prefixOf(parsed, Number(bits ?? width(parsed.family)));
};
