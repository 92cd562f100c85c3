import type { Descriptor, Process } from '#process/process';
import { ExitShell, Interrupted } from './control';
import { interrupt, runExitTrap } from './exec/traps';
import { reportJobs } from './exec/statement';
import { withFds } from './exec/with-fds';
import { runLine } from './interactive';
import type { Dialect, Shell } from './shell';
import { beLikeTyped, guardInteractive, startShell } from './start';

export interface SessionOptions {
  readonly dialect?: Dialect;
  /** What messages begin with; `bash` when absent. */
  readonly name?: string;
  /** Whether `[1] 1234` and `[1]+  Done` are shown, as at a terminal. */
  readonly jobMessages?: boolean;
}

export interface SessionResult {
  readonly code: number;
  /** Ctrl-C ended it. */
  readonly interrupted: boolean;
  /** The shell itself ended (`exit`). */
  readonly exited: boolean;
}

/**
 * A shell that lasts: text runs in it as if it were typed, and directory, variables, functions and jobs stay. It lives
 * in the process that made it.
 */
export class ShellSession {
  readonly shell: Shell;
  #interrupted = false;
  #running = false;
  #ended = false;

  constructor(
    readonly process: Process,
    options: SessionOptions = {},
  ) {
    const dialect = options.dialect ?? 'bash';
    this.shell = startShell(process, { dialect, name: options.name ?? dialect });
    beLikeTyped(this.shell);
    this.shell.jobMessages = options.jobMessages ?? false;
    guardInteractive(this.shell);
  }

  get running(): boolean {
    return this.#running;
  }

  /** Runs text with the given descriptors in place of the process's own; answers when its foreground part is done. */
  async run(text: string, fds: ReadonlyMap<number, Descriptor> = new Map()): Promise<SessionResult> {
    if (this.#ended) return { code: this.shell.status, interrupted: false, exited: true };
    this.#running = true;
    this.#interrupted = false;
    const { shell } = this;
    if (text.trim() !== '') shell.history.push(text.replace(/\n+$/, ''));
    try {
      await withFds(shell, fds, async () => {
        await reportJobs(shell);
        await runLine(shell, text.endsWith('\n') ? text : text + '\n');
      });
    } catch (error) {
      if (!(error instanceof ExitShell)) throw error;
      shell.status = error.code;
      this.#ended = true;
      await withFds(shell, fds, async () => {
        shell.status = await runExitTrap(shell, error.code).catch((inner: unknown) => {
          if (inner instanceof ExitShell) return inner.code;
          if (inner instanceof Interrupted) return 130;
          throw inner;
        });
      });
    } finally {
      this.#running = false;
    }
    return { code: shell.status, interrupted: this.#interrupted, exited: this.#ended };
  }

  /** Ctrl-C: SIGINT to the foreground group, or to the shell itself when it runs something of its own. */
  interrupt(): void {
    if (!this.#running) return;
    this.#interrupted = true;
    const { foreground } = this.shell;
    if (foreground !== undefined && foreground !== this.process.group) this.process.kill(-foreground, 'SIGINT');
    else {
      for (const one of this.process.processes()) {
        if (one.group === this.process.group && one.pid !== this.process.pid && one.ppid === this.process.pid)
          this.process.kill(one.pid, 'SIGINT');
      }
      interrupt(this.shell);
    }
  }

  /** A key's signal for what runs in the foreground (Ctrl-Z, Ctrl-\). */
  signalForeground(signal: 'SIGTSTP' | 'SIGQUIT'): void {
    if (this.shell.foreground !== undefined) this.process.kill(-this.shell.foreground, signal);
  }
}
