import { Cgroup } from '#process/cgroup';
import { DEVICE_LAYER, terminalsFileSystem } from '#process/devices';
import type { Kernel, StartRequest } from '#process/kernel';
import { PidNamespace } from '#process/pid-namespace';
import type { ChildProcess, HostInfo, Process, ProcessInfo } from '#process/process';
import { procFileSystem } from '#process/proc/proc';
import { listProcesses, processInfo } from '#process/process-list';
import type { Signal } from '#process/signals';
import type { Namespaces, Task } from '#process/task';
import { FileError, type Credentials, type FileSystem } from '#vfs/filesystem';
import { MountTable } from '#vfs/mounts';
import { OverlayFileSystem } from '#vfs/overlay';
import { ProcessFileView } from '#vfs/view';
import { executableNotFound, lateError, startErrorOf } from './start-errors';
import { StartError, type ProcessSpec, type ResourceLimits, type Sandbox, type SandboxSpec } from './sandbox';
import { sysFileSystem } from './sys';
import { lookUpUser } from './user';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A container on the machine's kernel. Upstream: opencontainers/runc libcontainer/standard_init_linux.go. */
export class RuncSandbox implements Sandbox {
  /** Made anew at each start. */
  spaces: Namespaces;
  #cgroup: Cgroup;
  #first: Task | undefined;

  constructor(
    private readonly kernel: Kernel,
    readonly spec: SandboxSpec,
  ) {
    this.#cgroup = new Cgroup(`/docker/${spec.id}`, spec.limits);
    this.spaces = this.#namespaces();
    this.#mount();
  }

  get oomKilled(): boolean {
    return this.#cgroup.oomKilled;
  }

  start(process: ProcessSpec): ChildProcess {
    if (this.#first && !this.#first.status) throw new StartError('container is already running', 125);
    if (this.#first) {
      this.#cgroup = new Cgroup(this.#cgroup.path, this.#cgroup.limits);
      this.spaces = this.#namespaces();
      this.#mount();
    }
    const { child, task } = this.spec.init ? this.#startInit(process) : this.#spawn(process);
    this.#first = task;
    if (this.spec.pid === 'private') this.spaces.pids.init = task;
    // With a foreign pid namespace the first process is no pid 1, but the container ends with it all the same.
    task.onEnd.push(() => this.#killRest());
    return child;
  }

  exec(process: ProcessSpec): ChildProcess {
    return this.#spawn(process).child;
  }

  kill(signal: Signal): void {
    if (this.#first) this.kernel.signals.deliver(this.#first, signal, 'outside');
  }

  outerPid(pid: number): number {
    for (const task of this.#cgroup.tasks) if (task.pid === pid) return task.outerPid;
    return 0;
  }

  killProcess(pid: number, signal: Signal): void {
    // `exec` answers the pid of the sandbox's own namespace.
    for (const task of this.#cgroup.tasks) {
      if (task.pid === pid) this.kernel.signals.deliver(task, signal, 'outside');
    }
  }

  freeze(frozen: boolean): void {
    this.kernel.freeze(this.#cgroup, frozen);
  }

  processes(): readonly ProcessInfo[] {
    const { pids } = this.kernel.spaces;
    return [...this.#cgroup.tasks].map((task) => processInfo(this.kernel, task, pids));
  }

  processesInside(): readonly ProcessInfo[] {
    return listProcesses(this.kernel, this.spaces.pids);
  }

  usage(): { memoryBytes: number; cpuMs: number; pids: number; readBytes: number; writtenBytes: number } {
    const { tasks, readBytes, writtenBytes } = this.#cgroup;
    const [memoryBytes, cpuMs] = [this.#cgroup.memoryBytes(), this.#cgroup.cpuMs()];
    return { memoryBytes, cpuMs, pids: tasks.size, readBytes, writtenBytes };
  }

  limit(limits: ResourceLimits): void {
    this.#cgroup.limits = { ...this.#cgroup.limits, ...limits };
    this.kernel.checkMemory(this.#cgroup);
  }

  lookUpUser(user: string): Credentials {
    return lookUpUser(this.files(), user, this.spec.groups).credentials;
  }

  /** The container's files as root sees them in it. */
  files(): ProcessFileView {
    return new ProcessFileView(this.spaces.mounts);
  }

  #namespaces(): Namespaces {
    const { spec, kernel } = this;
    const mounts = new MountTable(spec.root, { readOnly: spec.readOnlyRoot });
    mounts.writeDevice = kernel.writeDevice;
    const host: HostInfo = { ...kernel.spaces.host, hostname: spec.hostname };
    const { confinement, network } = spec;
    return { pids: this.#pids(), mounts, network, host, cgroup: this.#cgroup, confinement };
  }

  #pids(): PidNamespace {
    const { pid } = this.spec;
    if (pid === 'host') return this.kernel.spaces.pids;
    if (pid === 'private') return new PidNamespace(this.kernel.spaces.pids);
    if (pid instanceof RuncSandbox) return pid.spaces.pids;
    throw new Error('a sandbox of another runtime');
  }

  #spawn(spec: ProcessSpec): { child: ChildProcess; task: Task } {
    const { request, path } = this.#prepare(spec);
    try {
      return this.kernel.start({ ...request, path });
    } catch (error) {
      const late = lateError(error, path);
      if (late === undefined) throw startErrorOf(error, spec.argv[0] ?? '');
      return this.kernel.startFunction(request, async (process) => {
        await process.stderr.write(late);
        return 255;
      });
    }
  }

  /** `--init`: tini as pid 1, which starts the command, hands signals on and ends with it. */
  #startInit(spec: ProcessSpec): { child: ChildProcess; task: Task } {
    const { request, path } = this.#prepare(spec);
    const argv = ['/sbin/docker-init', '--', ...spec.argv];
    const run = async (process: Process): Promise<number> => {
      const child = process.spawn({ path, argv: spec.argv, group: 'new' });
      for (const signal of HANDED_ON) process.on(signal, () => child.status ?? process.kill(child.pid, signal));
      if (process.pty) process.pty.foreground = child.pid;
      return (await process.wait(child.exited)).code;
    };
    return this.kernel.startFunction({ ...request, argv }, run);
  }

  #prepare(spec: ProcessSpec): { path: string; request: Omit<StartRequest, 'path'> } {
    const { credentials, home } = lookUpUser(this.files(), spec.user, this.spec.groups);
    const env = new Map(spec.env.map((line) => splitOnce(line)));
    if (!env.has('HOME')) env.set('HOME', home);
    const view = this.files().as({ credentials });
    const cwd = spec.cwd === '' ? '/' : spec.cwd;
    this.#changeDirectory(view, cwd);
    const path = findExecutable(view, spec.argv[0] ?? '', env.get('PATH') ?? DEFAULT_PATH);
    if (path === undefined) throw executableNotFound(spec.argv[0] ?? '');
    const { argv, fds } = spec;
    return { path, request: { spaces: this.spaces, argv, env, cwd, fds, credentials, umask: 0o022 } };
  }

  #changeDirectory(view: ProcessFileView, cwd: string): void {
    try {
      if (!view.isDirectory(cwd)) throw new FileError(view.stat(cwd).type === 'directory' ? 'EACCES' : 'ENOTDIR', cwd);
      if (!view.access(cwd, 'x')) throw new FileError('EACCES', cwd);
      view.cwd = view.realpath(cwd);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const words = error.message.toLowerCase();
      throw new StartError(
        `chdir to cwd ("${cwd}") set in config.json failed: ${words}`,
        error.code === 'ENOENT' ? 127 : 126,
      );
    }
  }

  #killRest(): void {
    for (const task of [...this.#cgroup.tasks]) this.kernel.terminate(task, { code: 137, signal: 'SIGKILL' });
  }

  #mount(): void {
    const { spec, spaces, kernel } = this;
    const now = (): number => kernel.clock.epochNow();
    const memory = (id: string, records?: typeof DEVICE_LAYER): FileSystem =>
      new OverlayFileSystem({ id: `${id}/${spec.id}`, now }, records ? [records] : []);
    const own: [string, string, FileSystem][] = [
      ['/proc', 'proc', procFileSystem(kernel, spaces)],
      ['/dev', 'tmpfs', memory('dev', DEVICE_LAYER)],
      ['/dev/pts', 'devpts', terminalsFileSystem(kernel, spaces.pids)],
      ['/sys', 'sysfs', sysFileSystem(kernel, spaces)],
    ];
    for (const [target, fsType, fs] of own) {
      this.#makeTarget(target, 'directory');
      const readOnly = fsType === 'sysfs' && !spec.privileged;
      spaces.mounts.mount({ target, fs, path: '/', source: fsType, fsType, readOnly });
    }
    for (const [path, special] of Object.entries(spec.devices ?? {})) {
      if (!this.files().exists(path)) this.files().mknod(path, 'char', special, { mode: 0o666 });
    }
    if (!spec.mounts.some((mount) => mount.target === '/dev/shm')) {
      const fs = memory('shm');
      spaces.mounts.mount({ target: '/dev/shm', fs, path: '/', source: 'shm', fsType: 'tmpfs', readOnly: false });
    }
    // Parents first, so that a mount inside another one lands in it.
    const ordered = [...spec.mounts].sort((a, b) => depth(a.target) - depth(b.target));
    for (const mount of ordered) {
      const isDirectory = mount.fs.lstat(mount.path).type === 'directory';
      const target = this.#makeTarget(mount.target, isDirectory ? 'directory' : 'file');
      spaces.mounts.mount({ ...mount, target });
    }
  }

  /** Makes the mount point if need be, as runc does, and answers its path without symbolic links. */
  #makeTarget(target: string, type: 'directory' | 'file'): string {
    const files = this.files();
    try {
      if (!files.exists(target)) {
        if (type === 'directory') files.mkdir(target, { parents: true, mode: 0o755 });
        else {
          files.mkdir(target.slice(0, target.lastIndexOf('/')) || '/', { parents: true, mode: 0o755 });
          files.writeFile(target, '', { mode: 0o755 });
        }
      }
      return files.realpath(target);
    } catch (error) {
      // A read-only root without the mount point: the mount table shows it there all the same.
      if (error instanceof FileError && error.code === 'EROFS') return files.absolute(target);
      throw error;
    }
  }
}

const HANDED_ON: readonly Signal[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'];

const depth = (path: string): number => path.split('/').length;

const splitOnce = (line: string): [string, string] => {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
};

/** Go's exec.LookPath in the container. */
function findExecutable(view: ProcessFileView, name: string, path: string): string | undefined {
  if (name === '') return undefined;
  if (name.includes('/')) return name;
  for (const directory of path.split(':')) {
    const file = `${directory === '' ? '.' : directory}/${name}`;
    if (!view.isDirectory(file) && view.access(file, 'x')) return file;
  }
  return undefined;
}
