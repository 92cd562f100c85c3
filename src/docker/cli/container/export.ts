import { CommandError, exactly } from '#cli/command';
import { completeContainers, dockerCommand } from '../docker-command';

/** docker container export: its files as a tar archive. */
export const exportContainer = dockerCommand({
  name: 'export',
  usage: 'CONTAINER',
  aliasText: 'docker container export, docker export',
  short: "Export a container's filesystem as a tar archive",
  args: exactly(1),
  flags: {
    output: { kind: 'string', short: 'o', help: 'Write to a file, instead of STDOUT' },
  },
  complete: completeContainers(),
  async run(cli, { args, flags }) {
    if (flags.output === '' && cli.process.isTTY(1)) {
      throw new CommandError('cowardly refusing to save to a terminal. Use the -o flag or redirect');
    }
    const { bytes } = await cli.client.bytes(`/containers/${encodeURIComponent(args[0]!)}/export`);
    if (flags.output === '') await cli.process.stdout.write(bytes);
    else cli.process.fs.writeFile(flags.output, bytes);
  },
});
