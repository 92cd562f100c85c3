import type { FlagTable } from '#cli/flags';
import type { BuildCacheRecord, DiskUsage } from '#docker/api/disk-usage';
import { humanSize } from '#image/pull-progress';
import { dockerCommand, confirmed, type DockerCli } from '../docker-command';

const FLAGS = {
  all: { kind: 'bool', short: 'a', help: 'Include internal/frontend images' },
  force: { kind: 'bool', short: 'f', help: 'Do not prompt for confirmation' },
} as const satisfies FlagTable;

const WARNING = (all: boolean): string =>
  all
    ? 'WARNING! This will remove all build cache. Are you sure you want to continue?'
    : 'WARNING! This will remove all dangling build cache. Are you sure you want to continue?';

/** docker builder prune, which is docker buildx prune. */
export const prune = dockerCommand({
  name: 'prune',
  short: 'Remove build cache',
  args: { min: 0, max: 0 },
  flags: FLAGS,
  async run(cli, { flags }) {
    if (!flags.force && !(await confirmed(cli, WARNING(flags.all)))) return 0;
    const before = await cacheRecords(cli);
    const { CachesDeleted, SpaceReclaimed } = await cli.client.post<{
      CachesDeleted: string[] | null;
      SpaceReclaimed: number;
    }>('/build/prune', undefined, { query: { all: flags.all } });
    const gone = new Set(CachesDeleted ?? []);
    if (gone.size > 0) await cli.out('ID\t\t\t\t\t\tRECLAIMABLE\tSIZE\t\tLAST ACCESSED\n');
    for (const record of before.filter((row) => gone.has(row.ID))) {
      await cli.out(
        `${`${record.ID}*`.padEnd(40)}\ttrue \t\t${humanSize(record.Size).padEnd(8)}\t${ago(cli, record)}\n`,
      );
    }
    await cli.out(`Total:\t${humanSize(SpaceReclaimed)}\n`);
    return 0;
  },
});

/** The records of the build cache. */
export const cacheRecords = async (cli: DockerCli): Promise<BuildCacheRecord[]> =>
  (await cli.client.get<DiskUsage>('/system/df', { query: { type: 'build-cache' } })).BuildCache ?? [];

/** When a record was last used: `3 seconds ago`. */
export function ago(cli: DockerCli, record: BuildCacheRecord): string {
  const seconds = Math.floor((cli.process.clock.epochNow() - Date.parse(record.LastUsedAt ?? record.CreatedAt)) / 1000);
  if (seconds < 1) return 'Less than a second ago';
  if (seconds < 60) return `${String(seconds)} second${seconds === 1 ? '' : 's'} ago`;
  if (seconds < 120) return 'About a minute ago';
  if (seconds < 3600) return `${String(Math.floor(seconds / 60))} minutes ago`;
  const hours = Math.floor(seconds / 3600);
  return hours === 1 ? 'About an hour ago' : `${String(hours)} hours ago`;
}
