import { syntheticDirectory, syntheticFile, type SyntheticNode } from '#vfs/synthetic';
import { CAPABILITIES, capabilityMask, limitLines } from '../confinement';
import type { Kernel } from '../kernel';
import type { PidNamespace } from '../pid-namespace';
import { processInfo } from '../process-list';
import { SIGNAL_NUMBERS, type Signal } from '../signals';
import type { Task } from '../task';

/** Kernel ticks a second, the unit of times in /proc/PID/stat. */
const TICK_MS = 10;
const PAGE = 4096;
const STATES = { S: 'S (sleeping)', R: 'R (running)', T: 'T (stopped)', Z: 'Z (zombie)' } as const;

/** /proc/PID. Upstream: proc(5). */
export function processDirectory(kernel: Kernel, task: Task, pids: PidNamespace): SyntheticNode {
  const { view, spaces } = task;
  const { uid } = view.credentials;
  const own = (read: () => string): SyntheticNode => ({ type: 'file', mode: 0o400, uid, read });
  return syntheticDirectory({
    cgroup: syntheticFile(() => `0::${pids.outer ? '/' : spaces.cgroup.path}\n`),
    cmdline: syntheticFile(() => (task.zombie ? '' : task.argv.map((arg) => `${arg}\0`).join(''))),
    comm: syntheticFile(() => `${task.comm}\n`),
    cwd: { type: 'symlink', target: view.cwd },
    environ: own(() => [...task.env].map(([name, value]) => `${name}=${value}\0`).join('')),
    exe: { type: 'symlink', target: task.exe === '' ? '/' : task.exe },
    fd: descriptorDirectory(task),
    hostname: undefined,
    limits: syntheticFile(() => limitLines(spaces.confinement)),
    mounts: syntheticFile(() => mountLines(task)),
    mountinfo: syntheticFile(() => mountInfoLines(task)),
    net: undefined,
    ns: namespaceLinks(task),
    oom_score: syntheticFile(() => '0\n'),
    oom_score_adj: syntheticFile(
      () => `${String(spaces.confinement?.oomScoreAdj ?? 0)}\n`,
      () => undefined,
    ),
    root: { type: 'symlink', target: '/' },
    stat: syntheticFile(() => statLine(kernel, task, pids)),
    statm: syntheticFile(() => `${pages(task)} ${pages(task)} 0 1 0 ${pages(task)} 0\n`),
    status: syntheticFile(() => statusText(kernel, task, pids)),
  });
}

const pages = (task: Task): number => Math.ceil(task.memoryBytes / PAGE);

const descriptorDirectory = (task: Task): SyntheticNode => ({
  type: 'directory',
  names: () => [...task.fds.keys()].map(String),
  child: (name) => {
    const descriptor = task.fds.get(Number(name));
    return descriptor && { type: 'symlink', target: descriptor.label, special: `fd:${task.outerPid}:${name}` };
  },
});

function namespaceLinks(task: Task): SyntheticNode {
  const inner = task.spaces.pids.outer !== undefined;
  const number = (4026531835 + (inner ? (task.spaces.pids.init?.outerPid ?? 0) * 8 : 0)).toString();
  const names = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'user', 'uts'];
  return syntheticDirectory(
    Object.fromEntries(names.map((name) => [name, { type: 'symlink', target: `${name}:[${number}]` }])),
  );
}

/** /proc/mounts. */
export const mountLines = (task: Task): string =>
  task.view
    .mounts()
    .map((m) => `${m.source} ${m.target} ${m.fsType} ${m.readOnly ? 'ro' : 'rw'},relatime 0 0\n`)
    .join('');

const mountInfoLines = (task: Task): string =>
  task.spaces.mounts
    .list()
    .map((m, i) => {
      const flags = m.readOnly ? 'ro' : 'rw';
      return `${i + 20} ${i === 0 ? 1 : 20} 0:${i + 20} ${m.path} ${m.target} ${flags},relatime - ${m.fsType} ${m.source} ${flags}\n`;
    })
    .join('');

function statLine(kernel: Kernel, task: Task, pids: PidNamespace): string {
  const info = processInfo(kernel, task, pids);
  const ticks = Math.floor(info.cpuMs / TICK_MS);
  const start = Math.floor((info.startMs - task.spaces.host.bootMs) / TICK_MS);
  const head = `${info.pid} (${task.comm}) ${info.state} ${info.ppid} ${info.group} ${info.group}`;
  return `${head} 0 -1 4194304 0 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${start} ${info.memoryBytes} ${pages(task)}\n`;
}

function mask(task: Task, wanted: (handler: unknown) => boolean): string {
  let bits = 0n;
  for (const [signal, handler] of task.handlers ?? []) {
    if (wanted(handler)) bits |= 1n << BigInt(SIGNAL_NUMBERS[signal satisfies Signal] - 1);
  }
  return bits.toString(16).padStart(16, '0');
}

function statusText(kernel: Kernel, task: Task, pids: PidNamespace): string {
  const info = processInfo(kernel, task, pids);
  const { uid, gid, groups = [] } = task.view.credentials;
  const kilobytes = `${Math.ceil(info.memoryBytes / 1024)} kB`.padStart(11);
  const four = (id: number): string => [id, id, id, id].join('\t');
  const { confinement } = task.spaces;
  const bound = capabilityMask((name) => confinement?.capabilities.has(name) ?? true);
  const none = capabilityMask(() => false);
  const has = uid === 0 ? bound : none;
  const lines: [string, string | number][] = [
    ['Name', task.comm],
    ['Umask', task.view.umask.toString(8).padStart(4, '0')],
    ['State', STATES[info.state]],
    ['Tgid', info.pid],
    ['Ngid', 0],
    ['Pid', info.pid],
    ['PPid', info.ppid],
    ['TracerPid', 0],
    ['Uid', four(uid)],
    ['Gid', four(gid)],
    ['FDSize', 64],
    ['Groups', `${groups.join(' ')} `],
    ['VmPeak', kilobytes],
    ['VmSize', kilobytes],
    ['VmRSS', kilobytes],
    ['Threads', 1],
    ['SigIgn', mask(task, (handler) => handler === 'ignore')],
    ['SigCgt', mask(task, (handler) => typeof handler === 'function')],
    ['CapInh', none],
    ['CapPrm', has],
    ['CapEff', has],
    ['CapBnd', bound],
    ['CapAmb', none],
    ['NoNewPrivs', confinement?.noNewPrivileges ? 1 : 0],
    ['Seccomp', confinement && confinement.capabilities.size < CAPABILITIES.length ? 2 : 0],
  ];
  return lines.map(([name, value]) => `${name}:\t${value}\n`).join('');
}
