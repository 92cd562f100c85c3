import { Builder } from '#docker/builder/builder';
import { startEngine } from '#docker/daemon/assemble';
import type { Daemon } from '#docker/daemon/daemon';
import { Catalog } from '#image/catalog';
import { catalogImages } from '#image/catalog/index';
import { servePublicRegistries } from '#image/docker-hub';
import type { Machine } from '#machine/machine';
import type { Fabric } from '#network/fabric';
import type { HttpHandler } from '#network/http';
import type { MachineNetwork } from '#network/topology';
import type { Store } from '#sim/store';
import { addPrograms, type Programs } from './programs';

export interface EngineRequest {
  readonly machine: Machine;
  readonly network: MachineNetwork;
  readonly fabric: Fabric;
  readonly store: Store;
  readonly programs: Programs;
}

export interface Engine {
  readonly daemon: Daemon;
  readonly handler: HttpHandler;
}

/** Starts a machine's Docker engine, with its builder, the catalog's programs and the public registries. */
export function bootEngine({ machine, network, fabric, store, programs }: EngineRequest): Engine {
  const catalog = new Catalog(catalogImages);
  addPrograms(programs, catalog.programs());
  servePublicRegistries(fabric.internet, catalog, store);
  const builder = (daemon: Daemon): Builder => new Builder(daemon.host, daemon.registry);
  return startEngine({ machine, network, catalog, builder });
}
