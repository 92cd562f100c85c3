import { hostPort, parsePrefix, prefixOf, parseAddress, formatPrefix } from './address';
import { bridgeRules, portRules, setUpChains, withdraw } from './docker-rules';
import type { Lan, NetworkWorld } from './fabric';
import type { Rule, TableName } from './firewall';
import { newInterface, type Interface } from './interface';
import { Namespace } from './namespace';
import { NetworkError, type Listener } from './stack';
import {
  PortTakenError,
  type Attachment,
  type AttachSpec,
  type BridgeSpec,
  type MachineNetwork,
  type NamespaceControl,
  type PublishedPort,
  type PublishSpec,
} from './topology';

type PlacedRule = [TableName, string, Rule];

/** The first port that Docker gives when none is asked for (net.ipv4.ip_local_port_range). */
const FIRST_PORT = 32768;
const LAST_PORT = 60999;

interface BridgeRecord {
  readonly spec: BridgeSpec;
  readonly iface: Interface;
  readonly rules: PlacedRule[];
}

interface Placed {
  readonly spec: AttachSpec;
  readonly near: Interface;
  readonly far: Interface;
}

/** The network of one machine. Upstream: moby daemon/libnetwork/drivers/bridge. */
export class MachineSegment implements MachineNetwork {
  readonly host: Namespace;
  readonly uplink: Interface;
  #bridges = new Map<string, BridgeRecord>();
  #ports = new Map<PublishedPort, { rules: PlacedRule[]; listener: Listener }>();
  #attached = new Map<Attachment, Placed>();
  #namespaces = new Set<Namespace>();
  #nextPort = FIRST_PORT;

  constructor(
    readonly name: string,
    readonly address: string,
    prefix: number,
    readonly world: NetworkWorld,
    readonly lan: Lan,
  ) {
    this.host = new Namespace(name, name, this, true);
    this.uplink = newInterface(this.host, 'ether', 'eth0', {
      index: this.host.nextInterfaceIndex(),
      mac: this.#mac('08:00:27'),
      mtu: 1500,
      addresses: [{ address, prefix }],
    });
    this.host.interfaceList.push(this.uplink);
    this.host.gateway = { address: lan.router, device: this.uplink };
  }

  createNamespace({ id, name }: { id: string; name: string }): NamespaceControl {
    const namespace = new Namespace(id, name, this, false);
    this.#namespaces.add(namespace);
    return namespace;
  }

  deleteNamespace(namespace: NamespaceControl): void {
    const own = this.#own(namespace);
    for (const attachment of [...own.attachments()]) this.detach(attachment);
    own.shutDown();
    this.#namespaces.delete(own);
  }

  createBridge(spec: BridgeSpec): void {
    if (this.#bridges.has(spec.name)) throw new NetworkError('EADDRINUSE', `a bridge named ${spec.name} exists`);
    const prefix = parsePrefix(spec.subnet);
    if (!prefix) throw new NetworkError('EINVAL', `invalid subnet ${spec.subnet}`);
    const prefix6 = spec.subnet6 === undefined ? undefined : parsePrefix(spec.subnet6);
    setUpChains(this.host.firewall);
    const iface = newInterface(this.host, 'bridge', spec.name, {
      index: this.host.nextInterfaceIndex(),
      mac: this.#mac('02:42'),
      mtu: spec.mtu,
      bridge: spec,
      addresses: [
        ...(spec.gateway === '' ? [] : [{ address: spec.gateway, prefix: prefix.bits }]),
        ...(spec.gateway6 !== undefined && prefix6 ? [{ address: spec.gateway6, prefix: prefix6.bits }] : []),
      ],
    });
    this.host.interfaceList.push(iface);
    this.#bridges.set(spec.name, { spec, iface, rules: bridgeRules(this.host.firewall, spec) });
  }

  deleteBridge(name: string): void {
    const record = this.#bridges.get(name);
    if (!record) return;
    for (const [attachment, { far }] of [...this.#attached]) if (far.master === record.iface) this.detach(attachment);
    withdraw(this.host.firewall, record.rules);
    remove(this.host.interfaceList, record.iface);
    this.#bridges.delete(name);
  }

  bridges(): readonly BridgeSpec[] {
    return [...this.#bridges.values()].map((record) => record.spec);
  }

  attach(namespace: NamespaceControl, bridge: string, spec: AttachSpec): Attachment {
    const own = this.#own(namespace);
    const record = this.#bridges.get(bridge);
    if (!record) throw new NetworkError('EINVAL', `there is no bridge ${bridge}`);
    const { iface } = record;
    const addresses = [iface, ...iface.ports.flatMap((p) => p.peer ?? [])].flatMap((i) => i.addresses);
    if (addresses.some((a) => a.address === spec.address))
      throw new NetworkError('EADDRINUSE', 'Address already in use');
    const prefix = parsePrefix(record.spec.subnet)!.bits;
    const prefix6 = record.spec.subnet6 === undefined ? 64 : (parsePrefix(record.spec.subnet6)?.bits ?? 64);
    const ifname = spec.ifname ?? freeName(own);
    const mac = spec.mac ?? this.#mac('');
    const near = newInterface(own, 'veth', ifname, {
      index: own.nextInterfaceIndex(),
      mac,
      mtu: record.spec.mtu,
      addresses: [
        { address: spec.address, prefix },
        ...(spec.address6 === undefined ? [] : [{ address: spec.address6, prefix: prefix6 }]),
      ],
    });
    const far = newInterface(this.host, 'veth', `veth${this.world.random.hex(7)}`, {
      index: this.host.nextInterfaceIndex(),
      mac: this.#mac(''),
      mtu: record.spec.mtu,
    });
    near.peer = far;
    far.peer = near;
    far.master = iface;
    iface.ports.push(far);
    own.interfaceList.push(near);
    this.host.interfaceList.push(far);
    const attachment: Attachment = {
      namespace: own,
      bridge: record.spec,
      ifname,
      address: spec.address,
      prefix,
      address6: spec.address6,
      mac,
      hostIfname: far.name,
    };
    this.#attached.set(attachment, { spec, near, far });
    own.changeAttachments((list) => [...list, attachment]);
    return attachment;
  }

  detach(attachment: Attachment): void {
    const placed = this.#attached.get(attachment);
    if (!placed) return;
    const { near, far } = placed;
    if (far.master) remove(far.master.ports, far);
    far.peer = near.peer = far.master = undefined;
    remove(this.host.interfaceList, far);
    remove(near.namespace.interfaceList, near);
    near.namespace.changeAttachments((list) => list.filter((a) => a !== attachment));
    this.#attached.delete(attachment);
    for (const connection of [...near.namespace.connections]) {
      if (connection.local.address === attachment.address) connection.reset();
    }
  }

  /** The attachment that gives a namespace its default route: by priority, then by the networks' names. */
  gatewayAttachment(attachments: readonly Attachment[]): Attachment | undefined {
    const candidates = attachments.filter((a) => this.#attached.get(a)?.spec.gateway && !a.bridge.internal);
    const rank = (a: Attachment): AttachSpec => this.#attached.get(a)!.spec;
    return [...candidates].sort((a, b) => {
      const [x, y] = [rank(a), rank(b)];
      const byPriority = (y.priority ?? 0) - (x.priority ?? 0);
      if (byPriority !== 0) return byPriority;
      return (x.order ?? '') < (y.order ?? '') ? -1 : (x.order ?? '') > (y.order ?? '') ? 1 : 0;
    })[0];
  }

  publish(spec: PublishSpec): PublishedPort {
    const hostIp = spec.hostIp === '' ? '0.0.0.0' : spec.hostIp;
    const wanted = { ...spec, hostIp };
    const last = spec.hostPortEnd ?? spec.hostPort;
    if (spec.hostPort !== 0 && last === spec.hostPort) return this.#publishAt(wanted, spec.hostPort);
    const [from, to] = spec.hostPort === 0 ? [FIRST_PORT, LAST_PORT] : [spec.hostPort, last];
    for (let tries = 0, port = spec.hostPort === 0 ? this.#nextPort : from; tries <= to - from; tries++) {
      try {
        const published = this.#publishAt(wanted, port);
        if (spec.hostPort === 0) this.#nextPort = port >= LAST_PORT ? FIRST_PORT : port + 1;
        return published;
      } catch (error) {
        if (!(error instanceof PortTakenError)) throw error;
      }
      port = port >= to ? from : port + 1;
    }
    throw new PortTakenError(`Bind for ${hostPort(hostIp, from)} failed: all ports are allocated`, undefined);
  }

  unpublish(port: PublishedPort): void {
    const placed = this.#ports.get(port);
    if (!placed) return;
    placed.listener.close();
    withdraw(this.host.firewall, placed.rules);
    this.#ports.delete(port);
  }

  published(): readonly PublishedPort[] {
    return [...this.#ports.keys()];
  }

  onLinkSubnets(): readonly string[] {
    return this.host.interfaceList
      .filter((i) => i.kind === 'ether')
      .flatMap((i) => i.addresses)
      .flatMap((a) => {
        const parsed = parseAddress(a.address);
        return parsed ? [formatPrefix(prefixOf(parsed, a.prefix))] : [];
      });
  }

  /** The machine is switched off. */
  shutDown(): void {
    for (const namespace of this.#namespaces) namespace.shutDown();
    this.host.shutDown();
  }

  #publishAt(spec: PublishSpec, port: number): PublishedPort {
    const { hostIp, protocol } = spec;
    const wide = (ip: string): boolean => ip === '0.0.0.0' || ip === '::';
    const holder = this.published().find(
      (p) =>
        p.protocol === protocol &&
        p.hostPort === port &&
        (p.hostIp === hostIp || (p.hostIp.includes(':') === hostIp.includes(':') && (wide(p.hostIp) || wide(hostIp)))),
    );
    if (holder) {
      throw new PortTakenError(`Bind for ${hostPort(hostIp, port)} failed: port is already allocated`, {
        kind: 'published',
        name: holder.containerIp,
      });
    }
    const published: PublishedPort = { ...spec, hostPort: port };
    const behind = { address: spec.containerIp, port: spec.containerPort };
    let listener: Listener;
    try {
      listener = this.host.listenAs({ protocol, address: hostIp, port, program: 'docker-proxy' }, behind);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      const target = `${hostPort(hostIp, port)}:${hostPort(spec.containerIp, spec.containerPort)}/${protocol}`;
      const words = error.code === 'EADDRINUSE' ? 'address already in use' : 'cannot assign requested address';
      const who = this.host.listening(protocol, port)[0];
      throw new PortTakenError(
        `failed to bind host port for ${target}: ${words}`,
        who && { kind: 'process', name: who.program ?? 'a program' },
      );
    }
    const rules = hostIp.includes(':') ? [] : portRules(this.host.firewall, published);
    this.#ports.set(published, { rules, listener });
    return published;
  }

  #own(namespace: NamespaceControl): Namespace {
    if (namespace instanceof Namespace && namespace.machine === this) return namespace;
    throw new NetworkError('EINVAL', `${namespace.name} is not a namespace of ${this.name}`);
  }

  /** A MAC with the given start; without one, a random locally administered unicast address, as Docker makes them. */
  #mac(start: string): string {
    const bytes = [...this.world.random.bytes(6)];
    bytes[0] = (bytes[0]! & 0xfc) | 2;
    const parts = bytes.map((b) => b.toString(16).padStart(2, '0'));
    const given = start === '' ? [] : start.split(':');
    return [...given, ...parts.slice(given.length)].join(':');
  }
}

const remove = <T>(list: T[], item: T): void => {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
};

const freeName = (namespace: Namespace): string => {
  for (let n = 0; ; n++) {
    const name = `eth${String(n)}`;
    if (!namespace.interfaceList.some((i) => i.name === name)) return name;
  }
};
