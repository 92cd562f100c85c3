import { parseSignal, SIGNAL_NUMBERS, type Signal } from '#process/signals';
import { NO_CONTENT, type Route } from '../call';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { DaemonError, errors } from '../errors';
import { findContainer } from '../lookup';
import { containerEvent } from './events';
import { nextExit, stopSignal } from './stop';

/** Sends a signal to the main process, and tells it. */
export function killProcess(daemon: Daemon, container: Container, signal: Signal): void {
  const { run } = container;
  if (!run) return;
  const seq = daemon.trace('kill', `container/${container.name}`, { signal });
  daemon.cause = seq;
  containerEvent(daemon, container, 'kill', { signal: String(SIGNAL_NUMBERS[signal]) });
  run.sandbox.kill(signal);
  daemon.cause = undefined;
}

/** `docker kill`. */
export const kill: Route = {
  method: 'POST',
  path: '/containers/{id}/kill',
  handle: async ({ daemon, params, query }) => {
    const word = params['id']!;
    const text = query.get('signal') || 'SIGKILL';
    const container = kindly(word, () => findContainer(daemon, word));
    const signal = parseSignal(text);
    if (!signal) throw errors.killSignal(word, text);
    if (!container.run) throw errors.killNotRunning(word, container.id);
    const { state } = container.record;
    // The signal that stops it counts as a stop by the user; others leave the restart policy its say.
    if (signal === 'SIGKILL' || signal === stopSignal(container)) {
      state.manuallyStopped = true;
      daemon.save(container);
    }
    if (signal !== 'SIGKILL') {
      killProcess(daemon, container, signal);
      return NO_CONTENT;
    }
    if (state.status === 'paused') container.run.sandbox.freeze(false);
    const ended = nextExit(container);
    killProcess(daemon, container, signal);
    await ended;
    return NO_CONTENT;
  },
};

function kindly<T>(word: string, find: () => T): T {
  try {
    return find();
  } catch (error) {
    if (error instanceof DaemonError)
      throw new DaemonError(error.status, `cannot kill container: ${word}: ${error.message}`);
    throw error;
  }
}
