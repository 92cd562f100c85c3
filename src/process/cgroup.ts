import type { Task } from './task';

export interface CgroupLimits {
  readonly memoryBytes?: number;
  readonly cpus?: number;
  readonly pids?: number;
}

/** A control group: counts and limits what the processes of one container use. */
export class Cgroup {
  readonly tasks = new Set<Task>();
  limits: CgroupLimits;
  frozen = false;
  oomKilled = false;
  /** Of processes that have ended. */
  endedCpuMs = 0;
  readBytes = 0;
  writtenBytes = 0;

  constructor(
    /** As /proc/PID/cgroup shows it: `/`, `/docker/<id>`. */
    readonly path: string,
    limits: CgroupLimits = {},
  ) {
    this.limits = limits;
  }

  memoryBytes(): number {
    let sum = 0;
    for (const task of this.tasks) sum += task.memoryBytes;
    return sum;
  }

  cpuMs(): number {
    let sum = this.endedCpuMs;
    for (const task of this.tasks) sum += task.cpuMs;
    return sum;
  }

  /** Whether one process more would be too many. */
  get full(): boolean {
    const { pids } = this.limits;
    return pids !== undefined && pids > 0 && this.tasks.size >= pids;
  }

  /** The process that the kernel kills for want of memory, or undefined while there is enough. */
  victim(): Task | undefined {
    const { memoryBytes } = this.limits;
    if (!memoryBytes || this.memoryBytes() <= memoryBytes) return undefined;
    let biggest: Task | undefined;
    for (const task of this.tasks) if (!biggest || task.memoryBytes > biggest.memoryBytes) biggest = task;
    return biggest;
  }
}
