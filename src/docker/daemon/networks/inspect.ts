import { json } from '#network/http';
import type { Network } from '../../api/network';
import type { NetworkRecord } from '../../network-drivers/network-driver';
import type { Route } from '../call';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { Filters } from '../filters';
import { findNetwork } from '../lookup';

/** Who hangs on a network now: its endpoints by container id. */
export function endpointsOf(daemon: Daemon, network: NetworkRecord): Network['Containers'] {
  const out: Network['Containers'] = {};
  for (const container of daemon.containers.values()) {
    const endpoint = container.record.networks[network.name];
    if (!endpoint || endpoint.endpointId === '' || endpoint.networkId !== network.id) continue;
    out[container.id] = {
      Name: container.name,
      EndpointID: endpoint.endpointId,
      MacAddress: endpoint.mac,
      IPv4Address: endpoint.address === '' ? '' : `${endpoint.address}/${String(endpoint.prefix)}`,
      IPv6Address: '',
    };
  }
  return Object.fromEntries(Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A network as the API shows it. */
export const networkView = (network: NetworkRecord, containers: Network['Containers']): Network => ({
  Name: network.name,
  Id: network.id,
  Created: network.created,
  Scope: network.scope,
  Driver: network.driver,
  EnableIPv4: network.enableIPv4,
  EnableIPv6: network.enableIPv6,
  IPAM: {
    Driver: network.ipamDriver,
    Options: network.ipamOptions,
    Config: network.ipamConfig.length > 0 ? network.ipamConfig : network.predefined ? null : [],
  },
  Internal: network.internal,
  Attachable: network.attachable,
  Ingress: network.ingress,
  ConfigFrom: { Network: network.configFrom },
  ConfigOnly: network.configOnly,
  Containers: containers,
  Options: network.options,
  Labels: network.labels,
});

/** `docker network inspect`. */
export const inspect: Route = {
  method: 'GET',
  path: '/networks/{id}',
  handle: ({ daemon, params, query }) => {
    const network = findNetwork(daemon, params['id']!);
    const scope = query.get('scope');
    if (scope && scope !== network.scope) throw errors.noNetwork(params['id']!);
    return json(200, networkView(network, endpointsOf(daemon, network)));
  },
};

/** `docker network ls`. */
export const list: Route = {
  method: 'GET',
  path: '/networks',
  handle: ({ daemon, query }) => {
    const filters = Filters.parse(query.get('filters'), [
      'dangling',
      'driver',
      'id',
      'label',
      'label!',
      'name',
      'scope',
      'type',
    ]);
    const dangling = filters.flag('dangling');
    for (const type of filters.get('type'))
      if (type !== 'custom' && type !== 'builtin') throw errors.filterValue('type', type);
    const used = new Set(
      [...daemon.containers.values()].flatMap((c) => Object.values(c.record.networks).map((e) => e.networkId)),
    );
    const found = [...daemon.networks.values()].filter(
      (network) =>
        filters.exact('driver', network.driver) &&
        filters.match('id', network.id) &&
        filters.labels(network.labels) &&
        filters.match('name', network.name) &&
        filters.exact('scope', network.scope) &&
        filters.exact('type', network.predefined ? 'builtin' : 'custom') &&
        (dangling === undefined || (!network.predefined && dangling === !used.has(network.id))),
    );
    return json(
      200,
      found.map((network) => networkView(network, {})),
    );
  },
};
