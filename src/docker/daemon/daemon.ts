import type { Image } from '#image/image';
import { Ipam } from '#network/ipam';
import type { Table } from '#sim/store';
import type { NetworkRecord } from '../network-drivers/network-driver';
import type { VolumeRecord } from '../volume-drivers/volume-driver';
import type { BuilderPort } from './builder-port';
import type { Container, ContainerRecord } from './container';
import type { ExecInstance } from './containers/exec';
import { EventLog } from './event-log';
import type { EngineHost } from './host';
import type { ContainerLog } from './logs/log-store';
import type { RegistryPort } from './registry-port';
import { Stopwatch } from './time';

/**
 * The state of one Docker engine: what lasts lies in tables of the world's store, what runs in maps. What it does is in
 * the verbs' files beside this one. Upstream: moby daemon.Daemon.
 */
export class Daemon {
  readonly containerRows: Table<ContainerRecord>;
  readonly networks: Table<NetworkRecord>;
  readonly volumes: Table<VolumeRecord>;
  /** The engine's own settings: its ID. */
  readonly settings: Table<string>;
  readonly containers = new Map<string, Container>();
  /** Ids by name. */
  readonly names = new Map<string, string>();
  readonly execs = new Map<string, ExecInstance>();
  readonly logs = new Map<string, ContainerLog>();
  readonly ipam = new Ipam();
  readonly watch: Stopwatch;
  readonly events: EventLog;
  /** Names of volumes that are in use, with the containers (running or not) that mount them. */
  readonly volumeUsers = new Map<string, Set<string>>();
  /** What builds images, where there is one. */
  builder: BuilderPort | undefined;
  /** While the engine starts: what ran before gets the same ports again. */
  restoring = false;
  /** The trace record that caused what happens now. */
  cause: number | undefined;

  constructor(
    readonly host: EngineHost,
    /** How images come from and go to registries. */
    readonly registry: RegistryPort,
  ) {
    const { store, name } = host;
    this.containerRows = store.table(`${name}/docker/containers`);
    this.networks = store.table(`${name}/docker/networks`);
    this.volumes = store.table(`${name}/docker/volumes`);
    this.settings = store.table(`${name}/docker/settings`);
    this.watch = new Stopwatch(host.clock, host.random);
    this.events = new EventLog(this.watch);
  }

  /** Keeps a container's row after a change. */
  save(container: Container): void {
    this.containerRows.put(container.id, container.record);
  }

  /** An engine's id as inspect shows it: 64 hexadecimal digits, and not all of the first twelve are decimal. */
  newId(): string {
    for (;;) {
      const id = this.host.random.hex(64);
      if (!/^\d{12}/.test(id)) return id;
    }
  }

  /** Tells what the engine did, for the map and for "why?". */
  trace(verb: string, object: string, detail?: Readonly<Record<string, unknown>>, cause = this.cause): number {
    return this.host.trace.add('dockerd', verb, object, detail, cause);
  }

  image(id: string): Image | undefined {
    return this.host.images.get(id);
  }
}
