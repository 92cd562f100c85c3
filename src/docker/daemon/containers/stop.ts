import { parseSignal, type Signal } from '#process/signals';
import { NO_CONTENT, type Route } from '../call';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { after } from '../latency';
import { findContainer } from '../lookup';
import { containerEvent } from './events';
import { killProcess } from './kill';
import { transition } from './lifecycle';

/** Seconds that a container gets to end by itself. */
const GRACE_SECONDS = 10;

/** The signal that ends a container politely. Throws DaemonError. */
export function stopSignal(container: Container, asked?: string): Signal {
  const text = asked || container.record.config.StopSignal || 'SIGTERM';
  const signal = parseSignal(text);
  if (!signal) throw errors.invalidSignal(text);
  return signal;
}

/** Settles with the exit code at the next end of the container. */
export const nextExit = (container: Container): Promise<number> =>
  new Promise((resolve) => container.exitWaiters.add(resolve));

/** Stops a container: politely, and after the grace by force; `seconds` below 0 waits for ever. Upstream: moby daemon/stop.go. */
export async function stopContainer(
  daemon: Daemon,
  container: Container,
  seconds?: number,
  signal?: string,
): Promise<void> {
  const { state, config } = container.record;
  state.manuallyStopped = true;
  if (state.status === 'restarting' && !container.run) {
    daemon.host.clock.cancel(container.restartTimer);
    container.restartTimer = undefined;
    transition(daemon, container, 'stop');
    containerEvent(daemon, container, 'stop');
    return;
  }
  if (!container.run) return;
  container.stopping = true;
  daemon.save(container);
  const grace = seconds ?? config.StopTimeout ?? GRACE_SECONDS;
  try {
    if (state.status === 'paused') container.run.sandbox.freeze(false);
    const ended = nextExit(container);
    killProcess(daemon, container, stopSignal(container, signal));
    if (grace < 0) await ended;
    else {
      // Two seconds more for a signal that takes effect late, as upstream does for a grace of 0.
      const done = await Promise.race([ended, after(daemon, grace * 1000)]);
      if (done === undefined && container.run) {
        killProcess(daemon, container, 'SIGKILL');
        await ended;
      }
    }
    containerEvent(daemon, container, 'stop');
  } finally {
    container.stopping = false;
  }
}

/** `docker stop`. */
export const stop: Route = {
  method: 'POST',
  path: '/containers/{id}/stop',
  handle: async ({ daemon, params, query }) => {
    const container = findContainer(daemon, params['id']!);
    const signal = query.get('signal');
    if (signal) stopSignal(container, signal);
    if (!container.running && container.record.state.status !== 'restarting') return { ...NO_CONTENT, status: 304 };
    await stopContainer(daemon, container, query.number('t'), signal);
    return NO_CONTENT;
  },
};
