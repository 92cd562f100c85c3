import {
  lazyDirectory,
  syntheticDirectory,
  syntheticFile,
  SyntheticFileSystem,
  type SyntheticNode,
} from '#vfs/synthetic';
import type { Kernel } from '../kernel';
import type { HostInfo } from '../process';
import type { Namespaces } from '../task';
import { networkDirectory } from './network-files';
import { processDirectory } from './process-files';

/** /proc as a pid namespace sees it. Upstream: proc(5). */
export function procFileSystem(kernel: Kernel, spaces: Namespaces): SyntheticFileSystem {
  const { pids } = spaces;
  const fixed: Record<string, SyntheticNode> = {
    cpuinfo: syntheticFile(() => cpuInfo(spaces.host)),
    filesystems: syntheticFile(() => 'nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\n\text4\nnodev\toverlay\n'),
    loadavg: syntheticFile(() => `0.00 0.01 0.05 1/${pids.tasks.size} ${pids.tasks.size}\n`),
    meminfo: syntheticFile(() => memoryInfo(kernel, spaces.host)),
    mounts: { type: 'symlink', target: 'self/mounts' },
    net: lazyDirectory(() => networkDirectory(spaces.network)),
    self: { type: 'symlink', target: 'self', special: 'self' },
    stat: syntheticFile(() => kernelStat(kernel, spaces.host)),
    sys: lazyDirectory(() => sysDirectory(spaces)),
    uptime: syntheticFile(() => uptime(kernel, spaces.host)),
    version: syntheticFile(
      () => `Linux version ${spaces.host.kernel} (buildd@drydock) (gcc 13.2.0) #1 SMP PREEMPT_DYNAMIC\n`,
    ),
  };
  const root: SyntheticNode = {
    type: 'directory',
    names: () => [...[...pids.tasks.keys()].map(String), ...Object.keys(fixed)],
    child: (name) => {
      if (Object.hasOwn(fixed, name)) return fixed[name];
      const task = /^\d+$/.test(name) ? pids.tasks.get(Number(name)) : undefined;
      return task && processDirectory(kernel, task, pids);
    },
  };
  return new SyntheticFileSystem('proc', root, () => kernel.clock.epochNow());
}

const cpuInfo = (host: HostInfo): string =>
  Array.from({ length: host.cpus }, (_, i) =>
    [
      `processor\t: ${i}`,
      'vendor_id\t: GenuineIntel',
      'cpu family\t: 6',
      'model name\t: Drydock virtual CPU',
      'cpu MHz\t\t: 2400.000',
      'cache size\t: 16384 KB',
      `siblings\t: ${host.cpus}`,
      `core id\t\t: ${i}`,
      `cpu cores\t: ${host.cpus}`,
      'flags\t\t: fpu tsc msr pae cx8 apic sep cmov mmx fxsr sse sse2 ht syscall nx lm avx2',
      'bogomips\t: 4800.00',
      '',
      '',
    ].join('\n'),
  ).join('');

function memoryInfo(kernel: Kernel, host: HostInfo): string {
  let used = 400 * 1024 * 1024;
  for (const task of kernel.spaces.pids.tasks.values()) used += task.memoryBytes;
  const line = (name: string, bytes: number): string =>
    `${`${name}:`.padEnd(16)}${String(Math.floor(bytes / 1024)).padStart(8)} kB\n`;
  const free = Math.max(0, host.memoryBytes - used);
  const cached = Math.min(free / 2, 1024 ** 3);
  return (
    line('MemTotal', host.memoryBytes) +
    line('MemFree', free - cached) +
    line('MemAvailable', free) +
    line('Buffers', 0) +
    line('Cached', cached) +
    line('SwapTotal', 0) +
    line('SwapFree', 0)
  );
}

const uptime = (kernel: Kernel, host: HostInfo): string => {
  const seconds = (kernel.clock.now() - host.bootMs) / 1000;
  return `${seconds.toFixed(2)} ${(seconds * host.cpus).toFixed(2)}\n`;
};

function kernelStat(kernel: Kernel, host: HostInfo): string {
  const ticks = Math.floor((kernel.clock.now() - host.bootMs) / 10);
  const boot = Math.floor((kernel.clock.epochMs + host.bootMs) / 1000);
  return `cpu  0 0 0 ${ticks * host.cpus} 0 0 0 0 0 0\nbtime ${boot}\nprocesses ${kernel.spaces.pids.tasks.size}\n`;
}

/** Settings of /proc/sys that programs read or set. */
const SETTINGS: Readonly<Record<string, string>> = {
  'kernel/osrelease': '',
  'kernel/ostype': 'Linux',
  'kernel/pid_max': '4194304',
  'net/core/somaxconn': '4096',
  'net/ipv4/ip_forward': '1',
  'net/ipv4/ip_unprivileged_port_start': '0',
  'net/ipv4/ip_local_port_range': '32768\t60999',
  'net/bridge/bridge-nf-call-iptables': '1',
  'vm/max_map_count': '262144',
  'vm/overcommit_memory': '0',
  'vm/swappiness': '60',
  'fs/file-max': '9223372036854775807',
  'fs/inotify/max_user_watches': '524288',
};

function sysDirectory(spaces: Namespaces): SyntheticNode {
  const values = new Map(Object.entries(SETTINGS));
  values.set('kernel/osrelease', spaces.host.kernel);
  values.set('kernel/domainname', spaces.confinement?.domainName || '(none)');
  for (const [name, value] of Object.entries(spaces.confinement?.sysctls ?? {}))
    values.set(name.replaceAll('.', '/'), value);
  const leaves = new Map<string, SyntheticNode>();
  for (const path of values.keys()) {
    const set = (text: string): void => void values.set(path, text.trim());
    leaves.set(
      path,
      syntheticFile(() => `${values.get(path)!}\n`, set),
    );
  }
  const { host } = spaces;
  leaves.set(
    'kernel/hostname',
    syntheticFile(
      () => `${host.hostname}\n`,
      (text) => void (host.hostname = text.trim()),
    ),
  );
  return branch([...leaves]);
}

function branch(leaves: readonly (readonly [string, SyntheticNode])[]): SyntheticNode {
  const groups = new Map<string, [string, SyntheticNode][]>();
  for (const [path, node] of leaves) {
    const [head = '', ...rest] = path.split('/');
    groups.set(head, [...(groups.get(head) ?? []), [rest.join('/'), node]]);
  }
  const children = [...groups].map(([name, inside]) => [name, inside[0]![0] === '' ? inside[0]![1] : branch(inside)]);
  return syntheticDirectory(Object.fromEntries(children) as Record<string, SyntheticNode>);
}
