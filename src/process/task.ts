import type { Pty } from '#io/pty';
import type { Cancellation } from '#io/streams';
import type { NetworkStack } from '#network/stack';
import type { Clock } from '#sim/clock';
import type { MountTable } from '#vfs/mounts';
import type { ProcessFileView } from '#vfs/view';
import type { Cgroup } from './cgroup';
import type { Confinement } from './confinement';
import type { PidNamespace } from './pid-namespace';
import { ProcessEnded, type Descriptor, type ExitStatus, type HostInfo, type SignalHandler } from './process';
import type { Signal } from './signals';

/** What a process shares with the others of its container, or with the others of its machine. */
export interface Namespaces {
  readonly pids: PidNamespace;
  readonly mounts: MountTable;
  readonly network: NetworkStack;
  readonly host: HostInfo;
  readonly cgroup: Cgroup;
  /** What a container's processes may not do; absent for the machine's own. */
  readonly confinement?: Confinement | undefined;
}

/** Withdraws one read or write. */
export class Withdrawal implements Cancellation {
  cancelled = false;
  #withdraw: (() => void) | undefined;

  /** Whether the stream is still waiting, so that nothing was taken yet. */
  get waiting(): boolean {
    return this.#withdraw !== undefined;
  }

  onCancel(withdraw: () => void): () => void {
    this.#withdraw = withdraw;
    return () => (this.#withdraw = undefined);
  }

  cancel(): void {
    this.cancelled = true;
    this.#withdraw?.();
  }
}

/** What a program counts as using before it says more. */
export const INITIAL_MEMORY = 1_048_576;

/** What a wait is answered with when its process was stopped in the middle: do it again. */
export const AGAIN = Symbol('again');

interface Wait {
  readonly reject: (error: Error) => void;
  readonly again: (() => void) | undefined;
  readonly withdrawal: Withdrawal | undefined;
}

export interface TaskSetup {
  readonly pid: number;
  readonly outerPid: number;
  readonly spaces: Namespaces;
  readonly parent: Task | undefined;
  readonly argv: readonly string[];
  readonly comm: string;
  readonly exe: string;
  readonly env: Map<string, string>;
  readonly view: ProcessFileView;
  readonly pty: Pty | undefined;
}

/** One process as the kernel keeps it. */
export class Task {
  /** In its own pid namespace. */
  readonly pid: number;
  /** In the machine's. */
  readonly outerPid: number;
  readonly spaces: Namespaces;
  argv: readonly string[];
  /** The short name that `ps` and /proc show. */
  comm: string;
  exe: string;
  env: Map<string, string>;
  view: ProcessFileView;
  readonly startMs: number;
  fds = new Map<number, Descriptor>();
  readonly children = new Set<Task>();
  parent: Task | undefined;
  /** The leader of its process group. */
  leader: Task;
  pty: Pty | undefined;
  handlers: Map<Signal, SignalHandler> | undefined;
  /** Signals that came while it was stopped or frozen. */
  pending: Signal[] = [];
  status: ExitStatus | undefined;
  stopped = false;
  /** Ended, but its parent has not asked for the status yet. */
  zombie = false;
  /** Whether somebody waits for its end. */
  awaited = false;
  busy = false;
  /** How often it gave way in a row without waiting for anything. */
  slices = 0;
  waited = true;
  cpuMs = 1;
  memoryBytes = INITIAL_MEMORY;
  onEnd: ((status: ExitStatus) => void)[] = [];
  onStop: ((stopped: boolean) => void)[] = [];
  #waits = new Set<Wait>();
  #deferred: (() => void)[] = [];
  #ended: ProcessEnded | undefined;

  constructor(
    readonly clock: Clock,
    setup: TaskSetup,
  ) {
    this.pid = setup.pid;
    this.outerPid = setup.outerPid;
    this.spaces = setup.spaces;
    this.parent = setup.parent;
    this.argv = setup.argv;
    this.comm = setup.comm;
    this.exe = setup.exe;
    this.env = setup.env;
    this.view = setup.view;
    this.pty = setup.pty;
    this.leader = setup.parent?.leader ?? this;
    this.startMs = clock.now();
  }

  /** What execve(2) changes. */
  become(argv: readonly string[], exe: string, path: string): this {
    this.argv = argv;
    this.exe = exe;
    this.comm = path.slice(path.lastIndexOf('/') + 1, path.length).slice(0, 15);
    return this;
  }

  /** What execve(2) does to signals: those that were caught are default again; `ignored` ones are ignored too. */
  forgetHandlers(ignored: readonly Signal[] = []): void {
    for (const [signal, handler] of this.handlers ?? []) if (handler !== 'ignore') this.handlers!.delete(signal);
    for (const signal of ignored) (this.handlers ??= new Map<Signal, SignalHandler>()).set(signal, 'ignore');
  }

  /** Neither stopped by a signal nor frozen with its container. */
  get running(): boolean {
    return !this.stopped && !this.spaces.cgroup.frozen;
  }

  /** The first process of a container: the kernel spares it signals that it does not handle. */
  get isInit(): boolean {
    return this.spaces.pids.init === this;
  }

  /** Throws once the process has ended. */
  check(): void {
    if (this.#ended) throw this.#ended;
  }

  /** The promise, unless the process ends first; its answer waits while the process is stopped. */
  wait<T>(promise: Promise<T>): Promise<T> {
    return this.#wait<T>(promise, undefined, undefined);
  }

  /** Like `wait`, but answers AGAIN when the process was stopped meanwhile and the stream had nothing yet. */
  waitForStream<T>(start: (withdrawal: Withdrawal) => Promise<T>): Promise<T | typeof AGAIN> {
    const withdrawal = new Withdrawal();
    return this.#wait<T | typeof AGAIN>(start(withdrawal), withdrawal, AGAIN);
  }

  #wait<T>(promise: Promise<T>, withdrawal: Withdrawal | undefined, again: T | undefined): Promise<T> {
    if (this.#ended) {
      promise.catch(() => undefined);
      return Promise.reject(this.#ended);
    }
    const waiting = new Promise<T>((resolve, reject) => {
      const wait: Wait = {
        reject,
        withdrawal,
        again: withdrawal && (() => this.#waits.delete(wait) && resolve(again as T)),
      };
      this.#waits.add(wait);
      const settle = (deliver: () => void): void => {
        const go = (): void => {
          if (this.#waits.delete(wait)) deliver();
        };
        if (this.running) go();
        else this.#deferred.push(go);
      };
      promise.then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))),
      );
    });
    // Who does not look at the answer (a race that is lost) must not become an unhandled rejection at the end.
    waiting.catch(() => undefined);
    return waiting;
  }

  async sleep(ms: number): Promise<void> {
    let timer: number | undefined;
    try {
      await this.wait(new Promise<void>((wake) => (timer = this.clock.wakeAfter(ms, wake))));
      timer = undefined;
    } finally {
      this.clock.cancel(timer);
    }
  }

  /** Withdraws what it waits for on streams, so that others get it; called when it stops. */
  pause(): void {
    for (const wait of this.#waits) {
      if (!wait.withdrawal?.waiting) continue;
      wait.withdrawal.cancel();
      this.#deferred.push(wait.again!);
    }
  }

  /** Hands out what arrived while it was stopped. */
  resume(): void {
    if (!this.running || this.#deferred.length === 0) return;
    this.clock.wake();
    for (const deliver of this.#deferred.splice(0)) deliver();
  }

  /** Makes all it waits for, now and later, reject. */
  end(status: ExitStatus): void {
    this.status = status;
    this.#ended = new ProcessEnded(status);
    this.#deferred = [];
    const waits = [...this.#waits];
    this.#waits.clear();
    if (waits.length > 0) this.clock.wake();
    for (const wait of waits) {
      wait.withdrawal?.cancel();
      wait.reject(this.#ended);
    }
  }
}
