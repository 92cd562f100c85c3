import type { Container } from '../container';

/** The first wait before a restart; it doubles up to a minute, and starts again after ten good seconds. Upstream: moby restartmanager. */
const FIRST_MS = 100;
const MOST_MS = 60_000;
const GOOD_MS = 10_000;

/** Whether the policy starts the container again after this end. */
export function shouldRestart(container: Container, exitCode: number): boolean {
  const { hostConfig, restartCount, state } = container.record;
  const { Name, MaximumRetryCount } = hostConfig.RestartPolicy;
  if (state.manuallyStopped) return false;
  if (Name === 'always' || Name === 'unless-stopped') return true;
  if (Name !== 'on-failure' || exitCode === 0) return false;
  return MaximumRetryCount === 0 || restartCount < MaximumRetryCount;
}

/** How long to wait before the next start, in virtual milliseconds. */
export function restartDelay(container: Container, ranMs: number): number {
  if (ranMs >= GOOD_MS || container.restartDelay === 0) container.restartDelay = FIRST_MS;
  else container.restartDelay = Math.min(MOST_MS, container.restartDelay * 2);
  return container.restartDelay;
}
