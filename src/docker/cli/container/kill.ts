import { atLeast } from '#cli/command';
import { completeContainers, dockerCommand, forEachName } from '../docker-command';

/** docker container kill: send a signal, SIGKILL when none is named. */
export const kill = dockerCommand({
  name: 'kill',
  usage: 'CONTAINER [CONTAINER...]',
  aliasText: 'docker container kill, docker kill',
  short: 'Kill one or more running containers',
  args: atLeast(1),
  flags: {
    signal: { kind: 'string', short: 's', help: 'Signal to send to the container' },
  },
  complete: completeContainers('running'),
  run: (cli, { args, flags }) =>
    forEachName(cli, args, async (name) => {
      await cli.client.post(`/containers/${encodeURIComponent(name)}/kill`, undefined, {
        query: { signal: flags.signal || 'KILL' },
      });
    }),
});
