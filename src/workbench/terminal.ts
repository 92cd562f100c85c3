import { Pty } from '#io/pty';
import type { Machine } from '#machine/machine';
import type { ChildProcess } from '#process/process';

/** A shell on a machine, with the terminal that a learner types into. */
export class Terminal {
  readonly pty: Pty;
  readonly shell: ChildProcess;

  constructor(
    private readonly machine: Machine,
    size: { columns: number; rows: number },
    environment: ReadonlyMap<string, string>,
    cwd: string,
    onOutput: (text: string) => void,
    onEnd: () => void,
  ) {
    this.pty = new Pty(machine.clock, size);
    this.shell = machine.start({
      argv: ['/bin/bash'],
      env: new Map([...environment, ['TERM', 'xterm-256color'], ['COLORTERM', 'truecolor']]),
      cwd,
      fds: machine.terminal(this.pty),
    });
    void this.#pump(onOutput);
    void this.shell.exited.then(onEnd);
  }

  /** Keys as a terminal sends them. */
  type(keys: string): void {
    this.pty.type(keys);
    this.machine.clock.wake();
  }

  resize(columns: number, rows: number): void {
    this.pty.resize(columns, rows);
  }

  /** Hangs up: what runs in it is told so. */
  close(): void {
    this.pty.hangUp();
    const { kernel } = this.machine;
    const task = kernel.spaces.pids.tasks.get(this.shell.pid);
    if (task) kernel.signals.sendToGroup(task, 'SIGHUP', 'outside');
    if (task && !task.status) kernel.signals.deliver(task, 'SIGHUP', 'outside');
  }

  async #pump(onOutput: (text: string) => void): Promise<void> {
    const decoder = new TextDecoder();
    for (let chunk = await this.pty.output.read(); chunk; chunk = await this.pty.output.read()) {
      onOutput(decoder.decode(chunk, { stream: true }));
    }
  }
}
