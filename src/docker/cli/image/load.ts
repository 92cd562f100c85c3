import { CommandError, noArgs } from '#cli/command';
import { objectsOf } from '#docker/api/client';
import type { JsonMessage } from '#docker/api/json-message';
import { readAll } from '#io/streams';
import { dockerCommand } from '../docker-command';
import { showProgress } from '../streams/progress';

/** docker image load: images from a tar archive. */
export const load = dockerCommand({
  name: 'load',
  aliasText: 'docker image load, docker load',
  short: 'Load an image from a tar archive or STDIN',
  args: noArgs,
  flags: {
    input: { kind: 'string', short: 'i', help: 'Read from tar archive file, instead of STDIN' },
    platform: {
      kind: 'string',
      help: 'Load only the given platform variant. Formatted as `os[/arch[/variant]]` (e.g., `linux/amd64`)',
    },
    quiet: { kind: 'bool', short: 'q', help: 'Suppress the load output' },
  },
  async run(cli, { flags }) {
    const { process } = cli;
    if (flags.platform !== '') throw new CommandError('drydock: docker load --platform is not simulated yet');
    if (flags.input === '' && process.isTTY(0)) throw new CommandError('requested load from stdin, but stdin is empty');
    if (flags.input !== '' && !process.fs.exists(flags.input)) {
      throw new CommandError(`open ${flags.input}: no such file or directory`);
    }
    const bytes = flags.input === '' ? await readAll(process.stdin) : process.fs.readFile(flags.input);
    const query = { quiet: flags.quiet || !process.isTTY(1) };
    const { body } = await cli.client.upload('POST', '/images/load', bytes, { query });
    await showProgress(cli, objectsOf<JsonMessage>(body));
  },
});
