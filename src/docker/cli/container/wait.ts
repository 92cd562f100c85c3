import { atLeast } from '#cli/command';
import type { ContainerWaitResponse } from '#docker/api/container-wait';
import { completeContainers, dockerCommand, forEachName } from '../docker-command';

/** docker container wait: until it stops; prints its exit code. */
export const wait = dockerCommand({
  name: 'wait',
  usage: 'CONTAINER [CONTAINER...]',
  aliasText: 'docker container wait, docker wait',
  short: 'Block until one or more containers stop, then print their exit codes',
  args: atLeast(1),
  complete: completeContainers('running'),
  run: (cli, { args }) =>
    forEachName(cli, args, async (name) => {
      const answer = await cli.process.wait(
        cli.client.post<ContainerWaitResponse>(`/containers/${encodeURIComponent(name)}/wait`),
      );
      return String(answer.StatusCode);
    }),
});
