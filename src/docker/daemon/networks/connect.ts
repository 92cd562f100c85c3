import type { NetworkConnectBody, NetworkDisconnectBody } from '../../api/network';
import { bodyObject, OK_EMPTY, type Route } from '../call';
import { publishPorts, refreshDns } from '../containers/networking';
import { writeNetworkFiles } from '../containers/sandbox-mounts';
import { errors } from '../errors';
import { findContainer, findNetwork } from '../lookup';
import { joinNetwork, leaveNetwork } from './connect-container';
import { askedEndpoint, checkEndpoint } from './endpoints';

/** `docker network connect`. */
export const connect: Route = {
  method: 'POST',
  path: '/networks/{id}/connect',
  handle: async (call) => {
    const { daemon, params } = call;
    const body = (await bodyObject<NetworkConnectBody>(call)) ?? { Container: '' };
    const network = findNetwork(daemon, params['id']!);
    const container = findContainer(daemon, body.Container);
    const { record } = container;
    const mode = record.hostConfig.NetworkMode;
    if (container.removing) throw errors.removedContainer(container.id);
    if (mode.startsWith('container:')) throw errors.sharedNamespace();
    if (mode === 'host') throw errors.sharedNamespace();
    if (network.driver === 'host') throw errors.connectHost();
    if (network.driver === 'null' || record.networks['none']) {
      if (Object.keys(record.networks).length > 0 && !record.networks[network.name]) throw errors.connectNone();
    }
    if (record.networks[network.name]) throw errors.endpointExists(container.name, network.name);
    const endpoint = askedEndpoint(body.EndpointConfig);
    checkEndpoint(daemon, network, network.name, endpoint);
    const { run } = container;
    if (run) {
      joinNetwork(daemon, container, network, endpoint, run.namespace);
      record.networks[network.name] = endpoint;
      refreshDns(daemon, container, run.namespace);
      writeNetworkFiles(daemon, container);
      if (container.published.length === 0) publishPorts(daemon, container);
    } else record.networks[network.name] = endpoint;
    daemon.save(container);
    return OK_EMPTY;
  },
};

/** `docker network disconnect`. */
export const disconnect: Route = {
  method: 'POST',
  path: '/networks/{id}/disconnect',
  handle: async (call) => {
    const { daemon, params } = call;
    const body = (await bodyObject<NetworkDisconnectBody>(call)) ?? { Container: '' };
    const network = findNetwork(daemon, params['id']!);
    const container = findContainer(daemon, body.Container);
    const { record } = container;
    if (network.driver === 'host' && record.networks[network.name]) throw errors.disconnectHost();
    const endpoint = record.networks[network.name];
    if (!endpoint) throw errors.notConnected(container.id, network.name);
    const publishedHere = container.published.some((port) => port.containerIp === endpoint.address);
    if (publishedHere) {
      for (const port of container.published) daemon.host.network.unpublish(port);
      container.published = [];
    }
    leaveNetwork(daemon, container, network.name);
    record.networks = Object.fromEntries(Object.entries(record.networks).filter(([name]) => name !== network.name));
    if (container.run) {
      refreshDns(daemon, container, container.run.namespace);
      writeNetworkFiles(daemon, container);
      if (publishedHere) publishPorts(daemon, container);
    }
    daemon.save(container);
    return OK_EMPTY;
  },
};
