import type { MachineNetwork } from '#network/topology';

/** A network as plain data: one row of the store. */
export interface NetworkRecord {
  readonly id: string;
  readonly name: string;
  readonly created: string;
  readonly createdMs: number;
  readonly driver: string;
  readonly scope: 'local' | 'global' | 'swarm';
  readonly enableIPv4: boolean;
  readonly enableIPv6: boolean;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly configOnly: boolean;
  readonly configFrom: string;
  readonly options: Record<string, string>;
  readonly labels: Record<string, string>;
  readonly ipamDriver: string;
  readonly ipamOptions: Record<string, string> | null;
  /** What inspect shows. */
  readonly ipamConfig: {
    Subnet?: string;
    IPRange?: string;
    Gateway?: string;
    AuxiliaryAddresses?: Record<string, string>;
  }[];
  /** The IPv4 subnet and the bridge's address in it; '' where the driver has none. */
  readonly subnet: string;
  readonly gateway: string;
  readonly range?: string;
  /** Whether a user chose the subnet. */
  readonly userSubnet: boolean;
  /** bridge, host and none: made by the engine itself. */
  readonly predefined: boolean;
}

/** What a kind of network does on the machine; registered in `index.ts`. */
export interface NetworkDriver {
  readonly name: string;
  /** Whether its networks have a subnet of their own. */
  readonly ipam: boolean;
  /** Whether containers find each other by name. */
  dns(network: NetworkRecord): boolean;
  /** Checks options; throws DaemonError. */
  check?(network: NetworkRecord): void;
  /** The name of the bridge (or what stands for it) on the machine; undefined when containers get no interface. */
  interfaceOf(network: NetworkRecord): string | undefined;
  /** Sets the network up on the machine, at creation and at each start of the engine. */
  up(network: NetworkRecord, machine: MachineNetwork): void;
  down(network: NetworkRecord, machine: MachineNetwork): void;
}

/** A yes-or-no driver option. */
export const option = (network: NetworkRecord, name: string, absent: boolean): boolean => {
  const value = network.options[name];
  return value === undefined ? absent : value === 'true' || value === '1';
};
