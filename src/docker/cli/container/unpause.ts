import { atLeast } from '#cli/command';
import { completeContainers, dockerCommand, forEachName } from '../docker-command';

/** docker container unpause: let its processes go on. */
export const unpause = dockerCommand({
  name: 'unpause',
  usage: 'CONTAINER [CONTAINER...]',
  aliasText: 'docker container unpause, docker unpause',
  short: 'Unpause all processes within one or more containers',
  args: atLeast(1),
  complete: completeContainers('all'),
  run: (cli, { args }) =>
    forEachName(cli, args, async (name) => {
      await cli.client.post(`/containers/${encodeURIComponent(name)}/unpause`);
    }),
});
