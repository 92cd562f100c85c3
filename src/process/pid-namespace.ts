import type { Task } from './task';

/** The processes that see each other, by the pid each has there. */
export class PidNamespace {
  readonly tasks = new Map<number, Task>();
  /** Pid 1, where this is a container's. */
  init: Task | undefined;
  #next = 1;

  /** `outer` is the machine's own namespace; absent, this is it. */
  constructor(readonly outer?: PidNamespace) {}

  nextPid(): number {
    return this.#next++;
  }

  /** The pid that a task of this namespace, or of one inside it, has here. */
  pidOf(task: Task): number {
    return task.spaces.pids === this ? task.pid : this.outer ? 0 : task.outerPid;
  }
}
