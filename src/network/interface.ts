import type { Namespace } from './namespace';
import type { BridgeSpec } from './topology';

export interface InterfaceAddress {
  readonly address: string;
  readonly prefix: number;
}

/** A network interface of a namespace. */
export interface Interface {
  readonly name: string;
  readonly index: number;
  readonly namespace: Namespace;
  readonly kind: 'loopback' | 'veth' | 'bridge' | 'ether';
  readonly mac: string;
  readonly mtu: number;
  up: boolean;
  addresses: InterfaceAddress[];
  /** The other end of a veth pair. */
  peer: Interface | undefined;
  /** The bridge that this is a port of. */
  master: Interface | undefined;
  /** Of a bridge: its ports, and what it was made from. */
  ports: Interface[];
  readonly bridge: BridgeSpec | undefined;
  rxBytes: number;
  txBytes: number;
  rxPackets: number;
  txPackets: number;
}

export const newInterface = (
  namespace: Namespace,
  kind: Interface['kind'],
  name: string,
  given: { index: number; mac: string; mtu: number; bridge?: BridgeSpec; addresses?: InterfaceAddress[] },
): Interface => ({
  name,
  index: given.index,
  namespace,
  kind,
  mac: given.mac,
  mtu: given.mtu,
  up: true,
  addresses: given.addresses ?? [],
  peer: undefined,
  master: undefined,
  ports: [],
  bridge: given.bridge,
  rxBytes: 0,
  txBytes: 0,
  rxPackets: 0,
  txPackets: 0,
});

/** The interfaces that a flow crosses, in order, with the direction it has there when it goes forward. */
export type Crossing = readonly [Interface, 'tx' | 'rx'];

/** Largest payload of a TCP segment on a link with an MTU of 1,500. */
const SEGMENT = 1448;

/** Counts bytes of a flow at every interface it crosses; `back` counts them as the answer's. */
export function count(crossings: readonly Crossing[], payload: number, back = false): void {
  const packets = Math.max(1, Math.ceil(payload / SEGMENT));
  const bytes = payload + packets * 66;
  for (const [iface, direction] of crossings) {
    if ((direction === 'tx') !== back) {
      iface.txBytes += bytes;
      iface.txPackets += packets;
    } else {
      iface.rxBytes += bytes;
      iface.rxPackets += packets;
    }
  }
}
