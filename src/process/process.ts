import type { Pty } from '#io/pty';
import type { Reader, Writer } from '#io/streams';
import type { HttpHandler } from '#network/http';
import type { NetworkStack } from '#network/stack';
import type { Clock } from '#sim/clock';
import type { Random } from '#sim/random';
import type { Trace } from '#sim/trace';
import type { Credentials, FileView } from '#vfs/filesystem';
import type { Limit } from './confinement';
import type { Signal } from './signals';

/**
 * An open file as processes share it: pipes, terminals, files. A process that ends closes its descriptors; the stream
 * itself closes with the last one (`dup` adds one).
 */
export interface Descriptor {
  readonly reader: Reader | undefined;
  readonly writer: Writer | undefined;
  /** The terminal behind it, if it is one: isatty(3). */
  readonly pty: Pty | undefined;
  /** What /proc/PID/fd shows: a path, `pipe:[123]`, `/dev/pts/0`. */
  readonly label: string;
  dup(): Descriptor;
  close(): void;
}

/** How a process ended: by exit, or killed by a signal. `code` is what a shell sees (128 + signal's number). */
export interface ExitStatus {
  readonly code: number;
  readonly signal?: Signal;
}

export interface SpawnRequest {
  /** The file to run, absolute or with a slash; searching PATH is the caller's (see `findProgram`). */
  readonly path: string;
  /** argv[0] and the rest. */
  readonly argv: readonly string[];
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  /** By number; 0, 1 and 2 are inherited when absent. The child gets its own duplicates. */
  readonly fds?: ReadonlyMap<number, Descriptor>;
  readonly credentials?: Credentials;
  /** 'new' makes the child the leader of a new process group; a number joins that one. */
  readonly group?: 'new' | number;
  /** Signals that the child ignores from the start (nohup, `trap '' INT`). */
  readonly ignored?: readonly Signal[];
}

/** What `exec` replaces: what is absent stays as it is. */
export type ExecRequest = Omit<SpawnRequest, 'group'>;

export interface ChildProcess {
  readonly pid: number;
  /** Settles when the process has ended. */
  readonly exited: Promise<ExitStatus>;
  /** The status if it has ended already. */
  readonly status: ExitStatus | undefined;
  /** Settles, with true, at each stop (SIGTSTP) and, with false, at each continuation. */
  onStop(listener: (stopped: boolean) => void): void;
}

export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  readonly group: number;
  readonly uid: number;
  readonly argv: readonly string[];
  /** `S` sleeping, `R` running, `T` stopped, `Z` ended but not waited for. */
  readonly state: 'S' | 'R' | 'T' | 'Z';
  readonly startMs: number;
  readonly cpuMs: number;
  readonly memoryBytes: number;
  readonly tty: string | undefined;
}

export type SignalHandler = ((signal: Signal) => void) | 'default' | 'ignore';

/** What uname(2), sethostname(2) and /proc tell. */
export interface HostInfo {
  hostname: string;
  readonly machine: 'x86_64';
  readonly kernel: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly bootMs: number;
}

/**
 * A running program's whole world. Programs are coroutines: they may await only what this gives (its streams, `sleep`,
 * `wait`, sockets of `net`). When the process is killed, whatever it awaits through this rejects with `ProcessEnded`,
 * which a program lets pass.
 */
export interface Process {
  readonly pid: number;
  readonly ppid: number;
  readonly group: number;
  readonly argv: readonly string[];
  readonly env: Map<string, string>;
  /** Files as this process sees them; `fs.cwd` is its working directory. */
  readonly fs: FileView;
  readonly credentials: Credentials;
  umask: number;
  /** Whether it has a capability (without `CAP_`). Upstream: capabilities(7). */
  can(capability: string): boolean;
  /** A resource limit by its short name (`nofile`). Upstream: getrlimit(2). */
  limit(name: string): Limit;
  readonly net: NetworkStack;
  readonly host: HostInfo;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;

  /** Descriptors by number; change it to redirect this very process (exec 3>file). */
  readonly fds: Map<number, Descriptor>;
  /** Standard streams, bound to this process's life. A missing one reads as ended and drops writes. */
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  /** Whether the descriptor is a terminal. */
  isTTY(fd: number): boolean;
  /** The terminal that controls the process (its /dev/tty). */
  readonly pty: Pty | undefined;

  /** Opens a file (devices and fifos too) and answers a descriptor that this process has to close. Throws FileError. */
  open(path: string, mode: 'r' | 'w' | 'a' | 'rw'): Descriptor;
  /** A pipe's two ends. */
  pipe(): { readonly read: Descriptor; readonly write: Descriptor };
  /** A new terminal's slave side as a descriptor, for programs that give others a terminal (script, ssh). */
  openPty(size: { columns: number; rows: number }): { readonly pty: Pty; readonly descriptor: Descriptor };

  sleep(ms: number): Promise<void>;
  /** Lets others run and takes a little virtual time: call it in loops that do not wait (at least each 1,000 rounds). */
  yield(): Promise<void>;
  /** The promise, unless the process is killed first. For promises of the world only. */
  wait<T>(promise: Promise<T>): Promise<T>;
  /** Holds the clock while real work outside the world is awaited (module loading, WebAssembly), and answers it. */
  external<T>(work: () => Promise<T>): Promise<T>;
  /** Counts processor time (for top, stats) and memory that the program says it uses. */
  use(resources: { cpuMs?: number; memoryBytes?: number }): void;

  /** Starts a program. Throws FileError: ENOENT, EACCES, ENOEXEC (text without `#!`: a shell runs it itself). */
  spawn(request: SpawnRequest): ChildProcess;
  /**
   * Becomes another program: the same process, with its pid, descriptors and working directory; caught signals are
   * default again, ignored ones stay. Throws FileError as `spawn` does, at once; else it never settles in the old
   * program's favour: it rejects with ProcessEnded when the new one has ended. Upstream: execve(2).
   */
  exec(request: ExecRequest): Promise<never>;
  /** The path of a program by PATH, or undefined. A name with a slash is taken as it is. */
  findProgram(name: string): string | undefined;
  /** Like spawn, but a function in place of a file: a subshell, a part of a pipeline. */
  fork(run: (child: Process) => Promise<number>, request?: Omit<SpawnRequest, 'path'>): ChildProcess;
  /** What to do at a signal; answers what was done before. SIGKILL and SIGSTOP cannot be caught. */
  on(signal: Signal, handler: SignalHandler): SignalHandler;
  /** Sends a signal to a process (pid), a group (-pgid) or all (-1). Throws FileError EPERM, or `ESRCH` text. */
  kill(pid: number, signal: Signal): void;
  /** The processes of this pid namespace, by pid. */
  processes(): readonly ProcessInfo[];
  /** Ends the process: never returns. */
  exit(code: number): never;
  /** Makes this process the leader of a new group. */
  setGroup(): void;

  /** The server behind a unix socket file. Throws FileError (ENOENT, EACCES) or NetworkError ECONNREFUSED. */
  dialUnix(path: string): HttpHandler;
  /** Makes a unix socket file and answers HTTP on it until closed. */
  listenUnix(path: string, handler: HttpHandler): { close(): void };
  /** What the page offers to programs (open an editor, a browser tab), when there is a page. */
  readonly page: PagePort | undefined;
}

/** What a program may ask of the page it runs in. */
export interface PagePort {
  /** Opens the page's editor on a file of this machine; settles when the learner closes it. */
  edit(path: string): Promise<void>;
  /** Opens the simulated browser. */
  browse(url: string): void;
}

/** Thrown through a program when its process has ended; programs let it pass. */
export class ProcessEnded extends Error {
  override readonly name = 'ProcessEnded';

  constructor(readonly status: ExitStatus) {
    super('the process has ended');
  }
}

/**
 * A program that files of the world stand for: an executable file holds `executable(name)`, and the kernel finds the
 * program by that name. So copying, linking and removing programs works as with any file.
 */
export interface Program {
  readonly name: string;
  /** Answers the exit code. A thrown error that is no ProcessEnded is a fault of ours: `simulator bug: ...`, exit 1. */
  run(process: Process): Promise<number> | number;
}

/** A program whose code is loaded when it first runs. */
export interface LazyProgram {
  readonly name: string;
  load(): Promise<Program>;
}

const MAGIC = '\x7fELF\x02\x01\x01drydock\n';

/** The content of an executable file that runs the named program. */
export const executable = (program: string): string => `${MAGIC}${program}\n`;

/** The program's name in an executable's content, or undefined when it is something else. */
export const programOf = (content: string): string | undefined =>
  content.startsWith(MAGIC) ? content.slice(MAGIC.length).trim() : undefined;
