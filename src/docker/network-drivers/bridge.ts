import { option, type NetworkDriver, type NetworkRecord } from './network-driver';

const NAME = 'com.docker.network.bridge.name';

const interfaceOf = (network: NetworkRecord): string => network.options[NAME] ?? `br-${network.id.slice(0, 12)}`;

/** A Linux bridge on the machine, with NAT to the outside. Upstream: moby daemon/libnetwork/drivers/bridge. */
export const bridge: NetworkDriver = {
  name: 'bridge',
  ipam: true,
  dns: (network) => !network.predefined,
  interfaceOf,
  up: (network, machine) => {
    machine.createBridge({
      name: interfaceOf(network),
      label: `network ${network.name}`,
      subnet: network.subnet,
      gateway: network.gateway,
      internal: network.internal,
      icc: option(network, 'com.docker.network.bridge.enable_icc', true),
      masquerade: option(network, 'com.docker.network.bridge.enable_ip_masquerade', true),
      mtu: Number(network.options['com.docker.network.driver.mtu'] ?? 1500),
    });
  },
  down: (network, machine) => {
    machine.deleteBridge(interfaceOf(network));
  },
};
