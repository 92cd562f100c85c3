import { exactly } from '#cli/command';
import type { NetworkConnectBody } from '#docker/api/network';
import { completeContainers, completeNetworks, dockerCommand, keyValues } from '../docker-command';

/** docker network connect. */
export const connect = dockerCommand({
  name: 'connect',
  usage: 'NETWORK CONTAINER',
  short: 'Connect a container to a network',
  args: exactly(2),
  flags: {
    alias: { kind: 'strings', help: 'Add network-scoped alias for the container' },
    'driver-opt': { kind: 'strings', help: 'driver options for the network' },
    'gw-priority': {
      kind: 'int',
      help: 'Highest gw-priority provides the default gateway. Accepts positive and negative values.',
    },
    ip: { kind: 'string', help: 'IPv4 address (e.g., `172.30.100.104`)' },
    ip6: { kind: 'string', help: 'IPv6 address (e.g., `2001:db8::33`)' },
    link: { kind: 'list', help: 'Add link to another container' },
    'link-local-ip': { kind: 'strings', help: 'Add a link-local address for the container' },
  },
  complete: (cli, args) => (args.length === 0 ? completeNetworks(cli) : completeContainers()(cli)),
  async run(cli, { args: [network = '', Container = ''], flags }) {
    const addresses = flags.ip !== '' || flags.ip6 !== '' || flags['link-local-ip'].length > 0;
    const body: NetworkConnectBody = {
      Container,
      EndpointConfig: {
        IPAMConfig: addresses
          ? {
              ...(flags.ip !== '' && { IPv4Address: flags.ip }),
              ...(flags.ip6 !== '' && { IPv6Address: flags.ip6 }),
              ...(flags['link-local-ip'].length > 0 && { LinkLocalIPs: flags['link-local-ip'] }),
            }
          : null,
        Links: flags.link.length > 0 ? flags.link : null,
        Aliases: flags.alias.length > 0 ? flags.alias : null,
        DriverOpts: flags['driver-opt'].length > 0 ? keyValues(flags['driver-opt']) : null,
        GwPriority: flags['gw-priority'],
      },
    };
    await cli.client.post(`/networks/${encodeURIComponent(network)}/connect`, body);
  },
});
