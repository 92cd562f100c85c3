import { NO_CONTENT, type Route } from '../call';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { findContainer } from '../lookup';
import { removeVolume } from '../volumes/remove';
import { containerEvent } from './events';
import { killProcess } from './kill';
import { transition } from './lifecycle';
import { containerDirectory } from './sandbox-mounts';
import { nextExit } from './stop';
import { releaseVolumes, volumeUsers } from './volume-use';
import { logOf } from '../logs/open';

/** Removes a container that does not run, with its files and, if asked, its anonymous volumes. Upstream: moby daemon/delete.go. */
export function removeContainer(
  daemon: Daemon,
  container: Container,
  options: { readonly volumes: boolean; readonly force: boolean },
): void {
  container.removing = true;
  const { record } = container;
  daemon.host.clock.cancel(container.restartTimer);
  transition(daemon, container, 'remove');
  logOf(daemon, container)?.remove();
  daemon.logs.delete(container.id);
  daemon.host.files.removeAll(containerDirectory(container.id));
  daemon.host.dropRoot(container.id);
  container.root = undefined;
  for (const id of container.execs) daemon.execs.delete(id);
  releaseVolumes(daemon, container);
  if (daemon.names.get(container.name) === container.id) daemon.names.delete(container.name);
  daemon.containers.delete(container.id);
  daemon.containerRows.delete(container.id);
  if (options.volumes) {
    for (const mount of record.mounts) {
      const volume = mount.anonymous ? daemon.volumes.get(mount.Name ?? '') : undefined;
      if (volume && volumeUsers(daemon, volume.name).length === 0) removeVolume(daemon, volume);
    }
  }
  containerEvent(daemon, container, 'destroy');
  const waiters = [...container.removeWaiters, ...container.exitWaiters];
  container.removeWaiters.clear();
  container.exitWaiters.clear();
  if (waiters.length > 0) daemon.host.clock.wake();
  for (const wait of waiters) wait(record.state.exitCode);
}

/** `docker rm`. */
export const remove: Route = {
  method: 'DELETE',
  path: '/containers/{id}',
  handle: async ({ daemon, params, query }) => {
    const word = params['id']!;
    const container = findContainer(daemon, word);
    if (query.flag('link')) throw errors.notSimulated('docker rm --link');
    const force = query.flag('force');
    const { status } = container.record.state;
    if (container.removing) throw errors.removalInProgress(word);
    if (!force) {
      if (status === 'paused') throw errors.removePaused(word);
      if (status === 'restarting') throw errors.removeRestarting(word);
      if (container.run) throw errors.removeRunning(word);
    }
    container.removing = true;
    if (container.run) {
      const ended = nextExit(container);
      if (status === 'paused') container.run.sandbox.freeze(false);
      killProcess(daemon, container, 'SIGKILL');
      await ended;
    }
    removeContainer(daemon, container, { volumes: query.flag('v'), force });
    return NO_CONTENT;
  },
};
