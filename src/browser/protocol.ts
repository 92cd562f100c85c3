import type { TraceRecord } from '#sim/trace';

/** Which world to open, and from what it is made when it does not exist yet. */
export interface BootRequest {
  /** The name under which the world is kept: `playground`, `lesson/docker/01-first-container`. */
  readonly world: string;
  readonly preset: string;
  readonly seed: number;
  /** Forget what was kept and start anew. */
  readonly fresh?: boolean;
  /** A saved world's file, whose state takes the place of what was kept. */
  readonly from?: Uint8Array;
}

/** How opening a world went. */
export interface BootReport {
  /** Whether an earlier visit's state was found. */
  readonly restored: boolean;
  /** Whether what happens will be kept; with the reason when not (private mode, no space). */
  readonly kept: boolean;
  /** What the learner should know: records that could not be read, storage that is refused. */
  readonly notes: readonly string[];
  readonly home: string;
}

export interface PortView {
  readonly containerPort: number;
  readonly protocol: string;
  readonly hostIp?: string;
  readonly hostPort?: number;
}

export interface EndpointView {
  readonly network: string;
  readonly address: string;
  readonly aliases: readonly string[];
}

export interface MountView {
  readonly type: string;
  /** The volume's name, or the path on the machine. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** Docker's own state names. */
export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

export interface ContainerView {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly command: string;
  readonly state: ContainerState;
  /** As `docker ps` prints it: `Up 3 minutes (healthy)`. */
  readonly status: string;
  readonly health?: string;
  readonly exitCode?: number;
  readonly project?: string;
  readonly service?: string;
  /** Seconds since 1970, virtual. */
  readonly created: number;
  readonly ports: readonly PortView[];
  readonly endpoints: readonly EndpointView[];
  readonly mounts: readonly MountView[];
  /** `host`, `none`, `container:ID` or empty for networks. */
  readonly networkMode: string;
}

export interface NetworkView {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly subnet?: string;
  readonly gateway?: string;
  readonly internal: boolean;
  /** The interface that stands for it in the paths of packets. */
  readonly bridge: string;
}

export interface VolumeView {
  readonly name: string;
  readonly driver: string;
  readonly anonymous: boolean;
}

export interface ImageView {
  readonly id: string;
  readonly tags: readonly string[];
  readonly size: number;
  readonly created: number;
}

/** One machine with all that Docker holds on it. */
export interface MachineView {
  readonly name: string;
  readonly containers: readonly ContainerView[];
  readonly networks: readonly NetworkView[];
  readonly volumes: readonly VolumeView[];
  readonly images: readonly ImageView[];
}

/** What the map draws. */
export interface WorldView {
  readonly machines: readonly MachineView[];
}

export interface ClockView {
  /** Virtual milliseconds since the world's start. */
  readonly nowMs: number;
  /** Calendar time in the world, milliseconds since 1970. */
  readonly epochMs: number;
  readonly paused: boolean;
  readonly speed: number;
  /** Whether the simulation cannot keep up with the wanted speed. */
  readonly behind: boolean;
}

export interface FileView {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

export interface RunView {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface Diagnostic {
  /** Offsets into the text, UTF-16. */
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

export interface Suggestion {
  readonly label: string;
  readonly detail?: string;
  readonly info?: string;
  /** What is put in place of the word under the cursor; the label when absent. */
  readonly insert?: string;
}

/** One sentence of an explanation; the reason comes after what it explains. */
export interface WhyLine {
  readonly actor: string;
  readonly text: string;
  readonly ok: boolean;
  /** Virtual milliseconds, where it happened at one time. */
  readonly timeMs?: number;
}

export interface PageRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the simulated browser received. */
export interface PageResponse {
  readonly status: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** Why there was no answer, in a browser's words; the hops say where it ended. */
  readonly error?: string;
  readonly hops: readonly WhyLine[];
}

export type ObjectKind = 'container' | 'network' | 'volume' | 'image';

/** What the page may ask of the worker in which the world runs. */
export interface WorldCalls {
  boot(request: BootRequest): Promise<BootReport>;
  openTerminal(columns: number, rows: number, cwd?: string): Promise<number>;
  type(terminal: number, keys: string): void;
  resize(terminal: number, columns: number, rows: number): void;
  closeTerminal(terminal: number): void;
  /** Runs a command where no learner sees it: for checks of lessons and for the page's own questions. */
  run(command: string, cwd?: string): Promise<RunView>;
  listFiles(path: string, container?: string): Promise<FileView[]>;
  readFile(path: string, container?: string): Promise<string>;
  /** A file of the laptop as it is, for a download. */
  readBytes(path: string): Promise<Uint8Array>;
  writeFile(path: string, text: string): Promise<void>;
  renameFile(from: string, to: string): Promise<void>;
  deleteFile(path: string): Promise<void>;
  makeDirectory(path: string): Promise<void>;
  inspect(kind: ObjectKind, id: string): Promise<unknown>;
  /** The last lines of a container's output. */
  logs(container: string, lines: number): Promise<string>;
  /** A container's states, each with the events that lead on and where they lead. */
  life(): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>>;
  why(from: string, to: string): Promise<WhyLine[]>;
  /** What led to a trace record, the record itself first. */
  because(seq: number): Promise<WhyLine[]>;
  fetchPage(request: PageRequest): Promise<PageResponse>;
  diagnose(path: string, text: string): Promise<Diagnostic[]>;
  complete(path: string, text: string, offset: number): Promise<Suggestion[]>;
  describe(path: string, text: string, offset: number): Promise<string | undefined>;
  /** The editor has closed a file that a program had asked for. */
  edited(path: string): void;
  pause(paused: boolean): void;
  step(): Promise<void>;
  speed(factor: number): void;
  save(): Promise<Uint8Array>;
  /** Everything that changed is on disk when this settles. */
  flush(): Promise<void>;
}

/** What the worker tells without being asked. */
export interface WorldEvents {
  output: { readonly terminal: number; readonly text: string };
  ended: { readonly terminal: number };
  /** What the flag under a terminal's cursor means; '' when there is nothing to say. */
  hint: { readonly terminal: number; readonly text: string };
  world: WorldView;
  clock: ClockView;
  trace: readonly TraceRecord[];
  /** A program asks for the page's editor, or its browser. */
  edit: { readonly path: string };
  browse: { readonly url: string };
  /** A fault of ours; the world goes on. */
  fault: { readonly message: string; readonly stack?: string };
  /** How keeping the world goes: the last batch's time, or why it failed. */
  kept: { readonly at: number; readonly error?: string };
}
