import { atLeast } from '#cli/command';
import { completeContainers, dockerCommand, forEachName } from '../docker-command';

/** docker container stop: signal its first process, and kill it once the grace period is over. */
export const stop = dockerCommand({
  name: 'stop',
  usage: 'CONTAINER [CONTAINER...]',
  aliasText: 'docker container stop, docker stop',
  short: 'Stop one or more running containers',
  args: atLeast(1),
  flags: {
    time: { kind: 'int', help: 'Seconds to wait before killing the container', hidden: true },
    signal: { kind: 'string', short: 's', help: 'Signal to send to the container' },
    timeout: { kind: 'int', short: 't', help: 'Seconds to wait before killing the container' },
  },
  complete: completeContainers('running'),
  run: (cli, { args, flags, changed }) =>
    forEachName(cli, args, async (name) => {
      await cli.client.post(`/containers/${encodeURIComponent(name)}/stop`, undefined, {
        query: {
          signal: flags.signal || undefined,
          t:
            changed.has('timeout') || changed.has('time')
              ? changed.has('time')
                ? flags.time
                : flags.timeout
              : undefined,
        },
      });
    }),
});
