import { CommandError, exactly } from '#cli/command';
import { EngineError } from '#docker/api/client';
import { completeContainers, dockerCommand } from '../docker-command';

/** docker container rename. */
export const rename = dockerCommand({
  name: 'rename',
  usage: 'CONTAINER NEW_NAME',
  aliasText: 'docker container rename, docker rename',
  short: 'Rename a container',
  args: exactly(2),
  complete: completeContainers(),
  async run(cli, { args: [from = '', to = ''] }) {
    if (from.trim() === '' || to.trim() === '') throw new CommandError('Error: Neither old nor new names may be empty');
    try {
      await cli.client.post(`/containers/${encodeURIComponent(from)}/rename`, undefined, { query: { name: to } });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      await cli.err(`Error response from daemon: ${error.message}\n`);
      throw new CommandError(`Error: failed to rename container named ${from}`);
    }
  },
});
