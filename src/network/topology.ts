import type { HttpHandler } from './http';
import type { DnsQuestion, DnsRecord, NetworkStack, Protocol } from './stack';

/** A network namespace as its machine's engines see it; what programs see is the NetworkStack part of it. */
export interface NamespaceControl extends NetworkStack {
  /** Unique in the world, `laptop` or `laptop/3f2a...`: paths of packets in the trace name it as `namespace/<id>`. */
  readonly id: string;
  /** For hops and the map: `container web`. Changes when a container is renamed. */
  name: string;
  /** The machine it lies on. */
  readonly machine: MachineNetwork;
  /**
   * While true nobody here runs (docker pause): connections open, since the kernel accepts them, but HTTP requests wait
   * for their answer until it is false again.
   */
  frozen: boolean;
  /** Answers DNS at 127.0.0.11 inside this namespace; undefined takes it away. */
  setEmbeddedDns(dns: EmbeddedDns | undefined): void;
  /** The interfaces by which it hangs on bridges, in order. */
  attachments(): readonly Attachment[];
}

/** Docker's DNS server inside a container's namespace. Upstream: moby daemon/libnetwork/resolver.go. */
export interface EmbeddedDns {
  /**
   * The addresses of a name on this container's networks, in Docker's order; an empty list means that the name is known
   * but has no such address (IPv6); undefined hands the question to `upstream`. The name comes in lower case, without a final dot.
   */
  resolve(name: string, type: 'A' | 'AAAA'): readonly string[] | undefined;
  /** The name of an address (`web.front`), for PTR questions; undefined hands the question on. */
  reverse?(address: string): string | undefined;
  /** The servers asked for what is not known here (the machine's, or `--dns`); none answers SERVFAIL (internal networks). */
  upstream(): readonly string[];
}

export interface BridgeSpec {
  /** The interface's name, `docker0` or `br-0123456789ab`. */
  readonly name: string;
  /** For hops and the map, `network front`; the interface's name when absent. */
  readonly label?: string;
  /** `172.18.0.0/16`. */
  readonly subnet: string;
  /** The bridge's own address on the machine, `172.18.0.1`. */
  readonly gateway: string;
  /** No way out: no default route, and the filter drops what crosses. */
  readonly internal: boolean;
  /** Whether its containers may reach each other (`com.docker.network.bridge.enable_icc`). */
  readonly icc: boolean;
  readonly masquerade: boolean;
  readonly mtu: number;
  /** IPv6, where the network has it. */
  readonly subnet6?: string;
  readonly gateway6?: string;
}

export interface AttachSpec {
  /** `eth0`; the next free `ethN` when absent. */
  readonly ifname?: string;
  /** `172.18.0.2`; the prefix length is the bridge's. */
  readonly address: string;
  readonly address6?: string;
  /** A random locally administered one when absent. */
  readonly mac?: string;
  /** Whether its gateway may become the default route; the highest `priority` wins, then the first name in `order`. */
  readonly gateway: boolean;
  readonly priority?: number;
  /** The network's name: Docker lets the first by name give the default route among equals. */
  readonly order?: string;
}

/** A veth pair between a namespace and a bridge. */
export interface Attachment {
  readonly namespace: NamespaceControl;
  readonly bridge: BridgeSpec;
  readonly ifname: string;
  readonly address: string;
  readonly prefix: number;
  readonly address6: string | undefined;
  readonly mac: string;
  /** The interface at the machine's end, `veth1a2b3c4`. */
  readonly hostIfname: string;
}

export interface PublishSpec {
  readonly protocol: Protocol;
  /** `0.0.0.0`, `::`, `127.0.0.1` ... */
  readonly hostIp: string;
  /** 0 takes the first free one from 32768 on. */
  readonly hostPort: number;
  /** Instead of one port the first free one of this range, up to here (`-p 8000-8010:80`). */
  readonly hostPortEnd?: number;
  readonly containerIp: string;
  readonly containerPort: number;
  /** The bridge the container's address is on. */
  readonly bridge: string;
}

export interface PublishedPort extends PublishSpec {
  /** The port that was taken. */
  readonly hostPort: number;
}

/**
 * A port that cannot be published. `message` is what Docker says after `driver failed programming external connectivity
 * on endpoint x (id): `: `Bind for 0.0.0.0:8080 failed: port is already allocated`, or, when a process of the machine
 * listens there, `failed to bind host port for 0.0.0.0:8080:172.17.0.2:80/tcp: address already in use`.
 */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';

  constructor(
    message: string,
    /** Another container's publication, or the program that listens. */
    readonly holder: { readonly kind: 'published' | 'process'; readonly name: string } | undefined,
  ) {
    super(message);
  }
}

/** The network of one machine: its own namespace, the containers' ones, the bridges and rules between them. */
export interface MachineNetwork {
  readonly name: string;
  /** The machine's own namespace (`--network host`). */
  readonly host: NamespaceControl;
  /** A namespace with only `lo`: `--network none`, or the start of a container's. */
  createNamespace(spec: { id: string; name: string }): NamespaceControl;
  /** Closes its listeners and connections and takes its interfaces away. */
  deleteNamespace(namespace: NamespaceControl): void;
  /** Makes a bridge with its address, route and rules. Throws NetworkError EADDRINUSE when the name is taken. */
  createBridge(spec: BridgeSpec): void;
  /** Takes a bridge with its rules away; what still hangs on it is detached. Nothing happens when there is none. */
  deleteBridge(name: string): void;
  bridges(): readonly BridgeSpec[];
  /** Hangs a namespace on a bridge. Throws NetworkError EADDRINUSE for an address that is on the bridge already. */
  attach(namespace: NamespaceControl, bridge: string, spec: AttachSpec): Attachment;
  detach(attachment: Attachment): void;
  /** Opens a port of the machine to a container: DNAT, filter rule and docker-proxy. Throws PortTakenError. */
  publish(spec: PublishSpec): PublishedPort;
  unpublish(port: PublishedPort): void;
  published(): readonly PublishedPort[];
  /** The CIDRs that the machine's routes lead to directly: Docker's address pools keep clear of them. */
  onLinkSubnets(): readonly string[];
}

/** A host of the simulated internet. */
export interface InternetHost {
  /** Answers HTTP on port 80 and HTTPS on port 443. */
  readonly http?: HttpHandler;
  /** Other ports that take connections. */
  readonly ports?: readonly { readonly port: number; readonly http: HttpHandler; readonly tls: boolean }[];
  /** Further DNS records of the name (MX, TXT, CNAME ...). */
  readonly records?: readonly DnsRecord[];
}

/** The part of the world beyond the machines: named hosts, and DNS for their names. */
export interface InternetControl {
  /** Adds a host; without an address it gets a public one made from its name. Registering a name again replaces it. */
  register(name: string, address: string | undefined, host: InternetHost): void;
  unregister(name: string): void;
  /** The address of a public name, or undefined. */
  addressOf(name: string): string | undefined;
  /** Puts a text on the simulated web at an http or https address. */
  publish(url: string, content: string | Uint8Array): void;
  /** What the public DNS knows. */
  dns(question: DnsQuestion): {
    readonly status: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL';
    readonly records: readonly DnsRecord[];
  };
  /** Cuts the machines' way to the internet, or joins it again. */
  online: boolean;
}

/** The whole network of a world. */
export interface NetworkTopology {
  readonly internet: InternetControl;
  /** The DNS server for machines' /etc/resolv.conf. */
  readonly nameserver: string;
  /** Joins a machine to the local network; without an address it gets the next free one. */
  addMachine(spec: { name: string; address?: string }): MachineNetwork;
  removeMachine(name: string): void;
  machines(): readonly MachineNetwork[];
  /** Cuts the link between two machines (chaos), or between one and everything when `to` is absent; or joins it again. */
  cut(from: string, to: string | undefined, isCut: boolean): void;
}
