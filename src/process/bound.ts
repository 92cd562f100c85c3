import { BrokenPipeError, type Reader, type Writer } from '#io/streams';
import type { Kernel } from './kernel';
import type { Descriptor } from './process';
import { isGroup } from './process-list';
import { AGAIN, type Task } from './task';

/** A descriptor in one process's hands: reads and writes end with the process, wait while it is stopped, and count. */
export class BoundDescriptor implements Descriptor {
  readonly reader: Reader | undefined;
  readonly writer: Writer | undefined;

  constructor(
    readonly raw: Descriptor,
    private readonly task: Task,
    private readonly kernel: Kernel,
  ) {
    this.reader = raw.reader && {
      read: (max) => this.#read(raw.reader!, max),
      close: () => raw.close(),
    };
    this.writer = raw.writer && {
      write: (data) => this.#write(raw.writer!, data),
      close: () => raw.close(),
    };
  }

  get pty(): Descriptor['pty'] {
    return this.raw.pty;
  }

  get label(): string {
    return this.raw.label;
  }

  dup(): Descriptor {
    return new BoundDescriptor(this.raw.dup(), this.task, this.kernel);
  }

  close(): void {
    this.raw.close();
  }

  async #read(reader: Reader, max: number | undefined): Promise<Uint8Array | undefined> {
    const { task, kernel } = this;
    for (;;) {
      await this.#turn();
      if (this.#inBackground()) {
        if (task.handlers?.get('SIGTTIN') === 'ignore') return undefined;
        kernel.signals.sendToGroup(task.leader, 'SIGTTIN');
        continue;
      }
      const data = await task.waitForStream((withdrawal) => reader.read(max, withdrawal));
      if (data !== AGAIN) return data;
    }
  }

  async #write(writer: Writer, data: Uint8Array | string): Promise<void> {
    const { task, kernel } = this;
    for (;;) {
      await this.#turn();
      try {
        if ((await task.waitForStream((withdrawal) => writer.write(data, withdrawal))) !== AGAIN) return;
      } catch (error) {
        if (error instanceof BrokenPipeError && !task.status) {
          kernel.signals.deliver(task, 'SIGPIPE', 'self');
          task.check();
        }
        throw error;
      }
    }
  }

  /** A process that is stopped waits here; one that never lets time pass pays some. */
  async #turn(): Promise<void> {
    this.task.check();
    if (!this.task.running) await this.task.wait(Promise.resolve());
    if (this.kernel.overdue()) await this.task.sleep(1);
  }

  /** Whether another process group has the terminal (job control). */
  #inBackground(): boolean {
    const { task } = this;
    const pty = this.raw.pty;
    if (!pty || pty !== task.pty || pty.foreground === 0) return false;
    return pty.foreground !== task.leader.pid && hasGroup(task, pty.foreground);
  }
}

const hasGroup = (task: Task, group: number): boolean => {
  const { pids } = task.spaces;
  for (const other of pids.tasks.values()) if (!other.status && isGroup(other, group, pids)) return true;
  return false;
};
