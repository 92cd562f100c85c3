import { createMachine } from 'xstate';
import { lifecycleOf } from '#sim/lifecycle';

/** A container's states, as `docker inspect` names them. */
export type ContainerState =
  'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead' | 'removed';

/**
 * What happens to a container: `restart` is the restart policy's decision after an exit (the container waits for its
 * back-off); `removeFailed` leaves it dead.
 */
export type ContainerEvent =
  'start' | 'startFailed' | 'exit' | 'restart' | 'pause' | 'unpause' | 'stop' | 'remove' | 'removed' | 'removeFailed';

/** The life of a container. Upstream: moby daemon/container/state.go, daemon/monitor.go. */
export const containerMachine = createMachine({
  id: 'container',
  initial: 'created',
  states: {
    created: { on: { start: 'running', startFailed: 'created', remove: 'removing' } },
    running: { on: { exit: 'exited', restart: 'restarting', pause: 'paused', remove: 'removing' } },
    paused: { on: { unpause: 'running', exit: 'exited', restart: 'restarting', remove: 'removing' } },
    restarting: { on: { start: 'running', startFailed: 'exited', stop: 'exited', remove: 'removing' } },
    exited: { on: { start: 'running', startFailed: 'exited', remove: 'removing' } },
    removing: { on: { removed: 'removed', removeFailed: 'dead' } },
    dead: { on: { remove: 'removing' } },
    removed: { type: 'final' },
  },
});

/** The same life as a table, for thousands of containers. */
export const containerLife = lifecycleOf<ContainerState, ContainerEvent>(containerMachine.config);
