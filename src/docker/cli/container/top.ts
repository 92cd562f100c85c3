import { atLeast } from '#cli/command';
import { tabwriter } from '#cli/table';
import type { ContainerTop } from '#docker/api/container-top';
import { completeContainers, dockerCommand } from '../docker-command';

/** docker container top: its processes, as ps on the host sees them. */
export const top = dockerCommand({
  name: 'top',
  usage: 'CONTAINER [ps OPTIONS]',
  aliasText: 'docker container top, docker top',
  short: 'Display the running processes of a container',
  args: atLeast(1),
  stopAtArgs: true,
  complete: (cli, args) => (args.length === 0 ? completeContainers('running')(cli) : []),
  async run(cli, { args: [name = '', ...options] }) {
    const query = { ps_args: options.length > 0 ? options.join(' ') : undefined };
    const { Titles, Processes } = await cli.client.get<ContainerTop>(`/containers/${encodeURIComponent(name)}/top`, {
      query,
    });
    const text = [Titles, ...Processes].map((row) => row.join('\t')).join('\n');
    await cli.out(tabwriter(`${text}\n`, { minWidth: 20, padding: 3 }));
  },
});
