import type { Kernel } from '#process/kernel';
import type { Namespaces } from '#process/task';
import {
  lazyDirectory,
  syntheticDirectory,
  syntheticFile,
  SyntheticFileSystem,
  type SyntheticNode,
} from '#vfs/synthetic';

const PERIOD = 100_000;

/** /sys with the control group of a container, or of the machine. Upstream: cgroup-v2.rst. */
export function sysFileSystem(kernel: Kernel, spaces: Namespaces): SyntheticFileSystem {
  const { cgroup } = spaces;
  const limit = (value: number | undefined): string => (value ? `${value}\n` : 'max\n');
  const build = (): SyntheticNode =>
    syntheticDirectory({
      fs: syntheticDirectory({
        cgroup: syntheticDirectory({
          'cgroup.controllers': syntheticFile(() => 'cpuset cpu io memory hugetlb pids rdma misc\n'),
          'cgroup.procs': syntheticFile(() => [...cgroup.tasks].map((task) => `${spaces.pids.pidOf(task)}\n`).join('')),
          'cpu.max': syntheticFile(
            () => `${cgroup.limits.cpus ? Math.round(cgroup.limits.cpus * PERIOD) : 'max'} ${PERIOD}\n`,
          ),
          'cpu.stat': syntheticFile(
            () => `usage_usec ${cgroup.cpuMs() * 1000}\nuser_usec ${cgroup.cpuMs() * 1000}\nsystem_usec 0\n`,
          ),
          'memory.current': syntheticFile(() => `${cgroup.memoryBytes()}\n`),
          'memory.max': syntheticFile(() => limit(cgroup.limits.memoryBytes)),
          'memory.swap.max': syntheticFile(() => limit(cgroup.limits.memoryBytes)),
          'pids.current': syntheticFile(() => `${cgroup.tasks.size}\n`),
          'pids.max': syntheticFile(() => limit(cgroup.limits.pids)),
        }),
      }),
      class: syntheticDirectory({
        net: {
          type: 'directory',
          names: () => spaces.network.interfaces().map((i) => i.name),
          child: (name) => {
            const link = spaces.network.interfaces().find((i) => i.name === name);
            return (
              link &&
              syntheticDirectory({
                address: syntheticFile(() => `${link.mac}\n`),
                ifindex: syntheticFile(() => `${link.index}\n`),
                iflink: syntheticFile(() => `${link.peerIndex ?? link.index}\n`),
                mtu: syntheticFile(() => `${link.mtu}\n`),
                operstate: syntheticFile(() => (link.up ? 'up\n' : 'down\n')),
              })
            );
          },
        },
      }),
    });
  return new SyntheticFileSystem('sysfs', lazyDirectory(build), () => kernel.clock.epochNow());
}
