import type { WorldCalls, WorldEvents } from './protocol';
import { connect, type Remote } from './rpc';

/** A world that runs in a worker, as the page sees it. */
export interface WorldClient {
  readonly calls: Remote<WorldCalls>;
  readonly on: <K extends keyof WorldEvents>(event: K, listener: (value: WorldEvents[K]) => void) => () => void;
  /** Ends the worker; what was not yet written is lost, so `flush` first. */
  terminate(): void;
}

/** Starts a worker for one world. `onCrash` is told when the worker itself fails to load or dies. */
export function startWorld(onCrash: (message: string) => void): WorldClient {
  const worker = new Worker(new URL('./world.worker.ts', import.meta.url), { type: 'module', name: 'world' });
  worker.addEventListener('error', (event) => onCrash(event.message || 'the world could not be loaded'));
  const { calls, on } = connect<WorldCalls, WorldEvents>(worker);
  return { calls, on, terminate: () => worker.terminate() };
}
