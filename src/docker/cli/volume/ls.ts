import { CommandError, noArgs } from '#cli/command';
import { filtersOf } from '#docker/api/client';
import type { VolumeList } from '#docker/api/volume';
import { dockerCommand, filtersFrom } from '../docker-command';
import { formatRows } from '../formatter/formatter';
import { volumeFormat, VOLUME_TABLE } from '../formatter/volume';

/** docker volume ls. */
export const ls = dockerCommand({
  name: 'ls',
  aliases: ['list'],
  short: 'List volumes',
  args: noArgs,
  flags: {
    cluster: { kind: 'bool', help: 'Display only cluster volumes, and use cluster volume list formatting' },
    filter: { kind: 'list', short: 'f', typeName: 'filter', help: 'Provide filter values (e.g. `dangling=true`)' },
    format: {
      kind: 'string',
      help: "Format output using a custom template:\n'table':            Print output in table format with column headers (default)\n'table TEMPLATE':   Print output in table format using the given Go template\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    quiet: { kind: 'bool', short: 'q', help: 'Only display volume names' },
  },
  async run(cli, { flags }) {
    if (flags.cluster) throw new CommandError('drydock: cluster volumes are not simulated yet');
    const query = { filters: filtersOf(filtersFrom(flags.filter)) };
    const { Volumes } = await cli.client.get<VolumeList>('/volumes', { query });
    const rows = (Volumes as VolumeList['Volumes'] | null) ?? [];
    let { format } = flags;
    if (format === '' || format === 'table') format = flags.quiet ? '{{.Name}}' : VOLUME_TABLE;
    await cli.out(
      formatRows(
        volumeFormat,
        rows.toSorted((a, b) => (a.Name < b.Name ? -1 : 1)),
        format,
        { truncate: true, now: 0 },
      ),
    );
  },
});
