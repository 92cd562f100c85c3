import type { Catalog } from '#image/catalog';
import { RegistryClient } from '#image/registry-client';
import { ImageStore } from '#image/store';
import type { Machine } from '#machine/machine';
import type { HttpHandler } from '#network/http';
import type { MachineNetwork } from '#network/topology';
import { bootDaemon } from './boot';
import type { BuilderPort } from './builder-port';
import type { Daemon } from './daemon';
import { machineHost } from './machine-host';
import { engineHandler } from './router';

export interface EngineParts {
  readonly machine: Machine;
  readonly network: MachineNetwork;
  readonly catalog: Catalog;
  /** Makes what builds images, given the engine. */
  builder?(daemon: Daemon): BuilderPort;
}

/** Puts a machine's engine together and starts it; it listens at /var/run/docker.sock, and `handler` is the same. */
export function startEngine(parts: EngineParts): {
  readonly daemon: Daemon;
  readonly images: ImageStore;
  readonly handler: HttpHandler;
} {
  const { machine, network, catalog } = parts;
  const images = new ImageStore(machine.store, machine.name, (reference, index) => catalog.layer(reference, index));
  const files = machine.files();
  const registry = new RegistryClient({ net: network.host, fs: files }, images, catalog, machine.clock);
  const daemon = bootDaemon(machineHost(machine, network, images), registry);
  daemon.builder = parts.builder?.(daemon);
  return { daemon, images, handler: engineHandler(daemon) };
}
