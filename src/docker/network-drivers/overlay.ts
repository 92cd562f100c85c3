import { errors } from '../daemon/errors';
import type { NetworkDriver } from './network-driver';

/** Needs a swarm, which this engine does not join. Upstream: moby daemon/libnetwork/drivers/overlay. */
export const overlay: NetworkDriver = {
  name: 'overlay',
  ipam: true,
  dns: () => true,
  check: () => {
    throw errors.notSwarm();
  },
  interfaceOf: () => undefined,
  up: () => undefined,
  down: () => undefined,
};
