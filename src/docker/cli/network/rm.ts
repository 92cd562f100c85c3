import { atLeast } from '#cli/command';
import { EngineError } from '#docker/api/client';
import { completeNetworks, dockerCommand } from '../docker-command';

/** docker network rm. */
export const rm = dockerCommand({
  name: 'rm',
  usage: 'NETWORK [NETWORK...]',
  aliases: ['remove'],
  short: 'Remove one or more networks',
  args: atLeast(1),
  flags: {
    force: { kind: 'bool', short: 'f', help: 'Do not error if the network does not exist' },
  },
  complete: completeNetworks,
  async run(cli, { args, flags }) {
    let code = 0;
    for (const name of args) {
      try {
        await cli.client.delete(`/networks/${encodeURIComponent(name)}`);
        await cli.out(`${name}\n`);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (flags.force && error.status === 404) continue;
        await cli.err(`Error response from daemon: ${error.message}\n`);
        code = 1;
      }
    }
    // As the real one: every failure is told where it happens, and once more only by the exit code.
    if (code !== 0) await cli.err(`exit status ${code}\n`);
    return code;
  },
});
