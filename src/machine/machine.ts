import type { Pty } from '#io/pty';
import type { NetworkStack } from '#network/stack';
import { DEVICE_LAYER, terminalsFileSystem } from '#process/devices';
import { Kernel } from '#process/kernel';
import { procFileSystem } from '#process/proc/proc';
import type {
  ChildProcess,
  Descriptor,
  HostInfo,
  LazyProgram,
  PagePort,
  Process,
  Program,
  SpawnRequest,
} from '#process/process';
import { ptyDescriptor } from '#process/descriptor';
import type { Signal } from '#process/signals';
import type { Clock } from '#sim/clock';
import type { Random } from '#sim/random';
import type { Store } from '#sim/store';
import type { Trace } from '#sim/trace';
import type { FileSystem } from '#vfs/filesystem';
import type { Layer } from '#vfs/layer';
import { MountTable } from '#vfs/mounts';
import { OverlayFileSystem } from '#vfs/overlay';
import { ProcessFileView, type ViewOptions } from '#vfs/view';
import { journaled } from './disk';
import type { Sandbox, SandboxSpec } from './sandbox';
import { RuncSandbox } from './runc-sandbox';
import { sysFileSystem } from './sys';

export interface MachineOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly store: Store;
  readonly network: NetworkStack;
  readonly programs: ReadonlyMap<string, Program | LazyProgram>;
  /** What is on the disk when the machine is new: the distribution's files. Changes to it lie in the store. */
  readonly disk: readonly Layer[];
  readonly host?: Partial<HostInfo>;
  readonly page?: PagePort;
}

/** A session to start on the machine itself. */
export interface SessionRequest extends Omit<SpawnRequest, 'group' | 'path'> {
  readonly umask?: number;
}

const GIB = 1024 ** 3;

/** A computer: a disk, a kernel, a network namespace, and the sandboxes (containers) that run on it. */
export class Machine {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly store: Store;
  readonly host: HostInfo;
  readonly network: NetworkStack;
  readonly programs: ReadonlyMap<string, Program | LazyProgram>;
  /** The disk; what changes on it is kept in the store. */
  readonly root: FileSystem;
  readonly mounts: MountTable;
  readonly kernel: Kernel;
  /** The sandboxes that have been made and not removed, by id. */
  readonly sandboxes = new Map<string, Sandbox>();

  constructor(options: MachineOptions) {
    this.name = options.name;
    this.clock = options.clock;
    this.random = options.random;
    this.trace = options.trace;
    this.store = options.store;
    this.network = options.network;
    this.programs = options.programs;
    this.host = {
      hostname: options.name,
      machine: 'x86_64',
      kernel: '6.8.0-52-generic',
      cpus: 4,
      memoryBytes: 8 * GIB,
      bootMs: options.clock.now(),
      ...options.host,
    };
    this.root = journaled(
      this.store,
      `machine/${this.name}`,
      (journal) =>
        new OverlayFileSystem(
          { id: `machine/${this.name}`, now: this.now, ...journal.hooks },
          options.disk,
          journal.layer,
        ),
    );
    this.mounts = new MountTable(this.root, { source: '/dev/vda1', fsType: 'ext4' });
    this.kernel = new Kernel({ ...options, host: this.host, mounts: this.mounts });
    this.mounts.writeDevice = this.kernel.writeDevice;
    this.#mountSystem();
    this.kernel.startInit();
  }

  /** Calendar milliseconds. */
  readonly now = (): number => this.clock.epochNow();

  /** The machine's files for engines (daemons): as root unless told otherwise. */
  files(options: ViewOptions = {}): ProcessFileView {
    return new ProcessFileView(this.mounts, options);
  }

  /** Starts a program of the machine as a session of its own: argv[0] is a path. Throws FileError. */
  start(request: SessionRequest): ChildProcess {
    const path = request.argv[0] ?? '';
    return this.kernel.start({ ...request, path, ...this.#session() }).child;
  }

  /** Like `start`, with a function in place of a file: daemons, and the first shell of a terminal. */
  run(request: SessionRequest, run: (process: Process) => Promise<number> | number): ChildProcess {
    return this.kernel.startFunction({ ...request, ...this.#session() }, run).child;
  }

  /** Standard streams on a terminal, for `start` and `run`. */
  terminal(pty: Pty): Map<number, Descriptor> {
    const name = this.kernel.terminals.nameOf(pty, this.kernel.spaces.pids);
    const descriptor = ptyDescriptor(pty, `/dev/${name}`);
    return new Map([0, 1, 2].map((fd) => [fd, descriptor]));
  }

  /** Sends a signal to a process of the machine (containers' too), as root does; nothing happens when there is none. */
  kill(pid: number, signal: Signal): void {
    const task = this.kernel.spaces.pids.tasks.get(pid);
    if (task) this.kernel.signals.deliver(task, signal, 'outside');
  }

  /** Makes a container's namespaces. Nothing runs in it before its `start`. */
  createSandbox(spec: SandboxSpec): Sandbox {
    const sandbox = new RuncSandbox(this.kernel, spec);
    this.sandboxes.set(spec.id, sandbox);
    return sandbox;
  }

  /** Forgets a sandbox whose processes have ended. */
  removeSandbox(id: string): void {
    this.sandboxes.delete(id);
  }

  /** Ends every process, as switching off does; the disk stays. */
  powerOff(): void {
    this.kernel.killAll();
    this.sandboxes.clear();
  }

  #session(): { spaces: Kernel['spaces']; parent?: NonNullable<Kernel['init']> } {
    const { init } = this.kernel;
    return { spaces: this.kernel.spaces, ...(init && { parent: init }) };
  }

  #mountSystem(): void {
    const { kernel } = this;
    const { spaces } = kernel;
    const memory = (id: string, records?: Layer): FileSystem =>
      new OverlayFileSystem({ id: `${id}/${this.name}`, now: this.now }, records ? [records] : []);
    const run = memory('run');
    const add = (target: string, fsType: string, fs: FileSystem, source = fsType): void => {
      const inRoot = this.root.find(target);
      if (!inRoot && target.lastIndexOf('/') === 0) this.root.mkdir(target);
      this.mounts.mount({ target, fs, path: '/', source, fsType, readOnly: false });
    };
    add('/proc', 'proc', procFileSystem(kernel, spaces));
    add('/sys', 'sysfs', sysFileSystem(kernel, spaces));
    add('/dev', 'devtmpfs', memory('dev', DEVICE_LAYER), 'udev');
    add('/dev/pts', 'devpts', terminalsFileSystem(kernel, spaces.pids));
    add('/dev/shm', 'tmpfs', memory('shm'));
    add('/run', 'tmpfs', run);
  }
}
