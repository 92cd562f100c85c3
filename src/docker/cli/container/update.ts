import { atLeast } from '#cli/command';
import { ramInBytes } from '#cli/units';
import type { ContainerUpdateBody, ContainerUpdateResponse } from '#docker/api/container-update';
import type { RestartPolicyName } from '#docker/api/host-config';
import { completeContainers, dockerCommand, forEachName } from '../docker-command';
import { parseCpus, parseRestart } from '../options/validate';

const declared = {
  'blkio-weight': {
    kind: 'uint',
    typeName: 'uint16',
    help: 'Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)',
  },
  'cpu-period': { kind: 'int', help: 'Limit CPU CFS (Completely Fair Scheduler) period' },
  'cpu-quota': { kind: 'int', help: 'Limit CPU CFS (Completely Fair Scheduler) quota' },
  'cpu-rt-period': { kind: 'int', help: 'Limit the CPU real-time period in microseconds' },
  'cpu-rt-runtime': { kind: 'int', help: 'Limit the CPU real-time runtime in microseconds' },
  'cpu-shares': { kind: 'int', short: 'c', help: 'CPU shares (relative weight)' },
  cpus: { kind: 'string', typeName: 'decimal', help: 'Number of CPUs' },
  'cpuset-cpus': { kind: 'string', help: 'CPUs in which to allow execution (0-3, 0,1)' },
  'cpuset-mems': { kind: 'string', help: 'MEMs in which to allow execution (0-3, 0,1)' },
  memory: { kind: 'string', short: 'm', typeName: 'bytes', help: 'Memory limit' },
  'memory-reservation': { kind: 'string', typeName: 'bytes', help: 'Memory soft limit' },
  'memory-swap': {
    kind: 'string',
    typeName: 'bytes',
    help: 'Swap limit equal to memory plus swap: -1 to enable unlimited swap',
  },
  'pids-limit': { kind: 'int', help: 'Tune container pids limit (set -1 for unlimited)' },
  restart: { kind: 'string', help: 'Restart policy to apply when a container exits' },
} as const;
const bytes = (text: string): void => {
  if (text !== '-1') ramInBytes(text);
};
const size = (text: string): number => (text === '' ? 0 : text === '-1' ? -1 : ramInBytes(text));

/** docker container update: other limits for containers that are there. */
export const update = dockerCommand({
  name: 'update',
  usage: 'CONTAINER [CONTAINER...]',
  aliasText: 'docker container update, docker update',
  short: 'Update configuration of one or more containers',
  args: atLeast(1),
  flags: {
    ...declared,
    memory: { ...declared.memory, validate: bytes },
    'memory-reservation': { ...declared['memory-reservation'], validate: bytes },
    'memory-swap': { ...declared['memory-swap'], validate: bytes },
    cpus: { ...declared.cpus, validate: (text: string) => void parseCpus(text) },
  },
  complete: completeContainers(),
  async run(cli, { args, flags, changed }) {
    if (changed.size === 0) {
      await cli.err('you must provide one or more flags when using this command\n');
      return 1;
    }
    const restart = parseRestart(flags.restart);
    const body: ContainerUpdateBody = {
      BlkioWeight: flags['blkio-weight'],
      CpuPeriod: flags['cpu-period'],
      CpuQuota: flags['cpu-quota'],
      CpuRealtimePeriod: flags['cpu-rt-period'],
      CpuRealtimeRuntime: flags['cpu-rt-runtime'],
      CpuShares: flags['cpu-shares'],
      CpusetCpus: flags['cpuset-cpus'],
      CpusetMems: flags['cpuset-mems'],
      NanoCpus: parseCpus(flags.cpus),
      Memory: size(flags.memory),
      MemoryReservation: size(flags['memory-reservation']),
      MemorySwap: size(flags['memory-swap']),
      ...(changed.has('pids-limit') && { PidsLimit: flags['pids-limit'] }),
      RestartPolicy: { ...restart, Name: restart.Name as RestartPolicyName },
    };
    const warnings: string[] = [];
    const failed = await forEachName(cli, args, async (name) => {
      const answer = await cli.client.post<ContainerUpdateResponse>(
        `/containers/${encodeURIComponent(name)}/update`,
        body,
      );
      warnings.push(...(answer.Warnings ?? []));
    });
    if (warnings.length > 0) await cli.out(`${warnings.join('\n')}\n`);
    return failed;
  },
});
