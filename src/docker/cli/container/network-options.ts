import { CommandError } from '#cli/command';
import type { EndpointSettings } from '#docker/api/endpoint-settings';
import { parseNetwork, type NetworkAttachment } from '../options/network';
import type { CreateFlags } from './options';

const refuse = (message: string): never => {
  throw new CommandError(message);
};

const isUserDefined = (name: string): boolean =>
  !['default', 'bridge', 'host', 'none'].includes(name) && !name.startsWith('container:');

/** The networks of `docker run` as the API's mode and endpoints. Throws CommandError, OptionError. Upstream: parseNetworkOpts. */
export function networkOptions(flags: CreateFlags): {
  mode: string;
  endpoints: Record<string, Partial<EndpointSettings>>;
} {
  const given = [...flags.network, ...flags.net].map(parseNetwork);
  const all = given.length > 0 ? given : [{ Target: 'default', Aliases: [] }];
  const endpoints: Record<string, Partial<EndpointSettings>> = {};
  all.forEach((network, i) => {
    const endpoint = endpointOf(i === 0 ? withContainerOptions(network, flags) : network);
    if (Object.hasOwn(endpoints, network.Target)) refuse(`network "${network.Target}" is specified multiple times`);
    // The daemon makes an endpoint without options itself.
    if (given.length === 1 && Object.keys(endpoint).length === 0) return;
    endpoints[network.Target] = endpoint;
  });
  if (new Set(given.map((network) => isUserDefined(network.Target))).size > 1) {
    refuse('conflicting options: cannot attach both user-defined and non-user-defined network-modes');
  }
  return { mode: all[0]!.Target, endpoints };
}

/** The first network takes what the container's own options say. Upstream: applyContainerOptions. */
function withContainerOptions(network: NetworkAttachment, flags: CreateFlags): NetworkAttachment {
  const aliases = [...flags['network-alias'], ...flags['net-alias']];
  const twice = (first: boolean, second: boolean, flag: string, what: string): void => {
    if (first && second) refuse(`conflicting options: cannot specify both --${flag} and per-network ${what}`);
  };
  const local = network.LinkLocalIPs ?? [];
  twice(network.Aliases.length > 0, aliases.length > 0, 'network-alias', 'alias');
  twice((network.Links ?? []).length > 0, flags.link.length > 0, 'link', 'links');
  twice(Boolean(network.IPv4Address), flags.ip !== '', 'ip', 'IPv4 address');
  twice(Boolean(network.IPv6Address), flags.ip6 !== '', 'ip6', 'IPv6 address');
  twice(Boolean(network.MacAddress), flags['mac-address'] !== '', 'mac-address', 'MAC address');
  twice(local.length > 0, flags['link-local-ip'].length > 0, 'link-local-ip', 'link-local IP addresses');
  return {
    ...network,
    Aliases: [...network.Aliases, ...aliases],
    LinkLocalIPs: [...local, ...flags['link-local-ip']],
    ...(isUserDefined(network.Target) && flags.link.length > 0 && { Links: flags.link }),
    ...(flags.ip !== '' && { IPv4Address: flags.ip }),
    ...(flags.ip6 !== '' && { IPv6Address: flags.ip6 }),
    ...(flags['mac-address'] !== '' && { MacAddress: flags['mac-address'] }),
  };
}

function endpointOf(network: NetworkAttachment): Partial<EndpointSettings> {
  const local = network.LinkLocalIPs ?? [];
  const addressed = Boolean(network.IPv4Address ?? network.IPv6Address) || local.length > 0;
  return {
    ...(network.Aliases.length > 0 && { Aliases: network.Aliases }),
    ...(network.Links && { Links: network.Links }),
    ...(network.MacAddress && { MacAddress: network.MacAddress }),
    ...(network.DriverOpts && { DriverOpts: network.DriverOpts }),
    ...(network.GwPriority !== undefined && { GwPriority: network.GwPriority }),
    ...(addressed && {
      IPAMConfig: {
        ...(network.IPv4Address && { IPv4Address: network.IPv4Address }),
        ...(network.IPv6Address && { IPv6Address: network.IPv6Address }),
        ...(local.length > 0 && { LinkLocalIPs: local }),
      },
    }),
  };
}
