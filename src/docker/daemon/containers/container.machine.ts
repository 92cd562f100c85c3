import type { Lifecycle } from '#sim/lifecycle';
import type { ContainerStatus } from '../../api/container-inspect';

export type ContainerEvent = 'start' | 'pause' | 'unpause' | 'exit' | 'back-off' | 'give-up' | 'remove' | 'fail';

/** One container's life in Docker's state names. Upstream: moby daemon/container/state.go. */
export const containerMachine: Lifecycle<ContainerStatus, ContainerEvent> = {
  initial: 'created',
  states: {
    created: { start: 'running', remove: 'removing' },
    running: { pause: 'paused', exit: 'exited', 'back-off': 'restarting', remove: 'removing' },
    paused: { unpause: 'running', exit: 'exited', 'back-off': 'restarting', remove: 'removing' },
    restarting: { start: 'running', 'give-up': 'exited', 'back-off': 'restarting', remove: 'removing' },
    exited: { start: 'running', remove: 'removing' },
    removing: { fail: 'dead' },
    dead: { remove: 'removing' },
  },
};
