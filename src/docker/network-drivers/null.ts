import type { NetworkDriver } from './network-driver';

/** Only a loopback interface. Upstream: moby daemon/libnetwork/drivers/null. */
export const nullDriver: NetworkDriver = {
  name: 'null',
  ipam: false,
  dns: () => false,
  interfaceOf: () => undefined,
  up: () => undefined,
  down: () => undefined,
};
