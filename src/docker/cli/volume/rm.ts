import { atLeast } from '#cli/command';
import { completeVolumes, dockerCommand, forEachName } from '../docker-command';

/** docker volume rm. */
export const rm = dockerCommand({
  name: 'rm',
  usage: 'VOLUME [VOLUME...]',
  aliases: ['remove'],
  short: 'Remove one or more volumes',
  long: 'Remove one or more volumes. You cannot remove a volume that is in use by a container.',
  args: atLeast(1),
  flags: {
    force: { kind: 'bool', short: 'f', help: 'Force the removal of one or more volumes' },
  },
  complete: completeVolumes,
  run: (cli, { args, flags }) =>
    forEachName(cli, args, async (name) => {
      await cli.client.delete(`/volumes/${encodeURIComponent(name)}`, { query: { force: flags.force || undefined } });
    }),
});
