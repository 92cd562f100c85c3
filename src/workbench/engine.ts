import type { Catalog } from '#image/catalog';
import type { Machine } from '#machine/machine';
import type { Fabric } from '#network/fabric';
import { text, type HttpHandler } from '#network/http';
import type { MachineNetwork } from '#network/topology';
import type { Clock } from '#sim/clock';
import type { Store } from '#sim/store';

export interface EngineParts {
  readonly machine: Machine;
  readonly network: MachineNetwork;
  readonly fabric: Fabric;
  readonly catalog: Catalog;
  readonly store: Store;
  readonly clock: Clock;
}

/** Starts the Docker engine of a machine and answers its API. */
export function startEngine(_parts: EngineParts): HttpHandler {
  return () => text(500, 'no engine yet');
}
