import { NO_CONTENT, type Route } from '../call';
import { after, LATENCY } from '../latency';
import { findContainer } from '../lookup';
import { containerEvent } from './events';
import { startContainer } from './start';
import { stopContainer } from './stop';

/** `docker restart`. */
export const restart: Route = {
  method: 'POST',
  path: '/containers/{id}/restart',
  handle: async ({ daemon, params, query }) => {
    const container = findContainer(daemon, params['id']!);
    if (container.running) await stopContainer(daemon, container, query.number('t'), query.get('signal'));
    container.record.state.manuallyStopped = false;
    container.restartDelay = 0;
    if (!container.run) startContainer(daemon, container);
    await after(daemon, LATENCY.start);
    containerEvent(daemon, container, 'restart');
    return NO_CONTENT;
  },
};
