import type { Config } from '../api/container-config';
import type { ContainerStatus, HealthStatus, HealthcheckResult, MountPoint } from '../api/container-inspect';
import type { EndpointIPAMConfig } from '../api/endpoint-settings';
import type { HostConfig, MountRequest, PortMap } from '../api/host-config';
import type { ImageLayer } from '#image/image';
import type { Pty } from '#io/pty';
import type { Pipe } from '#io/streams';
import type { Sandbox } from '#machine/sandbox';
import type { Attachment, NamespaceControl, PublishedPort } from '#network/topology';
import type { ChildProcess } from '#process/process';
import type { Frame } from '#network/http';
import type { Channel } from './channel';
import type { Output } from './output';
import type { OverlayFileSystem } from '#vfs/overlay';

/** A container's place in a network: what was asked for, and, while it runs, what it has. */
export interface Endpoint {
  ipam: EndpointIPAMConfig | null;
  links: string[] | null;
  aliases: string[] | null;
  driverOpts: Record<string, string> | null;
  gwPriority: number;
  /** '' when a random one is wanted. */
  askedMac: string;
  networkId: string;
  endpointId: string;
  gateway: string;
  address: string;
  prefix: number;
  mac: string;
  dnsNames: string[] | null;
}

export interface HealthRecord {
  status: HealthStatus;
  streak: number;
  log: HealthcheckResult[];
}

/** The state that inspect shows, and what the engine needs to know after a reboot. */
export interface StateRecord {
  status: ContainerStatus;
  oomKilled: boolean;
  pid: number;
  exitCode: number;
  error: string;
  startedAt: string;
  finishedAt: string;
  /** Calendar milliseconds; 0 for never. */
  startedMs: number;
  finishedMs: number;
  /** Stopped by a user, so that `unless-stopped` stays stopped. */
  manuallyStopped: boolean;
  everStarted: boolean;
  health?: HealthRecord;
}

/** A mount as it is kept: what inspect shows, and how it was asked for. */
export interface MountRecord extends MountPoint {
  /** From `--mount`, for tmpfs and volume options. */
  spec?: MountRequest;
  /** Nothing of the image is copied into the volume. */
  noCopy?: boolean;
  /** The mount came from `--tmpfs` and is not listed by inspect. */
  hidden?: boolean;
  /** An anonymous volume, removed with the container (`rm -v`, `--rm`). */
  anonymous?: boolean;
  /** For volumes: a directory in it. */
  subpath?: string;
}

/** A container as plain data: one row of the store. */
export interface ContainerRecord {
  readonly id: string;
  name: string;
  readonly created: string;
  readonly createdMs: number;
  path: string;
  args: string[];
  config: Config;
  hostConfig: HostConfig;
  readonly imageId: string;
  /** Diff ids of the layers below. */
  readonly layers: string[];
  /** Names the directory of the writable layer. */
  readonly graphId: string;
  state: StateRecord;
  restartCount: number;
  networks: Record<string, Endpoint>;
  mounts: MountRecord[];
  sandboxId: string;
  /** Ports as they are published while it runs. */
  ports: PortMap;
  /** Ports that were given at random, so that a reboot gives the same. */
  lastPorts?: PortMap;
}

/** Who is attached to a container: takes output until it detaches. */
export interface Run {
  readonly sandbox: Sandbox;
  readonly child: ChildProcess;
  readonly namespace: NamespaceControl;
  /** The namespace is another's (`host`, `container:x`) and must not be deleted. */
  readonly foreignNamespace: boolean;
}

/** A container with what only a running engine has. */
export class Container {
  /** The output of the main process, to the log and to who is attached. */
  output: Output | undefined;
  root: OverlayFileSystem | undefined;
  run: Run | undefined;
  pty: Pty | undefined;
  stdin: Pipe | undefined;
  /** Settles when a terminal's last output was read. */
  pump: Promise<void> | undefined;
  readonly attachments = new Map<string, Attachment>();
  published: PublishedPort[] = [];
  readonly execs = new Set<string>();
  /** Called, and forgotten, at the next end; `removed` at removal. */
  readonly exitWaiters = new Set<(code: number) => void>();
  readonly removeWaiters = new Set<(code: number) => void>();
  restartTimer: number | undefined;
  restartDelay = 0;
  /** Counts starts, so that what belonged to an earlier one stops by itself. */
  generation = 0;
  /** The namespace made for it, which ends with it. */
  pendingNamespace: NamespaceControl | undefined;
  stopHealth: (() => void) | undefined;
  /** While a user stops or kills it: the restart policy has no say. */
  stopping = false;
  removing = false;
  layersHeld: readonly ImageLayer[] | undefined;

  /** The same for execs on terminals. */
  readonly pumps = new Map<string, Promise<void>>();
  /** What was typed before the start. */
  readonly earlyInput: Uint8Array[] = [];
  earlyEnd = false;
  /** Who attached before the start. */
  #early: Channel<Frame>[] = [];

  constructor(readonly record: ContainerRecord) {}

  /** Sends the output, from now on or from the next start on, to a channel. */
  follow(channel: Channel<Frame>): void {
    if (this.output) this.output.attach(channel);
    else this.#early.push(channel);
  }

  /** The start: hands over what waited for it. */
  begin(output: Output): void {
    this.output = output;
    for (const channel of this.#early.splice(0)) output.attach(channel);
    for (const data of this.earlyInput.splice(0)) {
      if (this.pty) this.pty.type(new TextDecoder().decode(data));
      else this.stdin?.offer(data);
    }
    if (this.earlyEnd) this.stdin?.close();
    this.earlyEnd = false;
  }

  /** It will not start: who waited for output sees its end. */
  giveUp(): void {
    for (const channel of this.#early.splice(0)) channel.end();
  }

  get id(): string {
    return this.record.id;
  }

  get name(): string {
    return this.record.name;
  }

  get running(): boolean {
    const { status } = this.record.state;
    return status === 'running' || status === 'paused' || (status === 'restarting' && this.run !== undefined);
  }

  get pid(): number {
    return this.record.state.pid;
  }
}
