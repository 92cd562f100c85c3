import { Pty } from '#io/pty';
import type { Reader, Writer } from '#io/streams';
import type { HttpHandler } from '#network/http';
import { NetworkError, type NetworkStack } from '#network/stack';
import type { Clock } from '#sim/clock';
import type { Random } from '#sim/random';
import type { Trace } from '#sim/trace';
import { FileError, type Credentials, type FileView } from '#vfs/filesystem';
import { capable } from '#vfs/resolve';
import { BoundDescriptor } from './bound';
import { BoundNetwork } from './bound-network';
import { limitOf, type Limit } from './confinement';
import { pipeDescriptors, ptyDescriptor } from './descriptor';
import type { Kernel } from './kernel';
import { openFile, type OpenMode } from './open';
import { isGroup, listProcesses } from './process-list';
import type {
  ChildProcess,
  Descriptor,
  ExecRequest,
  HostInfo,
  PagePort,
  Process,
  ProcessInfo,
  SignalHandler,
  SpawnRequest,
} from './process';
import type { Signal } from './signals';
import type { Task } from './task';

const NOTHING: Reader = { read: () => Promise.resolve(undefined), close: () => undefined };
const NOWHERE: Writer = { write: () => Promise.resolve(), close: () => undefined };
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A program's side of its process: what `Process` promises, over the kernel's record of it. */
export class TaskProcess implements Process {
  #net: NetworkStack | undefined;

  constructor(
    private readonly kernel: Kernel,
    private readonly task: Task,
  ) {}

  get pid(): number {
    return this.task.pid;
  }
  get ppid(): number {
    const { parent } = this.task;
    return parent ? this.task.spaces.pids.pidOf(parent) : 0;
  }
  get group(): number {
    return this.task.leader.pid;
  }
  get argv(): readonly string[] {
    return this.task.argv;
  }
  get env(): Map<string, string> {
    return this.task.env;
  }
  get fs(): FileView {
    return this.task.view;
  }
  get credentials(): Credentials {
    return this.task.view.credentials;
  }
  get umask(): number {
    return this.task.view.umask;
  }
  set umask(mask: number) {
    this.task.view.umask = mask & 0o777;
  }
  can(capability: string): boolean {
    return capable(this.credentials, capability);
  }
  limit(name: string): Limit {
    return limitOf(this.task.spaces.confinement, name);
  }
  get net(): NetworkStack {
    return (this.#net ??= new BoundNetwork(this.task));
  }
  get host(): HostInfo {
    return this.task.spaces.host;
  }
  get clock(): Clock {
    return this.kernel.clock;
  }
  get random(): Random {
    return this.kernel.options.random;
  }
  get trace(): Trace {
    return this.kernel.options.trace;
  }
  get page(): PagePort | undefined {
    return this.kernel.options.page;
  }
  get pty(): Pty | undefined {
    return this.task.pty;
  }
  get fds(): Map<number, Descriptor> {
    return this.task.fds;
  }
  get stdin(): Reader {
    return this.#bound(0)?.reader ?? NOTHING;
  }
  get stdout(): Writer {
    return this.#bound(1)?.writer ?? NOWHERE;
  }
  get stderr(): Writer {
    return this.#bound(2)?.writer ?? NOWHERE;
  }

  isTTY(fd: number): boolean {
    return this.task.fds.get(fd)?.pty !== undefined;
  }

  open(path: string, mode: OpenMode): Descriptor {
    this.task.check();
    return this.#bind(openFile(this.kernel, this.task, path, mode));
  }

  pipe(): { read: Descriptor; write: Descriptor } {
    this.task.check();
    const { read, write } = pipeDescriptors(this.kernel.clock, this.kernel.nextPipeNumber());
    return { read: this.#bind(read), write: this.#bind(write) };
  }

  openPty(size: { columns: number; rows: number }): { pty: Pty; descriptor: Descriptor } {
    const pty = new Pty(this.kernel.clock, size);
    const name = this.kernel.terminals.nameOf(pty, this.task.spaces.pids);
    return { pty, descriptor: this.#bind(ptyDescriptor(pty, `/dev/${name}`)) };
  }

  async sleep(ms: number): Promise<void> {
    this.task.check();
    this.task.waited = true;
    await this.task.sleep(ms);
  }

  async yield(): Promise<void> {
    // Simplified: what is busy for long runs in longer slices, so that a loop without end costs little to simulate.
    const { task } = this;
    if (task.waited) task.slices = 0;
    task.waited = false;
    const ms = task.slices++ < 200 ? 1 : task.slices < 1000 ? 5 : 20;
    task.cpuMs += ms;
    task.busy = true;
    const { cpus = 1 } = task.spaces.cgroup.limits;
    try {
      await task.sleep(cpus < 1 && cpus > 0 ? ms / cpus : ms);
    } finally {
      task.waited = false;
      this.task.busy = false;
    }
  }

  wait<T>(promise: Promise<T>): Promise<T> {
    return this.task.wait(promise);
  }

  async external<T>(work: () => Promise<T>): Promise<T> {
    this.task.check();
    const release = this.kernel.clock.hold();
    return this.task.wait(work().finally(release));
  }

  use(resources: { cpuMs?: number; memoryBytes?: number }): void {
    this.task.check();
    this.task.cpuMs += resources.cpuMs ?? 0;
    if (resources.memoryBytes === undefined) return;
    this.task.memoryBytes = resources.memoryBytes;
    this.kernel.checkMemory(this.task.spaces.cgroup, this.task);
    this.task.check();
  }

  spawn(request: SpawnRequest): ChildProcess {
    this.task.check();
    return this.kernel.spawn(this.task, request);
  }

  exec(request: ExecRequest): Promise<never> {
    this.task.check();
    return this.kernel.exec(this.task, request);
  }

  fork(run: (child: Process) => Promise<number>, request?: Omit<SpawnRequest, 'path'>): ChildProcess {
    this.task.check();
    return this.kernel.fork(this.task, run, request ?? { argv: this.task.argv });
  }

  findProgram(name: string): string | undefined {
    const { view, env } = this.task;
    if (name.includes('/')) return name;
    if (name === '') return undefined;
    for (const directory of (env.get('PATH') ?? DEFAULT_PATH).split(':')) {
      const path = `${directory === '' ? '.' : directory.replace(/(?<=.)\/+$/, '')}/${name}`;
      if (view.access(path, 'x') && !view.isDirectory(path)) return path;
    }
    return undefined;
  }

  on(signal: Signal, handler: SignalHandler): SignalHandler {
    this.task.check();
    const handlers = (this.task.handlers ??= new Map<Signal, SignalHandler>());
    const before = handlers.get(signal) ?? 'default';
    if (signal === 'SIGKILL' || signal === 'SIGSTOP') return before;
    if (handler === 'default') handlers.delete(signal);
    else handlers.set(signal, handler);
    return before;
  }

  kill(pid: number, signal: Signal): void {
    this.task.check();
    const { tasks } = this.task.spaces.pids;
    let targets: Task[];
    if (pid > 0) targets = [tasks.get(pid)].filter((task) => task !== undefined);
    else if (pid === -1) targets = [...tasks.values()].filter((task) => task !== this.task && task.pid !== 1);
    else
      targets = [...tasks.values()].filter((task) =>
        isGroup(task, pid === 0 ? this.group : -pid, this.task.spaces.pids),
      );
    if (targets.length === 0) throw new FileError('ESRCH', String(pid));
    const { uid } = this.credentials;
    const allowed = targets.filter((task) => this.can('KILL') || task.view.credentials.uid === uid);
    if (allowed.length === 0) throw new FileError('EPERM', String(pid));
    for (const target of allowed) {
      const outside = target.spaces.pids !== this.task.spaces.pids;
      this.kernel.signals.deliver(target, signal, outside ? 'outside' : 'inside');
    }
    this.task.check();
  }

  processes(): readonly ProcessInfo[] {
    return listProcesses(this.kernel, this.task.spaces.pids, this.task);
  }

  exit(code: number): never {
    this.kernel.terminate(this.task, { code: code & 0xff });
    this.task.check();
    throw new Error('unreachable');
  }

  setGroup(): void {
    this.task.leader = this.task;
  }

  dialUnix(path: string): HttpHandler {
    const stat = this.task.view.stat(path);
    if (!this.task.view.access(path, 'w')) throw new FileError('EACCES', path);
    const handler = stat.type === 'socket' ? this.kernel.unixSockets.get(stat.special ?? '') : undefined;
    if (!handler) throw new NetworkError('ECONNREFUSED', 'Connection refused');
    return handler;
  }

  listenUnix(path: string, handler: HttpHandler): { close(): void } {
    const special = `unix:${this.kernel.nextPipeNumber()}`;
    this.task.view.mknod(path, 'socket', special, { mode: 0o777 & ~this.umask });
    this.kernel.unixSockets.set(special, handler);
    const close = (): void => void this.kernel.unixSockets.delete(special);
    this.task.onEnd.push(close);
    return { close };
  }

  #bind(raw: Descriptor): BoundDescriptor {
    return new BoundDescriptor(raw, this.task, this.kernel);
  }

  #bound(fd: number): Descriptor | undefined {
    const descriptor = this.task.fds.get(fd);
    return !descriptor || descriptor instanceof BoundDescriptor ? descriptor : this.#bind(descriptor);
  }
}
