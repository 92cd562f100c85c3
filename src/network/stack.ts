import type { Duplex } from '#io/streams';
import type { Firewall } from './firewall';
import type { HttpHandler } from './http';

export type Protocol = 'tcp' | 'udp';

/** Dotted IPv4 (or IPv6 text) and port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** One thing that happened to a packet on its way, for `drydock why` and the map. */
export interface Hop {
  /** Where: a namespace's name (`laptop`, `container web`), a bridge's (`docker0`), `internet`. */
  readonly at: string;
  /** `name`, `route`, `nat`, `filter`, `link`, `listener`, `proxy`. */
  readonly kind: string;
  /** One sentence without a full stop, in the learner's language. */
  readonly text: string;
  readonly ok: boolean;
}

export type NetworkErrorCode =
  | 'ECONNREFUSED'
  | 'EHOSTUNREACH'
  | 'ENETUNREACH'
  | 'ETIMEDOUT'
  | 'ECONNRESET'
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'ENOTFOUND'
  | 'EAI_AGAIN'
  | 'EACCES'
  | 'EINVAL';

/** A failed network operation as Linux tells it, with the hops walked so far. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';

  constructor(
    readonly code: NetworkErrorCode,
    message: string,
    readonly hops: readonly Hop[] = [],
  ) {
    super(message);
  }
}

/** An open connection (TCP), or one exchange of datagrams with the same peer (UDP). */
export interface Socket extends Duplex {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly hops: readonly Hop[];
  /** When the other side answers HTTP by function, requests can skip the bytes: `#network/http-client` does. */
  readonly http?: HttpHandler;
  /** The other side speaks TLS: a plain HTTP request gets the usual 400. */
  readonly tls?: boolean;
  close(): void;
}

export interface ListenOptions {
  readonly protocol?: Protocol;
  /** `0.0.0.0` when absent. */
  readonly address?: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** The program's name, for `netstat -p` and the map. */
  readonly program?: string;
  /** Takes each connection. Give this or `http`. */
  accept?(socket: Socket): void;
  /** Answers HTTP; raw connections to the port speak HTTP/1.1 with it all the same. */
  readonly http?: HttpHandler;
  /** HTTPS: plain clients get the usual 400, `https:` ones are served. */
  readonly tls?: boolean;
  /** Answers DNS on a UDP port: a server that `query` can ask. */
  readonly dns?: (question: DnsQuestion) => Omit<DnsAnswer, 'server'>;
}

export interface Listener {
  readonly protocol: Protocol;
  readonly local: Endpoint;
  close(): void;
}

export interface InterfaceInfo {
  readonly name: string;
  readonly index: number;
  readonly mac: string;
  readonly up: boolean;
  /** False for a bridge without ports (`NO-CARRIER`). */
  readonly carrier?: boolean;
  readonly mtu: number;
  /** With prefix length: `172.17.0.2/16`. */
  readonly addresses: readonly string[];
  /** For `eth0@if7`: the other end's index. */
  readonly peerIndex?: number;
  /** `loopback`, `veth`, `bridge`, `ether`. */
  readonly kind: string;
  /** The bridge this is a port of. */
  readonly master?: string;
  readonly rxBytes: number;
  readonly txBytes: number;
  readonly rxPackets: number;
  readonly txPackets: number;
}

export interface RouteInfo {
  /** `default` or a CIDR. */
  readonly destination: string;
  readonly gateway?: string;
  readonly device: string;
  readonly source?: string;
  readonly scope?: 'link';
}

export interface ListeningInfo {
  readonly protocol: Protocol;
  readonly local: Endpoint;
  readonly remote?: Endpoint;
  readonly state: 'LISTEN' | 'ESTABLISHED';
  readonly program?: string;
}

export interface DnsQuestion {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'PTR' | 'SRV' | 'TXT' | 'SOA';
}

export interface DnsRecord {
  readonly name: string;
  readonly type: DnsQuestion['type'];
  readonly ttl: number;
  /** The data as dig prints it. */
  readonly data: string;
}

export interface DnsAnswer {
  readonly status: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';
  readonly authoritative: boolean;
  readonly records: readonly DnsRecord[];
  /** Which server answered, `127.0.0.11`. */
  readonly server: string;
}

/** One network namespace as programs see it (sockets, ip, iptables). Latencies are virtual. */
export interface NetworkStack {
  /** For hops and the map: `laptop`, `container web`. */
  readonly name: string;
  /** Throws NetworkError EADDRINUSE, EADDRNOTAVAIL, or EACCES. */
  listen(options: ListenOptions): Listener;
  /** Walks the real path; rejects with NetworkError. `address` is an IP: resolve names with `lookup`. */
  connect(to: Endpoint, options?: { protocol?: Protocol; timeoutMs?: number; tls?: boolean }): Promise<Socket>;
  /** One ICMP echo; rejects with NetworkError. */
  ping(
    address: string,
    options?: { timeoutMs?: number; ttl?: number },
  ): Promise<{
    rttMs: number;
    ttl: number;
    from: string;
    /** A router on the way answered that the TTL ran out (traceroute). */
    exceeded?: boolean;
  }>;
  /** Asks one DNS server; rejects with NetworkError when it cannot be reached. */
  query(server: string, question: DnsQuestion): Promise<DnsAnswer>;
  /** The path a packet would take, without sending it; never throws. The last hop tells how it ends. */
  explain(to: Endpoint, protocol?: Protocol): readonly Hop[];
  interfaces(): readonly InterfaceInfo[];
  routes(): readonly RouteInfo[];
  sockets(): readonly ListeningInfo[];
  /** The lines `iptables -t TABLE -S` prints. */
  rules(table: 'filter' | 'nat' | 'mangle' | 'raw'): readonly string[];
  /** The packet filter itself, for `iptables`; absent where a program may not change it. */
  readonly firewall?: Firewall | undefined;
  neighbours(): readonly { address: string; mac: string; device: string }[];
}

/** What name lookup reads: the files of the process that asks. */
export interface ResolverFiles {
  readText(path: string): string;
  exists(path: string): boolean;
}
