import type { ExitStatus } from '#process/process';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { NEVER, rfc3339Nano } from '../time';
import { containerEvent } from './events';
import { transition } from './lifecycle';
import { tearDownNetworking } from './networking';
import { removeContainer } from './remove';
import { restartDelay, shouldRestart } from './restart-manager';
import { mountEvents } from './start';

/** The main process has ended: cleans up, tells, and lets the restart policy decide. Upstream: moby daemon/monitor.go. */
export function onExit(daemon: Daemon, container: Container, status: ExitStatus, cause?: number): void {
  const { record } = container;
  const { state } = record;
  const { run } = container;
  if (!run) return;
  const oom = run.sandbox.oomKilled;
  const before = daemon.cause;
  daemon.cause = cause;
  container.stopHealth?.();
  container.stopHealth = undefined;
  if (oom) containerEvent(daemon, container, 'oom');
  tearDownNetworking(daemon, container);
  mountEvents(daemon, container, 'unmount');
  endStreams(daemon, container);
  container.run = undefined;
  daemon.host.dropSandbox(container.id);
  const at = daemon.watch.now();
  const ranMs = at.ms - state.startedMs;
  state.pid = 0;
  state.exitCode = status.code;
  state.oomKilled = oom;
  state.finishedAt = state.startedAt === NEVER ? NEVER : rfc3339Nano(at);
  state.finishedMs = at.ms;
  const restart = !container.stopping && !container.removing && shouldRestart(container, status.code);
  const detail = { exitCode: status.code, ...(oom && { oomKilled: true }) };
  const seq = transition(daemon, container, restart ? 'restart' : 'exit', detail);
  containerEvent(daemon, container, 'die', {
    execDuration: String(Math.floor(ranMs / 1000)),
    exitCode: String(status.code),
  });
  if (restart) {
    record.restartCount++;
    daemon.save(container);
    container.restartTimer = daemon.host.clock.after(restartDelay(container, ranMs), restartEvent(daemon), {
      id: container.id,
      cause: seq,
    });
  }
  const waiters = [...container.exitWaiters];
  container.exitWaiters.clear();
  if (waiters.length > 0) daemon.host.clock.wake();
  for (const wait of waiters) wait(status.code);
  daemon.cause = before;
  if (!restart && record.hostConfig.AutoRemove && !container.removing)
    removeContainer(daemon, container, { volumes: true, force: false });
}

export const restartEvent = (daemon: Daemon): string => `${daemon.host.name}/docker/restart`;

/** The log gets its last line, and everybody attached sees the end. */
function endStreams(daemon: Daemon, container: Container): void {
  const { output, pump } = container;
  const end = (): void => {
    daemon.logs.get(container.id)?.flush();
    output?.end();
  };
  container.pty?.hangUp();
  if (pump) void pump.then(end);
  else end();
  container.pump = undefined;
  container.output = undefined;
  container.stdin?.reader.close();
  container.stdin = undefined;
  container.pty = undefined;
}
