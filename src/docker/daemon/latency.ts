import type { Daemon } from './daemon';

/**
 * Virtual milliseconds that the engine takes for what costs a real one time: containerd and runc for a start, writing a
 * container's files, setting up a bridge. The work itself is done at once; only the answer comes later.
 */
export const LATENCY = { create: 20, start: 250, exec: 60, network: 50 } as const;

/** Settles after so many virtual milliseconds. */
export const after = (daemon: Daemon, ms: number): Promise<undefined> =>
  new Promise((resolve) => {
    daemon.host.clock.wakeAfter(ms, () => {
      resolve(undefined);
    });
  });
