import { bytesSize, humanSize } from '#cli/units';
import type { Stats } from '#docker/api/stats';
import { truncatedId, type RowFormat } from './formatter';

/** A container's latest reading; without `stats` there is none. */
export interface StatsRow {
  /** As it was asked for. */
  readonly container: string;
  readonly stats: Stats | undefined;
}

export const STATS_TABLE =
  'table {{.ID}}\\t{{.Name}}\\t{{.CPUPerc}}\\t{{.MemUsage}}\\t{{.MemPerc}}\\t{{.NetIO}}\\t{{.BlockIO}}\\t{{.PIDs}}';

function cpuPercent(stats: Stats): number {
  const used = stats.cpu_stats.cpu_usage.total_usage - stats.precpu_stats.cpu_usage.total_usage;
  const system = (stats.cpu_stats.system_cpu_usage ?? 0) - (stats.precpu_stats.system_cpu_usage ?? 0);
  return system > 0 && used > 0 ? (used / system) * (stats.cpu_stats.online_cpus ?? 1) * 100 : 0;
}

function memory({ memory_stats: { usage = 0, stats } }: Stats): number {
  const cache = stats?.['total_inactive_file'] ?? stats?.['inactive_file'] ?? 0;
  return cache < usage ? usage - cache : usage;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function network({ networks = {} }: Stats): string {
  const all = Object.values(networks);
  return `${humanSize(sum(all.map((n) => n.rx_bytes)), 3)} / ${humanSize(sum(all.map((n) => n.tx_bytes)), 3)}`;
}

function block({ blkio_stats }: Stats): string {
  const of = (letter: string): number =>
    sum(
      (blkio_stats.io_service_bytes_recursive ?? [])
        .filter((e) => e.op.toLowerCase().startsWith(letter))
        .map((e) => e.value),
    );
  return `${humanSize(of('r'), 3)} / ${humanSize(of('w'), 3)}`;
}

const percent = (value: number): string => `${value.toFixed(2)}%`;

/** A row of `docker stats`. */
export const statsFormat: RowFormat<StatsRow> = {
  type: '*container.statsContext',
  columns: {
    Container: ['CONTAINER', (row) => row.container],
    Name: ['NAME', ({ stats }) => (stats ? stats.name.replace(/^\//, '') : '--')],
    ID: ['CONTAINER ID', ({ stats }, { truncate }) => (!stats ? '--' : truncate ? truncatedId(stats.id) : stats.id)],
    CPUPerc: ['CPU %', ({ stats }) => (stats ? percent(cpuPercent(stats)) : '--')],
    MemUsage: [
      'MEM USAGE / LIMIT',
      ({ stats }) => (stats ? `${bytesSize(memory(stats))} / ${bytesSize(stats.memory_stats.limit ?? 0)}` : '-- / --'),
    ],
    MemPerc: [
      'MEM %',
      ({ stats }) =>
        stats ? percent(stats.memory_stats.limit ? (memory(stats) / stats.memory_stats.limit) * 100 : 0) : '--',
    ],
    NetIO: ['NET I/O', ({ stats }) => (stats ? network(stats) : '--')],
    BlockIO: ['BLOCK I/O', ({ stats }) => (stats ? block(stats) : '--')],
    PIDs: ['PIDS', ({ stats }) => (stats ? String(stats.pids_stats.current ?? 0) : '--')],
  },
};
