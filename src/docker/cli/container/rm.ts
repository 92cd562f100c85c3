import { atLeast } from '#cli/command';
import { EngineError } from '#docker/api/client';
import { completeContainers, dockerCommand, forEachName } from '../docker-command';

/** docker container rm: with -f a running one is killed first. */
export const rm = dockerCommand({
  name: 'rm',
  usage: 'CONTAINER [CONTAINER...]',
  aliases: ['remove'],
  aliasText: 'docker container rm, docker container remove, docker rm',
  short: 'Remove one or more containers',
  args: atLeast(1),
  flags: {
    force: { kind: 'bool', short: 'f', help: 'Force the removal of a running container (uses SIGKILL)' },
    link: { kind: 'bool', short: 'l', help: 'Remove the specified link' },
    volumes: { kind: 'bool', short: 'v', help: 'Remove anonymous volumes associated with the container' },
  },
  complete: completeContainers(),
  run: (cli, { args, flags }) =>
    forEachName(cli, args, async (given) => {
      const name = given.replace(/^\/+/, '') || given;
      try {
        await cli.client.delete(`/containers/${encodeURIComponent(name)}`, {
          query: { v: flags.volumes || undefined, link: flags.link || undefined, force: flags.force || undefined },
        });
      } catch (error) {
        // `rm -f` of what is not there is told, but is no failure.
        if (!(flags.force && error instanceof EngineError && error.status === 404)) throw error;
        await cli.err(`Error response from daemon: ${error.message}\n`);
        return '';
      }
      return given;
    }),
});
