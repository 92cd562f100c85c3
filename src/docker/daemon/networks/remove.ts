import { json } from '#network/http';
import type { NetworksPruneReport } from '../../api/prune';
import type { NetworkRecord } from '../../network-drivers/network-driver';
import { NO_CONTENT, type Route } from '../call';
import { untilOf } from '../containers/prune';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { Filters } from '../filters';
import { findNetwork } from '../lookup';
import { networkDriver } from './connect-container';
import { endpointsOf } from './inspect';

function removeNetwork(daemon: Daemon, network: NetworkRecord): void {
  networkDriver(network).down(network, daemon.host.network);
  if (network.subnet !== '') daemon.ipam.releasePool(network.subnet);
  daemon.networks.delete(network.id);
  daemon.events.emit('network', 'destroy', network.id, { name: network.name, type: network.driver });
  daemon.trace('remove', `network/${network.name}`);
}

/** `docker network rm`. */
export const remove: Route = {
  method: 'DELETE',
  path: '/networks/{id}',
  handle: ({ daemon, params }) => {
    const network = findNetwork(daemon, params['id']!);
    if (network.predefined) throw errors.predefinedRemove(network.name);
    const active = Object.values(endpointsOf(daemon, network)).map((e) => ({ name: e.Name, id: e.EndpointID }));
    if (active.length > 0) throw errors.networkInUse(network.name, active);
    removeNetwork(daemon, network);
    return NO_CONTENT;
  },
};

/** `docker network prune`. */
export const prune: Route = {
  method: 'POST',
  path: '/networks/prune',
  handle: ({ daemon, query }) => {
    const filters = Filters.parse(query.get('filters'), ['label', 'label!', 'until']);
    const until = untilOf(daemon, filters);
    const deleted: string[] = [];
    for (const network of [...daemon.networks.values()]) {
      if (network.predefined || !filters.labels(network.labels)) continue;
      if (until !== undefined && network.createdMs > until) continue;
      if (Object.keys(endpointsOf(daemon, network)).length > 0) continue;
      removeNetwork(daemon, network);
      deleted.push(network.name);
    }
    daemon.events.emit('network', 'prune', '', { reclaimed: '0' });
    return json(200, { NetworksDeleted: deleted.length > 0 ? deleted : null } satisfies NetworksPruneReport);
  },
};
