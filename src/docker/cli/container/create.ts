import { atLeast, CommandError } from '#cli/command';
import { completeImages, dockerCommand } from '../docker-command';
import { refuseContentTrust } from '../registry/content-trust';
import { allCreateFlags, createBody } from './options';
import { createContainer } from './pull-missing';

/** docker container create: a container that is not started. */
export const create = dockerCommand({
  name: 'create',
  usage: 'IMAGE [COMMAND] [ARG...]',
  aliasText: 'docker container create, docker create',
  short: 'Create a new container',
  args: atLeast(1),
  stopAtArgs: true,
  flags: allCreateFlags,
  complete: (cli, args) => (args.length === 0 ? completeImages(cli) : []),
  async run(cli, { args, flags, changed }) {
    refuseContentTrust(cli, flags['disable-content-trust'], changed.has('disable-content-trust'));
    const { name, platform, pull, quiet } = flags;
    if (!['always', 'missing', 'never'].includes(pull)) {
      throw new CommandError(`invalid pull option: '${pull}': must be one of "always", "missing" or "never"`, 125);
    }
    const answer = await createContainer(cli, createBody(cli.process, flags, changed, args), {
      name,
      platform,
      pull,
      quiet,
    });
    for (const warning of answer.Warnings) await cli.err(`WARNING: ${warning}\n`);
    if (flags.cidfile !== '') cli.process.fs.writeFile(flags.cidfile, answer.Id);
    await cli.out(`${answer.Id}\n`);
  },
});
