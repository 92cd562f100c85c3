import { between, CommandError } from '#cli/command';
import { objectsOf } from '#docker/api/client';
import type { JsonMessage } from '#docker/api/json-message';
import { readAll } from '#io/streams';
import { dockerCommand } from '../docker-command';
import { showProgress } from '../streams/progress';

/** docker image import: an image of one layer from a tar archive of files. */
export const importImage = dockerCommand({
  name: 'import',
  usage: 'file|URL|- [REPOSITORY[:TAG]]',
  aliasText: 'docker image import, docker import',
  short: 'Import the contents from a tarball to create a filesystem image',
  args: between(1, 2),
  flags: {
    change: { kind: 'list', short: 'c', help: 'Apply Dockerfile instruction to the created image' },
    message: { kind: 'string', short: 'm', help: 'Set commit message for imported image' },
    platform: { kind: 'string', help: 'Set platform if server is multi-platform capable' },
  },
  async run(cli, { args: [source = '', repo], flags }) {
    if (/^https?:/.test(source)) {
      await cli.err('drydock: docker import from a URL is not simulated yet\n');
      return 1;
    }
    const { process } = cli;
    if (source !== '-' && !process.fs.exists(source))
      throw new CommandError(`open ${source}: no such file or directory`);
    const bytes = source === '-' ? await readAll(process.stdin) : process.fs.readFile(source);
    const { body } = await cli.client.upload('POST', '/images/create', bytes, {
      query: {
        fromSrc: '-',
        repo,
        message: flags.message || undefined,
        changes: flags.change,
        platform: flags.platform || undefined,
      },
    });
    await showProgress(cli, objectsOf<JsonMessage>(body));
    return 0;
  },
});
