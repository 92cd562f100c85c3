import { errors } from '../daemon/errors';
import type { NetworkDriver, NetworkRecord } from './network-driver';

const interfaceOf = (network: NetworkRecord): string => `dm-${network.id.slice(0, 12)}`;

/**
 * The driver of macvlan and ipvlan networks. Simplified: what hangs on the parent interface reaches its own kind and
 * nothing else; the local network beyond the machine has no hosts that would answer.
 */
export const lanDriver = (name: string, modes: readonly string[], optionName: string): NetworkDriver => ({
  name,
  ipam: true,
  dns: () => true,
  check: (network) => {
    const mode = network.options[optionName];
    if (mode !== undefined && !modes.includes(mode)) {
      throw errors.invalid(
        `requested ${name} mode '${mode}' is not valid, '${modes[0]!}' mode is the ${name} driver default`,
      );
    }
  },
  interfaceOf,
  up: (network, machine) => {
    machine.createBridge({
      name: interfaceOf(network),
      label: `network ${network.name}`,
      subnet: network.subnet,
      gateway: network.gateway,
      internal: true,
      icc: true,
      masquerade: false,
      mtu: 1500,
    });
  },
  down: (network, machine) => {
    machine.deleteBridge(interfaceOf(network));
  },
});

/** Containers with MAC addresses of their own on the machine's network. Upstream: moby daemon/libnetwork/drivers/macvlan. */
export const macvlan = lanDriver('macvlan', ['bridge', 'private', 'vepa', 'passthru'], 'macvlan_mode');
