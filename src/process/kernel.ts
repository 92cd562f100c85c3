import type { HttpHandler } from '#network/http';
import type { NetworkStack } from '#network/stack';
import type { Clock } from '#sim/clock';
import type { Random } from '#sim/random';
import type { Trace } from '#sim/trace';
import { FileError, type Credentials, type Stat } from '#vfs/filesystem';
import type { MountTable } from '#vfs/mounts';
import { ProcessFileView } from '#vfs/view';
import { BoundDescriptor } from './bound';
import { Cgroup } from './cgroup';
import { lacking } from './confinement';
import { Fifos } from './fifos';
import { PidNamespace } from './pid-namespace';
import {
  ProcessEnded,
  type ChildProcess,
  type Descriptor,
  type ExecRequest,
  type ExitStatus,
  type HostInfo,
  type LazyProgram,
  type PagePort,
  type Process,
  type Program,
  type SpawnRequest,
} from './process';
import { loadProgramFile } from './program-file';
import { SignalDelivery } from './signal-delivery';
import { INITIAL_MEMORY, Task, type Namespaces } from './task';
import { TaskProcess } from './task-process';
import { Terminals } from './terminals';

export interface KernelOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly host: HostInfo;
  readonly network: NetworkStack;
  readonly mounts: MountTable;
  readonly programs: ReadonlyMap<string, Program | LazyProgram>;
  readonly page?: PagePort;
}

/** A fault of ours that a program ran into, kept for a report. */
export interface Fault {
  readonly timeMs: number;
  readonly argv: readonly string[];
  readonly message: string;
  readonly stack: string;
}

/** A process to start from outside of any: a login shell, a container's first process. */
export interface StartRequest extends Omit<SpawnRequest, 'group'> {
  readonly spaces: Namespaces;
  readonly parent?: Task;
  readonly umask?: number;
}

type Run = (process: Process) => Promise<number> | number;

/** Stream operations and new processes in one instant before time has to pass. */
const BURST = 200;
/** How much more a new process counts than a read or a write. */
const SPAWN_WEIGHT = 20;
const FAULTS = 50;

/** The processes of one machine. Upstream: Linux kernel/fork.c, kernel/exit.c. */
export class Kernel {
  readonly clock: Clock;
  readonly signals = new SignalDelivery(this);
  readonly terminals = new Terminals(this);
  readonly fifos: Fifos;
  /** The machine's own namespaces. */
  readonly spaces: Namespaces;
  /** Servers behind unix socket files, by the files' `special`. */
  readonly unixSockets = new Map<string, HttpHandler>();
  readonly faults: Fault[] = [];
  #loaded = new Map<string, Program>();
  #nextPipe = 1000;
  #instant = -1;
  #burst = 0;

  constructor(readonly options: KernelOptions) {
    this.clock = options.clock;
    this.fifos = new Fifos(options.clock);
    const { host, network, mounts } = options;
    this.spaces = { pids: new PidNamespace(), mounts, network, host, cgroup: new Cgroup('/') };
  }

  /** Pid 1 of the machine itself: adopts orphans and outlives all. */
  init: Task | undefined;

  startInit(): void {
    const never = (process: Process): Promise<number> => process.wait(new Promise<number>(() => undefined));
    this.init = this.startFunction({ spaces: this.spaces, argv: ['/sbin/init'], cwd: '/' }, never).task;
    this.init.comm = 'systemd';
    this.spaces.pids.init = this.init;
  }

  /** Ends every process, the machine's first one too. */
  killAll(): void {
    for (const task of [...this.spaces.pids.tasks.values()]) this.terminate(task, { code: 137, signal: 'SIGKILL' });
  }

  /** Bytes that a program writes by path to a terminal or to /proc/PID/fd/N; false when nobody takes them. */
  readonly writeDevice = (stat: Stat, data: Uint8Array): boolean => {
    const special = stat.special ?? '';
    if (!special.startsWith('fd:')) return false;
    const [, pid = '', fd = ''] = special.split(':');
    const writer = this.spaces.pids.tasks.get(Number(pid))?.fds.get(Number(fd))?.writer;
    // A write by path cannot wait: what does not fit now follows in order as the reader makes room.
    void writer?.write(data).catch(() => undefined);
    return writer !== undefined;
  };

  /** A number for a new pipe or socket. */
  nextPipeNumber(): number {
    return this.#nextPipe++;
  }

  /** Counts an operation; true when so many happened in this instant that time has to pass. */
  overdue(weight = 1): boolean {
    const now = this.clock.now();
    if (now !== this.#instant) {
      this.#instant = now;
      this.#burst = 0;
    }
    this.#burst += weight;
    return this.#burst > BURST;
  }

  /** Starts a program file as a new session, by nobody's request but the caller's. Throws FileError. */
  start(request: StartRequest): { child: ChildProcess; task: Task } {
    const task = this.#create(request.parent, request.spaces, request, request.umask);
    try {
      const file = loadProgramFile(task.view, request.path, request.argv);
      return { child: this.#launch(task.become(file.argv, file.exe, request.path), this.#program(file.program)), task };
    } catch (error) {
      this.#discard(task);
      throw error;
    }
  }

  /** Like `start`, with a function in place of a file. */
  startFunction(request: Omit<StartRequest, 'path'>, run: Run): { child: ChildProcess; task: Task } {
    const task = this.#create(request.parent, request.spaces, request, request.umask);
    const name = request.argv[0] ?? '';
    task.become(request.argv, '', name);
    return { child: this.#launch(task, run), task };
  }

  spawn(parent: Task, request: SpawnRequest): ChildProcess {
    const task = this.#create(parent, parent.spaces, request);
    try {
      const file = loadProgramFile(task.view, request.path, request.argv);
      return this.#launch(task.become(file.argv, file.exe, request.path), this.#program(file.program));
    } catch (error) {
      this.#discard(task);
      throw error;
    }
  }

  fork(parent: Task, run: Run, request: Omit<SpawnRequest, 'path'>): ChildProcess {
    return this.#launch(this.#create(parent, parent.spaces, request), run);
  }

  /** execve(2): the process goes on as another program. Throws FileError; rejects with ProcessEnded at the end. */
  exec(task: Task, request: ExecRequest): Promise<never> {
    const { cwd, credentials } = request;
    const view = task.view.as({
      ...(cwd !== undefined && { cwd: task.view.absolute(cwd) }),
      ...(credentials && { credentials: confined(credentials, task.spaces) }),
    });
    const file = loadProgramFile(view, request.path, request.argv);
    task.view = view;
    if (request.env) task.env = new Map(request.env);
    if (request.fds && request.fds !== task.fds) {
      const before = [...task.fds.values()];
      task.fds = new Map([...request.fds].map(([number, descriptor]) => [number, this.#bind(descriptor, task)]));
      for (const descriptor of before) descriptor.close();
    }
    task.forgetHandlers(request.ignored);
    task.memoryBytes = INITIAL_MEMORY;
    task.become(file.argv, file.exe, request.path);
    const process = new TaskProcess(this, task);
    return this.#life(task, process, this.#program(file.program)).then(() => {
      task.check();
      throw new Error('unreachable');
    });
  }

  /** Ends a process: descriptors close, what it awaits rejects, its children go to the namespace's first process. */
  terminate(task: Task, status: ExitStatus): void {
    if (task.status) return;
    task.end(status);
    for (const descriptor of task.fds.values()) descriptor.close();
    task.fds.clear();
    const { cgroup, pids } = task.spaces;
    cgroup.tasks.delete(task);
    cgroup.endedCpuMs += task.cpuMs;
    task.memoryBytes = 0;
    this.#orphan(task);
    if (task.awaited || !task.parent || task.parent === this.init || task.isInit) this.#reap(task);
    else task.zombie = true;
    if (pids.init === task) {
      for (const other of [...pids.tasks.values()]) this.terminate(other, { code: 137, signal: 'SIGKILL' });
      if (pids.outer) for (const other of [...pids.tasks.values()]) this.#reap(other);
    }
    this.clock.wake();
    for (const listener of task.onEnd.splice(0)) listener(status);
    if (task.parent && !task.parent.status) this.signals.deliver(task.parent, 'SIGCHLD', 'inside');
  }

  /** Kills the biggest process of a control group while it uses more memory than it may, or `task` when the machine has no more. */
  checkMemory(cgroup: Cgroup, task?: Task): void {
    for (let victim = cgroup.victim(); victim; victim = cgroup.victim()) this.#killForMemory(cgroup, victim);
    if (task && task.memoryBytes > this.options.host.memoryBytes) this.#killForMemory(cgroup, task);
  }

  #killForMemory(cgroup: Cgroup, victim: Task): void {
    cgroup.oomKilled = true;
    this.options.trace.add('kernel', 'oom-kill', `process/${victim.outerPid}`, { cgroup: cgroup.path });
    this.terminate(victim, { code: 137, signal: 'SIGKILL' });
  }

  /** Stops all processes of a control group, or lets them go on. */
  freeze(cgroup: Cgroup, frozen: boolean): void {
    if (cgroup.frozen === frozen) return;
    cgroup.frozen = frozen;
    for (const task of [...cgroup.tasks]) {
      if (frozen) task.pause();
      else {
        task.resume();
        this.signals.flush(task);
      }
    }
  }

  /** Keeps a fault of ours for a report. */
  fault(task: Task, error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    if (this.faults.length >= FAULTS) this.faults.shift();
    this.faults.push({ timeMs: this.clock.now(), argv: task.argv, message, stack });
    return message;
  }

  /** The parent has asked for the status: nothing is left of the process. */
  reap(task: Task): void {
    task.awaited = true;
    if (task.zombie) this.#reap(task);
  }

  #reap(task: Task): void {
    task.zombie = false;
    task.parent?.children.delete(task);
    task.spaces.pids.tasks.delete(task.pid);
    this.spaces.pids.tasks.delete(task.outerPid);
  }

  #orphan(task: Task): void {
    const adopter = task.spaces.pids.init ?? this.spaces.pids.init;
    for (const child of task.children) {
      child.parent = adopter === task ? undefined : adopter;
      child.parent?.children.add(child);
      // Simplified: every first process reaps what it adopts (a real one that does not wait leaves zombies).
      this.reap(child);
    }
    task.children.clear();
  }

  #create(parent: Task | undefined, spaces: Namespaces, request: Omit<SpawnRequest, 'path'>, umask?: number): Task {
    if (spaces.cgroup.full) throw new FileError('EAGAIN', 'fork');
    const outerPid = this.spaces.pids.nextPid();
    const pid = spaces.pids === this.spaces.pids ? outerPid : spaces.pids.nextPid();
    const inherited = parent?.spaces.mounts === spaces.mounts ? parent.view : new ProcessFileView(spaces.mounts);
    const view = inherited.as({
      self: pid,
      ...(request.cwd !== undefined && { cwd: inherited.absolute(request.cwd) }),
      ...(request.credentials && { credentials: confined(request.credentials, spaces) }),
      ...(umask !== undefined && { umask }),
    });
    const fds = request.fds ?? parent?.fds ?? new Map<number, Descriptor>();
    const pty = [0, 1, 2].map((fd) => fds.get(fd)?.pty).find((p) => p !== undefined) ?? parent?.pty;
    const task = new Task(this.clock, {
      pid,
      outerPid,
      spaces,
      parent,
      argv: request.argv,
      comm: parent?.comm ?? request.argv[0] ?? '',
      exe: parent?.exe ?? '',
      env: new Map(request.env ?? parent?.env),
      view,
      pty,
    });
    for (const [number, descriptor] of fds) task.fds.set(number, this.#bind(descriptor, task));
    for (const signal of request.ignored ?? []) (task.handlers ??= new Map()).set(signal, 'ignore');
    // What a parent ignores, its children ignore too.
    for (const [signal, handler] of parent?.handlers ?? []) {
      if (handler === 'ignore') (task.handlers ??= new Map()).set(signal, 'ignore');
    }
    parent?.children.add(task);
    spaces.cgroup.tasks.add(task);
    spaces.pids.tasks.set(pid, task);
    this.spaces.pids.tasks.set(outerPid, task);
    this.#joinGroup(task, parent, request.group);
    if (pty && pty !== parent?.pty) this.terminals.control(pty, task);
    return task;
  }

  #joinGroup(task: Task, parent: Task | undefined, group: SpawnRequest['group']): void {
    if (group === 'new' || !parent || parent.spaces.pids !== task.spaces.pids) task.leader = task;
    else if (group !== undefined) {
      task.leader = [...task.spaces.pids.tasks.values()].find((t) => t.leader.pid === group)?.leader ?? task;
    }
  }

  #bind(descriptor: Descriptor, task: Task): BoundDescriptor {
    const raw = descriptor instanceof BoundDescriptor ? descriptor.raw : descriptor;
    return new BoundDescriptor(raw.dup(), task, this);
  }

  #discard(task: Task): void {
    for (const descriptor of task.fds.values()) descriptor.close();
    task.spaces.cgroup.tasks.delete(task);
    this.#reap(task);
  }

  #launch(task: Task, run: Run): ChildProcess {
    const process = new TaskProcess(this, task);
    void this.#life(task, process, run);
    this.clock.wake();
    return childOf(this, task);
  }

  async #life(task: Task, process: TaskProcess, run: Run): Promise<void> {
    try {
      await task.wait(Promise.resolve());
      if (this.overdue(SPAWN_WEIGHT)) await task.sleep(1);
      const code = await run(process);
      this.terminate(task, { code: code & 0xff });
    } catch (error) {
      if (error instanceof ProcessEnded || task.status) return;
      const message = this.fault(task, error);
      try {
        await process.stderr.write(`simulator bug: ${task.argv[0] ?? '?'}: ${message}\n`);
      } catch {
        // Nobody listens any more; the fault is kept all the same.
      }
      this.terminate(task, { code: 1 });
    }
  }

  #program(name: string): Run {
    return async (process) => {
      const known = this.#loaded.get(name) ?? this.options.programs.get(name);
      if (!known) {
        await process.stderr.write(`drydock: ${name} is not simulated yet\n`);
        return 1;
      }
      if ('run' in known) return known.run(process);
      const program = await process.external(() => known.load());
      this.#loaded.set(name, program);
      return program.run(process);
    };
  }
}

/** Who changes to another user stays without the capabilities that its container does not have. */
const confined = (credentials: Credentials, { confinement }: Namespaces): Credentials =>
  confinement ? { ...credentials, lacks: lacking(confinement.capabilities) } : credentials;

/** What a parent holds of its child. Asking for the status reaps it. */
function childOf(kernel: Kernel, task: Task): ChildProcess {
  let exited: Promise<ExitStatus> | undefined;
  return {
    pid: task.pid,
    get exited() {
      kernel.reap(task);
      return (exited ??= task.status
        ? Promise.resolve(task.status)
        : new Promise((resolve) => task.onEnd.push(resolve)));
    },
    get status() {
      if (task.status) kernel.reap(task);
      return task.status;
    },
    onStop: (listener) => task.onStop.push(listener),
  };
}
