import type { ContainerSummary } from '#docker/api/container-summary';
import type { Stats } from '#docker/api/stats';
import { completeContainers, dockerCommand } from '../docker-command';
import { formatRows } from '../formatter/formatter';
import { statsFormat, STATS_TABLE, type StatsRow } from '../formatter/stats';

/** docker container stats: what containers use, once or again and again. */
export const stats = dockerCommand({
  name: 'stats',
  usage: '[CONTAINER...]',
  aliasText: 'docker container stats, docker stats',
  short: 'Display a live stream of container(s) resource usage statistics',
  flags: {
    all: { kind: 'bool', short: 'a', help: 'Show all containers (default shows just running)' },
    format: {
      kind: 'string',
      help: "Format output using a custom template:\n'table':            Print output in table format with column headers (default)\n'table TEMPLATE':   Print output in table format using the given Go template\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    'no-stream': { kind: 'bool', help: 'Disable streaming stats and only pull the first result' },
    'no-trunc': { kind: 'bool', help: 'Do not truncate output' },
  },
  complete: completeContainers('running'),
  async run(cli, { args, flags }) {
    const { client, process } = cli;
    const format = flags.format === '' || flags.format === 'table' ? STATS_TABLE : flags.format;
    const named = async (): Promise<readonly string[]> => {
      if (args.length > 0) return args;
      const list = await client.get<ContainerSummary[]>('/containers/json', { query: { all: flags.all || undefined } });
      return list.map((c) => c.Id);
    };
    const read = async (container: string): Promise<StatsRow> => {
      const query = { stream: false };
      return {
        container,
        stats: await client.get<Stats>(`/containers/${encodeURIComponent(container)}/stats`, { query }),
      };
    };
    // A first reading that fails is told; later ones only leave the row empty.
    let names = await named();
    for (const name of args) await client.get(`/containers/${encodeURIComponent(name)}/json`);
    for (let first = true; ; first = false) {
      if (!first) names = await named();
      const rows = await process.wait(
        Promise.all(names.map((name) => read(name).catch((): StatsRow => ({ container: name, stats: undefined })))),
      );
      const text = formatRows(statsFormat, rows, format, { truncate: !flags['no-trunc'], now: 0 });
      if (flags['no-stream']) {
        await cli.out(text);
        return;
      }
      await cli.out(process.isTTY(1) ? `\x1b[H${text.replaceAll('\n', '\x1b[K\n')}\x1b[J` : text);
      await process.sleep(500);
    }
  },
});
