import { noArgs } from '#cli/command';
import { filtersOf } from '#docker/api/client';
import type { Network } from '#docker/api/network';
import { dockerCommand, filtersFrom } from '../docker-command';
import { formatRows } from '../formatter/formatter';
import { networkFormat, NETWORK_TABLE } from '../formatter/network';

/** docker network ls. */
export const ls = dockerCommand({
  name: 'ls',
  aliases: ['list'],
  short: 'List networks',
  args: noArgs,
  flags: {
    filter: { kind: 'list', short: 'f', typeName: 'filter', help: 'Provide filter values (e.g. `driver=bridge`)' },
    format: {
      kind: 'string',
      help: "Format output using a custom template:\n'table':            Print output in table format with column headers (default)\n'table TEMPLATE':   Print output in table format using the given Go template\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    'no-trunc': { kind: 'bool', help: 'Do not truncate the output' },
    quiet: { kind: 'bool', short: 'q', help: 'Only display network IDs' },
  },
  async run(cli, { flags }) {
    const rows = await cli.client.get<Network[]>('/networks', {
      query: { filters: filtersOf(filtersFrom(flags.filter)) },
    });
    const byName = rows.toSorted((a, b) => (a.Name < b.Name ? -1 : a.Name > b.Name ? 1 : 0));
    let { format } = flags;
    if (format === '' || format === 'table') format = flags.quiet ? '{{.ID}}' : NETWORK_TABLE;
    await cli.out(formatRows(networkFormat, byName, format, { truncate: !flags['no-trunc'], now: 0 }));
  },
});
