import type { Kernel } from './kernel';
import { ProcessEnded } from './process';
import { defaultAction, SIGNAL_NUMBERS, type Signal } from './signals';
import type { Task } from './task';

/** From where a signal comes: a container's first process is spared most of what its own container sends. */
export type SignalSource = 'self' | 'inside' | 'outside';

/** Delivers signals. Upstream: Linux kernel/signal.c. */
export class SignalDelivery {
  constructor(private readonly kernel: Kernel) {}

  sendToGroup(leader: Task, signal: Signal, from: SignalSource = 'inside'): void {
    for (const task of [...leader.spaces.pids.tasks.values()]) {
      if (task.leader === leader) this.deliver(task, signal, from);
    }
  }

  deliver(task: Task, signal: Signal, from: SignalSource): void {
    if (task.status) return;
    const spared = task.isInit && from !== 'outside';
    if (signal === 'SIGKILL' && !task.spaces.cgroup.frozen) {
      if (!spared) this.#kill(task, signal);
      return;
    }
    if (signal === 'SIGSTOP') {
      if (!spared) this.stop(task);
      return;
    }
    if (signal === 'SIGCONT') this.continue(task);
    if (!task.running) {
      if (!task.pending.includes(signal)) task.pending.push(signal);
      return;
    }
    this.#act(task, signal);
  }

  /** Delivers what came while the process could not run. */
  flush(task: Task): void {
    while (task.running && !task.status && task.pending.length > 0) {
      const signal = task.pending.shift()!;
      if (signal === 'SIGKILL') this.#kill(task, signal);
      else this.#act(task, signal);
    }
  }

  stop(task: Task): void {
    if (task.stopped) return;
    task.stopped = true;
    task.pause();
    for (const listener of task.onStop) listener(true);
    this.kernel.clock.wake();
  }

  continue(task: Task): void {
    task.pending = task.pending.filter((signal) => defaultAction(signal) !== 'stop');
    if (!task.stopped) return;
    task.stopped = false;
    task.resume();
    for (const listener of task.onStop) listener(false);
    this.kernel.clock.wake();
    this.flush(task);
  }

  #act(task: Task, signal: Signal): void {
    const handler = task.handlers?.get(signal) ?? 'default';
    if (handler === 'ignore') return;
    if (handler !== 'default') {
      this.kernel.clock.wake();
      try {
        handler(signal);
      } catch (error) {
        if (!(error instanceof ProcessEnded)) this.kernel.fault(task, error);
      }
      return;
    }
    // The first process of a container ignores what it has no handler for.
    if (task.isInit) return;
    const action = defaultAction(signal);
    if (action === 'terminate') this.#kill(task, signal);
    else if (action === 'stop') this.stop(task);
  }

  #kill(task: Task, signal: Signal): void {
    this.kernel.terminate(task, { code: 128 + SIGNAL_NUMBERS[signal], signal });
  }
}
