import type { Pty } from '#io/pty';
import type { ImageLayer } from '#image/image';
import type { ImageStore } from '#image/store';
import type { Sandbox, SandboxSpec } from '#machine/sandbox';
import type { HttpHandler } from '#network/http';
import type { MachineNetwork } from '#network/topology';
import type { Descriptor, HostInfo } from '#process/process';
import type { Clock } from '#sim/clock';
import type { Random } from '#sim/random';
import type { Store } from '#sim/store';
import type { Trace } from '#sim/trace';
import type { FileSystem, FileView } from '#vfs/filesystem';
import type { OverlayFileSystem } from '#vfs/overlay';

/** What the engine needs of the computer it runs on; `machineHost` makes one of a Machine. */
export interface EngineHost {
  /** The machine's name, which keeps its tables apart in the world's store. */
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly store: Store;
  readonly network: MachineNetwork;
  readonly images: ImageStore;
  readonly info: HostInfo;
  /** The machine's files as root sees them: volumes, generated files and bind mounts lie there. */
  readonly files: FileView;
  /** The file system that holds a path of the machine, and the path in it. The path has no symbolic links. */
  locate(path: string): { readonly fs: FileSystem; readonly path: string };
  /** Isolates processes as the spec says. */
  sandbox(spec: SandboxSpec): Sandbox;
  /** Forgets a sandbox that has ended. */
  dropSandbox(id: string): void;
  /** Opens the root of a container, whose changes last in the store under `id`. */
  openRoot(id: string, layers: readonly ImageLayer[]): OverlayFileSystem;
  /** Forgets the changes of a container's root. */
  dropRoot(id: string): void;
  /** An empty file system in memory that lasts no longer than the machine runs (tmpfs). */
  tmpfs(id: string, limitBytes: number | undefined): FileSystem;
  pty(size: { columns: number; rows: number }): Pty;
  /** The descriptor of a terminal's slave side inside a sandbox. */
  terminal(pty: Pty): Descriptor;
  /** Answers HTTP at a unix socket file of the machine. */
  listenUnix(path: string, handler: HttpHandler): { close(): void };
}
