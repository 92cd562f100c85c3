import { CommandError, noArgs } from '#cli/command';
import { humanSize } from '#cli/units';
import type { DiskUsage } from '#docker/api/disk-usage';
import { dockerCommand } from '../docker-command';
import { BUILD_CACHE_TABLE, buildCacheFormat } from '../formatter/build-cache';
import { containerFormat } from '../formatter/container';
import { formatRows, type RowFormat } from '../formatter/formatter';
import { imageFormat, imageRows } from '../formatter/image';
import { volumeFormat } from '../formatter/volume';

interface UsageRow {
  type: string;
  total: number;
  active: number;
  size: number;
  reclaimable: number;
  percent: boolean;
}

const usageFormat: RowFormat<UsageRow> = {
  type: '*formatter.diskUsageContext',
  columns: {
    Type: ['TYPE', (row) => row.type],
    TotalCount: ['TOTAL', (row) => String(row.total)],
    Active: ['ACTIVE', (row) => String(row.active)],
    Size: ['SIZE', (row) => humanSize(row.size)],
    Reclaimable: [
      'RECLAIMABLE',
      ({ reclaimable, size, percent }) =>
        humanSize(reclaimable) + (percent && size > 0 ? ` (${Math.trunc((reclaimable * 100) / size)}%)` : ''),
    ],
  },
};

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function usageRows(usage: DiskUsage): UsageRow[] {
  const images = usage.Images;
  const used = images.filter((i) => i.Containers > 0);
  const usedSize = sum(used.map((i) => (i.SharedSize === -1 ? i.Size : i.Size - i.SharedSize)));
  const running = usage.Containers.filter((c) => /^(running|paused|restarting)/.test(c.State));
  const own = (c: DiskUsage['Containers'][number]): number => c.SizeRw ?? 0;
  const volumes = usage.Volumes.map((v) => ({ size: v.UsageData?.Size ?? 0, links: v.UsageData?.RefCount ?? 0 }));
  const cache = usage.BuildCache ?? [];
  const cacheSize = sum(cache.filter((c) => !c.Shared).map((c) => c.Size));
  const inUse = cache.filter((c) => c.InUse);
  return [
    {
      type: 'Images',
      total: images.length,
      active: used.length,
      size: usage.LayersSize,
      reclaimable: Math.max(0, usage.LayersSize - usedSize),
      percent: true,
    },
    {
      type: 'Containers',
      total: usage.Containers.length,
      active: running.length,
      size: sum(usage.Containers.map(own)),
      reclaimable: sum(usage.Containers.filter((c) => !running.includes(c)).map(own)),
      percent: true,
    },
    {
      type: 'Local Volumes',
      total: volumes.length,
      active: volumes.filter((v) => v.links > 0).length,
      size: sum(volumes.map((v) => v.size)),
      reclaimable: sum(volumes.filter((v) => v.links === 0).map((v) => v.size)),
      percent: true,
    },
    {
      type: 'Build Cache',
      total: cache.length,
      active: inUse.length,
      size: cacheSize,
      reclaimable: cacheSize - sum(inUse.filter((c) => !c.Shared).map((c) => c.Size)),
      percent: false,
    },
  ];
}

/** docker system df: what lies on the disk. */
export const df = dockerCommand({
  name: 'df',
  short: 'Show docker disk usage',
  args: noArgs,
  flags: {
    format: {
      kind: 'string',
      help: "Format output using a custom template:\n'table':            Print output in table format with column headers (default)\n'table TEMPLATE':   Print output in table format using the given Go template\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    verbose: { kind: 'bool', short: 'v', help: 'Show detailed information on space usage' },
  },
  async run(cli, { flags }) {
    const usage = await cli.client.get<DiskUsage>('/system/df');
    const options = { truncate: true, now: cli.process.clock.epochNow() };
    if (!flags.verbose) {
      let { format } = flags;
      if (format === '' || format === 'table')
        format = 'table {{.Type}}\\t{{.TotalCount}}\\t{{.Active}}\\t{{.Size}}\\t{{.Reclaimable}}';
      await cli.out(formatRows(usageFormat, usageRows(usage), format, options));
      return;
    }
    const cache = (usage.BuildCache ?? []).toSorted((a, b) => b.Size - a.Size);
    if (flags.format === 'json') {
      await cli.out(`${JSON.stringify({ ...usage, BuildCache: cache })}\n`);
      return;
    }
    if (flags.format !== '' && flags.format !== 'table') {
      throw new CommandError('drydock: docker system df --verbose with a template is not simulated yet');
    }
    const images =
      'table {{.Repository}}\\t{{.Tag}}\\t{{.ID}}\\t{{.CreatedSince}}\\t{{.Size}}\\t{{.SharedSize}}\\t{{.UniqueSize}}\\t{{.Containers}}';
    const containers =
      'table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.LocalVolumes}}\\t{{.Size}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Names}}';
    const volumes = 'table {{.Name}}\\t{{.Links}}\\t{{.Size}}';
    await cli.out(
      `Images space usage:\n\n${formatRows(imageFormat, imageRows(usage.Images, false), images, options)}` +
        `\nContainers space usage:\n\n${formatRows(containerFormat, usage.Containers, containers, options)}` +
        `\nLocal Volumes space usage:\n\n${formatRows(volumeFormat, usage.Volumes, volumes, options)}` +
        `\nBuild cache usage: ${humanSize(sum(cache.map((c) => c.Size)))}\n\n${formatRows(buildCacheFormat, cache, BUILD_CACHE_TABLE, options)}`,
    );
  },
});
