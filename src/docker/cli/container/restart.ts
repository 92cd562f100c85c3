import { atLeast } from '#cli/command';
import { completeContainers, dockerCommand, forEachName } from '../docker-command';

/** docker container restart: stop and start it. */
export const restart = dockerCommand({
  name: 'restart',
  usage: 'CONTAINER [CONTAINER...]',
  aliasText: 'docker container restart, docker restart',
  short: 'Restart one or more containers',
  args: atLeast(1),
  flags: {
    time: { kind: 'int', help: 'Seconds to wait before killing the container', hidden: true },
    signal: { kind: 'string', short: 's', help: 'Signal to send to the container' },
    timeout: { kind: 'int', short: 't', help: 'Seconds to wait before killing the container' },
  },
  complete: completeContainers('all'),
  run: (cli, { args, flags, changed }) =>
    forEachName(cli, args, async (name) => {
      await cli.client.post(`/containers/${encodeURIComponent(name)}/restart`, undefined, {
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
