import type { NetworkStack } from '#network/stack';
import type { ChildProcess, Descriptor, ProcessInfo } from '#process/process';
import type { Confinement } from '#process/confinement';
import type { Signal } from '#process/signals';
import type { Credentials, FileSystem } from '#vfs/filesystem';

/** One mount of a sandbox: a file system, or a part of one, seen at a path. */
export interface MountSpec {
  readonly target: string;
  readonly fs: FileSystem;
  /** What of `fs` is seen: a directory, or one file (as /etc/hosts is bound). */
  readonly path: string;
  readonly readOnly: boolean;
  /** For /proc/mounts. */
  readonly source: string;
  readonly fsType: string;
}

export interface ResourceLimits {
  /** Beyond it the kernel kills the biggest process (OOM), exit code 137. */
  readonly memoryBytes?: number;
  readonly cpus?: number;
  readonly pids?: number;
}

/** What a container runtime is asked to isolate: the namespaces and limits of one container. Upstream: OCI runtime-spec. */
export interface SandboxSpec {
  /** The container's id; processes show it in /proc/PID/cgroup. */
  readonly id: string;
  readonly hostname: string;
  readonly root: FileSystem;
  readonly readOnlyRoot: boolean;
  readonly mounts: readonly MountSpec[];
  readonly network: NetworkStack;
  readonly limits: ResourceLimits;
  /** `private`, the machine's own, or another sandbox's (`--pid container:x`). */
  readonly pid: 'private' | 'host' | Sandbox;
  /** `--init`: a tiny init is pid 1, which hands signals on and reaps. */
  readonly init: boolean;
  readonly privileged: boolean;
  /** What its processes may not do, and find set; absent: as on the machine itself. */
  readonly confinement?: Confinement;
  /** More groups of every process, by name or number (`--group-add`). */
  readonly groups?: readonly string[];
  /** Device files beside the usual ones, by path, with what stands behind them (`null`). */
  readonly devices?: Readonly<Record<string, string>>;
}

export interface ProcessSpec {
  /** argv[0] is looked up in the sandbox's PATH (of `env`). */
  readonly argv: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  /** `user`, `user:group`, numbers, or '' for root; looked up in the sandbox's /etc/passwd and /etc/group. */
  readonly user: string;
  readonly fds: ReadonlyMap<number, Descriptor>;
}

/** Why a process could not be started, in runc's words: `exec: "x": executable file not found in $PATH`. */
export class StartError extends Error {
  override readonly name = 'StartError';

  constructor(
    message: string,
    /** 127 not found, 126 found but not executable or not a directory, 128 otherwise. */
    readonly exitCode: number,
  ) {
    super(message);
  }
}

/** One container as the machine runs it. Ends with its first process: the others are killed with it. */
export interface Sandbox {
  readonly spec: SandboxSpec;
  /** Starts the first process (pid 1). Throws StartError. */
  start(process: ProcessSpec): ChildProcess;
  /** Starts another one. Throws StartError. */
  exec(process: ProcessSpec): ChildProcess;
  /** To the first process. Without a handler of its own it ignores all but SIGKILL and SIGSTOP, as pid 1 does. */
  kill(signal: Signal): void;
  /** The machine's pid of one of its processes, by the pid that `start` or `exec` answered; 0 when there is none. */
  outerPid(pid: number): number;
  /** To one of its processes, by the pid that `start` or `exec` answered; nothing happens when there is none. */
  killProcess(pid: number, signal: Signal): void;
  /** Stops all processes (cgroup freezer), or lets them go on. Frozen processes end only when thawed. */
  freeze(frozen: boolean): void;
  /** Processes with the machine's pids. */
  processes(): readonly ProcessInfo[];
  /** Seen from inside: pid 1 is the first. */
  processesInside(): readonly ProcessInfo[];
  usage(): { memoryBytes: number; cpuMs: number; pids: number; readBytes: number; writtenBytes: number };
  /** Whether the last end was the kernel's, for want of memory. */
  readonly oomKilled: boolean;
  /** Changes limits of a running sandbox (docker update). */
  limit(limits: ResourceLimits): void;
  /** Resolves `user` in the sandbox's files. Throws StartError: `unable to find user x: no matching entries in passwd file`. */
  lookUpUser(user: string): Credentials;
}
