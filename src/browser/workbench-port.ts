import type { HttpHandler } from '#network/http';
import type { HttpClientHost } from '#network/http-client';
import type { Hop } from '#network/stack';
import type { PagePort } from '#process/process';
import type { Clock } from '#sim/clock';
import type { Driver } from '#sim/driver';
import type { Change, Journal, Store } from '#sim/store';
import type { Trace } from '#sim/trace';
import type { RunView } from './protocol';

/** One terminal of the laptop: a login shell on a pseudo terminal. */
export interface TerminalPort {
  /** Told what stands under the cursor of an edited line. */
  readonly pty: { onHint: ((text: string) => void) | undefined };
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  close(): void;
}

/** The files of the laptop as root sees them; all throw FileError. */
export interface FilesPort {
  list(path: string): readonly { readonly name: string; readonly type: string; readonly size: number }[];
  read(path: string): Uint8Array;
  write(path: string, text: string): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  makeDirectory(path: string): void;
}

/** What the page needs of a headless workbench: the whole of the seam between the engines and the browser. */
export interface WorkbenchPort {
  readonly clock: Clock;
  readonly driver: Driver;
  readonly trace: Trace;
  readonly store: Store;
  readonly files: FilesPort;
  readonly home: string;
  /** The Docker engine's API, as behind /var/run/docker.sock. */
  readonly engine: HttpHandler;
  /** Who asks when the page's browser does: the laptop. */
  readonly client: HttpClientHost;
  openTerminal(options: {
    readonly columns: number;
    readonly rows: number;
    readonly cwd?: string;
    onOutput(text: string): void;
    onEnd(): void;
  }): TerminalPort;
  /** Runs a command line in a shell of its own, which no learner sees. */
  run(command: string, options?: { readonly cwd?: string }): Promise<RunView>;
  explain(from: string, to: string): Promise<readonly Hop[]>;
  /** Hands what changed to the journal now. */
  flush(): Promise<void>;
  /** The whole state, for saving to a file. */
  snapshot(): Change[];
}

/** How the page wants its workbench. */
export interface WorkbenchRequest {
  readonly preset: string;
  readonly seed: number;
  readonly journal: Journal;
  readonly epochMs: number;
  readonly page: PagePort;
  readonly afterPrompt: Promise<unknown>;
  drain(): Promise<void>;
  onFault(error: unknown): void;
}
