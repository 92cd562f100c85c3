import { inSubnet, parseAddress } from '#network/address';
import type { EndpointSettings } from '../../api/endpoint-settings';
import type { HostConfig } from '../../api/host-config';
import type { NetworkRecord } from '../../network-drivers/network-driver';
import type { Container, Endpoint } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { tryNetwork } from '../lookup';

/** What a request asks of a network, with nothing given yet. */
export const askedEndpoint = (settings: Partial<EndpointSettings> | null | undefined): Endpoint => ({
  ipam:
    settings?.IPAMConfig && Object.keys(settings.IPAMConfig).length > 0
      ? settings.IPAMConfig
      : settings?.IPAMConfig
        ? {}
        : null,
  links: settings?.Links ?? null,
  aliases: settings?.Aliases ?? null,
  driverOpts: settings?.DriverOpts ?? null,
  gwPriority: settings?.GwPriority ?? 0,
  askedMac: settings?.MacAddress ?? '',
  networkId: '',
  endpointId: '',
  gateway: '',
  address: '',
  prefix: 0,
  mac: '',
  dnsNames: null,
});

/** An endpoint as inspect shows it. */
export const endpointView = (endpoint: Endpoint): EndpointSettings => ({
  IPAMConfig: endpoint.ipam,
  Links: endpoint.links,
  Aliases: endpoint.aliases,
  MacAddress: endpoint.mac || endpoint.askedMac,
  DriverOpts: endpoint.driverOpts,
  GwPriority: endpoint.gwPriority,
  NetworkID: endpoint.networkId,
  EndpointID: endpoint.endpointId,
  Gateway: endpoint.gateway,
  IPAddress: endpoint.address,
  IPPrefixLen: endpoint.prefix,
  IPv6Gateway: '',
  GlobalIPv6Address: '',
  GlobalIPv6PrefixLen: 0,
  DNSNames: endpoint.dnsNames,
});

export const isUserNetwork = (mode: string): boolean =>
  mode !== 'bridge' && mode !== 'host' && mode !== 'none' && !mode.startsWith('container:');

/** The networks a new container is to join, by name: its network mode's first, then the others asked for. */
export function askedEndpoints(
  daemon: Daemon,
  hostConfig: HostConfig,
  asked: Readonly<Record<string, Partial<EndpointSettings> | null>>,
): Record<string, Endpoint> {
  const mode = hostConfig.NetworkMode;
  if (mode.startsWith('container:')) return {};
  const nameOf = (word: string): string => {
    if (word === 'default') return mode;
    return tryNetwork(daemon, word)?.name ?? word;
  };
  const own = nameOf(mode);
  const out: Record<string, Endpoint> = {};
  const entries = Object.entries(asked).map(([word, settings]) => [nameOf(word), settings] as const);
  out[own] = askedEndpoint(entries.find(([name]) => name === own)?.[1]);
  if (isUserNetwork(own) && hostConfig.Links && !out[own].links) out[own].links = hostConfig.Links;
  for (const [name, settings] of entries) if (name !== own) out[name] = askedEndpoint(settings);
  return out;
}

/** Checks what is asked of networks that exist. Throws DaemonError. Upstream: moby daemon/container_operations.go. */
export function checkEndpoints(daemon: Daemon, endpoints: Readonly<Record<string, Endpoint>>): void {
  for (const [name, endpoint] of Object.entries(endpoints))
    checkEndpoint(daemon, tryNetwork(daemon, name), name, endpoint);
}

export function checkEndpoint(
  daemon: Daemon,
  network: NetworkRecord | undefined,
  name: string,
  endpoint: Endpoint,
): void {
  const problems: string[] = [];
  const wanted = endpoint.ipam?.IPv4Address;
  const user = isUserNetwork(name);
  if (!user && (endpoint.aliases?.length ?? 0) > 0) {
    problems.push('network-scoped aliases are only supported for user-defined networks');
  }
  if (wanted) {
    if (parseAddress(wanted)?.family !== 4) problems.push(`invalid IPv4 address: ${wanted}`);
    else if (!user) {
      problems.push('user specified IP address is supported on user defined networks only');
    }
    if (!user || !network?.userSubnet) {
      if (network)
        problems.push(
          'user specified IP address is supported only when connecting to networks with user configured subnets',
        );
    } else if (!inSubnet(network.subnet, wanted)) problems.push(errors.addressNotInPool(wanted));
  }
  if (problems.length > 0) throw errors.endpointConfig(name, problems);
  if (network && daemon.networks.get(network.id)?.configOnly) {
    throw errors.forbidden(`cannot create endpoint on configuration-only network`);
  }
}

/** The names by which others on a user-defined network find a container. */
export function dnsNamesOf(container: Container, endpoint: Endpoint): string[] {
  const { name, id, record } = container;
  return [...new Set([name, ...(endpoint.aliases ?? []), id.slice(0, 12), record.config.Hostname])].filter(
    (n) => n !== '',
  );
}
