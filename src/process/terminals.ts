import { Pty } from '#io/pty';
import type { Kernel } from './kernel';
import type { PidNamespace } from './pid-namespace';
import type { Task } from './task';

/** The terminals of a machine: their names, and which processes their signals go to. */
export class Terminals {
  #names = new Map<Pty, string>();
  #perNamespace = new WeakMap<PidNamespace, Pty[]>();

  constructor(private readonly kernel: Kernel) {}

  /** Makes a terminal the controlling one of a new session. */
  control(pty: Pty, leader: Task): void {
    leader.leader = leader;
    this.nameOf(pty, leader.spaces.pids);
    pty.foreground = leader.pid;
    const { pids } = leader.spaces;
    const signals = this.kernel.signals;
    pty.onHangUp = () => {
      for (const task of [...pids.tasks.values()]) {
        const concerned = task === leader || task.leader.pid === pty.foreground;
        if (!concerned || task.pty !== pty || task.spaces.pids !== pids) continue;
        signals.deliver(task, 'SIGHUP', 'inside');
        signals.deliver(task, 'SIGCONT', 'inside');
      }
    };
    pty.onSignal = (signal, group) => {
      for (const task of [...pids.tasks.values()]) {
        if (task.leader.pid === group && task.spaces.pids === pids && task.pty === pty) {
          signals.deliver(task, signal, 'inside');
        }
      }
    };
  }

  /** `pts/0`, by the order in which a container's (or the machine's) terminals came. */
  nameOf(pty: Pty, pids: PidNamespace): string {
    const known = this.#names.get(pty);
    if (known) return known;
    const list = this.#perNamespace.get(pids) ?? [];
    this.#perNamespace.set(pids, list);
    list.push(pty);
    const name = `pts/${list.length - 1}`;
    this.#names.set(pty, name);
    return name;
  }

  /** The terminals of a namespace in order, as /dev/pts shows them. */
  of(pids: PidNamespace): readonly Pty[] {
    return this.#perNamespace.get(pids) ?? [];
  }
}
