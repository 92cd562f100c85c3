import { exactly } from '#cli/command';
import { completeContainers, completeNetworks, dockerCommand } from '../docker-command';

/** docker network disconnect. */
export const disconnect = dockerCommand({
  name: 'disconnect',
  usage: 'NETWORK CONTAINER',
  short: 'Disconnect a container from a network',
  args: exactly(2),
  flags: {
    force: { kind: 'bool', short: 'f', help: 'Force the container to disconnect from a network' },
  },
  complete: (cli, args) => (args.length === 0 ? completeNetworks(cli) : completeContainers()(cli)),
  async run(cli, { args: [network = '', Container = ''], flags }) {
    await cli.client.post(`/networks/${encodeURIComponent(network)}/disconnect`, { Container, Force: flags.force });
  },
});
