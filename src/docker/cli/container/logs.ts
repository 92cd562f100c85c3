import { exactly } from '#cli/command';
import { completeContainers, dockerCommand } from '../docker-command';
import { copyFrames } from '../streams/frames';
import { timestamp } from '../options/timestamp';

/** docker container logs: what it wrote, and with -f what it still writes. */
export const logs = dockerCommand({
  name: 'logs',
  usage: 'CONTAINER',
  aliasText: 'docker container logs, docker logs',
  short: 'Fetch the logs of a container',
  args: exactly(1),
  flags: {
    details: { kind: 'bool', help: 'Show extra details provided to logs' },
    follow: { kind: 'bool', short: 'f', help: 'Follow log output' },
    since: {
      kind: 'string',
      help: 'Show logs since timestamp (e.g. `2013-01-02T13:23:37Z`) or relative (e.g. `42m` for 42 minutes)',
    },
    tail: { kind: 'string', short: 'n', default: 'all', help: 'Number of lines to show from the end of the logs' },
    timestamps: { kind: 'bool', short: 't', help: 'Show timestamps' },
    until: {
      kind: 'string',
      help: 'Show logs before a timestamp (e.g. `2013-01-02T13:23:37Z`) or relative (e.g. `42m` for 42 minutes)',
    },
  },
  complete: completeContainers(),
  async run(cli, { args, flags }) {
    const now = cli.process.clock.epochNow();
    const { frames } = await cli.client.frames(`/containers/${encodeURIComponent(args[0]!)}/logs`, {
      query: {
        stdout: true,
        stderr: true,
        follow: flags.follow || undefined,
        timestamps: flags.timestamps || undefined,
        details: flags.details || undefined,
        since: timestamp(flags.since, now, 'since'),
        until: timestamp(flags.until, now, 'until'),
        tail: flags.tail,
      },
    });
    await copyFrames(cli.process, frames);
  },
});
