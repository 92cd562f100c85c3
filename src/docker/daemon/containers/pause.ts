import { NO_CONTENT, type Route } from '../call';
import { errors } from '../errors';
import { findContainer } from '../lookup';
import { containerEvent } from './events';
import { transition } from './lifecycle';

/** `docker pause`. */
export const pause: Route = {
  method: 'POST',
  path: '/containers/{id}/pause',
  handle: ({ daemon, params }) => {
    const container = findContainer(daemon, params['id']!);
    const { status } = container.record.state;
    if (status === 'paused') throw errors.alreadyPaused(container.id);
    if (status === 'restarting') throw errors.pauseRestarting(container.id);
    if (!container.run) throw errors.notRunning(container.id);
    container.run.sandbox.freeze(true);
    if (!container.run.foreignNamespace) container.run.namespace.frozen = true;
    transition(daemon, container, 'pause');
    containerEvent(daemon, container, 'pause');
    return NO_CONTENT;
  },
};

/** `docker unpause`. */
export const unpause: Route = {
  method: 'POST',
  path: '/containers/{id}/unpause',
  handle: ({ daemon, params }) => {
    const container = findContainer(daemon, params['id']!);
    if (container.record.state.status !== 'paused' || !container.run) throw errors.notPaused(container.id);
    container.run.sandbox.freeze(false);
    if (!container.run.foreignNamespace) container.run.namespace.frozen = false;
    transition(daemon, container, 'unpause');
    containerEvent(daemon, container, 'unpause');
    return NO_CONTENT;
  },
};
