import type { Kernel } from './kernel';
import type { PidNamespace } from './pid-namespace';
import type { ProcessInfo } from './process';
import type { Task } from './task';

/** Whether a task is in the process group of this number, as a pid namespace counts. */
export const isGroup = (task: Task, group: number, pids: PidNamespace): boolean => pids.pidOf(task.leader) === group;

/** One process as a pid namespace sees it. */
export function processInfo(kernel: Kernel, task: Task, pids: PidNamespace, asker?: Task): ProcessInfo {
  const state = task.zombie ? 'Z' : task.stopped ? 'T' : task === asker || task.busy ? 'R' : 'S';
  return {
    pid: pids.pidOf(task),
    ppid: task.parent ? pids.pidOf(task.parent) : 0,
    group: pids.pidOf(task.leader),
    uid: task.view.credentials.uid,
    argv: task.argv,
    state,
    startMs: task.startMs,
    cpuMs: task.cpuMs,
    memoryBytes: task.memoryBytes,
    tty: task.pty && kernel.terminals.nameOf(task.pty, task.spaces.pids),
  };
}

/** The processes of a pid namespace, by pid. */
export const listProcesses = (kernel: Kernel, pids: PidNamespace, asker?: Task): ProcessInfo[] =>
  [...pids.tasks.values()].map((task) => processInfo(kernel, task, pids, asker)).sort((a, b) => a.pid - b.pid);
