import { noArgs } from '#cli/command';
import { filtersOf } from '#docker/api/client';
import type { ContainerSummary } from '#docker/api/container-summary';
import { dockerCommand, filtersFrom } from '../docker-command';
import { containerFormat, CONTAINER_TABLE } from '../formatter/container';
import { checkTemplate, formatRows } from '../formatter/formatter';

/** docker container ls (docker ps). */
export const ls = dockerCommand({
  name: 'ls',
  aliases: ['list', 'ps'],
  aliasText: 'docker container ls, docker container list, docker container ps, docker ps',
  short: 'List containers',
  args: noArgs,
  flags: {
    all: { kind: 'bool', short: 'a', help: 'Show all containers (default shows just running)' },
    filter: { kind: 'list', short: 'f', typeName: 'filter', help: 'Filter output based on conditions provided' },
    format: {
      kind: 'string',
      help: "Format output using a custom template:\n'table':            Print output in table format with column headers (default)\n'table TEMPLATE':   Print output in table format using the given Go template\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    last: { kind: 'int', short: 'n', default: -1, help: 'Show n last created containers (includes all states)' },
    latest: { kind: 'bool', short: 'l', help: 'Show the latest created container (includes all states)' },
    'no-trunc': { kind: 'bool', help: "Don't truncate output" },
    quiet: { kind: 'bool', short: 'q', help: 'Only display container IDs' },
    size: { kind: 'bool', short: 's', help: 'Display total file sizes' },
  },
  async run(cli, { flags, changed }) {
    const { quiet, latest } = flags;
    let format = flags.format || (quiet ? '' : (cli.config.saved.psFormat ?? ''));
    if (quiet && (format === '' || format === 'table' || flags.format === '')) format = '{{.ID}}';
    if (format !== 'json') checkTemplate(containerFormat, format);
    const usesSize = /\.Size\b/.test(format);
    const size = changed.has('size') ? flags.size : usesSize;
    if (format === '' || format === 'table') format = CONTAINER_TABLE + (flags.size ? '\\t{{.Size}}' : '');
    const last = latest && flags.last === -1 ? 1 : flags.last;
    const rows = await cli.client.get<ContainerSummary[]>('/containers/json', {
      query: {
        all: flags.all || undefined,
        limit: last > 0 ? last : undefined,
        size: size || undefined,
        filters: filtersOf(filtersFrom(flags.filter)),
      },
    });
    await cli.out(
      formatRows(containerFormat, rows, format, { truncate: !flags['no-trunc'], now: cli.process.clock.epochNow() }),
    );
  },
});
