import { atMost, CommandError } from '#cli/command';
import { filtersOf } from '#docker/api/client';
import type { ImageSummary } from '#docker/api/image-summary';
import { completeImages, dockerCommand, filtersFrom } from '../docker-command';
import { formatRows } from '../formatter/formatter';
import { imageTree } from '../formatter/image-tree';
import { imageFormat, imageRows, imageTable } from '../formatter/image';

/** docker image ls (docker images). */
export const ls = dockerCommand({
  name: 'ls',
  usage: '[REPOSITORY[:TAG]]',
  aliases: ['list'],
  aliasText: 'docker image ls, docker image list, docker images',
  short: 'List images',
  args: atMost(1),
  flags: {
    all: { kind: 'bool', short: 'a', help: 'Show all images (default hides intermediate images)' },
    digests: { kind: 'bool', help: 'Show digests' },
    filter: { kind: 'list', short: 'f', typeName: 'filter', help: 'Filter output based on conditions provided' },
    format: {
      kind: 'string',
      help: "Format output using a custom template:\n'table':            Print output in table format with column headers (default)\n'table TEMPLATE':   Print output in table format using the given Go template\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    'no-trunc': { kind: 'bool', help: "Don't truncate output" },
    quiet: { kind: 'bool', short: 'q', help: 'Only show image IDs' },
    tree: { kind: 'bool', help: 'List multi-platform images as a tree (EXPERIMENTAL)' },
  },
  complete: completeImages,
  async run(cli, { args, flags, changed }) {
    const filters = filtersFrom(flags.filter);
    if (args[0] !== undefined) (filters['reference'] ??= []).push(args[0]);
    const images = await cli.client.get<ImageSummary[]>('/images/json', {
      query: { all: flags.all || undefined, filters: filtersOf(filters) },
    });
    if (flags.tree) {
      const other = (['digests', 'format', 'no-trunc', 'quiet'] as const).find((name) => changed.has(name));
      if (other) throw new CommandError(`--${other === 'quiet' ? 'quiet' : other} is not yet supported with --tree`);
      await cli.err(
        "WARNING: This is an experimental feature. The output may change and shouldn't be depended on.\n\n",
      );
      await cli.out(imageTree(images));
      return;
    }
    const options = { truncate: !flags['no-trunc'], now: cli.process.clock.epochNow() };
    if (flags.quiet && flags.format === '') {
      await cli.out(formatRows(imageFormat, imageRows(images, false), '{{.ID}}', options));
      return;
    }
    let format = flags.format || (cli.config.saved.imagesFormat ?? '');
    const digests = flags.digests || /\.Digest\b/.test(format);
    if (format === '' || format === 'table') format = imageTable(flags.digests);
    await cli.out(formatRows(imageFormat, imageRows(images, digests), format, options));
  },
});
