import { exactly } from '#cli/command';
import type { ImageHistoryItem } from '#docker/api/image-history';
import { completeImages, dockerCommand } from '../docker-command';
import { platformQuery } from '../options/platform';
import { formatRows } from '../formatter/formatter';
import { historyFormat } from '../formatter/image';

const TABLE = (id: boolean): string =>
  `table ${id ? '{{.ID}}' : '{{.ID}}'}\\t{{.CreatedSince}}\\t{{.CreatedBy}}\\t{{.Size}}\\t{{.Comment}}`;

/** docker image history: its layers, newest first. */
export const history = dockerCommand({
  name: 'history',
  usage: 'IMAGE',
  aliasText: 'docker image history, docker history',
  short: 'Show the history of an image',
  args: exactly(1),
  flags: {
    format: {
      kind: 'string',
      help: "Format output using a custom template:\n'table':            Print output in table format with column headers (default)\n'table TEMPLATE':   Print output in table format using the given Go template\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    human: { kind: 'bool', short: 'H', default: true, help: 'Print sizes and dates in human readable format' },
    'no-trunc': { kind: 'bool', help: "Don't truncate output" },
    platform: {
      kind: 'string',
      help: 'Show history for the given platform. Formatted as `os[/arch[/variant]]` (e.g., `linux/amd64`)',
    },
    quiet: { kind: 'bool', short: 'q', help: 'Only show image IDs' },
  },
  complete: completeImages,
  async run(cli, { args: [name = ''], flags }) {
    const rows = await cli.client.get<ImageHistoryItem[]>(`/images/${name}/history`, {
      query: { platform: platformQuery(flags.platform) },
    });
    let { format } = flags;
    if (format === '' || format === 'table') format = flags.quiet ? '{{.ID}}' : TABLE(true);
    await cli.out(
      formatRows(historyFormat(flags.human), rows, format, {
        truncate: !flags['no-trunc'],
        now: cli.process.clock.epochNow(),
      }),
    );
  },
});
