import { atLeast } from '#cli/command';
import { completeContainers, dockerCommand, forEachName } from '../docker-command';

/** docker container pause: stop all its processes for a while. */
export const pause = dockerCommand({
  name: 'pause',
  usage: 'CONTAINER [CONTAINER...]',
  aliasText: 'docker container pause, docker pause',
  short: 'Pause all processes within one or more containers',
  args: atLeast(1),
  complete: completeContainers('running'),
  run: (cli, { args }) =>
    forEachName(cli, args, async (name) => {
      await cli.client.post(`/containers/${encodeURIComponent(name)}/pause`);
    }),
});
