import type { Daemon } from '../daemon';
import { DaemonError } from '../errors';
import { startContainer } from './start';

/** The back-off is over: starts the container again. A failed start ends it. */
export function onRestart(daemon: Daemon, id: string, cause: number): void {
  const container = daemon.containers.get(id);
  if (!container || container.run || container.record.state.status !== 'restarting') return;
  try {
    startContainer(daemon, container, cause);
  } catch (error) {
    if (!(error instanceof DaemonError)) throw error;
  }
}
