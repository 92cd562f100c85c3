import { containerLife, type ContainerEvent } from '#machine/container.machine';
import { next } from '#sim/lifecycle';
import type { Container } from '../container';
import type { Daemon } from '../daemon';

/** Moves a container along its life, keeps its row and tells the trace; answers the record's seq. */
export function transition(
  daemon: Daemon,
  container: Container,
  event: ContainerEvent,
  detail?: Readonly<Record<string, unknown>>,
): number {
  const { state } = container.record;
  const from = state.status;
  const to = next(containerLife, from, event) ?? from;
  if (to !== 'removed') state.status = to;
  daemon.save(container);
  return daemon.trace(event, `container/${container.name}`, { id: container.id, from, to, ...detail });
}
