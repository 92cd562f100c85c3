import { json } from '#network/http';
import type { CpuStats, Stats } from '../../api/stats';
import type { Route } from '../call';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { after } from '../latency';
import { findContainer } from '../lookup';
import { NEVER } from '../time';

const NO_CPU: CpuStats = {
  cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
  throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
};

function cpuOf(daemon: Daemon, container: Container): CpuStats {
  const { info, clock } = daemon.host;
  const total = Math.round((container.run?.sandbox.usage().cpuMs ?? 0) * 1e6);
  return {
    cpu_usage: { total_usage: total, usage_in_kernelmode: 0, usage_in_usermode: total },
    system_cpu_usage: Math.round((clock.now() - info.bootMs) * info.cpus * 1e6),
    online_cpus: info.cpus,
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  };
}

function statsOf(daemon: Daemon, container: Container, read: string, previous: { read: string; cpu: CpuStats }): Stats {
  const { run, record } = container;
  const usage = run?.sandbox.usage();
  const limit = record.hostConfig.Memory || daemon.host.info.memoryBytes;
  const io = (op: string, value: number) => ({ major: 254, minor: 0, op, value });
  const networks: NonNullable<Stats['networks']> = {};
  for (const face of run?.namespace.interfaces() ?? []) {
    if (face.kind === 'loopback') continue;
    networks[face.name] = {
      rx_bytes: face.rxBytes,
      rx_packets: face.rxPackets,
      rx_errors: 0,
      rx_dropped: 0,
      tx_bytes: face.txBytes,
      tx_packets: face.txPackets,
      tx_errors: 0,
      tx_dropped: 0,
    };
  }
  const pids = record.hostConfig.PidsLimit;
  return {
    name: `/${record.name}`,
    id: record.id,
    read: run ? read : NEVER,
    preread: run ? previous.read : NEVER,
    pids_stats: usage ? { current: usage.pids, ...(pids !== null && { limit: pids }) } : {},
    blkio_stats: {
      io_service_bytes_recursive:
        usage && usage.readBytes + usage.writtenBytes > 0
          ? [io('read', usage.readBytes), io('write', usage.writtenBytes)]
          : [],
      io_serviced_recursive: [],
      io_queue_recursive: [],
      io_service_time_recursive: [],
      io_wait_time_recursive: [],
      io_merged_recursive: [],
      io_time_recursive: [],
      sectors_recursive: [],
    },
    num_procs: 0,
    storage_stats: {},
    cpu_stats: run ? cpuOf(daemon, container) : NO_CPU,
    precpu_stats: run ? previous.cpu : NO_CPU,
    memory_stats: usage
      ? {
          usage: usage.memoryBytes,
          max_usage: usage.memoryBytes,
          stats: { cache: 0, rss: usage.memoryBytes, inactive_file: 0, total_inactive_file: 0 },
          limit,
        }
      : {},
    ...(Object.keys(networks).length > 0 && { networks }),
  };
}

/** `docker stats`: one object, or one a second. */
export const stats: Route = {
  method: 'GET',
  path: '/containers/{id}/stats',
  handle: async ({ daemon, params, query }) => {
    const container = findContainer(daemon, params['id']!);
    const none = { read: NEVER, cpu: NO_CPU };
    if (!query.flag('stream', true)) {
      if (query.flag('one-shot') || !container.run)
        return json(200, statsOf(daemon, container, daemon.watch.text(), none));
      const previous = { read: daemon.watch.text(), cpu: cpuOf(daemon, container) };
      await after(daemon, 1000);
      return json(200, statsOf(daemon, container, daemon.watch.text(), previous));
    }
    const objects = (async function* (): AsyncGenerator<Stats> {
      let previous = none;
      while (daemon.containers.has(container.id)) {
        const read = daemon.watch.text();
        yield statsOf(daemon, container, read, previous);
        if (container.run) previous = { read, cpu: cpuOf(daemon, container) };
        await after(daemon, 1000);
      }
    })();
    return { status: 200, headers: { 'content-type': 'application/json' }, body: { kind: 'objects', objects } };
  },
};
