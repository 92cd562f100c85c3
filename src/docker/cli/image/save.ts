import { atLeast, CommandError } from '#cli/command';
import { completeImages, dockerCommand } from '../docker-command';
import { platformQuery } from '../options/platform';

/** docker image save: images with their layers as a tar archive. */
export const save = dockerCommand({
  name: 'save',
  usage: 'IMAGE [IMAGE...]',
  aliasText: 'docker image save, docker save',
  short: 'Save one or more images to a tar archive (streamed to STDOUT by default)',
  args: atLeast(1),
  flags: {
    output: { kind: 'string', short: 'o', help: 'Write to a file, instead of STDOUT' },
    platform: {
      kind: 'string',
      help: 'Save only the given platform variant. Formatted as `os[/arch[/variant]]` (e.g., `linux/amd64`)',
    },
  },
  complete: completeImages,
  async run(cli, { args, flags }) {
    if (flags.output === '' && cli.process.isTTY(1)) {
      throw new CommandError('cowardly refusing to save to a terminal. Use the -o flag or redirect');
    }
    const { bytes } = await cli.client.bytes('/images/get', {
      query: { names: args, platform: platformQuery(flags.platform) },
    });
    if (flags.output === '') await cli.process.stdout.write(bytes);
    else cli.process.fs.writeFile(flags.output, bytes);
  },
});
