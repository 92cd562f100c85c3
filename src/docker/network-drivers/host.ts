import type { NetworkDriver } from './network-driver';

/** The machine's own namespace. Upstream: moby daemon/libnetwork/drivers/host. */
export const host: NetworkDriver = {
  name: 'host',
  ipam: false,
  dns: () => false,
  interfaceOf: () => undefined,
  up: () => undefined,
  down: () => undefined,
};
