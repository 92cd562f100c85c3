import type { Clock } from '#sim/clock';
import type { Random } from '#sim/random';
import type { Trace } from '#sim/trace';
import { formatAddress, lastOf, parseAddress, parsePrefix, type Prefix } from './address';
import type { Packet } from './firewall';
import type { Interface } from './interface';
import { Internet, type PublicHost } from './internet';
import { MachineSegment } from './machine-network';
import { SYN_TIMEOUT_MS, type Destination } from './path';
import { NetworkError, type Hop } from './stack';
import type { MachineNetwork, NetworkTopology } from './topology';

/** What every part of a world's network shares. */
export interface NetworkWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
}

/** What becomes of a packet on the local network between machines. */
export interface LanResult {
  readonly end: Interface | Destination;
  readonly rttMs: number;
  readonly elements: readonly string[];
  readonly hops: readonly Hop[];
  readonly routers: readonly string[];
}

/** The way between machines, and from them to the internet. */
export interface Lan {
  readonly subnet: string;
  readonly router: string;
  forward(from: Interface, nextHop: string, packet: Packet): LanResult;
}

const LAN_RTT_MS = 0.35;
const ARP_TIMEOUT_MS = 3070;

/** The whole network of a world: machines on one local network, a router, and the internet behind it. */
export class Fabric implements NetworkTopology, Lan {
  readonly internet = new Internet();
  readonly nameserver: string;
  readonly router: string;
  #prefix: Prefix;
  #machines = new Map<string, MachineSegment>();
  #cuts = new Set<string>();
  #resolver: PublicHost;

  /** `subnet` is the machines' local network, with room for the router (.2), DNS (.3) and machines from .15 on. */
  constructor(
    private readonly world: NetworkWorld,
    readonly subnet = '10.0.2.0/24',
  ) {
    const prefix = parsePrefix(subnet);
    if (prefix?.family !== 4) throw new Error(`not an IPv4 subnet: ${subnet}`);
    this.#prefix = prefix;
    this.router = this.#nth(2n);
    this.nameserver = this.#nth(3n);
    this.#resolver = {
      name: 'resolver',
      address: this.nameserver,
      rttMs: 2,
      distance: 0,
      serviceAt: () => undefined,
      dns: (question) => {
        const machine = question.type === 'A' ? this.#machines.get(question.name) : undefined;
        if (machine) {
          return {
            status: 'NOERROR',
            authoritative: false,
            records: [{ ...question, ttl: 60, data: machine.address }],
          };
        }
        return { ...this.internet.dns(question), authoritative: false };
      },
    };
  }

  addMachine({ name, address }: { name: string; address?: string }): MachineNetwork {
    if (this.#machines.has(name)) throw new NetworkError('EADDRINUSE', `a machine named ${name} is there already`);
    const machine = new MachineSegment(name, address ?? this.#freeAddress(), this.#prefix.bits, this.world, this);
    this.#machines.set(name, machine);
    return machine;
  }

  removeMachine(name: string): void {
    const machine = this.#machines.get(name);
    this.#machines.delete(name);
    machine?.shutDown();
  }

  machines(): readonly MachineNetwork[] {
    return [...this.#machines.values()];
  }

  cut(from: string, to: string | undefined, isCut: boolean): void {
    const key = to === undefined ? from : [from, to].sort().join('\0');
    if (isCut) this.#cuts.add(key);
    else this.#cuts.delete(key);
  }

  forward(from: Interface, nextHop: string, packet: Packet): LanResult {
    const me = from.namespace.machine.name;
    const lost = (
      text: string,
      code: 'ETIMEDOUT' | 'EHOSTUNREACH',
      afterMs: number,
      elements: string[] = [],
    ): LanResult => ({
      end: { kind: 'failed', code, afterMs },
      rttMs: LAN_RTT_MS,
      elements,
      hops: [{ at: elements.length > 0 ? 'internet' : me, kind: 'link', text, ok: false }],
      routers: [],
    });
    if (this.#cuts.has(me)) return lost(`${me} is cut off from the network`, 'EHOSTUNREACH', ARP_TIMEOUT_MS);
    if (nextHop === this.router || nextHop === this.nameserver) return this.#outside(me, nextHop, packet, lost);
    const machine = [...this.#machines.values()].find((m) => m.address === nextHop);
    if (!machine)
      return lost(`no machine of the local network has the address ${nextHop}`, 'EHOSTUNREACH', ARP_TIMEOUT_MS);
    if (this.#cuts.has(machine.name) || this.#cuts.has([me, machine.name].sort().join('\0'))) {
      return lost(`the link between ${me} and ${machine.name} is cut`, 'ETIMEDOUT', SYN_TIMEOUT_MS);
    }
    return {
      end: machine.uplink,
      rttMs: LAN_RTT_MS,
      elements: ['fabric'],
      hops: [{ at: 'local network', kind: 'link', text: `the local network carries it to ${machine.name}`, ok: true }],
      routers: [],
    };
  }

  #outside(
    me: string,
    nextHop: string,
    packet: Packet,
    lost: (text: string, code: 'ETIMEDOUT' | 'EHOSTUNREACH', afterMs: number, elements?: string[]) => LanResult,
  ): LanResult {
    if (packet.dst === this.router || packet.dst === this.nameserver) {
      return this.#arrive(this.#resolver, packet, LAN_RTT_MS, ['fabric'], []);
    }
    if (nextHop !== this.router) return lost(`${nextHop} does not forward packets`, 'ETIMEDOUT', SYN_TIMEOUT_MS);
    if (!this.internet.online)
      return lost(`${me} has no connection to the internet`, 'ETIMEDOUT', SYN_TIMEOUT_MS, ['internet']);
    const host = this.internet.at(packet.dst);
    if (!host)
      return lost(`nobody on the internet answers at ${packet.dst}`, 'ETIMEDOUT', SYN_TIMEOUT_MS, ['internet']);
    return this.#arrive(host, packet, LAN_RTT_MS + host.rttMs, ['internet', `host/${host.name}`], [this.router]);
  }

  #arrive(host: PublicHost, packet: Packet, rttMs: number, elements: string[], routers: string[]): LanResult {
    const answers =
      packet.protocol === 'icmp' ||
      host.serviceAt(packet.dport) !== undefined ||
      (packet.protocol === 'udp' && packet.dport === 53 && host.dns !== undefined);
    const at = host === this.#resolver ? 'router' : 'internet';
    if (!answers) {
      const text = `${host.name} does not listen on port ${String(packet.dport)}`;
      return {
        end: { kind: 'failed', code: 'ECONNREFUSED', afterMs: rttMs },
        rttMs,
        elements,
        routers,
        hops: [{ at, kind: 'listener', text, ok: false }],
      };
    }
    const text = `${host.name} answers at ${packet.dst}`;
    return {
      end: { kind: 'public', host },
      rttMs,
      elements,
      routers,
      hops: [{ at, kind: 'listener', text, ok: true }],
    };
  }

  #nth(n: bigint): string {
    return formatAddress({ family: 4, value: this.#prefix.value + n });
  }

  #freeAddress(): string {
    const taken = new Set([...this.#machines.values()].map((m) => m.address));
    const end = lastOf(this.#prefix).value;
    for (let value = this.#prefix.value + 15n; value < end; value++) {
      const address = formatAddress({ family: 4, value });
      if (!taken.has(address)) return address;
    }
    throw new NetworkError('EADDRNOTAVAIL', 'the local network is full');
  }
}

/** Whether a text is an IP address at all. */
export const isAddress = (text: string): boolean => parseAddress(text) !== undefined;
