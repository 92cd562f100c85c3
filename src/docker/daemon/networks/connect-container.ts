import { IpamError } from '#network/ipam';
import type { NamespaceControl } from '#network/topology';
import { NETWORK_DRIVERS } from '../../network-drivers/index';
import type { NetworkDriver, NetworkRecord } from '../../network-drivers/network-driver';
import type { Container, Endpoint } from '../container';
import type { Daemon } from '../daemon';
import { DaemonError, errors } from '../errors';
import { dnsNamesOf } from './endpoints';

export const networkDriver = (network: NetworkRecord): NetworkDriver =>
  NETWORK_DRIVERS.find((d) => d.name === network.driver)!;

/** Gives a container its place in a network: an address, an interface, names. Throws DaemonError. */
export function joinNetwork(
  daemon: Daemon,
  container: Container,
  network: NetworkRecord,
  endpoint: Endpoint,
  namespace: NamespaceControl,
): void {
  const driver = networkDriver(network);
  endpoint.networkId = network.id;
  endpoint.endpointId = daemon.host.random.hex(64);
  endpoint.dnsNames = driver.dns(network) ? dnsNamesOf(container, endpoint) : null;
  const bridge = driver.interfaceOf(network);
  if (bridge !== undefined) {
    endpoint.address = takeAddress(daemon, network, endpoint);
    endpoint.prefix = Number(network.subnet.split('/')[1]);
    endpoint.gateway = network.internal ? '' : network.gateway;
    const attachment = daemon.host.network.attach(namespace, bridge, {
      address: endpoint.address,
      ...((endpoint.askedMac || endpoint.mac) && { mac: endpoint.askedMac || endpoint.mac }),
      gateway: !network.internal,
      priority: endpoint.gwPriority,
      order: network.name,
    });
    endpoint.mac = attachment.mac;
    container.attachments.set(network.name, attachment);
  }
  daemon.events.emit('network', 'connect', network.id, {
    container: container.id,
    name: network.name,
    type: network.driver,
  });
  daemon.trace('connect', `network/${network.name}`, { container: container.id, address: endpoint.address });
}

function takeAddress(daemon: Daemon, network: NetworkRecord, endpoint: Endpoint): string {
  const wanted = endpoint.ipam?.IPv4Address || undefined;
  try {
    if (wanted === undefined && endpoint.address !== '') {
      // After a reboot: the address it had, if it is still free.
      try {
        return daemon.ipam.requestAddress(network.subnet, endpoint.address);
      } catch {
        return daemon.ipam.requestAddress(network.subnet);
      }
    }
    return daemon.ipam.requestAddress(network.subnet, wanted);
  } catch (error) {
    if (!(error instanceof IpamError)) throw error;
    if (error.code === 'no-addresses') throw errors.system(errors.noAddress(network.name, network.id));
    if (error.code === 'in-use') throw errors.forbidden(errors.addressInUse());
    throw errors.invalid(error.message);
  }
}

/** Takes a container out of a network; what it asked for stays. */
export function leaveNetwork(daemon: Daemon, container: Container, name: string): void {
  const endpoint = container.record.networks[name];
  const attachment = container.attachments.get(name);
  if (attachment) daemon.host.network.detach(attachment);
  container.attachments.delete(name);
  if (!endpoint || endpoint.endpointId === '') return;
  const network = daemon.networks.get(endpoint.networkId);
  if (network && endpoint.address !== '') daemon.ipam.releaseAddress(network.subnet, endpoint.address);
  clearEndpoint(endpoint);
  if (!network) return;
  daemon.events.emit('network', 'disconnect', network.id, {
    container: container.id,
    name: network.name,
    type: network.driver,
  });
  daemon.trace('disconnect', `network/${network.name}`, { container: container.id });
}

/** What a stopped container has of a network: what it asked for, and which network it was. */
export function clearEndpoint(endpoint: Endpoint): void {
  endpoint.endpointId = '';
  endpoint.gateway = '';
  endpoint.address = '';
  endpoint.prefix = 0;
  endpoint.mac = '';
}

/** The message of what went wrong while a container's network was set up. */
export const networkingError = (error: unknown): unknown =>
  error instanceof DaemonError ? new DaemonError(error.status, errors.networking(error.message)) : error;
